//! How soon something is due: the lists a collector works through.
use std::ops::RangeInclusive;

use crate::base::{Day, text_enum::text_enum};

text_enum! {
    /// Days until the last day paid for.
    pub enum Bucket {
        /// Ended more than 60 days ago.
        LongPast = "over_60_past",
        /// Ended, at most 60 days ago.
        Overdue = "overdue",
        /// Ends today or within 7 days.
        ToSeven = "to_7",
        /// Ends within 8 to 15 days.
        ToFifteen = "8_to_15",
        /// Ends within 16 to 30 days.
        ToThirty = "16_to_30",
        /// Ends within 31 to 60 days.
        ToSixty = "31_to_60",
    }
}

/// Farther back than any record reaches.
const EVER: i64 = 366 * 200;

impl Bucket {
    /// Which days to the end it takes; less than nothing is past.
    pub fn days(self) -> RangeInclusive<i64> {
        match self {
            Self::LongPast => -EVER..=-61,
            Self::Overdue => -60..=-1,
            Self::ToSeven => 0..=7,
            Self::ToFifteen => 8..=15,
            Self::ToThirty => 16..=30,
            Self::ToSixty => 31..=60,
        }
    }
    /// The bucket of something that ends on this day; `None` when that is farther off than 60 days.
    pub fn of(paid_to: Day, today: Day) -> Option<Self> {
        let left = paid_to.days_since(today);
        Self::ALL.iter().copied().find(|bucket| bucket.days().contains(&left))
    }
    /// The first and the last end that it takes on this day.
    pub fn ends(self, today: Day) -> (Day, Day) {
        (today.plus_days(*self.days().start()), today.plus_days(*self.days().end()))
    }
}

/// The last end that any list shows.
pub fn farthest(today: Day) -> Day {
    today.plus_days(60)
}
