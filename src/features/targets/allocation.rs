//! Whether the parts of a target add up: pure over numbers.

/// What the parts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The parts together.
    pub parts: i64,
    /// Parts minus target.
    pub difference: i64,
}

/// The parts against their target.
pub fn sum(target: i64, parts: &[i64]) -> Sum {
    let total = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(*part));
    Sum { parts: total, difference: total.saturating_sub(target) }
}

/// Whether they stand: equal, or different for a reason that is given.
pub fn stands(sum: Sum, explained: bool) -> bool {
    sum.difference == 0 || explained
}
