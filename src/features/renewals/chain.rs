//! Whether a payment goes on from the one before it, or begins anew.
use crate::base::Day;

/// The end of an earlier period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The first day of the unbroken participation that it belongs to.
    pub chain_from: Day,
    /// The last day on which somebody who paid nothing since is not lapsed.
    pub lapsed_after: Day,
}

/// The first day of the unbroken participation that a period belongs to which begins on `covered_from`: the one of an
/// earlier period that had not lapsed, or that day itself.
pub fn chain_from(before: &[Before], covered_from: Day) -> Day {
    let unbroken = before.iter().filter(|before| covered_from <= before.lapsed_after.plus_days(1));
    unbroken.map(|before| before.chain_from).min().unwrap_or(covered_from)
}
