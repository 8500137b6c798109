//! The change feed under many writers: whoever asks for what lies above a number misses nothing.
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use diesel::{PgConnection, prelude::*, sql_query, sql_types::BigInt};
use tungnha::{
    base::{Clock, Id, of},
    db::{Db, Event, FeedKind, Who, schema::feed},
};

use crate::support::{
    db::{TestDb, on_postgres},
    random::Random,
};

const WRITERS: u64 = 16;
const POLLERS: usize = 4;
const LASTS: Duration = Duration::from_secs(60);
/// How long a transaction may think between its first statement and its numbers.
const LONGEST_THOUGHT_MS: u64 = 20;

fn write_until(db: &Db, seed: u64, end: Instant) {
    let mut random = Random::new(seed);
    while Instant::now() < end {
        let (things, pause) = (1 + random.below(3), Duration::from_millis(random.below(LONGEST_THOUGHT_MS)));
        let written = db.write_now(Who::program("feed"), move |tx| {
            for _ in 0..things {
                tx.touch("thing", Id::<of::Household>::new(), FeedKind::Upsert, None);
            }
            tx.conn()?;
            thread::park_timeout(pause);
            tx.record(Event::new("thing.made", "thing", Id::<of::Household>::new()));
            Ok(())
        });
        // A database that is too busy says so; nothing was written then.
        drop(written);
    }
}

/// Reads above its cursor until the writers have ended and nothing more comes.
fn poll(db: &Db, ended: &AtomicBool) -> Vec<i64> {
    let (mut seen, mut cursor) = (Vec::new(), 0);
    loop {
        let last_round = ended.load(Ordering::SeqCst);
        let page: Vec<i64> = db
            .read_now(|conn| {
                Ok(feed::table.filter(feed::rev.gt(cursor)).order(feed::rev).limit(200).select(feed::rev).load(conn)?)
            })
            .expect("the feed reads");
        if page.is_empty() && last_round {
            return seen;
        }
        cursor = page.last().copied().unwrap_or(cursor);
        seen.extend(page);
        thread::park_timeout(Duration::from_millis(2));
    }
}

#[test]
fn a_poller_sees_every_number_whatever_the_writers_do() {
    let db = TestDb::filled();
    let open = || db.open(&Clock::System);
    let (ended, end) = (AtomicBool::new(false), Instant::now() + LASTS);
    let writers: Vec<Db> = (0..WRITERS).map(|_| open()).collect();
    let pollers: Vec<Db> = (0..POLLERS).map(|_| open()).collect();
    let seen: Vec<Vec<i64>> = thread::scope(|scope| {
        let polls: Vec<_> = pollers.iter().map(|db| scope.spawn(|| poll(db, &ended))).collect();
        let writes: Vec<_> = (1..).zip(&writers).map(|(n, db)| scope.spawn(move || write_until(db, n, end))).collect();
        for writer in writes {
            writer.join().expect("a writer ends well");
        }
        ended.store(true, Ordering::SeqCst);
        polls.into_iter().map(|poller| poller.join().expect("a poller ends well")).collect()
    });
    let table: Vec<i64> =
        open().read_now(|conn| Ok(feed::table.order(feed::rev).select(feed::rev).load(conn)?)).expect("the feed");
    assert!(table.len() > 1_000, "too little was written to prove anything: {}", table.len());
    assert!(table.windows(2).all(|pair| pair[1] == pair[0] + 1), "the feed has a gap");
    for seen in seen {
        assert_eq!(seen, table);
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The control: the same writers and pollers on an ordinary sequence lose lines. A test that cannot fail proves nothing.
#[test]
fn a_feed_by_an_ordinary_sequence_would_lose_lines() {
    if !on_postgres() {
        return;
    }
    let db = TestDb::empty();
    let connect = || PgConnection::establish(&db.url).expect("PostgreSQL answers");
    sql_query("CREATE TABLE naive_feed (n BIGSERIAL PRIMARY KEY)").execute(&mut connect()).expect("a table");
    let (ended, end) = (AtomicBool::new(false), Instant::now() + Duration::from_secs(5));
    let write = |seed: u64| {
        let (mut conn, mut random) = (connect(), Random::new(seed));
        while Instant::now() < end {
            let pause = Duration::from_millis(random.below(LONGEST_THOUGHT_MS));
            conn.transaction::<_, diesel::result::Error, _>(|conn| {
                sql_query("INSERT INTO naive_feed DEFAULT VALUES").execute(conn)?;
                thread::park_timeout(pause);
                Ok(())
            })
            .expect("a line");
        }
    };
    let read = || {
        let (mut conn, mut seen, mut cursor) = (connect(), BTreeSet::new(), 0);
        loop {
            let last_round = ended.load(Ordering::SeqCst);
            let page: Vec<Number> = sql_query("SELECT n FROM naive_feed WHERE n > $1 ORDER BY n")
                .bind::<BigInt, _>(cursor)
                .load(&mut conn)
                .expect("the feed reads");
            if page.is_empty() && last_round {
                return seen;
            }
            cursor = page.last().map_or(cursor, |line| line.n);
            seen.extend(page.into_iter().map(|line| line.n));
            thread::park_timeout(Duration::from_millis(2));
        }
    };
    let seen = thread::scope(|scope| {
        let poller = scope.spawn(read);
        let writers: Vec<_> = (1..=WRITERS).map(|n| scope.spawn(move || write(n))).collect();
        for writer in writers {
            writer.join().expect("a writer ends well");
        }
        ended.store(true, Ordering::SeqCst);
        poller.join().expect("a poller ends well")
    });
    let all: Vec<Number> = sql_query("SELECT n FROM naive_feed").load(&mut connect()).expect("all lines");
    assert!(seen.len() < all.len(), "nothing was lost of {}: the test above would not notice either", all.len());
}
