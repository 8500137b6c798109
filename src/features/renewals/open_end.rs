//! Which end of a person in a scheme is open, when records of that person come together or part.
use super::model::RenewalState;
use crate::base::{Day, id::RenewalId};

/// The end of a period that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    pub id: RenewalId,
    /// The last day paid for.
    pub paid_to: Day,
    pub state: RenewalState,
    /// What came after it, when it is renewed.
    pub renewed_by_id: Option<RenewalId>,
    /// Whether somebody said once that it would not be renewed.
    pub was_stopped: bool,
}

/// These ends of one person in one scheme, as they stand together: the latest of those that are open stays open, and renews
/// the others. What was renewed by an end that is not among them is open again, or stopped as somebody had said.
pub fn together(ends: &[End]) -> Vec<End> {
    let is_there = |id: RenewalId| ends.iter().any(|end| end.id == id);
    let opened = |end: &End| match end.renewed_by_id {
        Some(by) if end.state == RenewalState::Renewed && !is_there(by) => {
            let state = if end.was_stopped { RenewalState::Stopped } else { RenewalState::Due };
            End { state, renewed_by_id: None, ..*end }
        }
        _ => *end,
    };
    let mut all: Vec<End> = ends.iter().map(opened).collect();
    let is_open = |end: &End| [RenewalState::Due, RenewalState::Stopped].contains(&end.state);
    let latest = all.iter().filter(|end| is_open(end)).max_by_key(|end| (end.paid_to, end.id)).map(|end| end.id);
    for end in all.iter_mut().filter(|end| is_open(end) && Some(end.id) != latest) {
        (end.state, end.renewed_by_id) = (RenewalState::Renewed, latest);
    }
    all
}
