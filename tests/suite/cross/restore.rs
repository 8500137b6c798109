//! A backup, work after it, the backup put back: the phones bring back everything that it did not have, and nothing is
//! there twice.
use std::{collections::BTreeSet, net::SocketAddr, path::Path, process::Command};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::Clock,
    db::schema::{households, sync_ops, visits},
};

use crate::support::{
    db::{TestDb, keys_folder},
    phone::{Fate, Phone, household, visit},
    process::{Line, Server, free_address, program, sign_in},
    world::PASSWORD,
};

const PHONES: usize = 4;
/// Operations of each phone before the backup and after it: 500 after it in all.
const BEFORE: usize = 60;
const AFTER: usize = 125;

fn post(address: SocketAddr, token: &str, phone: &mut Phone) -> Value {
    phone.now = Clock::System.now();
    let body = phone.body(&phone.next()).to_string();
    let answer = Line::open(address, token).and_then(|mut line| line.post("/api/v1/sync/push", &body));
    let (status, bytes) = answer.expect("an answer");
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
    phone.hear(&answer);
    answer
}

/// Pulls until there is no more; how many requests were refused because the server went back.
fn pull(address: SocketAddr, token: &str, phone: &mut Phone) -> usize {
    let (mut line, mut refused) = (Line::open(address, token).expect("a connection"), 0);
    loop {
        let query = phone.cursor.as_ref().map(|c| format!("?cursor={c}")).unwrap_or_default();
        let (status, bytes) = line.get(&format!("/api/v1/sync/pull{query}")).expect("an answer");
        let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
        if status == 409 {
            assert_eq!(answer["code"], "server-rolled-back");
            refused += 1;
            phone.server = None;
            phone.roll_back();
            continue;
        }
        assert_eq!(status, 200);
        if phone.take_page(&answer) {
            return refused;
        }
    }
}

/// Work at the doors: visits, corrections of them, a household that is renamed.
fn enter(phone: &mut Phone, door: &str, how_many: usize) {
    for n in 0..how_many {
        match n % 5 {
            4 => drop(phone.patch("household", door, json!({ "name": format!("Hộ Mẫu {n}") }))),
            n => drop(phone.create("visit", visit(door, if n == 3 { "informed" } else { "not_home" }, json!({})))),
        }
    }
}

/// What people would look at: without the numbers and times of arrival, which are given anew.
fn content(db: &TestDb) -> BTreeSet<String> {
    let read = |conn: &mut tungnha::db::Conn| {
        let visits: Vec<(String, String, String)> =
            visits::table.select((visits::id, visits::household_id, visits::outcome)).load(conn)?;
        let homes: Vec<(String, String)> = households::table.select((households::id, households::name)).load(conn)?;
        let ops: Vec<String> = sync_ops::table.select(sync_ops::op_id).load(conn)?;
        let visits = visits.into_iter().map(|(id, home, outcome)| format!("visit {id} {home} {outcome}"));
        let homes = homes.into_iter().map(|(id, name)| format!("household {id} {name:?}"));
        Ok(visits.chain(homes).chain(ops.into_iter().map(|op| format!("op {op}"))).collect())
    };
    db.open(&Clock::System).read_now(read).expect("the database reads")
}

/// A command that must be refused; what it says.
fn refused(url: &str, keys: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tungnha"));
    let done = command.args(arguments).env("DATABASE_URL", url).env("TUNGNHA_KEYS", keys).output().expect("it runs");
    assert!(!done.status.success(), "{arguments:?} was not refused");
    String::from_utf8_lossy(&done.stderr).into_owned()
}

#[test]
fn phones_bring_back_what_a_restored_backup_did_not_have() {
    let (db, folder) = (TestDb::filled(), keys_folder());
    let (keys, file) = (folder.join("keys"), folder.join("backup"));
    let file = file.to_str().expect("a name");
    let mut server = Server::start_at(&db.url, &folder, free_address());
    let token = sign_in(server.address, "lan", PASSWORD);
    let area = super::kill::area_id(server.address, &token);
    let mut phones: Vec<(Phone, String)> = (0..PHONES)
        .map(|_| {
            let mut phone = Phone::alone(Clock::System.now());
            let door = phone.create("household", household(&area, "Hộ Mẫu"));
            enter(&mut phone, &door, BEFORE);
            (phone, door)
        })
        .collect();
    for (phone, _) in &mut phones {
        post(server.address, &token, phone);
        pull(server.address, &token, phone);
        assert_eq!(phone.let_go(), 0, "nothing lies in a backup yet");
    }

    program(&db.url, &keys, &["backup", "make", file]);
    assert!(refused(&db.url, &keys, &["backup", "make", file]).contains("exists already"));
    program(&db.url, &keys, &["backup", "confirm", file]);
    for (phone, door) in &mut phones {
        enter(phone, &door.clone(), AFTER);
        post(server.address, &token, phone);
        assert_eq!(phone.let_go(), BEFORE + 1, "what lies in a backup is let go");
        pull(server.address, &token, phone);
        assert_eq!(phone.waiting(), 0);
        assert_eq!(phone.ledger.len(), AFTER, "what lies in no backup is kept");
    }
    assert!(refused(&db.url, &keys, &["restore", file]).contains("in use"), "not while the service runs");
    server.kill();
    let before = content(&db);
    program(&db.url, &keys, &["restore", file]);
    let ops = content(&db).iter().filter(|line| line.starts_with("op ")).count();
    assert_eq!(ops, PHONES * (BEFORE + 1), "the server forgot what came after the backup");

    server = Server::start_at(&db.url, &folder, free_address());
    let token = sign_in(server.address, "lan", PASSWORD);
    for (n, (phone, _)) in phones.iter_mut().enumerate() {
        // Some meet the restored server by a push, some by a pull.
        if n % 2 == 0 {
            assert_eq!(pull(server.address, &token, phone), 1, "the old cursor is refused");
        } else {
            assert_eq!(post(server.address, &token, phone)["server_rolled_back"], true);
        }
        assert_eq!(phone.waiting(), AFTER, "what the server forgot waits again");
        while post(server.address, &token, phone)["server_rolled_back"] == true || phone.waiting() > 0 {}
        assert_eq!(pull(server.address, &token, phone), 0);
        for entry in &phone.ledger {
            assert!(
                matches!(&entry.fate, Fate::Told { status, .. } if status == "accepted"),
                "{}: {:?}",
                entry.op["entity"],
                entry.fate
            );
        }
    }
    server.kill();
    let after = content(&db);
    let different: Vec<_> = after.symmetric_difference(&before).take(5).collect();
    assert!(different.is_empty(), "everything is back, once; not so: {different:?}");
    program(&db.url, &keys, &["audit", "verify"]);
    assert!(refused(&db.url, &keys, &["backup", "confirm", file]).contains("another time"), "its numbers are no more");
}
