//! All SQL of coverage.
use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Denominator, Snapshot};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result, Text,
        id::{AreaId, DenominatorId, SnapshotId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        scheme::{DenominatorKind, Scheme},
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{coverage_snapshots, denominators},
        scoped,
    },
};

const ONE_SNAPSHOT: UniqueRule = UniqueRule { postgres: "coverage_snapshots_pkey", sqlite: "coverage_snapshots.id" };
const ONE_DENOMINATOR: UniqueRule = UniqueRule { postgres: "denominators_pkey", sqlite: "denominators.id" };

/// A snapshot with the denominator it names.
pub type Measured = (Snapshot, Option<Denominator>);

/// The latest snapshot on or before a day; of several for one day the one entered last.
pub fn latest(conn: &mut Conn, scope: &Scope, area_id: AreaId, scheme: Scheme, day: Day) -> Result<Option<Measured>> {
    Ok(scoped::measured_at(scope, area_id)
        .filter(coverage_snapshots::scheme.eq(scheme))
        .filter(coverage_snapshots::as_of.le(day))
        .order((coverage_snapshots::as_of.desc(), coverage_snapshots::id.desc()))
        .select((Snapshot::as_select(), Option::<Denominator>::as_select()))
        .first(conn)
        .optional()?)
}

/// The same of every area directly below one, in one question.
pub fn latest_below(
    conn: &mut Conn,
    scope: &Scope,
    parent_id: AreaId,
    scheme: Scheme,
    day: Day,
) -> Result<HashMap<AreaId, Measured>> {
    let later = diesel::alias!(coverage_snapshots as later);
    let superseded = later
        .filter(later.field(coverage_snapshots::area_id).eq(coverage_snapshots::area_id))
        .filter(later.field(coverage_snapshots::scheme).eq(scheme))
        .filter(later.field(coverage_snapshots::as_of).le(day))
        .filter(later.field(coverage_snapshots::as_of).gt(coverage_snapshots::as_of));
    let rows: Vec<Measured> = scoped::measured_below(scope, parent_id)
        .filter(coverage_snapshots::scheme.eq(scheme))
        .filter(coverage_snapshots::as_of.le(day))
        .filter(diesel::dsl::not(diesel::dsl::exists(superseded)))
        .order(coverage_snapshots::id)
        .select((Snapshot::as_select(), Option::<Denominator>::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.0.area_id, row)).collect())
}

/// The snapshot nearest to a day, at most `days` away; the earlier of two that are equally near.
pub fn nearest(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    scheme: Scheme,
    day: Day,
    days: i64,
) -> Result<Option<Measured>> {
    let rows: Vec<Measured> = scoped::measured_at(scope, area_id)
        .filter(coverage_snapshots::scheme.eq(scheme))
        .filter(coverage_snapshots::as_of.between(day.plus_days(-days), day.plus_days(days)))
        .order((coverage_snapshots::as_of, coverage_snapshots::id.desc()))
        .select((Snapshot::as_select(), Option::<Denominator>::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().min_by_key(|(s, _)| s.as_of.days_since(day).abs()))
}

/// The denominator a snapshot names. Its area was checked when the snapshot was entered.
pub fn denominator_of(conn: &mut Conn, snapshot: &Snapshot) -> Result<Option<Denominator>> {
    match snapshot.denominator_id {
        None => Ok(None),
        Some(id) => Ok(Some(denominators::table.find(id).select(Denominator::as_select()).first(conn)?)),
    }
}

/// The denominator named in a request.
///
/// # Errors
/// `not-found` at the field.
pub fn require_denominator(
    conn: &mut Conn,
    scope: &Scope,
    id: DenominatorId,
    pointer: &'static str,
) -> Result<InScope<Denominator>> {
    let missing = || {
        Error::from(NOT_FOUND.field(
            pointer,
            "not-found",
            Text { vi: "Không tìm thấy mẫu số", en: "No such denominator" },
        ))
    };
    scoped::first(
        conn,
        scoped::each::denominators(scope).filter(denominators::id.eq(id)).select(Denominator::as_select()),
    )?
    .ok_or_else(missing)
}

pub fn snapshot(conn: &mut Conn, scope: &Scope, id: SnapshotId) -> Result<Option<InScope<Snapshot>>> {
    scoped::first(
        conn,
        scoped::each::coverage_snapshots(scope).filter(coverage_snapshots::id.eq(id)).select(Snapshot::as_select()),
    )
}

pub fn denominator(conn: &mut Conn, scope: &Scope, id: DenominatorId) -> Result<Option<InScope<Denominator>>> {
    scoped::first(
        conn,
        scoped::each::denominators(scope).filter(denominators::id.eq(id)).select(Denominator::as_select()),
    )
}

pub fn list_denominators(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    kind: Option<DenominatorKind>,
    cursor: &Cursor,
) -> Result<Page<Denominator>> {
    let mut query = scoped::denominators(scope);
    if let Some(area_id) = area_id {
        query = query.filter(denominators::area_id.eq(area_id));
    }
    if let Some(kind) = kind {
        query = query.filter(denominators::kind.eq(kind));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(denominators::id.lt(after.clone()));
    }
    let rows =
        query.order(denominators::id.desc()).limit(cursor.fetch()).select(Denominator::as_select()).load(conn)?;
    Ok(cursor.page(rows, |d: &Denominator| d.id.to_string()))
}

pub fn list_snapshots(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    scheme: Option<Scheme>,
    cursor: &Cursor,
) -> Result<Page<Snapshot>> {
    let mut query = scoped::coverage_snapshots(scope);
    if let Some(area_id) = area_id {
        query = query.filter(coverage_snapshots::area_id.eq(area_id));
    }
    if let Some(scheme) = scheme {
        query = query.filter(coverage_snapshots::scheme.eq(scheme));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(coverage_snapshots::id.lt(after.clone()));
    }
    let rows =
        query.order(coverage_snapshots::id.desc()).limit(cursor.fetch()).select(Snapshot::as_select()).load(conn)?;
    Ok(cursor.page(rows, |s: &Snapshot| s.id.to_string()))
}

pub fn insert_denominator(tx: &mut Tx, row: &Denominator) -> Result<()> {
    diesel::insert_into(denominators::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_DENOMINATOR, &ALREADY_EXISTS)
}

pub fn insert_snapshot(tx: &mut Tx, row: &Snapshot) -> Result<()> {
    diesel::insert_into(coverage_snapshots::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_SNAPSHOT, &ALREADY_EXISTS)
}
