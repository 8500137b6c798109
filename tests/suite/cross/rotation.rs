//! Everything is sealed with a new key by the real program, which is killed five times meanwhile: every value opens in
//! the end, without the old key.
//!
//! `TUNGNHA_SEALED_ROWS` says how many rows (`make torture`: 100,000), `TUNGNHA_SEED` at which moments it is killed.
use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use serde_json::json;
use tungnha::{
    access::Scope,
    base::{Clock, id::HouseholdId},
    db::{Db, Event, Place, Who},
    features::{
        areas,
        people::write::{insert_household, insert_person},
    },
};

use crate::support::{
    asked::asked,
    db::{TestDb, keys_folder},
    dump::tamper,
    process::program,
    random::Random,
    world::start,
};

const AT_ONCE: u64 = 500;
const PERSONS_EACH: u64 = 9;
const KILLS: usize = 5;
const HOUSEHOLD_COLUMNS: &[&str] = &["address_sealed", "note_sealed"];
const PERSON_COLUMNS: &[&str] =
    &["birth_sealed", "citizen_sealed", "insurance_sealed", "card_sealed", "phone_sealed", "note_sealed"];

#[derive(QueryableByName)]
struct Lying {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    sealed: String,
}

/// Households of nine, by the register's own writes.
fn fill(db: &Db, rows: u64) {
    let today = db.clock().today();
    let area = db.read_now(|conn| areas::by_code(conn, "31825", today)).expect("a read").expect("a ward").id;
    for first in (0..rows).step_by(usize::try_from(AT_ONCE).expect("a step")) {
        db.write_now(Who::program("tests"), move |tx| {
            let (scope, mut home) = (Scope::whole("tests", today), None::<HouseholdId>);
            for n in first..rows.min(first + AT_ONCE) {
                if n % (PERSONS_EACH + 1) == 0 {
                    let body = json!({ "area_id": area, "name": "Hộ Mẫu", "address": format!("đường kín {n}"), "note": "nhà kín" });
                    home = Some(insert_household(tx, &scope, serde_json::from_value(body).expect("a household"))?.id);
                    continue;
                }
                let body = json!({ "household_id": home, "full_name": "Nguyễn Thị Mẫu", "birth": format!("1985-03-{:02}", n % 28 + 1),
                    "citizen_id": format!("096085{n:06}"), "insurance_number": format!("9677{n:06}"),
                    "card_number": format!("GD4967{n:09}"), "phone": format!("0917{n:06}"), "note": format!("ghi chú kín {n}") });
                insert_person(tx, &scope, serde_json::from_value(body).expect("a person"))?;
            }
            tx.record(Event::new("test.filled", "area", area));
            Ok(())
        })
        .expect("a register");
    }
}

/// How many rows are sealed with this key.
fn sealed_with(db: &Db, key: u32) -> u64 {
    let count = |table: &str| -> u64 {
        let sql = format!("SELECT '' AS id, CAST(count(*) AS TEXT) AS sealed FROM {table} WHERE seal_key = {key}");
        let row: Lying = db.read_now(|conn| Ok(sql_query(sql).get_result(conn)?)).expect("a count");
        row.sealed.parse().expect("a number")
    };
    count("households") + count("persons")
}

/// Opens every value; how many there are.
fn open_all(db: &Db) -> usize {
    let column = |table: &'static str, column: &'static str| -> usize {
        let sql = format!("SELECT id, {column} AS sealed FROM {table} WHERE {column} IS NOT NULL");
        let all: Vec<Lying> = db.read_now(|conn| Ok(sql_query(sql).load(conn)?)).expect("values");
        for row in &all {
            assert!(row.sealed.starts_with("2:"), "{table}.{column} lies under another key");
            db.seals().open(Place { table, column, row: &row.id }, &row.sealed).expect("it opens");
        }
        all.len()
    };
    HOUSEHOLD_COLUMNS.iter().map(|name| column("households", name)).sum::<usize>()
        + PERSON_COLUMNS.iter().map(|name| column("persons", name)).sum::<usize>()
}

/// Starts `tungnha keys …` and kills it once that is `enough`; whether it had ended by itself.
fn broken_off(url: &str, keys: &Path, verb: &str, mut enough: impl FnMut() -> bool) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["keys", verb])
        .env("DATABASE_URL", url)
        .env("TUNGNHA_KEYS", keys)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let ended = loop {
        if child.try_wait().expect("a child").is_some() {
            break true;
        }
        if enough() {
            break false;
        }
        thread::park_timeout(Duration::from_millis(2));
    };
    let _ = child.kill();
    child.wait().expect("it ended");
    ended
}

#[test]
fn rotating_the_key_of_many_rows_may_be_killed_and_leaves_everything_readable() {
    let (db, rows, seed) = (TestDb::filled(), asked("TUNGNHA_SEALED_ROWS", 10_000), asked("TUNGNHA_SEED", 20_261_126));
    println!("TUNGNHA_SEED={seed}");
    let (folder, mut random, clock) = (keys_folder(), Random::new(seed), Clock::fixed(start()));
    let (keys, started) = (folder.join("keys"), Instant::now());
    fill(&db.open(&clock), rows);
    println!("{rows} rows written in {:?}", started.elapsed());
    let open = db.open(&clock);
    let (started, mut left, mut in_the_middle) = (Instant::now(), rows, 0);
    for kill in 0..KILLS {
        // A rotation that was killed before it made a key is begun again.
        let has_key = db.open(&clock).seals().key_number().expect("a key") == 2;
        let verb = if has_key { "reseal" } else { "rotate" };
        // The first at some moment of its beginning, the others when a part of what is left is done: how fast is the machine's affair.
        let (begun, after) = (Instant::now(), Duration::from_millis(random.below(500)));
        let still_left = left - random.below((left / 2).max(1));
        let ended = broken_off(&db.url, &keys, verb, || match kill {
            0 => begun.elapsed() >= after,
            _ => sealed_with(&open, 1) < still_left,
        });
        let (old, new) = (sealed_with(&open, 1), sealed_with(&open, 2));
        assert_eq!(old + new, rows, "each row under one key");
        assert!(old <= left, "what was sealed anew stays so");
        in_the_middle += u32::from(!ended && old > 0 && new > 0);
        left = old;
    }
    let said = program(&db.url, &keys, &["keys", "reseal"]);
    println!(
        "{left} rows were left after {KILLS} kills, {in_the_middle} of them in the middle; all took {:?}: {said}",
        started.elapsed()
    );
    assert!(in_the_middle > 0, "never killed in the middle of it");
    assert_eq!((sealed_with(&open, 1), sealed_with(&open, 2)), (0, rows));
    drop(open);
    assert_eq!(tamper(&db, "DELETE FROM data_keys WHERE n = 1"), 1);
    let homes = rows.div_ceil(PERSONS_EACH + 1);
    let values = usize::try_from(homes * 2 + (rows - homes) * 6).expect("a count");
    assert_eq!(open_all(&db.open(&clock)), values);
}
