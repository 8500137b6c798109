//! By which day a handed-over household must have been called on.
use chrono::{Datelike, Weekday};

use crate::base::{Day, holiday::Holiday};

/// The day so many working days after `from`: Mondays to Fridays that are no holidays.
pub fn working_days_after(from: Day, days: u16, holidays: &[Holiday]) -> Day {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.plus_days(1);
        let weekend = matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun);
        if !weekend && !holidays.iter().any(|holiday| holiday.falls_on(day)) {
            left -= 1;
        }
    }
    day
}

/// How many days a hand-over that still waits is late; 0 up to its day.
pub fn days_late(due_on: Day, today: Day) -> i64 {
    today.days_since(due_on).max(0)
}
