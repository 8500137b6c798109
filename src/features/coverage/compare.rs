//! Which two figures may be compared, and what the change is: pure over both figures.
//!
//! Counts are compared in persons and percent, rates in percentage points. Rates against different or unknown
//! denominators are not compared, except two rates that one source gives on the same, unnamed footing.
use super::model::Basis;
use crate::base::{share::Percent, text_enum::text_enum};

text_enum! {
    /// Why something is not compared.
    pub enum WhyNot {
        /// There is no earlier figure near that day.
        NoEarlierFigure = "no-earlier-figure",
        /// The rates have different denominators.
        DifferentDenominator = "different-denominator",
        /// A rate's denominator is not known.
        UnknownDenominator = "unknown-denominator",
        /// An area was divided in between; which part went where is not recorded.
        AreaDivided = "area-divided",
        /// The lists know nothing on this ground for that day.
        AreaUnknown = "area-unknown",
    }
}

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// Participants.
    pub participants: Option<i64>,
    /// The rate.
    pub rate: Option<Percent>,
    /// What the rate is measured against.
    pub basis: Option<Basis>,
    /// Where it comes from.
    pub source: String,
}

/// The change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Later minus earlier.
    pub persons: Option<i64>,
    /// Later minus earlier, of earlier.
    pub percent: Option<Percent>,
    /// Rate later minus rate earlier.
    pub points: Option<Percent>,
}

/// The change from `earlier` to `later`, and why a part of it is missing.
pub fn change(later: &Side, earlier: &Side) -> (Change, Option<WhyNot>) {
    let persons = later.participants.zip(earlier.participants).map(|(l, e)| l - e);
    let percent = persons.zip(earlier.participants).and_then(|(change, base)| Percent::of(change, base));
    let (points, why_not) = match later.rate.zip(earlier.rate) {
        None => (None, Some(WhyNot::UnknownDenominator)),
        Some((l, e)) => match footing(later, earlier) {
            None => (Some(l.minus(e)), None),
            why_not => (None, why_not),
        },
    };
    (Change { persons, percent, points }, why_not)
}

/// Why two rates may not be compared, or `None` when they may.
pub fn footing(a: &Side, b: &Side) -> Option<WhyNot> {
    match (a.basis, b.basis) {
        (Some(Basis::Unstated) | None, _) | (_, Some(Basis::Unstated) | None) => {
            (a.basis != b.basis || a.source != b.source).then_some(WhyNot::UnknownDenominator)
        }
        (Some(one), Some(other)) => (one != other).then_some(WhyNot::DifferentDenominator),
    }
}

/// Whether the comparison as a whole stands: rates on different footings never do.
pub fn stands(change: &Change, why_not: Option<WhyNot>) -> bool {
    (change.persons.is_some() || change.points.is_some()) && why_not != Some(WhyNot::DifferentDenominator)
}
