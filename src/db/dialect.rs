//! The only file that names two databases.
//!
//! One connection type with two variants; the URL's scheme picks the variant when the program starts.
//! An unknown scheme is refused: read as a file name it would open an empty database in silence.
use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection},
    serialize::{self, IsNull, Output, ToSql},
    sql_query,
    sql_types::{self, BigInt, Text},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::base::{Day, Error, Moment, Result, time::push_digits};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A connection to one of the two databases.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// Embedded SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// The backend type of [`Conn`], for boxed queries.
pub type Backend = <Conn as Connection>::Backend;

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A file, or `:memory:`-free: always a file.
    Sqlite {
        /// Where the file is.
        path: String,
    },
    /// A server.
    Postgres {
        /// The libpq URL.
        url: String,
    },
}

impl Kind {
    /// Reads `DATABASE_URL`: `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// Any other text, with a sentence that says what is taken.
    pub fn of_url(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains('?') || path.contains(":memory:") {
                return Err(Error::internal(
                    "DATABASE_URL: sqlite: needs the path of a file, e.g. sqlite:var/tungnha.db",
                ));
            }
            return Ok(Self::Sqlite { path: path.to_owned() });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: url.to_owned() });
        }
        let scheme = url.split(':').next().unwrap_or_default();
        Err(Error::internal(format_args!(
            "DATABASE_URL: unknown scheme \"{scheme}\"; taken are sqlite:PATH and postgres://USER@HOST/DATABASE"
        )))
    }

    /// `sqlite` or `postgres`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres { .. } => "postgres",
        }
    }

    /// The writer's connection: what it changes all day long stays in its own memory.
    ///
    /// # Errors
    /// As [`Kind::connect`].
    pub(super) fn connect_writer(&self) -> Result<Conn> {
        let mut conn = self.connect()?;
        if matches!(conn, Conn::Sqlite(_)) {
            conn.batch_execute("PRAGMA cache_size = -16384").map_err(Error::internal)?;
        }
        Ok(conn)
    }

    /// A new connection, set up: durable, with foreign keys, in UTC.
    ///
    /// # Errors
    /// When the database cannot be reached, or is set so that acknowledged work could be lost.
    pub fn connect(&self) -> Result<Conn> {
        match self {
            Self::Sqlite { path } => {
                let mut conn = SqliteConnection::establish(path)
                    .map_err(|e| Error::internal(format_args!("cannot open {path}: {e}")))?;
                conn.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                     PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA secure_delete = ON; \
                     PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;",
                )
                .map_err(|e| Error::internal(format_args!("cannot set up {path}: {e}")))?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Postgres { url } => {
                let mut conn = PgConnection::establish(url).map_err(|e| {
                    Error::internal(format_args!("cannot reach PostgreSQL: {}", first_line(&e.to_string())))
                })?;
                conn.batch_execute(
                    "SET TIME ZONE 'UTC'; SET DateStyle = ISO; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
                     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning'; \
                     SET jit = off;",
                )
                .map_err(|e| Error::internal(format_args!("cannot set up PostgreSQL: {e}")))?;
                for setting in ["synchronous_commit", "fsync"] {
                    let value = show(&mut conn, setting)?;
                    if value == "off" || value == "local" {
                        return Err(Error::internal(format_args!(
                            "PostgreSQL runs with {setting} = {value}: acknowledged work could be lost"
                        )));
                    }
                }
                Ok(Conn::Postgres(conn))
            }
        }
    }
}

impl Kind {
    /// Sees to it that nobody else has the database open: something else will be put in its place. Whatever a SQLite
    /// database kept beside its file goes into the file.
    ///
    /// # Errors
    /// A plain sentence when somebody has.
    pub(super) fn refuse_in_use(&self) -> Result<()> {
        let others: i64 = match self {
            Self::Sqlite { path } => {
                let mut conn = SqliteConnection::establish(path)
                    .map_err(|e| Error::internal(format_args!("cannot open {path}: {e}")))?;
                // Leaving write-ahead mode needs the file for itself.
                i64::from(conn.batch_execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE").is_err())
            }
            Self::Postgres { .. } => match self.connect()? {
                Conn::Sqlite(_) => 0,
                Conn::Postgres(mut conn) => {
                    sql_query(
                        "SELECT count(*) AS value FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    )
                    .get_result::<Counted>(&mut conn)
                    .map_err(Error::internal)?
                    .value
                }
            },
        };
        if others == 0 {
            return Ok(());
        }
        Err(Error::internal("the database is in use: stop the service (and whatever else has it open) first"))
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(diesel::QueryableByName)]
struct Checked {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

#[derive(diesel::QueryableByName)]
struct Shown {
    #[diesel(sql_type = Text)]
    value: String,
}

fn show(conn: &mut PgConnection, setting: &str) -> Result<String> {
    let row: Shown = sql_query("SELECT current_setting($1) AS value")
        .bind::<Text, _>(setting)
        .get_result(conn)
        .map_err(Error::internal)?;
    Ok(row.value)
}

impl Conn {
    /// Begins a writing transaction: on SQLite the write lock is taken at once, so that a transaction never fails
    /// half-way because another process wrote first.
    pub(super) fn begin_write(&mut self) -> diesel::QueryResult<()> {
        match self {
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
            Self::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        }
    }
    /// Applies every migration that is not applied yet; the names of those it applied.
    pub(super) fn migrate_up(&mut self) -> Result<Vec<String>> {
        let names =
            |versions: Vec<diesel::migration::MigrationVersion<'_>>| versions.iter().map(ToString::to_string).collect();
        match self {
            Self::Sqlite(c) => c.run_pending_migrations(SQLITE_MIGRATIONS).map(names),
            Self::Postgres(c) => c.run_pending_migrations(POSTGRES_MIGRATIONS).map(names),
        }
        .map_err(Error::internal)
    }
    /// Undoes every migration.
    pub(super) fn migrate_down(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(c) => c.revert_all_migrations(SQLITE_MIGRATIONS).map(drop),
            Self::Postgres(c) => c.revert_all_migrations(POSTGRES_MIGRATIONS).map(drop),
        }
        .map_err(Error::internal)
    }
    /// The versions applied, oldest first.
    pub(super) fn applied_migrations(&mut self) -> Result<Vec<String>> {
        let mut versions: Vec<String> = match self {
            Self::Sqlite(c) => c.applied_migrations(),
            Self::Postgres(c) => c.applied_migrations(),
        }
        .map_err(Error::internal)?
        .iter()
        .map(ToString::to_string)
        .collect();
        versions.sort();
        Ok(versions)
    }
    /// The versions this program brings, oldest first.
    pub(super) fn known_migrations(&self) -> Result<Vec<String>> {
        use diesel::migration::{Migration, MigrationSource};
        let mut versions: Vec<String> = match self {
            Self::Sqlite(_) => {
                let all: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> =
                    SQLITE_MIGRATIONS.migrations().map_err(Error::internal)?;
                all.iter().map(|m| m.name().version().to_string()).collect()
            }
            Self::Postgres(_) => {
                let all: Vec<Box<dyn Migration<diesel::pg::Pg>>> =
                    POSTGRES_MIGRATIONS.migrations().map_err(Error::internal)?;
                all.iter().map(|m| m.name().version().to_string()).collect()
            }
        };
        versions.sort();
        Ok(versions)
    }
    /// Copies an embedded database into a new file, as it is at this moment, while others read and write it.
    pub(super) fn copy_into(&mut self, file: &std::path::Path) -> Result<()> {
        match self {
            Self::Sqlite(c) => sql_query("VACUUM INTO ?")
                .bind::<Text, _>(file.display().to_string())
                .execute(c)
                .map(drop)
                .map_err(Error::internal),
            Self::Postgres(_) => Err(Error::internal("only an embedded database is a file")),
        }
    }
    /// Reads an embedded database whole and says when something is wrong with it; PostgreSQL looks after itself.
    pub(super) fn refuse_damaged(&mut self) -> Result<()> {
        let Self::Sqlite(c) = self else { return Ok(()) };
        let said: Checked = sql_query("PRAGMA integrity_check(1)").get_result(c).map_err(Error::internal)?;
        if said.integrity_check == "ok" {
            return Ok(());
        }
        Err(Error::internal(format_args!("the database is damaged: {}", said.integrity_check)))
    }
    /// The statistics of tables that grew tenfold since they were last looked at, for as long as a table of 100,000
    /// rows takes. PostgreSQL does so by itself.
    pub(super) fn tend_statistics(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(c) => {
                c.batch_execute("PRAGMA analysis_limit = 100000; PRAGMA optimize = 0x10002").map_err(Error::internal)
            }
            Self::Postgres(_) => Ok(()),
        }
    }
    /// Brings the statistics that the query planner uses up to date, and what an index alone may answer from: of one table,
    /// or of all. Not within a transaction.
    pub fn analyse(&mut self, table: Option<&'static str>) -> Result<()> {
        let statement = match self {
            // Without a limit SQLite keeps samples, and a sample that a bound value meets plans the statement anew.
            Self::Sqlite(_) => "PRAGMA analysis_limit = 100000; ANALYZE ",
            Self::Postgres(_) => "VACUUM (ANALYZE) ",
        };
        self.batch_execute(&format!("{statement}{}", table.unwrap_or_default())).map_err(Error::internal)
    }
}

/// Writes days and instants as its database takes them.
pub(super) trait WritesTime: diesel::backend::Backend {
    /// A civil day.
    fn write_day<'b>(day: &'b Day, out: &mut Output<'b, '_, Self>) -> serialize::Result;
    /// An instant.
    fn write_moment<'b>(at: &'b Moment, out: &mut Output<'b, '_, Self>) -> serialize::Result;
}
macro_rules! writes_time_as_diesel_does {
    ($($backend:ty),+) => { $(
        impl WritesTime for $backend {
            fn write_day<'b>(day: &'b Day, out: &mut Output<'b, '_, Self>) -> serialize::Result {
                ToSql::<sql_types::Date, Self>::to_sql(&day.0, out)
            }
            fn write_moment<'b>(at: &'b Moment, out: &mut Output<'b, '_, Self>) -> serialize::Result {
                ToSql::<sql_types::Timestamp, Self>::to_sql(&at.0, out)
            }
        }
    )+ };
}
writes_time_as_diesel_does!(diesel::pg::Pg, Backend);
/// The same text as diesel's, made without its formatter: a pushed visit has eight of them.
impl WritesTime for diesel::sqlite::Sqlite {
    fn write_day<'b>(day: &'b Day, out: &mut Output<'b, '_, Self>) -> serialize::Result {
        out.set_value(day.text());
        Ok(IsNull::No)
    }
    fn write_moment<'b>(at: &'b Moment, out: &mut Output<'b, '_, Self>) -> serialize::Result {
        let (mut text, micros) = (at.text(' '), at.micros());
        let (fraction, width) = if micros % 1_000 == 0 { (micros / 1_000, 3) } else { (micros, 6) };
        if micros > 0 {
            text.push('.');
            push_digits(&mut text, fraction, width);
        }
        out.set_value(text);
        Ok(IsNull::No)
    }
}

/// Inserts rows, a slice of them, into a table: 1,000 of them a statement, since SQLite takes 32,766 values in one.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let conn = $conn;
        $rows.chunks(1_000).try_for_each(|rows| {
            $crate::db::on_backend!(&mut *conn, |c| diesel::insert_into($table).values(rows).execute(c)).map(drop)
        })
    }};
}
pub(crate) use insert_all;

/// Compiles one expression once per database: the few things the shared connection cannot express.
macro_rules! on_backend {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => $body,
            $crate::db::Conn::Postgres($c) => $body,
        }
    };
}
pub(crate) use on_backend;
