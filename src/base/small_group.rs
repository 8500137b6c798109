//! Which counts of people are so small that they name somebody, and which rows are kept back for it.
use std::collections::BTreeSet;

/// The smallest group that is shown to whoever does not work with the people themselves.
pub const LEAST: u8 = 5;

/// Whether a count is so small that it names people.
pub fn is_small(count: i64) -> bool {
    (1..i64::from(LEAST)).contains(&count)
}

/// A row of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<K> {
    /// What it is known by.
    pub key: K,
    /// Whether a count in it names people.
    pub is_small: bool,
    /// By what the smallest of the others is found; none where nobody stands in it.
    pub size: Option<i64>,
}

/// The rows to keep back: those that name people, and where that is only one, which could be told from the total, the smallest
/// other beside it.
pub fn withheld<K: Ord + Copy>(groups: impl IntoIterator<Item = Group<K>>) -> BTreeSet<K> {
    let (small, enough): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.is_small);
    let mut keys: BTreeSet<K> = small.iter().map(|group| group.key).collect();
    if small.len() == 1 {
        let others = enough.iter().filter_map(|group| Some((group.size?, group.key)));
        keys.extend(others.min().map(|(_, key)| key));
    }
    keys
}
