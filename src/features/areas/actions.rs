//! What people can do to the territory: make a hamlet below a commune.
use super::{
    api::CreateHamlet,
    model::{Area, Level, Naming, Within},
    problems::{HAMLET_EXISTS, NOT_A_COMMUNE},
    queries, search,
};
use crate::{
    access::Scope,
    base::{Id, Result},
    db::{Event, Tx},
};

/// Makes a hamlet, residential group or village below a commune of the caller's own.
pub fn create_hamlet(tx: &mut Tx, scope: &Scope, input: CreateHamlet) -> Result<Area> {
    let commune = queries::require(tx.conn()?, scope, input.parent_id, "/parent_id")?;
    let valid_from = input.valid_from.unwrap_or_else(|| tx.today());
    if commune.level != Level::Commune {
        return Err(NOT_A_COMMUNE.now().into());
    }
    super::check_alive(&commune, valid_from, "/valid_from")?;
    let title = input.kind.title();
    let bare = search::without_prefix(&input.name, title);
    let naming =
        Naming { kind: input.kind.as_str().to_owned(), full_name: format!("{title} {bare}"), name: bare.to_owned() };
    if queries::hamlet_exists(tx.conn()?, commune.id, &search::key(&naming.name))? {
        return Err(HAMLET_EXISTS.now().into());
    }
    let next = queries::count_children(tx.conn()?, commune.id)? + 1;
    let (name_key, full_name_key, sort_key) = naming.keys();
    let hamlet = Area {
        id: input.id.unwrap_or_else(Id::new),
        code: format!("{}.{next:03}", commune.code),
        valid_from,
        valid_to: None,
        level: Level::Hamlet,
        parent_id: Some(commune.id),
        lat: input.lat,
        lon: input.lon,
        kind: naming.kind,
        name: naming.name,
        full_name: naming.full_name,
        name_key,
        full_name_key,
        sort_key,
        rev: 1,
    };
    queries::refuse_taken_id(tx.conn()?, hamlet.id)?;
    queries::insert_areas(tx, std::slice::from_ref(&hamlet))?;
    let mut within: Vec<Within> = queries::closure_above(tx.conn()?, commune.id)?
        .into_iter()
        .map(|line| Within { descendant_id: hamlet.id, depth: line.depth + 1, valid_from, valid_to: None, ..line })
        .collect();
    within.push(Within {
        ancestor_id: hamlet.id,
        descendant_id: hamlet.id,
        via: "tree".into(),
        depth: 0,
        valid_from,
        valid_to: None,
    });
    queries::insert_closure(tx, &within)?;
    tx.record(Event::new("area.created", "area", hamlet.id).in_area(hamlet.id).fields(["name", "kind", "parent_id"]));
    Ok(hamlet)
}
