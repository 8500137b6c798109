//! All SQL of walk lists but the facts they are made from (`queries_facts`).
use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::model::{Assignment, Entry, ReasonRow, WalkList, WalkListState};
use crate::{
    access::Scope,
    base::{
        Cursor, Moment, Page, Result,
        id::{AreaId, CampaignId, HouseholdId, UserId, WalkListAssignmentId, WalkListId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            area_closure, households, visits, walk_list_assignments, walk_list_entries, walk_list_reasons, walk_lists,
        },
        scoped,
    },
    features::people::Household,
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "walk_lists_pkey", sqlite: "walk_lists.id" };

pub fn find(conn: &mut Conn, scope: &Scope, id: WalkListId) -> Result<Option<InScope<WalkList>>> {
    scoped::first(conn, scoped::each::walk_lists(scope).filter(walk_lists::id.eq(id)).select(WalkList::as_select()))
}

/// Which lists a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub assigned_to: Option<UserId>,
    pub campaign_id: Option<CampaignId>,
    pub state: Option<WalkListState>,
}

/// Lists, the newest first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<WalkList>> {
    let mut query = scoped::walk_lists(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(walk_lists::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(user) = filter.assigned_to {
        let today = scope.today();
        let held = walk_list_assignments::table
            .filter(walk_list_assignments::user_id.eq(user))
            .filter(walk_list_assignments::ended_at.is_null())
            .filter(walk_list_assignments::until_day.is_null().or(walk_list_assignments::until_day.ge(today)));
        query = query.filter(walk_lists::id.eq_any(held.select(walk_list_assignments::list_id)));
    }
    if let Some(campaign) = filter.campaign_id {
        query = query.filter(walk_lists::campaign_id.eq(campaign));
    }
    query = match filter.state {
        Some(WalkListState::Open) => query.filter(walk_lists::closed_at.is_null()),
        Some(WalkListState::Closed) => query.filter(walk_lists::closed_at.is_not_null()),
        None => query,
    };
    if let Some(after) = &cursor.after {
        query = query.filter(walk_lists::id.lt(after.clone()));
    }
    let rows = query.order(walk_lists::id.desc()).limit(cursor.fetch()).select(WalkList::as_select()).load(conn)?;
    Ok(cursor.page(rows, |l: &WalkList| l.id.to_string()))
}

/// Writes a list with its doors and their reasons.
///
/// # Errors
/// `already-exists` when the id is taken.
pub fn insert(tx: &mut Tx, row: &WalkList, entries: &[Entry], reasons: &[ReasonRow]) -> Result<()> {
    diesel::insert_into(walk_lists::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
    insert_all!(tx.conn()?, walk_list_entries::table, entries)?;
    insert_all!(tx.conn()?, walk_list_reasons::table, reasons)?;
    Ok(())
}

/// The assignments of lists that were found in scope, the oldest first.
pub fn assignments(conn: &mut Conn, ids: &[WalkListId]) -> Result<HashMap<WalkListId, Vec<Assignment>>> {
    let rows: Vec<Assignment> = walk_list_assignments::table
        .filter(among(walk_list_assignments::list_id, ids))
        .order((walk_list_assignments::assigned_at, walk_list_assignments::id))
        .select(Assignment::as_select())
        .load(conn)?;
    let mut all: HashMap<WalkListId, Vec<Assignment>> = HashMap::new();
    for row in rows {
        all.entry(row.list_id).or_default().push(row);
    }
    Ok(all)
}

/// Gives a list to somebody and ends the assignments whose place this takes.
pub fn insert_assignment(tx: &mut Tx, row: &Assignment, ended: &[WalkListAssignmentId]) -> Result<()> {
    if !ended.is_empty() {
        diesel::update(walk_list_assignments::table.filter(among(walk_list_assignments::id, ended)))
            .set(walk_list_assignments::ended_at.eq(row.assigned_at))
            .execute(tx.conn()?)?;
    }
    diesel::insert_into(walk_list_assignments::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

/// Says that something about a list changed.
pub fn next_version(tx: &mut Tx, old: &InScope<WalkList>) -> Result<()> {
    diesel::update(walk_lists::table.find(old.id)).set(walk_lists::rev.eq(old.rev + 1)).execute(tx.conn()?)?;
    Ok(())
}

pub fn close(tx: &mut Tx, old: &InScope<WalkList>, new: &WalkList) -> Result<()> {
    diesel::update(walk_lists::table.find(old.id))
        .set((
            walk_lists::closed_at.eq(new.closed_at),
            walk_lists::closed_by.eq(new.closed_by),
            walk_lists::closed_why_sealed.eq(&new.closed_why_sealed),
            walk_lists::seal_key.eq(new.seal_key),
            walk_lists::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Doors of a list that was found in scope, in order.
pub fn entries(conn: &mut Conn, list: &InScope<WalkList>, cursor: &Cursor) -> Result<Page<Entry>> {
    let after = cursor.after.as_deref().and_then(|after| after.parse::<i32>().ok()).unwrap_or(0);
    let rows = walk_list_entries::table
        .filter(walk_list_entries::list_id.eq(list.id))
        .filter(walk_list_entries::position.gt(after))
        .order(walk_list_entries::position)
        .limit(cursor.fetch())
        .select(Entry::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |entry: &Entry| entry.position.to_string()))
}

/// The reasons of these doors of one list, by position.
pub fn reasons(conn: &mut Conn, entries: &[Entry]) -> Result<HashMap<i32, Vec<ReasonRow>>> {
    let Some((first, last)) = entries.first().zip(entries.last()) else { return Ok(HashMap::new()) };
    let rows: Vec<ReasonRow> = walk_list_reasons::table
        .filter(walk_list_reasons::list_id.eq(first.list_id))
        .filter(walk_list_reasons::position.between(first.position, last.position))
        .order((walk_list_reasons::position, walk_list_reasons::n))
        .select(ReasonRow::as_select())
        .load(conn)?;
    let mut all: HashMap<i32, Vec<ReasonRow>> = HashMap::new();
    for row in rows {
        all.entry(row.position).or_default().push(row);
    }
    Ok(all)
}

/// A door with its reasons.
pub type Door = (Entry, Vec<ReasonRow>);

/// All doors of lists that were found in scope, in order.
pub fn whole(conn: &mut Conn, ids: &[WalkListId]) -> Result<HashMap<WalkListId, Vec<Door>>> {
    let entries: Vec<Entry> = walk_list_entries::table
        .filter(among(walk_list_entries::list_id, ids))
        .order((walk_list_entries::list_id, walk_list_entries::position))
        .select(Entry::as_select())
        .load(conn)?;
    let reasons: Vec<ReasonRow> = walk_list_reasons::table
        .filter(among(walk_list_reasons::list_id, ids))
        .order((walk_list_reasons::list_id, walk_list_reasons::position, walk_list_reasons::n))
        .select(ReasonRow::as_select())
        .load(conn)?;
    let mut by_door: HashMap<(WalkListId, i32), Vec<ReasonRow>> = HashMap::new();
    for row in reasons {
        by_door.entry((row.list_id, row.position)).or_default().push(row);
    }
    let mut all: HashMap<WalkListId, Vec<Door>> = HashMap::new();
    for entry in entries {
        let why = by_door.remove(&(entry.list_id, entry.position)).unwrap_or_default();
        all.entry(entry.list_id).or_default().push((entry, why));
    }
    Ok(all)
}

/// Households by id, those that lie within the scope today.
pub fn homes(conn: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<HashMap<HouseholdId, Household>> {
    let rows: Vec<Household> =
        scoped::each::households(scope).filter(among(households::id, ids)).select(Household::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|home| (home.id, home)).collect())
}

/// With which outcomes each door of a list, found in scope, was visited since it was made and until it was closed.
pub fn outcomes(conn: &mut Conn, list: &InScope<WalkList>) -> Result<BTreeMap<HouseholdId, BTreeSet<String>>> {
    let ids: Vec<HouseholdId> = walk_list_entries::table
        .filter(walk_list_entries::list_id.eq(list.id))
        .select(walk_list_entries::household_id)
        .load(conn)?;
    let mut query = visits::table
        .filter(among(visits::household_id, &ids))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_at.ge(list.created_at))
        .into_boxed();
    if let Some(closed_at) = list.closed_at {
        query = query.filter(visits::counted_at.le(closed_at));
    }
    let rows: Vec<(HouseholdId, String)> =
        query.select((visits::household_id, visits::outcome)).distinct().load(conn)?;
    let mut all: BTreeMap<HouseholdId, BTreeSet<String>> = BTreeMap::new();
    for (home, outcome) in rows {
        all.entry(home).or_default().insert(outcome);
    }
    Ok(all)
}

/// The latest visit within the scope to each of these doors since the list was made: its outcome, and when it counts.
pub fn latest(
    conn: &mut Conn,
    scope: &Scope,
    list: &InScope<WalkList>,
    ids: &[HouseholdId],
) -> Result<HashMap<HouseholdId, (String, Moment)>> {
    let rows: Vec<(HouseholdId, String, Moment)> = scoped::visits(scope)
        .filter(among(visits::household_id, ids))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_at.ge(list.created_at))
        .order((visits::counted_at, visits::id))
        .select((visits::household_id, visits::outcome, visits::counted_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(home, outcome, at)| (home, (outcome, at))).collect())
}
