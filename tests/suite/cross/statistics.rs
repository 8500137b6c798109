//! What the query planner knows of the tables grows with them, and every reader learns of it.
use std::time::Duration;

use diesel::{connection::SimpleConnection, prelude::*, sql_query, sql_types::BigInt};
use tungnha::{
    base::Clock,
    db::{Conn, Db, DbSettings, Kind},
};

use crate::support::db::{TestDb, keys, on_postgres};

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn count(conn: &mut Conn, from: &str) -> i64 {
    sql_query(format!("SELECT count(*) AS n FROM {from}")).get_result::<Counted>(conn).expect("a count").n
}

#[test]
fn readers_plan_with_what_the_tables_hold_now() {
    let test = TestDb::filled();
    let settings = DbSettings { url: test.url.clone(), readers: 1, wait: Duration::from_secs(20) };
    let db = Db::open(&settings, &keys(), &Clock::System).expect("the database opens");
    let mark = |conn: &mut Conn| {
        conn.batch_execute("CREATE TEMPORARY TABLE this_reader (n INTEGER)").expect("a mark");
        Ok(())
    };
    let marked = |conn: &mut Conn| Ok(sql_query("SELECT n FROM this_reader").execute(conn).is_ok());
    db.read_now(mark).expect("a reader");
    assert!(db.read_now(marked).expect("a reader"), "one reader, kept");
    db.tend_statistics().expect("statistics");
    assert!(!db.read_now(marked).expect("a reader"), "opened anew");
    if matches!(db.kind(), Kind::Sqlite { .. }) {
        let known = db.read_now(|conn| Ok(count(conn, "sqlite_stat1 WHERE tbl = 'areas'"))).expect("statistics");
        assert!(known > 0, "the planner knows the areas");
    }
}

#[test]
fn readers_that_are_opened_anew_while_the_database_is_away_say_come_again() {
    if !on_postgres() {
        return;
    }
    let mut test = TestDb::alone("");
    let settings = DbSettings { url: test.url.clone(), readers: 1, wait: Duration::from_millis(200) };
    let db = Db::open(&settings, &keys(), &Clock::System).expect("the database opens");
    let asked = || db.read_now(|conn| Ok(count(conn, "areas")));
    assert!(asked().is_ok_and(|n| n > 0));
    db.tend_statistics().expect("statistics");
    let cluster = test.cluster.as_mut().expect("a cluster of its own");
    cluster.kill();
    for _ in 0..2 {
        assert!(asked().is_err_and(|error| error.is_unavailable()), "503, not 500");
    }
    cluster.start_again();
    assert!(asked().is_ok_and(|n| n > 0), "and goes on by itself");
}
