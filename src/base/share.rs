//! Shares and changes: percent rounded half-up to two places, in whole hundredths, so that nothing drifts.
//!
//! "No data" is not zero: a share without a denominator is `None`.
use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

/// A percent or a number of percentage points, in hundredths: `131.20` is `13120`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub i64);

impl Percent {
    /// `part` of `whole` in percent, rounded half away from zero to two places; `None` when `whole` is zero.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let (part, whole) = (i128::from(part) * 10_000, i128::from(whole));
        let (quotient, remainder) = (part / whole, part % whole);
        let away = if (part < 0) == (whole < 0) { 1 } else { -1 };
        let rounded = if remainder.abs() * 2 >= whole.abs() { quotient + away } else { quotient };
        i64::try_from(rounded).ok().map(Self)
    }
    /// The difference in percentage points.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
    /// The smallest count whose share of `whole` reaches this percent.
    pub fn count_of(self, whole: i64) -> i64 {
        let exact = i128::from(self.0) * i128::from(whole);
        i64::try_from(exact.div_euclid(10_000) + i128::from(exact.rem_euclid(10_000) > 0)).unwrap_or(i64::MAX)
    }
    /// As a number: `131.2`.
    pub fn as_f64(self) -> f64 {
        self.to_string().parse().unwrap_or_default()
    }
    /// `131,20`, as people here write it.
    pub fn vi(self) -> String {
        self.to_string().replace('.', ",")
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}
impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bad = || D::Error::custom("expected a percentage from 0 to 1000");
        let number = f64::deserialize(deserializer)?;
        if !(0.0..=1000.0).contains(&number) {
            return Err(bad());
        }
        // Written with two places, the number is exact in hundredths; a third place is rounded.
        let hundredths: i64 = format!("{number:.2}").replace('.', "").parse().map_err(|_| bad())?;
        (0..=100_000).contains(&hundredths).then_some(Self(hundredths)).ok_or_else(bad)
    }
}
impl utoipa::PartialSchema for Percent {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0.0)).maximum(Some(1000.0)).into()
    }
}
impl utoipa::ToSchema for Percent {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Percent")
    }
}

/// A number with thousands marked by points: `1.234.567`.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A share of one, or a difference of two, in percent, to two places.
pub fn in_percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}
