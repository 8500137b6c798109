//! Whether the two sides were alike before the work began.
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Unfit, count, mean};

/// One figure known before the work, of one person or one hamlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Which figure: the share covered before, the size, the distance.
    pub what: String,
    /// What it was.
    pub value: f64,
    /// Whether the lot fell there.
    pub assigned: bool,
}

/// How unlike the two sides were in one figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Line {
    /// The mean where the lot did not fall.
    pub control: f64,
    /// The mean where it fell.
    pub assigned: f64,
    /// The difference in units of the spread within the two sides; none where nobody differs.
    pub standardised: Option<f64>,
}

/// From here on two sides are called unlike in what is matched.
pub const UNLIKE: f64 = 0.1;

/// The balance table: for each figure both means and their standardised difference
/// (x̄₁ − x̄₀) / √((s₁² + s₀²)/2) (Austin, Statistics in Medicine 28, 2009). Unlike a test it does not grow with the number of
/// people, and it says nothing of chance.
///
/// # Errors
/// [`Unfit::Nothing`], [`Unfit::Number`], [`Unfit::OneArm`] when a figure is known of one side only.
pub fn balance(known: &[Known]) -> Result<BTreeMap<String, Line>, Unfit> {
    if known.is_empty() {
        return Err(Unfit::Nothing);
    }
    let mut figures: BTreeMap<&str, [Vec<f64>; 2]> = BTreeMap::new();
    for one in known {
        if !one.value.is_finite() {
            return Err(Unfit::Number);
        }
        let [control, assigned] = figures.entry(&one.what).or_default();
        (if one.assigned { assigned } else { control }).push(one.value);
    }
    figures.into_iter().map(|(what, sides)| Ok((what.to_owned(), line(&sides)?))).collect()
}

fn line([control, assigned]: &[Vec<f64>; 2]) -> Result<Line, Unfit> {
    if control.is_empty() || assigned.is_empty() {
        return Err(Unfit::OneArm);
    }
    let own = |side: &[f64]| mean(side.iter().copied());
    let variance = |side: &[f64]| {
        let middle = own(side);
        side.iter().map(|x| (x - middle).powi(2)).sum::<f64>() / (count(side.len()) - 1.0).max(1.0)
    };
    let difference = own(assigned) - own(control);
    let spread = f64::midpoint(variance(control), variance(assigned)).sqrt();
    Ok(Line {
        control: own(control),
        assigned: own(assigned),
        standardised: (spread > 0.0).then(|| difference / spread),
    })
}

/// The largest of them, whichever side it favours; none where nothing can be said.
pub fn largest(table: &BTreeMap<String, Line>) -> Option<f64> {
    table.values().filter_map(|line| line.standardised).map(f64::abs).max_by(f64::total_cmp)
}
