//! Goes on with what was ordered: some hundred rows of a list in one transaction, so that nobody else waits long.
//!
//! How far it is stands in the list and its rows and changes with them. After a crash the next start finds it there.
use super::{
    applying,
    model::{ListState, OfficeList},
    queries, reading,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::Result,
    db::{Db, Event, Tx, Who},
    features::sessions,
};

/// Does all that was ordered; in how many transactions.
///
/// # Errors
/// When the database fails; what was done until then stands.
pub fn run(db: &Db) -> Result<usize> {
    let mut parts = 0;
    while let Some(list) = db.read_now(queries::under_way)? {
        step(db, &list)?;
        parts += 1;
    }
    Ok(parts)
}

/// Does the next part in the name of whoever ordered it, where that person may work today.
fn step(db: &Db, list: &OfficeList) -> Result<()> {
    let (id, today) = (list.id, db.clock().today());
    let by = list.acted_by;
    let actor = db.read_now(|conn| sessions::actor_of(conn, by, today))?.unwrap_or_else(Actor::nobody);
    let who = Who { actor, request_id: "office list worker".to_owned() };
    let done = db.write_now(who.clone(), move |tx| {
        // Nobody else writes from here on: what is held against each other stays so until it is written.
        tx.alone()?;
        let scope = Scope::of(tx.actor(), Permission::OfficeListsManage, tx.today());
        let Some(list) = queries::find(tx.conn()?, &scope, id)? else {
            let now = queries::again(tx.conn()?, id)?;
            return halt(tx, &now);
        };
        match list.state {
            ListState::Reading => reading::read_part(tx, &scope, &list),
            ListState::Applying => applying::apply_part(tx, &scope, &list),
            _ => {
                tx.unchanged();
                Ok(())
            }
        }
    });
    match done {
        // Done again it would fail again, and nothing behind it would ever be done.
        Err(error) if !error.is_unavailable() => {
            tracing::warn!(list = %id, %error, "an office list was halted");
            db.write_now(who, move |tx| {
                let now = queries::again(tx.conn()?, id)?;
                halt(tx, &now)
            })
        }
        done => done,
    }
}

/// Stops where it is: whoever ordered it may not go on, or what it would write is refused.
fn halt(tx: &mut Tx, list: &OfficeList) -> Result<()> {
    let state = if list.state == ListState::Reading { ListState::Failed } else { ListState::Ready };
    queries::order_nothing(tx, list.id)?;
    let new = OfficeList { state, rev: list.rev + 1, ..list.clone() };
    queries::update(tx, &new)?;
    tx.record(Event::new("office_list.halted", "office_list", list.id).in_area(list.area_id).fields(["state"]));
    Ok(())
}
