//! What kind of sign-up it is, by what the record shows itself: nobody's word is needed, and a collector's figures of new
//! people cannot be helped along by naming a renewal new.
use crate::base::{Day, scheme::Scheme, text_enum::text_enum};

use super::overlap::excludes;

text_enum! {
    /// What a sign-up is in the life of the person.
    pub enum Kind {
        /// Nothing is known from before.
        New = "new",
        /// Follows an earlier one in time.
        Renewed = "renewed",
        /// Follows an earlier one after a gap.
        ReActivated = "re_activated",
        /// Was insured another way before: by a workplace, a school, as a poor household.
        MovedIn = "moved_in",
    }
}

/// A cover or sign-up of the person that began before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Of which scheme.
    pub scheme: Scheme,
    /// Its last day.
    pub ended_on: Day,
    /// The last day on which going on still counts as going on, where it is known.
    pub lapsed_after: Option<Day>,
}

/// How many days after the end of a cover the next one still goes on from it, where only its end is known. Health insurance:
/// a gap of 90 days and more begins anew (Điều 16.3c); voluntary social insurance: the month that follows.
fn grace_days(scheme: Scheme) -> i64 {
    match scheme {
        Scheme::Bhyt | Scheme::BhytHgd => 90,
        Scheme::Bhxh | Scheme::BhxhBb | Scheme::BhxhTn | Scheme::Bhtn => 31,
    }
}

/// The kind of a sign-up of this scheme for a period that begins on this day. The latest earlier cover that insured the same
/// thing decides; of two that ended together, the one of the same scheme. A health card says nothing of a pension.
pub fn kind_of(scheme: Scheme, begins_on: Day, before: &[Before]) -> Kind {
    let alike = before.iter().filter(|b| excludes(scheme, b.scheme));
    let Some(last) = alike.max_by_key(|b| (b.ended_on, b.scheme == scheme, b.lapsed_after)) else {
        return Kind::New;
    };
    if last.scheme != scheme {
        return Kind::MovedIn;
    }
    let open_until = last.lapsed_after.unwrap_or(last.ended_on.plus_days(grace_days(scheme)));
    if begins_on <= open_until.max(last.ended_on.plus_days(1)) { Kind::Renewed } else { Kind::ReActivated }
}
