//! Places that were worked in beside places that looked alike before: nearest neighbours.
#![expect(clippy::indexing_slicing, reason = "places and what was known of them, from the lists they point into")]
use serde::Serialize;

use super::{Estimate, Spread, Unfit, balance::Line, count, linear::Square, mean};

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What was known of it before the work, in the same order for all: its level, its trend.
    pub before: Vec<f64>,
    /// What became of it.
    pub outcome: f64,
    /// Whether it was worked in.
    pub assigned: bool,
}

/// How strong something unseen would have to be to explain a difference away, as a ratio: it would have to make both the
/// work and the outcome so many times as likely (VanderWeele & Ding, Annals of Internal Medicine 167, 2017).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Unseen {
    /// For the difference itself.
    pub difference: f64,
    /// For the end of the interval that is nearer to nothing; 1 where the interval holds nothing.
    pub interval: f64,
}

/// What the comparison shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matched {
    /// Places that were worked in.
    pub assigned: usize,
    /// Places that could be compared with.
    pub candidates: usize,
    /// How many of those were used.
    pub used: usize,
    /// By how much the outcome was larger than that of the neighbours, on average over the places worked in.
    pub difference: Estimate,
    /// The same with what the neighbours still differ in before taken away, as far as it shows in their outcomes; none where too
    /// few neighbours are used to tell.
    pub adjusted: Option<Estimate>,
    /// For each figure known before both means, those of the neighbours weighted as they were used, and their difference in
    /// units of the spread before matching.
    pub balance: Vec<Line>,
    /// The same before anything was matched.
    pub balance_before: Vec<Line>,
    /// How strong something unseen would have to be.
    pub unseen: Unseen,
}

/// More places than this are not compared at once.
pub const MOST: usize = 5_000;
/// Distances nearer than this are the same: neighbours that are as near share the place.
const SAME: f64 = 1e-12;
/// Standard deviations in logarithms of risk ratios (Chinn, Statistics in Medicine 19, 2000, as VanderWeele & Ding use it).
const LOG_RATIO: f64 = 0.91;

/// Compares each place worked in with its nearest neighbours, chosen with replacement by what was known before, each figure
/// in units of its own spread.
///
/// The standard error is Abadie & Imbens's (Econometrica 74, 2006) in the form for the mean over a population of places worked
/// in (Abadie, Drukker, Herr & Imbens, Stata Journal 4, 2004): the spread of the pairs' differences, and for neighbours that
/// serve more than once the spread of their outcome as their own nearest neighbour shows it. Student's t has as many degrees
/// of freedom as there are places worked in, less one.
///
/// The nearest neighbour is not quite alike. The adjusted difference takes away what a regression of the neighbours' outcome on
/// what was known before says of the rest (Abadie & Imbens, Journal of Business & Economic Statistics 29, 2011); without it places
/// chosen because they stood high would be credited with that.
///
/// # Errors
/// [`Unfit::Nothing`], [`Unfit::Number`] for figures that are none or not as many for every place, and for more neighbours than
/// there are, [`Unfit::OneArm`], [`Unfit::OneCluster`] below two places on a side, [`Unfit::TooMany`].
pub fn matched(places: &[Place], neighbours: usize) -> Result<Matched, Unfit> {
    let width = places.first().ok_or(Unfit::Nothing)?.before.len();
    let sound = |p: &Place| p.outcome.is_finite() && p.before.len() == width && p.before.iter().all(|x| x.is_finite());
    if width == 0 || !places.iter().all(sound) {
        return Err(Unfit::Number);
    }
    if places.len() > MOST {
        return Err(Unfit::TooMany);
    }
    let sides = [false, true]
        .map(|side| -> Vec<usize> { (0..places.len()).filter(|at| places[*at].assigned == side).collect() });
    let [others, own] = &sides;
    match own.len().min(others.len()) {
        0 => return Err(Unfit::OneArm),
        1 => return Err(Unfit::OneCluster),
        _ if neighbours == 0 || neighbours > others.len() => return Err(Unfit::Number),
        _ => {}
    }
    let spreads: Vec<f64> = (0..width).map(|x| variance(places.iter().map(|p| p.before[x]))).collect();
    let space = Space { places, spreads: &spreads };
    let pairs: Vec<Vec<(usize, f64)>> = own.iter().map(|at| space.nearest(*at, others, neighbours)).collect();
    let gaps_in = |of: &dyn Fn(&Place) -> f64| -> Vec<f64> {
        let gap = |(at, near): (&usize, &Vec<(usize, f64)>)| {
            of(&places[*at]) - near.iter().map(|(other, weight)| weight * of(&places[*other])).sum::<f64>()
        };
        own.iter().zip(&pairs).map(gap).collect()
    };
    let n = count(own.len());
    let (mut use_of, mut squares) = (vec![0.0; places.len()], vec![0.0; places.len()]);
    for (other, weight) in pairs.iter().flatten() {
        use_of[*other] += weight;
        squares[*other] += weight * weight;
    }
    let again = |at: &usize| {
        let more = use_of[*at] * use_of[*at] - squares[*at];
        if more > SAME { more * space.scatter(*at, others) } else { 0.0 }
    };
    let served_again = others.iter().map(again).sum::<f64>();
    let estimate = |gaps: Vec<f64>| {
        let value = mean(gaps.iter().copied());
        let doubt = gaps.iter().map(|gap| (gap - value).powi(2)).sum::<f64>() + served_again;
        Estimate::new(value, doubt.sqrt() / n, Spread::T(n - 1.0))
    };
    let difference = estimate(gaps_in(&|place| place.outcome));
    let slopes = slopes(others.iter().map(|at| (use_of[*at], &places[*at])), width);
    let adjusted = slopes.map(|slopes| {
        let expected = |place: &Place| place.before.iter().zip(&slopes).map(|(x, slope)| x * slope).sum::<f64>();
        estimate(gaps_in(&|place| place.outcome - expected(place)))
    });
    let alike = |weight: &dyn Fn(usize) -> f64| -> Vec<Line> {
        (0..width).map(|x| line(places, &sides, &|p| p.before[x], weight)).collect()
    };
    let outcomes = |side: &[usize]| -> Vec<f64> { side.iter().map(|at| places[*at].outcome).collect() };
    Ok(Matched {
        assigned: own.len(),
        candidates: others.len(),
        used: use_of.iter().filter(|weight| **weight > 0.0).count(),
        balance: alike(&|at| use_of[at]),
        balance_before: alike(&|_| 1.0),
        adjusted,
        unseen: unseen(adjusted.as_ref().unwrap_or(&difference), spread(&outcomes(own), &outcomes(others))),
        difference,
    })
}

/// How the outcome of those that are used goes with each figure known before (weighted least squares); none where there are too
/// few of them, or they do not differ enough.
fn slopes<'p>(used: impl Iterator<Item = (f64, &'p Place)>, width: usize) -> Option<Vec<f64>> {
    let used: Vec<(f64, &Place)> = used.filter(|(weight, _)| *weight > 0.0).collect();
    if used.len() <= width + 1 {
        return None;
    }
    let row = |place: &Place| -> Vec<f64> { std::iter::once(1.0).chain(place.before.iter().copied()).collect() };
    let rows: Vec<Vec<f64>> = used.iter().map(|(_, place)| row(place)).collect();
    let weighted = used.iter().zip(&rows).map(|((weight, _), row)| (*weight, row.as_slice()));
    let inverse = Square::of_rows(width + 1, weighted).inverse().ok()?;
    let mut pull = vec![0.0; width + 1];
    for ((weight, place), row) in used.iter().zip(&rows) {
        pull.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x * place.outcome);
    }
    Some(inverse.times(&pull).split_off(1))
}

struct Space<'p> {
    places: &'p [Place],
    spreads: &'p [f64],
}

impl Space<'_> {
    /// The squared distance, each figure in units of its own spread; a figure in which nobody differs does not part anybody.
    fn apart(&self, one: usize, other: usize) -> f64 {
        let (a, b) = (&self.places[one].before, &self.places[other].before);
        let part = |((a, b), spread): ((&f64, &f64), &f64)| if *spread > 0.0 { (a - b).powi(2) / spread } else { 0.0 };
        a.iter().zip(b).zip(self.spreads).map(part).sum()
    }
    /// The nearest of `among`, with their weights; all that are as near as the last of them share its place.
    fn nearest(&self, at: usize, among: &[usize], wanted: usize) -> Vec<(usize, f64)> {
        let mut by: Vec<(f64, usize)> =
            among.iter().filter(|other| **other != at).map(|other| (self.apart(at, *other), *other)).collect();
        by.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some((far, _)) = by.get(wanted.saturating_sub(1)).copied() else { return Vec::new() };
        by.retain(|(apart, _)| *apart <= far + SAME);
        let weight = 1.0 / count(by.len());
        by.into_iter().map(|(_, other)| (other, weight)).collect()
    }
    /// How much the outcome of places like this one scatters, from its nearest neighbour on its own side.
    fn scatter(&self, at: usize, own: &[usize]) -> f64 {
        let near = self.nearest(at, own, 1);
        let like = near.iter().map(|(other, weight)| weight * self.places[*other].outcome).sum::<f64>();
        let j = count(near.len());
        j / (j + 1.0) * (self.places[at].outcome - like).powi(2)
    }
}

fn variance(of: impl Iterator<Item = f64> + Clone) -> f64 {
    let (middle, n) = (mean(of.clone()), count(of.clone().count()));
    of.map(|x| (x - middle).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)
}

/// The spread within two sides.
fn spread(one: &[f64], other: &[f64]) -> f64 {
    f64::midpoint(variance(one.iter().copied()), variance(other.iter().copied())).sqrt()
}

/// Both means of a figure, those not worked in weighted, and the difference in units of the spread before matching.
fn line(
    places: &[Place],
    [others, own]: &[Vec<usize>; 2],
    of: &dyn Fn(&Place) -> f64,
    weight: &dyn Fn(usize) -> f64,
) -> Line {
    let figures = |side: &[usize]| -> Vec<f64> { side.iter().map(|at| of(&places[*at])).collect() };
    let (mine, theirs) = (figures(own), figures(others));
    let all: f64 = others.iter().map(|at| weight(*at)).sum();
    let control = others.iter().zip(&theirs).map(|(at, x)| weight(*at) * x).sum::<f64>() / all;
    let assigned = mean(mine.iter().copied());
    let spread = spread(&mine, &theirs);
    Line { control, assigned, standardised: (spread > 0.0).then(|| (assigned - control) / spread) }
}

/// A difference of means as the ratio of risks that it is about as large as.
fn unseen(difference: &Estimate, spread: f64) -> Unseen {
    if spread <= 0.0 {
        return Unseen { difference: 1.0, interval: 1.0 };
    }
    let of = |n: f64| e_value((LOG_RATIO * n / spread).exp());
    let nearer = if difference.value < 0.0 { difference.high } else { difference.low };
    let holds_nothing = difference.low <= 0.0 && difference.high >= 0.0;
    Unseen { difference: of(difference.value), interval: if holds_nothing { 1.0 } else { of(nearer) } }
}

/// How strong something unseen would have to be to explain a ratio of risks away: RR + √(RR (RR − 1)), of the inverse below 1.
pub fn e_value(ratio: f64) -> f64 {
    let ratio = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    ratio + (ratio * (ratio - 1.0)).sqrt()
}
