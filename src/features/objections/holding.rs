//! Which answer of the board holds in a place on a day. Pure.
use std::collections::BTreeMap;

use super::model::{ObjectionAnswer, ObjectionList};
use crate::base::{Day, id::AreaId};

/// Of each reason the answer that holds: of those begun the one given nearest above the place, and of several there the one
/// that began last. `above` is the place itself and what lies above it, nearest first.
pub fn holding(
    answers: Vec<ObjectionAnswer>,
    above: &[AreaId],
    on: Day,
) -> BTreeMap<(ObjectionList, String), ObjectionAnswer> {
    let mut begun: Vec<(usize, ObjectionAnswer)> = answers
        .into_iter()
        .filter(|answer| answer.valid_from <= on)
        .filter_map(|answer| Some((above.iter().position(|area| *area == answer.area_id)?, answer)))
        .collect();
    // The furthest and the oldest first: what comes later takes its place.
    begun.sort_by_key(|(near, answer)| (std::cmp::Reverse(*near), answer.valid_from, answer.created_at, answer.id));
    begun.into_iter().map(|(_, answer)| ((answer.list, answer.reason.clone()), answer)).collect()
}
