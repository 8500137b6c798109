//! When two records look like one event that two organisations entered: pure over both records' facts.
use std::collections::BTreeSet;

use crate::base::{Day, id::OrganisationId};

/// What is compared.
#[derive(Debug, Clone)]
pub struct Look {
    /// Folded words of the title.
    pub words: BTreeSet<String>,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    /// Type of event.
    pub event_type: String,
    /// Organiser and partners.
    pub bodies: BTreeSet<OrganisationId>,
    /// All attendances and people.
    pub heads: i64,
}

/// From how many points on somebody should look.
pub const WORTH_A_LOOK: u32 = 60;
/// Days apart that a slip of the pen explains.
const SLIP_DAYS: i64 = 2;

/// How alike two records are, 0 to 100. The caller compares records of the same area or of one within the other.
pub fn score(a: &Look, b: &Look) -> u32 {
    let near = match (a.days, b.days) {
        (Some((a_from, a_to)), Some((b_from, b_to))) => {
            a_from.plus_days(-SLIP_DAYS) <= b_to && b_from.plus_days(-SLIP_DAYS) <= a_to
        }
        _ => false,
    };
    if !near {
        return 0;
    }
    let shared = a.words.intersection(&b.words).count();
    let all = a.words.union(&b.words).count().max(1);
    let title = u32::try_from(shared * 50 / all).unwrap_or(0);
    let kind = if a.event_type == b.event_type { 15 } else { 0 };
    let bodies = if a.bodies.is_disjoint(&b.bodies) { 0 } else { 20 };
    let (less, more) = (a.heads.min(b.heads), a.heads.max(b.heads));
    let heads = if more > 0 && less * 10 >= more * 9 { 15 } else { 0 };
    title + kind + bodies + heads
}
