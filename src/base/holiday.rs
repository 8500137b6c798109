//! Days on which nobody works, as settings name them.
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de::Error};

use super::Day;

/// A public holiday: of every year (`09-02`), or once (`2027-02-08`), as of Tết and of the Hùng Kings, which follow the
/// moon and are announced year by year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holiday {
    /// On this day of this month, every year.
    Yearly {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
    /// On this day.
    Once(Day),
}

impl Holiday {
    /// Whether this day is it.
    pub fn falls_on(self, on: Day) -> bool {
        match self {
            Self::Yearly { month, day } => (on.month(), on.day_of_month()) == (month, day),
            Self::Once(once) => once == on,
        }
    }
}

impl FromStr for Holiday {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(day) = text.parse() {
            return Ok(Self::Once(day));
        }
        // 2024 is a leap year: 29 February is a day of it.
        let day: Day = format!("2024-{text}").parse().map_err(|_| ())?;
        Ok(Self::Yearly { month: day.month(), day: day.day_of_month() })
    }
}

impl<'de> Deserialize<'de> for Holiday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| D::Error::custom(format_args!("{text} is neither MM-DD nor YYYY-MM-DD")))
    }
}
