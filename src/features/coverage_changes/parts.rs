//! How the change of a rate is divided over the areas below: what lies in their rates, what in their sizes. Pure.
use crate::{
    base::id::AreaId,
    methods::kitagawa::{Change, Group, kitagawa},
};

/// An area on the same ground at both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The area as it is at the later end.
    pub area_id: AreaId,
    /// Who takes part, before and after.
    pub participants: [i64; 2],
    /// Of how many, before and after.
    pub people: [i64; 2],
}

/// The division, with the areas in the order given; `None` when there is nothing to divide.
pub fn divided(areas: &[Compared]) -> Option<Change> {
    let counted = |pair: [i64; 2]| pair.map(|n| u64::try_from(n).unwrap_or_default());
    let groups: Vec<Group> =
        areas.iter().map(|area| Group::counted(counted(area.people), counted(area.participants))).collect();
    kitagawa(&groups).ok()
}
