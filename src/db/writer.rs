//! One writer, one queue: what waits is committed together, and nobody hears "done" before the disk has it.
//!
//! Each piece of work runs in a savepoint of its own, so that a refusal or a failure does not hurt its
//! neighbours. Measured: nine times the rate of a transaction per request (docs/adr/0006-one-writer-queue.md).
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use super::{Conn, Faults, Keys, Kind, Seals, Tx, tx::Who};
use crate::base::{Clock, Error, Result};
use diesel::connection::{Connection, TransactionManager};

/// How many writes may wait before new ones are turned away with 503.
const QUEUE: usize = 1_024;
/// How many writes share one commit at the most.
const BATCH: usize = 128;

type Transactions = <Conn as Connection>::TransactionManager;
/// Answers the caller once the commit is known to have happened (`Ok`) or not.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs the work; `Ok` when its changes are to be kept.
type Work = Box<dyn FnOnce(&mut Conn) -> (Result<()>, Answer) + Send>;

/// The sending end of the queue.
#[derive(Clone)]
pub(super) struct Writer {
    queue: SyncSender<Work>,
    clock: Clock,
    keys: Keys,
    seals: Seals,
    faults: Arc<Faults>,
}

impl Writer {
    /// Starts the writer's thread on its own connection.
    pub(super) fn start(
        kind: Kind,
        conn: Conn,
        clock: Clock,
        (keys, seals): (Keys, Seals),
        faults: Arc<Faults>,
    ) -> Result<Self> {
        let (queue, waiting) = sync_channel(QUEUE);
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || serve(&kind, conn, &waiting))
            .map_err(Error::internal)?;
        Ok(Self { queue, clock, keys, seals, faults })
    }

    /// Queues one piece of work; `tell` is told its result after the commit, and dropped if it was never run.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        who: Who,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
        tell: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()> {
        let (clock, keys, seals) = (self.clock.clone(), self.keys.clone(), self.seals.clone());
        let faults = Arc::clone(&self.faults);
        let job: Work = Box::new(move |conn| {
            let run = AssertUnwindSafe(|| {
                let mut tx = Tx::new(conn, (&keys, &seals), &faults, &who, &clock);
                let value = work(&mut tx)?;
                tx.finish()?;
                Ok(value)
            });
            let (kept, result) = match catch_unwind(run) {
                Ok(Ok(value)) => (Ok(()), Ok(value)),
                Ok(Err(error)) => (Err(Error::internal("undone")), Err(error)),
                Err(_) => (Err(Error::internal("undone")), Err(Error::internal("a write panicked"))),
            };
            let answer: Answer = Box::new(move |committed| {
                tell(committed.and(result));
            });
            (kept, answer)
        });
        self.queue.try_send(job).map_err(|full| match full {
            TrySendError::Full(_) => Error::unavailable(),
            TrySendError::Disconnected(_) => Error::internal("the writer has stopped"),
        })
    }
}

fn serve(kind: &Kind, mut conn: Conn, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        let batch: Vec<Work> = std::iter::once(first).chain(waiting.try_iter().take(BATCH - 1)).collect();
        if let Err(error) = begin(kind, &mut conn) {
            tracing::error!(%error, "cannot begin a write");
            // The work is dropped unrun, which closes its channel: the caller answers 503.
            continue;
        }
        let mut answers = Vec::with_capacity(batch.len());
        let mut broken = None;
        for work in batch {
            match run_in_savepoint(&mut conn, work) {
                Ok(done) => answers.push(done),
                Err(error) => {
                    broken = Some(error);
                    break;
                }
            }
        }
        let committed = match broken {
            None => Transactions::commit_transaction(&mut conn).map_err(Error::from),
            Some(error) => Err(error),
        };
        if let Err(error) = &committed {
            tracing::error!(%error, "a commit failed");
            // What cannot even be rolled back is left to the next `begin`, which opens a new connection.
            let _ = Transactions::rollback_transaction(&mut conn);
        }
        for (kept, answer) in answers {
            answer(if kept && committed.is_err() { Err(Error::unavailable()) } else { Ok(()) });
        }
    }
}

fn begin(kind: &Kind, conn: &mut Conn) -> Result<()> {
    if conn.begin_write().is_ok() {
        return Ok(());
    }
    // The connection may be lost, or stand in a transaction that failed to end: start anew.
    *conn = kind.connect_writer()?;
    conn.begin_write().map_err(Error::from)
}

fn run_in_savepoint(conn: &mut Conn, work: Work) -> Result<(bool, Answer)> {
    Transactions::begin_transaction(conn)?;
    let (kept, answer) = work(conn);
    let end =
        if kept.is_ok() { Transactions::commit_transaction(conn) } else { Transactions::rollback_transaction(conn) };
    match end {
        Ok(()) => Ok((kept.is_ok(), answer)),
        Err(error) => {
            answer(Err(Error::unavailable()));
            Err(error.into())
        }
    }
}
