//! Cutting a period into years, months and days, so that a long one reads few cells. 10/2 to 31/12 is the year without
//! January and without the first nine days of February: every cell holds sums, and sums can be taken away again.
use std::cmp::Ordering;

use super::super::columns::text_column;
use crate::base::{Day, text_enum::text_enum};

text_enum! {
    /// How coarse a cell is.
    pub enum Grain {
        /// One day. It has no cell of its own and lies within that of its month.
        Day = "day",
        /// One month, kept under its first day.
        Month = "month",
        /// One year, kept under its first day.
        Year = "year",
        /// Events whose day is not known.
        Undated = "undated",
    }
}
text_column!(Grain);

/// Cells of one grain from a first to a last key, counted or taken away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How coarse.
    pub grain: Grain,
    /// The first cell's day.
    pub from: Day,
    /// The last day whose cell belongs to it.
    pub to: Day,
    /// 1, or −1 when they are taken away.
    pub sign: i64,
}

impl Stretch {
    /// The same days, cut where a month ends.
    pub fn by_month(self) -> impl Iterator<Item = Self> {
        let starts = std::iter::successors(Some(self.from), |day| Some(day.month_start().plus_months(1)));
        starts.take_while(move |from| *from <= self.to).map(move |from| {
            let end = from.month_start().plus_months(1).before();
            Self { from, to: end.min(self.to), ..self }
        })
    }
}

/// The key of undated cells.
fn undated_key() -> Day {
    Day(chrono::NaiveDate::MIN.max(chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()))
}

/// The cells of undated events.
pub fn undated() -> Stretch {
    Stretch { grain: Grain::Undated, from: undated_key(), to: undated_key(), sign: 1 }
}

/// From one day up to, and without, another; backwards when the other is earlier.
fn path(grain: Grain, from: Day, to: Day) -> Option<Stretch> {
    match from.cmp(&to) {
        Ordering::Less => Some(Stretch { grain, from, to: to.before(), sign: 1 }),
        Ordering::Equal => None,
        Ordering::Greater => Some(Stretch { grain, from: to, to: from.before(), sign: -1 }),
    }
}

fn nearest(day: Day, start: Day, months: u32) -> Day {
    let next = start.plus_months(months);
    if day.days_since(start) <= next.days_since(day) { start } else { next }
}

/// The stretches that come to `from` to `to`, both included. With `years` whole years are read as such.
pub fn stretches(from: Day, to: Day, years: bool) -> Vec<Stretch> {
    let end = to.plus_days(1);
    let (first, last) = (nearest(from, from.month_start(), 1), nearest(end, end.month_start(), 1));
    if first == last {
        return path(Grain::Day, from, end).into_iter().collect();
    }
    let days = [path(Grain::Day, from, first), path(Grain::Day, last, end)];
    let (opening, closing) = (nearest(first, first.year_start(), 12), nearest(last, last.year_start(), 12));
    let longer = if years && opening != closing {
        [path(Grain::Month, first, opening), path(Grain::Year, opening, closing), path(Grain::Month, closing, last)]
    } else {
        [path(Grain::Month, first, last), None, None]
    };
    days.into_iter().chain(longer).flatten().collect()
}
