//! Up, down, up leaves the same tables; a newer or foreign database is refused.
use diesel::prelude::*;
use tungnha::{
    base::{Clock, Error},
    db::{Db, DbSettings, Keys, Kind},
};

use crate::support::db::{TestDb, keys, on_postgres};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Every table, column and index, as text.
fn shape(url: &str) -> Vec<String> {
    let mut conn = Kind::of_url(url).expect("a url").connect().expect("a connection");
    let sql = if on_postgres() {
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line FROM information_schema.columns WHERE table_schema = 'public' \
         UNION ALL SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY line"
    } else {
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY line"
    };
    diesel::sql_query(sql)
        .load::<Row>(&mut conn)
        .expect("the shape")
        .into_iter()
        .map(|r| r.line)
        .filter(|l| !l.contains("__diesel"))
        .collect()
}

#[test]
fn up_down_up_leaves_the_same_tables() {
    let db = TestDb::empty();
    Db::migrate(&db.url, &keys()).expect("up");
    let first = shape(&db.url);
    assert!(first.len() > 80, "{}", first.len());
    Db::migrate_down(&db.url).expect("down");
    assert_eq!(shape(&db.url), Vec::<String>::new());
    Db::migrate(&db.url, &keys()).expect("up again");
    assert_eq!(shape(&db.url), first);
}

#[test]
fn both_folders_hold_the_same_tables_and_columns() {
    let read = |folder: &str| -> String {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .expect(folder)
            .map(|e| e.expect("an entry").path())
            .filter(|p| p.is_dir())
            .collect();
        names.sort();
        names.iter().map(|p| std::fs::read_to_string(p.join("up.sql")).expect("up.sql")).collect()
    };
    let root = env!("CARGO_MANIFEST_DIR");
    let (sqlite, postgres) = (read(&format!("{root}/migrations/sqlite")), read(&format!("{root}/migrations/postgres")));
    assert_eq!(postgres.replace(" COLLATE \"C\"", ""), sqlite);
    let bare = postgres.lines().filter(|l| l.contains(" TEXT") && !l.contains("COLLATE \"C\"")).collect::<Vec<_>>();
    assert_eq!(bare, Vec::<&str>::new(), "text columns without COLLATE \"C\"");
}

fn open(url: &str, keys: &Keys) -> Result<Db, Error> {
    Db::open(&DbSettings { url: url.into(), readers: 1, wait: std::time::Duration::from_secs(5) }, keys, &Clock::System)
}

#[test]
fn an_unknown_scheme_is_refused_with_a_plain_sentence() {
    for url in ["postgress://localhost/x", "mysql://localhost/x", "tungnha.db", "", "sqlite:", "sqlite::memory:"] {
        let error = Kind::of_url(url).expect_err(url).to_string();
        assert!(error.contains("DATABASE_URL"), "{url}: {error}");
    }
    assert!(!std::path::Path::new("postgress:__localhost_x").exists());
}

#[test]
fn another_keys_file_or_an_empty_database_is_refused() {
    let db = TestDb::empty();
    let error = open(&db.url, &keys()).err().expect("an empty database is refused").to_string();
    assert!(error.contains("tungnha migrate"), "{error}");
    Db::migrate(&db.url, &keys()).expect("up");
    let error = open(&db.url, &Keys::from_root([7; 32])).err().expect("foreign keys are refused").to_string();
    assert!(error.contains("TUNGNHA_KEYS"), "{error}");
    open(&db.url, &keys()).expect("the right keys open it");
}
