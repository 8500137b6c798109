//! Quotes over HTTP: amounts with their articles, refusals with field and figure, advice for a household.
use serde_json::{Value, json};

use crate::support::{Client, World};

/// The ward of Bạc Liêu and its collector.
async fn ward() -> (World, Client, String) {
    let w = World::new().await;
    let mai = w.sign_in("mai").await;
    let area = w.here("31825").to_string();
    (w, mai, area)
}

fn voluntary(area: &str, changes: &Value) -> Value {
    let mut body = json!({ "scheme": "bhxh_tn", "area_id": area, "method": "year", "income_vnd": 1_500_000, "groups": ["near_poor"] });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn an_answer_names_every_amount_and_what_it_rests_on() {
    let (_w, mai, area) = ward().await;
    let quote = mai.post("/quotes", voluntary(&area, &json!({}))).await.expect(200);
    let amounts = ["full_vnd", "state_vnd", "local_vnd", "other_vnd", "payable_vnd"]
        .map(|field| quote[field].as_i64().expect("đồng"));
    assert_eq!(amounts, [3_960_000, 1_584_000, 0, 0, 2_376_000]);
    assert_eq!(
        (&quote["on"], &quote["starts_on"], &quote["paid_to"]),
        (&json!("2026-11-25"), &json!("2026-11-01"), &json!("2027-10-31"))
    );
    assert_eq!((&quote["due_by"], &quote["lapsed_after"]), (&json!("2027-05-31"), &json!("2028-05-31")));
    let support = &quote["supports"][0];
    assert_eq!(
        (&support["source"], &support["group"], &support["percent"]),
        (&json!("state"), &json!("near_poor"), &json!(40.0))
    );
    assert_eq!(
        (&support["article"], &support["basis"], &support["of"]),
        (&json!("Điều 5"), &json!("NĐ 159/2025/NĐ-CP"), &json!("pct_of_floor_contribution"))
    );
    assert_eq!(quote["per_month"]["payable_vnd"], 198_000);
    assert_eq!((&quote["group_won"]["group"], &quote["group_won"]["because"]), (&json!("near_poor"), &json!("only")));
    assert_eq!(quote["members"][0]["key"], "self");
    let floor =
        quote["law"].as_array().expect("facts").iter().find(|f| f["kind"] == "rural_poverty_line").expect("the floor");
    assert_eq!(
        (&floor["value"], &floor["effective_from"], &floor["basis"]),
        (&json!(1_500_000), &json!("2022-01-01"), &json!("NĐ 07/2021/NĐ-CP"))
    );
    let warning = &quote["warnings"][0];
    assert_eq!(
        (&warning["code"], &warning["on"], &warning["old"], &warning["new"]),
        (&json!("rate_changes"), &json!("2027-01-01"), &json!(1_500_000), &json!(2_200_000))
    );
    assert!(
        warning["text"].as_str().expect("a text").starts_with("Chuẩn hộ nghèo nông thôn đổi từ 1.500.000"),
        "{warning}"
    );
    let english =
        mai.with_header("accept-language", "en").post("/quotes", voluntary(&area, &json!({}))).await.expect(200);
    assert!(english["warnings"][0]["text"].as_str().expect("a text").starts_with("Rural poverty line changes"));
}

#[actix_web::test]
async fn a_wrong_fact_is_refused_by_its_name_with_field_and_figure() {
    let (w, mai, area) = ward().await;
    let lines = w.audit_lines();
    for (changes, code, pointer, figure) in [
        (json!({ "income_vnd": 1_499_999 }), "income-below-floor", "/income_vnd", "1.500.000"),
        (json!({ "income_vnd": 50_600_001 }), "income-above-ceiling", "/income_vnd", "50.600.000"),
        (json!({ "income_vnd": 46_800_001, "on": "2026-06-30" }), "income-above-ceiling", "/income_vnd", "46.800.000"),
        (json!({ "income_vnd": 1_500_000, "on": "2027-01-01" }), "income-below-floor", "/income_vnd", "2.200.000"),
        (json!({ "income_vnd": 1_510_000 }), "income-off-step", "/income_vnd", "50.000"),
        (json!({ "months": 3 }), "months-not-of-method", "/months", "12"),
        (json!({ "method": "years_ahead", "months": 18 }), "months-not-of-method", "/months", "24, 36, 48, 60"),
        (
            json!({ "method": "missing_months", "months": 61, "retirement_age_reached": true }),
            "too-many-missing-months",
            "/months",
            "60",
        ),
        (json!({ "on": "2015-01-01" }), "rate-missing", "", "01/01/2015"),
    ] {
        let problem = mai.post("/quotes", voluntary(&area, &changes)).await.expect_problem(422, code);
        assert!(problem["detail"].as_str().expect("a detail").contains(figure), "{changes}: {problem}");
        if !pointer.is_empty() {
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{changes}");
        }
    }
    for (changes, code, pointer) in [
        (json!({ "groups": ["near_poor", "rich"] }), "unknown-group", "/groups/1"),
        (json!({ "method": "missing_months", "months": 12 }), "retirement-age-unsaid", "/retirement_age_reached"),
        (json!({ "period_from": "2020-01" }), "period-too-far", "/period_from"),
        (json!({ "members": [{ "key": "a", "months": 3 }] }), "field-not-for-scheme", "/members"),
        (json!({ "former_area_id": area }), "not-a-former-area", "/former_area_id"),
        (json!({ "on": "2036-11-26" }), "day-too-far", "/on"),
        (json!({ "period_from": "2026-13" }), "invalid", "/period_from"),
        (json!({ "months": 0 }), "invalid", "/months"),
        (json!({ "income_vnd": 1.5 }), "invalid", "/income_vnd"),
        (json!({ "scheme": "bhtn" }), "invalid", "/scheme"),
        (json!({ "groups": vec!["poor"; 13] }), "invalid", "/groups"),
        (json!({ "discount": 1 }), "invalid", "/discount"),
        (json!({ "income_vnd": null }), "invalid", "/income_vnd"),
    ] {
        let problem = mai.post("/quotes", voluntary(&area, &changes)).await.expect_problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{changes}: {problem}");
    }
    assert_eq!(w.audit_lines(), lines, "asking leaves no line");
}

#[actix_web::test]
async fn a_household_is_quoted_and_advised() {
    let (_w, mai, area) = ward().await;
    let farming: Vec<Value> = (1..=5)
        .map(|n| json!({ "key": format!("người {n}"), "months": 12, "groups": ["agriculture_average"] }))
        .collect();
    let body = json!({ "scheme": "bhyt_hgd", "area_id": area, "members": farming });
    let quote = mai.post("/quotes", body.clone()).await.expect(200);
    assert_eq!(quote["payable_vnd"], 1_366_200 * 350 / 100);
    assert_eq!(
        (&quote["choice"]["cheaper"], &quote["choice"]["household_vnd"]),
        (&json!("household"), &json!(4_371_840))
    );
    assert_eq!(quote["members"][0]["starts_on"], "2026-12-25", "the first card waits thirty days");
    assert_eq!((&quote["members"][0]["rank"], &quote["members"][0]["form"]), (&Value::Null, &json!("supported")));
    let advice = mai.post("/quotes/advice", body).await.expect(200);
    assert_eq!(
        (&advice["cheapest"]["payable_vnd"], &advice["cheapest"]["members"][4]["rank"]),
        (&json!(4_371_840), &json!(5))
    );
    assert_eq!(advice["cheapest"]["members"][4]["rank_percent"], 40.0);
    assert_eq!(advice["other_months"].as_array().expect("ways").len(), 2);
    let far = json!({ "scheme": "bhyt_hgd", "area_id": area, "members": [{ "key": "a", "months": 12, "previous_cover_ended_on": "2199-12-31" }] });
    mai.post("/quotes", far).await.expect_problem(422, "day-too-far");
    // Today is 25/11/2026: a card begins sixty days from now at the latest.
    for (ended, code) in
        [("2027-01-23", None), ("2027-01-24", Some("day-too-far")), ("2035-11-25", Some("day-too-far"))]
    {
        let asked = json!({ "scheme": "bhyt_hgd", "area_id": area, "members": [{ "key": "a", "months": 12, "previous_cover_ended_on": ended }] });
        for path in ["/quotes", "/quotes/advice"] {
            let answer = mai.post(path, asked.clone()).await;
            match code {
                None => drop(answer.expect(200)),
                Some(code) => drop(answer.expect_problem(422, code)),
            }
        }
    }
    mai.post("/quotes/advice", voluntary(&area, &json!({}))).await.expect_problem(422, "field-not-for-scheme");
    let twice = json!({ "scheme": "bhyt_hgd", "area_id": area, "members": [{ "key": "a", "months": 12 }, { "key": "a", "months": 3 }] });
    let problem = mai.post("/quotes", twice).await.expect_problem(422, "member-twice");
    assert_eq!(problem["errors"][0]["pointer"], "/members/1/key");
    let odd = json!({ "scheme": "bhyt_hgd", "area_id": area, "members": [{ "key": "a", "months": 5 }] });
    let problem = mai.post("/quotes", odd).await.expect_problem(422, "card-months");
    assert_eq!(problem["errors"][0]["pointer"], "/members/0/months");
    assert_eq!(problem["detail"], "Được đóng: 3, 6, 12 tháng.");
}

#[actix_web::test]
async fn a_new_decree_holds_for_the_next_question() {
    let (w, mai, area) = ward().await;
    let trung = w.sign_in("trung").await;
    let asked = voluntary(&area, &json!({ "on": "2027-03-01", "income_vnd": 2_200_000 }));
    assert_eq!(mai.post("/quotes", asked.clone()).await.expect(200)["payable_vnd"], (484_000 - 193_600) * 12);
    let decree = json!({ "kind": "state_support_bhxh_tn", "key": "near_poor", "value": 450_000, "effective_from": "2027-01-01", "legal_basis": "NĐ mẫu" });
    let made = trung.post("/rates", decree).await.expect(201);
    assert_eq!(mai.post("/quotes", asked.clone()).await.expect(200)["payable_vnd"], (484_000 - 217_800) * 12);
    trung
        .post(&format!("/rates/{}/withdraw", made["id"].as_str().expect("an id")), json!({ "reason": "Hoãn" }))
        .await
        .expect(200);
    assert_eq!(mai.post("/quotes", asked).await.expect(200)["payable_vnd"], (484_000 - 193_600) * 12);
}

#[actix_web::test]
async fn what_one_found_out_shows_another_nothing_outside_his_areas() {
    let (w, mai, area) = ward().await;
    let elsewhere = w.here("96").to_string();
    let (board, ask) = (w.sign_in("hoa").await, |area: &str| voluntary(area, &json!({})));
    let first = board.post("/quotes", ask(&elsewhere)).await.expect(200);
    assert_eq!(board.post("/quotes", ask(&elsewhere)).await.expect(200), first, "the same from what is at hand");
    let nowhere =
        mai.post("/quotes", ask("0198f3c2-0000-7000-8000-000000000000")).await.expect_problem(404, "not-found");
    let outside = mai.post("/quotes", ask(&elsewhere)).await.expect_problem(404, "not-found");
    assert_eq!(outside["detail"], nowhere["detail"]);
    assert_eq!(mai.post("/quotes", ask(&area)).await.expect(200)["payable_vnd"], first["payable_vnd"]);
}

#[actix_web::test]
async fn a_wrong_fact_is_refused_from_what_is_at_hand_as_well() {
    let (_w, mai, area) = ward().await;
    mai.post("/quotes", voluntary(&area, &json!({}))).await.expect(200);
    for (changes, status, code) in [
        (json!({ "groups": ["no_such_group"] }), 422, "unknown-group"),
        (json!({ "on": "2099-01-01" }), 422, "day-too-far"),
        (json!({ "income_vnd": 1_499_999 }), 422, "income-below-floor"),
        (json!({ "former_area_id": area }), 422, "not-a-former-area"),
    ] {
        mai.post("/quotes", voluntary(&area, &changes)).await.expect_problem(status, code);
    }
}
