//! All SQL of the activity cells.
use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_query,
    sql_types::{BigInt, Date, Nullable, Text},
};

use super::{
    cells::{Cells, EventFacts, Grouping, Sums, add},
    model::Cell,
    span::Stretch,
};
use crate::{
    base::{Day, Id, Lang, Result, figure::Doubts, id::AreaId, of},
    db::{Backend, Conn, Event, Tx, insert_all, schema::activity_cells},
};

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

/// By what sums are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// By partner: the areas' own cells.
    Partners,
    /// By type, named in a language: the areas' own cells.
    EventTypes(Lang),
    /// By area, named as on a day: the cells of the areas directly below.
    Below(Day),
    /// By the day under which a cell is kept: the areas' own cells. Days have no name.
    Days,
}

impl Rows {
    fn key(self) -> &'static str {
        match self {
            Self::Partners | Self::EventTypes(_) => "cell.group_key",
            Self::Below(_) => "cell.area_id",
            Self::Days => "CAST(cell.on_day AS TEXT)",
        }
    }
    fn grouping(self) -> &'static str {
        match self {
            Self::Partners => Grouping::Partner.as_str(),
            Self::EventTypes(_) => Grouping::EventType.as_str(),
            Self::Below(_) | Self::Days => Grouping::All.as_str(),
        }
    }
    /// Which cells lie on the ground.
    fn place(self) -> &'static str {
        match self {
            Self::Partners | Self::EventTypes(_) | Self::Days => "cell.area_id = ground.id",
            Self::Below(_) => "cell.parent_id = ground.id AND cell.area_id <> ground.id",
        }
    }
    /// The name of what a key stands for. Asked per key: few keys, where a join would read the whole other table.
    fn label(self) -> &'static str {
        match self {
            Self::Partners => "(SELECT name FROM organisations WHERE id = summed.key)",
            Self::EventTypes(Lang::Vi) => "(SELECT name_vi FROM event_types WHERE code = summed.key)",
            Self::EventTypes(Lang::En) => "(SELECT name_en FROM event_types WHERE code = summed.key)",
            Self::Below(_) => {
                "COALESCE((SELECT full_name FROM area_labels WHERE area_id = summed.key AND valid_from <= "
            }
            Self::Days => "NULL",
        }
    }
    /// The day up to which names are known, where it matters, and what follows it.
    fn known_until(&self) -> Option<(&Day, &'static str)> {
        match self {
            Self::Below(day) => {
                Some((day, " ORDER BY valid_from DESC LIMIT 1), (SELECT full_name FROM areas WHERE id = summed.key))"))
            }
            Self::Partners | Self::EventTypes(_) | Self::Days => None,
        }
    }
}

/// Sums per key over some stretches of time.
#[derive(Debug, Clone)]
pub struct Part {
    /// By what.
    pub rows: Rows,
    /// Over which time.
    pub stretches: Vec<Stretch>,
}

/// All sums of one answer in one statement, since every statement is a journey to the database: an area with every area
/// it wholly succeeded (the same ground through the years), and for each part the sums per key. Written out, because a
/// sum of BIGINT has another type on each database; not as `sql_query`, whose statements are planned anew every time.
struct SumsQuery<'p> {
    area_id: AreaId,
    parts: &'p [Part],
    numbers: Vec<i64>,
}

impl QueryId for SumsQuery<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for SumsQuery<'_> {
    type SqlType =
        (BigInt, Text, Nullable<Text>, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt);
}
impl RunQueryDsl<Conn> for SumsQuery<'_> {}
impl QueryFragment<Backend> for SumsQuery<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("WITH RECURSIVE ground (id) AS (SELECT id FROM areas WHERE id = ");
        out.push_bind_param::<Text, _>(&self.area_id)?;
        out.push_sql(
            " UNION SELECT link.old_id FROM area_successions AS link INNER JOIN ground ON link.new_id = ground.id WHERE COALESCE(link.share, '') = 'whole')",
        );
        let mut joint = " ";
        for (part, number) in self.parts.iter().zip(&self.numbers) {
            out.push_sql(joint);
            joint = " UNION ALL ";
            out.push_sql("SELECT ");
            out.push_bind_param::<BigInt, _>(number)?;
            out.push_sql(", ");
            out.push_sql("summed.key, ");
            out.push_sql(part.rows.label());
            if let Some((day, rest)) = part.rows.known_until() {
                out.push_bind_param::<Date, _>(day)?;
                out.push_sql(rest);
            }
            for column in SUMMED {
                out.push_sql(", summed.");
                out.push_sql(column);
            }
            out.push_sql(" FROM (SELECT ");
            out.push_sql(part.rows.key());
            out.push_sql(" AS key");
            for column in SUMMED {
                out.push_sql(", CAST(SUM(stretch.sign * cell.");
                out.push_sql(column);
                out.push_sql(") AS BIGINT) AS ");
                out.push_sql(column);
            }
            out.push_sql(" FROM ground CROSS JOIN (SELECT ");
            let mut first = true;
            for stretch in &part.stretches {
                out.push_sql(if first { "" } else { " UNION ALL SELECT " });
                out.push_bind_param::<Text, _>(&stretch.grain)?;
                out.push_sql(if first { " AS grain, " } else { ", " });
                out.push_bind_param::<Date, _>(&stretch.from)?;
                out.push_sql(if first { " AS first_day, " } else { ", " });
                out.push_bind_param::<Date, _>(&stretch.to)?;
                out.push_sql(if first { " AS last_day, " } else { ", " });
                out.push_bind_param::<BigInt, _>(&stretch.sign)?;
                out.push_sql(if first { " AS sign" } else { "" });
                first = false;
            }
            // On SQLite CROSS JOIN keeps this order: the ground, few stretches, and for each a range of the index.
            out.push_sql(") AS stretch CROSS JOIN activity_cells AS cell WHERE cell.grouping = ");
            out.push_bind_param::<Text, _>(part.rows.grouping())?;
            out.push_sql(
                " AND cell.grain = stretch.grain AND cell.on_day BETWEEN stretch.first_day AND stretch.last_day AND ",
            );
            out.push_sql(part.rows.place());
            out.push_sql(" GROUP BY ");
            out.push_sql(part.rows.key());
            out.push_sql(") AS summed");
        }
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

/// Part, key, name and sums, as they are read.
type Summed = (i64, String, Option<String>, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// What a key stands for, where it has a name, and its sums.
pub type Named = (Option<String>, Sums);

/// The sums of an area's ground, for each part by key.
///
/// # Errors
/// When the database fails.
pub fn sums<const N: usize>(
    conn: &mut Conn,
    area_id: AreaId,
    parts: [Part; N],
) -> Result<[BTreeMap<String, Named>; N]> {
    let mut out: [BTreeMap<String, Named>; N] = std::array::from_fn(|_| BTreeMap::new());
    // A period may come to no stretch at all, and a part without any is no SQL.
    let numbers = (0_i64..).zip(&parts).filter(|(_, part)| !part.stretches.is_empty());
    let (numbers, asked): (Vec<i64>, Vec<Part>) = numbers.map(|(n, part)| (n, part.clone())).unzip();
    if asked.is_empty() {
        return Ok(out);
    }
    let rows: Vec<Summed> = SumsQuery { area_id, parts: &asked, numbers }.load(conn)?;
    for (n, key, name, events, sessions, attendances, people, h1, h2, h3, s1, s2, s3) in rows {
        let heads = Doubts { more_than: h1, nearly: h2, approx: h3 };
        let sittings = Doubts { more_than: s1, nearly: s2, approx: s3 };
        if let Some(sums) = usize::try_from(n).ok().and_then(|n| out.get_mut(n)) {
            sums.insert(key, (name, Sums { events, sessions, attendances, people, heads, sittings }));
        }
    }
    Ok(out)
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
    insert_all!(tx.conn()?, activity_cells::table, rows)?;
    tx.record(Event::new("figures.rebuilt", "figures", Id::<of::Event>::new()));
    Ok(rows.len())
}

/// The day that stands for "from the beginning", and for "to the end".
pub fn whole_time() -> (Day, Day) {
    let day = |year, month, day| Day(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default());
    (day(1900, 1, 1), day(2199, 12, 31))
}
