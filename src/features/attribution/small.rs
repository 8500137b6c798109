//! Which rows are shown to somebody who does not work with the sign-ups themselves: none behind which fewer than five stand. Pure.
use std::collections::{BTreeMap, BTreeSet};

use crate::base::small_group::LEAST;

/// The key of the row into which small ones are folded.
pub const FEW: &str = "few";

/// Whether a count is so small that it names people.
pub fn is_small(count: usize) -> bool {
    (1..usize::from(LEAST)).contains(&count)
}

/// The keys to fold into one row: those behind which fewer than five sign-ups stand, and if these are fewer than five together
/// as many of the next smallest as it takes.
pub fn folded(behind: &BTreeMap<String, BTreeSet<usize>>) -> BTreeSet<String> {
    let mut rows: Vec<(&String, &BTreeSet<usize>)> = behind.iter().collect();
    rows.sort_by_key(|(key, own)| (own.len(), *key));
    let (mut keys, mut together) = (BTreeSet::new(), BTreeSet::new());
    for (key, own) in rows {
        let enough = keys.is_empty() || together.len() >= usize::from(LEAST);
        if !is_small(own.len()) && enough {
            break;
        }
        keys.insert(key.clone());
        together.extend(own.iter().copied());
    }
    keys
}
