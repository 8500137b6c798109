//! Does it stay quick as it grows? Pushes, a first pull and figures, with more and more visits already there.
//!
//! `TUNGNHA_BENCH_VISITS` says how many at the last step: 1,000,000 unless said, 10,000,000 for a night.
use std::time::Duration;

use tungnha::db::{Conn, Kind};

use crate::{
    client::{self, Ask},
    data::{self, Country, NOW, ROWS_AT_ONCE, Rows, id},
    field::{self, Phone, first_pull, per_second, push_all},
    people::{self, without_indexes},
    process::{self, Server},
    report::{percentile, sorted},
};

const CLIENTS: usize = 16;
const PUSHES: usize = 10;
const OPS: usize = 100;
const SINGLE_CLIENTS: usize = 16;
const SINGLE_PUSHES: usize = 40;
const SUMMARIES: usize = 200;
const PERSONS_EACH: usize = 4;
const SETTLED_EACH: usize = 500_000;

/// What was measured with so many visits there.
pub struct Step {
    visits: usize,
    /// Visits a second, a hundred a push.
    pushed: f64,
    /// Pushes of one visit, 99 % of them within.
    single_p99: f64,
    /// A first pull of a commune: how long, how many records.
    pull: (Duration, usize),
    /// Activity summaries: half and 99 % of them within.
    summary: (f64, f64),
}

/// Every power of ten from 10,000 to the largest.
fn steps() -> impl Iterator<Item = usize> {
    let largest = data::asked("TUNGNHA_BENCH_VISITS", 1_000_000);
    [10_000, 100_000, 1_000_000, 10_000_000].into_iter().filter(move |step| *step <= largest)
}

/// Visits with their operations and feed numbers, as pushes leave them, up to so many.
fn fill(url: &str, country: &Country, from: usize, to: usize) {
    let homes = people::persons() / PERSONS_EACH;
    without_indexes(url, &["visits", "sync_ops", "feed"], |conn| {
        let first = take_numbers(conn, to - from);
        let mut visits = Rows::of(
            "visits",
            "id, household_id, area_id, occurred_at, counted_at, counted_on, clock_suspect, outcome, place_state, seal_key, created_at, rev",
        );
        let mut ops = Rows::of(
            "sync_ops",
            "op_id, device_id, epoch, seq, user_id, entity, entity_id, kind, payload_hash, status, rev, occurred_at, received_at",
        );
        let mut feed = Rows::of("feed", "rev, entity, entity_id, kind, area_id");
        let device = id(11, 0);
        for n in from..to {
            let (visit, op, home, rev) = (id(9, n), id(10, n), n % homes, first + n - from);
            let area = country.communes[home % country.communes.len()];
            let (home, hour) = (id(7, home), n % 24);
            visits.add(format_args!("'{visit}', '{home}', '{area}', '2026-10-20 {hour:02}:00:00', '2026-10-20 {hour:02}:00:00', '2026-10-20', FALSE, 'not_home', 'at_home', 1, '{NOW}', 1"));
            ops.add(format_args!("'{op}', '{device}', 'bench', {}, '{device}', 'visit', '{visit}', 'create', '{n:064x}', 'accepted', {rev}, '{NOW}', '{NOW}'", n + 1));
            feed.add(format_args!("{rev}, 'visit', '{visit}', 'upsert', '{area}'"));
            if n % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 || n == to - 1 {
                for rows in [&mut visits, &mut ops, &mut feed] {
                    rows.send(conn);
                }
            }
            if n % SETTLED_EACH == SETTLED_EACH - 1 {
                people::settle(conn);
            }
        }
    });
}

/// Takes so many numbers of the feed; the first of them.
fn take_numbers(conn: &mut Conn, count: usize) -> usize {
    use diesel::prelude::*;
    use tungnha::db::schema::ledger;
    let count = i64::try_from(count).expect("a count");
    let last: i64 = ledger::table.select(ledger::feed_n).first(conn).expect("a ledger");
    diesel::update(ledger::table).set(ledger::feed_n.eq(last + count)).execute(conn).expect("numbers");
    usize::try_from(last + 1).expect("a number")
}

/// Grows step by step and measures at each.
pub fn measure(server: &Server, url: &str, country: &Country, database: &str) -> Vec<Step> {
    let (mut out, mut there) = (Vec::new(), 0);
    for visits in steps() {
        eprintln!("{database}: {visits} visits");
        fill(url, country, there, visits);
        there = visits;
        out.push(step(server, url, country, visits));
    }
    out
}

fn step(server: &Server, url: &str, country: &Country, visits: usize) -> Step {
    let token = process::sign_in(server.address, data::FIELD_USERNAME, data::PASSWORD);
    let door = field::a_door(server, &token, country.communes[0]);
    let bodies = |clients: usize, pushes: usize, ops: usize| -> Vec<Vec<String>> {
        let one = |_| {
            let mut phone = Phone::new();
            (0..pushes).map(|_| phone.visits(&door, ops)).collect()
        };
        (0..clients).map(one).collect()
    };
    let (wall, _) = push_all(server, &token, &bodies(CLIENTS, PUSHES, OPS));
    let (_, single) = push_all(server, &token, &bodies(SINGLE_CLIENTS, SINGLE_PUSHES, 1));
    let reader = process::sign_in(server.address, data::PULL_USERNAME, data::PASSWORD);
    let (took, _, records) = first_pull(server, &reader);
    let board = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    let ask = |n: usize| Ask {
        shape: String::new(),
        path: format!(
            "/api/v1/activity-summary?area_id={}&group_by=month",
            country.communes[n % country.communes.len()]
        ),
        body: None,
    };
    let asked = client::ask_all(server, &board, &(0..SUMMARIES).map(ask).collect::<Vec<_>>(), 2);
    let times = sorted(asked.answers.iter().map(|(_, time)| *time));
    // Later steps begin with the statistics of this one.
    Kind::of_url(url).and_then(|kind| kind.connect()).and_then(|mut conn| conn.analyse()).expect("statistics");
    Step {
        visits,
        pushed: per_second(CLIENTS * PUSHES * OPS, wall),
        single_p99: percentile(&sorted(single.into_iter()), 99),
        pull: (took, records),
        summary: (percentile(&times, 50), percentile(&times, 99)),
    }
}

/// As markdown.
pub fn print(all: &[(&'static str, Vec<Step>)]) {
    println!(
        "\n| visits there before | database | visits a second, {CLIENTS} phones × {OPS} | single pushes of {SINGLE_CLIENTS} phones, p99 ms | first pull of a commune | activity summary p50, p99 ms |\n|---|---|---|---|---|---|"
    );
    for (database, steps) in all {
        for s in steps {
            println!(
                "| {} | {database} | {:.0} | {:.1} | {:.0} ms, {} records | {:.1}, {:.1} |",
                s.visits,
                s.pushed,
                s.single_p99,
                s.pull.0.as_secs_f64() * 1_000.0,
                s.pull.1,
                s.summary.0,
                s.summary.1
            );
        }
    }
}
