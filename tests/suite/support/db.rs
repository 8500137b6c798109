//! A database per test, copied from a template that is migrated and filled once.
//!
//! `TUNGNHA_TEST_DB` says which kind: `sqlite` (default) or `postgres`.
use std::{
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use diesel::{Connection, PgConnection, connection::SimpleConnection};
use tungnha::{
    base::Clock,
    db::{Db, DbSettings, Keys, Kind},
};

use super::{cluster::Cluster, postgres};

static COUNTER: AtomicU32 = AtomicU32::new(0);
const KEYS: &[u8; 32] = b"keys of the tests, nothing else.";

static DEMONSTRATION: OnceLock<String> = OnceLock::new();
static SAMPLE: OnceLock<String> = OnceLock::new();
static TEMPLATE: OnceLock<String> = OnceLock::new();
static SWEPT: OnceLock<()> = OnceLock::new();
/// `CREATE DATABASE … TEMPLATE` wants the template to itself.
static COPYING: Mutex<()> = Mutex::new(());

/// Whether this run is on PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "tests read TUNGNHA_TEST_DB here and nowhere else")]
pub fn on_postgres() -> bool {
    match std::env::var("TUNGNHA_TEST_DB").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("TUNGNHA_TEST_DB={other}: sqlite or postgres"),
    }
}

/// The keys of every test.
pub fn keys() -> Keys {
    Keys::from_root(*KEYS)
}

/// A database that goes away with the test.
pub struct TestDb {
    /// For `DATABASE_URL`.
    pub url: String,
    name: String,
    /// The server, where the database has one to itself.
    pub cluster: Option<Cluster>,
}

impl TestDb {
    /// An empty database, not migrated.
    pub fn empty() -> Self {
        let db = Self::named();
        if on_postgres() {
            admin(&format!("CREATE DATABASE {}", db.name));
        }
        db
    }
    /// The same as the template; on PostgreSQL alone on a cluster of its own with these lines in its configuration.
    pub fn alone(settings: &str) -> Self {
        if !on_postgres() {
            return Self::filled();
        }
        let cluster = Cluster::start(settings);
        let db = Self { url: format!("{}/postgres", cluster.url), name: "postgres".to_owned(), cluster: Some(cluster) };
        fill(&db);
        db
    }
    /// A copy of the template.
    pub fn filled() -> Self {
        Self::copy_of(TEMPLATE.get_or_init(make_template))
    }
    fn copy_of(template: &str) -> Self {
        let db = Self::named();
        if on_postgres() {
            let _alone = COPYING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            admin(&format!("CREATE DATABASE {} TEMPLATE {template}", db.name));
        } else {
            std::fs::copy(template, folder().join(&db.name)).expect("copy the template");
        }
        db
    }
    /// A copy of the demonstration, prepared once by the program itself.
    pub fn demonstration() -> Self {
        let template = DEMONSTRATION.get_or_init(|| make_demonstration("none"));
        Self::copy_of(template)
    }
    /// The same with a small generated campaign beside the articles.
    pub fn sample() -> Self {
        let template = SAMPLE.get_or_init(|| make_demonstration("small"));
        Self::copy_of(template)
    }
    fn named() -> Self {
        let name = format!("t{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::SeqCst));
        let url = if on_postgres() {
            format!("{}/{name}", postgres::server_url())
        } else {
            format!("sqlite:{}", folder().join(&name).display())
        };
        Self { url, name, cluster: None }
    }
    /// Opens it as the server does.
    pub fn open(&self, clock: &Clock) -> Db {
        let settings = DbSettings { url: self.url.clone(), readers: 4, wait: Duration::from_secs(20) };
        Db::open(&settings, &keys(), clock).expect("the database opens")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if self.cluster.is_some() {
            // Cluster and database go together.
        } else if on_postgres() {
            if let Ok(mut conn) = PgConnection::establish(&format!("{}/postgres", postgres::server_url())) {
                let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
            }
        } else {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder().join(format!("{}{end}", self.name)));
            }
        }
    }
}

/// Throws away what test processes that are gone left behind.
fn sweep(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name
            .trim_start_matches("template-")
            .trim_start_matches('t')
            .split('_')
            .next()
            .unwrap_or_default()
            .to_owned();
        if !std::path::Path::new("/proc").join(&pid).exists() {
            let _ = std::fs::remove_file(entry.path());
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = base.join("tungnha-tests");
    std::fs::create_dir_all(&folder).expect("a folder for test databases");
    SWEPT.get_or_init(|| sweep(&folder));
    folder
}

fn admin(sql: &str) {
    let mut conn =
        PgConnection::establish(&format!("{}/postgres", postgres::server_url())).expect("PostgreSQL answers");
    conn.batch_execute(sql).expect(sql);
}

fn make_template() -> String {
    let db = TestDb::empty();
    fill(&db);
    keep(&db)
}

fn fill(db: &TestDb) {
    Db::migrate(&db.url, &keys()).expect("migrations apply");
    super::world::fill_template(&db.open(&Clock::fixed(super::world::start())));
}

/// A folder with the keys of every test in a file, as the program wants them.
pub fn keys_folder() -> PathBuf {
    let folder = folder().join(format!("t{}_{}_keys", std::process::id(), COUNTER.fetch_add(1, Ordering::SeqCst)));
    std::fs::create_dir_all(&folder).expect("a folder for keys");
    let file = folder.join("keys");
    let secret = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, KEYS);
    std::fs::write(&file, secret)
        .and_then(|()| std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o400)))
        .expect("a key file");
    folder
}

/// Runs `tungnha demo --prepare-only --json` on an empty database, as a user would.
fn make_demonstration(sample: &str) -> String {
    let db = TestDb::empty();
    let file = keys_folder().join("keys");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["demo", "--prepare-only", "--json", "--sample", sample])
        .env("DATABASE_URL", &db.url)
        .env("TUNGNHA_KEYS", &file)
        .output()
        .expect("the program runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let users = said["users"].as_array().expect("users");
    assert!(users.iter().all(|u| u["password"].is_string() && u["role"].is_string() && u["area"].is_string()));
    keep(&db)
}

/// Makes a template of a database that nobody uses any more.
fn keep(db: &TestDb) -> String {
    let name = &db.name;
    if on_postgres() {
        // Connections of the one who filled it may still be closing.
        for _ in 0..200 {
            let mut conn =
                PgConnection::establish(&format!("{}/postgres", postgres::server_url())).expect("PostgreSQL answers");
            let _ = conn.batch_execute(&format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            ));
            if conn.batch_execute(&format!("ALTER DATABASE {name} RENAME TO tpl_{name}")).is_ok() {
                break;
            }
            std::thread::yield_now();
        }
        return format!("tpl_{name}");
    }
    let kept = folder().join(format!("template-{name}"));
    let mut conn = Kind::of_url(&db.url).and_then(|kind| kind.connect()).expect("open the template");
    conn.batch_execute(&format!("VACUUM INTO '{}'", kept.display())).expect("copy the template");
    kept.to_str().expect("utf-8").to_owned()
}
