//! Writing cells.
use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Text},
};

use super::{
    chains::chains,
    roll_up::{Cells, Counted, Key, RollUp, in_order},
    sheet::{Sheet, Values},
};
use crate::{
    base::{Result, id::AreaId},
    db::{Backend, Conn},
};

/// Cells that one statement writes: 20 values each stay under what SQLite binds.
const AT_ONCE: usize = 500;

/// A cell with its place.
pub struct Row {
    area_id: AreaId,
    parent_id: AreaId,
    grouping: String,
    key: Key,
    values: Values,
}

/// The cells of an area as rows.
pub fn rows(area_id: AreaId, parent_id: AreaId, cells: Cells) -> impl Iterator<Item = Row> {
    cells.into_iter().map(move |(key, values)| Row { area_id, parent_id, grouping: key.grouping.text(), key, values })
}

/// Adds sums to cells, in one statement. Not as `sql_query`, which could bind no list.
struct AddTo<'r> {
    sheet: &'static Sheet,
    rows: &'r [Row],
}

impl QueryId for AddTo<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<Conn> for AddTo<'_> {}
impl QueryFragment<Backend> for AddTo<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.sheet.table);
        out.push_sql(" (area_id, parent_id, grouping, grain, on_day, group_key");
        for column in self.sheet.columns {
            out.push_sql(", ");
            out.push_sql(column);
        }
        out.push_sql(") VALUES ");
        let mut joint = "(";
        for row in self.rows {
            out.push_sql(joint);
            joint = ", (";
            out.push_bind_param::<Text, _>(&row.area_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&row.parent_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&row.grouping)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&row.key.grain)?;
            out.push_sql(", ");
            out.push_bind_param::<Date, _>(&row.key.on_day)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&*row.key.group_key)?;
            for (_, value) in self.sheet.columns.iter().zip(&row.values) {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, _>(value)?;
            }
            out.push_sql(")");
        }
        out.push_sql(" ON CONFLICT (area_id, grouping, grain, on_day, group_key) DO UPDATE SET ");
        let mut joint = "";
        for column in self.sheet.columns {
            for part in [joint, column, " = ", self.sheet.table, ".", column, " + excluded.", column] {
                out.push_sql(part);
            }
            joint = ", ";
        }
        Ok(())
    }
}

/// Adds these sums to the cells.
pub fn add(conn: &mut Conn, sheet: &'static Sheet, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(AT_ONCE) {
        AddTo { sheet, rows }.execute(conn)?;
    }
    Ok(())
}

/// Adds what counts to the cells of its areas and of everything above them.
///
/// # Errors
/// When the database fails.
pub fn write(conn: &mut Conn, sheet: &'static Sheet, counted: Vec<Counted>) -> Result<()> {
    let places: BTreeSet<AreaId> = counted.iter().map(|one| one.area_id).collect();
    let places: Vec<AreaId> = places.into_iter().collect();
    let mut by_area: BTreeMap<AreaId, Vec<Counted>> = BTreeMap::new();
    for one in counted {
        by_area.entry(one.area_id).or_default().push(one);
    }
    let (mut summing, mut changed) = (RollUp::default(), Vec::new());
    let mut done = |area, parent, cells| {
        changed.extend(rows(area, parent, cells));
        Ok(())
    };
    for (area, chain) in in_order(chains(conn, &places)?) {
        summing.add(&chain, &by_area.remove(&area).unwrap_or_default(), &mut done)?;
    }
    summing.finish(&mut done)?;
    add(conn, sheet, &changed)
}
