//! A birth date as people know it: a day, a month, or a year only. What is unknown stays unknown.
use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use super::time::Day;

/// A birth date; month and day may be unknown, as in many records of social insurance (domain.md §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl BirthDate {
    /// The date with these parts, if the calendar has it and it lies between 1900 and `this_year`.
    pub fn of(year: i32, month: Option<u32>, day: Option<u32>, this_year: i32) -> Option<Self> {
        let known = month.is_some() || day.is_none();
        let real = Day::of(year, month.unwrap_or(1), day.unwrap_or(1)).is_some();
        (known && real && (1900..=this_year).contains(&year)).then_some(Self { year, month, day })
    }
    /// Reads `20/3/1985`, `03/1985`, `1985`, and the same as ISO: `1985-03-20`, `1985-03`.
    pub fn parse(text: &str, this_year: i32) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        let iso = text.find(|c: char| !c.is_ascii_digit()).is_none_or(|at| at == 4);
        let mark = ['/', '-', '.'].into_iter().find(|mark| text.contains(*mark)).unwrap_or('/');
        let mut parts = text.split(mark).map(str::trim).collect::<Vec<_>>();
        if !iso {
            parts.reverse();
        }
        let two = |part: &str| number(part, 1..=2).and_then(|n| u32::try_from(n).ok());
        match parts.as_slice() {
            [year] => Self::of(number(year, 4..=4)?, None, None, this_year),
            [year, month] => Self::of(number(year, 4..=4)?, Some(two(month)?), None, this_year),
            [year, month, day] => Self::of(number(year, 4..=4)?, Some(two(month)?), Some(two(day)?), this_year),
            _ => None,
        }
    }
    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }
    /// The month, if known.
    pub fn month(self) -> Option<u32> {
        self.month
    }
    /// The day, if all of it is known.
    pub fn day(self) -> Option<Day> {
        Day::of(self.year, self.month?, self.day?)
    }
    /// As people here read it: `20/03/1985`, `03/1985`, `1985`.
    pub fn vi(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}/{month:02}/{:04}", self.year),
            (Some(month), None) => format!("{month:02}/{:04}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let good = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

/// As it is stored and sent, as precise as it is known: `1985-03-20`, `1985-03`, `1985`.
impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}
impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
/// Whether the year is still ahead of us, only the reader's caller can say: it knows the day.
impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let date = Self::parse(&text, 2199).filter(|date| date.to_string() == text);
        date.ok_or_else(|| D::Error::custom("expected a birth date such as 1985-03-20, 1985-03 or 1985"))
    }
}
impl utoipa::PartialSchema for BirthDate {
    fn schema() -> RefOr<Schema> {
        let pattern = "^(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}
impl utoipa::ToSchema for BirthDate {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("BirthDate")
    }
}
