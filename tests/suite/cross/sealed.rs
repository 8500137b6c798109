//! Sealed columns: they open where they stand and nowhere else, and show nothing to who reads the database.
use std::collections::BTreeSet;

use diesel::prelude::*;
use tungnha::{
    base::Clock,
    db::{Db, Place, Seals, Who, schema::ledger},
};

use crate::support::{
    World,
    db::{TestDb, keys},
    dump::{dump, tamper},
    world::start,
};

const CITIZEN: &str = "096085001234";

fn place(row: &str) -> Place<'_> {
    Place { table: "persons", column: "citizen", row }
}

/// Adds a data key; like every write it leaves one audit line.
fn add_key(db: &TestDb) {
    let open = db.open(&Clock::fixed(start()));
    let lines = |db: &Db| -> i64 {
        db.read_now(|conn| Ok(ledger::table.select(ledger::audit_n).first(conn)?)).expect("a number")
    };
    let before = lines(&open);
    open.write_now(Who::program("test"), Seals::add_key).expect("a new key");
    assert_eq!(lines(&open), before + 1);
}

fn seals(db: &TestDb) -> Seals {
    db.open(&Clock::fixed(start())).seals().clone()
}

#[actix_web::test]
async fn a_sealed_value_opens_only_where_it_was_sealed() {
    let seals = World::new().await.api.db.seals().clone();
    let sealed = seals.seal(place("a"), CITIZEN).expect("sealed");
    assert_eq!(seals.open(place("a"), &sealed).expect("opened"), CITIZEN);
    for elsewhere in [
        place("b"),
        Place { table: "households", ..place("a") },
        Place { column: "insurance", ..place("a") },
        Place { row: "", ..place("a") },
    ] {
        seals.open(elsewhere, &sealed).expect_err("another place");
    }
    // Every character counts; none of the changed texts opens as something else.
    for at in 0..sealed.len() {
        let mut changed: Vec<char> = sealed.chars().collect();
        changed[at] = if changed[at] == 'A' { 'B' } else { 'A' };
        let changed: String = changed.into_iter().collect();
        seals.open(place("a"), &changed).expect_err("changed");
        seals.open(place("a"), &sealed[..at]).expect_err("cut");
    }
    assert_eq!(format!("{seals:?}"), "Seals(***)");
}

#[actix_web::test]
async fn equal_values_are_sealed_differently_and_found_by_their_index() {
    let seals = World::new().await.api.db.seals().clone();
    let sealed: BTreeSet<String> = (0..100).map(|_| seals.seal(place("a"), CITIZEN).expect("sealed")).collect();
    assert_eq!(sealed.len(), 100);
    let index = seals.index("citizen", CITIZEN).expect("an index");
    assert_eq!(seals.index("citizen", CITIZEN).expect("an index"), index);
    assert_eq!(seals.indexes("citizen", CITIZEN), [index.as_str()]);
    assert_ne!(seals.index("insurance", CITIZEN).expect("an index"), index, "a column has its own index");
    assert_ne!(seals.index("citizen", "096085001235").expect("an index"), index);
    assert!(!index.contains(CITIZEN) && sealed.iter().all(|text| !text.contains(CITIZEN)));
}

#[actix_web::test]
async fn a_new_data_key_seals_and_the_old_ones_still_open() {
    let db = TestDb::filled();
    let before = seals(&db);
    let old = before.seal(place("a"), CITIZEN).expect("sealed");
    add_key(&db);
    let after = seals(&db);
    assert_eq!((before.key_number().expect("a key"), after.key_number().expect("a key")), (1, 2));
    assert_eq!(after.open(place("a"), &old).expect("opened"), CITIZEN);
    let new = after.seal(place("a"), CITIZEN).expect("sealed");
    assert_eq!(after.open(place("a"), &new).expect("opened"), CITIZEN);
    before.open(place("a"), &new).expect_err("a key that was not there yet");
    let found = after.indexes("citizen", CITIZEN);
    assert!(found.contains(&before.index("citizen", CITIZEN).expect("an index")));
    assert!(found.contains(&after.index("citizen", CITIZEN).expect("an index")) && found.len() == 2);
}

#[actix_web::test]
async fn data_keys_lie_wrapped_and_do_not_unwrap_in_each_others_place() {
    let db = TestDb::filled();
    add_key(&db);
    let rows = dump(&db);
    assert_eq!(rows.iter().filter(|row| row.starts_with("data_keys: ")).count(), 2);
    tamper(&db, "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE n = 1) WHERE n = 2");
    let settings = tungnha::db::DbSettings { url: db.url.clone(), readers: 1, wait: std::time::Duration::from_secs(5) };
    let refused = Db::open(&settings, &keys(), &Clock::fixed(start())).err().expect("a refusal").to_string();
    assert!(refused.contains("does not open"), "{refused}");
    tamper(&db, "DELETE FROM data_keys");
    let refused = Db::open(&settings, &keys(), &Clock::fixed(start())).err().expect("a refusal").to_string();
    assert!(refused.contains("no data key"), "{refused}");
}
