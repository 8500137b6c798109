//! PostgreSQL itself is killed at random moments while phones push: the program stays up, says so quickly, and goes on
//! by itself; nothing acknowledged is lost, nothing is there twice.
//!
//! `TUNGNHA_DB_KILLS` says how often (`make torture`: 100), `TUNGNHA_SEED` at which moments.
use std::{
    net::SocketAddr,
    sync::atomic::AtomicBool,
    thread,
    time::{Duration, Instant},
};

use tungnha::base::Clock;

use super::{
    kill::{LONGEST_END, READY_WITHIN, Stop, WRITERS, area_id, calls, check, longest_answer, push_over, work},
    sold::{SELLERS, Shop, check_sold},
};
use crate::support::{
    asked::asked,
    db::{TestDb, keys_folder, on_postgres},
    phone::{Entry, Phone, household},
    process::{Line, Server, free_address, sign_in},
    random::Random,
    world::PASSWORD,
};

/// Pages that a killed process wrote by half are mended from the journal, as on every server in earnest.
const SETTINGS: &str = "full_page_writes = on";
/// Kills of an ordinary run.
const KILLS: u64 = 10;
/// A session is begun anew before it runs out: without its database the service cannot.
const FRESH_FOR: Duration = Duration::from_secs(tungnha::access::token::ACCESS_SECONDS.unsigned_abs() / 2);
/// What is asked while the database is away: a read, a question in a body, a write, and whether the service is ready.
const ASKED: [(&str, Option<&str>); 4] = [
    ("/api/v1/households", None),
    ("/api/v1/persons/search", Some(r#"{"q":"mau"}"#)),
    ("/api/v1/households", Some(r#"{"area_id":"AREA","name":"Hộ Mẫu"}"#)),
    ("/readyz", None),
];

/// Without its database the service refuses quickly, in its own words, and says when to come again.
fn refuses(address: SocketAddr, token: &str, area: &str) -> Duration {
    let mut slowest = Duration::ZERO;
    for (path, body) in ASKED {
        let (started, mut line) = (Instant::now(), Line::open(address, token).expect("the program is there"));
        let answer = match body {
            Some(body) => line.post(path, &body.replace("AREA", area)),
            None => line.get(path),
        };
        let (status, bytes) = answer.expect("an answer");
        let said = String::from_utf8_lossy(&bytes);
        assert!(status == 503 && said.contains("\"code\":\"unavailable\""), "{path}: {status} {said}");
        assert!(line.retry_after.is_some_and(|seconds| (1..=10).contains(&seconds)), "{path}: no Retry-After");
        slowest = slowest.max(started.elapsed());
    }
    assert!(slowest < longest_answer(), "a refusal only after {slowest:?}");
    slowest
}

/// Until the service is ready and takes a push.
fn recovers(address: SocketAddr, token: &mut String, phone: &mut Phone, area: &str) -> Duration {
    let started = Instant::now();
    let ready =
        || Line::open(address, "").and_then(|mut line| line.get("/readyz")).is_ok_and(|(status, _)| status == 200);
    phone.create("household", household(area, "Hộ Mẫu"));
    while !(ready() && push_over(phone, address, "lan", token)) {
        assert!(started.elapsed() < LONGEST_END, "not ready again after {:?}", started.elapsed());
        thread::park_timeout(Duration::from_millis(5));
    }
    started.elapsed()
}

#[test]
fn nothing_acknowledged_is_lost_when_postgres_is_killed() {
    if !on_postgres() {
        return;
    }
    let (mut db, folder, address) = (TestDb::alone(SETTINGS), keys_folder(), free_address());
    let mut server = Server::start_at(&db.url, &folder, address);
    let token = sign_in(address, "lan", PASSWORD);
    let (area, stop, seed) = (area_id(address, &token), AtomicBool::new(false), asked("TUNGNHA_SEED", 20_261_126));
    println!("TUNGNHA_SEED={seed}");
    let (shop, mai) = (Shop::open(address, &area), sign_in(address, "mai", PASSWORD));
    let (mut random, mut supervisor) = (Random::new(seed), Phone::alone(Clock::System.now()));
    let (mut slowest_refusal, mut slowest_return) = (Duration::ZERO, Duration::ZERO);
    let kills = asked("TUNGNHA_DB_KILLS", KILLS);
    let cluster = db.cluster.as_mut().expect("a cluster of its own");
    let mut entered: Vec<Entry> = thread::scope(|scope| {
        let mut writers: Vec<_> =
            (0..WRITERS).map(|_| scope.spawn(|| work(address, ("lan", &token), &stop, calls(&area)))).collect();
        writers.extend((0..SELLERS).map(|n| {
            let (shop, mai, stop) = (&shop, &mai, &stop);
            scope.spawn(move || work(address, ("mai", mai), stop, shop.sales(n)))
        }));
        let stopping = Stop(&stop);
        let (mut own, mut since) = (token.clone(), Instant::now());
        for _ in 0..kills {
            if since.elapsed() > FRESH_FOR {
                (own, since) = (sign_in(address, "lan", PASSWORD), Instant::now());
            }
            thread::park_timeout(Duration::from_millis(5 + random.below(600)));
            cluster.kill();
            slowest_refusal = slowest_refusal.max(refuses(address, &own, &area));
            cluster.start_again();
            slowest_return = slowest_return.max(recovers(address, &mut own, &mut supervisor, &area));
        }
        drop(stopping);
        writers.into_iter().flat_map(|writer| writer.join().expect("a phone ends well")).collect()
    });
    server.kill();
    entered.append(&mut supervisor.ledger);
    println!("{} operations; slowest refusal {slowest_refusal:?}, slowest return {slowest_return:?}", entered.len());
    check(&db, &entered);
    check_sold(&db, &entered);
    assert!(kills <= KILLS || slowest_return < READY_WITHIN, "ready again only after {slowest_return:?}");
}
