//! Counting every cell anew from the rows behind it.
use std::{collections::HashMap, sync::mpsc, thread};

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Text},
};

use super::{
    chains::{Chain, chains},
    keep::{insert, rows},
    roll_up::{Cell, Cells, Counted, Group, Key, RollUp, in_order},
    sheet::{Grouping, Sheet, Values},
    span::Grain,
};
use crate::{
    base::{Day, Error, Id, Result, id::AreaId, of},
    db::{Backend, Conn, Db, Event, Kind, Tx, Who},
};

/// How many read side by side.
const READERS: usize = 2;
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

/// Areas that are recounted together, each with the way from the top down to it.
type Together = Vec<(AreaId, Chain)>;

/// The areas with anything behind the figures, in the order of the tree, as many together as are recounted together.
fn places(conn: &mut Conn, figures: &Figures) -> Result<Vec<Together>> {
    let mut places = Vec::new();
    for behind in figures.behind {
        places.extend((behind.places)(conn)?);
    }
    places.sort();
    places.dedup();
    let places = in_order(chains(conn, &places)?);
    Ok(places.chunks(figures.at_once).map(<[_]>::to_vec).collect())
}

/// What the rows of these areas count for.
fn counted(conn: &mut Conn, figures: &Figures, places: &[(AreaId, Chain)]) -> Result<Vec<Counted>> {
    let ids: Vec<AreaId> = places.iter().map(|(area, _)| *area).collect();
    let mut all = Vec::new();
    for behind in figures.behind {
        all.extend((behind.counted)(conn, &ids)?);
    }
    Ok(all)
}

/// Reads what the rows of some areas count for.
type Reading<'w> = dyn FnMut(&mut Conn, &[(AreaId, Chain)]) -> Result<Vec<Counted>> + 'w;
/// Takes an area that is summed up, what it lies in, and its cells.
type Done<'w> = dyn FnMut(&mut Conn, AreaId, AreaId, Cells) -> Result<()> + 'w;

/// Sums up area by area what `read` says of some of them: `done` gets each area, what it lies in and its cells.
fn sum_up(conn: &mut Conn, places: &[Together], read: &mut Reading<'_>, done: &mut Done<'_>) -> Result<()> {
    let mut summing = RollUp::default();
    for together in places {
        let mut by_area: HashMap<AreaId, Vec<Counted>> = HashMap::new();
        for one in read(conn, together)? {
            by_area.entry(one.area_id).or_default().push(one);
        }
        for (area, chain) in together {
            let counted = by_area.remove(area).unwrap_or_default();
            summing.add(chain, &counted, &mut |area, parent, cells| done(conn, area, parent, cells))?;
        }
    }
    summing.finish(&mut |area, parent, cells| done(conn, area, parent, cells))
}

/// Reads side by side, each reader over a connection of its own, and hands over in order. Whoever sums up is to hold the
/// ledger: then nothing is written meanwhile, and all see the same.
fn read_side_by_side<T>(
    kind: &Kind,
    figures: &'static Figures,
    places: &[Together],
    work: impl FnOnce(&mut dyn FnMut() -> Result<Vec<Counted>>) -> Result<T>,
) -> Result<T> {
    thread::scope(|scope| {
        let readers = (0..READERS).map(|n| {
            let (tell, hear) = mpsc::sync_channel(1);
            scope.spawn(move || {
                let mut conn = kind.connect();
                for together in places.iter().skip(n).step_by(READERS) {
                    let read = conn.as_mut().map_err(Error::internal).and_then(|conn| counted(conn, figures, together));
                    if tell.send(read).is_err() {
                        break;
                    }
                }
            });
            hear
        });
        let readers: Vec<_> = readers.collect();
        let mut turns = readers.iter().cycle();
        work(&mut || turns.next().and_then(|reader| reader.recv().ok()).unwrap_or_else(|| Err(Error::unavailable())))
    })
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
        let kept: i64 = Count(self.sheet).get_result(conn)?;
        let (mut found, mut met) = (Comparison::default(), 0);
        let places = places(conn, self)?;
        let mut read = |conn: &mut Conn, together: &[_]| counted(conn, self, together);
        sum_up(conn, &places, &mut read, &mut |conn, area, _, cells| {
            let mut cells: HashMap<Key, Cell> = cells.kept().map(|cell| (cell.key.clone(), cell)).collect();
            found.recounted += cells.len();
            let kept: Vec<Kept> = OfArea { sheet: self.sheet, area_id: area }.load(conn)?;
            let kept = kept.into_iter().map(read_cell);
            for (key, values, days) in kept.filter(|(_, values, days)| *values != Values::default() || !days.is_empty())
            {
                met += 1;
                let recounted = key.and_then(|key| cells.remove(&key));
                found.different += usize::from(recounted.is_none_or(|cell| (cell.values, cell.days) != (values, days)));
            }
            found.different += cells.len();
            Ok(())
        })?;
        found.kept = usize::try_from(kept).unwrap_or_default();
        // Kept in areas in which nothing counts.
        found.different += found.kept.saturating_sub(met);
        Ok(found)
    }
    /// Recounts every cell and keeps the recount; how many cells.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rebuild(&'static self, db: &Db) -> Result<usize> {
        let kind = db.kind().clone();
        let count = db.write_now(Who::program("figures rebuild"), move |tx| rebuild(tx, &kind, self))?;
        // Where every row is new, the database knows nothing of them yet and still passes by the old ones.
        db.kind().connect()?.analyse(Some(self.sheet.table))?;
        Ok(count)
    }
}

fn rebuild(tx: &mut Tx, kind: &Kind, figures: &'static Figures) -> Result<usize> {
    tx.alone()?;
    let conn = tx.conn()?;
    Empty(figures.sheet).execute(conn)?;
    let places = places(conn, figures)?;
    let (mut count, mut waiting) = (0, Vec::new());
    let mut keep = |conn: &mut Conn, area, parent, cells| {
        let before = waiting.len();
        waiting.extend(rows(area, parent, cells));
        count += waiting.len() - before;
        match waiting.len() < KEPT_AT_ONCE {
            true => Ok(()),
            false => insert(conn, figures.sheet, &std::mem::take(&mut waiting)),
        }
    };
    read_side_by_side(kind, figures, &places, |next| sum_up(conn, &places, &mut |_, _| next(), &mut keep))?;
    insert(conn, figures.sheet, &waiting)?;
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
        out.push_sql(" OR days <> ''");
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
statement!(OfArea, (Text, Text, Date, Text, Text, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum));
impl QueryFragment<Backend> for OfArea {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT grouping, grain, on_day, group_key, days");
        super::read::push_sums(&mut out, self.sheet, "");
        out.push_sql(" FROM ");
        out.push_sql(self.sheet.table);
        out.push_sql(" WHERE area_id = ");
        out.push_bind_param::<Text, _>(&self.area_id)
    }
}

/// A cell as it is read.
type Kept = (String, String, Day, String, String, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Its key, where it is one, its sums and its days.
fn read_cell(kept: Kept) -> (Option<Key>, Values, String) {
    let (grouping, grain, on_day, group_key, days, a, b, c, d, e, f, g, h, i, j, k, l) = kept;
    let key = grouping.parse::<Grouping>().ok().zip(grain.parse::<Grain>().ok()).map(|(grouping, grain)| Key {
        group: Group { grouping, key: group_key.into() },
        grain,
        on_day,
    });
    (key, [a, b, c, d, e, f, g, h, i, j, k, l], days)
}
