//! Cutting a period into whole years, whole months and single days, so that a long one reads few cells.
use crate::base::{Day, text_enum::text_enum};

text_enum! {
    /// How coarse a cell is.
    pub enum Grain {
        /// One day.
        Day = "day",
        /// One month, kept under its first day.
        Month = "month",
        /// One year, kept under its first day.
        Year = "year",
        /// Events whose day is not known.
        Undated = "undated",
    }
}
crate::db::text_column!(Grain);

/// Cells of one grain from a first to a last key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How coarse.
    pub grain: Grain,
    /// The first cell's day.
    pub from: Day,
    /// The last cell's day.
    pub to: Day,
}

/// The key of undated cells.
pub fn undated_key() -> Day {
    Day(chrono::NaiveDate::MIN.max(chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()))
}

fn month_end(day: Day) -> Day {
    day.month_start().plus_months(1).before()
}
fn year_end(day: Day) -> Day {
    day.year_start().plus_months(12).before()
}

/// The stretches that cover `from` to `to`, both included, without overlap. With `years` whole years are read as such.
pub fn stretches(from: Day, to: Day, years: bool) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut push = |grain, key: Day| match out.last_mut() {
        Some(last) if last.grain == grain => last.to = key,
        _ => out.push(Stretch { grain, from: key, to: key }),
    };
    let mut at = from;
    while at <= to {
        if years && at == at.year_start() && year_end(at) <= to {
            push(Grain::Year, at);
            at = year_end(at).plus_days(1);
        } else if at == at.month_start() && month_end(at) <= to {
            push(Grain::Month, at);
            at = month_end(at).plus_days(1);
        } else {
            push(Grain::Day, at);
            at = at.plus_days(1);
        }
    }
    out
}

/// The keys under which a day's cells are kept.
pub fn keys_of(day: Option<Day>) -> Vec<(Grain, Day)> {
    match day {
        Some(day) => vec![(Grain::Day, day), (Grain::Month, day.month_start()), (Grain::Year, day.year_start())],
        None => vec![(Grain::Undated, undated_key())],
    }
}
