//! Everything the database holds as text, for "nothing was changed" and "no secret is stored".
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_query,
};

use super::db::{TestDb, on_postgres};

/// The official lists: large, and changed by nobody here.
const LISTS: &[&str] = &["areas", "area_closure", "area_successions"];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Every row of every table but the official lists: `table: values`.
pub fn dump(db: &TestDb) -> Vec<String> {
    if on_postgres() {
        let mut conn = PgConnection::establish(&db.url).expect("PostgreSQL answers");
        let tables =
            "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
        let tables = rows(sql_query(tables).load(&mut conn));
        rows_of(tables, |table| {
            rows(sql_query(format!("SELECT t::text AS line FROM \"{table}\" t ORDER BY 1")).load(&mut conn))
        })
    } else {
        let mut conn = open(db);
        let tables =
            rows(sql_query("SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1").load(&mut conn));
        rows_of(tables, |table| {
            let columns =
                rows(sql_query(format!("SELECT name AS line FROM pragma_table_info('{table}')")).load(&mut conn));
            let values: Vec<String> = columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
            rows(
                sql_query(format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", values.join(" || ',' || ")))
                    .load(&mut conn),
            )
        })
    }
}

fn rows(found: diesel::QueryResult<Vec<Row>>) -> Vec<String> {
    found.expect("the dump").into_iter().map(|row| row.line).collect()
}

fn rows_of(tables: Vec<String>, mut read: impl FnMut(&str) -> Vec<String>) -> Vec<String> {
    let own = tables.into_iter().filter(|table| !LISTS.contains(&table.as_str()));
    own.flat_map(|table| read(&table).into_iter().map(move |line| format!("{table}: {line}"))).collect()
}

/// Changes the database behind the program's back.
pub fn tamper(db: &TestDb, sql: &str) -> usize {
    if on_postgres() {
        let mut conn = PgConnection::establish(&db.url).expect("PostgreSQL answers");
        sql_query(sql).execute(&mut conn).expect(sql)
    } else {
        let mut conn = open(db);
        sql_query(sql).execute(&mut conn).expect(sql)
    }
}

/// A service that was just dropped may still be closing its connections: that is waited for.
fn open(db: &TestDb) -> SqliteConnection {
    let mut conn = SqliteConnection::establish(db.url.trim_start_matches("sqlite:")).expect("the file opens");
    conn.batch_execute("PRAGMA busy_timeout = 5000").expect("a patient connection");
    conn
}
