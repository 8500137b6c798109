//! Rates over HTTP: the law of a day, as it was known; recorded once, never edited, taken back only before it begins.
use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{db::schema::rates, features};

use crate::support::{Client, World, inside::Inside};

/// The board of the whole country.
async fn board() -> (World, Client) {
    let w = World::new().await;
    let trung = w.sign_in("trung").await;
    (w, trung)
}

/// Kind, key and value of what is listed.
async fn listed(client: &Client, query: &str) -> Vec<(String, Value, Value)> {
    let rows = client.get(&format!("/rates?{query}")).await.expect(200);
    let of = |row: &Value| (row["kind"].as_str().expect("a kind").to_owned(), row["key"].clone(), row["value"].clone());
    rows.as_array().expect("rows").iter().map(of).collect()
}

fn decree(changes: Value) -> Value {
    let mut body = json!({ "kind": "base_salary", "value": 3_000_000, "effective_from": "2027-07-01", "legal_basis": "NĐ mẫu 2027" });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn the_law_of_a_day_is_open_to_everybody_signed_in() {
    let (w, _) = board().await;
    let kien = w.sign_in("kien").await;
    for (kind, key, on, value) in [
        ("base_salary", None, "2017-06-30", None),
        ("base_salary", None, "2017-07-01", Some(1_300_000)),
        ("base_salary", None, "2026-06-30", Some(2_340_000)),
        ("base_salary", None, "2026-07-01", Some(2_530_000)),
        ("rural_poverty_line", None, "2021-12-31", Some(700_000)),
        ("rural_poverty_line", None, "2022-01-01", Some(1_500_000)),
        ("rural_poverty_line", None, "2026-12-31", Some(1_500_000)),
        ("rural_poverty_line", None, "2027-01-01", Some(2_200_000)),
        ("regional_minimum_wage", Some("I"), "2025-12-31", Some(4_960_000)),
        ("regional_minimum_wage", Some("I"), "2026-01-01", Some(5_310_000)),
        ("regional_minimum_wage", Some("I"), "2018-01-01", Some(3_980_000)),
        ("regional_minimum_wage", Some("II"), "2018-01-01", Some(3_530_000)),
        ("regional_minimum_wage", Some("III"), "2018-12-31", Some(3_090_000)),
        ("regional_minimum_wage", Some("IV"), "2018-01-01", Some(2_760_000)),
        ("regional_minimum_wage", Some("I"), "2019-01-01", Some(4_180_000)),
        ("regional_minimum_wage", Some("II"), "2019-01-01", Some(3_710_000)),
        ("regional_minimum_wage", Some("III"), "2019-12-31", Some(3_250_000)),
        ("regional_minimum_wage", Some("IV"), "2019-12-31", Some(2_920_000)),
        ("regional_minimum_wage", Some("I"), "2020-01-01", Some(4_420_000)),
        ("regional_minimum_wage", Some("II"), "2020-01-01", Some(3_920_000)),
        ("regional_minimum_wage", Some("III"), "2022-06-30", Some(3_430_000)),
        ("regional_minimum_wage", Some("IV"), "2022-06-30", Some(3_070_000)),
        ("regional_minimum_wage", Some("I"), "2022-07-01", Some(4_680_000)),
        ("regional_minimum_wage", Some("II"), "2022-07-01", Some(4_160_000)),
        ("regional_minimum_wage", Some("III"), "2024-06-30", Some(3_640_000)),
        ("regional_minimum_wage", Some("IV"), "2024-06-30", Some(3_250_000)),
        ("regional_minimum_wage", Some("I"), "2024-07-01", Some(4_960_000)),
        ("regional_minimum_wage", Some("II"), "2024-07-01", Some(4_410_000)),
        ("regional_minimum_wage", Some("III"), "2025-12-31", Some(3_860_000)),
        ("regional_minimum_wage", Some("IV"), "2025-12-31", Some(3_450_000)),
        ("regional_minimum_wage", Some("IV"), "2026-01-01", Some(3_700_000)),
        ("fund_interest", None, "2026-01-01", Some(3_100)),
        ("contribution_rate", Some("bhtn_employer"), "2021-09-30", Some(10_000)),
        ("contribution_rate", Some("bhtn_employer"), "2021-10-01", Some(0)),
        ("contribution_rate", Some("bhtn_employer"), "2022-10-01", Some(10_000)),
        ("missing_months_cap", None, "2025-06-30", Some(120)),
        ("missing_months_cap", None, "2025-07-01", Some(60)),
        ("state_support_bhyt", Some("student"), "2025-06-30", Some(300_000)),
        ("state_support_bhyt", Some("student"), "2025-07-01", Some(500_000)),
    ] {
        let key = key.map(|key| format!("&key={key}")).unwrap_or_default();
        let rows = listed(&kien, &format!("kind={kind}{key}&on={on}")).await;
        assert_eq!(rows.first().map(|row| row.2.clone()), value.map(Value::from), "{kind} {key} {on}");
        assert!(rows.len() <= 1);
    }
    let multiple = listed(&kien, "kind=wage_cap_multiple&on=2026-01-01").await[0].2.as_i64().expect("a number");
    for (region, cap) in [("I", 106_200_000), ("II", 94_600_000), ("III", 82_800_000), ("IV", 74_000_000)] {
        let wage = listed(&kien, &format!("kind=regional_minimum_wage&key={region}&on=2026-01-01")).await[0].2.as_i64();
        assert_eq!(
            wage.map(|wage| wage * multiple),
            Some(cap),
            "the highest wage for unemployment insurance in {region}"
        );
    }
    let all = kien.get("/rates").await.expect(200);
    assert!(all.as_array().expect("rows").len() > 130);
    let first = kien.get("/rates?kind=base_salary&on=2026-11-25").await.expect(200)[0].clone();
    assert_eq!(
        (&first["unit"], &first["legal_basis"], &first["confidence"]),
        (&json!("vnd"), &json!("NĐ 161/2026/NĐ-CP"), &json!("verified"))
    );
    assert_eq!(first["means"], "Lương cơ sở, mức tham chiếu");
    let english = kien.with_header("accept-language", "en");
    let shown = english.get(&format!("/rates/{}", first["id"].as_str().expect("an id"))).await.expect(200);
    assert_eq!(shown["means"], "Base salary, reference level");
    w.anonymous().get("/rates").await.expect_problem(401, "not-signed-in");
}

#[actix_web::test]
async fn what_a_decree_says_is_checked_against_its_kind() {
    let (_w, trung) = board().await;
    for (changes, code, pointer) in [
        (json!({ "key": "I" }), "rate-key", "/key"),
        (json!({ "kind": "regional_minimum_wage" }), "rate-key", "/key"),
        (json!({ "kind": "regional_minimum_wage", "key": "V" }), "rate-key", "/key"),
        (json!({ "kind": "state_support_bhyt", "key": "nobody", "value": 500_000 }), "rate-key", "/key"),
        (json!({ "kind": "state_support_bhyt", "key": "other", "value": 500_000 }), "rate-key", "/key"),
        (json!({ "kind": "state_support_bhyt", "key": "student", "value": 1_000_001 }), "rate-value", "/value"),
        (json!({ "value": 999 }), "rate-value", "/value"),
        (json!({ "unit": "ppm" }), "rate-value", "/value"),
        (json!({ "effective_from": "2026-11-24" }), "rate-late", "/late_because"),
    ] {
        let problem = trung.post("/rates", decree(changes.clone())).await.expect_problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{changes}");
    }
    for changes in [
        json!({ "kind": "wages" }),
        json!({ "value": -1 }),
        json!({ "value": 1.5 }),
        json!({ "rate": 1 }),
        json!({ "legal_basis": "" }),
    ] {
        trung.post("/rates", decree(changes)).await.expect_problem(422, "invalid");
    }
    trung
        .post("/rates", decree(json!({ "value": 2_530_000, "effective_from": "2026-07-01", "late_because": "Trùng" })))
        .await
        .expect_problem(409, "rate-same-day");
    let late = json!({ "kind": "state_support_bhyt", "key": "disabled", "value": 200_000, "effective_from": "2026-10-01", "late_because": "Nghị định công bố muộn" });
    trung.post("/rates", decree(late)).await.expect(201);
    assert_eq!(listed(&trung, "kind=state_support_bhyt&key=disabled&on=2026-11-25").await.len(), 1);
}

#[actix_web::test]
async fn a_rate_is_never_edited_and_taken_back_only_before_it_begins() {
    let (w, trung) = board().await;
    let made = trung.post("/rates", decree(json!({}))).await.expect(201);
    let path = format!("/rates/{}", made["id"].as_str().expect("an id"));
    for method in ["PATCH", "PUT", "DELETE"] {
        trung.send(method, &path, None).await.expect_problem(405, "method-not-allowed");
    }
    assert_eq!(listed(&trung, "kind=base_salary&on=2027-07-01").await[0].2, 3_000_000);
    trung.post("/rates", decree(json!({ "value": 3_100_000 }))).await.expect_problem(409, "rate-same-day");
    w.clock.advance_seconds(60);
    let known_at = w.clock.now();
    w.clock.advance_seconds(60);
    let withdrawn = trung.post(&format!("{path}/withdraw"), json!({ "reason": "Nghị định bị thay" })).await.expect(200);
    assert_eq!(withdrawn["withdrawn_why"], "Nghị định bị thay");
    assert_eq!(listed(&trung, "kind=base_salary&on=2027-07-01").await[0].2, 2_530_000);
    let then = format!("kind=base_salary&on=2027-07-01&known_at={known_at}");
    assert_eq!(listed(&trung, &then).await[0].2, 3_000_000, "it was known then");
    trung.post(&format!("{path}/withdraw"), json!({ "reason": "x" })).await.expect_problem(409, "rate-withdrawn");
    trung.post("/rates", decree(json!({ "value": 3_100_000 }))).await.expect(201);
    assert_eq!(listed(&trung, "kind=base_salary&on=2027-07-01").await[0].2, 3_100_000);
    let begun = trung.get("/rates?kind=base_salary&on=2026-11-25").await.expect(200)[0]["id"].clone();
    let begun = format!("/rates/{}/withdraw", begun.as_str().expect("an id"));
    trung.post(&begun, json!({ "reason": "x" })).await.expect_problem(409, "rate-begun");
    // A fact that no longer holds from a day on.
    let gone = json!({ "kind": "household_choice", "key": "artisan", "value": null, "effective_from": "2028-01-01" });
    trung.post("/rates", decree(gone)).await.expect(201);
    assert_eq!(listed(&trung, "kind=household_choice&key=artisan&on=2027-12-31").await.len(), 1);
    assert_eq!(listed(&trung, "kind=household_choice&key=artisan&on=2028-01-01").await.len(), 0);
}

#[actix_web::test]
async fn the_law_of_the_country_is_not_written_by_a_part_of_it() {
    let (w, trung) = board().await;
    let hoa = w.sign_in("hoa").await;
    let refused = hoa.post("/rates", decree(json!({}))).await.expect_problem(403, "not-allowed");
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("cả nước")), "{refused}");
    let made = trung.post("/rates", decree(json!({}))).await.expect(201);
    let withdraw = format!("/rates/{}/withdraw", made["id"].as_str().expect("an id"));
    hoa.post(&withdraw, json!({ "reason": "x" })).await.expect_problem(403, "not-allowed");
    assert_eq!(listed(&hoa, "kind=base_salary&on=2027-07-01").await[0].2, 3_000_000, "it stands");
    // What would follow in the own province may be looked at.
    hoa.post("/rates/preview", decree(json!({ "effective_from": "2027-08-01" }))).await.expect(200);
}

#[actix_web::test]
async fn what_was_typed_wrongly_is_put_right_from_the_same_day() {
    let (w, trung) = board().await;
    let typed = decree(json!({ "value": 25_300_000, "effective_from": "2026-11-25" }));
    let wrong = trung.post("/rates", typed.clone()).await.expect(201);
    let withdraw = format!("/rates/{}/withdraw", wrong["id"].as_str().expect("an id"));
    trung.post(&withdraw, json!({ "reason": "Nhập nhầm" })).await.expect_problem(409, "rate-begun");
    trung.post("/rates", typed).await.expect_problem(409, "rate-same-day");
    let right = json!({ "value": 2_530_000, "effective_from": "2026-11-25" });
    trung.post("/rates", decree(right.clone())).await.expect_problem(422, "rate-late");
    w.clock.advance_seconds(60);
    let known_at = w.clock.now();
    w.clock.advance_seconds(60);
    let mut right = decree(right);
    right["late_because"] = json!("Thừa một số 0");
    trung.post("/rates", right).await.expect(201);
    assert_eq!(listed(&trung, "kind=base_salary&on=2026-11-25").await[0].2, 2_530_000);
    let then = format!("kind=base_salary&on=2026-11-25&known_at={known_at}");
    assert_eq!(listed(&trung, &then).await[0].2, 25_300_000, "both are kept, with when they were known");
    let asked = json!({ "scheme": "bhyt_hgd", "area_id": w.here("31825"), "members": [{ "key": "a", "months": 12 }] });
    let mai = w.sign_in("mai").await;
    assert_eq!(mai.post("/quotes", asked).await.expect(200)["payable_vnd"], 1_366_200, "and the right one counts");
    let old = json!({ "effective_from": "1994-12-31", "late_because": "Nhập muộn" });
    let refused = trung.post("/rates", decree(old)).await.expect_problem(422, "rate-value");
    assert_eq!(refused["errors"][0]["pointer"], "/effective_from");
}

#[actix_web::test]
async fn a_newer_program_adds_what_is_missing_and_nothing_twice() {
    let (w, trung) = board().await;
    let mut inside = Inside::of(&w);
    let before = inside.dump();
    assert!(!features::first_run(&w.api.db).expect("a run"), "everything is there");
    assert_eq!(before.differing(&inside.dump()), Vec::<&str>::new());
    let lines = w.audit_lines();
    w.api
        .db
        .write_now(tungnha::db::Who::program("tests"), |tx| {
            tx.housekeeping("as an older program left it");
            diesel::delete(rates::table.filter(rates::kind.eq("fund_interest"))).execute(tx.conn()?)?;
            Ok(())
        })
        .expect("a write");
    assert_eq!(listed(&trung, "kind=fund_interest").await.len(), 0);
    assert!(features::first_run(&w.api.db).expect("a run"));
    assert_eq!(listed(&trung, "kind=fund_interest").await.len(), 1);
    assert_eq!(w.audit_lines(), lines + 1);
    assert_eq!(before.rows("rates"), inside.dump().rows("rates"));
}
