//! In which order doors stand on a list: along the road, or drawn by lot. The way on foot stands in `walking`. Pure rules.
//!
//! **The lottery.** The doors are ordered by SHA-256 over the seed followed by the household's id, both as text (UTF-8, the
//! id in lower case with hyphens), the smallest digest first. Whoever has the seed and the ids can draw again:
//! `printf '%s' "$seed$id" | sha256sum`.
use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};

use super::criteria::Home;
use crate::base::{Id, id::AreaId, name::house_sort_key};

/// The place of something in the lottery of this seed: of a household, or of an area where areas are drawn.
pub fn lot<K>(seed: &str, id: Id<K>) -> Vec<u8> {
    digest(&SHA256, format!("{seed}{id}").as_bytes()).as_ref().to_vec()
}

/// Orders by lot.
pub fn by_lot(homes: &mut [Home], seed: &str) {
    homes.sort_by_cached_key(|home| (lot(seed, home.id), home.id));
}

/// Orders by hamlet, then along the road: `2` before `12`, `12` before `12A`.
pub fn by_house(homes: &mut [Home], names: &HashMap<AreaId, String>) {
    homes.sort_by_cached_key(|home| {
        let hamlet = house_sort_key(names.get(&home.area_id).map(String::as_str), "");
        (hamlet, home.area_id, home.house_sort.clone(), home.id)
    });
}
