//! The two doors: `read` on a pool of readers, `write` through the writer's queue.
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::r2d2::{ManageConnection, Pool};
use tokio::sync::Semaphore;

use super::{Conn, Faults, Keys, Kind, MigrationState, Seals, Tx, migrate, tx::Who, writer::Writer};
use crate::base::{Clock, Error, Result};

/// What a database needs to be opened.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// How many readers at the most.
    pub readers: u32,
    /// Longest wait for a reader before 503.
    pub wait: Duration,
}

/// The database, as handlers know it.
#[derive(Clone)]
pub struct Db {
    kind: Kind,
    readers: Pool<Connector>,
    statistics: Arc<AtomicU64>,
    room: Arc<Semaphore>,
    wait: Duration,
    writer: Writer,
    keys: Keys,
    seals: Seals,
    clock: Clock,
    faults: Arc<Faults>,
}

/// After so long without work a reader is asked whether its server is still there.
const REST: Duration = Duration::from_secs(1);

/// One connection for reading.
struct Reader {
    conn: Conn,
    /// Which statistics it plans with; the first of a program are 0.
    statistics: u64,
    answered: Instant,
    failed: bool,
}

#[derive(Debug)]
struct Connector(Kind);

impl ManageConnection for Connector {
    type Connection = Reader;
    type Error = Error;
    fn connect(&self) -> Result<Reader> {
        Ok(Reader { conn: self.0.connect()?, statistics: 0, answered: Instant::now(), failed: false })
    }
    fn is_valid(&self, reader: &mut Reader) -> Result<()> {
        use diesel::connection::SimpleConnection;
        if reader.answered.elapsed() < REST {
            return Ok(());
        }
        reader.conn.batch_execute("SELECT 1").map_err(Error::from)
    }
    fn has_broken(&self, reader: &mut Reader) -> bool {
        reader.failed || std::thread::panicking()
    }
}

impl Db {
    /// Opens the database for serving; refuses one that is older, newer, or not made with these keys.
    ///
    /// # Errors
    /// A plain sentence for the operator.
    pub fn open(settings: &DbSettings, keys: &Keys, clock: &Clock) -> Result<Self> {
        let kind = Kind::of_url(&settings.url)?;
        let mut conn = kind.connect_writer()?;
        migrate::refuse_unfit(&mut conn, keys)?;
        let seals = Seals::load(&mut conn, keys)?;
        let faults = Arc::new(Faults::default());
        // The writer is there, so the database is: whoever reads waits for a first reader that takes its time.
        let readers = Pool::builder()
            .max_size(settings.readers)
            .min_idle(Some(1))
            .connection_timeout(settings.wait)
            .test_on_check_out(matches!(kind, Kind::Postgres { .. }))
            .build_unchecked(Connector(kind.clone()));
        let writer =
            Writer::start(kind.clone(), conn, clock.clone(), (keys.clone(), seals.clone()), Arc::clone(&faults))?;
        Ok(Self {
            kind,
            readers,
            statistics: Arc::default(),
            room: Arc::new(Semaphore::new(usize::try_from(settings.readers).unwrap_or(1))),
            wait: settings.wait,
            writer,
            keys: keys.clone(),
            seals,
            clock: clock.clone(),
            faults,
        })
    }

    /// Applies pending migrations; the versions it applied.
    ///
    /// # Errors
    /// When a migration fails or the database is newer than the program.
    pub fn migrate(url: &str, keys: &Keys) -> Result<Vec<String>> {
        migrate::up(&mut Kind::of_url(url)?.connect()?, keys)
    }
    /// Undoes every migration: only for tests and empty installations.
    ///
    /// # Errors
    /// When a migration cannot be undone.
    pub fn migrate_down(url: &str) -> Result<()> {
        Kind::of_url(url)?.connect()?.migrate_down()
    }
    /// Where a database stands.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn migration_state(url: &str) -> Result<MigrationState> {
        migrate::state(&mut Kind::of_url(url)?.connect()?)
    }
    /// Which database.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }
    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }
    /// The sealing of personal columns.
    pub fn seals(&self) -> &Seals {
        &self.seals
    }
    /// Fault injection, for tests.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Lets the planner know how the tables have grown: in the writer's turn, then by opening every reader anew, since
    /// SQLite reads its statistics once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tend_statistics(&self) -> Result<()> {
        self.write_now(Who::program("statistics"), |tx| {
            tx.housekeeping("what the planner knows of the tables is no state of anybody");
            tx.conn()?.tend_statistics()
        })?;
        self.statistics.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<()> {
        use diesel::connection::SimpleConnection;
        self.read(|conn| conn.batch_execute("SELECT 1").map_err(Error::from)).await
    }

    /// Runs one reading use case off the async threads.
    ///
    /// # Errors
    /// The use case's own, or `unavailable` when no reader is free in time.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let room = tokio::time::timeout(self.wait, Arc::clone(&self.room).acquire_owned()).await;
        let permit = room.map_err(|_| Error::unavailable())?.map_err(Error::internal)?;
        let db = self.clone();
        tokio::task::spawn_blocking(move || {
            let result = db.read_now(work);
            drop(permit);
            result
        })
        .await
        .map_err(Error::internal)?
    }
    /// The same, on the caller's own thread (command line, jobs).
    ///
    /// # Errors
    /// The use case's own, or `unavailable` when no reader is free in time or the database is away.
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut reader = self.readers.get().map_err(|_| Error::unavailable())?;
        let newest = self.statistics.load(Ordering::Acquire);
        if reader.statistics != newest {
            let anew = self.kind.connect().map_err(|error| {
                tracing::warn!(%error, "the database is away");
                Error::unavailable()
            })?;
            (reader.conn, reader.statistics) = (anew, newest);
        }
        let result = work(&mut reader.conn);
        reader.answered = Instant::now();
        // The server may have gone away; the next one to read gets another connection.
        reader.failed =
            result.as_ref().is_err_and(|error| matches!(error, Error::Internal(_)) || error.is_unavailable());
        result
    }

    /// Runs one writing use case in one transaction; answers after the commit.
    ///
    /// # Errors
    /// The use case's own, or `unavailable` when the queue is full or the database is away.
    pub async fn write<T: Send + 'static>(
        &self,
        who: Who,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, hear) = tokio::sync::oneshot::channel();
        // The caller may have gone away meanwhile; the work stands all the same.
        self.writer.submit(who, work, move |result| drop(tell.send(result)))?;
        hear.await.unwrap_or_else(|_| Err(Error::unavailable()))
    }
    /// The same, on the caller's own thread (command line, jobs).
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T: Send + 'static>(
        &self,
        who: Who,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, hear) = std::sync::mpsc::sync_channel(1);
        self.writer.submit(who, work, move |result| drop(tell.send(result)))?;
        hear.recv().unwrap_or_else(|_| Err(Error::unavailable()))
    }
}
