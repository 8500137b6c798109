//! Goes on with papers that were ordered, one after the other. Broken off, a paper is made anew at the next start: nothing of
//! it is kept before all of it is.
use super::{
    making,
    model::{Paper, PaperFailure},
    queries,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::Result,
    db::{Db, Who, scoped},
    features::sessions,
};

/// Makes all that was ordered; how many papers it were.
///
/// # Errors
/// When the database fails.
pub fn run(db: &Db) -> Result<usize> {
    let mut papers = 0;
    while let Some(paper) = db.read_now(queries::under_way)? {
        step(db, &paper)?;
        papers += 1;
    }
    Ok(papers)
}

/// Makes a paper in the name of whoever ordered it, as far as that person sees today.
fn step(db: &Db, paper: &Paper) -> Result<()> {
    let (id, today, by) = (paper.id, db.clock().today(), paper.created_by);
    let actor = db.read_now(|conn| sessions::actor_of(conn, by, today))?.unwrap_or_else(Actor::nobody);
    let scope = Scope::of(&actor, Permission::PapersMake, today);
    let who = Who { actor, request_id: "paper worker".to_owned() };
    if !db.read_now(|conn| scoped::reaches_for(conn, &scope, paper.area_id, paper.organisation_id))? {
        return db.write_now(who, move |tx| making::give_up(tx, id, PaperFailure::OutOfReach));
    }
    let made = making::make(db, &who, &scope, paper).and_then(|made| {
        let who = who.clone();
        db.write_now(who, move |tx| making::keep(tx, id, &made))
    });
    match made {
        // Made again it would fail again, and nothing behind it would ever be done.
        Err(error) if !error.is_unavailable() => {
            tracing::warn!(paper = %id, %error, "a paper could not be made");
            db.write_now(who, move |tx| making::give_up(tx, id, PaperFailure::Broken))
        }
        made => made,
    }
}
