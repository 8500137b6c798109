//! Objections: counted of those who were met, developing by month, and what the board says to them.
use serde_json::{Value, json};
use tungnha::methods::wording::causal;

use super::{
    enrolments::Office,
    funnel::{counted_anew, wrong_figures},
    touches::held,
    visits::id,
};
use crate::support::{Client, dump::tamper};

/// How many rows a link leads to.
async fn rows(who: &Client, link: &Value) -> u64 {
    let path = link.as_str().expect("a link").strip_prefix("/api/v1").expect("of this API");
    who.get(path).await.expect(200)["items"].as_array().expect("items").len() as u64
}

/// Whether every count of a source is the number of rows to which its link leads; how many reasons it has.
async fn is_borne_out(who: &Client, source: &Value) -> usize {
    assert_eq!(Some(rows(who, &source["rows"]).await), source["of"].as_u64(), "{source:#}");
    let reasons = source["reasons"].as_array().expect("reasons");
    for reason in reasons {
        assert_eq!(Some(rows(who, &reason["rows"]).await), reason["count"].as_u64(), "{reason:#}");
    }
    reasons.len()
}

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
    let fees = &all["questions"][0];
    assert_eq!(
        (&fees["topic"], &fees["questions"], &fees["answered"], &fees["waiting"]),
        (&json!("Mức đóng"), &json!(2), &json!(1), &json!(1))
    );
    assert_eq!((rows(&office.board, &fees["rows"]).await, rows(&office.board, &all["questions_rows"]).await), (2, 3));
    assert_eq!((is_borne_out(&office.board, visits).await, is_borne_out(&office.board, stops).await), (3, 1));
    assert_eq!(wrong_figures(&ward.w), 0);
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

#[actix_web::test]
async fn reasons_and_questions_are_told_apart_by_campaign_and_follow_what_becomes_of_them() {
    let office = Office::new().await;
    let (ward, board) = (&office.ward, &office.board);
    let campaign = json!({ "code": "MAU", "name": "Đợt mẫu", "area_id": ward.w.here("96"), "owner_id": office.own,
        "schemes": ["bhxh_tn"], "starts_on": "2026-11-01", "ends_on": "2026-12-31" });
    let campaign = id(&board.post("/campaigns", campaign).await.expect(201)).to_owned();
    let said = json!({ "outcome": "refused", "reason": "money", "campaign_id": campaign });
    let visit = ward.visit(said).await;
    ward.visit(json!({ "outcome": "refused", "reason": "money" })).await;
    ward.visit(json!({ "outcome": "informed", "campaign_id": campaign })).await;
    let body = json!({ "event_type": "dialogue", "title": "Đối thoại mẫu", "starts_on": "2026-11-20", "area_id": ward.area,
        "organiser_id": office.own, "campaign_id": campaign, "schemes": ["bhxh_tn"], "status": "planned" });
    let event = id(&board.post("/events", body).await.expect(201)).to_owned();
    let asked = format!("/events/{event}/questions");
    let open = board.post(&asked, json!({ "topic": "Thẻ", "question": "Khi nào có thẻ?" })).await.expect(201);
    board.post(&asked, json!({ "question": "Hỏi gì khác?" })).await.expect(201);
    let told = |all: &Value| all["questions"].as_array().expect("topics").len();
    assert_eq!(told(&seen(board, &office, "").await), 0, "it is not held yet");
    board.post(&format!("/events/{event}/close"), json!({ "headcounts": [] })).await.expect(200);
    let alone = seen(board, &office, &format!("&campaign_id={campaign}")).await;
    assert_eq!((told(&alone), &alone["stops"]), (2, &Value::Null));
    assert_eq!((&alone["visits"]["of"], &alone["visits"]["with_reason"]), (&json!(2), &json!(1)));
    assert_eq!(is_borne_out(board, &alone["visits"]).await, 1);
    assert_eq!(seen(board, &office, "").await["visits"]["reasons"][0]["count"], 2);
    let answered = json!({ "answer": "Sau 7 ngày" });
    board.patch(&format!("/questions/{}", id(&open)), "\"1\"", answered).await.expect(200);
    let topics = seen(board, &office, &format!("&campaign_id={campaign}")).await["questions"]
        .as_array()
        .expect("topics")
        .clone();
    let shown = |topic: &Value| (topic["topic"].clone(), topic["questions"].clone(), topic["answered"].clone());
    let all: Vec<_> = topics.iter().map(shown).collect();
    assert!(
        all.contains(&(json!("Thẻ"), json!(1), json!(1))) && all.contains(&(Value::Null, json!(1), json!(0))),
        "{topics:#?}"
    );
    for topic in &topics {
        assert_eq!(rows(board, &topic["rows"]).await, 1, "{topic:#}");
    }
    // It was another door: nobody gave a reason there.
    let right = json!({ "amend_reason": "Nhầm nhà", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "not_home", "reason": "money" });
    ward.amend(&visit, right).await.expect(201);
    let alone = seen(board, &office, &format!("&campaign_id={campaign}")).await;
    assert_eq!((&alone["visits"]["of"], alone["visits"]["reasons"].as_array().map(Vec::len)), (&json!(1), Some(0)));
    office
        .act(&office.mai, &office.promise(&office.sau).await, "cancel", json!({ "reason": "money" }))
        .await
        .expect(200);
    assert_eq!(wrong_figures(&ward.w), 0);
    for change in [
        "UPDATE objection_cells SET stops = stops + 1 WHERE grain = 'month' AND grouping = 'reason'",
        "UPDATE objection_cells SET questions = questions + 1 WHERE grain = 'month'",
        "UPDATE objection_cells SET answered = 0 WHERE grain = 'year' AND answered > 0",
        "UPDATE funnel_cells SET met = met + 1 WHERE grouping = 'reason'",
        "UPDATE event_questions SET answer = NULL",
        "UPDATE enrolment_steps SET reason = 'service' WHERE reason IS NOT NULL",
        "UPDATE visits SET reason = 'service' WHERE reason IS NOT NULL",
    ] {
        assert!(tamper(&ward.w.db, change) > 0, "{change}");
        assert!(wrong_figures(&ward.w) > 0, "{change}");
        assert!(counted_anew(&ward.w) > 0);
        assert_eq!(wrong_figures(&ward.w), 0, "{change}");
    }
}
