//! Reading sums.
use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Nullable, Text},
};

use super::{
    sheet::{By, Grouping, Sheet, Values},
    span::Stretch,
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
    /// By the day under which a cell is kept: the areas' own cells that are told apart by nothing else. Days have no name.
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

/// A part that is asked for: its number, and its grouping as it stands in the cells.
struct Asked<'p> {
    number: i64,
    part: &'p Part,
    grouping: String,
}

/// All sums of one answer in one statement, since every statement is a journey to the database: an area with every area
/// it wholly succeeded (the same ground through the years), and for each part the sums per key. Written out, because a
/// sum of BIGINT has another type on each database; not as `sql_query`, whose statements are planned anew every time.
struct SumsQuery<'p> {
    sheet: &'static Sheet,
    area_id: AreaId,
    asked: Vec<Asked<'p>>,
}

impl QueryId for SumsQuery<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
/// A sum.
type Sum = BigInt;
impl Query for SumsQuery<'_> {
    type SqlType = (BigInt, Text, Nullable<Text>, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum);
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
        for Asked { number, part, grouping } in &self.asked {
            out.push_sql(joint);
            joint = " UNION ALL ";
            out.push_sql("SELECT ");
            out.push_bind_param::<BigInt, _>(number)?;
            out.push_sql(", summed.key, ");
            out.push_sql(part.rows.label());
            if let Some((day, rest)) = part.rows.known_until() {
                out.push_bind_param::<Date, _>(day)?;
                out.push_sql(rest);
            }
            push_sums(&mut out, self.sheet, "summed.");
            out.push_sql(" FROM (SELECT ");
            out.push_sql(part.rows.key());
            out.push_sql(" AS key");
            for column in self.sheet.columns {
                for part in [", CAST(SUM(stretch.sign * cell.", column, ") AS BIGINT) AS ", column] {
                    out.push_sql(part);
                }
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
            out.push_sql(") AS stretch CROSS JOIN ");
            out.push_sql(self.sheet.table);
            out.push_sql(" AS cell WHERE cell.grouping = ");
            out.push_bind_param::<Text, _>(grouping)?;
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

/// The sums of a sheet, and nothing in the place of those that others have: a row read has as many of them as the widest.
pub fn push_sums(out: &mut AstPass<'_, '_, Backend>, sheet: &Sheet, table: &'static str) {
    for n in 0..Values::default().len() {
        out.push_sql(", ");
        match sheet.columns.get(n) {
            Some(column) => {
                out.push_sql(table);
                out.push_sql(column);
            }
            None => out.push_sql("CAST(0 AS BIGINT)"),
        }
    }
}

/// Part, key, name and sums, as they are read.
type Summed = (i64, String, Option<String>, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

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
    let mut out: [BTreeMap<String, Named<S>>; N] = std::array::from_fn(|_| BTreeMap::new());
    // A period may come to no stretch at all, and a part without any is no SQL.
    let asked = (0_i64..).zip(parts).filter(|(_, part)| !part.stretches.is_empty());
    let asked: Vec<Asked<'_>> =
        asked.map(|(number, part)| Asked { number, part, grouping: part.rows.grouping().text() }).collect();
    if asked.is_empty() {
        return Ok(out);
    }
    let rows: Vec<Summed> = SumsQuery { sheet, area_id, asked }.load(conn)?;
    for (number, key, name, a, b, c, d, e, f, g, h, i, j, k, l) in rows {
        if let Some(sums) = usize::try_from(number).ok().and_then(|number| out.get_mut(number)) {
            sums.insert(key, (name, S::from([a, b, c, d, e, f, g, h, i, j, k, l])));
        }
    }
    Ok(out)
}
