//! Who of those that meet the criteria stays on the list: nobody who must be left alone, nobody called on too often, and
//! when the list is short, the most pressing, with a floor for those whom nobody ever met. Pure rules.
//!
//! **Priority.** A follow-up that is due, a sign-up to be renewed, a cover about to end, a cover that ended, somebody without cover, never met, not
//! met for long, the group alone, cover unknown: the order of [`ReasonCode`]. A household counts by its most pressing
//! reason. Between equals the order of the list decides, so that a drawn order is also a fair draw of who is on it.
//!
//! **The floor.** A limit must not push out those whom nobody knows. Of the households on a list of `limit`, never met are
//! at least `max(⌈limit × never met ÷ candidates⌉, ⌈limit × 3 ÷ 10⌉)`, or all of them when there are fewer.
use super::{criteria::Home, model::ReasonCode};
use crate::base::{Day, id::HouseholdId};

/// The floor in tenths of a list, whatever the share of the never-met is.
const FLOOR_TENTHS: usize = 3;

/// How often a household may be called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// At so many contacts the door is left alone.
    pub contacts: i32,
    /// Within so many days before the day of the list.
    pub days: i32,
}

/// Three times within two weeks.
pub const USUAL_CAP: Cap = Cap { contacts: 3, days: 14 };

/// Why a household that meets the criteria is not a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Moved away, or is no more.
    NotThere,
    /// Asked not to be contacted.
    DoNotContact,
    /// Was called on often enough.
    CapReached,
}

/// Whether one more contact is no burden: below the cap, or somebody there asked for it.
pub fn may_be_called_on(contacts: i64, cap: Cap, asked: bool) -> bool {
    asked || contacts < i64::from(cap.contacts)
}

/// Why this household is no candidate, if it is none. `by` is the last day of the list: a wish for a later day is none yet.
pub fn left_out(home: &Home, cap: Cap, by: Day) -> Option<LeftOut> {
    if !home.there {
        Some(LeftOut::NotThere)
    } else if home.is_barred() {
        Some(LeftOut::DoNotContact)
    } else if !may_be_called_on(home.contacts, cap, home.has_asked(by)) {
        Some(LeftOut::CapReached)
    } else {
        None
    }
}

/// A household that may be on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub id: HouseholdId,
    /// Its most pressing reason.
    pub reason: ReasonCode,
    /// Whether nobody there was ever met.
    pub never_met: bool,
}

/// How many of `limit` places are kept for the never-met among the candidates.
pub fn floor(limit: usize, never_met: usize, candidates: usize) -> usize {
    let share = limit.saturating_mul(never_met).div_ceil(candidates.max(1));
    let least = limit.saturating_mul(FLOOR_TENTHS).div_ceil(10);
    share.max(least).min(never_met).min(limit)
}

/// Those who stay, of candidates in the order of the list: all of them, or `limit`.
pub fn chosen(candidates: &[Candidate], limit: Option<usize>) -> Vec<HouseholdId> {
    let Some(limit) = limit.filter(|limit| *limit < candidates.len()) else {
        return candidates.iter().map(|c| c.id).collect();
    };
    let mut ranked: Vec<&Candidate> = candidates.iter().collect();
    ranked.sort_by_key(|c| c.reason);
    let kept = floor(limit, candidates.iter().filter(|c| c.never_met).count(), candidates.len());
    let (reserved, mut rest) = (first_never_met(&ranked, kept), ranked);
    rest.retain(|c| !reserved.contains(&c.id));
    reserved.iter().copied().chain(rest.iter().take(limit - reserved.len()).map(|c| c.id)).collect()
}

/// The first so many of the never-met.
fn first_never_met(ranked: &[&Candidate], count: usize) -> std::collections::BTreeSet<HouseholdId> {
    ranked.iter().filter(|c| c.never_met).take(count).map(|c| c.id).collect()
}
