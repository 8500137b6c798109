//! A number with its doubt.
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Between two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How an estimate scatters around the truth, measured in standard errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Many units that decide for themselves.
    Normal,
    /// Student's t with so many degrees of freedom: few clusters.
    T(f64),
}

impl Spread {
    /// The value below which this share of it lies.
    pub fn quantile(self, share: f64) -> f64 {
        match self {
            Self::Normal => Normal::standard().inverse_cdf(share),
            Self::T(df) => StudentsT::new(0.0, 1.0, df).map_or(f64::NAN, |t| t.inverse_cdf(share)),
        }
    }
    /// How often something as far from nothing as `z` comes by chance, on either side; of no number it is none.
    pub fn two_sided(self, z: f64) -> f64 {
        if z.is_nan() {
            return z;
        }
        let below = match self {
            Self::Normal => Normal::standard().cdf(-z.abs()),
            Self::T(df) => StudentsT::new(0.0, 1.0, df).map_or(f64::NAN, |t| t.cdf(-z.abs())),
        };
        2.0 * below
    }
}

/// An estimate, its standard error, the interval that covers the truth in 95 of 100 such studies, and how often chance
/// alone would do as much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate itself.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Two-sided, against no effect.
    pub p: f64,
    /// Degrees of freedom of Student's t; none where the normal distribution is used.
    pub df: Option<f64>,
}

/// The share of studies whose interval covers the truth.
pub const LEVEL: f64 = 0.95;

impl Estimate {
    /// With the interval of the usual level.
    pub fn new(value: f64, se: f64, spread: Spread) -> Self {
        let reach = spread.quantile(f64::midpoint(1.0, LEVEL)) * se;
        let df = match spread {
            Spread::Normal => None,
            Spread::T(df) => Some(df),
        };
        Self { value, se, low: value - reach, high: value + reach, p: spread.two_sided(value / se), df }
    }
    /// Whether the interval covers a number.
    pub fn covers(&self, truth: f64) -> bool {
        (self.low..=self.high).contains(&truth)
    }
}
