//! D05-TS of a hundred thousand people: from the order until the file is there.
use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use diesel::{RunQueryDsl, sql_query, sql_types::Text};
use serde_json::{Value, json};
use tungnha::{
    base::{Clock, id::AreaId},
    db::{Db, DbSettings, Keys, Place},
};

use crate::{
    data::{self, Country, NOW, ROWS_AT_ONCE, Rows, id},
    people::{self, settle, without_indexes},
    process::{self, Line, Server},
};

/// Seconds, and MiB above what the program had before.
const BUDGET: (f64, f64) = (10.0, 100.0);
const PATIENCE: Duration = Duration::from_secs(120);
const LOOKS: Duration = Duration::from_millis(20);
/// Sign-ups that are handed in together.
const BATCH: usize = 200;

/// What was measured of a paper.
pub struct Made {
    lines: i64,
    bytes: i64,
    took: Duration,
    /// Resident memory above what the program had before, MiB.
    grew: f64,
}

#[derive(diesel::QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    household_id: String,
}

/// Hands everybody of a commune in, and has the paper of it made.
pub fn fill_and_measure(url: &str, folder: &Path, country: &Country) -> Made {
    let (area, server) = (country.communes[2], Server::start(url, folder));
    let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    let (organisation, answer) = organisation(&server, &token, country.whole, area);
    drop(server);
    fill(url, &folder.join("keys"), area, &organisation, &answer);
    measure(&Server::start(url, folder), &token, area, &organisation)
}

/// A collection organisation, and what a quote answers.
fn organisation(server: &Server, token: &str, country: AreaId, commune: AreaId) -> (String, String) {
    let mut line = Line::open(server.address, token).expect("a connection");
    let body = json!({ "name": "Bưu điện mẫu", "kind": "collection_organisation", "area_id": country }).to_string();
    let (status, made) = line.post("/api/v1/organisations", &body).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&made));
    let made: Value = serde_json::from_slice(&made).expect("an organisation");
    let question = json!({ "scheme": "bhxh_tn", "area_id": commune, "method": "year", "income_vnd": 1_500_000, "groups": ["near_poor"] });
    let (status, answer) = line.post("/api/v1/quotes", &question.to_string()).expect("an answer");
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    (made["id"].as_str().expect("an id").to_owned(), String::from_utf8(answer).expect("text"))
}

/// A paid sign-up for everybody of a commune, each with a quote of its own, handed in two hundred at a time.
fn fill(url: &str, keys_file: &Path, area: AreaId, organisation: &str, answer: &str) {
    let keys = Keys::read(keys_file).expect("the keys");
    let settings = DbSettings { url: url.to_owned(), readers: 1, wait: PATIENCE };
    let seals = Db::open(&settings, &keys, &Clock::System).expect("the database opens").seals().clone();
    let tables = ["kept_quotes", "enrolments", "enrolment_receipts", "enrolment_batches"];
    without_indexes(url, &tables, |conn| {
        let people: Vec<Known> =
            sql_query(format!("SELECT id, household_id FROM persons WHERE area_id = '{area}' ORDER BY id"))
                .load(conn)
                .expect("people");
        let mut quotes = Rows::of(
            "kept_quotes",
            "id, area_id, organisation_id, scheme, on_day, law_n, question_sealed, answer_sealed, seal_key, members, full_vnd, \
             state_vnd, local_vnd, other_vnd, payable_vnd, starts_on, paid_to, valid_to, kept_at",
        );
        let mut batches = Rows::of(
            "enrolment_batches",
            "id, organisation_id, area_id, scheme, handed_in_on, members, created_at, rev",
        );
        let mut sign_ups = Rows::of(
            "enrolments",
            "id, person_id, household_id, area_id, organisation_id, kept_quote_id, member_key, scheme, method, months, quoted_on, \
             period_from, paid_to, kept_to, lapsed_after, starts_on, income_vnd, full_vnd, state_vnd, local_vnd, other_vnd, \
             payable_vnd, kind, step, source, batch_id, created_at, rev",
        );
        let mut receipts = Rows::of(
            "enrolment_receipts",
            "id, enrolment_id, organisation_id, number, number_key, year, issued_on, paid_on, amount_vnd, created_at",
        );
        for (n, person) in people.iter().enumerate() {
            let (quote, own, batch) = (id(21, n), id(22, n), id(23, n / BATCH));
            let place = Place { table: "kept_quotes", column: "answer_sealed", row: &quote };
            let sealed = seals.seal(place, answer).expect("sealed");
            let money = "3960000, 1584000, 0, 0, 2376000";
            quotes.add(format_args!(
                "'{quote}', '{area}', '{organisation}', 'bhxh_tn', '2026-11-25', 1, '', '{sealed}', 1, 1, {money}, '2026-11-01', \
                 '2027-10-31', '2026-11-30', '{NOW}'"
            ));
            if n % BATCH == 0 {
                let members = BATCH.min(people.len() - n);
                batches.add(format_args!(
                    "'{batch}', '{organisation}', '{area}', 'bhxh_tn', '2026-11-25', {members}, '{NOW}', 1"
                ));
            }
            sign_ups.add(format_args!(
                "'{own}', '{}', '{}', '{area}', '{organisation}', '{quote}', 'self', 'bhxh_tn', 'year', 12, '2026-11-25', '2026-11-01', \
                 '2027-10-31', '2027-10-31', '2028-05-31', '2026-11-01', 1500000, {money}, 'new', 'handed_in', 'own_initiative', \
                 '{batch}', '{NOW}', 1",
                person.id, person.household_id
            ));
            receipts.add(format_args!(
                "'{}', '{own}', '{organisation}', '{n:07}', '{n:07}', 2026, '2026-11-25', '2026-11-25', 2376000, '{NOW}'",
                id(24, n)
            ));
            if n % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 || n == people.len() - 1 {
                for rows in [&mut quotes, &mut batches, &mut sign_ups, &mut receipts] {
                    rows.send(conn);
                }
                settle(conn);
            }
        }
    });
    people::count_sign_ups(url, keys_file);
}

/// Orders the paper of everything that was handed in, and waits until it is there.
fn measure(server: &Server, token: &str, area: AreaId, organisation: &str) -> Made {
    let mut line = Line::open(server.address, token).expect("a connection");
    line.wait_up_to(PATIENCE).expect("a patient connection");
    let before = server.resident();
    let body = json!({ "paper": "d05_ts", "organisation_id": organisation, "area_id": area, "from": "2026-11-01", "to": "2026-11-25" });
    let started = Instant::now();
    let (status, ordered) = line.post("/api/v1/papers", &body.to_string()).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&ordered));
    let ordered: Value = serde_json::from_slice(&ordered).expect("JSON");
    let path = format!("/api/v1/papers/{}", ordered["id"].as_str().expect("an id"));
    loop {
        let (_, bytes) = line.get(&path).expect("an answer");
        let now: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_ne!(now["state"], "failed", "{now}");
        if now["state"] == "ready" {
            let took = started.elapsed();
            let whole = |name: &str| now[name].as_i64().expect("a number");
            return Made { lines: whole("lines"), bytes: whole("bytes"), took, grew: server.most_resident() - before };
        }
        assert!(started.elapsed() < PATIENCE, "{now}");
        thread::park_timeout(LOOKS);
    }
}

/// As markdown.
pub fn print(all: &[(&'static str, Made)]) {
    println!("\n| D05-TS | database | made | memory above idle | file |\n|---|---|---|---|---|");
    for (database, made) in all {
        println!(
            "| {} lines | {database} | {:.1} s (< {:.0}) | {:.0} MiB (< {:.0}) | {:.1} MiB |",
            made.lines,
            made.took.as_secs_f64(),
            BUDGET.0,
            made.grew,
            BUDGET.1,
            f64::from(i32::try_from(made.bytes / 1_024).unwrap_or(i32::MAX)) / 1_024.0
        );
    }
}
