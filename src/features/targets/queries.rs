//! All SQL of targets.
use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    model::{Target, TargetMeasure},
    period::Period,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, OrganisationId, TargetId},
        problem::ALREADY_EXISTS,
        scheme::Scheme,
    },
    db::{
        Backend, Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{area_closure, targets},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "targets_pkey", sqlite: "targets.id" };

/// A target of the own areas, or of an area above them.
pub fn find(conn: &mut Conn, scope: &Scope, id: TargetId) -> Result<Option<InScope<Target>>> {
    scoped::first(conn, scoped::each::targets_for_all(scope).filter(targets::id.eq(id)).select(Target::as_select()))
}

/// A target that the caller may allocate.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: TargetId) -> Result<Option<InScope<Target>>> {
    scoped::first(conn, scoped::each::targets(scope).filter(targets::id.eq(id)).select(Target::as_select()))
}

/// What is asked of a target.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: Period,
}

type Targets = targets::BoxedQuery<'static, Backend>;

fn answering(query: Targets, q: &Question, on: Day) -> Targets {
    let query = query
        .filter(targets::scheme.eq(q.scheme))
        .filter(targets::measure.eq(q.measure))
        .filter(targets::period.eq(q.period.to_string()))
        .filter(targets::decided_on.le(on));
    match q.organisation_id {
        Some(organisation) => query.filter(targets::organisation_id.eq(organisation)),
        None => query.filter(targets::organisation_id.is_null()),
    }
}

/// The target that holds on a day: of several decisions the latest.
///
/// # Errors
/// When the database fails.
pub fn holding(conn: &mut Conn, scope: &Scope, q: &Question, on: Day) -> Result<Option<Target>> {
    Ok(answering(scoped::targets_at(scope, q.area_id), q, on)
        .order((targets::decided_on.desc(), targets::id.desc()))
        .select(Target::as_select())
        .first(conn)
        .optional()?)
}

/// The same of every area directly below the one asked about, in one question.
///
/// # Errors
/// When the database fails.
pub fn holding_below(conn: &mut Conn, scope: &Scope, q: &Question, on: Day) -> Result<HashMap<AreaId, Target>> {
    let rows: Vec<Target> = answering(scoped::targets_below(scope, q.area_id), q, on)
        .order((targets::decided_on, targets::id))
        .select(Target::as_select())
        .load(conn)?;
    // Of several decisions the latest comes last and stays in the map.
    Ok(rows.into_iter().map(|t| (t.area_id, t)).collect())
}

/// The same of every organisation that has one there, whatever the question names.
///
/// # Errors
/// When the database fails.
pub fn holding_of_organisations(
    conn: &mut Conn,
    scope: &Scope,
    q: &Question,
    on: Day,
) -> Result<HashMap<OrganisationId, Target>> {
    let rows: Vec<Target> = scoped::targets_at(scope, q.area_id)
        .filter(targets::organisation_id.is_not_null())
        .filter(targets::scheme.eq(q.scheme))
        .filter(targets::measure.eq(q.measure))
        .filter(targets::period.eq(q.period.to_string()))
        .filter(targets::decided_on.le(on))
        .order((targets::decided_on, targets::id))
        .select(Target::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|t| Some((t.organisation_id?, t))).collect())
}

pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    scheme: Option<Scheme>,
    measure: Option<TargetMeasure>,
    period: Option<Period>,
    cursor: &Cursor,
) -> Result<Page<Target>> {
    let mut query = scoped::targets_for_all(scope);
    if let Some(area_id) = area_id {
        query = query.filter(targets::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(scheme) = scheme {
        query = query.filter(targets::scheme.eq(scheme));
    }
    if let Some(measure) = measure {
        query = query.filter(targets::measure.eq(measure));
    }
    if let Some(period) = period {
        query = query.filter(targets::period.eq(period.to_string()));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(targets::id.lt(after.clone()));
    }
    let rows = query.order(targets::id.desc()).limit(cursor.fetch()).select(Target::as_select()).load(conn)?;
    Ok(cursor.page(rows, |t: &Target| t.id.to_string()))
}

/// The parts that hold of a target: those of its latest allocation.
pub fn children(conn: &mut Conn, parent: &InScope<Target>) -> Result<Vec<Target>> {
    let rows: Vec<Target> = targets::table
        .filter(targets::parent_id.eq(parent.id))
        .order((targets::decided_on.desc(), targets::id))
        .select(Target::as_select())
        .load(conn)?;
    let latest = rows.first().map(|t| (t.decided_on, t.created_at));
    let newest = rows.iter().map(|t| t.created_at).max();
    Ok(rows.into_iter().filter(|t| latest.map(|l| l.0) == Some(t.decided_on) && newest == Some(t.created_at)).collect())
}

/// Whether `inner` lies in `outer`.
pub fn lies_in(conn: &mut Conn, inner: AreaId, outer: AreaId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(area_closure::table.find((outer, inner)))).get_result(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Target) -> Result<()> {
    diesel::insert_into(targets::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}
