//! A calendar month: what contributions are paid for.
use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use super::Day;

/// A month of the civil calendar, known by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Day);

impl Month {
    /// The month in which a day lies.
    pub fn of(day: Day) -> Self {
        Self(day.month_start())
    }
    /// Its first day.
    pub fn first(self) -> Day {
        self.0
    }
    /// Its last day.
    pub fn last(self) -> Day {
        self.0.plus_months(1).before()
    }
    /// So many months later.
    pub fn plus(self, months: u32) -> Self {
        Self(self.0.plus_months(months))
    }
    /// How many months lie between `earlier` and this one; none when it is later.
    pub fn months_since(self, earlier: Self) -> u32 {
        let number = |month: Self| i64::from(month.0.year()) * 12 + i64::from(month.0.month());
        u32::try_from(number(self) - number(earlier)).unwrap_or_default()
    }
    /// `11/2026`, as people here write it.
    pub fn vi(self) -> String {
        format!("{:02}/{}", self.0.month(), self.0.year())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// The text is not a month.
#[derive(Debug)]
pub struct NotAMonth;

impl FromStr for Month {
    type Err = NotAMonth;
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        if text.len() != 7 {
            return Err(NotAMonth);
        }
        format!("{text}-01").parse().map(Self).map_err(|_| NotAMonth)
    }
}
impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|NotAMonth| D::Error::custom("expected a month such as 2026-11, from 1900 to 2199"))
    }
}
impl utoipa::PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")).into()
    }
}
impl utoipa::ToSchema for Month {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Month")
    }
}
