//! SQL of evaluations: what was registered, and what was seen.
use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Evaluation, Look, Unit};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, EvaluationId, EvaluationLookId, HouseholdId, WalkListId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{area_closure, areas, evaluation_looks, evaluation_units, evaluations, walk_list_entries, walk_lists},
        scoped,
    },
    features::{areas::Level, walk_lists::WalkList},
};

/// How many ids one statement names.
pub const AT_ONCE: usize = 1_000;

const ONE: UniqueRule = UniqueRule { postgres: "evaluations_pkey", sqlite: "evaluations.id" };
const ONE_LOOK: UniqueRule = UniqueRule { postgres: "evaluation_looks_pkey", sqlite: "evaluation_looks.id" };

/// Evaluations, the newest first.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    (area_id, campaign_id): (Option<AreaId>, Option<CampaignId>),
    cursor: &Cursor,
) -> Result<Page<Evaluation>> {
    let mut query = scoped::evaluations(scope);
    if let Some(area_id) = area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(evaluations::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(campaign) = campaign_id {
        query = query.filter(evaluations::campaign_id.eq(campaign));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(evaluations::id.lt(after.clone()));
    }
    let rows = query.order(evaluations::id.desc()).limit(cursor.fetch()).select(Evaluation::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &Evaluation| row.id.to_string()))
}

/// The comparisons of a campaign with their newest looks, in the order in which they were registered.
///
/// # Errors
/// When the database fails.
pub fn of_campaign(conn: &mut Conn, scope: &Scope, id: CampaignId) -> Result<Vec<(Evaluation, Option<Look>)>> {
    let rows: Vec<Evaluation> = scoped::evaluations(scope)
        .filter(evaluations::campaign_id.eq(id))
        .order((evaluations::created_at, evaluations::id))
        .select(Evaluation::as_select())
        .load(conn)?;
    let mut looks = latest_looks(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    Ok(rows.into_iter().map(|row| (looks.remove(&row.id), row)).map(|(look, row)| (row, look)).collect())
}

pub fn find(conn: &mut Conn, scope: &Scope, id: EvaluationId) -> Result<Option<InScope<Evaluation>>> {
    let query = scoped::each::evaluations(scope).filter(evaluations::id.eq(id));
    scoped::first(conn, query.select(Evaluation::as_select()))
}

/// How many evaluations of the same campaign were registered before this one.
pub fn registered_before(conn: &mut Conn, row: &Evaluation) -> Result<i64> {
    Ok(evaluations::table
        .filter(evaluations::campaign_id.eq(row.campaign_id))
        .filter(evaluations::created_at.lt(row.created_at))
        .count()
        .get_result(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Evaluation, units: &[Unit]) -> Result<()> {
    diesel::insert_into(evaluations::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE, &ALREADY_EXISTS)?;
    insert_all!(tx.conn()?, evaluation_units::table, units)?;
    Ok(())
}

/// Notes that it was withdrawn; the only change an evaluation knows.
pub fn withdraw(tx: &mut Tx, row: &InScope<Evaluation>, new: &Evaluation) -> Result<()> {
    diesel::update(evaluations::table.find(row.id))
        .set((
            evaluations::withdrawn_at.eq(new.withdrawn_at),
            evaluations::withdrawn_by.eq(new.withdrawn_by),
            evaluations::withdrawn_why.eq(new.withdrawn_why.clone()),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// The places of an evaluation that was found in scope, in their order.
pub fn units(conn: &mut Conn, id: EvaluationId) -> Result<Vec<Unit>> {
    Ok(evaluation_units::table
        .filter(evaluation_units::evaluation_id.eq(id))
        .order(evaluation_units::n)
        .select(Unit::as_select())
        .load(conn)?)
}

/// Those of these areas that lie in an area and live on a day, with their level.
pub fn within(conn: &mut Conn, area_id: AreaId, ids: &[AreaId], on: Day) -> Result<HashMap<AreaId, Level>> {
    let rows: Vec<(AreaId, Level)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::descendant_id)))
        .filter(area_closure::ancestor_id.eq(area_id))
        .filter(area_closure::via.eq("tree"))
        .filter(among(area_closure::descendant_id, ids))
        .filter(areas::valid_from.le(on))
        .filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)))
        .select((areas::id, areas::level))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A walk list within the scope.
pub fn walk_list(conn: &mut Conn, scope: &Scope, id: WalkListId) -> Result<Option<InScope<WalkList>>> {
    scoped::first(conn, scoped::each::walk_lists(scope).filter(walk_lists::id.eq(id)).select(WalkList::as_select()))
}

/// The doors of a walk list in their order: which household, and whether nobody there was ever met when it was made.
pub fn doors(conn: &mut Conn, id: WalkListId) -> Result<Vec<(HouseholdId, bool)>> {
    Ok(walk_list_entries::table
        .filter(walk_list_entries::list_id.eq(id))
        .order(walk_list_entries::position)
        .select((walk_list_entries::household_id, walk_list_entries::never_met))
        .load(conn)?)
}

/// The looks at an evaluation that was found in scope, the newest first.
pub fn looks(conn: &mut Conn, id: EvaluationId, cursor: &Cursor) -> Result<Page<Look>> {
    let mut query = evaluation_looks::table.filter(evaluation_looks::evaluation_id.eq(id)).into_boxed();
    if let Some(after) = cursor.after.as_ref().and_then(|after| after.parse::<i32>().ok()) {
        query = query.filter(evaluation_looks::n.lt(after));
    }
    let rows = query.order(evaluation_looks::n.desc()).limit(cursor.fetch()).select(Look::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &Look| row.n.to_string()))
}

/// How many looks there were.
pub fn look_count(conn: &mut Conn, id: EvaluationId) -> Result<i32> {
    let last: Option<i32> = evaluation_looks::table
        .filter(evaluation_looks::evaluation_id.eq(id))
        .select(diesel::dsl::max(evaluation_looks::n))
        .get_result(conn)?;
    Ok(last.unwrap_or(0))
}

/// Whether there is a look of this id, wherever it is.
pub fn look_exists(conn: &mut Conn, id: EvaluationLookId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(evaluation_looks::table.find(id))).get_result(conn)?)
}

pub fn insert_look(tx: &mut Tx, row: &Look) -> Result<()> {
    diesel::insert_into(evaluation_looks::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_LOOK, &ALREADY_EXISTS)
}

/// The newest look at each of these evaluations.
pub fn latest_looks(conn: &mut Conn, ids: &[EvaluationId]) -> Result<HashMap<EvaluationId, Look>> {
    let later = diesel::alias!(evaluation_looks as later);
    let superseded = later
        .filter(later.field(evaluation_looks::evaluation_id).eq(evaluation_looks::evaluation_id))
        .filter(later.field(evaluation_looks::n).gt(evaluation_looks::n));
    let rows: Vec<Look> = evaluation_looks::table
        .filter(among(evaluation_looks::evaluation_id, ids))
        .filter(diesel::dsl::not(diesel::dsl::exists(superseded)))
        .select(Look::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|look| (look.evaluation_id, look)).collect())
}
