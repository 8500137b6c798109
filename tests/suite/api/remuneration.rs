//! Remuneration over HTTP: statements that stay, and what changes afterwards.
use serde_json::{Value, json};
use tungnha::base::id::AreaId;

use super::{
    enrolments::{Office, YEAR_VND},
    hand_overs::work_for,
    visits::id,
};
use crate::support::{Client, inside::Inside};

fn rate(office: &Office, more: Value) -> Value {
    let mut body = json!({ "organisation_id": office.own, "area_id": office.ward.area, "scheme": "bhxh_tn", "kind": "new", "effective_from": "2026-01-01",
        "share_ppm": 50_000, "legal_basis": "Hợp đồng mẫu (thí dụ)" });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

async fn lines(who: &Client, query: &str) -> Vec<Value> {
    who.get(&format!("/remuneration-lines{query}")).await.expect(200)["items"].as_array().expect("items").clone()
}

#[actix_web::test]
async fn a_month_without_a_rate_says_so_and_the_next_statement_makes_it_good() {
    let office = Office::new().await;
    let one = office.issued(&office.sau, "BL1").await;
    office.paid(&office.another(1).await, "BL2").await;
    let statement = |month: &str| json!({ "organisation_id": office.own, "area_id": office.ward.area, "month": month });
    office.quan.post("/remuneration-statements", statement("2026-11")).await.expect_problem(409, "remuneration-month");
    office.ward.w.clock.advance_seconds(10 * 86_400);
    let quan = office.ward.w.sign_in("quan").await;
    let preview = quan.post("/remuneration-statements/preview", statement("2026-11")).await.expect(200);
    let first = quan.post("/remuneration-statements", statement("2026-11")).await.expect(201);
    for seen in [&preview, &first] {
        assert_eq!((&seen["lines"], &seen["rate_missing"], &seen["amount_vnd"]), (&json!(2), &json!(2), &json!(0)));
        assert_eq!((&seen["base_vnd"], &seen["collectors"][0]["rate_missing"]), (&json!(2 * YEAR_VND), &json!(2)));
    }
    quan.post("/remuneration-statements", statement("2026-11")).await.expect_problem(409, "remuneration-month");
    quan.post("/remuneration-rates", rate(&office, json!({}))).await.expect(201);
    quan.post("/remuneration-rates", rate(&office, json!({}))).await.expect_problem(409, "remuneration-rate-same-day");
    let both = rate(&office, json!({ "per_head_vnd": 5_000, "min_months": 3 }));
    quan.post("/remuneration-rates", both).await.expect_problem(422, "remuneration-rate");
    let back = json!({ "from_month": "2027-02-01", "reason": "compulsory", "decided_on": "2026-12-01" });
    office.act(&quan, &one, "refund", back).await.expect(200);
    office.ward.w.clock.advance_seconds(30 * 86_400);
    let (quan, mai) = (office.ward.w.sign_in("quan").await, office.ward.w.sign_in("mai").await);
    let second = quan.post("/remuneration-statements", statement("2026-12")).await.expect(201);
    let kept = YEAR_VND / 12 * 3;
    assert_eq!((&second["lines"], &second["amount_vnd"]), (&json!(2), &json!(YEAR_VND / 20 + kept / 20)));
    assert_eq!((&second["rate_missing"], &second["base_vnd"]), (&json!(0), &json!(0)), "nothing is new");
    let shown = quan.get(&format!("/remuneration-statements/{}", id(&first))).await.expect(200);
    assert_eq!(shown, first, "the first stays as it was");
    let own = lines(&mai, &format!("?statement_id={}", id(&second))).await;
    assert_eq!(own.len(), 2);
    let before = lines(&mai, &format!("?statement_id={}", id(&first))).await;
    for line in &own {
        let earlier = before.iter().find(|earlier| earlier["id"] == line["adjusts_id"]).expect("the line it adjusts");
        assert_eq!((&earlier["enrolment_id"], &earlier["rate_missing"]), (&line["enrolment_id"], &json!(true)));
    }
    let file = quan.get(&format!("/remuneration-statements/{}/lines.csv", id(&second))).await;
    let text = String::from_utf8(file.bytes).expect("text");
    assert!(text.contains("Điều chỉnh bảng trước") && text.contains("mai Mẫu"), "{text}");
    let book = quan.get(&format!("/remuneration-statements/{}/lines.xlsx", id(&second))).await;
    assert_eq!((book.status, book.bytes.get(..2)), (200, Some(b"PK".as_slice())), "as a workbook too");
}

#[actix_web::test]
async fn a_payment_taken_back_is_clawed_back_and_each_sees_the_own() {
    let office = Office::new().await;
    office.quan.post("/remuneration-rates", rate(&office, json!({ "min_months": 12 }))).await.expect(201);
    office.paid(&office.sau, "BL1").await;
    office.ward.w.clock.advance_seconds(10 * 86_400);
    let (quan, mai) = (office.ward.w.sign_in("quan").await, office.ward.w.sign_in("mai").await);
    let body = json!({ "organisation_id": office.own, "area_id": office.ward.area, "month": "2026-11" });
    let made = quan.post("/remuneration-statements", body.clone()).await.expect(201);
    assert_eq!(made["amount_vnd"], json!(YEAR_VND / 20));
    assert_eq!(lines(&mai, "").await.len(), 1);
    let me = quan.get("/me").await.expect(200);
    assert!(lines(&mai, &format!("?collector_id={}", id(&me))).await.is_empty(), "nobody else's");
    for (who, path) in [(&mai, "/remuneration-statements"), (&mai, "/remuneration-rates")] {
        who.get(path).await.expect_problem(403, "not-allowed");
    }
    let minh = office.ward.w.sign_in("minh").await;
    minh.get("/remuneration-lines").await.expect_problem(403, "not-allowed");
    work_for(&office.ward, &office.other);
    quan.get(&format!("/remuneration-statements/{}", id(&made))).await.expect_problem(404, "not-found");
    quan.post("/remuneration-statements/preview", body).await.expect_problem(422, "organisation-not-yours");
}

#[actix_web::test]
async fn months_drawn_up_late_take_nothing_back_and_what_was_said_stays_with_its_area() {
    let office = Office::new().await;
    let rates = [
        json!({ "share_ppm": 50_000 }),
        json!({ "share_ppm": 90_000, "area_id": office.ward.w.here("96"), "min_months": 12 }),
    ];
    for (who, more) in [&office.quan, &office.board].into_iter().zip(rates) {
        who.post("/remuneration-rates", rate(&office, more)).await.expect(201);
    }
    let wider = rate(&office, json!({ "area_id": office.ward.w.here("VN") }));
    for who in [&office.quan, &office.board] {
        who.post("/remuneration-rates", wider.clone()).await.expect_problem(404, "not-found");
    }
    let one = office.paid(&office.sau, "BL1").await;
    office.ward.w.clock.advance_seconds(40 * 86_400);
    let (quan, board) = (office.ward.w.sign_in("quan").await, office.ward.w.sign_in("hoa").await);
    let statement =
        |area: AreaId, month: &str| json!({ "organisation_id": office.own, "area_id": area, "month": month });
    let (ward, other) = (office.ward.area, office.ward.w.here("31834"));
    let third = quan.post("/remuneration-statements", statement(ward, "2026-12")).await.expect(201);
    assert_eq!((&third["lines"], &third["amount_vnd"]), (&json!(1), &json!(YEAR_VND / 20)), "the nearest rate");
    for month in ["2026-10", "2026-11"] {
        let late = quan.post("/remuneration-statements", statement(ward, month)).await.expect(201);
        assert_eq!((&late["lines"], &late["amount_vnd"]), (&json!(0), &json!(0)), "{month} was spoken of");
        quan.post("/remuneration-statements", statement(ward, month)).await.expect_problem(409, "remuneration-month");
    }
    let whole =
        board.post("/remuneration-statements", statement(office.ward.w.here("96"), "2026-11")).await.expect(201);
    assert_eq!((&whole["lines"], &whole["amount_vnd"]), (&json!(0), &json!(0)), "a wider area says nothing twice");
    let moved = format!("UPDATE enrolments SET area_id = '{other}' WHERE id = '{}'", id(&one));
    Inside::of(&office.ward.w).run(&moved);
    let back = json!({ "from_month": "2026-11-01", "reason": "compulsory", "decided_on": "2026-12-01" });
    office.act(&board, &one, "refund", back).await.expect(200);
    for (area, lines, vnd) in [(other, 0, 0), (ward, 1, -YEAR_VND / 20)] {
        let drawn = board.post("/remuneration-statements/preview", statement(area, "2026-09")).await.expect(200);
        assert_eq!((&drawn["lines"], &drawn["amount_vnd"]), (&json!(lines), &json!(vnd)));
    }
}
