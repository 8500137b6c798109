//! All SQL of boundaries. Areas are open to whoever is signed in, and so are their maps.
use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Boundary, BoundaryImport, Detail};
use crate::{
    base::{
        Day, Moment, Result,
        id::{AreaId, BoundaryImportId},
    },
    db::{
        Conn, Tx, among, insert_all,
        schema::{area_boundaries, area_closure, boundary_imports},
    },
};

/// The boundaries that hold on a day, with the source of each: the latest day counts, then the latest import.
pub fn holding(
    conn: &mut Conn,
    areas: &[AreaId],
    detail: Detail,
    on: Day,
) -> Result<HashMap<AreaId, (Boundary, String)>> {
    let rows: Vec<(Boundary, String)> = area_boundaries::table
        .inner_join(boundary_imports::table)
        .filter(among(area_boundaries::area_id, areas))
        .filter(area_boundaries::detail.eq(detail))
        .filter(area_boundaries::valid_from.le(on))
        .filter(boundary_imports::withdrawn_at.is_null())
        .order((area_boundaries::valid_from, boundary_imports::imported_at, boundary_imports::id))
        .select((Boundary::as_select(), boundary_imports::source))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.0.area_id, row)).collect())
}

/// Which of these areas lie in `root`, or are it, in the tree of whatever time.
pub fn within(conn: &mut Conn, root: AreaId, areas: &[AreaId]) -> Result<Vec<AreaId>> {
    Ok(area_closure::table
        .filter(area_closure::ancestor_id.eq(root))
        .filter(among(area_closure::descendant_id, areas))
        .select(area_closure::descendant_id)
        .load(conn)?)
}

/// The imports that were not taken back, the latest first.
pub fn standing(conn: &mut Conn) -> Result<Vec<BoundaryImport>> {
    Ok(boundary_imports::table
        .filter(boundary_imports::withdrawn_at.is_null())
        .order((boundary_imports::imported_at.desc(), boundary_imports::id.desc()))
        .select(BoundaryImport::as_select())
        .load(conn)?)
}

pub fn insert(tx: &mut Tx, import: &BoundaryImport, rows: &[Boundary]) -> Result<()> {
    diesel::insert_into(boundary_imports::table).values(import).execute(tx.conn()?)?;
    insert_all!(tx.conn()?, area_boundaries::table, rows)?;
    Ok(())
}

pub fn withdraw(tx: &mut Tx, id: BoundaryImportId, now: Moment) -> Result<()> {
    diesel::update(boundary_imports::table.find(id)).set(boundary_imports::withdrawn_at.eq(now)).execute(tx.conn()?)?;
    diesel::delete(area_boundaries::table.filter(area_boundaries::import_id.eq(id))).execute(tx.conn()?)?;
    Ok(())
}
