//! Guards the budgets of the board's questions on both databases: `make bench`, or `cargo bench -- sqlite`.
//!
//! Fills a database of each kind, starts the program itself on it, asks over kept connections, and prints tables.
//! It writes nothing; the figures that count, with machine and date, stand in `benches/README.md`.
mod client;
mod data;
mod field;
mod growth;
mod imports;
mod papers;
mod people;
mod quotes;
mod report;

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
use papers::Made;
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

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let on = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    let machine = report::machine();
    let folder = Folder::new();
    let (mut all, mut phones, mut found, mut grown, mut imported) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut quoted, mut papers_made) = (Vec::new(), Vec::new());
    let (folder, kinds) = (&folder, ["SQLite", "PostgreSQL"]);
    let mut keep = |database, (asked, priced, pushed, searched, steps, brought, made): Everything| {
        all.push(asked);
        quoted.push((database, priced));
        phones.push((database, pushed));
        found.push((database, searched));
        grown.push((database, steps));
        imported.push((database, brought));
        papers_made.push((database, made));
    };
    if on("sqlite") {
        let url = format!("sqlite:{}", folder.0.join("bench.db").display());
        keep(kinds[0], measure(kinds[0], &url, &folder.part("sqlite")));
    }
    if on("postgres") {
        match postgres::try_server_url() {
            Ok(server) => {
                let database = Database::new(server);
                keep(kinds[1], measure(kinds[1], &database.url(), &folder.part("postgres")));
            }
            Err(why) => println!("PostgreSQL left out: {why}"),
        }
    }
    report::print(&all, &machine, CONNECTIONS);
    quotes::print(&quoted);
    field::print(&phones);
    people::print(&found);
    growth::print(&grown);
    imports::print(&imported);
    papers::print(&papers_made);
}

/// What is measured on one database: the board's questions, quotes, phones, searches, growth, an import, a paper.
type Everything = (Measured, quotes::Quoted, Phones, (usize, people::Found), Vec<growth::Step>, Imported, Made);

fn measure(database: &'static str, url: &str, folder: &std::path::Path) -> Everything {
    eprintln!("{database}: filling");
    let country = data::prepare(url, &folder.join("keys"));
    eprintln!("{database}: starting {STARTS} times");
    let starts = (0..STARTS).map(|_| Server::start(url, folder).took).collect();
    let server = Server::start(url, folder);
    thread::park_timeout(IDLE);
    let idle = server.resident();
    let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    // Twice: answers are kept until the next write, so the first round is the hard one.
    let ask = |endpoints: [&'static str; 2], guarded: bool, asks: Vec<Ask>| {
        endpoints.map(|endpoint| {
            eprintln!("{database}: {endpoint}");
            let connections = if guarded { CONNECTIONS } else { LADDER_CONNECTIONS };
            let timed: Timed = client::ask_all(&server, &token, &asks, connections);
            (endpoint, guarded, timed)
        })
    };
    let asked = [
        ask(["GET /activity-summary", "the same again"], true, summaries(&country)),
        ask(["GET /target-progress", "the same again"], true, progress(&country, "/target-progress", REQUESTS)),
        ask(
            ["GET /target-progress/by-area", "the same again"],
            false,
            progress(&country, "/target-progress/by-area", LADDER_REQUESTS),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let resident = (idle, server.resident());
    eprintln!("{database}: quotes");
    let quoted = quotes::measure(&server, &country);
    eprintln!("{database}: phones");
    let token = process::sign_in(server.address, data::FIELD_USERNAME, data::PASSWORD);
    let mut conn = Kind::of_url(url).and_then(|kind| kind.connect()).expect("a connection");
    let phones = field::measure(&server, &token, country.communes[0], &mut conn);
    eprintln!("{database}: an import");
    drop(server);
    let server = Server::start(url, folder);
    let imported = imports::measure(
        &server,
        &process::sign_in(server.address, data::USERNAME, data::PASSWORD),
        country.communes[2],
    );
    eprintln!("{database}: a paper");
    let made = {
        let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
        let (organisation, answer) = papers::organisation(&server, &token, country.whole, country.communes[2]);
        drop(server);
        papers::fill(url, &folder.join("keys"), country.communes[2], &organisation, &answer);
        let server = Server::start(url, folder);
        papers::measure(&server, &token, country.communes[2], &organisation)
    };
    eprintln!("{database}: {} persons", people::persons());
    people::fill(url, &country.communes);
    let server = Server::start(url, folder);
    let found = people::measure(&server, &country);
    let grown = growth::measure(&server, url, &country, database);
    let asked = Measured { database, sizes: country.sizes, starts, resident, asked };
    (asked, quoted, phones, found, grown, imported, made)
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
