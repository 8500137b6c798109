//! Phones whose clocks are wrong, over HTTP: the same operations end in the same tables as with true clocks.
//!
//! Compared is every row a phone writes, without what only repeats its claim: `occurred_at` (of visits and operations),
//! `clock_suspect`, `clock_skew_s`, `payload_hash` (the hash of what was sent, times included). A clock that is wrong but
//! steady leaves everything else the same, so also when a visit counts and when a consent was given. Of a clock that jumps
//! between an operation and its push nobody can say afterwards by how much: there `counted_at`, `counted_on`, `given_at`
//! and `withdrawn_at` are claims too, and what is shown is that they are flagged and never lie ahead. Left out in all runs is
//! what is drawn at random: sealed values (they are opened by the views of `GET`), ids of rows the server makes itself.
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    World,
    db::on_postgres,
    inside::Inside,
    phone::{Fate, Phone, household, new_id, visit},
    random::Random,
};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;
/// From one operation to the next, by true time.
const PACE: i64 = 5;
const OPS_A_PUSH: usize = 4;
/// More than this counts as wrong.
const TOLERATED: i64 = 600;

/// Every table a phone writes: what makes a row, and the columns that are compared.
const TABLES: &[(&str, &str)] = &[
    ("households", "id, area_id, name, house_number, do_not_contact, status, rev"),
    ("persons", "id, household_id, area_id, full_name, birth_year, sex, do_not_contact, status, rev"),
    ("person_name_words", "person_id, position, tail_key, area_id"),
    ("group_claims", "id, household_id, person_id, group_code, valid_from, valid_to, rev"),
    ("consents", "id, person_id, purpose, given_how, withdrawn_how, rev, given_at, withdrawn_at"),
    ("covers", "id, person_id, scheme, state, valid_from, known_on, source"),
    (
        "visits",
        "id, household_id, area_id, user_id, outcome, place_state, amends_id, amended_by_id, rev, counted_at, counted_on",
    ),
    ("visit_people", "visit_id, person_id"),
    ("visit_interests", "visit_id, person_id, scheme, interest"),
    (
        "follow_ups",
        "household_id, person_id, area_id, due_from, due_to, priority, origin, origin_visit_id, status, closed_by_visit_id, rev",
    ),
    ("sync_ops", "op_id, seq, user_id, entity, entity_id, kind, status, code, field, rev"),
    ("refused_ops", "op_id, entity, entity_id, code, field, quarantined, state"),
    ("field_versions", "entity, field, rev, others_rev"),
    ("conflicts", "entity, entity_id, field, base_rev, op_id, state"),
    ("feed", "rev, entity, kind, area_id"),
    ("devices", "id, user_id, area_id, complete_to, schema_version"),
];
/// What a clock that jumps leaves unknown.
const UNKNOWN: [&str; 4] = ["given_at", "withdrawn_at", "counted_at", "counted_on"];

/// A clock: by how many seconds it is ahead, asked anew for every operation and every push.
type Clock = Box<dyn FnMut() -> i64>;

/// The rows of each table.
type Tables = BTreeMap<&'static str, Vec<String>>;

/// An operation that happens at a true time; a field `*_at` in it is filled from the phone's clock.
struct Entered {
    op: Value,
    clocked: Option<&'static str>,
}

/// A day's work on one phone, each operation a little after the last; a sign-in lasts ten minutes.
fn days_work(area: &str) -> Vec<Entered> {
    let mut phone = Phone::alone(crate::support::world::start());
    let mut clocked: BTreeMap<String, &'static str> = BTreeMap::new();
    for n in 0..6 {
        let door = phone.create("household", household(area, &format!("Hộ Mẫu {n}")));
        let person = phone.create(
            "person",
            json!({ "household_id": door, "full_name": format!("Trần Mẫu {n}"), "birth": "1985-03-20" }),
        );
        let consent = new_id();
        let given =
            json!({ "person_id": person, "purpose": "campaign_contact", "text_version": "1", "given_how": "spoken" });
        clocked.insert(phone.enter("create", "consent", &consent, given), "given_at");
        phone.create("group_claim", json!({ "household_id": door, "group": "poor", "valid_from": "2026-01-01" }));
        phone.create("cover", json!({ "person_id": person, "scheme": "bhyt", "state": "none", "known_on": "2026-11-24", "source": "said" }));
        let promise = json!({ "due_from": "2026-12-01", "due_to": "2026-12-10" });
        let met = json!({ "people": [person], "interests": [{ "person_id": person, "scheme": "bhxh_tn", "interest": "yes" }], "follow_up": promise });
        let seen = phone.create("visit", visit(&door, "appointment", met));
        let mut amended = visit(&door, "informed", json!({ "people": [person] }));
        amended["amend_reason"] = json!("nhầm");
        amended["id"] = json!(new_id());
        phone.enter("amend", "visit", &seen, amended);
        phone.patch("household", &door, json!({ "house_number": format!("{n}B") }));
        clocked.insert(phone.enter("end", "consent", &consent, json!({ "how": "spoken" })), "at");
        phone.create("visit", visit(&door, "danced", json!({})));
    }
    let entered = phone.ledger.into_iter();
    entered
        .map(|e| Entered { clocked: clocked.get(e.op["op_id"].as_str().expect("an id")).copied(), op: e.op })
        .collect()
}

/// Does the day's work with this clock; the tables in the end and whether every clock was found out.
async fn run(work: &[Entered], device: &Phone, area: &str, mut clock: Clock) -> Tables {
    let w = World::new().await;
    assert_eq!(w.here("31825").to_string(), area, "the same world");
    let mut phone = Phone::new(w.sign_in("lan").await, w.clock.now());
    (phone.device_id, phone.epoch) = (device.device_id.clone(), device.epoch.clone());
    let mut skewed = Vec::new();
    for part in work.chunks(OPS_A_PUSH) {
        for entered in part {
            let (mut op, shown) = (entered.op.clone(), w.clock.now().plus_seconds(clock()));
            op["occurred_at"] = json!(shown);
            if let Some(field) = entered.clocked {
                op["fields"][field] = json!(shown);
            }
            w.clock.advance_seconds(PACE);
            phone.ledger.push(crate::support::phone::Entry { op, fate: Fate::Waiting, acked: None });
        }
        (phone.now, phone.skew) = (w.clock.now(), clock());
        let answer = phone.push().await;
        assert_eq!(answer["clock_skew_s"], json!(phone.skew));
        skewed.push((part, phone.skew));
    }
    let mut inside = Inside::of(&w);
    let now = w.clock.now().to_string();
    let ahead = inside.lines("SELECT id AS line FROM visits WHERE NOT clock_suspect AND counted_at > created_at");
    assert!(ahead.is_empty(), "counted ahead of us without a doubt at {now}: {ahead:?}");
    let suspects = inside.lines("SELECT id AS line FROM visits WHERE clock_suspect");
    for (part, skew) in skewed {
        for op in part.iter().map(|e| &e.op).filter(|op| op["entity"] == "visit" && op["kind"] == "create") {
            let id = op["entity_id"].as_str().expect("an id").to_owned();
            let refused = op["fields"]["outcome"] == "danced";
            assert!(refused || skew.abs() <= TOLERATED || suspects.contains(&id), "a skew of {skew} s is not flagged");
        }
    }
    TABLES.iter().map(|(table, columns)| (*table, shown(&mut inside, table, columns))).collect()
}

fn shown(inside: &mut Inside, table: &str, columns: &str) -> Vec<String> {
    let text = |column: &str| match on_postgres() {
        true => format!("coalesce({column}::text, '')"),
        false => format!("coalesce(CAST({column} AS TEXT), '')"),
    };
    let row: Vec<String> = columns.split(", ").map(|c| format!("'{c}=' || {}", text(c))).collect();
    let mut rows = inside.lines(&format!("SELECT {} AS line FROM {table}", row.join(" || '; ' || ")));
    rows.sort_unstable();
    rows
}

/// Without the columns a jumping clock leaves unknown.
fn known(tables: &Tables) -> Tables {
    let row = |row: &String| {
        let kept: Vec<&str> = row.split("; ").filter(|c| !UNKNOWN.iter().any(|u| c.starts_with(u))).collect();
        kept.join("; ")
    };
    let sorted = |rows: &Vec<String>| {
        let mut rows: Vec<String> = rows.iter().map(row).collect();
        rows.sort_unstable();
        rows
    };
    tables.iter().map(|(table, rows)| (*table, sorted(rows))).collect()
}

#[actix_web::test]
async fn wrong_clocks_end_in_the_same_tables() {
    let area = World::new().await.here("31825").to_string();
    let (work, device) = (days_work(&area), Phone::alone(crate::support::world::start()));
    let steady = |skew: i64| -> Clock { Box::new(move || skew) };
    let truth = run(&work, &device, &area, steady(0)).await;
    assert!(TABLES.iter().all(|(table, _)| *table == "conflicts" || !truth[table].is_empty()), "an empty table");
    assert_eq!(truth["refused_ops"].len(), 6, "{:?}", truth["refused_ops"]);
    let until_1970 = -crate::support::world::start().unix();
    for skew in [-10 * YEAR, until_1970, 14 * HOUR, 3 * YEAR] {
        let tables = run(&work, &device, &area, steady(skew)).await;
        for (table, rows) in &tables {
            assert_eq!(rows, &truth[table], "{table} with a clock {skew} s ahead");
        }
    }
    let mut random = Random::new(20_261_126);
    let jumps = [-10 * YEAR, until_1970, 14 * HOUR, 3 * YEAR, 0, -HOUR, 90 * DAY];
    let jumping: Clock = Box::new(move || jumps[usize::try_from(random.below(7)).expect("an index")]);
    let tables = known(&run(&work, &device, &area, jumping).await);
    for (table, rows) in &known(&truth) {
        assert_eq!(&tables[table], rows, "{table} with a clock that jumps");
    }
}
