//! Objections: counted of those who were met, developing by month, and what the board says to them.
use serde_json::{Value, json};
use tungnha::methods::wording::causal;

use super::{enrolments::Office, touches::held, visits::id};
use crate::support::Client;

async fn seen(who: &Client, office: &Office, more: &str) -> Value {
    let seen = who.get(&format!("/objections?area_id={}{more}", office.ward.area)).await.expect(200);
    assert_eq!(causal(&seen.to_string()), None, "{seen:#}");
    seen
}

fn answer(area: &impl ToString, text: &str, more: Value) -> Value {
    let mut body = json!({ "area_id": area.to_string(), "list": "visit_reason", "reason": "money", "answer": text });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn reasons_are_counted_of_those_who_were_met() {
    let office = Office::new().await;
    let ward = &office.ward;
    let at = |day: &str, outcome: &str, reason: Value| {
        let mut body = json!({ "occurred_at": format!("2026-{day}T08:30:00+07:00"), "outcome": outcome });
        if !reason.is_null() {
            body["reason"] = reason;
        }
        body
    };
    for (day, outcome, reason) in [
        ("10-20", "refused", json!("money")),
        ("11-10", "refused", json!("money")),
        ("11-11", "ask_family", json!("too_long")),
        ("11-12", "informed", Value::Null),
        ("11-13", "not_home", Value::Null),
        ("08-01", "refused", json!("no_need")),
    ] {
        ward.visit(at(day, outcome, reason)).await;
    }
    let wrong = ward.visit(at("11-14", "refused", json!("money"))).await;
    let right = json!({ "amend_reason": "Ghi nhầm", "occurred_at": "2026-11-14T08:30:00+07:00", "outcome": "refused", "reason": "service" });
    ward.amend(&wrong, right).await.expect(201);
    let promise = office.promise(&office.sau).await;
    office.act(&office.mai, &promise, "cancel", json!({ "reason": "money" })).await.expect(200);
    let event = held(&ward.w, &office.board, "2026-11-12", &[]).await;
    for (topic, answered) in [("Mức đóng", true), ("Mức đóng", false), ("Thẻ", false)] {
        let mut question = json!({ "topic": topic, "question": "Đóng bao nhiêu?" });
        if answered {
            question["answer"] = json!("Tùy mức thu nhập chọn đóng");
        }
        office.board.post(&format!("/events/{event}/questions"), question).await.expect(201);
    }
    let all = seen(&office.board, &office, "").await;
    let visits = &all["visits"];
    assert_eq!((&visits["of"], &visits["with_reason"]), (&json!(5), &json!(4)), "met five times, of 90 days");
    let row = |all: &Value, reason: &str| {
        all["visits"]["reasons"].as_array().expect("rows").iter().find(|row| row["reason"] == reason).cloned()
    };
    let money = row(&all, "money").expect("a row");
    assert_eq!((&money["count"], &money["percent"]), (&json!(2), &json!(40.0)));
    assert_eq!(money["months"], json!([{ "month": "2026-10", "count": 1 }, { "month": "2026-11", "count": 1 }]));
    assert!(money["low_percent"].as_f64() < Some(40.0) && money["high_percent"].as_f64() > Some(40.0));
    assert_eq!(row(&all, "service").expect("a row")["count"], 1, "as it was corrected");
    assert_eq!(row(&all, "no_need"), None);
    let stops = &all["stops"];
    assert_eq!((&stops["with_reason"], &stops["reasons"][0]["reason"]), (&json!(1), &json!("money")));
    assert_eq!(all["questions"][0], json!({ "topic": "Mức đóng", "questions": 2, "answered": 1, "waiting": 1 }));
    let rows = visits["rows"].as_str().expect("a link").strip_prefix("/api/v1").expect("of this API");
    let met = office.board.get(rows).await.expect(200);
    assert_eq!(met["items"].as_array().map(Vec::len), Some(5), "those who were met, and no others");
    // Too few for the analyst.
    let few = seen(&ward.w.sign_in("phuc").await, &office, "").await;
    assert_eq!((&few["small_folded"], &few["visits"]["of"]), (&json!(true), &Value::Null));
    assert_eq!(
        (&few["visits"]["reasons"][0]["reason"], &few["visits"]["reasons"][0]["count"]),
        (&json!("few"), &Value::Null)
    );
    office
        .board
        .get(&format!("/objections?area_id={}&from=2025-01-01", ward.area))
        .await
        .expect_problem(422, "objections-span");
}

#[actix_web::test]
async fn what_the_board_says_reaches_the_field_and_keeps_its_history() {
    let office = Office::new().await;
    let w = &office.ward.w;
    office.ward.visit(json!({ "outcome": "refused", "reason": "money" })).await;
    let (trung, hoa) = (w.sign_in("trung").await, &office.board);
    let said = |all: &Value| all["visits"]["reasons"][0]["answer"]["answer"].clone();
    assert_eq!(said(&seen(hoa, &office, "").await), Value::Null, "nothing was said");
    let country = answer(&w.here("VN"), "Được hỗ trợ tiền đóng", json!({ "valid_from": "2026-11-20" }));
    trung.post("/objection-answers", country).await.expect(201);
    assert_eq!(said(&seen(hoa, &office, "").await), "Được hỗ trợ tiền đóng");
    let province = answer(&w.here("96"), "Tỉnh hỗ trợ thêm 10 %", json!({ "valid_from": "2026-10-01" }));
    hoa.post("/objection-answers", province).await.expect(201);
    let later = answer(&w.here("96"), "Tỉnh hỗ trợ thêm 20 %", json!({ "valid_from": "2026-12-01" }));
    let later = hoa.post("/objection-answers", later).await.expect(201);
    assert_eq!(said(&seen(hoa, &office, "").await), "Tỉnh hỗ trợ thêm 10 %", "the nearer one, and not yet the next");
    // The field reads all of it; nobody there writes.
    let lan = &office.ward.lan;
    let list = lan.get("/objection-answers?list=visit_reason&reason=money").await.expect(200);
    assert_eq!(list["items"].as_array().expect("answers").len(), 3);
    let own = format!("/objection-answers/{}", id(&later));
    assert_eq!(lan.get(&own).await.expect(200), later);
    lan.post("/objection-answers", answer(&office.ward.area, "Tự nói", json!({})))
        .await
        .expect_problem(403, "not-allowed");
    w.sign_in("dak").await.get(&own).await.expect_problem(404, "not-found");
    for (more, status, code) in [
        (json!({ "reason": "weather" }), 422, "unknown-code"),
        (json!({ "area_id": w.here("66") }), 404, "not-found"),
        (json!({ "document_id": w.here("96") }), 404, "not-found"),
    ] {
        hoa.post("/objection-answers", answer(&w.here("96"), "Sai", more)).await.expect_problem(status, code);
    }
    assert_eq!(hoa.patch(&own, "\"1\"", json!({ "answer": "Sửa" })).await.status, 405);
}
