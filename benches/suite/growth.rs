//! Does it stay quick as it grows? Pushes, a first pull and figures, with more and more visits already there.
//!
//! `TUNGNHA_BENCH_VISITS` says how many at the last step: 1,000,000 unless said, 10,000,000 for a night.
use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use tungnha::{
    base::Day,
    db::{Conn, Kind},
};

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
/// Over how many days visits are spread, and among how many organisations.
const DAYS: usize = 300;
const BODIES: usize = 340;
const FUNNELS: usize = 2_000;

const FUNNELS_BY: &[&str] = &["month", "area", "organisation", "campaign", "channel", "user"];
/// All time, a quarter, odd days within one quarter, odd days across the year.
const SPANS: &[&str] =
    &["", "&from=2026-07-01&to=2026-09-30", "&from=2026-02-09&to=2026-03-17", "&from=2026-02-10&to=2026-10-20"];

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
    /// Funnels of all kinds and places: half and 99 % of them within.
    funnel: (f64, f64),
    recount: Recount,
}

/// Every power of ten from 10,000 to the largest.
fn steps() -> impl Iterator<Item = usize> {
    let largest = data::asked("TUNGNHA_BENCH_VISITS", 1_000_000);
    [10_000, 100_000, 1_000_000, 10_000_000].into_iter().filter(move |step| *step <= largest)
}

/// Visits with their operations and feed numbers, as pushes leave them, up to so many.
fn fill(url: &str, country: &Country, from: usize, to: usize) {
    let (homes, first_day) = (people::persons() / PERSONS_EACH, Day::of(2026, 1, 1).expect("a day"));
    without_indexes(url, &["visits", "sync_ops", "feed"], |conn| {
        let first = take_numbers(conn, to - from);
        let mut visits = Rows::of(
            "visits",
            "id, household_id, area_id, user_id, organisation_id, campaign_id, occurred_at, counted_at, counted_on, clock_suspect, outcome, place_state, seal_key, \
             created_at, rev, reached",
        );
        let mut ops = Rows::of(
            "sync_ops",
            "op_id, device_id, epoch, seq, user_id, entity, entity_id, kind, payload_hash, status, rev, occurred_at, received_at",
        );
        let mut feed = Rows::of("feed", "rev, entity, entity_id, kind, area_id");
        let device = id(11, 0);
        for n in from..to {
            let (visit, op, home, rev) = (id(9, n), id(10, n), n % homes, first + n - from);
            let commune = home % country.communes.len();
            let area = country.communes[commune];
            let (home, hour, on) =
                (id(7, home), n % 24, first_day.plus_days(i64::try_from(n * 7919 % DAYS).expect("a day")));
            let (outcome, reached) = outcome(n);
            let (user, body, campaign) =
                (id(12, commune * 4 + n % 4), id(1, (commune * 5 + n % 5) % BODIES), id(13, n % 3));
            visits.add(format_args!(
                "'{visit}', '{home}', '{area}', '{user}', '{body}', '{campaign}', '{on} {hour:02}:00:00', '{on} {hour:02}:00:00', '{on}', FALSE, '{outcome}', 'at_home', 1, \
                 '{NOW}', 1, '{reached}'"
            ));
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

/// What came of the `n`th visit, and how far it came.
fn outcome(n: usize) -> (&'static str, &'static str) {
    match n % 100 {
        0..45 => ("not_home", "door"),
        45..57 => ("refused", "people"),
        57..87 => ("informed", "talk"),
        _ => ("agreed", "interest"),
    }
}

/// The recount of the funnel, and DuckDB's of the same visits where it is there: seconds, and what either says of its cells.
struct Recount {
    took: f64,
    cells: String,
    duckdb: Option<(f64, String)>,
}

fn recount(url: &str, folder: &Path, country: &Country, visits: usize) -> Recount {
    let started = Instant::now();
    let cells = process::program(url, &folder.join("keys"), &["figures", "rebuild", "funnel"]);
    let took = started.elapsed().as_secs_f64();
    let communes = folder.join("communes.csv");
    let lines = country
        .communes
        .iter()
        .enumerate()
        .map(|(n, area)| format!("{n},{area},{},{}", country.province_of[n], country.whole));
    let table: Vec<String> = std::iter::once("number,area,province,country".to_owned()).chain(lines).collect();
    std::fs::write(&communes, table.join("\n")).expect("a file of communes");
    let homes = people::persons() / PERSONS_EACH;
    let said = Command::new("python3")
        .args(["benches/recount_duckdb.py", &visits.to_string(), &homes.to_string()])
        .arg(&communes)
        .output()
        .ok()
        .filter(|done| done.status.success());
    let duckdb = said.and_then(|done| {
        let text = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        let (seconds, cells) = text.split_once(' ')?;
        Some((seconds.parse().ok()?, cells.to_owned()))
    });
    Recount { took, cells: cells.lines().last().unwrap_or_default().to_owned(), duckdb }
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
pub fn measure(server: &Server, url: &str, folder: &Path, country: &Country, database: &str) -> Vec<Step> {
    let (mut out, mut there) = (Vec::new(), 0);
    for visits in steps() {
        eprintln!("{database}: {visits} visits");
        fill(url, country, there, visits);
        there = visits;
        let recount = recount(url, folder, country, visits);
        out.push(step(server, url, country, (visits, recount)));
    }
    out
}

/// Every kind of question about the funnel, of the country, of provinces and of communes.
fn funnels(country: &Country) -> Vec<Ask> {
    let ask = |n: usize| {
        let (by, span) = (FUNNELS_BY[n % FUNNELS_BY.len()], SPANS[n / FUNNELS_BY.len() % SPANS.len()]);
        let commune = country.communes[n % country.communes.len()];
        let area = match n % 3 {
            _ if by == "user" => commune,
            0 => country.whole,
            1 => country.provinces[n % country.provinces.len()],
            _ => commune,
        };
        Ask { shape: String::new(), path: format!("/api/v1/funnel?area_id={area}&group_by={by}{span}"), body: None }
    };
    (0..FUNNELS).map(ask).collect()
}

fn step(server: &Server, url: &str, country: &Country, (visits, recount): (usize, Recount)) -> Step {
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
    let asked = client::ask_all(server, &board, &funnels(country), 2);
    let funnel = sorted(asked.answers.iter().map(|(_, time)| *time));
    // Later steps begin with the statistics of this one.
    Kind::of_url(url).and_then(|kind| kind.connect()).and_then(|mut conn| conn.analyse(None)).expect("statistics");
    Step {
        visits,
        pushed: per_second(CLIENTS * PUSHES * OPS, wall),
        single_p99: percentile(&sorted(single.into_iter()), 99),
        pull: (took, records),
        summary: (percentile(&times, 50), percentile(&times, 99)),
        funnel: (percentile(&funnel, 50), percentile(&funnel, 99)),
        recount,
    }
}

/// As markdown.
pub fn print(all: &[(&'static str, Vec<Step>)]) {
    println!(
        "\n| visits there before | database | visits a second, {CLIENTS} phones × {OPS} | single pushes of {SINGLE_CLIENTS} phones, p99 ms | first pull of a commune | activity summary p50, p99 ms | funnel p50, p99 ms | recount of the funnel, s | DuckDB, s |\n|---|---|---|---|---|---|---|---|---|"
    );
    for (database, steps) in all {
        for s in steps {
            println!(
                "| {} | {database} | {:.0} | {:.1} | {:.0} ms, {} records | {:.1}, {:.1} | {:.1}, {:.1} | {:.1} ({}) | {} |",
                s.visits,
                s.pushed,
                s.single_p99,
                s.pull.0.as_secs_f64() * 1_000.0,
                s.pull.1,
                s.summary.0,
                s.summary.1,
                s.funnel.0,
                s.funnel.1,
                s.recount.took,
                s.recount.cells,
                s.recount.duckdb.as_ref().map_or("–".into(), |(took, cells)| format!("{took:.1} ({cells} cells)")),
            );
        }
    }
}
