//! The program is killed at random moments while phones push; nothing acknowledged is lost, nothing is there twice.
//!
//! `TUNGNHA_KILLS` says how often (`make torture`: 1,000).
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::Clock,
    db::{
        Conn,
        schema::{sync_ops, visits},
    },
};

use super::sold::{SELLERS, Shop, check_sold};
use crate::support::{
    asked::asked,
    db::{TestDb, keys_folder, on_postgres},
    phone::{Entry, Fate, Phone, household, visit},
    process::{Line, Server, free_address, sign_in, try_sign_in},
    random::Random,
    world::PASSWORD,
};

pub(super) const WRITERS: usize = 8;
const OPS_A_PUSH: usize = 10;
/// Phones do not push without pause; a server that is away would be asked without end.
const PAUSE: Duration = Duration::from_millis(10);
/// The promise of a start; how quick it is, the torture says, on a machine that does nothing else.
pub(super) const READY_WITHIN: Duration = Duration::from_secs(3);
/// Kills of an ordinary run.
const KILLS: u64 = 50;
/// Nobody at a door waits longer for an answer, whatever it is: held to in the torture, since on a machine that does other things
/// it says nothing.
const LONGEST_ANSWER: Duration = Duration::from_secs(5);

/// Tells the phones to stop when it goes, in a failure too: they would wait for the server without end.
pub(super) struct Stop<'a>(pub &'a AtomicBool);
impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Until then everything that waits has been sent, once the server stays.
pub(super) const LONGEST_END: Duration = Duration::from_secs(60);

/// How long an answer may take.
pub(super) fn longest_answer() -> Duration {
    if asked("TUNGNHA_KILLS", KILLS) > KILLS { LONGEST_ANSWER } else { LONGEST_END }
}

/// Sends what waits, and signs in again when the session has run out; whether the server took it.
pub(super) fn push_over(phone: &mut Phone, address: SocketAddr, who: &str, token: &mut String) -> bool {
    phone.now = Clock::System.now();
    let body = phone.body(&phone.next()).to_string();
    let started = Instant::now();
    let answer = Line::open(address, token).and_then(|mut line| line.post("/api/v1/sync/push", &body));
    assert!(started.elapsed() < longest_answer(), "an answer only after {:?}", started.elapsed());
    match answer {
        Ok((200, bytes)) => {
            phone.hear(&serde_json::from_slice::<Value>(&bytes).expect("JSON"));
            true
        }
        Ok((401, _)) => {
            *token = try_sign_in(address, who, PASSWORD).unwrap_or_default();
            false
        }
        Ok((503, _)) | Err(_) => false,
        Ok((status, bytes)) => panic!("{status}: {}", String::from_utf8_lossy(&bytes)),
    }
}

pub(super) fn area_id(address: SocketAddr, token: &str) -> String {
    let path = "/api/v1/areas?code=31825&on=2026-11-25";
    let (status, bytes) = Line::open(address, token).and_then(|mut line| line.get(path)).expect("an answer");
    assert_eq!(status, 200);
    let page: Value = serde_json::from_slice(&bytes).expect("JSON");
    page["items"][0]["id"].as_str().expect("an id").to_owned()
}

/// What somebody does who calls at one door again and again.
pub(super) fn calls(area: &str) -> impl FnMut(&mut Phone) {
    let (area, mut door) = (area.to_owned(), None);
    move |phone| {
        let door = door.get_or_insert_with(|| phone.create("household", household(&area, "Hộ Mẫu")));
        for _ in 0..OPS_A_PUSH {
            phone.create("visit", visit(door, "not_home", json!({})));
        }
    }
}

/// One phone that works until it is told to stop, then sends what still waits; what it entered.
pub(super) fn work(
    address: SocketAddr,
    (who, token): (&str, &str),
    stop: &AtomicBool,
    mut enter: impl FnMut(&mut Phone),
) -> Vec<Entry> {
    let (mut phone, mut token) = (Phone::alone(Clock::System.now()), token.to_owned());
    while !stop.load(Ordering::Relaxed) {
        if phone.waiting() < 200 - 2 * OPS_A_PUSH {
            enter(&mut phone);
        }
        push_over(&mut phone, address, who, &mut token);
        thread::park_timeout(PAUSE);
    }
    let stopped = Instant::now();
    while phone.waiting() > 0 {
        assert!(stopped.elapsed() < LONGEST_END, "{} operations still wait", phone.waiting());
        push_over(&mut phone, address, who, &mut token);
        thread::park_timeout(PAUSE);
    }
    phone.ledger
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let (db, folder, address) = (TestDb::filled(), keys_folder(), free_address());
    let mut server = Server::start_at(&db.url, &folder, address);
    let token = sign_in(address, "lan", PASSWORD);
    let (area, stop) = (area_id(address, &token), AtomicBool::new(false));
    let (shop, mai) = (Shop::open(address, &area), sign_in(address, "mai", PASSWORD));
    let (mut random, mut slowest, kills) = (Random::new(20_261_125), Duration::ZERO, asked("TUNGNHA_KILLS", KILLS));
    let entered: Vec<Entry> = thread::scope(|scope| {
        let mut writers: Vec<_> =
            (0..WRITERS).map(|_| scope.spawn(|| work(address, ("lan", &token), &stop, calls(&area)))).collect();
        writers.extend((0..SELLERS).map(|n| {
            let (shop, mai, stop) = (&shop, &mai, &stop);
            scope.spawn(move || work(address, ("mai", mai), stop, shop.sales(n)))
        }));
        let stopping = Stop(&stop);
        for _ in 0..kills {
            thread::park_timeout(Duration::from_millis(5 + random.below(400)));
            server.kill();
            server = Server::start_at(&db.url, &folder, address);
            slowest = slowest.max(server.took);
        }
        drop(stopping);
        writers.into_iter().flat_map(|writer| writer.join().expect("a phone ends well")).collect()
    });
    server.kill();
    println!("{} operations; slowest start {slowest:?}", entered.len());
    check(&db, &entered);
    check_sold(&db, &entered);
    if !on_postgres() {
        db.open(&Clock::System)
            .read_now(|conn: &mut Conn| {
                let found: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(
                    "(SELECT group_concat(integrity_check) FROM pragma_integrity_check)",
                ))
                .get_result(conn)?;
                assert_eq!(found, "ok");
                Ok(())
            })
            .expect("the check runs");
    }
    assert!(kills <= KILLS || slowest < READY_WITHIN, "ready again only after {slowest:?}");
}

/// What was acknowledged is there, once, and nothing else.
pub(super) fn check(db: &TestDb, entered: &[Entry]) {
    let (stored, there): (BTreeMap<String, String>, Vec<String>) = db
        .open(&Clock::System)
        .read_now(|conn| {
            let ops: Vec<(String, String)> =
                sync_ops::table.select((sync_ops::op_id, sync_ops::entity_id)).load(conn)?;
            Ok((ops.into_iter().collect(), visits::table.select(visits::id).load(conn)?))
        })
        .expect("the database reads");
    for entry in entered {
        let op_id = entry.op["op_id"].as_str().expect("an id");
        let told = matches!(&entry.fate, Fate::Told { status, .. } if status == "accepted");
        assert!(told, "{op_id}: {:?}", entry.fate);
        assert!(stored.contains_key(op_id), "{op_id} was acknowledged and is missing");
    }
    let calls = entered.iter().filter(|entry| entry.op["entity"] == "visit").count();
    assert_eq!(stored.len(), entered.len(), "operations that nobody sent");
    assert_eq!(there.len(), calls, "visits lost or doubled");
    assert!(there.len() > 100, "too little was written to prove anything: {}", there.len());
}
