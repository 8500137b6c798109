//! What backups mean for phones: how much lies in one, and that a restore begins the feed anew.
use super::{
    queries,
    restore::{EpochStart, FeedState},
};
use crate::{
    base::{Error, Id, Result, id::FeedEpochId},
    db::{Event, Tx, backup::BackupMark},
};

/// Takes note that a backup was verified where it will be kept: phones let go of what is in it. How far it goes.
///
/// # Errors
/// When the backup was made before the database was restored: its numbers mean something else.
pub fn confirm_backup(tx: &mut Tx, mark: &BackupMark) -> Result<FeedState> {
    let mut state = queries::feed_state(tx.conn()?)?;
    if mark.feed_epoch != state.feed_epoch || mark.rev > state.head {
        return Err(Error::internal(
            "this backup is of another time of the database: it was restored since, or before",
        ));
    }
    if mark.rev > state.durable_rev {
        state.durable_rev = mark.rev;
        queries::set_feed_state(tx, &state)?;
    }
    tx.housekeeping("a backup was verified");
    Ok(state)
}

/// Begins a new epoch of the feed after a restore: numbers given from now on are not those that were given before, and
/// phones bring again what the backup did not have.
///
/// # Errors
/// When the database fails.
pub fn begin_epoch(tx: &mut Tx) -> Result<FeedState> {
    let before = queries::feed_state(tx.conn()?)?;
    let id: FeedEpochId = Id::new();
    let mut epochs = queries::epochs(tx.conn()?, &before.feed_epoch)?;
    epochs.push(EpochStart { feed_epoch: id.to_string(), began_at: before.head });
    queries::replace_epochs(tx, &epochs)?;
    // What was put back came out of a backup, so all of it lies in one.
    let state = FeedState { feed_epoch: id.to_string(), head: before.head, durable_rev: before.head };
    queries::set_feed_state(tx, &state)?;
    tx.record(Event::new("database.restored", "feed_epoch", id));
    Ok(state)
}
