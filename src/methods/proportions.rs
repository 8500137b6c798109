//! How sure a share is, and the difference of two.
use super::{Interval, Spread, Unfit, estimate::LEVEL};

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    hits: u64,
    of: u64,
}

impl Share {
    /// # Errors
    /// [`Unfit::Nothing`] of nobody, [`Unfit::Number`] when more are said than there are.
    pub fn new(hits: u64, of: u64) -> Result<Self, Unfit> {
        match of {
            0 => Err(Unfit::Nothing),
            of if hits > of => Err(Unfit::Number),
            of => Ok(Self { hits, of }),
        }
    }
    /// The share itself.
    #[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
    pub fn value(self) -> f64 {
        self.hits as f64 / self.of as f64
    }
    /// The score interval of a share (Wilson, JASA 22, 1927): never outside 0 to 1, right for few and for rare.
    pub fn wilson(self) -> Interval {
        self.wilson_at(LEVEL)
    }
    /// The same at another level than 0.95.
    #[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
    pub fn wilson_at(self, level: f64) -> Interval {
        let (p, n, z) = (self.value(), self.of as f64, Spread::Normal.quantile(f64::midpoint(1.0, level)));
        let (square, whole) = (z * z, 1.0 + z * z / n);
        let middle = p + square / (2.0 * n);
        let reach = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let low = if self.hits == 0 { 0.0 } else { (middle - reach) / whole };
        let high = if self.hits == self.of { 1.0 } else { (middle + reach) / whole };
        Interval { low, high }
    }
}

/// One share less another, with the interval that the two score intervals make (Newcombe, Statistics in Medicine 17, 1998,
/// method 10). Right for people who decide one by one; not for hamlets assigned as wholes.
pub fn newcombe(one: Share, other: Share) -> (f64, Interval) {
    newcombe_at(one, other, LEVEL)
}

/// The same at another level than 0.95: where many are compared at once, each is asked for more.
pub fn newcombe_at(one: Share, other: Share, level: f64) -> (f64, Interval) {
    let (p1, p0, w1, w0) = (one.value(), other.value(), one.wilson_at(level), other.wilson_at(level));
    let difference = p1 - p0;
    let interval = Interval {
        low: difference - (p1 - w1.low).hypot(w0.high - p0),
        high: difference + (w1.high - p1).hypot(p0 - w0.low),
    };
    (difference, interval)
}
