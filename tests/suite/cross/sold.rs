//! People are signed up and pay at their doors while everything goes wrong: what was acknowledged stands once, with its
//! receipt, its steps in order and the end that is to be renewed.
use std::{collections::BTreeMap, net::SocketAddr};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::Clock,
    db::schema::{enrolment_receipts, enrolment_steps, enrolments, hand_overs, renewals},
    features::FIGURES,
};

use crate::support::{
    World,
    db::TestDb,
    inside::Inside,
    phone::{Entry, Fate, Phone},
    process::{Line, sign_in},
    world::PASSWORD,
};

/// Phones that sell, beside those that call.
pub(super) const SELLERS: u32 = 2;
const STEPS: [&str; 3] = ["promised", "declared", "paid"];

/// Where people sign up: a ward and the organisation that collects there.
pub(super) struct Shop {
    pub area: String,
    pub organisation: String,
    /// The day of every payment.
    pub on: String,
    /// What a year costs on that day.
    pub payable_vnd: i64,
}

fn question(area: &str, on: &str) -> Value {
    json!({ "scheme": "bhxh_tn", "area_id": area, "on": on, "method": "year", "income_vnd": 1_500_000, "groups": ["near_poor"] })
}

impl Shop {
    /// Has Mai collect in this area for an organisation of her own.
    pub(super) fn open(address: SocketAddr, area: &str) -> Self {
        let ask = |who: &str, path: &str, body: Option<Value>| -> Value {
            let mut line = Line::open(address, &sign_in(address, who, PASSWORD)).expect("a connection");
            let path = format!("/api/v1{path}");
            let answer = match body {
                Some(body) => line.post(&path, &body.to_string()),
                None => line.get(&path),
            };
            let (status, bytes) = answer.expect("an answer");
            assert!(status < 300, "{path}: {status} {}", String::from_utf8_lossy(&bytes));
            serde_json::from_slice(&bytes).expect("JSON")
        };
        let on = Clock::System.now().day().to_string();
        let body = json!({ "name": "Bưu điện Mẫu", "kind": "collection_organisation", "area_id": area });
        let made = ask("trung", "/organisations", Some(body));
        let organisation = made["id"].as_str().expect("an id").to_owned();
        let mai = ask("mai", "/me", None);
        let grant = json!({ "role": "collector", "area_id": area, "organisation_id": organisation, "valid_from": on });
        ask("tuan", &format!("/users/{}/grants", mai["id"].as_str().expect("an id")), Some(grant));
        let quote = ask("mai", "/quotes", Some(question(area, &on)));
        let payable_vnd = quote["payable_vnd"].as_i64().expect("an amount");
        Self { area: area.to_owned(), organisation, on, payable_vnd }
    }

    /// The same in a world of one process.
    pub(super) async fn of(w: &World, area: &str) -> Self {
        let kind = "collection_organisation";
        let organisation = w.organisation("Bưu điện Mẫu", kind, w.here("96")).await;
        let roles = "('collector', 'collector_manager')";
        Inside::of(w).run(&format!("UPDATE grants SET organisation_id = '{organisation}' WHERE role IN {roles}"));
        let on = w.clock.today().to_string();
        let quote = w.sign_in("mai").await.post("/quotes", question(area, &on)).await.expect(200);
        let payable_vnd = quote["payable_vnd"].as_i64().expect("an amount");
        Self { area: area.to_owned(), organisation, on, payable_vnd }
    }

    /// What the `n`th phone does at door after door: the household is handed over, a quote made and promised, the form
    /// filled, the money taken.
    pub(super) fn sales(&self, n: u32) -> impl FnMut(&mut Phone) {
        let mut sold = 0;
        move |phone| {
            sold += 1;
            let home = json!({ "area_id": self.area, "name": "Hộ Mẫu", "house_number": "12A" });
            let home = phone.create("household", home);
            let given = json!({ "household_id": home, "schemes": ["bhxh_tn"], "organisation_id": self.organisation });
            phone.create("hand_over", given);
            let person = phone.create(
                "person",
                json!({ "household_id": home, "full_name": "Trần Thị Mẫu", "birth": "1990-01-01", "sex": "female",
                    "citizen_id": format!("096190{n}{sold:05}"), "relation": "head" }),
            );
            let asked = json!({ "question": question(&self.area, &self.on), "shown_vnd": self.payable_vnd });
            let quote = phone.create("kept_quote", asked);
            let enrolment = phone.create(
                "enrolment",
                json!({ "kept_quote_id": quote, "member_key": "self", "person_id": person,
                    "organisation_id": self.organisation, "source": { "kind": "own_initiative" } }),
            );
            phone.enter("declare", "enrolment", &enrolment, json!({}));
            let paid = json!({ "receipt_number": format!("K{n}-{sold}"), "receipt_on": self.on, "paid_on": self.on,
                "amount_vnd": self.payable_vnd });
            phone.enter("pay", "enrolment", &enrolment, paid);
        }
    }
}

/// Each sale that was acknowledged stands once, whole, and nothing else was sold; what is kept of sums equals a recount.
pub(super) fn check_sold(db: &TestDb, entered: &[Entry]) {
    let mut paid: BTreeMap<String, String> = BTreeMap::new();
    for entry in entered.iter().filter(|entry| entry.op["kind"] == "pay") {
        let told = matches!(&entry.fate, Fate::Told { status, code: None, .. } if status == "accepted");
        assert!(told, "{:?}", entry.fate);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        paid.insert(text(&entry.op["entity_id"]), text(&entry.op["fields"]["receipt_number"]));
    }
    assert!(paid.len() > 10, "too little was sold to prove anything: {}", paid.len());
    let (at, steps, receipts, ends, handed) = db
        .open(&Clock::System)
        .read_now(|conn| {
            let at: Vec<(String, String)> = enrolments::table.select((enrolments::id, enrolments::step)).load(conn)?;
            let steps: Vec<(String, String)> = enrolment_steps::table
                .order((enrolment_steps::enrolment_id, enrolment_steps::n))
                .select((enrolment_steps::enrolment_id, enrolment_steps::to_step))
                .load(conn)?;
            let receipts: Vec<(String, String)> = enrolment_receipts::table
                .select((enrolment_receipts::enrolment_id, enrolment_receipts::number))
                .load(conn)?;
            let ends: Vec<(Option<String>, String)> =
                renewals::table.select((renewals::enrolment_id, renewals::state)).load(conn)?;
            let handed: Vec<(Option<String>, String)> =
                hand_overs::table.select((hand_overs::enrolment_id, hand_overs::state)).load(conn)?;
            Ok((at, steps, receipts, ends, handed))
        })
        .expect("the database reads");
    let all_paid: BTreeMap<String, String> = paid.keys().map(|id| (id.clone(), "paid".to_owned())).collect();
    assert_eq!((at.len(), at.into_iter().collect::<BTreeMap<_, _>>()), (paid.len(), all_paid), "lost or doubled");
    assert_eq!((receipts.len(), receipts.into_iter().collect::<BTreeMap<_, _>>()), (paid.len(), paid.clone()));
    let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, step) in steps {
        taken.entry(id).or_default().push(step);
    }
    assert_eq!(taken.len(), paid.len());
    assert!(taken.values().all(|steps| *steps == STEPS), "steps out of order");
    for (what, rows, state) in [("renewals", ends, "due"), ("hand-overs", handed, "done")] {
        assert_eq!(rows.len(), paid.len(), "{what}");
        let found: BTreeMap<String, String> = rows.into_iter().filter_map(|(id, state)| Some((id?, state))).collect();
        let whole = paid.keys().all(|id| found.get(id).is_some_and(|found| found == state));
        assert!(whole, "{what} of a sale that are not {state}, once");
    }
    println!("{} sales", paid.len());
    for figures in FIGURES {
        let found = db.open(&Clock::System).read_now(|conn| figures.verify(conn)).expect("a recount");
        assert_eq!(found.different, 0, "figures of {} differ: {found:?}", figures.name);
    }
}
