//! Reading sums.
use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Nullable, Text},
};

use super::{
    days::Days,
    sheet::{By, Grouping, Sheet, Values, added},
    span::{Grain, Stretch},
};
use crate::{
    base::{Day, Lang, Result, id::AreaId},
    db::{Backend, Conn},
};

/// Where the name of what a key stands for is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Among the organisations.
    Organisation,
    /// Among the types of events.
    EventType(Lang),
    /// Nowhere here.
    None,
}

/// By what sums are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// By what the areas' own cells are told apart by.
    Groups(Grouping, Label),
    /// By area, named as on a day: the cells of the areas directly below that are told apart by nothing else.
    Below(Grouping, Day),
    /// By the day under which a cell is kept, the first of its month or year: the areas' own cells that are told apart by nothing else. Days have no name.
    Days(Grouping),
    /// By what the areas' own cells are told apart by and, after a space, the day under which a cell is kept.
    GroupsOnDays(Grouping),
}

impl Rows {
    fn key(self) -> &'static str {
        match self {
            Self::Groups(..) => "cell.group_key",
            Self::Below(..) => "cell.area_id",
            Self::Days(_) => "CAST(cell.on_day AS TEXT)",
            Self::GroupsOnDays(_) => "cell.group_key || ' ' || CAST(cell.on_day AS TEXT)",
        }
    }
    fn grouping(self) -> Grouping {
        match self {
            Self::Groups(grouping, _) | Self::GroupsOnDays(grouping) => grouping,
            Self::Below(within, _) | Self::Days(within) => Grouping { by: By::All, ..within },
        }
    }
    /// Which cells lie on the ground.
    fn place(self) -> &'static str {
        match self {
            Self::Groups(..) | Self::Days(_) | Self::GroupsOnDays(_) => "cell.area_id = ground.id",
            Self::Below(..) => "cell.parent_id = ground.id AND cell.area_id <> ground.id",
        }
    }
    /// The name of what a key stands for. Asked per key: few keys, where a join would read the whole other table.
    fn label(self) -> &'static str {
        match self {
            Self::Groups(_, Label::Organisation) => "(SELECT name FROM organisations WHERE id = summed.key)",
            Self::Groups(_, Label::EventType(Lang::Vi)) => "(SELECT name_vi FROM event_types WHERE code = summed.key)",
            Self::Groups(_, Label::EventType(Lang::En)) => "(SELECT name_en FROM event_types WHERE code = summed.key)",
            Self::Below(..) => {
                "COALESCE((SELECT full_name FROM area_labels WHERE area_id = summed.key AND valid_from <= "
            }
            Self::Groups(_, Label::None) | Self::Days(_) | Self::GroupsOnDays(_) => "NULL",
        }
    }
    /// The day up to which names are known, where it matters, and what follows it.
    fn known_until(&self) -> Option<(&Day, &'static str)> {
        match self {
            Self::Below(_, day) => {
                Some((day, " ORDER BY valid_from DESC LIMIT 1), (SELECT full_name FROM areas WHERE id = summed.key))"))
            }
            Self::Groups(..) | Self::Days(_) | Self::GroupsOnDays(_) => None,
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

/// A part that is asked for: its number, by what it is told apart, its grouping as it stands in the cells; the stretches that
/// cells hold whole, and pieces of months, whose days are read.
struct Asked {
    number: i64,
    rows: Rows,
    grouping: String,
    whole: Vec<Stretch>,
    pieces: Vec<Piece>,
}

/// Days of one month: their place among the pieces, their month, and which they are.
struct Piece {
    number: i64,
    month: Day,
    days: Stretch,
}

impl Asked {
    fn of(number: i64, part: &Part) -> Self {
        let (pieces, whole): (Vec<Stretch>, Vec<Stretch>) = part.stretches.iter().partition(|s| s.grain == Grain::Day);
        let pieces = (0..).zip(pieces.into_iter().flat_map(Stretch::by_month));
        let pieces = pieces.map(|(number, days)| Piece { number, month: days.from.month_start(), days }).collect();
        Self { number, rows: part.rows, grouping: part.rows.grouping().text(), whole, pieces }
    }
    /// What stands before the key of every row: part and piece, and its name behind it.
    fn push_head<'b>(&'b self, piece: &'static str, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        out.push_bind_param::<BigInt, _>(&self.number)?;
        for part in [", ", piece, ", summed.key, ", self.rows.label()] {
            out.push_sql(part);
        }
        if let Some((day, rest)) = self.rows.known_until() {
            out.push_bind_param::<Date, _>(day)?;
            out.push_sql(rest);
        }
        Ok(())
    }
    /// The cells of the place, of the grouping.
    fn push_where<'b>(&'b self, sheet: &Sheet, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        // On SQLite CROSS JOIN keeps this order: the ground, few stretches, and for each a range of the index.
        for part in
            [") AS stretch CROSS JOIN ", sheet.table, " AS cell WHERE ", self.rows.place(), " AND cell.grouping = "]
        {
            out.push_sql(part);
        }
        out.push_bind_param::<Text, _>(&self.grouping)
    }
    /// Sums over the stretches that cells hold whole.
    fn push_whole<'b>(&'b self, sheet: &Sheet, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.push_head("CAST(-1 AS BIGINT)", out)?;
        out.push_sql(", ''");
        push_sums(out, sheet, "summed.");
        for part in [" FROM (SELECT ", self.rows.key(), " AS key"] {
            out.push_sql(part);
        }
        for column in sheet.columns {
            for part in [", CAST(SUM(stretch.sign * cell.", column, ") AS BIGINT) AS ", column] {
                out.push_sql(part);
            }
        }
        out.push_sql(" FROM ground CROSS JOIN (");
        for (n, stretch) in self.whole.iter().enumerate() {
            out.push_sql(if n == 0 { "SELECT " } else { " UNION ALL SELECT " });
            out.push_bind_param::<Text, _>(&stretch.grain)?;
            out.push_sql(if n == 0 { " AS grain, " } else { ", " });
            out.push_bind_param::<Date, _>(&stretch.from)?;
            out.push_sql(if n == 0 { " AS first_day, " } else { ", " });
            out.push_bind_param::<Date, _>(&stretch.to)?;
            out.push_sql(if n == 0 { " AS last_day, " } else { ", " });
            out.push_bind_param::<BigInt, _>(&stretch.sign)?;
            out.push_sql(if n == 0 { " AS sign" } else { "" });
        }
        self.push_where(sheet, out)?;
        out.push_sql(
            " AND cell.grain = stretch.grain AND cell.on_day BETWEEN stretch.first_day AND stretch.last_day GROUP BY ",
        );
        out.push_sql(self.rows.key());
        out.push_sql(") AS summed");
        Ok(())
    }
    /// The days of the months of which a piece is asked for.
    fn push_pieces<'b>(&'b self, sheet: &Sheet, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.push_head("summed.piece", out)?;
        out.push_sql(", summed.days");
        for _ in Values::default() {
            out.push_sql(NOTHING);
        }
        for part in [" FROM (SELECT ", self.rows.key(), " AS key, stretch.piece AS piece, cell.days AS days"] {
            out.push_sql(part);
        }
        out.push_sql(" FROM ground CROSS JOIN (");
        for piece in &self.pieces {
            let first = piece.number == 0;
            out.push_sql(if first { "SELECT " } else { " UNION ALL SELECT " });
            out.push_bind_param::<BigInt, _>(&piece.number)?;
            out.push_sql(if first { " AS piece, " } else { ", " });
            out.push_bind_param::<Date, _>(&piece.month)?;
            out.push_sql(if first { " AS month" } else { "" });
        }
        self.push_where(sheet, out)?;
        out.push_sql(" AND cell.grain = 'month' AND cell.on_day = stretch.month) AS summed");
        Ok(())
    }
}

/// All sums of one answer in one statement, since every statement is a journey to the database: an area with every area
/// it wholly succeeded (the same ground through the years), and for each part the sums per key. Written out, because a
/// sum of BIGINT has another type on each database; not as `sql_query`, whose statements are planned anew every time.
struct SumsQuery<'p> {
    sheet: &'static Sheet,
    area_id: AreaId,
    asked: &'p [Asked],
}

impl QueryId for SumsQuery<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
/// A sum.
type Sum = BigInt;
impl Query for SumsQuery<'_> {
    type SqlType =
        (BigInt, BigInt, Text, Nullable<Text>, Text, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum);
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
        for asked in self.asked {
            if !asked.whole.is_empty() {
                out.push_sql(std::mem::replace(&mut joint, " UNION ALL "));
                asked.push_whole(self.sheet, &mut out)?;
            }
            if !asked.pieces.is_empty() {
                out.push_sql(std::mem::replace(&mut joint, " UNION ALL "));
                asked.push_pieces(self.sheet, &mut out)?;
            }
        }
        Ok(())
    }
}

/// In the place of a sum that others have.
const NOTHING: &str = ", CAST(0 AS BIGINT)";

/// The sums of a sheet, and nothing in the place of those that others have: a row read has as many of them as the widest.
pub fn push_sums(out: &mut AstPass<'_, '_, Backend>, sheet: &Sheet, table: &'static str) {
    for n in 0..Values::default().len() {
        match sheet.columns.get(n) {
            Some(column) => {
                out.push_sql(", ");
                out.push_sql(table);
                out.push_sql(column);
            }
            None => out.push_sql(NOTHING),
        }
    }
}

/// Part and piece, key, name, days and sums, as they are read.
type Summed = (i64, i64, String, Option<String>, String, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// What a key stands for, where it has a name, and its sums.
pub type Named<S> = (Option<String>, S);

/// The sums of an area's ground, for each part by key.
///
/// # Errors
/// When the database fails.
pub fn sums<S: From<Values>, const N: usize>(
    conn: &mut Conn,
    sheet: &'static Sheet,
    area_id: AreaId,
    parts: &[Part; N],
) -> Result<[BTreeMap<String, Named<S>>; N]> {
    let asked: Vec<Asked> = (0..).zip(parts).map(|(number, part)| Asked::of(number, part)).collect();
    let mut out: [BTreeMap<String, Named<Values>>; N] = std::array::from_fn(|_| BTreeMap::new());
    // A period may come to no stretch at all, and nothing asked for is no SQL.
    let rows: Vec<Summed> = match asked.iter().all(|asked| asked.whole.is_empty() && asked.pieces.is_empty()) {
        true => Vec::new(),
        false => SumsQuery { sheet, area_id, asked: &asked }.load(conn)?,
    };
    for (number, piece, key, name, days, a, b, c, d, e, f, g, h, i, j, k, l) in rows {
        let part = usize::try_from(number).ok().and_then(|number| Some((asked.get(number)?, out.get_mut(number)?)));
        let Some((asked, sums)) = part else { continue };
        let piece = usize::try_from(piece).ok().and_then(|piece| asked.pieces.get(piece));
        let (values, sign) = match piece {
            Some(Piece { days: asked, .. }) => {
                (Days::read(&days).unwrap_or_default().within(asked.from, asked.to), asked.sign)
            }
            None => ([a, b, c, d, e, f, g, h, i, j, k, l], 1),
        };
        let sum = sums.entry(key).or_default();
        *sum = (name, added(sum.1, values, sign));
    }
    Ok(out.map(|sums| sums.into_iter().map(|(key, (name, values))| (key, (name, S::from(values)))).collect()))
}
