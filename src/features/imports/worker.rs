//! Goes on with what was ordered: a piece of an import in one transaction, so that nobody else waits long.
//!
//! How far it is stands in the import's own row and changes with the piece. After a crash the next start finds it there.
use super::{
    commit,
    model::{Import, ImportState},
    queries, undo,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::Result,
    db::{Db, Event, Tx, Who},
    features::sessions,
};

/// Does all that was ordered; how many pieces it were.
///
/// # Errors
/// When the database fails; what was done until then stands.
pub fn run(db: &Db) -> Result<usize> {
    let mut pieces = 0;
    while let Some(import) = db.read_now(queries::under_way)? {
        step(db, &import)?;
        pieces += 1;
    }
    Ok(pieces)
}

/// Does the next piece in the name of whoever ordered it, where that person may work today.
fn step(db: &Db, import: &Import) -> Result<()> {
    let (id, today) = (import.id, db.clock().today());
    let by = import.acted_by.unwrap_or(import.created_by);
    let actor = db.read_now(|conn| sessions::actor_of(conn, by, today))?.unwrap_or_else(Actor::nobody);
    let who = Who { actor, request_id: "import worker".to_owned() };
    let done = db.write_now(who.clone(), move |tx| {
        let scope = Scope::of(tx.actor(), Permission::ImportsManage, tx.today());
        let now = queries::again(tx.conn()?, id)?;
        match queries::find(tx.conn()?, &scope, id)? {
            None => halt(tx, &now),
            Some(import) => next(tx, &scope, &import),
        }
    });
    match done {
        // Done again it would fail again, and nothing behind it would ever be done.
        Err(error) if !error.is_unavailable() => {
            tracing::warn!(import = %id, %error, "an import was halted");
            db.write_now(who, move |tx| {
                let now = queries::again(tx.conn()?, id)?;
                halt(tx, &now)
            })
        }
        done => done,
    }
}

fn next(tx: &mut Tx, scope: &Scope, import: &Import) -> Result<()> {
    match import.state {
        ImportState::Committing => {
            let piece = queries::piece_to_write(tx.conn()?, import, import.pieces_done)?;
            commit::write_piece(tx, scope, import, piece).map(drop)
        }
        ImportState::Undoing => {
            let piece = queries::piece_to_take_back(tx.conn()?, import, import.pieces - import.pieces_done)?;
            undo::take_back(tx, scope, import, piece).map(drop)
        }
        _ => {
            tx.unchanged();
            Ok(())
        }
    }
}

/// Stops where it is: whoever ordered it may not go on, or what it would write is refused.
fn halt(tx: &mut Tx, import: &Import) -> Result<()> {
    let state = if import.state == ImportState::Undoing { ImportState::UndoHalted } else { ImportState::Halted };
    let new = Import { state, rev: import.rev + 1, ..import.clone() };
    queries::update(tx, &new)?;
    tx.record(Event::new("import.halted", "import", import.id).in_area(import.area_id).fields(["state"]));
    Ok(())
}
