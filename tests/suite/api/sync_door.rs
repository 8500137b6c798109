//! What is sold at the door without a network: quotes, promises, payments and hand-overs from phones, each once, by the
//! rules of the desk, and never into the hands of another organisation.
use serde_json::{Value, json};

use super::{
    enrolments::{Office, YEAR_VND},
    visits::id,
};
use crate::support::{
    Client,
    inside::Inside,
    phone::{Fate, Phone, new_id},
};

/// What a phone did for one person, operation by operation.
struct Sale {
    quote: String,
    quote_op: String,
    enrolment: String,
    ops: Vec<String>,
}

struct Door {
    office: Office,
}

impl Door {
    async fn new() -> Self {
        Self { office: Office::new().await }
    }
    fn phone(&self, client: &Client) -> Phone {
        Phone::new(client.clone(), self.office.ward.w.clock.now())
    }
    fn question(&self) -> Value {
        self.office.question(json!({ "on": "2026-11-25" }))
    }
    /// Quotes, signs up, declares and takes the money, all without a network.
    fn sell(&self, phone: &mut Phone, person: &str, number: &str) -> Sale {
        let quote = new_id();
        let question =
            json!({ "question": self.question(), "organisation_id": self.office.own, "shown_vnd": YEAR_VND });
        let quote_op = phone.enter("create", "kept_quote", &quote, question);
        let enrolment = new_id();
        let made = phone.enter("create", "enrolment", &enrolment, self.office.body(&quote, person, &self.office.own));
        let declared = phone.enter("declare", "enrolment", &enrolment, json!({}));
        let paid = phone.enter("pay", "enrolment", &enrolment, Office::payment(number));
        Sale { quote, quote_op, enrolment, ops: vec![made, declared, paid] }
    }
    /// How many rows a table has.
    fn rows(&self, table: &str) -> usize {
        Inside::of(&self.office.ward.w).lines(&format!("SELECT '' AS line FROM {table}")).len()
    }
}

fn fates<'p>(phone: &'p Phone, ops: &[String]) -> Vec<(&'p str, Option<&'p str>)> {
    ops.iter().map(|op| phone.told(op)).collect()
}
const DONE: (&str, Option<&str>) = ("accepted", None);

#[actix_web::test]
async fn a_sale_at_the_door_arrives_once_in_the_order_it_was_made() {
    let door = Door::new().await;
    let (office, lan) = (&door.office, &door.office.ward.lan);
    let given = json!({ "household_id": office.ward.home, "schemes": ["bhxh_tn"], "organisation_id": office.own });
    let given = id(&lan.post("/hand-overs", given).await.expect(201)).to_owned();
    let mut phone = door.phone(&office.mai);
    phone.pull().await;
    assert_eq!(phone.record("hand_over", &given).expect("it waits for her")["state"], "open");

    let accepted = phone.enter("accept", "hand_over", &given, json!({}));
    let sale = door.sell(&mut phone, &office.sau, "BL001");
    let lines = office.ward.w.audit_lines();
    let answer = phone.push().await;
    assert_eq!((phone.told(&accepted), phone.told(&sale.quote_op)), (DONE, DONE), "{answer}");
    assert_eq!(fates(&phone, &sale.ops), [DONE; 3], "{answer}");
    assert_eq!(office.ward.w.audit_lines(), lines + 1, "one push, one line");

    // The answer was lost: the same again changes nothing.
    phone.ledger.iter_mut().for_each(|entry| entry.fate = Fate::Waiting);
    phone.settled = 0;
    let again = phone.push().await;
    assert!(again["results"].as_array().unwrap().iter().all(|r| r["status"] == "duplicate"), "{again}");
    let expected =
        [("kept_quotes", 1), ("enrolments", 1), ("enrolment_steps", 3), ("enrolment_receipts", 1), ("renewals", 1)];
    for (table, rows) in expected {
        assert_eq!(door.rows(table), rows, "{table}");
    }

    phone.pull().await;
    let shown = phone.record("enrolment", &sale.enrolment).expect("her sign-up");
    assert_eq!((&shown["step"], &shown["money"]["payable_vnd"]), (&json!("paid"), &json!(YEAR_VND)));
    let handed = phone.record("hand_over", &given).expect("it ended");
    assert_eq!((&handed["state"], &handed["enrolment_id"]), (&json!("done"), &json!(sale.enrolment)));
    assert_eq!(phone.ids("renewal").len(), 1, "its end is due");
    let of_me = office.mai.get("/me").await.expect(200);
    assert_eq!((&shown["collector_id"], &shown["created_by"]), (&of_me["id"], &of_me["id"]));
}

#[actix_web::test]
async fn who_sees_a_sale_on_a_phone_sees_what_the_desk_shows_them() {
    let door = Door::new().await;
    let office = &door.office;
    let mut phone = door.phone(&office.mai);
    let sale = door.sell(&mut phone, &office.sau, "BL001");
    phone.push().await;

    let mut official = door.phone(&office.ward.minh);
    official.pull().await;
    let shown = official.record("enrolment", &sale.enrolment).expect("the ward sees where it stands");
    assert_eq!((&shown["status"], &shown["money"]), (&json!("paid"), &Value::Null), "{shown}");
    assert!(official.record("kept_quote", &sale.quote).is_none(), "quotes are not fetched");

    let mut volunteer = door.phone(&office.ward.lan);
    volunteer.pull().await;
    assert!(volunteer.ids("enrolment").is_empty() && volunteer.ids("renewal").is_empty());

    // Quân goes to the other organisation: he has what was his no more, and hears of nothing that happens there.
    let mut quan = door.phone(&office.quan);
    quan.pull().await;
    assert_eq!(quan.ids("enrolment").len(), 1);
    Inside::of(&office.ward.w)
        .run(&format!("UPDATE grants SET organisation_id = '{}' WHERE role = 'collector_manager'", office.other));
    let items = quan.pull().await;
    assert!(items.iter().any(|item| item["kind"] == "scope_left"), "{items:?}");
    assert!(quan.ids("enrolment").is_empty() && quan.ids("renewal").is_empty());
    assert!(!quan.ids("person").is_empty(), "whom he may see he sees again");
    let more = door.sell(&mut phone, &office.another(7).await, "BL002");
    phone.push().await;
    assert_eq!(fates(&phone, &more.ops), [DONE; 3]);
    let items = quan.pull().await;
    assert!(items.iter().all(|item| item["entity"] == "person"), "{items:?}");
}

#[actix_web::test]
async fn of_two_phones_that_sell_to_one_person_one_promise_stands() {
    let door = Door::new().await;
    let office = &door.office;
    let (mut first, mut second) = (door.phone(&office.mai), door.phone(&office.quan));
    let sold = door.sell(&mut first, &office.sau, "BL001");
    let late = door.sell(&mut second, &office.sau, "BL002");
    first.push().await;
    let answer = second.push().await;
    assert_eq!(fates(&first, &sold.ops), [DONE; 3]);
    let stranded = ("refused", Some("hangs-on-refused"));
    assert_eq!(fates(&second, &late.ops), [("refused", Some("enrolment-overlaps")), stranded, stranded], "{answer}");
    // What comes later finds no promise either, and does not wait for one.
    let again = second.enter("cancel", "enrolment", &late.enrolment, json!({ "reason": "money" }));
    second.push().await;
    assert_eq!(second.told(&again), stranded);
    assert_eq!(door.rows("enrolment_receipts"), 1);
    // Her manager sees what became of the money that was taken; an official sees that something was refused.
    let kept = |page: &Value| -> Vec<Value> { page["items"].as_array().expect("items").clone() };
    let held = kept(&office.quan.get("/sync/refused").await.expect(200));
    assert_eq!(held.len(), 4);
    let paid = held.iter().find(|row| row["operation"]["kind"] == "pay").expect("the payment");
    assert_eq!(paid["operation"]["fields"]["amount_vnd"], YEAR_VND);
    let seen = kept(&office.board.get("/sync/refused").await.expect(200));
    assert_eq!(seen.len(), 4);
    let to_official = kept(&office.ward.minh.get("/sync/refused").await.expect(200));
    assert!(to_official.iter().all(|row| row["operation"]["fields"].get("amount_vnd").is_none()), "{to_official:?}");
}

#[actix_web::test]
async fn what_another_organisation_has_is_as_if_it_were_not_there() {
    let door = Door::new().await;
    let office = &door.office;
    let quote = office.quote(&office.other, json!({})).await;
    let theirs = office.board.post("/enrolments", office.body(&quote, &office.sau, &office.other)).await.expect(201);
    let mut phone = door.phone(&office.mai);
    phone.pull().await;
    assert!(phone.ids("enrolment").is_empty());
    let on_theirs = phone.enter("declare", "enrolment", id(&theirs), json!({}));
    let on_nothing = phone.enter("declare", "enrolment", &new_id(), json!({}));
    let answer = phone.push().await;
    for (at, op) in [on_theirs, on_nothing].iter().enumerate() {
        assert_eq!(phone.told(op).0, "waiting");
        assert_eq!(answer["results"][at]["code"], "record-missing");
    }
    // Nor may somebody of the ward who signs nobody up.
    let mut volunteer = door.phone(&office.ward.lan);
    let sale = door.sell(&mut volunteer, &office.sau, "BL009");
    volunteer.push().await;
    assert_eq!(volunteer.told(&sale.quote_op), DONE, "anybody may quote");
    let stranded = ("refused", Some("hangs-on-refused"));
    assert_eq!(fates(&volunteer, &sale.ops), [("refused", Some("not-allowed")), stranded, stranded]);
    // What Lan's phone brought is seen where she works, what Mai's brought by her organisation alone.
    let wrong = phone.enter("create", "enrolment", &new_id(), json!({ "shoe_size": 42 }));
    phone.push().await;
    assert_eq!(phone.told(&wrong).0, "refused");
    Inside::of(&office.ward.w)
        .run(&format!("UPDATE grants SET organisation_id = '{}' WHERE role = 'collector_manager'", office.other));
    let seen = office.quan.get("/sync/refused").await.expect(200);
    let seen = seen["items"].as_array().expect("items");
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen.iter().all(|row| row["device_id"] == volunteer.device_id), "{seen:?}");
}

#[actix_web::test]
async fn a_refused_quote_takes_what_hangs_on_it_with_it_and_a_wrong_sum_is_told() {
    let door = Door::new().await;
    let office = &door.office;
    let mut phone = door.phone(&office.mai);
    let quote = new_id();
    let mut question = json!({ "question": door.question(), "organisation_id": office.own, "shown_vnd": YEAR_VND + 1 });
    let wrong = phone.enter("create", "kept_quote", &quote, question.clone());
    question["question"]["income_vnd"] = json!(1);
    let none = new_id();
    let refused = phone.enter("create", "kept_quote", &none, question);
    let hangs = phone.enter("create", "enrolment", &new_id(), office.body(&none, &office.sau, &office.own));
    phone.push().await;
    assert_eq!(phone.told(&wrong), ("accepted", Some("quote-differs")));
    assert_eq!(phone.told(&refused).0, "refused");
    assert_eq!(phone.told(&hangs), ("refused", Some("hangs-on-refused")));
    let kept = office.mai.get(&format!("/kept-quotes/{quote}")).await.expect(200);
    assert_eq!((&kept["shown_vnd"], &kept["payable_vnd"]), (&json!(YEAR_VND + 1), &json!(YEAR_VND)));
    // Told once more, to a phone that lost the answer.
    phone.ledger.iter_mut().for_each(|entry| entry.fate = Fate::Waiting);
    phone.settled = 0;
    phone.push().await;
    assert_eq!(phone.told(&wrong), ("accepted", Some("quote-differs")));
}

#[actix_web::test]
async fn a_promise_that_was_long_under_way_is_of_the_day_it_was_made() {
    let door = Door::new().await;
    let office = &door.office;
    let mut phone = door.phone(&office.mai);
    let sale = door.sell(&mut phone, &office.sau, "BL001");
    office.ward.w.clock.advance_seconds(50 * 86_400);
    phone.now = office.ward.w.clock.now();
    phone.sign_in(office.ward.w.sign_in("mai").await);
    let answer = phone.push().await;
    assert_eq!(phone.told(&sale.quote_op), DONE, "{answer}");
    assert_eq!(fates(&phone, &sale.ops), [DONE; 3], "{answer}");
}

#[actix_web::test]
async fn promises_are_withdrawn_and_made_anew_and_hand_overs_go_their_ways() {
    let door = Door::new().await;
    let office = &door.office;
    let mut phone = door.phone(&office.mai);
    let first = door.sell(&mut phone, &office.sau, "BL001");
    phone.ledger.truncate(2);
    let cancel =
        phone.enter("cancel", "enrolment", &first.enrolment, json!({ "reason": "money", "why": "Chưa đủ tiền" }));
    let second = door.sell(&mut phone, &office.sau, "BL002");
    let answer = phone.push().await;
    assert_eq!((phone.told(&cancel), fates(&phone, &second.ops)), (DONE, vec![DONE; 3]), "{answer}");

    let mut lan = door.phone(&office.ward.lan);
    let given = json!({ "household_id": office.ward.home, "schemes": ["bhyt_hgd"], "organisation_id": office.own, "note": "Gặp buổi tối" });
    let hand_over = lan.create("hand_over", given.clone());
    lan.push().await;
    let back =
        phone.enter("return", "hand_over", &hand_over, json!({ "reason": "not_reached", "why": "Nhà đóng cửa" }));
    let after = phone.enter("accept", "hand_over", &hand_over, json!({}));
    phone.push().await;
    assert_eq!(phone.told(&back), DONE);
    assert_eq!(phone.told(&after), ("refused", Some("hand-over-step-not-allowed")));
    lan.pull().await;
    assert_eq!(lan.record("hand_over", &hand_over).expect("hers")["state"], "returned");
    let mut again = given;
    again["after_id"] = json!(hand_over);
    let again = lan.create("hand_over", again);
    let withdrawn = lan.enter("withdraw", "hand_over", &again, json!({}));
    lan.push().await;
    assert_eq!(lan.told(&withdrawn), DONE);

    phone.pull().await;
    let due = phone.ids("renewal")[0].to_owned();
    let stopped = phone.enter("stop", "renewal", &due, json!({ "reason": "money", "why": "Mùa này thất bát" }));
    let opened = phone.enter("reopen", "renewal", &due, json!({}));
    let made = phone.enter("create", "renewal", &new_id(), json!({}));
    phone.push().await;
    assert_eq!((phone.told(&stopped), phone.told(&opened)), (DONE, DONE));
    assert_eq!(phone.told(&made), ("refused", Some("op-unknown")));
}

#[actix_web::test]
async fn a_manager_does_after_all_what_was_refused_one_after_the_other() {
    let door = Door::new().await;
    let office = &door.office;
    // Lan took the money, though she signs nobody up.
    let mut volunteer = door.phone(&office.ward.lan);
    let sale = door.sell(&mut volunteer, &office.sau, "BL001");
    volunteer.push().await;
    let held = office.quan.get("/sync/refused").await.expect(200);
    let held = held["items"].as_array().expect("items");
    let case = |kind: &str| {
        let row = held.iter().find(|row| row["operation"]["kind"] == kind).expect("a refused operation");
        format!("/sync/refused/{}/settle", id(row))
    };
    let apply = json!({ "action": "apply" });
    office.quan.post(&case("pay"), apply.clone()).await.expect_problem(409, "hangs-on-refused");
    office.ward.minh.post(&case("create"), apply.clone()).await.expect_problem(403, "not-allowed");
    for kind in ["create", "declare", "pay"] {
        office.quan.post(&case(kind), apply.clone()).await.expect(200);
    }
    let shown = office.quan.get(&format!("/enrolments/{}", sale.enrolment)).await.expect(200);
    let lan = office.ward.lan.get("/me").await.expect(200);
    assert_eq!((&shown["step"], &shown["created_by"]), (&json!("paid"), &lan["id"]));
    assert_eq!(shown["collector_id"], Value::Null, "she collects for nobody");
    // Her phone asks again and hears that it was done.
    volunteer.ledger.iter_mut().for_each(|entry| entry.fate = Fate::Waiting);
    volunteer.settled = 0;
    volunteer.push().await;
    assert_eq!(fates(&volunteer, &sale.ops), [("accepted", Some("applied-later")); 3]);
}
