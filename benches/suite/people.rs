//! Finding people: a million of them with the names of a Vietnamese province, asked for by the beginning of any word.
//!
//! `TUNGNHA_BENCH_PERSONS` says how many.
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    time::Duration,
};

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};
use serde_json::json;
use tungnha::{
    base::{
        id::AreaId,
        name::tails,
        text::{fold, name_sort_key},
    },
    db::{Conn, Kind},
};

use crate::{
    client::{self, Ask},
    data::{self, Country, NOW, ROWS_AT_ONCE, Random, Rows, id},
    process::{self, Server},
    report::{percentile, sorted},
};

const PERSONS_EACH: usize = 4;
/// Two people who type at the same time leave the database a core each.
const CONNECTIONS: usize = 2;
/// Of every kind of query on every ground.
const QUERIES: usize = 300;
/// A search is answered while somebody types.
pub const BUDGET: f64 = 50.0;
const MOST_WORDS: usize = 12;

/// Family names with how many of a thousand have them, as counted among Kinh people; the rest is rarer.
const FAMILIES: &[(&str, u64)] = &[
    ("Nguyễn", 384),
    ("Trần", 121),
    ("Lê", 95),
    ("Phạm", 70),
    ("Huỳnh", 51),
    ("Phan", 45),
    ("Võ", 39),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 10),
    ("Thạch", 10),
    ("Danh", 9),
    ("Trương", 9),
    ("Đinh", 8),
    ("Lâm", 8),
    ("Mai", 7),
    ("Trịnh", 6),
    ("Tô", 6),
    ("Châu", 5),
    ("Kim", 5),
    ("Sơn", 5),
    ("Cao", 4),
    ("Quách", 3),
    ("La", 3),
    ("Tạ", 2),
    ("Hà", 2),
    ("Sầm", 1),
    ("Ông", 1),
];
const MIDDLES: &[(&str, u64)] = &[
    ("Thị", 350),
    ("Văn", 260),
    ("Ngọc", 60),
    ("Minh", 50),
    ("Thanh", 50),
    ("Hoàng", 40),
    ("Thị Ngọc", 40),
    ("Quốc", 30),
    ("Thị Kim", 30),
    ("Hữu", 25),
    ("Đức", 25),
    ("Thành", 20),
    ("Gia", 15),
    ("Chí", 5),
];
const GIVEN: &[(&str, u64)] = &[
    ("Anh", 40),
    ("Hương", 30),
    ("Hùng", 30),
    ("Lan", 30),
    ("Hòa", 28),
    ("Hoa", 28),
    ("Dũng", 25),
    ("Tuấn", 25),
    ("Hà", 25),
    ("Linh", 25),
    ("Mai", 24),
    ("Nam", 22),
    ("Phương", 22),
    ("Thảo", 22),
    ("Trang", 22),
    ("Sơn", 20),
    ("Long", 20),
    ("Huệ", 20),
    ("Bình", 20),
    ("Cường", 20),
    ("Đạt", 18),
    ("Giang", 18),
    ("Hạnh", 18),
    ("Hiền", 18),
    ("Khánh", 16),
    ("Loan", 16),
    ("Nga", 16),
    ("Phúc", 16),
    ("Quân", 16),
    ("Tâm", 16),
    ("Thắng", 16),
    ("Thúy", 16),
    ("Trung", 15),
    ("Vân", 15),
    ("Yến", 15),
    ("Bảy", 12),
    ("Tư", 12),
    ("Út", 12),
    ("Ánh", 10),
    ("Diễm", 10),
    ("Khoa", 10),
    ("Nhi", 10),
    ("Như", 10),
    ("Oanh", 8),
    ("Quyên", 8),
    ("Thơ", 6),
    ("Tuyền", 6),
    ("Xuân", 6),
    ("Vĩnh", 4),
    ("Khuê", 1),
    ("Ỷ", 1),
];

/// Names of one corner of the country: who asks for them elsewhere makes the search look at all of them and find nobody.
const OF_ONE_CORNER: &[(&str, u64)] = &[("Chamaléa", 1), ("Pinăng", 1)];
const CORNER_COMMUNES: usize = 100;

/// How many persons this run wants.
pub fn persons() -> usize {
    data::asked("TUNGNHA_BENCH_PERSONS", 1_000_000)
}

/// One of these, as often as it is among people.
fn pick(random: &mut Random, all: &[(&'static str, u64)]) -> &'static str {
    let mut left = random.below(all.iter().map(|(_, weight)| weight).sum());
    for (word, weight) in all {
        if left < *weight {
            return word;
        }
        left -= weight;
    }
    all[0].0
}

fn given(random: &mut Random) -> String {
    format!("{} {}", pick(random, MIDDLES), pick(random, GIVEN))
}

fn name(random: &mut Random) -> String {
    format!("{} {}", pick(random, FAMILIES), given(random))
}

/// What is stored of a name.
struct Spelt {
    key: String,
    sort: String,
    /// Folded and exact, from each word on.
    tails: Vec<(String, String)>,
}

fn spelt(name: &str) -> Spelt {
    let tails = tails(name, MOST_WORDS).into_iter().map(|tail| (tail.key, tail.exact)).collect();
    Spelt { key: fold(name), sort: name_sort_key(name), tails }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
}

/// Fills tables without their indexes and the checks of their references, which are then made in one go.
pub fn without_indexes(url: &str, tables: &[&str], fill: impl FnOnce(&mut Conn)) {
    let mut conn = Kind::of_url(url).and_then(|kind| kind.connect()).expect("a connection");
    let on_postgres = matches!(conn, Conn::Postgres(_));
    let (catalogue, off) = if on_postgres {
        (
            "SELECT indexname::text AS name, indexdef AS definition FROM pg_indexes WHERE indexname NOT LIKE '%_pkey' AND tablename = ",
            "SET statement_timeout = 0; SET session_replication_role = replica",
        )
    } else {
        (
            "SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ",
            "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000",
        )
    };
    conn.batch_execute(off).expect("a connection for filling");
    let indexes: Vec<Line> = tables
        .iter()
        .flat_map(|table| sql_query(format!("{catalogue}'{table}'")).load::<Line>(&mut conn).expect("indexes"))
        .collect();
    conn.batch_execute("BEGIN").expect("begin");
    for index in &indexes {
        conn.batch_execute(&format!("DROP INDEX {}", index.name)).expect("an index goes");
    }
    fill(&mut conn);
    for index in &indexes {
        conn.batch_execute(&index.definition).expect("an index comes back");
        settle(&mut conn);
    }
    conn.batch_execute("COMMIT").expect("commit");
    conn.analyse(None).expect("statistics");
}

/// Sign-ups that were filled in count where and when they were made, and every figure is counted anew.
pub fn count_sign_ups(url: &str, keys: &Path) {
    let mut conn = Kind::of_url(url).and_then(|kind| kind.connect()).expect("a connection");
    let rows = "INSERT INTO enrolment_counts (enrolment_id, area_id, on_day, campaign_id, reached) \
        SELECT id, area_id, quoted_on, NULL, step FROM enrolments WHERE id NOT IN (SELECT enrolment_id FROM enrolment_counts)";
    conn.batch_execute(rows).expect("rows");
    process::program(url, keys, &["figures", "rebuild"]);
}

/// Between two parts of a filling: what is written becomes part of the database. Written through the program, so much
/// would never lie in the log at once.
pub fn settle(conn: &mut Conn) {
    conn.batch_execute("COMMIT").expect("commit");
    if matches!(conn, Conn::Sqlite(_)) {
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("the log goes into the database");
    }
    conn.batch_execute("BEGIN").expect("begin");
}

/// Households of four in every commune.
pub fn fill(url: &str, communes: &[AreaId]) {
    let persons = persons();
    without_indexes(url, &["households", "persons", "person_name_words"], |conn| {
        let (mut random, mut known) = (Random::new(), HashMap::<String, Spelt>::new());
        let mut homes = Rows::of(
            "households",
            "id, area_id, name, name_key, name_sort, house_sort, do_not_contact, status, seal_key, created_at, rev",
        );
        let mut people = Rows::of(
            "persons",
            "id, household_id, area_id, full_name, name_key, name_sort, birth_year, do_not_contact, status, seal_key, created_at, rev",
        );
        let mut words = Rows::of("person_name_words", "person_id, position, tail_key, tail_exact, area_id");
        for n in 0..persons {
            let (own, home) = (id(8, n), id(7, n / PERSONS_EACH));
            let area = communes[n / PERSONS_EACH % communes.len()];
            let in_the_corner = n / PERSONS_EACH % communes.len() < CORNER_COMMUNES && random.below(5) > 0;
            let family = pick(&mut random, if in_the_corner { OF_ONE_CORNER } else { FAMILIES });
            let full = format!("{family} {}", given(&mut random));
            let as_spelt = known.entry(full.clone()).or_insert_with(|| spelt(&full));
            if n % PERSONS_EACH == 0 {
                homes.add(format_args!(
                    "'{home}', '{area}', 'Hộ {full}', 'ho {}', '{}', '~{}', FALSE, 'active', 1, '{NOW}', 1",
                    as_spelt.key, as_spelt.sort, as_spelt.sort
                ));
            }
            let year = 1_930 + random.below(90);
            people.add(format_args!(
                "'{own}', '{home}', '{area}', '{full}', '{}', '{}', {year}, FALSE, 'active', 1, '{NOW}', 1",
                as_spelt.key, as_spelt.sort
            ));
            for (position, (key, exact)) in as_spelt.tails.iter().enumerate() {
                words.add(format_args!("'{own}', {position}, '{key}', '{exact}', '{area}'"));
            }
            if n % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 || n == persons - 1 {
                for rows in [&mut homes, &mut people, &mut words] {
                    rows.send(conn);
                }
            }
        }
    });
}

/// What somebody types, by kind.
fn typed(random: &mut Random) -> [(&'static str, String); 8] {
    let (family, full) = (pick(random, FAMILIES), name(random));
    let letter: String = family.chars().take(1).collect();
    [
        ("a letter", fold(&letter)),
        ("first syllable", fold(family)),
        ("full name without accents", fold(&full)),
        ("full name with accents", full),
        ("a very common word", random.of(&["Nguyễn", "thi", "Văn", "anh"]).to_owned()),
        ("a rare word", random.of(&["Sầm", "khue", "Ỷ", "ong"]).to_owned()),
        ("a word of one corner", pick(random, OF_ONE_CORNER).to_owned()),
        ("nobody", random.of(&["Zzyzx", "nguyen thi khong co ai", "quw"]).to_owned()),
    ]
}

fn asks(country: &Country) -> Vec<Ask> {
    let mut random = Random::new();
    let mut out = Vec::new();
    for _ in 0..QUERIES {
        let grounds = [
            ("country", None),
            ("province", Some(random.of(&country.provinces))),
            ("commune", Some(random.of(&country.communes))),
        ];
        for (ground, area) in grounds {
            for (kind, q) in typed(&mut random) {
                let body = json!({ "q": q, "area_id": area, "limit": 20 });
                out.push(Ask {
                    shape: format!("{kind}, {ground}"),
                    path: "/api/v1/persons/search".into(),
                    body: Some(body.to_string()),
                });
            }
        }
    }
    out
}

/// How long the answers took, by kind of query.
pub type Found = BTreeMap<String, Vec<Duration>>;

/// Asks.
pub fn measure(server: &Server, country: &Country) -> (usize, Found) {
    let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    let mut found = Found::new();
    for (shape, time) in client::ask_all(server, &token, &asks(country), CONNECTIONS).answers {
        found.entry(shape).or_default().push(time);
    }
    (persons(), found)
}

/// As markdown.
pub fn print(all: &[(&'static str, (usize, Found))]) {
    println!(
        "\n| `POST /persons/search` | database | persons | queries | p50 ms | p99 ms (< {BUDGET}) |\n|---|---|---|---|---|---|"
    );
    for (database, (persons, found)) in all {
        for (shape, times) in found {
            let times = sorted(times.iter().copied());
            let (half, most) = (percentile(&times, 50), percentile(&times, 99));
            let word = if most < BUDGET { "" } else { " **missed**" };
            println!("| {shape} | {database} | {persons} | {} | {half:.1} | {most:.1}{word} |", times.len());
        }
    }
}
