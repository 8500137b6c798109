//! Walk lists on phones: they come with their doors, and no phone makes or changes one.
use super::{
    kinds::{Arrival, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, shown},
    problems, queries_kinds as queries,
};
use crate::{
    access::{Permission, Scope},
    base::Result,
    db::{Conn, Tx},
    features::walk_lists::on_phones,
};

/// For how many records a list counts in an answer, so that an answer carries ten of them at the most.
pub const WEIGHT: usize = 50;

pub const WALK_LIST: RecordKind = RecordKind {
    entity: "walk_list",
    turn: Turn::Round(5),
    right: Permission::SyncUse,
    parents: &[],
    known: queries::known_walk_lists,
    create: refuse,
    late: false,
    edit: None,
    private: &[],
    acts: &[],
    seen: Some(Seen { right: Permission::SyncUse, load: load_walk_lists, left: None }),
};

fn refuse(_: &mut Tx, _: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    Ok(arrivals.iter().map(|_| Err(Box::new(problems::OP_UNKNOWN.now()))).collect())
}

fn load_walk_lists(conn: &mut Conn, scope: &Scope, _: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::walk_lists(conn, scope, which)?;
    on_phones(conn, rows)?.iter().map(|list| shown(list.id, list)).collect()
}
