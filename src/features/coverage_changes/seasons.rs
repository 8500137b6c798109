//! What is usual for a month of the year, and which month stands out. Pure; nothing is carried forward.
use crate::base::month::Month;

/// So many monthly changes make two years.
pub const ENOUGH: usize = 24;

/// How far outside the quarters of the others a middle lies that stands out (Tukey's fence).
const FENCE: f64 = 1.5;

/// How one month changed against the one before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthlyChange {
    /// Which.
    pub month: Month,
    /// The later figure less the earlier.
    pub persons: i64,
}

/// What is usual for a month of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// 1 to 12.
    pub calendar_month: u32,
    /// The years that are known.
    pub years: Vec<i32>,
    /// Half lie below, half above.
    pub middle: f64,
    /// The smallest change.
    pub least: i64,
    /// The largest.
    pub most: i64,
    /// Whether it differs from the other months more than they do among themselves.
    pub stands_out: bool,
}

/// Where a change lies among those of the same month in the years before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Smaller than any of them.
    Below,
    /// Among them.
    Within,
    /// Larger than any of them.
    Above,
}

/// The changes of months that follow each other, of figures by month in any order.
pub fn changes(figures: &[(Month, i64)]) -> Vec<MonthlyChange> {
    let mut sorted = figures.to_vec();
    sorted.sort_by_key(|(month, _)| *month);
    let pairs = sorted.iter().zip(sorted.iter().skip(1));
    pairs
        .filter(|((before, _), (month, _))| before.plus(1) == *month)
        .map(|((_, before), (month, after))| MonthlyChange { month: *month, persons: after - before })
        .collect()
}

/// The value below which this part of the sorted values lies, between two of them in proportion.
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = u32::try_from(sorted.len().checked_sub(1)?).ok()?;
    let place = f64::from(last) * part;
    let below = (0..=last).rev().find(|n| f64::from(*n) <= place)?;
    let at = |n: u32| usize::try_from(n).ok().and_then(|n| sorted.get(n)).copied();
    let (low, high) = (at(below)?, at(below + 1).or(at(below))?);
    Some(low + (high - low) * (place - f64::from(below)))
}

/// A count of people as a number: there are fewer than 2^53.
#[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
fn number(persons: i64) -> f64 {
    persons as f64
}

fn sorted<'c>(changes: impl Iterator<Item = &'c MonthlyChange>) -> Vec<f64> {
    let mut values: Vec<f64> = changes.map(|change| number(change.persons)).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// What is usual for each month of the calendar that is known, in their order; nothing while there are fewer than two years.
pub fn seasons(changes: &[MonthlyChange]) -> Vec<Season> {
    if changes.len() < ENOUGH {
        return Vec::new();
    }
    (1..=12).filter_map(|calendar_month| season(changes, calendar_month)).collect()
}

fn season(changes: &[MonthlyChange], calendar_month: u32) -> Option<Season> {
    let is_own = |change: &&MonthlyChange| change.month.first().month() == calendar_month;
    let own: Vec<MonthlyChange> = changes.iter().filter(is_own).copied().collect();
    let middle = quantile(&sorted(own.iter()), 0.5)?;
    let others = sorted(changes.iter().filter(|change| !is_own(change)));
    let (low, centre, high) = (quantile(&others, 0.25)?, quantile(&others, 0.5)?, quantile(&others, 0.75)?);
    let fence = FENCE * (high - low);
    let outside = middle < low - fence || middle > high + fence;
    let one_side = own.iter().all(|change| (number(change.persons) > centre) == (middle > centre));
    Some(Season {
        calendar_month,
        years: own.iter().map(|change| change.month.first().year()).collect(),
        middle,
        least: own.iter().map(|change| change.persons).min()?,
        most: own.iter().map(|change| change.persons).max()?,
        stands_out: own.len() > 1 && outside && one_side,
    })
}

/// The newest change beside those of the same month in the years before it; `None` where there is none to stand beside.
pub fn newest(changes: &[MonthlyChange]) -> Option<(MonthlyChange, Vec<MonthlyChange>, Place)> {
    let last = *changes.last()?;
    let same = |change: &&MonthlyChange| {
        change.month < last.month && change.month.first().month() == last.month.first().month()
    };
    let before: Vec<MonthlyChange> = changes.iter().filter(same).copied().collect();
    let least = before.iter().map(|change| change.persons).min()?;
    let most = before.iter().map(|change| change.persons).max()?;
    let place = match last.persons {
        persons if persons < least => Place::Below,
        persons if persons > most => Place::Above,
        _ => Place::Within,
    };
    Some((last, before, place))
}
