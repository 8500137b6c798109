//! Whether a series of counts changed its course at a moment: segmented regression.
#![expect(clippy::indexing_slicing, reason = "points in time and columns, made from the lists they point into")]
use serde::Serialize;

use super::{Estimate, Spread, Unfit, count, indicator, linear::Square, serial::Model, whole};

/// One month of one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Months, numbered one after the other.
    pub period: i64,
    /// How many enrolled.
    pub outcome: f64,
    /// Of how many who could.
    pub people: f64,
}

/// What is asked of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The first period after the moment.
    pub from: i64,
    /// Periods in a year, which repeat: 12 for months, 4 for quarters; 0 where nothing repeats.
    pub season: u16,
    /// Periods over which neighbours are followed for the errors of Newey & West; none for ⌊4 (n/100)^(2/9)⌋.
    pub lag: Option<usize>,
}

/// Standard errors by other ways, for who wants to compare.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Errors {
    /// Of counts that scatter more than Poisson's, each month for itself (quasi-Poisson).
    pub quasi_poisson: f64,
    /// Of neighbours that hang together (Newey & West, Econometrica 55, 1987; Bartlett's weights, no correction).
    pub newey_west: f64,
}

/// What the series shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    /// Points before the moment.
    pub before: usize,
    /// Points since then.
    pub after: usize,
    /// The logarithm of the rate ratio at the moment.
    pub level: Estimate,
    /// By how much the logarithm of the rate grows more a period since then.
    pub slope: Estimate,
    /// The logarithm of the rate's growth a period before.
    pub trend: Estimate,
    /// Other standard errors of [`Course::level`].
    pub level_errors: Errors,
    /// Other standard errors of [`Course::slope`].
    pub slope_errors: Errors,
    /// How much wider than Poisson's the counts scatter.
    pub dispersion: f64,
    /// How far neighbours hang together, −1 to 1.
    pub correlation: f64,
    /// Periods over which Newey & West's errors follow them.
    pub lag: usize,
    /// The repeating course of the year was taken out.
    pub seasonal: bool,
}

/// Fewer points than this on either side are too few.
pub const LEAST: usize = 12;
/// More than ten thousand months are no series of months.
pub const MOST: usize = 10_000;
const HARMONICS: u16 = 2;
const ROUNDS: usize = 50;
const CLOSE: f64 = 1e-10;

/// Poisson regression of counts with people as exposure, a break at `from`, and two harmonics of the year where there are
/// two years (Bernal et al., International Journal of Epidemiology 46, 2017).
///
/// Intervals allow for counts that scatter more than Poisson's and for months that hang together: the covariance of what is
/// left is that of autocorrelation of order 1 by restricted maximum likelihood ([`Model::together`]). How far months hang together
/// is itself hardly known in series of this length, and the interval grows faster with it than it shrinks: so the interval is that
/// of Student's t over all that the correlation may be, each as likely as the restricted likelihood says ([`Model::likely`]; Zellner & Tiao, JASA 59,
/// 1964). Newey & West's errors, which are too narrow in series of this length, stand beside them.
///
/// # Errors
/// [`Unfit::Number`], [`Unfit::TooShort`] below 12 points on either side, [`Unfit::TooMany`] above 10,000,
/// [`Unfit::Contradiction`] for a period twice, [`Unfit::Singular`].
pub fn course(points: &[Point], asked: Asked) -> Result<Course, Unfit> {
    let usable = |p: &Point| p.outcome.is_finite() && p.outcome >= 0.0 && p.people.is_finite() && p.people > 0.0;
    if !points.iter().all(usable) {
        return Err(Unfit::Number);
    }
    if points.len() > MOST {
        return Err(Unfit::TooMany);
    }
    let mut points = points.to_vec();
    points.sort_by_key(|p| p.period);
    if points.windows(2).any(|pair| pair[0].period == pair[1].period) {
        return Err(Unfit::Contradiction);
    }
    let before = points.iter().filter(|p| p.period < asked.from).count();
    let (n, after) = (points.len(), points.len() - before);
    if before < LEAST || after < LEAST {
        return Err(Unfit::TooShort);
    }
    let season = Some(asked.season).filter(|season| *season > 1 && n >= 2 * usize::from(*season));
    let first = points[0].period;
    let rows: Vec<Vec<f64>> = points.iter().map(|p| row(p.period, first, asked.from, season)).collect();
    let fit = Fit::of(&points, &rows)?;
    let free = count(n) - count(rows[0].len());
    if free < 1.0 {
        return Err(Unfit::TooShort);
    }
    let residuals: Vec<f64> = points.iter().zip(&fit.expected).map(|(p, mean)| p.outcome - mean).collect();
    let dispersion = residuals.iter().zip(&fit.expected).map(|(left, mean)| left * left / mean).sum::<f64>() / free;
    let lag = asked.lag.unwrap_or_else(|| whole(4.0 * (count(n) / 100.0).powf(2.0 / 9.0))).min(n - 1);
    let newey_west = fit.sandwich(&newey_west(&rows, &residuals, lag));

    // In units of each month's own scatter, so that one variance and one correlation hold for all.
    let periods: Vec<i64> = points.iter().map(|p| p.period).collect();
    let scaled: Vec<Vec<f64>> =
        rows.iter().zip(&fit.expected).map(|(row, mean)| row.iter().map(|x| x * mean.sqrt()).collect()).collect();
    let left: Vec<f64> = residuals.iter().zip(&fit.expected).map(|(left, mean)| left / mean.sqrt()).collect();
    let model = Model::of(&periods, &scaled, &left);
    let together = model.together()?;
    let likely = model.likely(together)?;
    let spreads: Vec<(f64, Square)> =
        likely.iter().map(|(weight, one)| (*weight, fit.sandwich(&one.meat(&periods, &scaled)))).collect();
    let estimate = |at: usize| {
        let variances = spreads.iter().map(|(weight, spread)| (*weight, spread.at(at, at).max(0.0)));
        let (se, spread) = mixed(variances, free);
        Estimate::new(fit.slopes[at], se, spread)
    };
    let errors = |at: usize| Errors {
        quasi_poisson: (dispersion * fit.bread.at(at, at)).sqrt(),
        newey_west: newey_west.at(at, at).max(0.0).sqrt(),
    };
    Ok(Course {
        before,
        after,
        trend: estimate(TREND),
        level: estimate(LEVEL),
        slope: estimate(SLOPE),
        level_errors: errors(LEVEL),
        slope_errors: errors(SLOPE),
        dispersion,
        correlation: together.correlation,
        lag,
        seasonal: season.is_some(),
    })
}

/// Student's t that is as wide as a mixture of such with these variances, and has its tails: variance and kurtosis agree.
/// (Weights make 1.) With so few degrees of freedom that there is no kurtosis, it is theirs.
fn mixed(variances: impl Iterator<Item = (f64, f64)>, free: f64) -> (f64, Spread) {
    let (mean, square) =
        variances.fold((0.0, 0.0), |(mean, square), (weight, one)| (mean + weight * one, square + weight * one * one));
    if free <= 4.5 || mean <= 0.0 {
        return (mean.sqrt(), Spread::T(free));
    }
    let whole = mean * free / (free - 2.0);
    let tails = (free - 2.0) / (free - 4.0) * square / (mean * mean);
    let df = (4.0 * tails - 2.0) / (tails - 1.0);
    ((whole * (df - 2.0) / df).sqrt(), Spread::T(df))
}

/// Columns of [`row`].
const TREND: usize = 1;
const LEVEL: usize = 2;
const SLOPE: usize = 3;

/// What a period is explained by: the whole, time, since the moment or not, time since then, the season.
#[expect(clippy::as_conversions, reason = "periods are small numbers")]
fn row(period: i64, first: i64, from: i64, season: Option<u16>) -> Vec<f64> {
    let since = |other: i64| period.saturating_sub(other) as f64;
    let mut out = vec![1.0, since(first), indicator(period >= from), since(from).max(0.0)];
    let Some(season) = season else { return out };
    for harmonic in (1..=HARMONICS).filter(|harmonic| 2 * harmonic <= season) {
        let angle = std::f64::consts::TAU * f64::from(harmonic) * since(first) / f64::from(season);
        out.push(angle.cos());
        // At half a year of two periods the sine is nothing everywhere.
        if 2 * harmonic < season {
            out.push(angle.sin());
        }
    }
    out
}

/// Σ over neighbours up to `lag` apart of what they pull together, the farther the less.
fn newey_west(rows: &[Vec<f64>], residuals: &[f64], lag: usize) -> Square {
    let width = rows[0].len();
    let mut meat = Square::zeros(width);
    for apart in 0..=lag {
        let weight = 1.0 - count(apart) / count(lag + 1);
        for late in apart..rows.len() {
            let early = late - apart;
            for (a, x) in rows[late].iter().enumerate() {
                for (b, y) in rows[early].iter().enumerate() {
                    let both = weight * x * residuals[late] * y * residuals[early];
                    meat.add(a, b, both);
                    if apart > 0 {
                        meat.add(b, a, both);
                    }
                }
            }
        }
    }
    meat
}

struct Fit {
    slopes: Vec<f64>,
    expected: Vec<f64>,
    bread: Square,
}

impl Fit {
    /// By weighted least squares, again and again until nothing changes.
    fn of(points: &[Point], rows: &[Vec<f64>]) -> Result<Self, Unfit> {
        let width = rows[0].len();
        let rate: f64 = points.iter().map(|p| p.outcome).sum::<f64>() / points.iter().map(|p| p.people).sum::<f64>();
        if rate <= 0.0 {
            return Err(Unfit::Singular);
        }
        let mut slopes = vec![0.0; width];
        slopes[0] = rate.ln();
        for _ in 0..ROUNDS {
            let expected = Self::expected(points, rows, &slopes);
            let mut pull = vec![0.0; width];
            for ((row, mean), point) in rows.iter().zip(&expected).zip(points) {
                pull.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * (point.outcome - mean));
            }
            let weighted = expected.iter().zip(rows).map(|(mean, row)| (*mean, row.as_slice()));
            let bread = Square::of_rows(width, weighted).inverse()?;
            let step = bread.times(&pull);
            slopes.iter_mut().zip(&step).for_each(|(slope, step)| *slope += step);
            if slopes.iter().any(|slope| !slope.is_finite()) {
                return Err(Unfit::Singular);
            }
            if step.iter().all(|step| step.abs() < CLOSE) {
                return Ok(Self { expected: Self::expected(points, rows, &slopes), slopes, bread });
            }
        }
        Err(Unfit::Singular)
    }
    fn sandwich(&self, meat: &Square) -> Square {
        self.bread.times_square(meat).times_square(&self.bread)
    }
    fn expected(points: &[Point], rows: &[Vec<f64>], slopes: &[f64]) -> Vec<f64> {
        let line = |row: &[f64]| row.iter().zip(slopes).map(|(x, slope)| x * slope).sum::<f64>();
        points.iter().zip(rows).map(|(p, row)| p.people * line(row).exp()).collect()
    }
}
