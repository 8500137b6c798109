//! How what is left of one month hangs together with the month before.
#![expect(clippy::indexing_slicing, reason = "points in time, made from the list they point into")]
use super::{Unfit, count, linear::Square};

/// How far neighbours hang together, with the scatter that goes with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// The correlation of two neighbours, −1 to 1.
    pub correlation: f64,
    /// The variance of one.
    pub variance: f64,
}

/// Between these the correlation is looked for.
const BOUNDS: (f64, f64) = (-0.9, 0.95);
/// So many times the place is narrowed down, each time to 0.618 of what it was: to 0.0001 in the end, far below its doubt.
const STEPS: usize = 21;

/// Standard deviations of the correlation to either side over which it is looked at, and how many places in each.
const SIDES: (f64, f64) = (4.0, 7.0);
const PLACES: f64 = 3.0;
/// How far to either side its bend is measured.
const STEP: f64 = 0.02;

/// One linear model over points in time, as what its columns and what is left make with each other.
#[derive(Debug, Clone)]
pub struct Model {
    /// Columns that explain.
    width: usize,
    points: usize,
    /// Of the first point.
    first: Square,
    /// Of every later one and the one before it, by how many periods lie between.
    gaps: Vec<Gap>,
}

/// Points that lie so far apart.
#[derive(Debug, Clone)]
struct Gap {
    apart: i64,
    pairs: usize,
    this: Square,
    before: Square,
    both: Square,
}

impl Model {
    /// Of points in their order: when each was, what explains it, what is left of it.
    pub fn of(periods: &[i64], rows: &[Vec<f64>], left: &[f64]) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let whole: Vec<Vec<f64>> =
            rows.iter().zip(left).map(|(row, left)| row.iter().chain([left]).copied().collect()).collect();
        let zeros = || Square::zeros(width + 1);
        let mut gaps: Vec<Gap> = Vec::new();
        for at in 1..whole.len() {
            let apart = periods[at] - periods[at - 1];
            let place = gaps.iter().position(|gap| gap.apart == apart).unwrap_or_else(|| {
                gaps.push(Gap { apart, pairs: 0, this: zeros(), before: zeros(), both: zeros() });
                gaps.len() - 1
            });
            let gap = &mut gaps[place];
            gap.pairs += 1;
            for (a, (x, x_before)) in whole[at].iter().zip(&whole[at - 1]).enumerate() {
                for (b, (y, y_before)) in whole[at].iter().zip(&whole[at - 1]).enumerate() {
                    gap.this.add(a, b, x * y);
                    gap.before.add(a, b, x_before * y_before);
                    gap.both.add(a, b, x * y_before + x_before * y);
                }
            }
        }
        let first = Square::of_rows(width + 1, whole.first().map(|row| (1.0, row.as_slice())).into_iter());
        Self { width, points: rows.len(), first, gaps }
    }
    /// Points less what is explained by.
    pub fn free(&self) -> f64 {
        count(self.points) - count(self.width)
    }
    /// Autocorrelation of order 1 by restricted maximum likelihood (Cheang & Reinsel, JASA 95, 2000), which does not see
    /// short series as more independent than they are. In short interrupted series it is the one whose intervals come
    /// nearest to what they promise (Turner et al., BMC Medical Research Methodology 21:181, 2021). Missing periods are gaps.
    ///
    /// # Errors
    /// [`Unfit::Singular`], [`Unfit::TooShort`] when there are no more points than explanations.
    pub fn together(&self) -> Result<Together, Unfit> {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut low, mut high) = BOUNDS;
        let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
        let (mut at_left, mut at_right) = (self.likelihood(left)?.0, self.likelihood(right)?.0);
        for _ in 0..STEPS {
            if at_left > at_right {
                (high, right, at_right) = (right, left, at_left);
                left = high - golden * (high - low);
                at_left = self.likelihood(left)?.0;
            } else {
                (low, left, at_left) = (left, right, at_right);
                right = low + golden * (high - low);
                at_right = self.likelihood(right)?.0;
            }
        }
        self.at(f64::midpoint(low, high))
    }
    /// The scatter that goes with a correlation.
    ///
    /// # Errors
    /// As above.
    pub fn at(&self, correlation: f64) -> Result<Together, Unfit> {
        Ok(Together { correlation, variance: self.likelihood(correlation)?.1 })
    }
    /// How unsure the correlation is: its standard deviation, by how sharply the likelihood falls on either side.
    fn doubt(&self, correlation: f64) -> Result<f64, Unfit> {
        let of = |correlation: f64| self.likelihood(correlation).map(|(likelihood, _)| likelihood);
        let bend = (of(correlation - STEP)? - 2.0 * of(correlation)? + of(correlation + STEP)?) / STEP.powi(2);
        let free = self.free();
        Ok(if bend < 0.0 { -1.0 / bend } else { 1.0 / free }.min(1.0 / free.sqrt()).sqrt())
    }
    /// What the correlation may be, with how likely each is beside the others (together 1): the likelihood around its peak, times
    /// √(1 − φ²). Without that short series are too careful; with 1 − φ² those whose months hang together closely are not careful
    /// enough (`docs/methods.md`, *Truth recovered*).
    ///
    /// # Errors
    /// As above.
    pub fn likely(&self, peak: Together) -> Result<Vec<(f64, Together)>, Unfit> {
        let step = self.doubt(peak.correlation)? / PLACES;
        let (low, high) = (peak.correlation - SIDES.0 * PLACES * step, peak.correlation + SIDES.1 * PLACES * step);
        let (low, high) = (low.max(BOUNDS.0), high.min(BOUNDS.1));
        let top = self.likelihood(peak.correlation)?.0;
        let places = super::whole(((high - low) / step).ceil()).max(1);
        let mut all = Vec::with_capacity(places);
        for place in 0..places {
            let correlation = low + (high - low) * (count(place) + 0.5) / count(places);
            let (likelihood, variance) = self.likelihood(correlation)?;
            let before = (1.0 - correlation * correlation).sqrt();
            all.push((before * (likelihood - top).exp(), Together { correlation, variance }));
        }
        let whole: f64 = all.iter().map(|(weight, _)| weight).sum();
        all.iter_mut().for_each(|(weight, _)| *weight /= whole);
        Ok(all)
    }

    /// The restricted logarithm of the likelihood, up to what does not change, and the variance.
    fn likelihood(&self, correlation: f64) -> Result<(f64, f64), Unfit> {
        let (mut all, mut logs) = (self.first.clone(), 0.0);
        for gap in &self.gaps {
            let near = power(correlation, gap.apart);
            let own = 1.0 - near * near;
            logs += 0.5 * count(gap.pairs) * own.ln();
            for (square, factor) in [(&gap.this, 1.0), (&gap.both, -near), (&gap.before, near * near)] {
                all.plus(square, factor / own);
            }
        }
        let mut cells = Square::zeros(self.width);
        for a in 0..self.width {
            (0..self.width).for_each(|b| cells.add(a, b, all.at(a, b)));
        }
        let (inverse, determinant) = cells.solved()?;
        let pull: Vec<f64> = (0..self.width).map(|a| all.at(a, self.width)).collect();
        let explained: f64 = pull.iter().zip(inverse.times(&pull)).map(|(a, b)| a * b).sum();
        let free = self.free();
        if free < 1.0 {
            return Err(Unfit::TooShort);
        }
        let variance = (all.at(self.width, self.width) - explained).max(f64::MIN_POSITIVE) / free;
        Ok((-0.5 * free * variance.ln() - logs - 0.5 * determinant, variance))
    }
}

impl Together {
    /// What the columns of `rows` make with each other when neighbours hang together: Xᵀ R X, times the variance.
    pub fn meat(&self, periods: &[i64], rows: &[Vec<f64>]) -> Square {
        let width = rows.first().map_or(0, Vec::len);
        let near: Vec<f64> = periods.windows(2).map(|pair| power(self.correlation, pair[1] - pair[0])).collect();
        let (mut before, mut after) = (rows.to_vec(), vec![vec![0.0; width]; rows.len()]);
        for at in 1..rows.len() {
            let pairs = rows[at].iter().zip(&before[at - 1]);
            before[at] = pairs.map(|(this, carried)| this + near[at - 1] * carried).collect();
        }
        for at in (1..rows.len()).rev() {
            let pairs = rows[at].iter().zip(&after[at]);
            after[at - 1] = pairs.map(|(this, carried)| near[at - 1] * (this + carried)).collect();
        }
        let mut out = Square::zeros(width);
        for ((row, before), after) in rows.iter().zip(&before).zip(&after) {
            for (a, x) in row.iter().enumerate() {
                for b in 0..width {
                    out.add(a, b, self.variance * x * (before[b] + after[b]));
                }
            }
        }
        out
    }
}

/// How far months so far apart hang together.
fn power(near: f64, apart: i64) -> f64 {
    i32::try_from(apart).map_or(0.0, |apart| near.powi(apart))
}
