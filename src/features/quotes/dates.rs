//! Which days follow from a payment: what it is paid for, until when, by when, and when a participant counts as lapsed.
use crate::base::{Day, month::Month};

/// The days of one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The first day paid for.
    pub period_from: Day,
    /// The last day paid for.
    pub paid_to: Day,
    /// The last day on which it may be paid; none where it is paid on registration.
    pub due_by: Option<Day>,
    /// The last day on which somebody who paid this and nothing since is not lapsed: the day by which the period after it
    /// is due.
    pub lapsed_after: Day,
}

/// A period of `months` from `from`, due by the end of its month number `due` (Luật 41/2024/QH15, Điều 36).
pub fn periodic(from: Month, months: u32, due: u32) -> Dates {
    let by_end_of = |from: Month| from.plus(due.saturating_sub(1)).last();
    Dates {
        period_from: from.first(),
        paid_to: from.plus(months.saturating_sub(1)).last(),
        due_by: Some(by_end_of(from)),
        lapsed_after: by_end_of(from.plus(months)),
    }
}

/// Years paid ahead, on registration; whoever does not go on would pay by the month after them, due in its month number `due`.
pub fn ahead(from: Month, months: u32, due: u32) -> Dates {
    Dates { due_by: None, ..periodic(from, months, due) }
}

/// Missing months: they lie in the past, and nothing is due after them.
pub fn missing(on: Day) -> Dates {
    let last = Month::of(on).last();
    Dates { period_from: Month::of(on).first(), paid_to: last, due_by: None, lapsed_after: last }
}

/// When a card begins (Luật BHYT, Điều 16.3c): the day after the old one, or for the first card and after a gap of
/// `gap` days and more `waiting` days after the payment.
pub fn card_starts(on: Day, previous_ended: Option<Day>, waiting: i64, gap: i64) -> Day {
    match previous_ended {
        Some(ended) if on.days_since(ended) < gap => ended.plus_days(1),
        _ => on.plus_days(waiting),
    }
}

/// The last day of so many months from a day: the day before the same day of a later month, or that month's last day where it
/// has no such day.
pub fn ends(starts_on: Day, months: u32) -> Day {
    let later = starts_on.plus_months(months);
    if later.day_of_month() == starts_on.day_of_month() { later.before() } else { later }
}
