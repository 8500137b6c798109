//! A country to ask questions of: the official lists, 340 partners, 100,000 events over three years, targets, coverage.
//!
//! Everything is plainly invented and always the same: the numbers come from a small generator with a fixed seed. Rows
//! are written in bulk as SQL text; the cells are then made by the program's own recount (`tungnha figures rebuild`).
use std::{fmt::Write, path::Path, time::Duration};

use diesel::connection::SimpleConnection;
use tungnha::{
    access::{Role, password},
    base::{Clock, Day, id::AreaId},
    db::{Conn, Db, DbSettings, Keys, Kind, Who},
    features::{
        self,
        accounts::{self, FirstGrant},
        areas::{self, Area, Level},
    },
};

use crate::process;

pub const EVENTS: usize = 100_000;
pub const USERNAME: &str = "do.toc.do";
/// Somebody who works in the first commune.
pub const FIELD_USERNAME: &str = "do.thuc.dia";
/// Somebody who begins with a phone in the second commune.
pub const PULL_USERNAME: &str = "do.lay.ve";
pub const PASSWORD: &str = "đo cho biết nhanh hay chậm 2026";

const SEED: u64 = 20_261_125;
pub const ROWS_AT_ONCE: usize = 1_000;
const FIRST_DAY: (i32, u32, u32) = (2024, 1, 1);
/// Until 31/12/2026.
const DAYS: u64 = 1_096;
pub const NOW: &str = "2026-11-25 00:00:00";

const PARTNERS: &[(&str, &str)] = &[
    ("womens_union", "Hội Liên hiệp Phụ nữ"),
    ("farmers_association", "Hội Nông dân"),
    ("youth_union", "Đoàn Thanh niên"),
    ("veterans_association", "Hội Cựu chiến binh"),
    ("trade_union", "Liên đoàn Lao động"),
    ("fatherland_front", "Mặt trận Tổ quốc"),
    ("cooperative_alliance", "Liên minh Hợp tác xã"),
    ("department", "Sở Giáo dục và Đào tạo"),
    ("collection_organisation", "Bưu điện"),
    ("social_security", "Bảo hiểm xã hội"),
];
const EVENT_TYPES: &[&str] = &[
    "conference",
    "integrated_conference",
    "customer_conference",
    "dialogue",
    "training",
    "launch",
    "small_group",
    "loudspeaker_round",
    "livestream",
    "review_conference",
];
const ROLES: &[&str] = &["co_host", "participant", "supporter"];
const QUALIFIERS: &[&str] =
    &["exact", "exact", "exact", "exact", "exact", "exact", "exact", "nearly", "more_than", "approx"];
const SCHEMES: &[(&str, &str)] = &[("bhyt", "population"), ("bhxh_tn", "labour_force")];
const PERIODS: &[&str] = &["2025", "2026", "2026-Q3", "2026-Q4"];
const SNAPSHOT_DAYS: &[&str] = &["2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"];

/// Whom one can ask about.
pub struct Country {
    pub whole: AreaId,
    pub provinces: Vec<AreaId>,
    pub communes: Vec<AreaId>,
    /// The province of each commune.
    pub province_of: Vec<AreaId>,
    /// What was made, in words.
    pub sizes: String,
}

/// The number in this variable, or the usual one.
#[expect(clippy::disallowed_methods, reason = "how much is measured is said from outside")]
pub fn asked(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// SplitMix64: enough for invented numbers, the same on every machine.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(SEED)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    fn index(&mut self, length: usize) -> usize {
        let at = self.below(u64::try_from(length).expect("a length"));
        usize::try_from(at).expect("an index")
    }
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.index(all.len())]
    }
}

/// Rows of one table, kept until they are sent.
pub struct Rows {
    head: String,
    text: String,
    count: usize,
}

impl Rows {
    pub fn of(table: &str, columns: &str) -> Self {
        Self { head: format!("INSERT INTO {table} ({columns}) VALUES "), text: String::new(), count: 0 }
    }
    pub fn add(&mut self, row: std::fmt::Arguments<'_>) {
        let comma = if self.text.is_empty() { "" } else { "," };
        write!(self.text, "{comma}({row})").expect("memory");
        self.count += 1;
    }
    pub fn send(&mut self, conn: &mut Conn) {
        if !self.text.is_empty() {
            conn.batch_execute(&format!("{}{}", self.head, self.text)).expect("rows are taken");
            self.text.clear();
        }
    }
}

/// The `n`th id of its kind, in UUIDv7's form.
pub fn id(kind: u8, n: usize) -> String {
    format!("0198f3c2-{kind:04x}-7000-8000-{n:012x}")
}

/// Makes keys and database, empty until now, and fills them.
pub fn prepare(url: &str, keys_file: &Path) -> Country {
    let keys = Keys::create(keys_file).expect("a key file");
    Db::migrate(url, &keys).expect("migrations apply");
    let settings = DbSettings { url: url.to_owned(), readers: 2, wait: Duration::from_secs(60) };
    let db = Db::open(&settings, &keys, &Clock::System).expect("the database opens");
    features::first_run(&db).expect("the official lists load");
    let today = db.clock().today();
    let below = |conn: &mut Conn, of: AreaId, level| areas::descendants_of(conn, of, level, today);
    let (whole, provinces, communes) = db
        .read_now(|conn| {
            let whole = areas::by_code(conn, "VN", today)?.expect("the country");
            let provinces = below(conn, whole.id, Level::Province)?;
            let communes = below(conn, whole.id, Level::Commune)?;
            Ok((whole, provinces, communes))
        })
        .expect("areas");
    let hash = password::hash(PASSWORD).expect("a password hash");
    let country = whole.id;
    for (username, commune) in [(FIELD_USERNAME, communes[0].id), (PULL_USERNAME, communes[1].id)] {
        let hash = hash.clone();
        db.write_now(Who::program("bench"), move |tx| {
            accounts::create_ready_user(tx, username, "Người Đi Mẫu", &hash, FirstGrant::of(commune, Role::FieldWorker))
        })
        .expect("a user");
    }
    db.write_now(Who::program("bench"), move |tx| {
        accounts::create_ready_user(tx, USERNAME, "Người Đo Mẫu", &hash, FirstGrant::of(country, Role::ProvinceBoard))
    })
    .expect("a user");

    let mut conn = Kind::of_url(url).and_then(|kind| kind.connect()).expect("a connection");
    conn.batch_execute("BEGIN").expect("begin");
    let sizes = fill(&mut conn, &whole, &provinces, &communes);
    conn.batch_execute("COMMIT").expect("commit");
    drop(db);
    let cells = process::program(url, keys_file, &["figures", "rebuild"]);
    let report = process::program(url, keys_file, &["figures", "verify"]);
    assert!(report.contains(" 0 differ"), "kept figures differ from the recount: {report}");
    conn.analyse(None).expect("statistics");
    let ids = |all: Vec<Area>| all.iter().map(|a| a.id).collect::<Vec<_>>();
    Country {
        whole: whole.id,
        province_of: communes.iter().filter_map(|commune| commune.parent_id).collect(),
        provinces: ids(provinces),
        communes: ids(communes),
        sizes: format!("{sizes}, {cells}; {report}"),
    }
}

fn fill(conn: &mut Conn, whole: &Area, provinces: &[Area], communes: &[Area]) -> String {
    let mut random = Random::new();
    let partners = organisations(conn, provinces);
    let events = events(conn, &mut random, communes, &partners);
    let all: Vec<&Area> = std::iter::once(whole).chain(provinces).chain(communes).collect();
    let targets = targets(conn, &mut random, &all);
    let snapshots = coverage(conn, &mut random, &all);
    format!(
        "{} communes, {} provinces, {} partners, {events}, {targets} targets, {snapshots} coverage snapshots",
        communes.len(),
        provinces.len(),
        partners.len() * PARTNERS.len()
    )
}

/// Ten bodies for each province: (the province, their ids).
fn organisations(conn: &mut Conn, provinces: &[Area]) -> Vec<(AreaId, Vec<String>)> {
    let mut rows = Rows::of(
        "organisations",
        "id, name, short_name, name_key, short_key, sort_key, kind, area_id, parent_id, created_at, rev",
    );
    let mut out = Vec::new();
    for (p, province) in provinces.iter().enumerate() {
        let mut ids = Vec::new();
        for (k, (kind, name)) in PARTNERS.iter().enumerate() {
            let (id, area) = (id(1, p * PARTNERS.len() + k), province.id);
            rows.add(format_args!("'{id}', '{name} {} (giả định)', NULL, 'mau {p} {k}', '', 'mau {p:02} {k:02}', '{kind}', '{area}', NULL, '{NOW}', 1", province.full_name));
            ids.push(id);
        }
        out.push((province.id, ids));
    }
    rows.send(conn);
    out
}

fn events(conn: &mut Conn, random: &mut Random, communes: &[Area], partners: &[(AreaId, Vec<String>)]) -> String {
    let (year, month, day) = FIRST_DAY;
    let first = Day::of(year, month, day).expect("a day");
    let mut events = Rows::of(
        "events",
        "id, campaign_id, event_type, title, search_key, starts_on, ends_on, counted_on, period_label, sessions, sessions_qualifier, area_id, organiser_id, \
         organisers_unclear, schemes, status, outcome, cancel_reason, phrase, note, closed_at, merged_into_id, created_by, created_at, rev",
    );
    let mut sides = Rows::of("event_partners", "event_id, organisation_id, role");
    let mut heads =
        Rows::of("event_headcounts", "id, event_id, venue_id, measure, audience, people, qualifier, position");
    for n in 0..EVENTS {
        let commune = &communes[n % communes.len()];
        let near =
            partners.iter().find(|(province, _)| Some(*province) == commune.parent_id).map_or(&[][..], |(_, ids)| ids);
        let on = first.plus_days(i64::try_from(random.below(DAYS)).expect("days"));
        let (event, kind, sessions, sure, area) =
            (id(2, n), random.of(EVENT_TYPES), 1 + random.below(3), random.of(QUALIFIERS), commune.id);
        let organiser = &near[random.index(near.len())];
        events.add(format_args!(
            "'{event}', NULL, '{kind}', 'Buổi tuyên truyền giả định số {n}', 'buoi tuyen truyen gia dinh so {n}', '{on}', '{on}', '{on}', NULL, {sessions}, '{sure}', \
             '{area}', '{organiser}', FALSE, 'bhyt', 'held', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{NOW}', 1"
        ));
        let start = random.below(10);
        for k in 0..=random.below(3) {
            let at = usize::try_from((start + k * 3) % 10).expect("an index");
            sides.add(format_args!("'{event}', '{}', '{}'", near[at], random.of(ROLES)));
        }
        let mut head = |position: usize, measure: &str, people: u64, sure: &str| {
            heads.add(format_args!(
                "'{}', '{event}', NULL, '{measure}', 'general', {people}, '{sure}', {position}",
                id(3, n * 2 + position)
            ));
        };
        head(0, "attendances", 20 + random.below(180), random.of(QUALIFIERS));
        if random.below(3) == 0 {
            head(1, "people", 20 + random.below(120), random.of(QUALIFIERS));
        }
        if n % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 || n == EVENTS - 1 {
            for rows in [&mut events, &mut sides, &mut heads] {
                rows.send(conn);
            }
        }
    }
    format!("{} events with {} partners and {} headcounts", events.count, sides.count, heads.count)
}

fn targets(conn: &mut Conn, random: &mut Random, all: &[&Area]) -> usize {
    let mut rows = Rows::of(
        "targets",
        "id, area_id, organisation_id, scheme, measure, period, value_hundredths, qualifier, basis, document_id, source, note, parent_id, decided_on, difference_explained, created_at",
    );
    for area in all.iter().map(|a| a.id) {
        for (scheme, basis) in SCHEMES {
            for period in PERIODS {
                let (people, share, year) =
                    ((5_000 + random.below(5_000)) * 100, 8_000 + random.below(1_999), &period[..4]);
                for (measure, value, basis) in
                    [("participants", people, "NULL".to_owned()), ("coverage_percent", share, format!("'{basis}'"))]
                {
                    let id = id(4, rows.count);
                    rows.add(format_args!("'{id}', '{area}', NULL, '{scheme}', '{measure}', '{period}', {value}, 'exact', {basis}, NULL, 'giả định', NULL, NULL, '{year}-01-01', NULL, '{NOW}'"));
                }
            }
        }
        rows.send(conn);
    }
    rows.count
}

fn coverage(conn: &mut Conn, random: &mut Random, all: &[&Area]) -> usize {
    let mut wholes = Rows::of("denominators", "id, area_id, kind, as_of, people, qualifier, source, created_at");
    let mut parts = Rows::of(
        "coverage_snapshots",
        "id, area_id, scheme, as_of, participants, participants_qualifier, denominator_id, basis, published_hundredths, published_qualifier, source, phrase, created_at",
    );
    for area in all.iter().map(|a| a.id) {
        for (scheme, basis) in SCHEMES {
            let (whole, people) = (id(5, wholes.count), 9_000 + random.below(3_000));
            wholes.add(format_args!(
                "'{whole}', '{area}', '{basis}', '2025-07-01', {people}, 'exact', 'giả định', '{NOW}'"
            ));
            for day in SNAPSHOT_DAYS {
                let (id, people, sure) = (id(6, parts.count), 4_000 + random.below(5_000), random.of(QUALIFIERS));
                parts.add(format_args!("'{id}', '{area}', '{scheme}', '{day}', {people}, '{sure}', '{whole}', '{basis}', NULL, 'exact', 'giả định', NULL, '{NOW}'"));
            }
        }
        wholes.send(conn);
        parts.send(conn);
    }
    parts.count
}
