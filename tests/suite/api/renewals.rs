//! Renewals over HTTP: what is due with whom, one stop a household, who stays, and who sees what of it.
use serde_json::{Value, json};

use super::{enrolments::Office, visits::id};
use crate::support::{Client, inside::Inside};

/// A month of voluntary insurance at the lowest income, near-poor, in November 2026.
const MONTH_VND: i64 = 198_000;

impl Office {
    /// Mai is paid for a month of somebody.
    pub(super) async fn month(&self, person: &str, number: &str, month: &str) -> Value {
        let quote = self.quote(&self.own, json!({ "method": "month", "period_from": month })).await;
        let made = self.mai.post("/enrolments", self.body(&quote, person, &self.own)).await.expect(201);
        self.act(&self.mai, &made, "declare", json!({})).await.expect(200);
        let payment = json!({ "receipt_number": number, "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": MONTH_VND });
        self.act(&self.mai, &made, "pay", payment).await.expect(200)
    }
    async fn due(&self, who: &Client, query: &str) -> Vec<Value> {
        let page = who.get(&format!("/renewals?{query}")).await.expect(200);
        page["items"].as_array().expect("items").clone()
    }
}

#[actix_web::test]
async fn a_payment_renews_what_was_due_until_it_is_taken_back() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let due = office.due(&office.mai, "").await;
    assert_eq!(due.len(), 1);
    let first = &due[0];
    assert_eq!(
        (&first["paid_to"], &first["lapsed_after"], &first["days_left"], &first["bucket"], &first["lapsed"]),
        (&json!("2026-11-30"), &json!("2026-12-31"), &json!(5), &json!("to_7"), &json!(false))
    );
    assert_eq!((&first["full_name"], &first["state"]), (&json!("Trần Thị Mẫu Sáu"), &json!("due")));

    let second = office.month(&office.sau, "BL2", "2026-12").await;
    let due = office.due(&office.mai, "").await;
    assert_eq!(due.len(), 1, "the first is renewed");
    assert_eq!(
        (&due[0]["paid_to"], &due[0]["bucket"], &due[0]["chain_from"]),
        (&json!("2026-12-31"), &json!("31_to_60"), &json!("2026-11-01"))
    );
    let renewed = office.mai.get(&format!("/renewals/{}", id(first))).await.expect(200);
    assert_eq!(renewed["state"], json!("renewed"));

    office.act(&office.quan, &second, "unpay", json!({ "why": "Nhập nhầm người" })).await.expect(200);
    let due = office.due(&office.mai, "").await;
    assert_eq!((due.len(), &due[0]["id"], &due[0]["paid_to"]), (1, &first["id"], &json!("2026-11-30")), "due again");
}

#[actix_web::test]
async fn a_period_paid_after_a_later_one_is_not_due() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-12").await;
    office.month(&office.sau, "BL2", "2026-11").await;
    let due = office.due(&office.mai, "").await;
    assert_eq!((due.len(), &due[0]["paid_to"]), (1, &json!("2026-12-31")));
    assert_eq!(due[0]["chain_from"], "2026-11-01", "since the period that was paid later");
}

#[actix_web::test]
async fn a_payment_taken_back_leaves_a_gap_behind_it() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let second = office.month(&office.sau, "BL2", "2027-01").await;
    office.month(&office.sau, "BL3", "2027-03").await;
    let chains = || {
        Inside::of(&office.ward.w).lines("SELECT CAST(chain_from AS TEXT) AS line FROM renewals ORDER BY covered_from")
    };
    assert_eq!(chains(), ["2026-11-01"; 3], "a month may be late");
    office.act(&office.quan, &second, "unpay", json!({ "why": "Nhập nhầm người" })).await.expect(200);
    assert_eq!(chains(), ["2026-11-01", "2027-03-01"]);
}

#[actix_web::test]
async fn what_was_stopped_is_renewed_by_a_payment_and_stopped_again_without_it() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let first = office.due(&office.mai, "").await[0].clone();
    let at = |verb: &str| format!("/renewals/{}/{verb}", id(&first));
    office.mai.post(&at("stop"), json!({ "reason": "money", "why": "Mùa này thất bát" })).await.expect(200);
    let second = office.month(&office.sau, "BL2", "2026-12").await;
    let shown = || async { office.mai.get(&format!("/renewals/{}", id(&first))).await.expect(200) };
    let renewed = shown().await;
    assert_eq!(
        (&renewed["state"], &renewed["reason"], &renewed["why"]),
        (&json!("renewed"), &Value::Null, &Value::Null)
    );
    let whole = format!("/renewals/persistency?area_id={}&scheme=bhxh_tn", office.ward.area);
    assert!(office.mai.get(&whole).await.expect(200).to_string().contains("\"people\":1"), "one person, counted once");
    office.mai.post(&at("reopen"), json!({})).await.expect_problem(409, "renewal-state");
    office.act(&office.quan, &second, "unpay", json!({ "why": "Nhập nhầm người" })).await.expect(200);
    let stopped = shown().await;
    assert_eq!((&stopped["state"], &stopped["reason"]), (&json!("stopped"), &json!("money")));
    assert_eq!(stopped["why"], "Mùa này thất bát");
    office.mai.post(&at("reopen"), json!({})).await.expect(200);
}

#[actix_web::test]
async fn what_ended_early_is_not_due_again_with_its_successor_gone() {
    let office = Office::new().await;
    let first = office.issued(&office.sau, "BL1").await;
    let quote = office.quote(&office.own, json!({ "method": "month", "period_from": "2027-11" })).await;
    let second = office.mai.post("/enrolments", office.body(&quote, &office.sau, &office.own)).await.expect(201);
    office.act(&office.mai, &second, "declare", json!({})).await.expect(200);
    let payable = second["money"]["payable_vnd"].clone();
    let pay =
        json!({ "receipt_number": "BL2", "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": payable });
    office.act(&office.mai, &second, "pay", pay).await.expect(200);
    let back = |from: &str| json!({ "from_month": from, "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &first, "refund", back("2027-01-01")).await.expect(200);
    office.act(&office.quan, &second, "refund", back("2027-11-01")).await.expect(200);
    let states = Inside::of(&office.ward.w).lines("SELECT state AS line FROM renewals");
    assert_eq!(states, ["ended"]);
}

#[actix_web::test]
async fn what_is_sent_back_or_paid_back_is_not_due() {
    let office = Office::new().await;
    let paid = office.month(&office.sau, "BL1", "2026-11").await;
    office.hand_in(&[&paid]).await.expect(201);
    assert_eq!(office.due(&office.mai, "").await.len(), 1);
    let refusal = json!({ "reason": "name_differs", "on": "2026-11-25" });
    office.act(&office.quan, &paid, "refuse", refusal).await.expect(200);
    assert_eq!(office.due(&office.mai, "").await.len(), 0, "sent back: nobody is covered");

    let bay = office.another(7).await;
    let issued = office.issued(&bay, "BL7").await;
    let stop = json!({ "reason": "compulsory", "on": "2026-12-15" });
    office.act(&office.quan, &issued, "stop", stop).await.expect(200);
    assert_eq!(office.due(&office.mai, "").await.len(), 0, "stopped");
    let lines = Inside::of(&office.ward.w).lines("SELECT id AS line FROM renewals");
    let ended = office.mai.get(&format!("/renewals/{}", lines[0])).await.expect(200);
    assert_eq!(
        (&ended["state"], &ended["paid_to"], &ended["reason"]),
        (&json!("ended"), &json!("2026-12-15"), &Value::Null)
    );
    let path = format!("/renewals/{}/reopen", lines[0]);
    office.mai.post(&path, json!({})).await.expect_problem(409, "renewal-ended");
}

#[actix_web::test]
async fn what_ends_sooner_with_another_collector_hides_no_stop() {
    let office = Office::new().await;
    let bay = office.another(7).await;
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&bay, "BL2", "2026-12").await;
    let due = office.due(&office.quan, "").await;
    let quan = id(&office.quan.get("/me").await.expect(200)).to_owned();
    let path = format!("/renewals/{}/assign", id(&due[0]));
    office.quan.post(&path, json!({ "collector_id": quan })).await.expect(200);
    let mai = id(&office.mai.get("/me").await.expect(200)).to_owned();
    for (collector, end) in [(&quan, "2026-11-30"), (&mai, "2026-12-31")] {
        let page = office.mai.get(&format!("/renewals/stops?collector_id={collector}")).await.expect(200);
        let stops = page["items"].as_array().expect("items");
        assert_eq!((stops.len(), &stops[0]["paid_to"]), (1, &json!(end)), "{page}");
    }
}

#[actix_web::test]
async fn what_is_due_puts_its_household_on_a_walk_list_once() {
    let office = Office::new().await;
    let (bay, tam) = (office.another(7).await, office.another(8).await);
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&bay, "BL2", "2026-11").await;
    office.month(&tam, "BL3", "2026-12").await;
    let asked = |renewals: Value| {
        let body = json!({ "area_id": office.ward.area, "criteria": { "renewals_due": renewals }, "order": { "by": "house" } });
        let minh = office.ward.minh.clone();
        async move { minh.post("/walk-lists/preview", body).await.expect(200) }
    };
    let reason = |date: &str, days: i64, persons: i64| json!([{ "code": "renewal_due", "scheme": "bhxh_tn", "date": date, "days": days, "persons": persons }]);
    for (renewals, expected) in [
        (json!({}), Some(reason("2026-11-30", 5, 3))),
        (json!({ "buckets": ["to_7"] }), Some(reason("2026-11-30", 5, 2))),
        (json!({ "buckets": ["31_to_60"], "schemes": ["bhxh_tn"] }), Some(reason("2026-12-31", 36, 1))),
        (json!({ "until": "2026-11-30", "organisation_id": office.own }), Some(reason("2026-11-30", 5, 2))),
        (json!({ "buckets": ["overdue", "8_to_15"] }), None),
        (json!({ "schemes": ["bhyt_hgd"] }), None),
        (json!({ "organisation_id": office.other }), None),
    ] {
        let shown = asked(renewals.clone()).await;
        let doors = shown["first"].as_array().unwrap_or_else(|| panic!("{shown}"));
        let found = doors.first().map(|door| door["reasons"].clone());
        assert_eq!((doors.len(), &found), (usize::from(expected.is_some()), &expected), "{renewals}: {shown}");
    }
    // Who asked not to be called on is no reason; who will not renew neither.
    let path = format!("/persons/{bay}");
    let etag = office.ward.minh.get(&path).await.header("etag").expect("a version").to_owned();
    office.ward.minh.patch(&path, &etag, json!({ "do_not_contact": true })).await.expect(200);
    let shown = asked(json!({ "buckets": ["to_7"] })).await;
    assert_eq!(shown["first"][0]["reasons"], reason("2026-11-30", 5, 1));
    let due = office.due(&office.mai, "").await;
    let first = due.iter().find(|row| row["person_id"] == json!(office.sau)).expect("hers");
    let stop = json!({ "reason": "money" });
    office.mai.post(&format!("/renewals/{}/stop", id(first)), stop).await.expect(200);
    assert_eq!(asked(json!({ "buckets": ["to_7"] })).await["doors"], json!(0));
}

#[actix_web::test]
async fn a_household_is_one_stop() {
    let office = Office::new().await;
    let (bay, tam) = (office.another(7).await, office.another(8).await);
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&bay, "BL2", "2026-11").await;
    office.month(&tam, "BL3", "2026-12").await;
    let page = office.mai.get("/renewals/stops").await.expect(200);
    let stops = page["items"].as_array().expect("items");
    assert_eq!(stops.len(), 1, "{page}");
    assert_eq!((&stops[0]["household_id"], &stops[0]["paid_to"]), (&json!(office.ward.home), &json!("2026-11-30")));
    let ends: Vec<_> = stops[0]["due"].as_array().expect("due").iter().map(|due| due["paid_to"].clone()).collect();
    assert_eq!(ends, ["2026-11-30", "2026-11-30", "2026-12-31"], "cards and months of everybody together");
    let later = office.mai.get("/renewals/stops?bucket=31_to_60").await.expect(200);
    assert_eq!(later["items"].as_array().expect("items").len(), 1, "asked for alone, the later end is a stop too");
    // Page by page, each household once.
    let one = office.mai.get("/renewals?limit=1").await.expect(200);
    let cursor = one["next_cursor"].as_str().expect("more");
    let rest = office.mai.get(&format!("/renewals?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(rest["items"].as_array().expect("items").len(), 2);
    assert_eq!(rest["next_cursor"], Value::Null);
}

#[actix_web::test]
async fn who_will_not_renew_is_left_in_peace_until_that_is_taken_back() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let due = office.due(&office.mai, "").await;
    let path = format!("/renewals/{}", id(&due[0]));
    let unknown = json!({ "reason": "bored" });
    office.mai.post(&format!("{path}/stop"), unknown).await.expect_problem(422, "unknown-code");
    office.mai.post(&format!("{path}/reopen"), json!({})).await.expect_problem(409, "renewal-state");
    let why = json!({ "reason": "money", "why": "Mùa này thất bát" });
    let stopped = office.mai.post(&format!("{path}/stop"), why.clone()).await.expect(200);
    assert_eq!((&stopped["state"], &stopped["why"]), (&json!("stopped"), &json!("Mùa này thất bát")));
    assert_eq!(office.due(&office.mai, "").await.len(), 0);
    office.mai.post(&format!("{path}/stop"), why).await.expect_problem(409, "renewal-state");
    let again = office.mai.post(&format!("{path}/reopen"), json!({})).await.expect(200);
    assert_eq!((&again["state"], &again["reason"], &again["why"]), (&json!("due"), &Value::Null, &Value::Null));
    // A payment renews it whatever was said before.
    office.mai.post(&format!("{path}/stop"), json!({ "reason": "money" })).await.expect(200);
    office.month(&office.sau, "BL2", "2026-12").await;
    let due = office.due(&office.mai, "").await;
    assert_eq!((due.len(), &due[0]["chain_from"]), (1, &json!("2026-11-01")));
}

#[actix_web::test]
async fn the_manager_says_who_reminds() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let due = office.due(&office.quan, "").await;
    let path = format!("/renewals/{}/assign", id(&due[0]));
    let me = |client: &Client| {
        let client = client.clone();
        async move { id(&client.get("/me").await.expect(200)).to_owned() }
    };
    let (mai, lan) = (me(&office.mai).await, me(&office.ward.lan).await);
    office.mai.post(&path, json!({ "collector_id": mai })).await.expect_problem(403, "not-allowed");
    office.quan.post(&path, json!({ "collector_id": lan })).await.expect_problem(404, "not-found");
    office.quan.post(&path, json!({ "collector_id": mai })).await.expect(200);
    assert_eq!(office.due(&office.quan, &format!("collector_id={mai}")).await.len(), 1);
    assert_eq!(office.due(&office.quan, &format!("collector_id={lan}")).await.len(), 0);
    let path = format!("/renewals/summary?area_id={}", office.ward.area);
    let summary = office.quan.get(&path).await.expect(200);
    assert_eq!((&summary["rows"][0]["key"], &summary["rows"][0]["to_7"]), (&json!(mai), &json!(1)));
}

#[actix_web::test]
async fn what_is_due_is_shown_to_the_own_organisation_and_the_commune() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    assert_eq!(office.due(&office.ward.minh, "").await.len(), 1, "the commune sees who is to be reminded");
    assert_eq!(office.due(&office.board, &format!("organisation_id={}", office.other)).await.len(), 0);
    super::hand_overs::work_for(&office.ward, &office.other);
    let (mai, path) = (office.ward.w.sign_in("mai").await, office.due(&office.board, "").await[0]["id"].clone());
    assert_eq!(office.due(&mai, "").await.len(), 0, "another organisation's");
    mai.get(&format!("/renewals/{}", path.as_str().expect("an id"))).await.expect_problem(404, "not-found");
    office.ward.lan.get("/renewals").await.expect_problem(403, "not-allowed");
}

#[actix_web::test]
async fn who_stays_is_counted_by_the_month_they_began() {
    let office = Office::new().await;
    let bay = office.another(7).await;
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&office.sau, "BL2", "2026-12").await;
    office.paid(&bay, "BL3").await;
    let path = format!("/renewals/persistency?area_id={}&scheme=bhxh_tn", office.ward.area);
    let said = office.board.get(&path).await.expect(200);
    let cohorts = said["cohorts"].as_array().expect("cohorts");
    assert_eq!(
        (cohorts.len(), &cohorts[0]["month"], &cohorts[0]["people"]),
        (1, &json!("2026-11"), &json!(2)),
        "{said}"
    );
    assert_eq!(
        cohorts[0]["kept"][0],
        json!({ "months": 3, "of": 0, "kept": 0, "percent": null }),
        "nobody can know yet"
    );
}

#[actix_web::test]
async fn a_renewal_goes_where_its_person_goes() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let body = json!({ "area_id": office.ward.area, "name": "Hộ Mẫu Mới" });
    let home = id(&office.ward.minh.post("/households", body).await.expect(201)).to_owned();
    let person = format!("/persons/{}", office.sau);
    let etag = office.ward.minh.get(&person).await.header("etag").expect("a version").to_owned();
    office.ward.minh.patch(&person, &etag, json!({ "household_id": home })).await.expect(200);
    let due = office.due(&office.mai, "").await;
    assert_eq!((due.len(), &due[0]["household_id"]), (1, &json!(home)));
    // Entered twice: what is due of the one is due of the other.
    let twin = json!({ "household_id": home, "full_name": "Trần Thị Mẫu Sáu", "birth": "1985" });
    let twin = id(&office.ward.minh.post("/persons", twin).await.expect(201)).to_owned();
    office.ward.minh.post(&format!("{person}/merge"), json!({ "into_id": twin })).await.expect(201);
    let due = office.due(&office.mai, "").await;
    assert_eq!((due.len(), &due[0]["person_id"]), (1, &json!(twin)));
}

#[actix_web::test]
async fn two_records_of_one_person_have_one_end_until_they_are_two_again() {
    let office = Office::new().await;
    let bay = office.another(7).await;
    office.month(&office.sau, "BL1", "2026-11").await;
    office.month(&bay, "BL2", "2026-11").await;
    office.month(&bay, "BL3", "2026-12").await;
    let due = async || -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let due = office.due(&office.mai, "").await;
        due.iter().map(|due| (text(&due["person_id"]), text(&due["paid_to"]), text(&due["chain_from"]))).collect()
    };
    let end = |who: &str, to: &str, from: &str| (who.to_owned(), to.to_owned(), from.to_owned());
    let two = [end(&office.sau, "2026-11-30", "2026-11-01"), end(&bay, "2026-12-31", "2026-11-01")];
    assert_eq!(due().await, two);
    for (merged, kept) in [(&office.sau, &bay), (&bay, &office.sau)] {
        let path = format!("/persons/{merged}/merge");
        let merge = office.ward.minh.post(&path, json!({ "into_id": kept })).await.expect(201);
        assert_eq!(due().await, [end(kept, "2026-12-31", "2026-11-01")], "one person is reminded once");
        office.ward.minh.post(&format!("/person-merges/{}/undo", id(&merge)), json!({})).await.expect(200);
        assert_eq!(due().await, two, "each as it was");
    }
}

#[actix_web::test]
async fn who_paid_on_is_not_due_again_by_reopening_an_earlier_end() {
    let office = Office::new().await;
    office.month(&office.sau, "BL1", "2026-11").await;
    let path = format!("/renewals/{}", id(&office.due(&office.mai, "").await[0]));
    office.month(&office.sau, "BL2", "2026-12").await;
    // As it stood before a payment renewed what had been stopped.
    let stopped = "UPDATE renewals SET state = 'stopped', renewed_by_id = NULL WHERE paid_to = '2026-11-30'";
    Inside::of(&office.ward.w).run(stopped);
    office.mai.post(&format!("{path}/reopen"), json!({})).await.expect_problem(409, "renewal-paid-on");
    assert_eq!(office.mai.get(&path).await.expect(200)["state"], "stopped");
}
