//! Enrolments over HTTP: from a kept quote to the card, who sees what of them, and what is refused.
use serde_json::{Value, json};
use tungnha::base::id::PersonId;

use super::{
    hand_overs::work_for,
    visits::{Ward, id},
};
use crate::support::{Answer, Client, register};

/// Twelve months of voluntary insurance at the lowest income, near-poor, in November 2026.
pub const YEAR_VND: i64 = 2_376_000;

/// The ward with two collection organisations: Mai collects for the first, Quân leads its people.
pub struct Office {
    pub ward: Ward,
    pub mai: Client,
    pub quan: Client,
    pub board: Client,
    pub own: String,
    pub other: String,
    /// Whose record is complete.
    pub sau: String,
}

impl Office {
    pub async fn new() -> Self {
        let ward = Ward::new().await;
        let kind = "collection_organisation";
        let own = ward.w.organisation("Bưu điện Mẫu", kind, ward.w.here("96")).await;
        let other = ward.w.organisation("Đại lý Mẫu", kind, ward.w.here("96")).await;
        work_for(&ward, &own);
        let (mai, quan, board) =
            (ward.w.sign_in("mai").await, ward.w.sign_in("quan").await, ward.w.sign_in("hoa").await);
        let home = format!("/households/{}", ward.home);
        ward.minh.patch(&home, "\"1\"", json!({ "address": "12 Đường Mẫu" })).await.expect(200);
        let body = json!({ "household_id": ward.home, "full_name": "Trần Thị Mẫu Sáu", "birth": "1985-03-20",
            "sex": "female", "citizen_id": "096185000123", "relation": "spouse" });
        let sau = id(&ward.minh.post("/persons", body).await.expect(201)).to_owned();
        Self { ward, mai, quan, board, own, other, sau }
    }
    /// Another signed-in collector, as good as Mai.
    pub fn question(&self, changes: Value) -> Value {
        let mut question = json!({ "scheme": "bhxh_tn", "area_id": self.ward.area, "method": "year",
            "income_vnd": 1_500_000, "groups": ["near_poor"] });
        for (name, value) in changes.as_object().expect("an object") {
            question[name] = value.clone();
        }
        question
    }
    /// A quote kept for an organisation.
    pub async fn quote(&self, organisation: &str, changes: Value) -> String {
        let body = json!({ "organisation_id": organisation, "question": self.question(changes) });
        id(&self.board.post("/kept-quotes", body).await.expect(201)).to_owned()
    }
    pub fn body(&self, quote: &str, person: &str, organisation: &str) -> Value {
        json!({ "kept_quote_id": quote, "member_key": "self", "person_id": person, "organisation_id": organisation,
            "source": { "kind": "own_initiative" } })
    }
    /// Mai signs somebody up.
    pub async fn promise(&self, person: &str) -> Value {
        let quote = self.quote(&self.own, json!({})).await;
        self.mai.post("/enrolments", self.body(&quote, person, &self.own)).await.expect(201)
    }
    pub async fn act(&self, who: &Client, enrolment: &Value, verb: &str, body: Value) -> Answer {
        who.post(&format!("/enrolments/{}/{verb}", id(enrolment)), body).await
    }
    pub fn payment(number: &str) -> Value {
        json!({ "receipt_number": number, "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": YEAR_VND })
    }
    /// Mai signs somebody up whose record is complete, and is paid.
    pub async fn paid(&self, person: &str, number: &str) -> Value {
        let made = self.promise(person).await;
        self.act(&self.mai, &made, "declare", json!({})).await.expect(200);
        self.act(&self.mai, &made, "pay", Self::payment(number)).await.expect(200)
    }
    pub async fn hand_in(&self, enrolments: &[&Value]) -> Answer {
        let ids: Vec<&str> = enrolments.iter().map(|enrolment| id(enrolment)).collect();
        let body = json!({ "organisation_id": self.own, "area_id": self.ward.area, "scheme": "bhxh_tn",
            "handed_in_on": "2026-11-25", "enrolment_ids": ids });
        self.quan.post("/enrolment-batches", body).await
    }
    /// The same up to the book.
    pub async fn issued(&self, person: &str, number: &str) -> Value {
        let paid = self.paid(person, number).await;
        self.hand_in(&[&paid]).await.expect(201);
        let card = json!({ "number": "9677000123", "issued_on": "2026-11-25" });
        self.act(&self.quan, &paid, "issue", card).await.expect(200)
    }
    pub async fn show(&self, who: &Client, enrolment: &Value) -> Value {
        who.get(&format!("/enrolments/{}", id(enrolment))).await.expect(200)
    }
    /// Somebody else of the household whose record is complete.
    pub async fn another(&self, n: u32) -> String {
        let body = json!({ "household_id": self.ward.home, "full_name": format!("Trần Thị Mẫu {n}"), "birth": "1990-01-01",
            "sex": "female", "citizen_id": format!("0961900{n:05}"), "relation": "child" });
        id(&self.ward.minh.post("/persons", body).await.expect(201)).to_owned()
    }
}

#[actix_web::test]
async fn from_the_quote_to_the_book() {
    let office = Office::new().await;
    let quote = office.quote(&office.own, json!({})).await;
    let made = office.mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await;
    assert!(made.header("etag").is_some() && made.header("location").is_some());
    let made = made.expect(201);
    assert_eq!(
        (&made["status"], &made["step"], &made["kind"]),
        (&json!("promised"), &json!("promised"), &json!("new"))
    );
    assert_eq!((&made["months"], &made["method"], &made["scheme"]), (&json!(12), &json!("year"), &json!("bhxh_tn")));
    let money = &made["money"];
    assert_eq!(
        (&money["full_vnd"], &money["state_vnd"], &money["payable_vnd"]),
        (&json!(3_960_000), &json!(1_584_000), &json!(YEAR_VND))
    );
    assert_eq!((&money["receipt"], &money["instalments"]), (&Value::Null, &json!([])));
    let sum: i64 = ["state_vnd", "local_vnd", "other_vnd", "payable_vnd"]
        .iter()
        .map(|part| money[*part].as_i64().expect("đồng"))
        .sum();
    assert_eq!(json!(sum), money["full_vnd"]);
    let kept = office.board.get(&format!("/kept-quotes/{quote}")).await.expect(200);
    assert!(kept["used_at"].is_string(), "{kept}");

    let part = json!({ "paid_on": "2026-11-25", "amount_vnd": 1_000_000 });
    let part = office.act(&office.mai, &made, "instalments", part).await.expect(200);
    assert_eq!((&part["status"], &part["money"]["instalments_vnd"]), (&json!("promised"), &json!(1_000_000)));
    assert_eq!(part["money"]["receipt"], Value::Null, "an instalment is no receipt");
    let declared = office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    assert_eq!(declared["status"], "declared");
    let paid = office.act(&office.mai, &made, "pay", Office::payment("BL0001")).await.expect(200);
    assert_eq!((&paid["status"], &paid["money"]["receipt"]["number"]), (&json!("paid"), &json!("BL0001")));
    let batch = office.hand_in(&[&made]).await.expect(201);
    let handed = office.show(&office.mai, &made).await;
    assert_eq!((&handed["status"], &handed["batch_id"]), (&json!("handed_in"), &batch["id"]));
    let card = json!({ "number": "9677000123", "issued_on": "2026-11-25" });
    let issued = office.act(&office.quan, &made, "issue", card).await.expect(200);
    assert_eq!((&issued["status"], &issued["money"]["number"]), (&json!("active"), &json!("96*****123")));
    let steps = office.mai.get(&format!("/enrolments/{}/steps", id(&made))).await.expect(200);
    let way: Vec<&str> = steps["items"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| step["to_step"].as_str().expect("a word"))
        .collect();
    assert_eq!(way, ["promised", "declared", "paid", "handed_in", "issued"]);
    let of_person = office.mai.get(&format!("/persons/{}/enrolments", office.sau)).await.expect(200);
    assert_eq!(of_person["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_step_that_does_not_follow_is_refused_and_named() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    let reason = |code: &str| json!({ "reason": code });
    for (verb, who, body, to) in [
        ("pay", &office.mai, Office::payment("BL1"), "paid"),
        ("unpay", &office.quan, json!({ "why": "nhầm" }), "declared"),
        ("issue", &office.quan, json!({ "number": "9677000123", "issued_on": "2026-11-25" }), "issued"),
        ("refuse", &office.quan, json!({ "reason": "covered", "on": "2026-11-25" }), "refused"),
        ("stop", &office.quan, json!({ "reason": "money", "on": "2026-11-25" }), "stopped"),
        (
            "refund",
            &office.quan,
            json!({ "from_month": "2026-11-01", "reason": "died", "decided_on": "2026-11-25" }),
            "refunded",
        ),
    ] {
        let said = office.act(who, &made, verb, body).await;
        if verb == "unpay" {
            said.expect_problem(409, "enrolment-step-not-allowed");
            continue;
        }
        let said = said.expect_problem(409, "enrolment-step-not-allowed");
        assert_eq!(said["facts"], json!({ "from_step": "promised", "to_step": to }), "{verb}");
    }
    office.act(&office.mai, &made, "correct-receipt", json!({})).await.expect_problem(403, "not-allowed");
    let receipt = json!({ "receipt_number": "BL1", "receipt_on": "2026-11-25" });
    office.act(&office.quan, &made, "correct-receipt", receipt).await.expect_problem(409, "receipt-missing");
    office.act(&office.mai, &made, "cancel", reason("no_need")).await.expect(200);
    for verb in ["declare", "cancel"] {
        let body = if verb == "cancel" { reason("no_need") } else { json!({}) };
        office.act(&office.mai, &made, verb, body).await.expect_problem(409, "enrolment-step-not-allowed");
    }
}

#[actix_web::test]
async fn what_the_form_lacks_is_named() {
    let office = Office::new().await;
    let made = office.promise(&office.ward.bay.to_string()).await;
    let said = office.act(&office.mai, &made, "declare", json!({})).await.expect_problem(422, "enrolment-data-missing");
    let missing: Vec<&str> =
        said["errors"].as_array().expect("errors").iter().map(|e| e["pointer"].as_str().expect("a pointer")).collect();
    assert_eq!(missing, ["/person/sex", "/person/birth", "/person/citizen_id"]);
}

#[actix_web::test]
async fn only_the_exact_amount_with_its_receipt_is_a_payment() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    let pay = |changes: Value| {
        let mut body = Office::payment("BL7");
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        office.act(&office.mai, &made, "pay", body)
    };
    for amount in [YEAR_VND - 1, YEAR_VND + 1, 0] {
        pay(json!({ "amount_vnd": amount })).await.expect_problem(422, "payment-amount");
    }
    pay(json!({ "paid_on": "2026-11-26", "receipt_on": "2026-11-26" })).await.expect_problem(422, "enrolment-day");
    let said = pay(json!({ "receipt_on": "2026-11-24" })).await.expect_problem(422, "enrolment-day");
    assert_eq!(said["detail"], "Từ ngày 25/11/2026 đến ngày 25/11/2026.", "the days that fit are named");
    pay(json!({ "paid_on": "2026-11-24" })).await.expect_problem(409, "quote-out-of-date");
    pay(json!({})).await.expect(200);
    let second = office.promise(&office.another(1).await).await;
    office.act(&office.mai, &second, "declare", json!({})).await.expect(200);
    office.act(&office.mai, &second, "pay", Office::payment("BL7")).await.expect_problem(409, "receipt-number-taken");
    office.act(&office.mai, &made, "unpay", json!({ "why": "nhầm" })).await.expect_problem(403, "not-allowed");
    let back = office.act(&office.quan, &made, "unpay", json!({ "why": "Nhập nhầm người" })).await.expect(200);
    assert_eq!((&back["status"], &back["money"]["receipt"]), (&json!("declared"), &Value::Null));
    office.act(&office.mai, &second, "pay", Office::payment("BL7")).await.expect(200);
    let receipts = office.mai.get(&format!("/enrolments/{}/receipts", id(&made))).await.expect(200);
    assert!(receipts["items"][0]["voided_at"].is_string(), "never silently: {receipts}");
    let steps = office.mai.get(&format!("/enrolments/{}/steps", id(&made))).await.expect(200);
    assert_eq!(steps["items"][3]["why"], "Nhập nhầm người");
    let right = json!({ "receipt_number": "BL8", "receipt_on": "2026-11-25" });
    let corrected = office.act(&office.quan, &second, "correct-receipt", right).await.expect(200);
    assert_eq!((&corrected["money"]["receipt"]["number"], &corrected["status"]), (&json!("BL8"), &json!("paid")));
    office.ward.w.clock.advance_seconds(86_400);
    let quan = office.ward.w.sign_in("quan").await;
    office.act(&quan, &second, "unpay", json!({ "why": "nhầm" })).await.expect_problem(409, "payment-final");
}

#[actix_web::test]
async fn a_quote_that_no_longer_holds_is_asked_for_anew() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    office.ward.w.clock.advance_seconds(40 * 86_400);
    let mai = office.ward.w.sign_in("mai").await;
    let late =
        json!({ "receipt_number": "BL1", "receipt_on": "2027-01-04", "paid_on": "2027-01-04", "amount_vnd": YEAR_VND });
    office.act(&mai, &made, "pay", late).await.expect_problem(409, "quote-out-of-date");
    let board = office.ward.w.sign_in("hoa").await;
    let question = office.question(json!({ "income_vnd": 2_200_000 }));
    let kept =
        board.post("/kept-quotes", json!({ "organisation_id": office.own, "question": question })).await.expect(201);
    let anew = json!({ "kept_quote_id": kept["id"], "member_key": "self" });
    let anew = office.act(&mai, &made, "requote", anew).await.expect(200);
    assert_eq!((&anew["status"], &anew["quoted_on"]), (&json!("declared"), &json!("2027-01-04")));
    let payable = anew["money"]["payable_vnd"].clone();
    assert_eq!(payable, json!(3_484_800), "near-poor from 1/1/2027");
    let paid =
        json!({ "receipt_number": "BL1", "receipt_on": "2027-01-04", "paid_on": "2027-01-04", "amount_vnd": payable });
    office.act(&mai, &made, "pay", paid).await.expect(200);
}

#[actix_web::test]
async fn one_person_one_scheme_one_period() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    let quote = office.quote(&office.own, json!({ "method": "month" })).await;
    let body = office.body(&quote, &office.sau, &office.own);
    let said = office.mai.post("/enrolments", body.clone()).await.expect_problem(409, "enrolment-overlaps");
    assert_eq!(
        (&said["facts"]["held"]["enrolment_id"], &said["facts"]["held_elsewhere"]),
        (&made["id"], &json!(false))
    );
    assert_eq!(said["facts"]["held"]["organisation_id"], json!(office.own));
    // For another organisation the board sees it, that organisation's own people do not.
    let theirs = office.quote(&office.other, json!({ "method": "month" })).await;
    let theirs = office.body(&theirs, &office.sau, &office.other);
    let said = office.board.post("/enrolments", theirs.clone()).await.expect_problem(409, "enrolment-overlaps");
    assert_eq!(said["facts"]["held"]["enrolment_id"], made["id"]);
    work_for(&office.ward, &office.other);
    let said = office.mai.post("/enrolments", theirs.clone()).await.expect_problem(409, "enrolment-overlaps");
    assert_eq!(said["facts"], json!({ "held_elsewhere": true }));
    assert!(!said.to_string().contains(id(&made)), "nothing of it is told");
    work_for(&office.ward, &office.own);
    // A promise that is withdrawn frees the months.
    office.act(&office.mai, &made, "cancel", json!({ "reason": "no_need" })).await.expect(200);
    office.mai.post("/enrolments", body).await.expect(201);
    // What the social security office says of a cover is certain.
    let other = office.another(2).await;
    let cover = json!({ "scheme": "bhxh_bb", "state": "covered", "valid_from": "2026-01-01", "valid_to": "2027-06-30",
        "known_on": "2026-11-01", "source": "official" });
    office.ward.minh.post(&format!("/persons/{other}/covers"), cover).await.expect(201);
    let quote = office.quote(&office.own, json!({})).await;
    let said = office.mai.post("/enrolments", office.body(&quote, &other, &office.own)).await;
    assert_eq!(said.expect_problem(409, "enrolment-overlaps")["facts"]["covered_to"], "2027-06-30");
}

#[actix_web::test]
async fn a_collector_sees_the_own_organisation_and_an_official_no_money() {
    let office = Office::new().await;
    let made = office.paid(&office.sau, "BL0001").await;
    let official = office.show(&office.ward.minh, &made).await;
    assert_eq!((&official["status"], &official["money"]), (&json!("paid"), &Value::Null));
    assert!(!official.to_string().contains("BL0001") && !official.to_string().contains("2376000"));
    let steps = format!("/enrolments/{}/steps", id(&made));
    assert_eq!(office.ward.minh.get(&steps).await.expect(200)["items"][0]["why"], Value::Null);
    let receipts = format!("/enrolments/{}/receipts", id(&made));
    office.ward.minh.get(&receipts).await.expect_problem(403, "not-allowed");
    assert!(office.show(&office.board, &made).await["money"].is_object());
    let list = format!("/enrolments?area_id={}", office.ward.area);
    let listed = |page: Value| page["items"].as_array().map(Vec::len);
    assert_eq!(listed(office.quan.get(&list).await.expect(200)), Some(1));
    work_for(&office.ward, &office.other);
    assert_eq!(listed(office.quan.get(&list).await.expect(200)), Some(0));
    let path = format!("/enrolments/{}", id(&made));
    office.mai.get(&path).await.expect_problem(404, "not-found");
    office.mai.post(&format!("{path}/cancel"), json!({ "reason": "money" })).await.expect_problem(404, "not-found");
    for name in ["phuc", "kien", "lan", "tuan"] {
        office.ward.w.sign_in(name).await.get(&list).await.expect_problem(403, "not-allowed");
    }
    let theirs = office.quote(&office.own, json!({})).await;
    let bay: PersonId = office.ward.bay;
    let body = office.body(&theirs, &bay.to_string(), &office.own);
    office.mai.post("/enrolments", body.clone()).await.expect_problem(422, "organisation-not-yours");
    let mut stolen = body;
    stolen["organisation_id"] = json!(office.other);
    office.mai.post("/enrolments", stolen).await.expect_problem(404, "kept-quote-unknown");
}

#[actix_web::test]
async fn the_record_says_what_kind_it_is_and_what_came_before() {
    let office = Office::new().await;
    let visit = office.ward.visit(json!({ "outcome": "agreed" })).await;
    let quote = office.quote(&office.own, json!({})).await;
    let mut body = office.body(&quote, &office.sau, &office.own);
    body["source"] = json!({ "kind": "visit", "id": visit["id"] });
    let made = office.mai.post("/enrolments", body.clone()).await.expect(201);
    assert_eq!(made["source"], json!({ "kind": "visit", "id": visit["id"] }));
    let seen = &made["seen"][0];
    assert_eq!((&seen["what"], &seen["id"], &seen["days_before"]), (&json!("visit"), &visit["id"], &json!(0)));
    for (source, code) in [
        (json!({ "kind": "visit", "id": made["id"] }), "not-found"),
        (json!({ "kind": "event" }), "missing"),
        (json!({ "kind": "own_initiative", "id": visit["id"] }), "not-wanted"),
    ] {
        body["source"] = source;
        let said = office.mai.post("/enrolments", body.clone()).await.expect_problem(422, "enrolment-source");
        assert_eq!(said["errors"][0]["code"], code);
    }
    // What the phone does not know yet stands in nobody's way: the visit was corrected meanwhile.
    let content =
        json!({ "amend_reason": "Nhầm giờ", "occurred_at": "2026-11-25T07:30:00+07:00", "outcome": "agreed" });
    office.ward.amend(&visit, content).await.expect(201);
    let late = office.another(4).await;
    let mut body = office.body(&office.quote(&office.own, json!({})).await, &late, &office.own);
    body["source"] = json!({ "kind": "visit", "id": visit["id"] });
    assert_eq!(office.mai.post("/enrolments", body).await.expect(201)["source"]["id"], visit["id"]);
    let other = office.another(3).await;
    let cover = json!({ "scheme": "bhxh_bb", "state": "lapsed", "valid_to": "2026-10-31", "known_on": "2026-11-01",
        "source": "said" });
    office.ward.minh.post(&format!("/persons/{other}/covers"), cover).await.expect(201);
    assert_eq!(office.promise(&other).await["kind"], "moved_in");
}

#[actix_web::test]
async fn a_handed_over_household_is_done_with_its_enrolment() {
    let office = Office::new().await;
    let given = json!({ "household_id": office.ward.home, "schemes": ["bhxh_tn"], "organisation_id": office.own });
    let given = office.ward.lan.post("/hand-overs", given).await.expect(201);
    let quote = office.quote(&office.own, json!({})).await;
    let mut body = office.body(&quote, &office.sau, &office.own);
    body["source"] = json!({ "kind": "hand_over", "id": given["id"] });
    let made = office.mai.post("/enrolments", body).await.expect(201);
    let done = office.ward.lan.get(&format!("/hand-overs/{}", id(&given))).await.expect(200);
    assert_eq!((&done["state"], &done["enrolment_id"]), (&json!("done"), &made["id"]));
}

#[actix_web::test]
async fn a_hand_over_waits_for_everybody_and_again_when_one_withdraws() {
    let office = Office::new().await;
    let other = office.another(5).await;
    let given = json!({ "household_id": office.ward.home, "schemes": ["bhxh_tn"], "person_ids": [office.sau, other],
        "organisation_id": office.own });
    let given = office.ward.lan.post("/hand-overs", given).await.expect(201);
    let path = format!("/hand-overs/{}", id(&given));
    let state = || async { office.ward.lan.get(&path).await.expect(200)["state"].clone() };
    office.promise(&office.sau).await;
    assert_eq!(state().await, "open", "one of two");
    let second = office.promise(&other).await;
    assert_eq!(state().await, "done");
    office.act(&office.mai, &second, "cancel", json!({ "reason": "no_need" })).await.expect(200);
    assert_eq!(state().await, "open", "hers came to nothing");
    let home = format!("/households/{}", office.ward.home);
    let etag = office.ward.minh.get(&home).await.header("etag").expect("a version").to_owned();
    office.ward.minh.patch(&home, &etag, json!({ "do_not_contact": true })).await.expect(200);
    assert_eq!(office.mai.get(&path).await.expect(200)["do_not_contact"], json!(true));
    office.mai.post(&format!("{path}/accept"), json!({})).await.expect_problem(422, "do-not-contact");
}

#[actix_web::test]
async fn a_bare_promise_lapses_with_its_quote() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    office.ward.w.clock.advance_seconds(60 * 86_400);
    let (mai, board) = (office.ward.w.sign_in("mai").await, office.ward.w.sign_in("hoa").await);
    let question = office.question(json!({ "income_vnd": 2_200_000 }));
    let kept =
        board.post("/kept-quotes", json!({ "organisation_id": office.own, "question": question })).await.expect(201);
    let body = office.body(id(&kept), &office.sau, &office.own);
    mai.post("/enrolments", body).await.expect(201);
    office.act(&mai, &made, "declare", json!({})).await.expect_problem(409, "enrolment-overlaps");
}

#[actix_web::test]
async fn they_go_along_when_the_household_moves_and_when_two_people_are_one() {
    let office = Office::new().await;
    let made = office.promise(&office.sau).await;
    let (ward, twin) = (&office.ward, office.another(4).await);
    let path = format!("/persons/{}/merge", office.sau);
    let merge = ward.minh.post(&path, json!({ "into_id": twin })).await.expect(201);
    assert_eq!(office.show(&office.mai, &made).await["person_id"], json!(twin));
    ward.minh.post(&format!("/person-merges/{}/undo", id(&merge)), json!({})).await.expect(200);
    assert_eq!(office.show(&office.mai, &made).await["person_id"], json!(office.sau));
    let there = register::household(&ward.w.api.db, ward.w.here("31834"), "Lê Văn Mẫu");
    let rev = office.board.get(&format!("/persons/{}", office.sau)).await;
    let etag = rev.header("etag").expect("a version").to_owned();
    let move_to = json!({ "household_id": there });
    office.board.patch(&format!("/persons/{}", office.sau), &etag, move_to).await.expect(200);
    let moved = office.show(&office.board, &made).await;
    assert_eq!((&moved["area_id"], &moved["household_id"]), (&json!(ward.w.here("31834")), &json!(there)));
    office.mai.get(&format!("/enrolments/{}", id(&made))).await.expect_problem(404, "not-found");
}
