//! Who walks a list on a day, and which assignment may follow which. Pure rules.
use super::model::AssignWhy;
use crate::base::{Day, id::UserId};

/// That somebody was given a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stint {
    /// Who.
    pub user_id: UserId,
    /// How it came about.
    pub why: AssignWhy,
    /// The last day of a substitution.
    pub until: Option<Day>,
    /// Whether another assignment took its place.
    pub ended: bool,
}

impl Stint {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Day) -> bool {
        !self.ended && self.until.is_none_or(|last| day <= last)
    }
}

/// Why an assignment cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cannot {
    /// Somebody walks the list already: hand it over.
    Held,
    /// Nobody walks the list who could hand it over or be stood in for.
    NotHeld,
    /// This person walks it already.
    SamePerson,
    /// A substitution needs a last day, today or later; nothing else has one.
    Until,
}

/// Whose list it is on this day, whether or not somebody stands in.
pub fn owner(stints: &[Stint], day: Day) -> Option<UserId> {
    stints.iter().rev().find(|s| s.why != AssignWhy::Substitute && s.holds_on(day)).map(|s| s.user_id)
}

/// Who walks it on this day: a substitute before the owner; after the last day of the substitution the owner again.
pub fn walker(stints: &[Stint], day: Day) -> Option<UserId> {
    let standing_in = stints.iter().rev().find(|s| s.why == AssignWhy::Substitute && s.holds_on(day));
    standing_in.map(|s| s.user_id).or_else(|| owner(stints, day))
}

/// Whether an assignment may be made today; `stints` are those before it, the oldest first.
///
/// # Errors
/// Why not.
pub fn check(stints: &[Stint], new: &Stint, today: Day) -> Result<(), Cannot> {
    let until_fits = match new.why {
        AssignWhy::Substitute => new.until.is_some_and(|last| today <= last),
        AssignWhy::Assign | AssignWhy::HandOver => new.until.is_none(),
    };
    if !until_fits {
        return Err(Cannot::Until);
    }
    match (new.why, owner(stints, today)) {
        (AssignWhy::Assign, Some(_)) => Err(Cannot::Held),
        (AssignWhy::HandOver | AssignWhy::Substitute, None) => Err(Cannot::NotHeld),
        (_, Some(owner)) if owner == new.user_id => Err(Cannot::SamePerson),
        _ => Ok(()),
    }
}

/// Whether an assignment that holds ends when this one is made: a hand-over ends all, a substitution the one before it.
pub fn is_ended_by(before: &Stint, new: &Stint) -> bool {
    !before.ended && (new.why != AssignWhy::Substitute || before.why == AssignWhy::Substitute)
}
