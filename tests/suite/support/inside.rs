//! Everything that a database holds, row by row, to show that something changed nothing.
use std::collections::BTreeMap;

use diesel::{RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};
use tungnha::db::{Conn, Kind};

use super::{World, db::on_postgres};

/// The official lists: far larger than the rest, and written by one route only.
const LARGE: [&str; 5] = ["areas", "area_closure", "area_labels", "area_successions", "area_code_aliases"];

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Looks into a test's database past the program.
pub struct Inside {
    conn: Conn,
    /// Tables with the expression that shows a whole row as text.
    tables: BTreeMap<String, String>,
}

/// The rows of every table, ordered.
#[derive(Debug, PartialEq, Eq)]
pub struct Dump(BTreeMap<String, Vec<String>>);

impl Dump {
    /// The tables in which two dumps differ.
    pub fn differing(&self, other: &Self) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(table, rows)| other.0.get(*table) != Some(*rows))
            .map(|(table, _)| table.as_str())
            .collect()
    }
    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> usize {
        self.0[table].len()
    }
}

impl Inside {
    /// Opens a connection of its own.
    pub fn of(w: &World) -> Self {
        let conn = Kind::of_url(&w.db.url).and_then(|kind| kind.connect()).expect("the database opens");
        let mut inside = Self { conn, tables: BTreeMap::new() };
        let tables = match on_postgres() {
            true => "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'",
            false => "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        };
        for table in inside.lines(tables) {
            let row = match on_postgres() {
                true => "t::text".to_owned(),
                false => inside
                    .lines(&format!("SELECT 'quote(t.\"' || name || '\")' AS line FROM pragma_table_info('{table}')"))
                    .join(" || ',' || "),
            };
            inside.tables.insert(table, row);
        }
        assert!(LARGE.iter().all(|large| inside.tables.contains_key(*large)) && inside.tables.len() > 30);
        inside
    }
    /// What a query gives as `line`.
    pub fn lines(&mut self, sql: &str) -> Vec<String> {
        sql_query(sql)
            .load::<Line>(&mut self.conn)
            .unwrap_or_else(|e| panic!("{sql}: {e}"))
            .into_iter()
            .map(|l| l.line)
            .collect()
    }
    /// Runs a statement behind the program's back.
    pub fn run(&mut self, sql: &str) {
        self.conn.batch_execute(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }
    /// Every row of every table; of the official lists only how many there are.
    pub fn dump(&mut self) -> Dump {
        let all: Vec<String> = self.tables.keys().cloned().collect();
        Dump(all.into_iter().map(|table| (table.clone(), self.rows(&table, LARGE.contains(&table.as_str())))).collect())
    }
    /// Every row of the official lists.
    pub fn lists(&mut self) -> Dump {
        Dump(LARGE.iter().map(|table| ((*table).to_owned(), self.rows(table, false))).collect())
    }
    fn rows(&mut self, table: &str, count_only: bool) -> Vec<String> {
        let shown = if count_only { "CAST(count(*) AS TEXT)" } else { &self.tables[table] };
        let sql = format!("SELECT {shown} AS line FROM \"{table}\" t");
        let mut rows = self.lines(&sql);
        rows.sort_unstable();
        rows
    }
}
