//! Who lies within whom, and when: pure over parents and successions.
//!
//! "tree" lines follow parents. "past" lines let an area reach the areas it wholly succeeded and everything
//! that lay in them, so that a province keeps its own history when the map is redrawn.
use crate::base::id::AreaId;
use std::collections::{BTreeMap, BTreeSet};

use super::model::{Area, Share, Succession, Within};

/// The area and everything above it, nearest first.
fn upward(parents: &BTreeMap<AreaId, Option<AreaId>>, id: AreaId) -> Vec<AreaId> {
    let mut chain = vec![id];
    let mut at = id;
    while let Some(Some(parent)) = parents.get(&at) {
        if chain.contains(parent) {
            break;
        }
        chain.push(*parent);
        at = *parent;
    }
    chain
}

/// Every line of the closure of these areas.
pub fn lines(areas: &[Area], successions: &[Succession]) -> Vec<Within> {
    let parents: BTreeMap<_, _> = areas.iter().map(|a| (a.id, a.parent_id)).collect();
    let ends: BTreeMap<_, _> = areas.iter().map(|a| (a.id, a.valid_to)).collect();
    let mut seen = BTreeSet::new();
    let mut below: BTreeMap<AreaId, Vec<AreaId>> = BTreeMap::new();
    let mut out = Vec::new();
    for area in areas {
        for (depth, ancestor_id) in (0_i32..).zip(upward(&parents, area.id)) {
            seen.insert((ancestor_id, area.id));
            below.entry(ancestor_id).or_default().push(area.id);
            // The line holds as long as the upper area does: what lay in the country still does when its own life is over.
            let valid_to = ends.get(&ancestor_id).copied().flatten();
            out.push(Within {
                ancestor_id,
                descendant_id: area.id,
                via: "tree".into(),
                depth,
                valid_from: area.valid_from,
                valid_to,
            });
        }
    }
    for link in successions.iter().filter(|s| s.share == Share::Whole) {
        for ancestor_id in upward(&parents, link.new_id) {
            for descendant_id in below.get(&link.old_id).into_iter().flatten().copied() {
                if seen.insert((ancestor_id, descendant_id)) {
                    out.push(Within {
                        ancestor_id,
                        descendant_id,
                        via: "past".into(),
                        depth: 0,
                        valid_from: link.on_day,
                        valid_to: None,
                    });
                }
            }
        }
    }
    out
}
