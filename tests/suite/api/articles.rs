//! What really happened in five provinces, entered as a user would, and the numbers the articles print.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Client, World};

async fn coverage(c: &Client, area: impl std::fmt::Display, rest: &str) -> Value {
    c.get(&format!("/coverage?area_id={area}&{rest}")).await.expect(200)
}

#[actix_web::test]
async fn ca_mau_2019_runs_ahead_of_its_plan() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let ca_mau = w.area("96", "2019-12-31");
    let progress = |as_of: &'static str| {
        let (c, ca_mau) = (c.clone(), ca_mau);
        async move {
            c.get(&format!(
                "/target-progress?area_id={ca_mau}&scheme=bhxh_tn&measure=participants&period=2019&as_of={as_of}"
            ))
            .await
            .expect(200)
        }
    };
    let september = progress("2019-09-30").await;
    assert_eq!(
        (&september["target"], &september["actual"], &september["percent"]),
        (&json!(5189.0), &json!(6808.0), &json!(131.2))
    );
    assert_eq!(september["remaining"], json!(0.0));
    let december = progress("2019-12-31").await;
    assert_eq!((&december["actual"], &december["percent"]), (&json!(8262.0), &json!(159.22)));
    let change = coverage(&c, ca_mau, "scheme=bhxh_tn&as_of=2019-12-31&compare_to=2019-09-30").await;
    assert_eq!((&change["change"]["persons"], &change["comparable"]), (&json!(1454), &json!(true)));
}

#[actix_web::test]
async fn ca_mau_counts_27_sessions_with_six_partners() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let ca_mau = w.area("96", "2019-12-31");
    let summary = c
        .get(&format!("/activity-summary?area_id={ca_mau}&from=2019-01-01&to=2019-12-31&group_by=partner"))
        .await
        .expect(200);
    let rows: BTreeMap<String, (i64, i64, String)> = summary["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (
                r["label"].as_str().unwrap().to_owned(),
                (
                    r["sessions"].as_i64().unwrap(),
                    r["attendances"].as_i64().unwrap_or(0) + r["people"].as_i64().unwrap_or(0),
                    r["qualifier"].as_str().unwrap().to_owned(),
                ),
            )
        })
        .collect();
    let has = |part: &str, sessions: i64, heads: i64, qualifier: &str| {
        let (_, row) =
            rows.iter().find(|(label, _)| label.contains(part)).unwrap_or_else(|| panic!("{part}: {rows:?}"));
        assert_eq!(row, &(sessions, heads, qualifier.to_owned()), "{part}");
    };
    has("Phụ nữ", 9, 1_150, "nearly");
    has("Nông dân", 9, 750, "nearly");
    has("nông thôn mới", 3, 250, "more_than");
    has("Công đoàn Viên chức", 1, 145, "exact");
    has("Hợp tác xã", 4, 400, "more_than");
    has("Giáo dục", 1, 123, "exact");
    assert_eq!(rows.len(), 6, "{rows:?}");
    assert_eq!(
        (&summary["total"]["sessions"], &summary["total"]["events"], &summary["total"]["qualifier"]),
        (&json!(27), &json!(6), &json!("approx"))
    );
    // The whole year also has the district offices' "more than 130 sessions, more than 11,000 attendances".
    let by_type = c
        .get(&format!("/activity-summary?area_id={ca_mau}&from=2019-01-01&to=2019-12-31&group_by=event_type"))
        .await
        .expect(200);
    assert_eq!(
        (&by_type["total"]["sessions"], &by_type["total"]["sessions_qualifier"]),
        (&json!(157), &json!("more_than"))
    );
    // The province of today has the same ground and more: it succeeded Cà Mau and Bạc Liêu.
    let now = w.here("96");
    let same = c
        .get(&format!("/activity-summary?area_id={now}&from=2019-01-01&to=2019-12-31&group_by=partner"))
        .await
        .expect(200);
    assert_eq!(same["total"], summary["total"]);
}

#[actix_web::test]
async fn three_of_nine_district_offices_issued_a_plan() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let ca_mau = w.area("96", "2019-12-31");
    let resolution = c.get("/documents?number=28-%20NQ/TW").await.expect(200)["items"][0].clone();
    assert_eq!(resolution["number"], "28-NQ/TW");
    let id = resolution["id"].as_str().unwrap();
    let cascade = c
        .get(&format!("/documents/{id}/cascade?expected_kind=social_security&level=district&area_id={ca_mau}"))
        .await
        .expect(200);
    assert_eq!((&cascade["expected"], &cascade["issued"]), (&json!(9), &json!(3)));
    let late: BTreeSet<bool> = cascade["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["expected"] == true)
        .map(|r| r["document"].is_null())
        .collect();
    assert_eq!(late.len(), 2);
    let all = c.get(&format!("/documents?area_id={ca_mau}&limit=200")).await.expect(200);
    let batches: BTreeSet<(i64, String)> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["copies"].as_i64() > Some(1))
        .map(|d| (d["copies"].as_i64().unwrap(), d["copies_qualifier"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(
        batches,
        BTreeSet::from([(2, "exact".to_owned()), (13, "exact".to_owned()), (30, "more_than".to_owned())])
    );
}

#[actix_web::test]
async fn vi_thanh_carried_the_resolution_out_step_by_step() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    for spelling in ["21/NQ-TW", "21-NQ/TW", "21-%20NQ/TW", "21%20NQ%20TW"] {
        assert_eq!(
            c.get(&format!("/documents?number={spelling}")).await.expect(200)["items"][0]["number"],
            "21-NQ/TW",
            "{spelling}"
        );
    }
    let plan = c.get("/documents?number=2669/KH-UBND").await.expect(200)["items"][0].clone();
    assert_eq!(
        (&plan["implements"][0]["number"], &plan["implements"][0]["days_after"]),
        (&json!("186-Ctr/TU"), &json!(113))
    );
    let programme = c.get("/documents?number=186-CTr/TU").await.expect(200)["items"][0].clone();
    let after_28 =
        programme["implements"].as_array().unwrap().iter().find(|i| i["number"] == "28-NQ/TW").cloned().unwrap();
    assert_eq!(after_28["days_after"], json!(92));
    let council = c.get("/documents?number=05/NQ-H%C4%90ND").await.expect(200)["items"][0].clone();
    assert_eq!(council["issued_on"], "2023-07-07");
}

#[actix_web::test]
async fn phu_yen_2023_lost_286_and_won_20_424() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let phu_yen = w.area("54", "2023-07-30");
    let bhxh = coverage(&c, phu_yen, "scheme=bhxh&as_of=2023-07-30&compare=yoy").await;
    assert_eq!(
        (&bhxh["participants"], &bhxh["coverage_percent"], &bhxh["published_percent"]),
        (&json!(72576), &json!(15.72), &json!(15.72))
    );
    assert_eq!((&bhxh["change"]["persons"], &bhxh["change"]["percent"]), (&json!(-286), &json!(-0.39)));
    assert_eq!(bhxh["denominator"]["kind"], "labour_force");
    let bhyt = coverage(&c, phu_yen, "scheme=bhyt&as_of=2023-07-30&compare=yoy").await;
    assert_eq!((&bhyt["participants"], &bhyt["coverage_percent"]), (&json!(812996), &json!(92.62)));
    assert_eq!((&bhyt["change"]["persons"], &bhyt["change"]["percent"]), (&json!(20424), &json!(2.58)));
    assert_eq!(bhyt["denominator"]["kind"], "population");
}

#[actix_web::test]
async fn vinh_long_rose_by_points_and_its_target_rests_on_another_number() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let vinh_long = w.area("86", "2020-12-31");
    for (scheme, points) in [("bhxh", 5.66), ("bhtn", 3.33), ("bhyt", 15.45)] {
        let change = coverage(&c, vinh_long, &format!("scheme={scheme}&as_of=2020-12-31&compare_to=2016-12-31")).await;
        assert_eq!(
            (&change["change"]["points"], &change["comparable"], &change["change"]["persons"]),
            (&json!(points), &json!(true), &Value::Null),
            "{scheme}: {change}"
        );
    }
    // 40 % BHXH "on the total population" is not set against a rate with another or unknown denominator.
    let progress = c
        .get(&format!(
            "/target-progress?area_id={vinh_long}&scheme=bhxh&measure=coverage_percent&period=2025&as_of=2021-04-03"
        ))
        .await
        .expect(200);
    assert_eq!(
        (&progress["target"], &progress["actual"], &progress["percent"], &progress["comparable"]),
        (&json!(40.0), &json!(20.97), &Value::Null, &json!(false))
    );
    let labour = json!({ "area_id": vinh_long, "scheme": "bhxh", "as_of": "2021-12-31", "published_percent": 22, "basis": "labour_force", "source": "số liệu mẫu" });
    let population = json!({ "area_id": vinh_long, "scheme": "bhxh", "as_of": "2022-12-31", "published_percent": 12, "basis": "population", "source": "số liệu mẫu" });
    c.post("/coverage-snapshots", labour).await.expect(201);
    c.post("/coverage-snapshots", population).await.expect(201);
    let refused = coverage(&c, vinh_long, "scheme=bhxh&as_of=2022-12-31&compare=yoy").await;
    assert_eq!(
        (&refused["comparable"], &refused["why_not"], &refused["change"]["points"]),
        (&json!(false), &json!("different-denominator"), &Value::Null)
    );
}

#[actix_web::test]
async fn long_an_heard_the_national_figures_of_2020_and_two_targets() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let country = w.area("VN", "2021-12-24");
    let bhxh = coverage(&c, country, "scheme=bhxh&as_of=2020-12-31&compare_to=2012-12-31").await;
    assert_eq!(
        (&bhxh["participants"], &bhxh["participants_qualifier"], &bhxh["published_percent"]),
        (&json!(16_000_000), &json!("more_than"), &json!(33.0))
    );
    assert_eq!(bhxh["change"]["persons"], json!(5_600_000));
    let bhyt = coverage(&c, country, "scheme=bhyt&as_of=2020-12-31&compare_to=2012-12-31").await;
    assert_eq!(
        (&bhyt["participants"], &bhyt["published_percent"], &bhyt["published_qualifier"]),
        (&json!(88_000_000), &json!(91.0), &json!("nearly"))
    );
    assert_eq!(bhyt["change"]["persons"], json!(29_000_000));
    let target = |scheme: &'static str, period: &'static str| {
        let c = c.clone();
        async move {
            c.get(&format!("/target-progress?area_id={country}&scheme={scheme}&measure=coverage_percent&period={period}&as_of=2021-12-24")).await.expect(200)
        }
    };
    let health = target("bhyt", "2025").await;
    assert_eq!((&health["target"], &health["target_qualifier"]), (&json!(95.0), &json!("more_than")));
    assert_eq!(target("bhxh", "2030").await["target"], json!(60.0));
    // The online conference stands once in the country and once at the venue point of Long An.
    let long_an = w.area("80", "2021-12-24");
    let here = c
        .get(&format!("/activity-summary?area_id={long_an}&from=2021-12-01&to=2021-12-31&group_by=event_type"))
        .await
        .expect(200);
    assert_eq!(here["total"]["events"], json!(1));
    let there = c
        .get(&format!("/activity-summary?area_id={country}&from=2021-12-01&to=2021-12-31&group_by=event_type"))
        .await
        .expect(200);
    assert_eq!(there["total"]["events"], json!(1));
}

/// Everything the API shows of the demonstration, by kind of record.
async fn everything(c: &Client) -> BTreeMap<&'static str, Vec<Value>> {
    let mut out = BTreeMap::new();
    for (kind, path) in [
        ("organisation", "/organisations"),
        ("document", "/documents"),
        ("campaign", "/campaigns"),
        ("event", "/events"),
        ("media", "/media-outputs"),
        ("denominator", "/denominators"),
        ("snapshot", "/coverage-snapshots"),
        ("target", "/targets"),
        ("committee_member", "/committee-members"),
        ("inspection", "/inspections"),
        ("commendation", "/commendations"),
        ("support_rule", "/support-rules"),
    ] {
        let page = c.get(&format!("{path}?limit=200")).await.expect(200);
        assert!(page["next_cursor"].is_null(), "{kind} fits on one page");
        out.insert(kind, page["items"].as_array().unwrap().clone());
    }
    out
}

/// Whether the shown thing is the entered record: every plain field of the body stands in it.
fn is_it(shown: &Value, body: &Value) -> bool {
    body.as_object().unwrap().iter().all(|(key, value)| match value {
        Value::String(text) if text.starts_with('@') || text.starts_with("area:") => true,
        Value::Number(_) => shown.get(key).and_then(Value::as_f64) == value.as_f64() || (key == "status"),
        Value::String(text) => shown.get(key).and_then(Value::as_str) == Some(text),
        _ => true,
    })
}

fn numbers(value: &Value, out: &mut Vec<f64>) {
    match value {
        Value::Number(n) => out.extend(n.as_f64()),
        Value::Array(items) => items.iter().for_each(|i| numbers(i, out)),
        Value::Object(map) => map.values().for_each(|i| numbers(i, out)),
        _ => {}
    }
}

/// Facts whose number is computed from the records (changes, shares of a plan, 3 of 9, a range), shown by the tests above.
const COMPUTED: &[&str] =
    &["S001-03", "S001-06", "S003-03", "S003-05", "S003-09", "S004-07", "S004-10", "S002-16", "S002-38"];

#[actix_web::test]
async fn every_fact_of_the_articles_is_there_with_its_doubt() {
    let w = World::demonstration().await;
    let shown = everything(&w.sign_in("bantuyengiao").await).await;
    let facts: Value = serde_json::from_str(include_str!("../../data/seed_facts.json")).unwrap();
    let entered: Value = serde_json::from_str(include_str!("../../../config/seed/demo/articles.json")).unwrap();
    let mut carried: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for record in entered["records"].as_array().unwrap() {
        let kind = record["kind"].as_str().unwrap();
        let found = shown[kind].iter().find(|s| is_it(s, &record["body"]));
        let found = found.unwrap_or_else(|| panic!("the API does not show {kind} {}", record["key"]));
        for fact in record["facts"].as_array().unwrap() {
            carried.entry(fact.as_str().unwrap()).or_default().push(found);
        }
    }
    let mut missing = Vec::new();
    for fact in facts["facts"].as_array().unwrap() {
        let (id, kind) = (fact["id"].as_str().unwrap(), fact["kind"].as_str().unwrap());
        if !matches!(
            kind,
            "indicator"
                | "event"
                | "event_series"
                | "document"
                | "organisation"
                | "target"
                | "output"
                | "channel"
                | "schedule"
                | "role"
        ) {
            continue;
        }
        let Some(things) = carried.get(id) else {
            missing.push(format!("{id} {kind}: {}", fact["what"]));
            continue;
        };
        let (Some(value), false) = (fact["value"].as_f64(), COMPUTED.contains(&id)) else { continue };
        let mut all = Vec::new();
        things.iter().for_each(|t| numbers(t, &mut all));
        if !all.iter().any(|n| (n - value).abs() < 1e-9) {
            missing.push(format!("{id}: {value} is not in {}", things[0]));
        }
        let doubt = match fact["value_qualifier"].as_str().unwrap() {
            "more_than" => Some("more_than"),
            "nearly" => Some("nearly"),
            "rounded" | "approx_range" => Some("approx"),
            _ => None,
        };
        if let Some(doubt) = doubt
            && !things.iter().any(|t| t.to_string().contains(&format!("\"{doubt}\"")))
        {
            missing.push(format!("{id}: lost its {doubt}"));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[actix_web::test]
async fn exports_say_the_same_as_the_screen() {
    let w = World::demonstration().await;
    let c = w.sign_in("bantuyengiao").await;
    let ca_mau = w.area("96", "2019-12-31");
    let csv =
        c.get(&format!("/activity-summary.csv?area_id={ca_mau}&from=2019-01-01&to=2019-12-31&group_by=partner")).await;
    assert_eq!(csv.status, 200);
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("Đơn vị phối hợp") && text.contains("1.150"), "{text}");
    let csv = c
        .get(&format!(
            "/target-progress.csv?area_id={ca_mau}&scheme=bhxh_tn&measure=participants&period=2019&as_of=2019-09-30"
        ))
        .await;
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(text.contains("\"131,20 %\"") && text.contains("6.808"), "{text}");
    let xlsx = c
        .get(&format!(
            "/target-progress.xlsx?area_id={ca_mau}&scheme=bhxh_tn&measure=participants&period=2019&as_of=2019-09-30"
        ))
        .await;
    assert_eq!((xlsx.status, &xlsx.bytes[..2]), (200, &b"PK"[..]));
    assert!(xlsx.header("content-disposition").unwrap().contains("tien-do-chi-tieu.xlsx"));
}
