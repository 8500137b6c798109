//! One person, one scheme, one period: what stands against a new sign-up.
use crate::base::{Day, scheme::Scheme};

use super::lifecycle::Step;

/// The months of a sign-up, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Span {
    /// Whether a day lies in both.
    pub fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to && self.from <= self.to && other.from <= other.to
    }
}

/// What takes a place: a sign-up, or a cover the social security office told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<T> {
    /// Which one.
    pub what: T,
    /// Of which scheme.
    pub scheme: Scheme,
    /// Its months; of one that was paid back, those that were kept.
    pub span: Span,
}

/// Whether a sign-up that came to this step holds its months. A promise does, so that two collectors do not promise the
/// same card; what was withdrawn or sent back does not, and what was paid back holds only what was kept of it.
pub fn holds(step: Step) -> bool {
    !matches!(step, Step::Cancelled | Step::Refused)
}

/// How many days after its quote ended a promise still holds its months: long enough to ask anew.
const PROMISE_DAYS: i64 = 7;

/// Whether a promise holds its months no more, its quote having held to that day.
pub fn promise_lapsed(valid_to: Day, today: Day) -> bool {
    valid_to.plus_days(PROMISE_DAYS) < today
}

/// Whether two schemes insure the same thing, so that nobody pays for both at a time: household health insurance and a
/// health card of whatever group; voluntary and compulsory social insurance (Luật 41/2024 Điều 2.4: voluntary is for those
/// who are not in the compulsory one).
pub fn excludes(new: Scheme, other: Scheme) -> bool {
    use Scheme::{Bhtn, Bhxh, BhxhBb, BhxhTn, Bhyt, BhytHgd};
    match new {
        Bhyt | BhytHgd => matches!(other, Bhyt | BhytHgd),
        Bhxh | BhxhBb | BhxhTn => matches!(other, Bhxh | BhxhBb | BhxhTn),
        Bhtn => other == Bhtn,
    }
}

/// The first of these that stands against a sign-up for these months.
pub fn stands_against<'h, T>(
    scheme: Scheme,
    span: Span,
    held: impl IntoIterator<Item = &'h Held<T>>,
) -> Option<&'h Held<T>>
where
    T: 'h,
{
    held.into_iter().find(|other| excludes(scheme, other.scheme) && other.span.meets(span))
}
