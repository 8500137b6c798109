//! Counting every cell anew from the rows behind it.
use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Text},
};

use super::{
    chains::chains,
    keep::{add, rows},
    roll_up::{Cells, Counted, Key, RollUp, in_order},
    sheet::{Grouping, Sheet, Values},
    span::Grain,
};
use crate::{
    base::{Day, Id, Result, id::AreaId, of},
    db::{Backend, Conn, Event, Tx},
};

/// Cells that are written together.
const KEPT_AT_ONCE: usize = 20_000;

/// Where the rows behind figures lie, and what those of some areas count for.
#[derive(Debug)]
pub struct Behind {
    /// The areas that have any.
    pub places: fn(&mut Conn) -> Result<Vec<AreaId>>,
    /// What the rows of these areas count for.
    pub counted: fn(&mut Conn, &[AreaId]) -> Result<Vec<Counted>>,
}

/// Figures that are kept in the transactions that change what they count.
#[derive(Debug)]
pub struct Figures {
    /// What they count.
    pub name: &'static str,
    /// Where they are kept.
    pub sheet: &'static Sheet,
    /// The rows behind them.
    pub behind: &'static [Behind],
    /// How many areas are recounted together.
    pub at_once: usize,
}

/// What a recount found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Cells kept that are not empty.
    pub kept: usize,
    /// Cells of the recount.
    pub recounted: usize,
    /// Cells that are not the same.
    pub different: usize,
}

/// Counts anew, area by area: `done` gets each area, what it lies in and its cells.
fn recount(
    conn: &mut Conn,
    figures: &Figures,
    done: &mut dyn FnMut(&mut Conn, AreaId, AreaId, Cells) -> Result<()>,
) -> Result<()> {
    let mut places = Vec::new();
    for behind in figures.behind {
        places.extend((behind.places)(conn)?);
    }
    places.sort();
    places.dedup();
    let mut summing = RollUp::default();
    for places in in_order(chains(conn, &places)?).chunks(figures.at_once) {
        let ids: Vec<AreaId> = places.iter().map(|(area, _)| *area).collect();
        let mut by_area: BTreeMap<AreaId, Vec<Counted>> = BTreeMap::new();
        for behind in figures.behind {
            for one in (behind.counted)(conn, &ids)? {
                by_area.entry(one.area_id).or_default().push(one);
            }
        }
        for (area, chain) in places {
            let counted = by_area.remove(area).unwrap_or_default();
            summing.add(chain, &counted, &mut |area, parent, cells| done(conn, area, parent, cells))?;
        }
    }
    summing.finish(&mut |area, parent, cells| done(conn, area, parent, cells))
}

impl Figures {
    /// Whether there are rows behind them and no cells.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_missing(&self, conn: &mut Conn) -> Result<bool> {
        let kept: i64 = Any(self.sheet).get_result(conn)?;
        for behind in self.behind.iter().take_while(|_| kept == 0) {
            if !(behind.places)(conn)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
    /// Recounts every cell and compares.
    ///
    /// # Errors
    /// When the database fails.
    pub fn verify(&self, conn: &mut Conn) -> Result<Comparison> {
        verify(conn, self)
    }
    /// Recounts every cell and keeps the recount; how many cells.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rebuild(&self, tx: &mut Tx) -> Result<usize> {
        rebuild(tx, self)
    }
}

fn verify(conn: &mut Conn, figures: &Figures) -> Result<Comparison> {
    let kept: i64 = Count(figures.sheet).get_result(conn)?;
    let (mut found, mut met) = (Comparison::default(), 0);
    recount(conn, figures, &mut |conn, area, _, mut cells| {
        found.recounted += cells.len();
        let kept: Vec<Kept> = OfArea { sheet: figures.sheet, area_id: area }.load(conn)?;
        for (key, values) in kept.into_iter().map(read).filter(|(_, values)| *values != Values::default()) {
            met += 1;
            found.different += usize::from(key.and_then(|key| cells.remove(&key)) != Some(values));
        }
        found.different += cells.len();
        Ok(())
    })?;
    found.kept = usize::try_from(kept).unwrap_or_default();
    // Kept in areas in which nothing counts.
    found.different += found.kept.saturating_sub(met);
    Ok(found)
}

fn rebuild(tx: &mut Tx, figures: &Figures) -> Result<usize> {
    let conn = tx.conn()?;
    Empty(figures.sheet).execute(conn)?;
    let (mut count, mut waiting) = (0, Vec::new());
    recount(conn, figures, &mut |conn, area, parent, cells| {
        count += cells.len();
        waiting.extend(rows(area, parent, cells));
        if waiting.len() >= KEPT_AT_ONCE {
            add(conn, figures.sheet, &std::mem::take(&mut waiting))?;
        }
        Ok(())
    })?;
    add(conn, figures.sheet, &waiting)?;
    tx.record(Event::new("figures.rebuilt", "figures", Id::<of::Event>::new()));
    Ok(count)
}

/// A statement whose text depends on the sheet.
macro_rules! statement {
    ($name:ident, $sql:ty) => {
        impl QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
        impl Query for $name {
            type SqlType = $sql;
        }
        impl RunQueryDsl<Conn> for $name {}
    };
}

/// How many cells of a sheet are not empty.
struct Count(&'static Sheet);
statement!(Count, BigInt);
impl QueryFragment<Backend> for Count {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM ");
        out.push_sql(self.0.table);
        let mut joint = " WHERE ";
        for column in self.0.columns {
            for part in [joint, column, " <> 0"] {
                out.push_sql(part);
            }
            joint = " OR ";
        }
        Ok(())
    }
}

/// 1 where a sheet has any cell, 0 where it has none.
struct Any(&'static Sheet);
statement!(Any, BigInt);
impl QueryFragment<Backend> for Any {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        for part in ["SELECT COUNT(*) FROM (SELECT 1 FROM ", self.0.table, " LIMIT 1) AS any_cell"] {
            out.push_sql(part);
        }
        Ok(())
    }
}

/// Takes every cell of a sheet away.
struct Empty(&'static Sheet);
statement!(Empty, BigInt);
impl QueryFragment<Backend> for Empty {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("DELETE FROM ");
        out.push_sql(self.0.table);
        Ok(())
    }
}

/// The cells of an area as they are kept.
struct OfArea {
    sheet: &'static Sheet,
    area_id: AreaId,
}
type Sum = BigInt;
statement!(OfArea, (Text, Text, Date, Text, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum));
impl QueryFragment<Backend> for OfArea {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT grouping, grain, on_day, group_key");
        super::read::push_sums(&mut out, self.sheet, "");
        out.push_sql(" FROM ");
        out.push_sql(self.sheet.table);
        out.push_sql(" WHERE area_id = ");
        out.push_bind_param::<Text, _>(&self.area_id)
    }
}

/// A cell as it is kept.
type Kept = (String, String, Day, String, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Its key, where it is one, and its sums.
fn read(kept: Kept) -> (Option<Key>, Values) {
    let (grouping, grain, on_day, group_key, a, b, c, d, e, f, g, h, i, j, k, l) = kept;
    let key = grouping.parse::<Grouping>().ok().zip(grain.parse::<Grain>().ok()).map(|(grouping, grain)| Key {
        grouping,
        grain,
        on_day,
        group_key: group_key.into(),
    });
    (key, [a, b, c, d, e, f, g, h, i, j, k, l])
}
