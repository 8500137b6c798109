//! All SQL of the activity cells.
use std::marker::PhantomData;

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_query,
    sql_types::{BigInt, Date, Text},
};

use super::{
    cells::{Cells, EventFacts, Grouping, Sums, add},
    model::Cell,
    span::Stretch,
};
use crate::{
    base::{Day, Id, Result, figure::Doubts, id::AreaId, of},
    db::{
        Backend, Conn, Event, Tx, on_backend,
        schema::{activity_cells, area_successions},
    },
};

/// Rows that one `INSERT` carries.
const ROWS_AT_ONCE: usize = 1_000;

const UPSERT: &str = "INSERT INTO activity_cells (area_id, grouping, grain, on_day, group_key, parent_id, events, sessions, attendances, people, \
     heads_more, heads_nearly, heads_approx, sessions_more, sessions_nearly, sessions_approx) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
     ON CONFLICT (area_id, grouping, grain, on_day, group_key) DO UPDATE SET \
     events = activity_cells.events + excluded.events, sessions = activity_cells.sessions + excluded.sessions, \
     attendances = activity_cells.attendances + excluded.attendances, people = activity_cells.people + excluded.people, \
     heads_more = activity_cells.heads_more + excluded.heads_more, heads_nearly = activity_cells.heads_nearly + excluded.heads_nearly, \
     heads_approx = activity_cells.heads_approx + excluded.heads_approx, sessions_more = activity_cells.sessions_more + excluded.sessions_more, \
     sessions_nearly = activity_cells.sessions_nearly + excluded.sessions_nearly, sessions_approx = activity_cells.sessions_approx + excluded.sessions_approx";

/// Takes an event's old contribution away and adds its new one, in the transaction that changes it.
///
/// # Errors
/// When the database fails.
pub fn replace(tx: &mut Tx, before: Option<&EventFacts>, after: Option<&EventFacts>) -> Result<()> {
    let mut cells = Cells::new();
    if let Some(facts) = before {
        add(&mut cells, facts, -1);
    }
    if let Some(facts) = after {
        add(&mut cells, facts, 1);
    }
    for (key, (parent_id, sums)) in cells.iter().filter(|(_, (_, sums))| !sums.is_empty()) {
        let cell = Cell::of(key, *parent_id, *sums);
        sql_query(UPSERT)
            .bind::<Text, _>(cell.area_id)
            .bind::<Text, _>(cell.grouping)
            .bind::<Text, _>(cell.grain)
            .bind::<Date, _>(cell.on_day)
            .bind::<Text, _>(cell.group_key)
            .bind::<Text, _>(cell.parent_id)
            .bind::<BigInt, _>(cell.events)
            .bind::<BigInt, _>(cell.sessions)
            .bind::<BigInt, _>(cell.attendances)
            .bind::<BigInt, _>(cell.people)
            .bind::<BigInt, _>(cell.heads_more)
            .bind::<BigInt, _>(cell.heads_nearly)
            .bind::<BigInt, _>(cell.heads_approx)
            .bind::<BigInt, _>(cell.sessions_more)
            .bind::<BigInt, _>(cell.sessions_nearly)
            .bind::<BigInt, _>(cell.sessions_approx)
            .execute(tx.conn()?)?;
    }
    Ok(())
}

/// By what the sums of an answer are told apart, and of which cells they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// By partner or type: the areas' own cells.
    Groups(Grouping),
    /// By area: the cells of the areas directly below.
    Below,
    /// By the day under which a cell is kept: the areas' own cells.
    Days,
}

/// Sums per key. Written out, because a sum of BIGINT has another type on each database; not as `sql_query`, whose
/// statements are planned anew every time.
struct SumsQuery<K> {
    rows: Rows,
    areas: Box<dyn QueryFragment<Backend> + Send>,
    stretches: Vec<Stretch>,
    key: PhantomData<K>,
}

impl<K> QueryId for SumsQuery<K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<K> Query for SumsQuery<K> {
    type SqlType = (K, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt);
}
impl<K> RunQueryDsl<Conn> for SumsQuery<K> {}
impl<K> QueryFragment<Backend> for SumsQuery<K> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("WITH stretch (grain, first_day, last_day, sign) AS (VALUES ");
        for (n, stretch) in self.stretches.iter().enumerate() {
            out.push_sql(if n == 0 { "(" } else { ", (" });
            out.push_bind_param::<Text, _>(&stretch.grain)?;
            out.push_sql(", ");
            out.push_bind_param::<Date, _>(&stretch.from)?;
            out.push_sql(", ");
            out.push_bind_param::<Date, _>(&stretch.to)?;
            out.push_sql(", ");
            out.push_bind_param::<BigInt, _>(&stretch.sign)?;
            out.push_sql(")");
        }
        let (key, grouping) = match &self.rows {
            Rows::Groups(grouping) => ("group_key", grouping),
            Rows::Below => ("area_id", &Grouping::All),
            Rows::Days => ("on_day", &Grouping::All),
        };
        out.push_sql(") SELECT activity_cells.");
        out.push_sql(key);
        for column in SUMMED {
            out.push_sql(", CAST(SUM(stretch.sign * activity_cells.");
            out.push_sql(column);
            out.push_sql(") AS BIGINT)");
        }
        // On SQLite CROSS JOIN keeps this order: few stretches, and for each a range of the index.
        out.push_sql(" FROM stretch CROSS JOIN activity_cells WHERE activity_cells.grouping = ");
        out.push_bind_param::<Text, _>(grouping)?;
        out.push_sql(" AND activity_cells.grain = stretch.grain AND activity_cells.on_day BETWEEN stretch.first_day AND stretch.last_day AND ");
        self.areas.walk_ast(out.reborrow())?;
        out.push_sql(" GROUP BY activity_cells.");
        out.push_sql(key);
        Ok(())
    }
}

/// The columns of `Sums`, in its order.
const SUMMED: [&str; 10] = [
    "events",
    "sessions",
    "attendances",
    "people",
    "heads_more",
    "heads_nearly",
    "heads_approx",
    "sessions_more",
    "sessions_nearly",
    "sessions_approx",
];

/// Key and sums, as they are read.
type Summed<K> = (K, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

fn sums_of<K>(row: Summed<K>) -> (K, Sums) {
    let (
        key,
        events,
        sessions,
        attendances,
        people,
        heads_more,
        heads_nearly,
        heads_approx,
        sessions_more,
        sessions_nearly,
        sessions_approx,
    ) = row;
    let heads = Doubts { more_than: heads_more, nearly: heads_nearly, approx: heads_approx };
    let sittings = Doubts { more_than: sessions_more, nearly: sessions_nearly, approx: sessions_approx };
    (key, Sums { events, sessions, attendances, people, heads, sittings })
}

fn query<K>(areas: &[AreaId], rows: Rows, stretches: &[Stretch]) -> SumsQuery<K> {
    use activity_cells::{area_id, parent_id};
    // One area is compared, not listed: a statement with a list is prepared anew every time.
    let areas: Box<dyn QueryFragment<Backend> + Send> = match (rows, areas) {
        (Rows::Groups(_) | Rows::Days, [one]) => Box::new(area_id.eq(*one)),
        (Rows::Groups(_) | Rows::Days, _) => Box::new(area_id.eq_any(areas.to_vec())),
        (Rows::Below, [one]) => Box::new(parent_id.eq(*one).and(area_id.ne(*one))),
        (Rows::Below, _) => Box::new(parent_id.eq_any(areas.to_vec()).and(area_id.ne_all(areas.to_vec()))),
    };
    SumsQuery { rows, areas, stretches: stretches.to_vec(), key: PhantomData }
}

/// The sums of these areas over these stretches, by partner or type.
pub fn sums_by_group(
    conn: &mut Conn,
    areas: &[AreaId],
    grouping: Grouping,
    stretches: &[Stretch],
) -> Result<Vec<(String, Sums)>> {
    Ok(query::<Text>(areas, Rows::Groups(grouping), stretches)
        .load::<Summed<String>>(conn)?
        .into_iter()
        .map(sums_of)
        .collect())
}

/// The sums over these stretches of every area directly below these.
pub fn sums_below(conn: &mut Conn, areas: &[AreaId], stretches: &[Stretch]) -> Result<Vec<(AreaId, Sums)>> {
    Ok(query::<Text>(areas, Rows::Below, stretches).load::<Summed<AreaId>>(conn)?.into_iter().map(sums_of).collect())
}

/// The sums of these areas over these stretches, by the day under which the cells are kept.
pub fn sums_by_day(conn: &mut Conn, areas: &[AreaId], stretches: &[Stretch]) -> Result<Vec<(Day, Sums)>> {
    Ok(query::<Date>(areas, Rows::Days, stretches).load::<Summed<Day>>(conn)?.into_iter().map(sums_of).collect())
}

/// The area and every area it wholly succeeded: the same ground through the years.
pub fn ground(conn: &mut Conn, area_id: AreaId) -> Result<Vec<AreaId>> {
    let (mut all, mut wave) = (vec![area_id], vec![area_id]);
    while !wave.is_empty() {
        // Two changes of the map in one statement: mostly there was one, and no second statement is needed to see that.
        let later = diesel::alias!(area_successions as later);
        let between = later
            .filter(later.field(area_successions::new_id).eq_any(wave.clone()))
            .filter(later.field(area_successions::share).eq("whole"))
            .select(later.field(area_successions::old_id));
        let links: Vec<(AreaId, AreaId)> = area_successions::table
            .filter(area_successions::share.eq("whole"))
            .filter(area_successions::new_id.eq_any(wave.clone()).or(area_successions::new_id.eq_any(between)))
            .select((area_successions::new_id, area_successions::old_id))
            .load(conn)?;
        let (first, second): (Vec<_>, Vec<_>) = links.into_iter().partition(|(new, _)| wave.contains(new));
        all.extend(first.iter().map(|(_, old)| *old));
        wave = second.into_iter().map(|(_, old)| old).collect();
        all.extend(wave.iter().copied());
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// What a recount found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Cells kept that are not empty.
    pub kept: usize,
    /// Cells of the recount.
    pub recounted: usize,
    /// Cells that are not the same.
    pub different: usize,
}

fn recount(facts: impl Iterator<Item = EventFacts>) -> Cells {
    let mut cells = Cells::new();
    for event in facts {
        add(&mut cells, &event, 1);
    }
    cells.retain(|_, (_, sums)| !sums.is_empty());
    cells
}

/// Recounts every cell from the events and compares.
///
/// # Errors
/// When the database fails.
pub fn compare(conn: &mut Conn, facts: impl Iterator<Item = EventFacts>) -> Result<Comparison> {
    let mut cells = recount(facts);
    let recounted = cells.len();
    let kept: Vec<Cell> = activity_cells::table.select(Cell::as_select()).load(conn)?;
    let (mut count, mut different) = (0, 0);
    for cell in kept.iter().filter(|c| !c.sums().is_empty()) {
        count += 1;
        if cells.remove(&cell.key()).map(|(_, sums)| sums) != Some(cell.sums()) {
            different += 1;
        }
    }
    Ok(Comparison { kept: count, recounted, different: different + cells.len() })
}

/// Recounts every cell from the events and keeps the recount; how many cells.
///
/// # Errors
/// When the database fails.
pub fn rebuild(tx: &mut Tx, facts: impl Iterator<Item = EventFacts>) -> Result<usize> {
    let cells = recount(facts);
    diesel::delete(activity_cells::table).execute(tx.conn()?)?;
    let rows: Vec<Cell> = cells.iter().map(|(key, (parent_id, sums))| Cell::of(key, *parent_id, *sums)).collect();
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        on_backend!(tx.conn()?, |c| diesel::insert_into(activity_cells::table).values(chunk).execute(c))?;
    }
    tx.record(Event::new("figures.rebuilt", "figures", Id::<of::Event>::new()));
    Ok(rows.len())
}

/// The day that stands for "from the beginning", and for "to the end".
pub fn whole_time() -> (Day, Day) {
    let day = |year, month, day| Day(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default());
    (day(1900, 1, 1), day(2199, 12, 31))
}
