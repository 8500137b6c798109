//! What work did that was drawn within strata: each place is compared with those of its own stratum.
#![expect(clippy::indexing_slicing, reason = "places and strata, made from the lists they point into")]
use std::collections::BTreeMap;

use super::{Estimate, Spread, Unfit, count};

/// A place that the lot fell on or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// What came of it.
    pub outcome: f64,
    pub assigned: bool,
    /// Within which the lot was drawn.
    pub stratum: usize,
}

/// Less than this of a place's own spread left is nothing.
const NOTHING: f64 = 1e-9;

/// The difference that being assigned made, strata apart (regression on assignment and strata): strata that went their own ways
/// make neither a difference nor doubt. A stratum with one side only says nothing.
///
/// The standard error does not suppose equal spread and is stretched for each place by what it gives away to the fit (HC2;
/// MacKinnon & White, Journal of Econometrics 29, 1985); Student's t has the degrees of freedom of Bell & McCaffrey (Survey
/// Methodology 28, 2002; Imbens & Kolesár, Review of Economics and Statistics 98, 2016). With one stratum it is the difference of
/// two means with [`super::trial::Trial::effect_few_clusters`].
///
/// # Errors
/// [`Unfit::Number`], [`Unfit::OneArm`] where no stratum has both sides, [`Unfit::OneCluster`] where nothing is left to measure the
/// spread by.
pub fn within(places: &[Placed]) -> Result<Estimate, Unfit> {
    if places.iter().any(|place| !place.outcome.is_finite()) {
        return Err(Unfit::Number);
    }
    let lot = centred(places, |place| super::indicator(place.assigned));
    let spread: f64 = lot.iter().map(|own| own * own).sum();
    if spread <= NOTHING {
        return Err(Unfit::OneArm);
    }
    let outcomes = centred(places, |place| place.outcome);
    let value = lot.iter().zip(&outcomes).map(|(own, outcome)| own * outcome).sum::<f64>() / spread;
    let sizes = sizes(places);
    let of = |at: usize| count(sizes.get(&places[at].stratum).copied().unwrap_or(1));
    let mut said = Vec::new();
    let mut variance = 0.0;
    for (at, (own, outcome)) in lot.iter().zip(&outcomes).enumerate().filter(|(_, (own, _))| own.abs() > NOTHING) {
        let left = 1.0 - 1.0 / of(at) - own * own / spread;
        if left <= NOTHING {
            return Err(Unfit::OneCluster);
        }
        let pull = own / spread;
        variance += (pull * (outcome - value * own)).powi(2) / left;
        said.push((at, *own, pull * pull / left));
    }
    // (Σ λ)² / Σ λ², the λ being those of the variance as a form of equally spread outcomes.
    let trace = 1.0 / spread;
    let mut square = 0.0;
    for (at, own, weight) in &said {
        for (other, others, other_weight) in &said {
            let alike = if places[*at].stratum == places[*other].stratum { 1.0 / of(*at) } else { 0.0 };
            let same = if at == other { 1.0 } else { 0.0 };
            square += weight * other_weight * (same - alike - own * others / spread).powi(2);
        }
    }
    Ok(Estimate::new(value, variance.sqrt(), Spread::T((trace * trace / square).max(1.0))))
}

/// The same on those who were reached because they were assigned, where each place was reached by a share (0 to 1, in the same
/// order): the ratio of two differences, its doubt as in [`super::trial::reached`]. None where as many were reached on both sides.
///
/// # Errors
/// As [`within`]; [`Unfit::Number`] for shares out of bounds or not one for each.
pub fn reached_within(places: &[Placed], reached: &[f64]) -> Result<Option<Estimate>, Unfit> {
    if places.len() != reached.len() || reached.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(Unfit::Number);
    }
    let with = |left: &dyn Fn(f64, f64) -> f64| -> Vec<Placed> {
        let one = |(place, share): (&Placed, &f64)| Placed { outcome: left(place.outcome, *share), ..*place };
        places.iter().zip(reached).map(one).collect()
    };
    let contact = within(&with(&|_, share| share))?.value;
    if contact.abs() <= f64::EPSILON {
        return Ok(None);
    }
    let value = within(places)?.value / contact;
    let left = within(&with(&|outcome, share| outcome - value * share))?;
    Ok(Some(Estimate::new(value, left.se / contact.abs(), left.df.map_or(Spread::Normal, Spread::T))))
}

fn sizes(places: &[Placed]) -> BTreeMap<usize, usize> {
    let mut sizes = BTreeMap::new();
    places.iter().for_each(|place| *sizes.entry(place.stratum).or_default() += 1);
    sizes
}

/// A figure less its mean in the stratum.
fn centred(places: &[Placed], of: impl Fn(&Placed) -> f64) -> Vec<f64> {
    let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for place in places {
        let (sum, n) = sums.entry(place.stratum).or_default();
        *sum += of(place);
        *n += 1;
    }
    let middle = |stratum: &usize| sums.get(stratum).map_or(0.0, |(sum, n)| sum / count(*n));
    places.iter().map(|place| of(place) - middle(&place.stratum)).collect()
}
