//! All SQL of the visit cells.
use std::collections::BTreeMap;

use diesel::{
    dsl::count_star,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Text},
};

use super::{
    cells::{Cells, Grouping, Leaf, Reach, Sums, add},
    model::Cell,
};
use crate::{
    base::{
        Day, Id, Result,
        id::{AreaId, CampaignId, OrganisationId, VisitId},
        of,
    },
    db::{
        Backend, Conn, Event, Tx, among, insert_all,
        schema::{visit_cells, visits},
    },
    features::{
        activity::{Comparison, span::Stretch},
        areas::{self, Chain},
    },
};

/// Cells that one statement writes.
const AT_ONCE: usize = 500;

/// Adds sums to cells, in one statement. Not as `sql_query`, which could bind no list.
struct AddTo<'c>(&'c [Cell]);

impl QueryId for AddTo<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<Conn> for AddTo<'_> {}
impl QueryFragment<Backend> for AddTo<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO visit_cells (area_id, grouping, grain, on_day, group_key, parent_id, doors, met, talked, interested) VALUES ",
        );
        let mut joint = "(";
        for cell in self.0 {
            out.push_sql(joint);
            joint = ", (";
            out.push_bind_param::<Text, _>(&cell.area_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&cell.grouping)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&cell.grain)?;
            out.push_sql(", ");
            out.push_bind_param::<Date, _>(&cell.on_day)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&cell.group_key)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(&cell.parent_id)?;
            for sum in [&cell.doors, &cell.met, &cell.talked, &cell.interested] {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, _>(sum)?;
            }
            out.push_sql(")");
        }
        out.push_sql(
            " ON CONFLICT (area_id, grouping, grain, on_day, group_key) DO UPDATE SET doors = visit_cells.doors + excluded.doors, \
             met = visit_cells.met + excluded.met, talked = visit_cells.talked + excluded.talked, \
             interested = visit_cells.interested + excluded.interested",
        );
        Ok(())
    }
}

/// Adds visits to the cells, and takes others away, in the transaction that writes them.
///
/// # Errors
/// When the database fails.
pub fn change(tx: &mut Tx, leaves: &[Leaf]) -> Result<()> {
    let cells = cells_of(tx.conn()?, leaves)?;
    let changed = cells.into_iter().filter(|(_, (_, sums))| !sums.is_empty());
    let rows: Vec<Cell> = changed.map(|(key, (parent_id, sums))| Cell::of(key, parent_id, sums)).collect();
    for rows in rows.chunks(AT_ONCE) {
        AddTo(rows).execute(tx.conn()?)?;
    }
    Ok(())
}

fn cells_of(conn: &mut Conn, leaves: &[Leaf]) -> Result<Cells> {
    let mut places: Vec<AreaId> = leaves.iter().map(|leaf| leaf.area_id).collect();
    places.sort();
    places.dedup();
    let chains: BTreeMap<AreaId, Chain> = areas::chains(conn, &places)?;
    let (mut cells, nowhere) = (Cells::new(), Chain::new());
    for leaf in leaves {
        add(&mut cells, chains.get(&leaf.area_id).unwrap_or(&nowhere), leaf);
    }
    Ok(cells)
}

type Alike = (AreaId, Day, Option<OrganisationId>, Option<CampaignId>, Reach, i64);

fn leaf((area_id, on, organisation_id, campaign_id, reach, visits): Alike) -> Leaf {
    Leaf { area_id, on, organisation_id, campaign_id, reach, visits }
}

/// These visits, to be taken away.
///
/// # Errors
/// When the database fails.
pub fn leaves_of(conn: &mut Conn, ids: &[VisitId]) -> Result<Vec<Leaf>> {
    let alike = (visits::area_id, visits::counted_on, visits::organisation_id, visits::campaign_id, visits::reached);
    type Row = (AreaId, Day, Option<OrganisationId>, Option<CampaignId>, Reach);
    let rows: Vec<Row> = visits::table.filter(among(visits::id, ids)).select(alike).load(conn)?;
    let taken = |(area, on, organisation, campaign, reach): Row| leaf((area, on, organisation, campaign, reach, -1));
    Ok(rows.into_iter().map(taken).collect())
}

/// Every visit that was not corrected, counted anew.
fn recount(conn: &mut Conn) -> Result<Cells> {
    let alike = (visits::area_id, visits::counted_on, visits::organisation_id, visits::campaign_id, visits::reached);
    let rows: Vec<Alike> = visits::table
        .filter(visits::amended_by_id.is_null())
        .group_by(alike)
        .select((
            visits::area_id,
            visits::counted_on,
            visits::organisation_id,
            visits::campaign_id,
            visits::reached,
            count_star(),
        ))
        .load(conn)?;
    let leaves: Vec<Leaf> = rows.into_iter().map(leaf).collect();
    cells_of(conn, &leaves)
}

/// Recounts every cell from the visits and compares.
///
/// # Errors
/// When the database fails.
pub fn verify(conn: &mut Conn) -> Result<Comparison> {
    let mut cells = recount(conn)?;
    let recounted = cells.len();
    let kept: Vec<Cell> = visit_cells::table.select(Cell::as_select()).load(conn)?;
    let (mut count, mut different) = (0, 0);
    for cell in kept.into_iter().filter(|cell| !cell.sums().is_empty()) {
        count += 1;
        let sums = cell.sums();
        different += usize::from(cells.remove(&cell.key()).map(|(_, sums)| sums) != Some(sums));
    }
    Ok(Comparison { kept: count, recounted, different: different + cells.len() })
}

/// Recounts every cell from the visits and keeps the recount; how many cells.
///
/// # Errors
/// When the database fails.
pub fn rebuild(tx: &mut Tx) -> Result<usize> {
    let cells = recount(tx.conn()?)?;
    diesel::delete(visit_cells::table).execute(tx.conn()?)?;
    let rows: Vec<Cell> = cells.into_iter().map(|(key, (parent_id, sums))| Cell::of(key, parent_id, sums)).collect();
    insert_all!(tx.conn()?, visit_cells::table, rows)?;
    tx.record(Event::new("figures.rebuilt", "figures", Id::<of::Event>::new()));
    Ok(rows.len())
}

/// Which cells of the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Its own.
    Own,
    /// Those of the areas directly below.
    Below,
}

/// The cells of some areas over some stretches of time, each with the sign of its stretch.
///
/// # Errors
/// When the database fails.
pub fn cells(
    conn: &mut Conn,
    ground: &[AreaId],
    (grouping, place): (Grouping, Place),
    stretches: &[Stretch],
) -> Result<Vec<(i64, Cell)>> {
    let mut out = Vec::new();
    for stretch in stretches {
        let query = visit_cells::table
            .filter(visit_cells::grouping.eq(grouping))
            .filter(visit_cells::grain.eq(stretch.grain))
            .filter(visit_cells::on_day.between(stretch.from, stretch.to))
            .select(Cell::as_select());
        let rows: Vec<Cell> = match place {
            Place::Own => query.filter(among(visit_cells::area_id, ground)).load(conn)?,
            Place::Below => query
                .filter(among(visit_cells::parent_id, ground))
                .filter(visit_cells::area_id.ne(visit_cells::parent_id))
                .load(conn)?,
        };
        out.extend(rows.into_iter().map(|row| (stretch.sign, row)));
    }
    Ok(out)
}

/// What sums come to, by key.
pub fn by_key<K: Ord>(cells: Vec<(i64, Cell)>, key: impl Fn(&Cell) -> K) -> BTreeMap<K, Sums> {
    let mut out = BTreeMap::new();
    for (sign, cell) in cells {
        let sums = cell.sums();
        let signed = Sums {
            doors: sign * sums.doors,
            met: sign * sums.met,
            talked: sign * sums.talked,
            interested: sign * sums.interested,
        };
        let entry: &mut Sums = out.entry(key(&cell)).or_default();
        *entry = entry.and(signed);
    }
    out
}
