//! What a restored backup means: whether the server has forgotten something a phone was told it had, and what the phone
//! then does.
//!
//! A restored server counts on from the backup, so numbers given before and after are different things with the same
//! name. Each restore therefore begins a new feed epoch, and a revision is only ever compared within its epoch. A phone
//! keeps an acknowledged operation until a backup holds it; so whatever a restore forgets, a phone still has.
//!
//! It follows that every stored operation, also one that was refused or changed nothing, takes a feed number of its
//! own: otherwise "the backup goes as far as that number" would not say that the operation is in it.

/// A revision in its epoch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedMark {
    /// The epoch in which it was given.
    pub feed_epoch: String,
    /// The revision.
    pub rev: i64,
}

/// How far the server is; sent with every answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedState {
    /// The present epoch.
    pub feed_epoch: String,
    /// The newest revision.
    pub head: i64,
    /// The newest revision that is in a verified backup.
    pub durable_rev: i64,
}

/// Where an epoch began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochStart {
    /// The epoch.
    pub feed_epoch: String,
    /// The revision the restored backup ended with; 0 for the first epoch.
    pub began_at: i64,
}

/// The server's answer to what a phone says it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The phone goes on from where it was.
    Continues,
    /// The phone saw what this server has not: it pushes again whatever it keeps, then pulls from the beginning.
    ServerRolledBack,
}

/// What a phone does with an operation it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Send it, again if it was sent before.
    Push,
    /// It is acknowledged but in no backup yet: keep it and wait.
    Hold,
    /// It is in a backup: the phone may let it go.
    Forget,
}

/// Whether a phone that has pulled up to `have` may go on; `None` for one that never pulled.
pub fn standing(server: &FeedState, have: Option<&FeedMark>) -> Standing {
    match have {
        Some(mark) if mark.feed_epoch != server.feed_epoch || mark.rev > server.head => Standing::ServerRolledBack,
        _ => Standing::Continues,
    }
}

/// What to do with an operation acknowledged at `acked`, or not yet, when the server has said how far it is.
pub fn keeping(server: &FeedState, acked: Option<&FeedMark>) -> Keeping {
    match acked {
        None => Keeping::Push,
        Some(mark) if mark.feed_epoch != server.feed_epoch || mark.rev > server.head => Keeping::Push,
        Some(mark) if mark.rev <= server.durable_rev => Keeping::Forget,
        Some(_) => Keeping::Hold,
    }
}

/// The revision of the present epoch up to which an operation made on `base` knew everything; `epochs` from the first
/// to the present one. Of what an earlier epoch numbered, only the part that was restored is still the same; of an
/// epoch never heard of, nothing is.
pub fn known_base(base: &FeedMark, epochs: &[EpochStart]) -> i64 {
    let Some(own) = epochs.iter().position(|epoch| epoch.feed_epoch == base.feed_epoch) else { return 0 };
    epochs.iter().skip(own + 1).map(|later| later.began_at).fold(base.rev, i64::min)
}
