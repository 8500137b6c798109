//! All SQL of the activity cells.
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Date, Text},
};

use super::{
    cells::{Cells, EventFacts, Grouping, add},
    model::Cell,
    span::{Grain, Stretch, undated_key},
};
use crate::{
    base::{Day, Id, Result, id::AreaId, of},
    db::{
        Conn, Event, Tx, on_backend,
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

/// Whose cells are read: the areas themselves, or the areas directly below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The areas themselves.
    Own,
    /// The areas directly below.
    Below,
}

/// The cells of these areas in these stretches; with `undated`, those of events whose day is not known as well.
pub fn cells(
    conn: &mut Conn,
    areas: &[AreaId],
    whose: Whose,
    grouping: Grouping,
    stretches: &[Stretch],
    undated: bool,
) -> Result<Vec<Cell>> {
    let all = stretches.iter().copied().chain(undated.then(|| Stretch {
        grain: Grain::Undated,
        from: undated_key(),
        to: undated_key(),
    }));
    let mut out = Vec::new();
    for stretch in all {
        let mut query = activity_cells::table
            .filter(activity_cells::grouping.eq(grouping))
            .filter(activity_cells::grain.eq(stretch.grain))
            .filter(activity_cells::on_day.between(stretch.from, stretch.to))
            .select(Cell::as_select())
            .into_boxed();
        query = match whose {
            Whose::Own => query.filter(activity_cells::area_id.eq_any(areas.to_vec())),
            Whose::Below => query
                .filter(activity_cells::parent_id.eq_any(areas.to_vec()))
                .filter(activity_cells::area_id.ne_all(areas.to_vec())),
        };
        out.extend(query.load::<Cell>(conn)?);
    }
    Ok(out)
}

/// How many undated events these areas have.
pub fn undated_events(conn: &mut Conn, areas: &[AreaId]) -> Result<i64> {
    let counts: Vec<i64> = activity_cells::table
        .filter(activity_cells::area_id.eq_any(areas.to_vec()))
        .filter(activity_cells::grouping.eq(Grouping::All))
        .filter(activity_cells::grain.eq(Grain::Undated))
        .select(activity_cells::events)
        .load(conn)?;
    Ok(counts.iter().sum())
}

/// The area and every area it wholly succeeded: the same ground through the years.
pub fn ground(conn: &mut Conn, area_id: AreaId) -> Result<Vec<AreaId>> {
    let (mut all, mut wave) = (vec![area_id], vec![area_id]);
    while !wave.is_empty() {
        let older: Vec<AreaId> = area_successions::table
            .filter(area_successions::new_id.eq_any(wave))
            .filter(area_successions::share.eq("whole"))
            .select(area_successions::old_id)
            .load(conn)?;
        wave = older.into_iter().filter(|id| !all.contains(id)).collect();
        all.extend(wave.iter().copied());
    }
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
