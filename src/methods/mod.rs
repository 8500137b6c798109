//! How figures are compared: estimators, their intervals and tests, as pure functions over numbers.
//!
//! Decided here: what an estimate is, how sure it is, and what may be said of it. Not here: which rows are counted
//! (`features`), nor how a result is shown. Nothing here reads a clock, a database or a file; what is drawn is drawn
//! from a seed that is given. `docs/methods.md` says of each method when it is honest.
pub mod balance;
pub mod cost;
pub mod credit;
pub mod draws;
pub mod estimate;
pub mod grade;
pub mod kitagawa;
pub mod linear;
pub mod matched;
pub mod power;
pub mod proportions;
pub mod randomisation;
pub mod serial;
pub mod series;
pub mod staggered;
pub mod strata;
pub mod trial;
pub mod unfit;
pub mod wording;

pub use estimate::{Estimate, Interval, Spread};
pub use unfit::Unfit;

/// A count as a number.
#[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
fn count(n: usize) -> f64 {
    n as f64
}

/// The whole part of a number that is not below nothing.
#[expect(clippy::as_conversions, reason = "places in lists are far below 2^53")]
fn whole(n: f64) -> usize {
    n.max(0.0) as usize
}

/// The mean; of nothing it is no number.
fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = of.fold((0.0, 0), |(sum, n), one| (sum + one, n + 1));
    sum / count(n)
}

/// 1 for yes, 0 for no.
fn indicator(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}
