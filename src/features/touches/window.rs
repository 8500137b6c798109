//! How long before a sign-up a touch still counts. Pure.
use crate::base::{Day, scheme::Scheme};

/// So many days of a scheme, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Of which scheme.
    pub scheme: Scheme,
    /// How many days before the sign-up.
    pub days: i32,
    /// From which day on it holds.
    pub valid_from: Day,
}

/// The window of a scheme that holds on a day.
pub fn holding(all: &[Window], scheme: Scheme, on: Day) -> Option<Window> {
    let begun = all.iter().filter(|window| window.scheme == scheme && window.valid_from <= on);
    begun.max_by_key(|window| window.valid_from).copied()
}

/// Whether a touch counts for a sign-up: on its day, or so many days before it at the most.
pub fn counts(touched_on: Day, signed_up_on: Day, days: i32) -> bool {
    (0..=i64::from(days)).contains(&signed_up_on.days_since(touched_on))
}
