//! Guards the budgets on both databases: `make bench`, or a part of it with `cargo bench -- sqlite quotes renewals`.
//!
//! Fills a database of each kind, starts the program itself on it, asks over kept connections, and prints tables.
//! It writes nothing; the figures that count, with machine and date, stand in `benches/README.md`.
mod client;
mod data;
mod field;
mod growth;
mod imports;
mod methods;
mod papers;
mod people;
mod quotes;
mod renewals;
mod report;

#[path = "../../tests/suite/support/ports.rs"]
mod ports;
#[expect(dead_code, reason = "the tests ask for a server they cannot do without; here a missing one is only said")]
#[path = "../../tests/suite/support/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "the tests also end the program and start it again")]
#[path = "../../tests/suite/support/process.rs"]
mod process;

use std::{path::PathBuf, thread, time::Duration};

use client::{Ask, Timed};
use data::{Country, Random};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use field::Phones;
use imports::Imported;
use process::Server;
use report::Measured;
use tungnha::{base::id::AreaId, db::Kind};

const CONNECTIONS: usize = 16;
/// The ladder of a whole province is a page that few open at the same moment.
const LADDER_CONNECTIONS: usize = 2;
const REQUESTS: usize = 4_000;
const LADDER_REQUESTS: usize = 400;
const STARTS: usize = 7;
const IDLE: Duration = Duration::from_secs(2);

const GROUPINGS: &[&str] = &["partner", "event_type", "area", "month"];
/// All time, a year, a quarter, odd days within one quarter, odd days across three years.
const SPANS: &[&str] = &[
    "",
    "&from=2025-01-01&to=2025-12-31",
    "&from=2026-07-01&to=2026-09-30",
    "&from=2026-02-09&to=2026-03-17",
    "&from=2024-02-10&to=2026-10-20",
];

/// What can be measured apart, by the words of the command line; the databases are told the same way.
const PARTS: &[&str] = &["methods", "board", "quotes", "phones", "import", "papers", "people", "renewals", "growth"];
/// What needs no database.
const ALONE: &[&str] = &["methods"];
const DATABASES: &[&str] = &["sqlite", "postgres"];

/// The words of the command line: everything unless something is named.
struct Wanted(Vec<String>);

impl Wanted {
    fn said() -> Self {
        let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        for word in &words {
            assert!(
                PARTS.iter().chain(DATABASES).any(|known| known == word),
                "{word} cannot be measured; known are {PARTS:?} and {DATABASES:?}"
            );
        }
        Self(words)
    }
    fn has(&self, all: &[&str], name: &str) -> bool {
        let mut named = self.0.iter().filter(|word| all.contains(&word.as_str())).peekable();
        named.peek().is_none() || named.any(|word| word == name)
    }
    fn database(&self, name: &str) -> bool {
        PARTS.iter().any(|part| !ALONE.contains(part) && self.part(part)) && self.has(DATABASES, name)
    }
    fn part(&self, name: &str) -> bool {
        self.has(PARTS, name)
    }
}

/// What was measured, each with its database.
#[derive(Default)]
struct Report {
    board: Vec<Measured>,
    quoted: Vec<(&'static str, quotes::Quoted)>,
    phones: Vec<(&'static str, Phones)>,
    imported: Vec<(&'static str, Imported)>,
    papers: Vec<(&'static str, papers::Made)>,
    found: Vec<(&'static str, (usize, people::Found))>,
    renewals: Vec<(&'static str, renewals::Listed)>,
    grown: Vec<(&'static str, Vec<growth::Step>)>,
}

fn main() {
    let (wanted, machine, folder) = (Wanted::said(), report::machine(), Folder::new());
    let mut report = Report::default();
    // First, while nothing else of this runs.
    let estimators = if wanted.part("methods") { methods::measure() } else { Vec::new() };
    if wanted.database("sqlite") {
        let url = format!("sqlite:{}", folder.0.join("bench.db").display());
        measure(&wanted, &mut report, "SQLite", &url, &folder.part("sqlite"));
    }
    if wanted.database("postgres") {
        match postgres::try_server_url() {
            Ok(server) => {
                let database = Database::new(server);
                measure(&wanted, &mut report, "PostgreSQL", &database.url(), &folder.part("postgres"));
            }
            Err(why) => println!("PostgreSQL left out: {why}"),
        }
    }
    println!("\nMachine: {machine}.");
    shown(&estimators, methods::print);
    shown(&report.board, |all| report::print(all, CONNECTIONS));
    shown(&report.quoted, quotes::print);
    shown(&report.phones, field::print);
    shown(&report.imported, imports::print);
    shown(&report.papers, papers::print);
    shown(&report.found, people::print);
    shown(&report.renewals, renewals::print);
    shown(&report.grown, growth::print);
}

/// What was measured at all.
fn shown<T>(all: &[T], print: impl Fn(&[T])) {
    if !all.is_empty() {
        print(all);
    }
}

/// Measures what is wanted on one database.
fn measure(wanted: &Wanted, report: &mut Report, database: &'static str, url: &str, folder: &std::path::Path) {
    let says = |what: &str| eprintln!("{database}: {what}");
    says("filling");
    let country = data::prepare(url, &folder.join("keys"));
    if wanted.part("board") {
        report.board.push(board(&says, database, url, folder, &country));
    }
    if wanted.part("quotes") {
        says("quotes");
        report.quoted.push((database, quotes::measure(&Server::start(url, folder), &country)));
    }
    if wanted.part("phones") {
        says("phones");
        let server = Server::start(url, folder);
        let token = process::sign_in(server.address, data::FIELD_USERNAME, data::PASSWORD);
        let mut conn = Kind::of_url(url).and_then(|kind| kind.connect()).expect("a connection");
        report.phones.push((database, field::measure(&server, &token, country.communes[0], &mut conn)));
    }
    // Papers are made of the people that the import brings.
    if wanted.part("import") || wanted.part("papers") {
        says("an import");
        let server = Server::start(url, folder);
        let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
        report.imported.push((database, imports::measure(&server, &token, country.communes[2])));
    }
    if wanted.part("papers") {
        says("a paper");
        report.papers.push((database, papers::fill_and_measure(url, folder, &country)));
    }
    if !["people", "renewals", "growth"].into_iter().any(|part| wanted.part(part)) {
        return;
    }
    says(&format!("{} persons", people::persons()));
    people::fill(url, &country.communes);
    if wanted.part("people") {
        report.found.push((database, people::measure(&Server::start(url, folder), &country)));
    }
    if wanted.part("renewals") {
        says("renewals");
        renewals::fill(url, &folder.join("keys"), &country);
        report.renewals.push((database, renewals::measure(&Server::start(url, folder), &country)));
    }
    if wanted.part("growth") {
        report.grown.push((database, growth::measure(&Server::start(url, folder), url, folder, &country, database)));
    }
}

/// The questions of a propaganda board, how long a start takes, and how much memory the program keeps.
fn board(
    says: &impl Fn(&str),
    database: &'static str,
    url: &str,
    folder: &std::path::Path,
    country: &Country,
) -> Measured {
    says(&format!("starting {STARTS} times"));
    let starts = (0..STARTS).map(|_| Server::start(url, folder).took).collect();
    let server = Server::start(url, folder);
    thread::park_timeout(IDLE);
    let idle = server.resident();
    let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    // Twice: answers are kept until the next write, so the first round is the hard one.
    let ask = |endpoints: [&'static str; 2], guarded: bool, asks: Vec<Ask>| {
        endpoints.map(|endpoint| {
            says(endpoint);
            let connections = if guarded { CONNECTIONS } else { LADDER_CONNECTIONS };
            let timed: Timed = client::ask_all(&server, &token, &asks, connections);
            (endpoint, guarded, timed)
        })
    };
    let asked = [
        ask(["GET /activity-summary", "the same again"], true, summaries(country)),
        ask(["GET /target-progress", "the same again"], true, progress(country, "/target-progress", REQUESTS)),
        ask(
            ["GET /target-progress/by-area", "the same again"],
            false,
            progress(country, "/target-progress/by-area", LADDER_REQUESTS),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    Measured { database, sizes: country.sizes.clone(), starts, resident: (idle, server.resident()), asked }
}

/// Country, provinces and communes in turn.
fn somewhere(n: usize, random: &mut Random, country: &Country) -> (&'static str, AreaId) {
    match n % 3 {
        0 => ("country", country.whole),
        1 => ("province", random.of(&country.provinces)),
        _ => ("commune", random.of(&country.communes)),
    }
}

/// Every level with every grouping and every span, equally often.
fn summaries(country: &Country) -> Vec<Ask> {
    let mut random = Random::new();
    let one = |n: usize| {
        let (level, area) = somewhere(n, &mut random, country);
        let grouping = GROUPINGS[n / 3 % GROUPINGS.len()];
        let span = SPANS[n / 3 / GROUPINGS.len() % SPANS.len()];
        Ask {
            shape: format!("{level} by {grouping}"),
            path: format!("/api/v1/activity-summary?area_id={area}&group_by={grouping}{span}"),
            body: None,
        }
    };
    (0..REQUESTS).map(one).collect()
}

/// Communes and provinces, schemes, measures and periods.
fn progress(country: &Country, path: &str, requests: usize) -> Vec<Ask> {
    let mut random = Random::new();
    let one = |n: usize| {
        let (level, area) = somewhere(1 + n % 2, &mut random, country);
        let (scheme, measure) = (random.of(&["bhyt", "bhxh_tn"]), random.of(&["participants", "coverage_percent"]));
        let period = random.of(&["2025", "2026", "2026-Q3"]);
        Ask {
            shape: level.to_owned(),
            path: format!("/api/v1{path}?area_id={area}&scheme={scheme}&measure={measure}&period={period}"),
            body: None,
        }
    };
    (0..requests).map(one).collect()
}

/// A folder that goes away with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the benches");
        Self(folder)
    }
    fn part(&self, name: &str) -> PathBuf {
        let part = self.0.join(name);
        std::fs::create_dir_all(&part).expect("a folder for the benches");
        part
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A database on the server that goes away with this value.
struct Database {
    server: &'static str,
    name: String,
}

impl Database {
    fn new(server: &'static str) -> Self {
        let database = Self { server, name: format!("bench_{}", std::process::id()) };
        database.admin(&format!("CREATE DATABASE {}", database.name));
        database
    }
    fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }
    fn admin(&self, sql: &str) {
        let mut conn = PgConnection::establish(&format!("{}/postgres", self.server)).expect("PostgreSQL answers");
        conn.batch_execute(sql).expect(sql);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.admin(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
