//! Migrations: embedded, plain SQL, applied in order; a database from a newer program is refused.
use diesel::prelude::*;

use super::{Conn, Keys, Purpose, Seals, audit, schema::ledger};
use crate::base::{Error, Id, Result, hex::hex, of};

/// Where a database stands.
#[derive(Debug, PartialEq, Eq)]
pub struct MigrationState {
    /// Versions applied.
    pub applied: Vec<String>,
    /// Versions this program brings that are not applied yet.
    pub pending: Vec<String>,
    /// Versions applied that this program does not know: a newer program was here.
    pub unknown: Vec<String>,
}

/// Reads where the database stands.
pub(super) fn state(conn: &mut Conn) -> Result<MigrationState> {
    let (applied, known) = (conn.applied_migrations()?, conn.known_migrations()?);
    let missing_from =
        |all: &[String], some: &[String]| some.iter().filter(|v| !all.contains(v)).cloned().collect::<Vec<_>>();
    Ok(MigrationState { pending: missing_from(&applied, &known), unknown: missing_from(&known, &applied), applied })
}

/// Applies what is pending, lays the ledger's one row, bound to these keys, and makes the first data key.
pub(super) fn up(conn: &mut Conn, keys: &Keys) -> Result<Vec<String>> {
    let before = state(conn)?;
    refuse_newer(&before)?;
    let applied = if before.pending.is_empty() { Vec::new() } else { conn.migrate_up()? };
    let rows: i64 = ledger::table.count().get_result(conn)?;
    if rows == 0 {
        diesel::insert_into(ledger::table)
            .values((
                ledger::id.eq(1),
                ledger::audit_n.eq(0_i64),
                ledger::audit_hash.eq(audit::genesis()),
                ledger::feed_n.eq(0_i64),
                ledger::feed_epoch.eq(Id::<of::FeedEpoch>::new().to_string()),
                ledger::key_check.eq(key_check(keys)),
            ))
            .execute(conn)?;
    }
    refuse_unfit(conn, keys)?;
    Seals::ensure_key(conn, keys)?;
    Ok(applied)
}

/// A plain sentence when this program must not work on this database.
pub(super) fn refuse_unfit(conn: &mut Conn, keys: &Keys) -> Result<()> {
    let state = state(conn)?;
    refuse_newer(&state)?;
    if !state.pending.is_empty() {
        return Err(Error::internal("the database is older than this program. Run: tungnha migrate"));
    }
    let check: Option<String> = ledger::table.select(ledger::key_check).first(conn).optional()?;
    match check {
        Some(check) if check == key_check(keys) => Ok(()),
        Some(_) => Err(Error::internal("these keys are not the keys of this database (TUNGNHA_KEYS)")),
        None => Err(Error::internal("the database is empty. Run: tungnha migrate")),
    }
}

fn refuse_newer(state: &MigrationState) -> Result<()> {
    if state.unknown.is_empty() {
        return Ok(());
    }
    Err(Error::internal(format_args!(
        "the database was made by a newer program (migrations {})",
        state.unknown.join(", ")
    )))
}

fn key_check(keys: &Keys) -> String {
    hex(&keys.tag(Purpose::DatabaseCheck, b"database"))
}
