//! The program is killed at random moments while phones push; nothing acknowledged is lost, nothing is there twice.
//!
//! `TUNGNHA_KILLS` says how often (`make torture`: 1,000).
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
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

use crate::support::{
    db::{TestDb, keys_folder, on_postgres},
    phone::{Entry, Fate, Phone, household, visit},
    process::{Line, Server, free_address, sign_in},
    random::Random,
    world::PASSWORD,
};

const WRITERS: usize = 8;
const OPS_A_PUSH: usize = 10;
/// Phones do not push without pause; a server that is away would be asked without end.
const PAUSE: Duration = Duration::from_millis(10);
const READY_WITHIN: Duration = Duration::from_secs(3);

#[expect(clippy::disallowed_methods, reason = "how long the torture lasts is said from outside")]
fn kills() -> usize {
    std::env::var("TUNGNHA_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(50)
}

/// Sends what waits; whether the server answered.
fn push_over(phone: &mut Phone, address: SocketAddr, token: &str) -> bool {
    phone.now = Clock::System.now();
    let body = phone.body(&phone.next()).to_string();
    let answer = Line::open(address, token).and_then(|mut line| line.post("/api/v1/sync/push", &body));
    match answer {
        Ok((200, bytes)) => {
            phone.hear(&serde_json::from_slice::<Value>(&bytes).expect("JSON"));
            true
        }
        Ok((503, _)) | Err(_) => false,
        Ok((status, bytes)) => panic!("{status}: {}", String::from_utf8_lossy(&bytes)),
    }
}

pub fn area_id(address: SocketAddr, token: &str) -> String {
    let path = "/api/v1/areas?code=31825&on=2026-11-25";
    let (status, bytes) = Line::open(address, token).and_then(|mut line| line.get(path)).expect("an answer");
    assert_eq!(status, 200);
    let page: Value = serde_json::from_slice(&bytes).expect("JSON");
    page["items"][0]["id"].as_str().expect("an id").to_owned()
}

/// One phone that works until it is told to stop, then sends what still waits; what it entered.
fn work(address: SocketAddr, token: &str, area: &str, stop: &AtomicBool) -> Vec<Entry> {
    let mut phone = Phone::alone(Clock::System.now());
    let door = phone.create("household", household(area, "Hộ Mẫu"));
    while !stop.load(Ordering::Relaxed) {
        if phone.waiting() < 200 - OPS_A_PUSH {
            for _ in 0..OPS_A_PUSH {
                phone.create("visit", visit(&door, "not_home", json!({})));
            }
        }
        push_over(&mut phone, address, token);
        thread::park_timeout(PAUSE);
    }
    for _ in 0..1_000 {
        if phone.waiting() == 0 {
            return phone.ledger;
        }
        push_over(&mut phone, address, token);
        thread::park_timeout(PAUSE);
    }
    panic!("{} operations still wait", phone.waiting());
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let (db, folder, address) = (TestDb::filled(), keys_folder(), free_address());
    let mut server = Server::start_at(&db.url, &folder, address);
    let token = sign_in(address, "lan", PASSWORD);
    let (area, stop) = (area_id(address, &token), AtomicBool::new(false));
    let (mut random, mut slowest) = (Random::new(20_261_125), Duration::ZERO);
    let entered: Vec<Entry> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(|| work(address, &token, &area, &stop))).collect();
        for _ in 0..kills() {
            thread::park_timeout(Duration::from_millis(5 + random.below(400)));
            server.kill();
            server = Server::start_at(&db.url, &folder, address);
            slowest = slowest.max(server.took);
        }
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().flat_map(|writer| writer.join().expect("a phone ends well")).collect()
    });
    server.kill();
    assert!(slowest < READY_WITHIN, "ready again only after {slowest:?}");

    let open = db.open(&Clock::System);
    let (stored, there): (BTreeMap<String, String>, Vec<String>) = open
        .read_now(|conn| {
            let ops: Vec<(String, String)> =
                sync_ops::table.select((sync_ops::op_id, sync_ops::entity_id)).load(conn)?;
            Ok((ops.into_iter().collect(), visits::table.select(visits::id).load(conn)?))
        })
        .expect("the database reads");
    for entry in &entered {
        let op_id = entry.op["op_id"].as_str().expect("an id");
        let told = matches!(&entry.fate, Fate::Told { status, .. } if status == "accepted");
        assert!(told, "{op_id}: {:?}", entry.fate);
        assert!(stored.contains_key(op_id), "{op_id} was acknowledged and is missing");
    }
    assert_eq!(stored.len(), entered.len(), "operations that nobody sent");
    assert_eq!(there.len(), entered.len() - WRITERS, "visits lost or doubled");
    assert!(there.len() > 100, "too little was written to prove anything: {}", there.len());
    if !on_postgres() {
        open.read_now(|conn: &mut Conn| {
            let found: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(
                "(SELECT group_concat(integrity_check) FROM pragma_integrity_check)",
            ))
            .get_result(conn)?;
            assert_eq!(found, "ok");
            Ok(())
        })
        .expect("the check runs");
    }
}
