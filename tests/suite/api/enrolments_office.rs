//! What goes to the office and comes back: batches, cards, refusals, stops, refunds, the funnel; and two collectors at once.
use serde_json::{Value, json};
use tungnha::{
    app,
    base::Clock,
    db::{Seals, Who},
    features,
};

use super::{
    enrolments::{Office, YEAR_VND},
    hand_overs::work_for,
    visits::id,
};
use crate::support::{
    Client,
    client::Server,
    inside::Inside,
    world::{PASSWORD, start, test_config},
};

#[actix_web::test]
async fn a_batch_goes_whole_or_not_at_all_and_comes_back_unanswered() {
    let office = Office::new().await;
    let one = office.paid(&office.sau, "BL1").await;
    let two = office.paid(&office.another(1).await, "BL2").await;
    let promised = office.promise(&office.another(2).await).await;
    let said = office.hand_in(&[&one, &promised, &one]).await.expect_problem(422, "enrolment-batch");
    let codes: Vec<(&Value, &Value)> =
        said["errors"].as_array().expect("errors").iter().map(|e| (&e["pointer"], &e["code"])).collect();
    assert_eq!(
        codes,
        [(&json!("/enrolment_ids/1"), &json!("not-paid")), (&json!("/enrolment_ids/2"), &json!("twice"))]
    );
    assert_eq!(office.show(&office.mai, &one).await["status"], "paid", "all or none");
    let batch = office.hand_in(&[&one, &two]).await.expect(201);
    assert_eq!(batch["members"], 2);
    let listed = office.quan.get(&format!("/enrolments?batch_id={}", id(&batch))).await.expect(200);
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
    let back = format!("/enrolment-batches/{}/take-back", id(&batch));
    assert!(office.quan.post(&back, json!({})).await.expect(200)["taken_back_at"].is_string());
    assert_eq!(office.show(&office.mai, &two).await["status"], "paid");
    office.quan.post(&back, json!({})).await.expect_problem(409, "enrolment-batch-answered");
    let again = office.hand_in(&[&one, &two]).await.expect(201);
    let refusal = json!({ "reason": "name_differs", "why": "Sai tên đệm", "on": "2026-11-25" });
    office.act(&office.quan, &one, "refuse", refusal).await.expect(200);
    let back = format!("/enrolment-batches/{}/take-back", id(&again));
    office.quan.post(&back, json!({})).await.expect_problem(409, "enrolment-batch-answered");
}

#[actix_web::test]
async fn what_the_office_sent_back_is_declared_again_with_its_receipt() {
    let office = Office::new().await;
    let made = office.paid(&office.sau, "BL1").await;
    office.hand_in(&[&made]).await.expect(201);
    let refusal = json!({ "reason": "unheard_of", "on": "2026-11-25" });
    office.act(&office.quan, &made, "refuse", refusal).await.expect_problem(422, "unknown-code");
    let refusal = json!({ "reason": "name_differs", "on": "2026-11-25" });
    assert_eq!(office.act(&office.quan, &made, "refuse", refusal).await.expect(200)["status"], "refused");
    let again = office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    assert_eq!((&again["status"], &again["money"]["receipt"]["number"]), (&json!("paid"), &json!("BL1")));
    assert_eq!(again["batch_id"], Value::Null);
    office.hand_in(&[&made]).await.expect(201);
    // Meanwhile the months may be taken.
    let refusal = json!({ "reason": "name_differs", "on": "2026-11-25" });
    office.act(&office.quan, &made, "refuse", refusal).await.expect(200);
    office.promise(&office.sau).await;
    office.act(&office.mai, &made, "declare", json!({})).await.expect_problem(409, "enrolment-overlaps");
}

#[actix_web::test]
async fn whoever_stops_keeps_what_was_used_and_gets_the_rest_back() {
    let office = Office::new().await;
    let made = office.issued(&office.sau, "BL1").await;
    assert_eq!((&made["period_from"], &made["paid_to"]), (&json!("2026-11-01"), &json!("2027-10-31")));
    let outside = json!({ "reason": "compulsory", "on": "2027-11-01" });
    office.act(&office.quan, &made, "stop", outside).await.expect_problem(422, "enrolment-day");
    let stop = json!({ "reason": "compulsory", "why": "Vào làm ở công ty", "on": "2027-01-31" });
    let stopped = office.act(&office.quan, &made, "stop", stop).await.expect(200);
    assert_eq!((&stopped["status"], &stopped["kept_to"]), (&json!("stopped"), &json!("2027-01-31")));
    let back = |from: &str| json!({ "from_month": from, "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &made, "refund", back("2027-02-15")).await.expect_problem(422, "refund-month");
    let refunded = office.act(&office.quan, &made, "refund", back("2027-02-01")).await.expect(200);
    let reversal = &refunded["money"]["reversal"];
    assert_eq!((&refunded["status"], &reversal["months"]), (&json!("refunded"), &json!(9)));
    assert_eq!((&reversal["payer_vnd"], &reversal["state_vnd"]), (&json!(YEAR_VND / 12 * 9), &json!(132_000 * 9)));
    assert_eq!((&reversal["local_vnd"], &reversal["other_vnd"]), (&json!(0), &json!(0)));
    // The months that were kept stay taken; those given back are free.
    let during = office.quote(&office.own, json!({ "method": "month" })).await;
    let during = office.body(&during, &office.sau, &office.own);
    office.mai.post("/enrolments", during).await.expect_problem(409, "enrolment-overlaps");
    let after = office.quote(&office.own, json!({ "method": "month", "period_from": "2027-02" })).await;
    let again = office.mai.post("/enrolments", office.body(&after, &office.sau, &office.own)).await.expect(201);
    assert_eq!(again["kind"], "renewed");
}

#[actix_web::test]
async fn a_status_follows_the_days() {
    let office = Office::new().await;
    let made = office.issued(&office.sau, "BL1").await;
    let count = async |status: &str| {
        let page = office.quan.get(&format!("/enrolments?status={status}&scheme=bhxh_tn")).await.expect(200);
        page["items"].as_array().map(Vec::len)
    };
    assert_eq!(
        (made["status"].as_str(), count("active").await, count("ended").await),
        (Some("active"), Some(1), Some(0))
    );
    office.ward.w.clock.advance_seconds(365 * 86_400);
    let quan = office.ward.w.sign_in("quan").await;
    assert_eq!(office.show(&quan, &made).await["status"], "ended");
    let page = quan.get("/enrolments?status=ended").await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn the_funnel_shows_how_far_and_where_people_left() {
    let office = Office::new().await;
    let first = office.promise(&office.sau).await;
    office.ward.w.clock.advance_seconds(540);
    office.act(&office.mai, &first, "declare", json!({})).await.expect(200);
    let second = office.promise(&office.another(1).await).await;
    office.act(&office.mai, &second, "cancel", json!({ "reason": "money" })).await.expect(200);
    let path = format!("/enrolment-funnel?area_id={}", office.ward.area);
    let funnel = office.quan.get(&path).await.expect(200);
    let counts: Vec<i64> =
        funnel["stages"].as_array().expect("stages").iter().map(|s| s["count"].as_i64().expect("a count")).collect();
    assert_eq!(counts, [2, 1, 0, 0, 0]);
    assert_eq!(
        (&funnel["stages"][1]["median_hours"], &funnel["stages"][2]["median_hours"]),
        (&json!(0.15), &Value::Null)
    );
    assert_eq!(funnel["dropped"], json!([{ "step": "cancelled", "reason": "money", "count": 1 }]));
    let empty = office.quan.get(&format!("{path}&scheme=bhyt_hgd")).await.expect(200);
    assert_eq!(empty["stages"][0]["count"], 0);
    work_for(&office.ward, &office.other);
    assert_eq!(office.quan.get(&path).await.expect(200)["stages"][0]["count"], 0, "another organisation's");
    for span in ["from=2025-01-01&to=2026-11-25", "from=2026-11-25&to=2026-11-24"] {
        office.quan.get(&format!("{path}&{span}")).await.expect_problem(422, "funnel-span");
    }
}

#[actix_web::test]
async fn a_household_card_is_paid_on_the_day_it_was_quoted_for() {
    let office = Office::new().await;
    let card = json!({ "scheme": "bhyt_hgd", "method": null, "income_vnd": null, "groups": [],
        "members": [{ "key": "1", "months": 12 }, { "key": "2", "months": 12 }] });
    let quote = office.quote(&office.own, card).await;
    let mut body = office.body(&quote, &office.sau, &office.own);
    body["member_key"] = json!("nobody");
    office.mai.post("/enrolments", body.clone()).await.expect_problem(422, "quote-member-unknown");
    body["member_key"] = json!("1");
    let made = office.mai.post("/enrolments", body).await.expect(201);
    assert_eq!((&made["money"]["payable_vnd"], &made["scheme"]), (&json!(1_366_200), &json!("bhyt_hgd")));
    let other = office.another(1).await;
    let mut second = office.body(&quote, &other, &office.own);
    second["member_key"] = json!("2");
    let second = office.mai.post("/enrolments", second).await.expect(201);
    assert_eq!(second["money"]["payable_vnd"], json!(956_340), "one quote, two enrolments");
    office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    office.ward.w.clock.advance_seconds(2 * 86_400);
    let mai = office.ward.w.sign_in("mai").await;
    let pay = |on: &str| json!({ "receipt_number": "BL1", "receipt_on": "2026-11-27", "paid_on": on, "amount_vnd": 1_366_200 });
    office.act(&mai, &made, "pay", pay("2026-11-27")).await.expect_problem(409, "quote-out-of-date");
    office.act(&mai, &made, "pay", pay("2026-11-25")).await.expect(200);
}

#[actix_web::test]
async fn a_batch_of_which_somebody_moved_out_of_reach_is_taken_back_by_nobody_else() {
    let office = Office::new().await;
    let one = office.paid(&office.sau, "BL1").await;
    let two = office.paid(&office.another(1).await, "BL2").await;
    let batch = office.hand_in(&[&one, &two]).await.expect(201);
    let elsewhere = office.ward.w.here("66");
    let moved = format!("UPDATE enrolments SET area_id = '{elsewhere}' WHERE id = '{}'", id(&two));
    Inside::of(&office.ward.w).run(&moved);
    let back = format!("/enrolment-batches/{}/take-back", id(&batch));
    office.quan.post(&back, json!({})).await.expect_problem(409, "enrolment-batch-elsewhere");
    assert_eq!(office.show(&office.quan, &one).await["status"], "handed_in", "nothing of it");
}

#[actix_web::test]
async fn a_card_before_that_the_record_does_not_show_is_warned_of() {
    let office = Office::new().await;
    let card = |ended: Value| {
        json!({ "scheme": "bhyt_hgd", "method": null, "income_vnd": null, "groups": [],
            "members": [{ "key": "1", "months": 12, "previous_cover_ended_on": ended }] })
    };
    let sign_up = async |person: &str, ended: Value| {
        let quote = office.quote(&office.own, card(ended)).await;
        let mut body = office.body(&quote, person, &office.own);
        body["member_key"] = json!("1");
        office.mai.post("/enrolments", body).await.expect(201)
    };
    let told = json!([{ "code": "prior_cover_not_recorded", "on": "2026-11-20" }]);
    let made = sign_up(&office.sau, json!("2026-11-20")).await;
    assert_eq!((&made["warnings"], &made["starts_on"]), (&told, &json!("2026-11-21")), "nobody waits");
    assert_eq!(office.show(&office.mai, &made).await["warnings"], told);
    let listed = office.mai.get("/enrolments").await.expect(200);
    assert_eq!(listed["items"][0]["warnings"], Value::Null, "only where one is shown");
    let cover = |ended: &str| {
        json!({ "scheme": "bhyt", "state": "lapsed", "valid_from": "2026-01-01", "valid_to": ended,
            "known_on": "2026-11-21", "source": "card_seen" })
    };
    let path = format!("/persons/{}/covers", office.sau);
    for (ended, warnings) in [("2026-10-31", told), ("2026-11-20", json!([]))] {
        office.ward.minh.post(&path, cover(ended)).await.expect(201);
        assert_eq!(office.show(&office.mai, &made).await["warnings"], warnings, "{ended}");
    }
    let first = sign_up(&office.another(7).await, Value::Null).await;
    assert_eq!(first["warnings"], json!([]), "nothing was claimed");
}

#[actix_web::test]
async fn months_of_a_group_of_health_insurance_are_counted_over_all_cards() {
    let office = Office::new().await;
    let trung = office.ward.w.sign_in("trung").await;
    let cap = json!({ "kind": "support_months_cap", "key": "left_hardship_minority", "value": 18, "effective_from": "2026-11-20",
        "legal_basis": "NĐ mẫu", "late_because": "Công bố muộn" });
    trung.post("/rates", cap).await.expect(201);
    let card = |group: &str, ended: Value| {
        json!({ "scheme": "bhyt_hgd", "area_id": office.ward.area,
            "members": [{ "key": "self", "months": 12, "groups": [group], "previous_cover_ended_on": ended }] })
    };
    let kept = async |board: &Client, question: Value| {
        let body = json!({ "organisation_id": office.own, "question": question });
        id(&board.post("/kept-quotes", body).await.expect(201)).to_owned()
    };
    let quote = kept(&office.board, card("left_hardship_minority", Value::Null)).await;
    let first = office.mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await.expect(201);
    office.act(&office.mai, &first, "declare", json!({})).await.expect(200);
    let payment = json!({ "receipt_number": "BL1", "receipt_on": "2026-11-25", "paid_on": "2026-11-25",
        "amount_vnd": first["money"]["payable_vnd"] });
    office.act(&office.mai, &first, "pay", payment).await.expect(200);
    office.ward.w.clock.advance_seconds(390 * 86_400);
    let (mai, board) = (office.ward.w.sign_in("mai").await, office.ward.w.sign_in("hoa").await);
    let quote = kept(&board, card("left_hardship_minority", first["paid_to"].clone())).await;
    let said = mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await;
    said.expect_problem(409, "months-above-cap");
    let quote = kept(&board, card("near_poor", first["paid_to"].clone())).await;
    mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await.expect(201);
}

#[actix_web::test]
async fn one_part_of_a_quote_is_one_persons_and_a_place_needs_those_before_it() {
    let office = Office::new().await;
    let card = json!({ "scheme": "bhyt_hgd", "method": null, "income_vnd": null, "groups": [],
        "members": [{ "key": "1", "months": 12 }, { "key": "2", "months": 12 }] });
    let quote = office.quote(&office.own, card).await;
    let body = |person: &str, key: &str| {
        let mut body = office.body(&quote, person, &office.own);
        body["member_key"] = json!(key);
        body
    };
    let (bay, tam) = (office.another(7).await, office.another(8).await);
    let first = office.mai.post("/enrolments", body(&office.sau, "1")).await.expect(201);
    office.mai.post("/enrolments", body(&tam, "1")).await.expect_problem(409, "quote-member-taken");
    let second = office.mai.post("/enrolments", body(&bay, "2")).await.expect(201);
    let taken = json!({ "kept_quote_id": quote, "member_key": "1" });
    office.act(&office.mai, &second, "requote", taken).await.expect_problem(409, "quote-member-taken");
    office.act(&office.mai, &second, "declare", json!({})).await.expect(200);
    office.act(&office.mai, &first, "cancel", json!({ "reason": "money" })).await.expect(200);
    let pay =
        json!({ "receipt_number": "BL1", "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": 956_340 });
    office.act(&office.mai, &second, "pay", pay.clone()).await.expect_problem(409, "quote-place-open");
    office.mai.post("/enrolments", body(&tam, "1")).await.expect(201);
    office.act(&office.mai, &second, "pay", pay).await.expect(200);
}

#[actix_web::test]
async fn a_support_that_was_nearly_used_up_goes_back_for_the_months_it_covered() {
    let office = Office::new().await;
    let quote = office.quote(&office.own, json!({ "groups": ["poor"], "months_supported_before": 115 })).await;
    let made = office.mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await.expect(201);
    office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    let amount = made["money"]["payable_vnd"].clone();
    let pay =
        json!({ "receipt_number": "BL1", "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": amount });
    office.act(&office.mai, &made, "pay", pay).await.expect(200);
    let back = |from: &str| json!({ "from_month": from, "reason": "compulsory", "decided_on": "2026-11-25" });
    let said = office.act(&office.quan, &made, "refund", back("2027-05-01")).await.expect_problem(422, "refund-month");
    assert_eq!(said["errors"][0]["code"], "whole-only", "never handed in");
    office.hand_in(&[&made]).await.expect(201);
    let card = json!({ "number": "9677000123", "issued_on": "2026-11-25" });
    office.act(&office.quan, &made, "issue", card).await.expect(200);
    let refunded = office.act(&office.quan, &made, "refund", back("2027-05-01")).await.expect(200);
    let reversal = &refunded["money"]["reversal"];
    assert_eq!((&reversal["payer_vnd"], &reversal["state_vnd"]), (&json!(1_980_000), &json!(0)));
}

#[actix_web::test]
async fn missing_months_are_counted_over_all_that_was_bought() {
    let office = Office::new().await;
    let asked = json!({ "method": "missing_months", "months": 40, "groups": [], "retirement_age_reached": true });
    let (one, two) = (office.quote(&office.own, asked.clone()).await, office.quote(&office.own, asked).await);
    let made = office.mai.post("/enrolments", office.body(&one, &office.sau, &office.own)).await.expect(201);
    let again = office.body(&two, &office.sau, &office.own);
    let said = office.mai.post("/enrolments", again.clone()).await;
    assert_eq!(said.status, 409, "{}", String::from_utf8_lossy(&said.bytes));
    office.act(&office.mai, &made, "cancel", json!({ "reason": "money" })).await.expect(200);
    office.mai.post("/enrolments", again).await.expect(201);
}

#[actix_web::test]
async fn who_died_or_moved_away_is_not_signed_up_nor_reminded() {
    let office = Office::new().await;
    let bay = office.another(7).await;
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&bay, "BL2", "2026-12").await;
    let path = format!("/persons/{}", office.sau);
    let etag = office.ward.minh.get(&path).await.header("etag").expect("a version").to_owned();
    office.ward.minh.patch(&path, &etag, json!({ "status": "died" })).await.expect(200);
    let due = |page: Value| {
        page["items"].as_array().expect("items").iter().map(|row| row["person_id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(due(office.mai.get("/renewals").await.expect(200)), [json!(bay)]);
    let stops = office.mai.get("/renewals/stops").await.expect(200);
    let ends: Vec<&Value> = stops["items"].as_array().expect("items").iter().map(|stop| &stop["paid_to"]).collect();
    assert_eq!(ends, ["2026-12-31"], "hides nobody else of the house");
    let quote = office.quote(&office.own, json!({ "method": "month", "period_from": "2027-02" })).await;
    let body = office.body(&quote, &office.sau, &office.own);
    office.mai.post("/enrolments", body).await.expect_problem(409, "person-not-living-there");
}

#[actix_web::test]
async fn a_receipt_typed_otherwise_is_the_same_and_is_corrected_until_the_office_answers() {
    let office = Office::new().await;
    let one = office.paid(&office.sau, "BL0346118").await;
    let two = office.promise(&office.another(1).await).await;
    office.act(&office.mai, &two, "declare", json!({})).await.expect(200);
    for (number, status, code) in [
        ("bl 0346118", 409, "receipt-number-taken"),
        ("ＢＬ０３４６１１８", 409, "receipt-number-taken"),
        ("ВL0346118", 422, "receipt-number"),
        ("BL0346118\u{2060}", 422, "receipt-number"),
        ("=1+1", 422, "receipt-number"),
    ] {
        let said = office.act(&office.mai, &two, "pay", Office::payment(number)).await;
        if said.status != 422 || status != 422 {
            said.expect_problem(status, code);
        }
    }
    let right = |number: &str| json!({ "receipt_number": number, "receipt_on": "2026-11-25" });
    office.hand_in(&[&one]).await.expect(201);
    office.act(&office.quan, &one, "correct-receipt", right("BL0346119")).await.expect(200);
    let refusal = json!({ "reason": "name_differs", "on": "2026-11-25" });
    office.act(&office.quan, &one, "refuse", refusal).await.expect(200);
    office.act(&office.quan, &one, "correct-receipt", right("BL0346120")).await.expect_problem(409, "receipt-final");
}

#[actix_web::test]
async fn nothing_takes_place_before_what_it_follows() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    let part = |on: &str, more: Value| {
        let mut body = json!({ "paid_on": on, "amount_vnd": 1_000_000 });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        office.act(&office.mai, &made, "instalments", body)
    };
    part("1900-01-01", json!({})).await.expect_problem(422, "enrolment-day");
    part("2026-11-25", json!({ "amount_vnd": 0 })).await.expect_problem(422, "instalment-nothing");
    // Money that is held goes back before the promise does.
    part("2026-11-25", json!({})).await.expect(200);
    let reason = json!({ "reason": "money" });
    office.act(&office.mai, &made, "cancel", reason.clone()).await.expect_problem(409, "instalments-held");
    let month = office.quote(&office.own, json!({ "method": "month" })).await;
    let cheaper = json!({ "kept_quote_id": month, "member_key": "self" });
    office.act(&office.mai, &made, "requote", cheaper.clone()).await.expect_problem(422, "instalments-exceed");
    let more = json!({ "returned": true, "amount_vnd": 1_000_001 });
    part("2026-11-25", more).await.expect_problem(422, "instalment-not-held");
    let back = part("2026-11-25", json!({ "returned": true })).await.expect(200);
    assert_eq!(
        (&back["money"]["instalments_vnd"], &back["money"]["instalments"][1]["amount_vnd"]),
        (&json!(0), &json!(-1_000_000))
    );
    office.act(&office.mai, &made, "requote", cheaper).await.expect(200);
    office.act(&office.mai, &made, "cancel", reason).await.expect(200);

    let paid = office.paid(&office.sau, "BL1").await;
    let early = json!({ "organisation_id": office.own, "area_id": office.ward.area, "scheme": "bhxh_tn",
        "handed_in_on": "2026-11-24", "enrolment_ids": [paid["id"]] });
    let said = office.quan.post("/enrolment-batches", early).await.expect_problem(422, "enrolment-batch");
    assert_eq!(
        (&said["errors"][0]["code"], &said["errors"][0]["detail"]),
        (&json!("paid-later"), &json!("Thu tiền sau ngày nộp"))
    );
    office.hand_in(&[&paid]).await.expect(201);
    let card = |on: &str| json!({ "number": "9677000123", "issued_on": on });
    office.act(&office.quan, &paid, "issue", card("2026-11-24")).await.expect_problem(422, "enrolment-day");
    let refusal = json!({ "reason": "name_differs", "on": "1900-01-01" });
    office.act(&office.quan, &paid, "refuse", refusal).await.expect_problem(422, "enrolment-day");
    office.act(&office.quan, &paid, "issue", card("2026-11-25")).await.expect(200);
    let back = json!({ "from_month": "2027-01-01", "reason": "compulsory", "decided_on": "1900-01-01" });
    office.act(&office.quan, &paid, "refund", back).await.expect_problem(422, "enrolment-day");
    // One number is one person's.
    let other = office.paid(&office.another(1).await, "BL2").await;
    office.hand_in(&[&other]).await.expect(201);
    office.act(&office.quan, &other, "issue", card("2026-11-25")).await.expect_problem(409, "card-number-taken");
}

#[actix_web::test]
async fn a_wrong_amount_is_quoted_and_paid_anew() {
    let office = Office::new().await;
    let made = office.paid(&office.sau, "BL1").await;
    office.hand_in(&[&made]).await.expect(201);
    let refusal = json!({ "reason": "amount_wrong", "on": "2026-11-25" });
    office.act(&office.quan, &made, "refuse", refusal).await.expect(200);
    let month = office.quote(&office.own, json!({ "method": "month" })).await;
    let right = json!({ "kept_quote_id": month, "member_key": "self" });
    let anew = office.act(&office.mai, &made, "requote", right).await.expect(200);
    assert_eq!((&anew["status"], &anew["money"]["receipt"]), (&json!("refused"), &Value::Null));
    let back = json!({ "from_month": "2026-11-01", "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &made, "refund", back).await.expect_problem(409, "receipt-missing");
    assert_eq!(office.act(&office.mai, &made, "declare", json!({})).await.expect(200)["status"], "declared");
    let mut pay = Office::payment("BL2");
    pay["amount_vnd"] = anew["money"]["payable_vnd"].clone();
    office.act(&office.mai, &made, "pay", pay).await.expect(200);
}

/// Two servers on one database, and through each a collector who signs the same person up at the same moment.
#[actix_web::test]
async fn two_collectors_at_once_give_one_enrolment_and_one_refusal() {
    let office = Office::new().await;
    let clock = Clock::fixed(start());
    let second = Server::start(&app::service(office.ward.w.db.open(&clock), &test_config())).await;
    let signed_in =
        second.client().post("/sessions", json!({ "username": "mai", "password": PASSWORD })).await.expect(200);
    let other = second.client().with_token(signed_in["access_token"].as_str().expect("a token"));
    for n in 0..12 {
        let person = office.another(100 + n).await;
        let (a, b) = (office.quote(&office.own, json!({})).await, office.quote(&office.own, json!({})).await);
        let (a, b) = (office.body(&a, &person, &office.own), office.body(&b, &person, &office.own));
        let (one, two) = tokio::join!(office.mai.post("/enrolments", a), other.post("/enrolments", b));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(
            statuses,
            [201, 409],
            "{} {}",
            String::from_utf8_lossy(&one.bytes),
            String::from_utf8_lossy(&two.bytes)
        );
        let refused = if one.status == 409 { one } else { two };
        refused.expect_problem(409, "enrolment-overlaps");
        let all = Inside::of(&office.ward.w)
            .lines(&format!("SELECT CAST(count(*) AS TEXT) AS line FROM enrolments WHERE person_id = '{person}'"));
        assert_eq!(all, ["1"]);
    }
    // One server, two requests at a time.
    let person = office.another(200).await;
    let (a, b) = (office.quote(&office.own, json!({})).await, office.quote(&office.own, json!({})).await);
    let (a, b) = (office.body(&a, &person, &office.own), office.body(&b, &person, &office.own));
    let (one, two) = tokio::join!(office.mai.post("/enrolments", a), office.mai.post("/enrolments", b));
    assert_eq!(one.status.min(two.status), 201);
    assert_eq!(one.status.max(two.status), 409);
}

#[actix_web::test]
async fn cards_and_reasons_open_under_a_new_key() {
    let office = Office::new().await;
    let made = office.issued(&office.sau, "BL1").await;
    let stop = json!({ "reason": "money", "why": "Hết tiền", "on": "2027-01-31" });
    office.act(&office.quan, &made, "stop", stop).await.expect(200);
    office.ward.w.api.db.write_now(Who::program("tests"), Seals::add_key).expect("a new key");
    let db = office.ward.w.db.open(&Clock::fixed(start()));
    features::reseal(&db).expect("all of it");
    let left = "SELECT CAST(count(*) AS TEXT) AS line FROM enrolment_cards WHERE seal_key = 1";
    assert_eq!(Inside::of(&office.ward.w).lines(left), ["0"]);
    let server = Server::start(&app::service(db, &test_config())).await;
    let quan = server.client().post("/sessions", json!({ "username": "quan", "password": PASSWORD })).await.expect(200);
    let quan = server.client().with_token(quan["access_token"].as_str().expect("a token"));
    assert_eq!(office.show(&quan, &made).await["money"]["number"], "96*****123");
    let steps = quan.get(&format!("/enrolments/{}/steps", id(&made))).await.expect(200);
    assert_eq!(steps["items"][5]["why"], "Hết tiền");
}
