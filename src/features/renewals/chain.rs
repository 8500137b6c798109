//! Whether a payment goes on from the one before it, or begins anew.
use crate::base::Day;

/// A period that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub covered_from: Day,
    /// Since when, as far as it is told without the others: its first day where it was paid here.
    pub since: Day,
    /// The last day on which somebody who paid nothing since is not lapsed.
    pub lapsed_after: Day,
}

/// The first day of the unbroken participation that each of these periods belongs to, in the order of their first days: the
/// one of an earlier period that had not lapsed, or its own.
pub fn chains(periods: &[Period]) -> Vec<Day> {
    let mut found: Vec<Day> = Vec::with_capacity(periods.len());
    for (n, period) in periods.iter().enumerate() {
        let before = periods.iter().zip(&found).take(n);
        let unbroken = before.filter(|(before, _)| period.covered_from <= before.lapsed_after.plus_days(1));
        found.push(unbroken.map(|(_, from)| *from).min().map_or(period.since, |first| first.min(period.since)));
    }
    found
}
