//! Writing cells.
use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Text},
};

use super::{
    chains::chains,
    days::Days,
    roll_up::{Cell, Cells, Counted, RollUp, in_order},
    sheet::Sheet,
    span::Grain,
};
use crate::{
    base::{Result, id::AreaId},
    db::{Backend, Conn},
};

/// Cells that one statement writes: 21 values each stay under what SQLite binds.
const AT_ONCE: usize = 500;

/// A cell with its place.
pub struct Row {
    area_id: AreaId,
    parent_id: AreaId,
    grouping: String,
    cell: Cell,
}

impl Row {
    /// Where it stands within its area.
    fn push_key<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_bind_param::<Text, _>(&self.grouping)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.cell.key.grain)?;
        out.push_sql(", ");
        out.push_bind_param::<Date, _>(&self.cell.key.on_day)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&*self.cell.key.group.key)
    }
}

/// The cells of an area as rows.
pub fn rows(area_id: AreaId, parent_id: AreaId, cells: Cells) -> impl Iterator<Item = Row> {
    cells.kept().map(move |cell| Row { area_id, parent_id, grouping: cell.key.group.grouping.text(), cell })
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
        out.push_sql(" (area_id, parent_id, grouping, grain, on_day, group_key, days");
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
            row.push_key(&mut out)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&row.cell.days)?;
            for (_, value) in self.sheet.columns.iter().zip(&row.cell.values) {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, _>(value)?;
            }
            out.push_sql(")");
        }
        out.push_sql(" ON CONFLICT (area_id, grouping, grain, on_day, group_key) DO UPDATE SET days = excluded.days");
        for column in self.sheet.columns {
            for part in [", ", column, " = ", self.sheet.table, ".", column, " + excluded.", column] {
                out.push_sql(part);
            }
        }
        Ok(())
    }
}

/// The days that are kept in the cells of these months, with the place of each among them.
struct DaysOf<'r> {
    sheet: &'static Sheet,
    rows: &'r [(i64, &'r Row)],
}

impl QueryId for DaysOf<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for DaysOf<'_> {
    type SqlType = (BigInt, Text);
}
impl RunQueryDsl<Conn> for DaysOf<'_> {}
impl QueryFragment<Backend> for DaysOf<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        // On SQLite CROSS JOIN keeps this order: each wanted cell, and its place in the index.
        out.push_sql("SELECT wanted.column1, cell.days FROM (VALUES ");
        let mut joint = "(";
        for (n, row) in self.rows {
            out.push_sql(joint);
            joint = ", (";
            out.push_bind_param::<BigInt, _>(n)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&row.area_id)?;
            out.push_sql(", ");
            row.push_key(&mut out)?;
            out.push_sql(")");
        }
        out.push_sql(") AS wanted CROSS JOIN ");
        out.push_sql(self.sheet.table);
        out.push_sql(
            " AS cell WHERE cell.area_id = wanted.column2 AND cell.grouping = wanted.column3 AND cell.grain = wanted.column4 \
             AND cell.on_day = wanted.column5 AND cell.group_key = wanted.column6",
        );
        Ok(())
    }
}

/// Adds these rows, of which none is kept yet.
pub fn insert(conn: &mut Conn, sheet: &'static Sheet, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(AT_ONCE) {
        AddTo { sheet, rows }.execute(conn)?;
    }
    Ok(())
}

/// Adds these sums to the cells. What the days of a month held is read before; nobody else writes in between, since writing
/// holds the ledger.
fn add(conn: &mut Conn, sheet: &'static Sheet, mut rows: Vec<Row>) -> Result<()> {
    for rows in rows.chunks_mut(AT_ONCE) {
        let months: Vec<(i64, &Row)> =
            (0..).zip(&*rows).filter(|(_, row)| row.cell.key.grain == Grain::Month).collect();
        let kept: Vec<(i64, String)> = match months.is_empty() {
            true => Vec::new(),
            false => DaysOf { sheet, rows: &months }.load(conn)?,
        };
        // What no cell can hold is not added to: `figures verify` finds it either way, and nobody at a door waits for that.
        for (n, kept) in kept {
            let row = usize::try_from(n).ok().and_then(|n| rows.get_mut(n));
            if let (Some(row), Some(mut days)) = (row, Days::read(&kept)) {
                days.merge(&Days::read(&row.cell.days).unwrap_or_default());
                row.cell.days = days.text();
            }
        }
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
    add(conn, sheet, changed)
}
