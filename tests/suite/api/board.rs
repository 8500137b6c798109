//! The board's answers: what may be said of a campaign, who is furthest behind, where nobody was ever met.
use serde_json::{Value, json};
use tungnha::{base::id::AreaId, methods::wording::causal};

use super::{
    coverage_changes::rows_at,
    enrolments::Office,
    evaluations::Board,
    funnel::{counted_anew, wrong_figures},
    visits::{Ward, id},
};
use crate::support::{World, dump::tamper, register};

async fn headline(board: &Board) -> Value {
    board.hoa.get(&format!("/campaigns/{}/headline", board.campaign)).await.expect(200)
}

#[actix_web::test]
async fn a_campaign_says_what_its_first_comparison_says_or_why_nothing() {
    let mut board = Board::new().await;
    let open = headline(&board).await;
    assert_eq!(
        (&open["why_not"], &open["concluded"], &open["speaks"]),
        (&json!("none-registered"), &json!(false), &Value::Null)
    );
    assert!(open["headline"]["vi"].as_str().is_some_and(|said| said.starts_with("Chưa kết luận được.")));
    assert_eq!(causal(&open.to_string()), None);
    let areas: Vec<AreaId> = board.communes.iter().take(13).copied().collect();
    let before: Vec<_> = areas.iter().map(|area| (*area, "2026-11-20", 8_300)).collect();
    board.figures(&before);
    let units: Vec<Value> = areas.iter().map(|area| json!({ "area_id": area, "stratum": "ven biển" })).collect();
    let dropped = board.registered("before_after", json!({})).await;
    let path = format!("/evaluations/{}/withdraw", id(&dropped));
    board.hoa.post(&path, json!({ "why": "Đăng ký nhầm" })).await.expect(200);
    assert_eq!(headline(&board).await["why_not"], "withdrawn");
    let first = board.registered("lottery", json!({ "units": units, "expected_percent": 80 })).await;
    board.registered("before_after", json!({ "title": "Mô tả thêm" })).await;
    let open = headline(&board).await;
    assert_eq!((&open["why_not"], &open["speaks"]), (&json!("window-not-over"), &first["id"]));
    assert_eq!(open["evaluations"][1]["planned_smallest_seen_points"], first["plan"]["smallest_seen_points"]);
    board.later().await;
    assert_eq!(headline(&board).await["why_not"], "not-looked");
    // No list has come yet; then lists that show nothing, then those of a clear difference.
    board.look(&first).await;
    assert_eq!(headline(&board).await["why_not"], "no-figures");
    let drawn = first["units"].as_array().expect("units").clone();
    let after = |more: i64| -> Vec<(AreaId, &str, i64)> {
        let part = |unit: &Value| {
            let area: AreaId = unit["area_id"].as_str().expect("an area").parse().expect("an id");
            let n = unit["n"].as_i64().expect("a number");
            (area, "2027-02-20", 8_310 + n * 17 % 40 + if unit["assigned"] == true { more } else { 0 })
        };
        drawn.iter().map(part).collect()
    };
    board.figures(&after(0));
    board.look(&first).await;
    let open = headline(&board).await;
    assert_eq!((&open["why_not"], &open["concluded"]), (&json!("interval-holds-zero"), &json!(false)), "{open:#}");
    let one = &open["evaluations"][1];
    assert_eq!((&one["id"], &one["looks"]), (&first["id"], &json!(2)));
    assert!(one["smallest_seen"].as_f64() > Some(0.0) && one["estimate"]["low"].as_f64() < Some(0.0));
    board.figures(&after(500));
    let look = board.look(&first).await;
    let said = headline(&board).await;
    assert_eq!((&said["concluded"], &said["why_not"]), (&json!(true), &Value::Null), "{said:#}");
    assert_eq!(said["headline"], look["result"]["headline"], "in the words of its grade");
    let one = &said["evaluations"][1];
    assert_eq!(one["estimate"]["low"], look["result"]["estimate_few_units"]["low"], "six on a side are few");
    let all: Vec<_> = said["evaluations"].as_array().expect("all").iter().map(|one| one["withdrawn"].clone()).collect();
    assert_eq!(all, [json!(true), json!(false), json!(false)]);
    assert_eq!(said["evaluations"][2]["why_not"], "not-looked");
    let rows = one["looks_rows"].as_str().expect("a link").strip_prefix("/api/v1").expect("of this API");
    assert_eq!(board.hoa.get(rows).await.expect(200)["items"].as_array().expect("looks").len(), 3);
    // A comparison that only describes concludes nothing, however it comes out.
    let mut plain = Board::new().await;
    let only = plain.registered("before_after", json!({})).await;
    plain.figures(&[(plain.area, "2026-11-20", 8_000)]);
    plain.later().await;
    plain.figures(&[(plain.area, "2027-02-20", 8_900)]);
    plain.look(&only).await;
    let open = headline(&plain).await;
    assert_eq!((&open["why_not"], causal(&open.to_string())), (&json!("only-describes"), None), "{open:#}");
}

#[actix_web::test]
async fn who_is_behind_is_told_apart_from_who_has_no_figure() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let province = w.here("96").to_string();
    let communes = hoa.get(&format!("/areas/{province}/children")).await.expect(200);
    let area = |n: usize| id(&communes[n]).to_owned();
    for (n, target, actual) in [
        (0, Some(1_000), Some(900)),
        (1, Some(4_000), Some(3_700)),
        (2, Some(500), Some(350)),
        (3, Some(800), Some(800)),
        (4, Some(700), None),
        (5, None, Some(650)),
    ] {
        if let Some(target) = target {
            let body = json!({ "area_id": area(n), "scheme": "bhyt", "measure": "participants", "period": "2026", "value": target, "source": "Số liệu mẫu" });
            hoa.post("/targets", body).await.expect(201);
        }
        if let Some(actual) = actual {
            let body = json!({ "area_id": area(n), "scheme": "bhyt", "as_of": "2026-10-31", "participants": actual, "source": "Số liệu mẫu" });
            hoa.post("/coverage-snapshots", body).await.expect(201);
        }
    }
    let path =
        format!("/target-progress/furthest-behind?area_id={province}&scheme=bhyt&measure=participants&period=2026");
    let order = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row["area_id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let named = |page: &Value, list: &str| -> Vec<String> {
        page[list]
            .as_array()
            .expect("areas")
            .iter()
            .map(|row| row["area_id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let all = hoa.get(&path).await.expect(200);
    assert_eq!(order(&all), [area(1), area(2), area(0)], "300, 150 and 100 are missing");
    assert_eq!((&all["areas_behind"], &all["areas_reached"]), (&json!(3), &json!(1)));
    assert_eq!(named(&all, "without_figure"), [area(4)]);
    let without = named(&all, "without_target");
    assert!(without.contains(&area(5)) && without.len() == communes.as_array().expect("areas").len() - 5);
    assert_eq!(order(&hoa.get(&format!("{path}&by=percent")).await.expect(200)), [area(2), area(0), area(1)]);
    let first = hoa.get(&format!("{path}&limit=2")).await.expect(200);
    let next =
        hoa.get(&format!("{path}&limit=2&cursor={}", first["next_cursor"].as_str().expect("more"))).await.expect(200);
    assert_eq!(
        (order(&first), order(&next), &next["next_cursor"]),
        (vec![area(1), area(2)], vec![area(0)], &Value::Null)
    );
}

#[actix_web::test]
async fn who_joined_is_counted_by_the_day_of_the_payment() {
    let office = Office::new().await;
    let ward = office.ward.area.to_string();
    let province = office.ward.w.here("96").to_string();
    let hoa = office.ward.w.sign_in("hoa").await;
    for (area, value) in [(&province, 40), (&ward, 20)] {
        let body = json!({ "area_id": area, "scheme": "bhxh_tn", "measure": "new_enrolments", "period": "2026-11", "value": value, "source": "Số liệu mẫu" });
        hoa.post("/targets", body).await.expect(201);
    }
    let of = |area: &str| format!("area_id={area}&scheme=bhxh_tn&measure=new_enrolments&period=2026-11");
    let nobody = hoa.get(&format!("/target-progress?{}", of(&ward))).await.expect(200);
    assert_eq!(
        (&nobody["actual"], &nobody["remaining"], &nobody["why_not"]),
        (&json!(0.0), &json!(20.0), &Value::Null)
    );
    for n in 1..=6 {
        office.paid(&office.another(n).await, &format!("BL{n}")).await;
    }
    office.promise(&office.another(7).await).await;
    let taken_back = office.paid(&office.sau, "BL9").await;
    office.act(&office.quan, &taken_back, "unpay", json!({ "why": "Nhập nhầm" })).await.expect(200);
    let seen = hoa.get(&format!("/target-progress?{}", of(&ward))).await.expect(200);
    assert_eq!(
        (&seen["actual"], &seen["percent"], &seen["remaining"], &seen["actual_as_of"]),
        (&json!(6.0), &json!(30.0), &json!(14.0), &json!("2026-11-25")),
        "a promise and a payment taken back are none"
    );
    assert_eq!(rows_at(&hoa, &seen["rows"]).await.len(), 6);
    let behind = hoa.get(&format!("/target-progress/furthest-behind?{}", of(&province))).await.expect(200);
    assert_eq!(
        (&behind["own"]["actual"], &behind["areas_behind"], &behind["items"][0]["remaining"]),
        (&json!(6.0), &json!(1), &json!(14.0))
    );
    let elsewhere = format!("/target-progress?{}&organisation_id={}", of(&ward), office.other);
    assert_eq!(hoa.get(&elsewhere).await.expect(200)["actual"], json!(0.0), "with another organisation");
    let own = format!("/target-progress/by-area?{}&organisation_id={}", of(&province), office.own);
    assert_eq!(hoa.get(&own).await.expect(200)["below"][0]["actual"], json!(6.0));
    let next = format!("/target-progress?area_id={ward}&scheme=bhxh_tn&measure=new_enrolments&period=2026-12");
    assert_eq!(hoa.get(&next).await.expect(200)["actual"], Value::Null, "has not begun");
    let compulsory = format!("/target-progress?area_id={ward}&scheme=bhtn&measure=new_enrolments&period=2026-11");
    assert_eq!(hoa.get(&compulsory).await.expect(200)["actual"], Value::Null, "nobody is signed up for it here");
    assert_eq!(wrong_figures(&office.ward.w), 0);
}

#[actix_web::test]
async fn few_who_joined_are_told_to_those_who_work_with_them() {
    let office = Office::new().await;
    office.paid(&office.sau, "BL1").await;
    let of = format!("area_id={}&scheme=bhxh_tn&measure=new_enrolments&period=2026-11", office.ward.area);
    let phuc = office.ward.w.sign_in("phuc").await;
    let seen = phuc.get(&format!("/target-progress?{of}")).await.expect(200);
    assert_eq!(
        (&seen["actual"], &seen["comparable"], &seen["why_not"]),
        (&Value::Null, &json!(false), &json!("small-group"))
    );
    let hoa = office.ward.w.sign_in("hoa").await;
    assert_eq!(hoa.get(&format!("/target-progress?{of}")).await.expect(200)["actual"], json!(1.0));
}

#[actix_web::test]
async fn doors_where_nobody_was_ever_met() {
    let ward = Ward::new().await;
    let body = json!({ "parent_id": ward.area, "kind": "khom", "name": "Khóm Mẫu", "valid_from": "2025-07-01" });
    let hamlet: AreaId = id(&ward.minh.post("/areas", body).await.expect(201)).parse().expect("an id");
    let home = |area, name: &str| register::household(&ward.w.api.db, area, name);
    let (tried, untried) = (home(hamlet, "Hộ Mẫu Một"), home(hamlet, "Hộ Mẫu Hai"));
    let gone = home(ward.area, "Hộ Mẫu Ba");
    ward.minh.patch(&format!("/households/{gone}"), "\"1\"", json!({ "status": "moved" })).await.expect(200);
    let met = ward.visit(json!({ "outcome": "informed" })).await;
    for day in ["2026-11-20", "2026-11-22"] {
        ward.visit(
            json!({ "household_id": tried, "outcome": "not_home", "occurred_at": format!("{day}T08:30:00+07:00") }),
        )
        .await;
    }
    // Somebody was met there by mistake of the record: it was another door.
    let wrong = ward.visit(json!({ "household_id": untried, "outcome": "informed" })).await;
    let right =
        json!({ "amend_reason": "Nhầm nhà", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "wrong_address" });
    ward.amend(&wrong, right).await.expect(201);
    let counts = |row: &Value| {
        ["households", "never_met", "never_tried", "tried"].map(|name| row[name].as_i64().expect("a count"))
    };
    let phuc = ward.w.sign_in("phuc").await;
    let seen = phuc.get(&format!("/never-reached?area_id={}", ward.area)).await.expect(200);
    assert_eq!((counts(&seen["own"]), &seen["own"]["never_met_percent"]), ([3, 2, 1, 1], &json!(66.67)));
    let below = seen["below"].as_array().expect("areas");
    assert_eq!(
        below.iter().map(counts).collect::<Vec<_>>(),
        [[2, 2, 1, 1], [1, 0, 0, 0]],
        "the khóm, and the ward's own"
    );
    let wide = phuc.get(&format!("/never-reached?area_id={}", ward.w.here("96"))).await.expect(200);
    assert_eq!(counts(&wide["own"]), [3, 2, 1, 1]);
    let own = wide["below"].as_array().expect("areas").iter().find(|row| row["area_id"] == json!(ward.area));
    assert_eq!(counts(own.expect("the ward")), [3, 2, 1, 1]);
    // The rows behind it, for who may see people.
    let rows = seen["own"]["rows"].as_str().expect("a link").strip_prefix("/api/v1").expect("of this API").to_owned();
    phuc.get(&rows).await.expect_problem(403, "not-allowed");
    let first = ward.lan.get(&format!("{rows}&limit=1")).await.expect(200);
    let next = ward
        .lan
        .get(&format!("{rows}&limit=1&cursor={}", first["next_cursor"].as_str().expect("more")))
        .await
        .expect(200);
    let both = [&first["items"][0], &next["items"][0]];
    assert_eq!((both.map(id), &next["next_cursor"]), ([tried.as_str(), untried.as_str()], &Value::Null));
    assert_eq!((&both[0]["attempts"], &both[0]["last_attempt_on"]), (&json!(2), &json!("2026-11-22")));
    assert_eq!((&both[1]["attempts"], &both[1]["last_attempt_on"]), (&json!(0), &Value::Null));
    assert!(both[0].get("name").is_none());
    // And a walk list is made of them by the criterion that is named.
    let criterion = seen["walk_list"]["criterion"].as_str().expect("a word");
    let list = json!({ "area_id": ward.area, "criteria": { criterion: true }, "ends_on": "2026-12-05",
        "order": { "by": "random", "seed": "mau" }, "limit": 50 });
    let preview = ward.minh.post("/walk-lists/preview", list).await.expect(200);
    assert!(preview.to_string().contains("never_met"), "{preview:#}");
    // Nobody had been at home after all; the household goes to the khóm, and another is in use again.
    let right =
        json!({ "amend_reason": "Ghi nhầm", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "not_home" });
    let right = ward.amend(&met, right).await.expect(201);
    ward.minh.patch(&format!("/households/{}", ward.home), "\"1\"", json!({ "area_id": hamlet })).await.expect(200);
    ward.minh.patch(&format!("/households/{gone}"), "\"2\"", json!({ "status": "active" })).await.expect(200);
    let seen = ward.minh.get(&format!("/never-reached?area_id={}", ward.area)).await.expect(200);
    let below = seen["below"].as_array().expect("areas");
    assert_eq!(below.iter().map(counts).collect::<Vec<_>>(), [[3, 3, 1, 2], [1, 1, 1, 0]]);
    let again =
        json!({ "amend_reason": "Ghi đúng", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "informed" });
    ward.amend(&right, again).await.expect(201);
    let seen = ward.minh.get(&format!("/never-reached?area_id={}", ward.area)).await.expect(200);
    assert_eq!(counts(&seen["own"]), [4, 3, 2, 1]);
    for row in seen["below"].as_array().expect("areas").iter().chain([&seen["own"]]) {
        let page =
            ward.minh.get(row["rows"].as_str().and_then(|link| link.strip_prefix("/api/v1")).expect("a link")).await;
        let of_its_own = row["area_id"] != json!(ward.area) || row == &seen["own"];
        let found = page.expect(200)["items"].as_array().expect("households").len();
        assert!(!of_its_own || row["never_met"] == json!(found), "{row:#}");
    }
    assert_eq!(wrong_figures(&ward.w), 0);
    for change in [
        "UPDATE household_cells SET known = known + 1 WHERE area_id = parent_id",
        "UPDATE household_cells SET called = called - 1",
        "UPDATE household_cells SET met = met + 1",
        "UPDATE households SET met = TRUE",
        "UPDATE households SET status = 'moved' WHERE called",
    ] {
        assert!(tamper(&ward.w.db, change) > 0, "{change}");
        assert!(wrong_figures(&ward.w) > 0, "{change}");
        assert!(counted_anew(&ward.w) > 0);
        assert_eq!(wrong_figures(&ward.w), 0, "{change}");
    }
}
