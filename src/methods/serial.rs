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

/// How far to either side slopes are measured.
pub const STEP: f64 = 0.02;

/// A correlation a little below and a little above.
pub fn beside(correlation: f64) -> [f64; 2] {
    [correlation - STEP, correlation + STEP]
}

/// One linear model over points in time.
#[derive(Debug, Clone, Copy)]
pub struct Model<'m> {
    /// When each point was, ascending.
    pub periods: &'m [i64],
    /// What explains it.
    pub rows: &'m [Vec<f64>],
    /// What is left of it.
    pub left: &'m [f64],
}

impl Model<'_> {
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
    /// How unsure the correlation is: its variance, by how sharply the likelihood falls on either side.
    ///
    /// # Errors
    /// As above.
    pub fn doubt(&self, together: Together) -> Result<f64, Unfit> {
        let of = |correlation: f64| self.likelihood(correlation).map(|(likelihood, _)| likelihood);
        let [below, above] = beside(together.correlation);
        let bend = (of(below)? - 2.0 * of(together.correlation)? + of(above)?) / STEP.powi(2);
        let free = count(self.rows.len()) - count(self.rows.first().map_or(0, Vec::len));
        Ok(if bend < 0.0 { -1.0 / bend } else { 1.0 / free }.min(1.0 / free.sqrt()))
    }

    /// The restricted logarithm of the likelihood, up to what does not change, and the variance.
    fn likelihood(&self, correlation: f64) -> Result<(f64, f64), Unfit> {
        let (n, width) = (self.rows.len(), self.rows.first().map_or(0, Vec::len));
        let (mut rows, mut left, mut logs) = (self.rows.to_vec(), self.left.to_vec(), 0.0);
        for at in 1..n {
            let near = power(correlation, self.periods[at] - self.periods[at - 1]);
            let own = (1.0 - near * near).sqrt();
            logs += own.ln();
            left[at] = (self.left[at] - near * self.left[at - 1]) / own;
            let pairs = self.rows[at].iter().zip(&self.rows[at - 1]);
            rows[at] = pairs.map(|(this, before)| (this - near * before) / own).collect();
        }
        let (inverse, determinant) = Square::of_rows(width, rows.iter().map(|row| (1.0, row.as_slice()))).solved()?;
        let mut pull = vec![0.0; width];
        for (row, left) in rows.iter().zip(&left) {
            pull.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * left);
        }
        let explained: f64 = pull.iter().zip(inverse.times(&pull)).map(|(a, b)| a * b).sum();
        let free = count(n) - count(width);
        if free < 1.0 {
            return Err(Unfit::TooShort);
        }
        let variance = (left.iter().map(|left| left * left).sum::<f64>() - explained).max(f64::MIN_POSITIVE) / free;
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
