//! The small place where every test happens: Cà Mau with two wards and a hamlet, a neighbour province, invented people.
//!
//! The template holds the official lists and one user per role. Everything else a test builds over HTTP.
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use serde_json::{Value, json};
use tungnha::{
    access::Role,
    app,
    base::{Clock, Day, Moment, id::AreaId},
    config::Config,
    db::{Db, Who},
    features::{
        self,
        accounts::{self, FirstGrant},
        areas,
    },
    rest::Api,
};
use unicode_normalization::UnicodeNormalization;

use super::{
    client::{Client, Server},
    db::{TestDb, keys},
};

/// The password of everybody in the tests.
pub const PASSWORD: &str = "mưa rơi trên mái lá dừa nước";

/// The password of everybody in the demonstration.
pub const DEMO_PASSWORD: &str = "gặp từng người, đến từng nhà 2026";

/// Who works where: user name, role, official code of the area today.
/// `tuan` runs the installation, `hoa` is Cà Mau's board, `minh` works in the ward of Bạc Liêu, `dao` in the ward next to it.
pub const PEOPLE: &[(&str, Role, &str)] = &[
    ("tuan", Role::SystemAdmin, "VN"),
    ("trung", Role::ProvinceBoard, "VN"),
    ("hoa", Role::ProvinceBoard, "96"),
    ("minh", Role::CommuneOfficial, "31825"),
    ("dao", Role::CommuneOfficial, "31834"),
    ("lan", Role::FieldWorker, "31825"),
    ("quan", Role::CollectorManager, "96"),
    ("mai", Role::Collector, "31825"),
    ("phuc", Role::Analyst, "96"),
    ("kien", Role::Auditor, "96"),
    ("dak", Role::ProvinceBoard, "66"),
];

/// When every test begins: 25/11/2026, 09:00 in Viet Nam.
pub fn start() -> Moment {
    Moment::from_unix_micros(1_795_572_000_000_000)
}

/// What is stored of the password of everybody here. Everybody signs in all the time, so that checking it costs little; what
/// it costs elsewhere is held by `api::accounts`.
fn stored() -> String {
    let password: String = PASSWORD.nfc().collect();
    let little = Params::new(64, 1, 1, None).expect("parameters");
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, little);
    hasher.hash_password(password.as_bytes()).expect("a hash").to_string()
}

/// Fills the template.
pub fn fill_template(db: &Db) {
    features::first_run(db).expect("the official lists load");
    let hash = stored();
    let today = db.clock().today();
    for (username, role, code) in PEOPLE {
        let area = db
            .read_now(|conn| areas::by_code(conn, code, today))
            .expect("a read")
            .unwrap_or_else(|| panic!("no area {code}"));
        let (hash, area_id, role) = (hash.clone(), area.id, *role);
        db.write_now(Who::program("tests"), move |tx| {
            let grant = FirstGrant::of(area_id, role);
            accounts::create_ready_user(tx, username, &format!("{username} Mẫu"), &hash, grant).map(drop)
        })
        .expect("a user");
    }
}

/// A test's own service over its own database.
pub struct World {
    pub api: Arc<Api>,
    pub clock: Clock,
    pub server: Server,
    pub db: TestDb,
}

impl World {
    /// The world as the template has it.
    pub async fn new() -> Self {
        let db = TestDb::filled();
        let clock = Clock::fixed(start());
        let config: Config = test_config();
        let api = app::service(db.open(&clock), &config);
        let server = Server::start(&api).await;
        Self { api, clock, server, db }
    }
    /// The demonstration, as the program itself prepares it, with its own users.
    pub async fn demonstration() -> Self {
        Self::prepared(TestDb::demonstration()).await
    }
    /// The same with a small generated campaign beside the articles.
    pub async fn sample() -> Self {
        Self::prepared(TestDb::sample()).await
    }
    async fn prepared(db: TestDb) -> Self {
        // The program prepared it by the real clock, and its people may sign in from that day on.
        let clock = Clock::fixed(Clock::System.now());
        let api = app::service(db.open(&clock), &test_config());
        let server = Server::start(&api).await;
        Self { api, clock, server, db }
    }
    /// Somebody not signed in.
    pub fn anonymous(&self) -> Client {
        self.server.client()
    }
    /// Signs in over HTTP; the whole answer.
    pub async fn sign_in_answer(&self, username: &str) -> Value {
        let password = if PEOPLE.iter().any(|(name, _, _)| *name == username) { PASSWORD } else { DEMO_PASSWORD };
        self.anonymous().post("/sessions", json!({ "username": username, "password": password })).await.expect(200)
    }
    /// A client signed in as this person.
    pub async fn sign_in(&self, username: &str) -> Client {
        let session = self.sign_in_answer(username).await;
        self.anonymous().with_token(session["access_token"].as_str().expect("a token"))
    }
    /// The id of the area with this code on this day.
    pub fn area(&self, code: &str, on: &str) -> AreaId {
        let day: Day = on.parse().expect("a day");
        self.api
            .db
            .read_now(|conn| areas::by_code(conn, code, day))
            .expect("a read")
            .unwrap_or_else(|| panic!("no area {code} on {on}"))
            .id
    }
    /// The id of the area with this code today.
    pub fn here(&self, code: &str) -> AreaId {
        self.area(code, "2026-11-25")
    }
    /// Makes an organisation as the board of the whole country.
    pub async fn organisation(&self, name: &str, kind: &str, area: AreaId) -> String {
        let made = self
            .sign_in("trung")
            .await
            .post("/organisations", json!({ "name": name, "kind": kind, "area_id": area }))
            .await
            .expect(201);
        made["id"].as_str().expect("an id").to_owned()
    }
    /// How many audit lines there are.
    pub fn audit_lines(&self) -> i64 {
        let keys = keys();
        self.api
            .db
            .read_now(|conn| tungnha::db::verify_chain(conn, &keys))
            .expect("a read")
            .expect("the chain is whole")
    }
}

/// The compiled-in configuration with a small body limit and no waiting.
pub fn test_config() -> Config {
    let mut config = Config::defaults().expect("config/default.toml is good");
    // The tests run in a program of their own, which reads no files.
    config.imports.reader = Some(env!("CARGO_BIN_EXE_tungnha").into());
    config
}
