//! What ends soon: the list a collection organisation works through, with a million sign-ups under way.
//!
//! One for every person of the register (`TUNGNHA_BENCH_PERSONS`), all of one organisation, whose ends are spread over the
//! year to come and two months back.
use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;
use tungnha::{
    access::{Role, password},
    base::{Clock, Day},
    db::{Db, DbSettings, Keys, Who},
    features::accounts::{self, FirstGrant},
};

use crate::{
    client::{self, Ask},
    data::{self, Country, NOW, ROWS_AT_ONCE, Random, Rows, id},
    people::{self, persons, without_indexes},
    process::{self, Line, Server},
    report::{percentile, sorted},
};

/// Milliseconds of one page in a hundred.
pub const BUDGET: f64 = 50.0;
const USERNAME: &str = "do.gia.han";
const CONNECTIONS: usize = 2;
const PERSONS_EACH: usize = 4;
const COLLECTORS: usize = 500;
/// Ends lie from so many days ago.
const PAST: i64 = 60;
/// Over so many days.
const SPREAD: usize = 425;
const SETTLED_EACH: usize = 500_000;
/// Pages that follow one another from the first.
const PAGES: usize = 100;
/// The same of a list of one collector or one area.
const PAGES_NARROWED: usize = 5;
/// How often everything is asked.
const ROUNDS: usize = 5;

fn organisation() -> String {
    id(1, 8)
}

fn collector(n: usize) -> String {
    id(12, n % COLLECTORS)
}

/// Somebody who manages the organisation's collectors, and a sign-up with its end for every person.
pub fn fill(url: &str, keys_file: &std::path::Path, country: &Country) {
    let keys = Keys::read(keys_file).expect("the key file");
    let settings = DbSettings { url: url.to_owned(), readers: 1, wait: Duration::from_secs(60) };
    let db = Db::open(&settings, &keys, &Clock::System).expect("the database opens");
    let (today, hash) = (db.clock().today(), password::hash(data::PASSWORD).expect("a password hash"));
    let grant = FirstGrant {
        area_id: country.whole,
        role: Role::CollectorManager,
        organisation_id: Some(organisation().parse().expect("an id")),
    };
    db.write_now(Who::program("bench"), move |tx| {
        accounts::create_ready_user(tx, USERNAME, "Người Gia Hạn Mẫu", &hash, grant)
    })
    .expect("a user");
    drop(db);
    without_indexes(url, &["enrolments", "renewals"], |conn| {
        let mut enrolments = Rows::of(
            "enrolments",
            "id, person_id, household_id, area_id, organisation_id, collector_id, kept_quote_id, member_key, scheme, method, months, quoted_on, \
             period_from, paid_to, kept_to, lapsed_after, starts_on, full_vnd, state_vnd, local_vnd, other_vnd, payable_vnd, kind, step, source, created_at, rev",
        );
        let mut renewals = Rows::of(
            "renewals",
            "id, person_id, household_id, area_id, organisation_id, collector_id, scheme, enrolment_id, chain_from, covered_from, paid_to, \
             lapsed_after, state, seal_key, created_at, rev, counted_area_id",
        );
        for n in 0..persons() {
            let (person, home) = (id(8, n), n / PERSONS_EACH);
            let (area, home) = (country.communes[home % country.communes.len()], id(7, home));
            let (own, row, quote) = (id(13, n), id(14, n), id(15, n));
            let (organisation, collector) = (organisation(), collector(n / PERSONS_EACH));
            let scheme = ["bhyt_hgd", "bhxh_tn"][n % 2];
            let ends = today.plus_days(i64::try_from(n * 7_919 % SPREAD).expect("days") - PAST);
            let (from, lapses): (Day, Day) = (ends.plus_days(-364), ends.plus_days(90));
            enrolments.add(format_args!("'{own}', '{person}', '{home}', '{area}', '{organisation}', '{collector}', '{quote}', 'm1', '{scheme}', 'card', 12, '{from}', '{from}', '{ends}', '{ends}', '{lapses}', '{from}', 1263600, 0, 0, 0, 1263600, 'new', 'issued', 'own_initiative', '{NOW}', 1"));
            renewals.add(format_args!("'{row}', '{person}', '{home}', '{area}', '{organisation}', '{collector}', '{scheme}', '{own}', '{from}', '{from}', '{ends}', '{lapses}', 'due', 1, '{NOW}', 1, '{area}'"));
            if n % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 || n == persons() - 1 {
                enrolments.send(conn);
                renewals.send(conn);
            }
            if n % SETTLED_EACH == SETTLED_EACH - 1 {
                people::settle(conn);
            }
        }
    });
    people::count_sign_ups(url, keys_file);
}

/// The addresses of so many pages of a list, one after the other.
fn pages(line: &mut Line, list: &str, most: usize) -> Vec<String> {
    let mut path = format!("/api/v1/{list}&limit=200");
    let first = path.clone();
    let mut out = Vec::new();
    while out.len() < most {
        let (status, said) = line.get(&path).expect("an answer");
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&said));
        out.push(path);
        let page: Value = serde_json::from_slice(&said).expect("a page");
        let Some(next) = page["next_cursor"].as_str() else { break };
        path = format!("{first}&cursor={next}");
    }
    out
}

/// How long pages took, by list.
pub type Listed = BTreeMap<String, Vec<Duration>>;

/// Asks for what ends in 31 to 60 days.
pub fn measure(server: &Server, country: &Country) -> Listed {
    let signed_in = || process::sign_in(server.address, USERNAME, data::PASSWORD);
    let (mut line, mut random) = (Line::open(server.address, &signed_in()).expect("a connection"), Random::new());
    let mut lists = vec![("the organisation", String::new(), PAGES)];
    for _ in 0..20 {
        let n = usize::try_from(random.below(1_000)).expect("a number");
        lists.push(("of one collector", format!("&collector_id={}", collector(n)), PAGES_NARROWED));
        lists.push(("in one province", format!("&area_id={}", random.of(&country.provinces)), PAGES_NARROWED));
        lists.push(("in one commune", format!("&area_id={}", random.of(&country.communes)), PAGES_NARROWED));
    }
    let mut asks = Vec::new();
    for (shape, narrowed, most) in &lists {
        for list in ["renewals", "renewals/stops"] {
            for path in pages(&mut line, &format!("{list}?bucket=31_to_60{narrowed}"), *most) {
                asks.push(Ask { shape: format!("`GET /{list}`, {shape}"), path, body: None });
            }
        }
    }
    let per_list = |shape: &str| asks.iter().filter(|ask| ask.shape.ends_with(shape)).count();
    assert_eq!(per_list("the organisation"), 2 * PAGES, "the organisation's lists have too few pages");
    let mut listed = Listed::new();
    for _ in 0..ROUNDS {
        for (shape, time) in client::ask_all(server, &signed_in(), &asks, CONNECTIONS).answers {
            listed.entry(shape).or_default().push(time);
        }
    }
    listed
}

/// As markdown.
pub fn print(all: &[(&'static str, Listed)]) {
    println!(
        "\n| ends in 31 to 60 days, pages of 200, {} under way | database | pages | p50 ms | p99 ms (< {BUDGET}) |\n|---|---|---|---|---|",
        persons()
    );
    for (database, listed) in all {
        for (shape, times) in listed {
            let times = sorted(times.iter().copied());
            let (half, most) = (percentile(&times, 50), percentile(&times, 99));
            let word = if most < BUDGET { "" } else { " **missed**" };
            println!("| {shape} | {database} | {} | {half:.1} | {most:.1}{word} |", times.len());
        }
    }
}
