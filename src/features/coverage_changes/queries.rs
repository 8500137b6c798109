//! SQL of coverage changes.
use std::collections::{BTreeMap, HashMap};

use diesel::{dsl, prelude::*};

use super::model::Shift;
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result, Text,
        figure::Qualifier,
        id::{AreaId, CoverageShiftId, SnapshotId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        scheme::Scheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, areas, coverage_shifts, coverage_snapshots},
        scoped,
    },
};

const ONE: UniqueRule = UniqueRule { postgres: "coverage_shifts_pkey", sqlite: "coverage_shifts.id" };

/// Which shifts.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub scheme: Option<Scheme>,
    pub kind: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// The rows that a filter lets through.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(area_id) = filter.area_id {
            let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
            query = query.filter(coverage_shifts::area_id.eq_any(below.select(area_closure::descendant_id)));
        }
        if let Some(scheme) = filter.scheme {
            query = query.filter(coverage_shifts::scheme.eq(scheme));
        }
        if let Some(kind) = &filter.kind {
            query = query.filter(coverage_shifts::kind.eq(kind.clone()));
        }
        if let Some(from) = filter.from {
            query = query.filter(coverage_shifts::on_day.ge(from));
        }
        if let Some(to) = filter.to {
            query = query.filter(coverage_shifts::on_day.le(to));
        }
        query
    }};
}

/// Shifts, the newest first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Shift>> {
    let mut query = filtered!(scoped::coverage_shifts(scope), filter);
    if let Some(after) = &cursor.after {
        query = query.filter(coverage_shifts::id.lt(after.clone()));
    }
    let rows = query.order(coverage_shifts::id.desc()).limit(cursor.fetch()).select(Shift::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &Shift| row.id.to_string()))
}

pub fn find(conn: &mut Conn, scope: &Scope, id: CoverageShiftId) -> Result<Option<InScope<Shift>>> {
    let query = scoped::each::coverage_shifts(scope).filter(coverage_shifts::id.eq(id));
    scoped::first(conn, query.select(Shift::as_select()))
}

/// The shift named in a request.
pub fn require(conn: &mut Conn, scope: &Scope, id: CoverageShiftId, pointer: &'static str) -> Result<InScope<Shift>> {
    let missing = || {
        let text = Text { vi: "Không tìm thấy dòng tăng, giảm này", en: "No such shift" };
        Error::from(NOT_FOUND.field(pointer, "not-found", text))
    };
    find(conn, scope, id)?.ok_or_else(missing)
}

/// Whether the same decision stands already for an area, for one above it or for one in it. The row that is to be replaced
/// does not count, nor does what was replaced.
pub fn stands_already(conn: &mut Conn, row: &Shift) -> Result<bool> {
    let later = diesel::alias!(coverage_shifts as later);
    let replaced = later.filter(later.field(coverage_shifts::replaces_id).eq(coverage_shifts::id.nullable()));
    let above =
        area_closure::table.filter(area_closure::descendant_id.eq(row.area_id)).select(area_closure::ancestor_id);
    let below =
        area_closure::table.filter(area_closure::ancestor_id.eq(row.area_id)).select(area_closure::descendant_id);
    let mut query = coverage_shifts::table
        .filter(coverage_shifts::scheme.eq(row.scheme))
        .filter(coverage_shifts::on_day.eq(row.on_day))
        .filter(coverage_shifts::kind.eq(row.kind.clone()))
        .filter(coverage_shifts::persons.ne(0))
        .filter(coverage_shifts::area_id.eq_any(above).or(coverage_shifts::area_id.eq_any(below)))
        .filter(dsl::not(dsl::exists(replaced)))
        .into_boxed();
    query = match row.document_id {
        Some(document) => query.filter(coverage_shifts::document_id.eq(document)),
        None => query.filter(coverage_shifts::document_id.is_null()),
    };
    if let Some(replaced) = row.replaces_id {
        query = query.filter(coverage_shifts::id.ne(replaced));
    }
    Ok(query.count().get_result::<i64>(conn)? > 0)
}

/// The rows that stand in the places of these.
pub fn replacing(conn: &mut Conn, ids: &[CoverageShiftId]) -> Result<HashMap<CoverageShiftId, CoverageShiftId>> {
    let ids: Vec<Option<CoverageShiftId>> = ids.iter().copied().map(Some).collect();
    let rows: Vec<(Option<CoverageShiftId>, CoverageShiftId)> = coverage_shifts::table
        .filter(coverage_shifts::replaces_id.eq_any(ids))
        .select((coverage_shifts::replaces_id, coverage_shifts::id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(old, new)| Some((old?, new))).collect())
}

pub fn insert(tx: &mut Tx, row: &Shift) -> Result<()> {
    diesel::insert_into(coverage_shifts::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE, &ALREADY_EXISTS)
}

/// The shifts of an area and of everything in it that stand, of a span.
pub fn standing(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<Vec<Shift>> {
    let rows: Vec<Shift> = filtered!(scoped::coverage_shifts(scope), filter)
        .order((coverage_shifts::on_day, coverage_shifts::id))
        .select(Shift::as_select())
        .load(conn)?;
    unreplaced(conn, rows)
}

/// The same of what lies above an area.
pub fn standing_above(conn: &mut Conn, scope: &Scope, area_id: AreaId, filter: &Filter) -> Result<Vec<Shift>> {
    let above = area_closure::table
        .filter(area_closure::descendant_id.eq(area_id))
        .filter(area_closure::ancestor_id.ne(area_id))
        .filter(area_closure::via.eq("tree"));
    let rows: Vec<Shift> = filtered!(scoped::coverage_shifts_for_all(scope), filter)
        .filter(coverage_shifts::area_id.eq_any(above.select(area_closure::ancestor_id)))
        .order((coverage_shifts::on_day, coverage_shifts::id))
        .select(Shift::as_select())
        .load(conn)?;
    unreplaced(conn, rows)
}

fn unreplaced(conn: &mut Conn, rows: Vec<Shift>) -> Result<Vec<Shift>> {
    let replaced = replacing(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    Ok(rows.into_iter().filter(|row| row.persons != 0 && !replaced.contains_key(&row.id)).collect())
}

/// In which of the areas directly below an area these lie, those included that they wholly succeeded.
pub fn directly_in(conn: &mut Conn, parent_id: AreaId, ids: &[AreaId]) -> Result<HashMap<AreaId, AreaId>> {
    let rows: Vec<(AreaId, AreaId)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(areas::parent_id.eq(parent_id))
        .filter(among(area_closure::descendant_id, ids))
        .select((area_closure::descendant_id, area_closure::ancestor_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A count of participants on a day.
pub type Counted = (AreaId, SnapshotId, Day, i64, Qualifier);

/// Of each of these areas every count of participants until a day, the earliest first; of several for one day that entered last.
pub fn counts(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[AreaId],
    scheme: Scheme,
    until: Day,
) -> Result<BTreeMap<(AreaId, Day), Counted>> {
    let rows: Vec<Counted> = scoped::each::coverage_snapshots(scope)
        .filter(among(coverage_snapshots::area_id, ids))
        .filter(coverage_snapshots::scheme.eq(scheme))
        .filter(coverage_snapshots::as_of.le(until))
        .filter(coverage_snapshots::participants.is_not_null())
        .order((coverage_snapshots::as_of, coverage_snapshots::id))
        .select((
            coverage_snapshots::area_id,
            coverage_snapshots::id,
            coverage_snapshots::as_of,
            coverage_snapshots::participants.assume_not_null(),
            coverage_snapshots::participants_qualifier,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| ((row.0, row.2), row)).collect())
}
