//! What it cost that somebody more enrolled. An effect has a price only where there is an effect to speak of.
use serde::Serialize;

use super::{Estimate, Spread, Unfit, estimate::LEVEL, grade::Grade};

/// Đồng for each enrolment that would not have been.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// The cost divided by the enrolments added; none when none were.
    pub value: Option<f64>,
    /// The least that goes with what was seen; none when nothing can be said.
    pub low: Option<f64>,
    /// The most; none when the enrolments added may be none at all, so that no price is too high.
    pub high: Option<f64>,
}

/// What was paid, with its own doubt: 0 where it is a sum of receipts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paid {
    /// Đồng.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

/// The cost of each additional enrolment: what the assigned cost more than the others, divided by effect × people assigned.
/// The interval is Fieller's (Biometrika 41, 1954; Journal of the Royal Statistical Society B 16, 1954), which is honest where the
/// delta method is not: while the effect may be nothing it has no upper end. Cost and effect are taken as independent.
///
/// # Errors
/// [`Unfit::NoEffect`] below grade B, [`Unfit::Number`] for a cost below nothing and for less than one person.
pub fn per_additional(paid: Paid, effect: &Estimate, people: f64, grade: Grade) -> Result<Cost, Unfit> {
    if !grade.shows_effect() {
        return Err(Unfit::NoEffect);
    }
    let finite = [paid.value, paid.se, people, effect.value, effect.se].iter().all(|n| n.is_finite());
    if !finite || paid.value < 0.0 || paid.se < 0.0 || people < 1.0 {
        return Err(Unfit::Number);
    }
    let reach = effect.df.map_or(Spread::Normal, Spread::T).quantile(f64::midpoint(1.0, LEVEL));
    let (more, doubt) = (effect.value * people, effect.se * people);
    // All prices at which cost − price × enrolments added is as near to nothing as chance brings it.
    let square = more.powi(2) - (reach * doubt).powi(2);
    let rest = paid.value.powi(2) - (reach * paid.se).powi(2);
    let under = (more * paid.value).powi(2) - square * rest;
    let root = under.max(0.0).sqrt();
    let at = |sign: f64| (more * paid.value + sign * root) / square;
    let (low, high) = match () {
        () if square > 0.0 && more > 0.0 => (Some(at(-1.0).max(0.0)), Some(at(1.0))),
        // Fewer enrolled for certain: no price is right.
        () if square > 0.0 => (None, None),
        // Everything outside two prices: above the dearer one, below the cheaper one, which is less than nothing.
        () if square < 0.0 && under > 0.0 => (Some(at(-1.0).max(at(1.0))).filter(|low| *low > 0.0), None),
        () => (None, None),
    };
    Ok(Cost { value: (more > 0.0).then(|| paid.value / more), low, high })
}

/// What was paid divided by everybody who enrolled, whatever brought them: bookkeeping, under that name only.
///
/// # Errors
/// [`Unfit::Nothing`] when nobody enrolled, [`Unfit::Number`] for a cost below nothing.
pub fn per_enrolment(paid: f64, enrolments: f64) -> Result<f64, Unfit> {
    match enrolments {
        _ if !(paid.is_finite() && paid >= 0.0 && enrolments.is_finite() && enrolments >= 0.0) => Err(Unfit::Number),
        0.0 => Err(Unfit::Nothing),
        n => Ok(paid / n),
    }
}
