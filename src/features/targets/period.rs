//! Periods of targets: a year, a quarter, a month: `2019`, `2026-Q4`, `2026-11`.
use std::{borrow::Cow, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use crate::base::Day;

/// A year, quarter or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The text is not a period.
#[derive(Debug)]
pub struct NotAPeriod;

impl FromStr for Period {
    type Err = NotAPeriod;
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, rest) = match text.split_once('-') {
            None => (text, None),
            Some((year, rest)) => (year, Some(rest)),
        };
        let digits = |t: &str, n: usize| {
            (t.len() == n && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u32>().ok()).flatten()
        };
        let year = digits(year, 4).and_then(|y| i32::try_from(y).ok()).ok_or(NotAPeriod)?;
        let (month, months) = match rest {
            None => (1, 12),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => (digits(quarter, 1).filter(|q| (1..=4).contains(q)).ok_or(NotAPeriod)? * 3 - 2, 3),
                None => (digits(rest, 2).ok_or(NotAPeriod)?, 1),
            },
        };
        let from = Day::of(year, month, 1).ok_or(NotAPeriod)?;
        Ok(Self { from, to: from.plus_months(months).before() })
    }
}
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.from.year(), self.from.month());
        match self.to.days_since(self.from) {
            days if days > 300 => write!(f, "{year}"),
            days if days > 80 => write!(f, "{year}-Q{}", month.div_ceil(3)),
            _ => write!(f, "{year}-{month:02}"),
        }
    }
}
impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|NotAPeriod| D::Error::custom("expected a period such as 2026, 2026-Q4 or 2026-11"))
    }
}
impl utoipa::PartialSchema for Period {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^(19|20|21)[0-9]{2}(-(Q[1-4]|0[1-9]|1[0-2]))?$"))
            .into()
    }
}
impl utoipa::ToSchema for Period {}
