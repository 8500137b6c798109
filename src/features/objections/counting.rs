//! How reasons are counted, by month and in all, and which counts are too small to show. Pure.
use std::collections::BTreeMap;

use crate::base::{
    month::Month,
    small_group::{LEAST, is_small},
};

/// The key of the row into which small ones are folded.
pub const FEW: &str = "few";

/// How often each reason was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// By reason, then by month.
    pub by_reason: BTreeMap<String, BTreeMap<Month, i64>>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its code; [`FEW`] for small ones together.
    pub reason: String,
    /// How often; none where even the small ones together are too few.
    pub count: Option<i64>,
    /// By month; empty where a month would be too small to show.
    pub months: BTreeMap<Month, i64>,
}

impl Reasons {
    /// Counts a reason.
    pub fn add(&mut self, reason: &str, month: Month, count: i64) {
        *self.by_reason.entry(reason.to_owned()).or_default().entry(month).or_default() += count;
    }
    /// Only the reasons that were given, and the months in which they were: what was read in parts leaves empty ones.
    pub fn without_empty(mut self) -> Self {
        for months in self.by_reason.values_mut() {
            months.retain(|_, count| *count != 0);
        }
        self.by_reason.retain(|_, months| !months.is_empty());
        self
    }
    /// How often a reason was given at all.
    pub fn total(&self) -> i64 {
        self.by_reason.values().flat_map(BTreeMap::values).sum()
    }
    /// The rows, the most frequent first. Where small groups are not shown they stand together in the last one, with the
    /// next smallest until they are enough.
    pub fn rows(&self, all_shown: bool) -> Vec<Row> {
        let mut rows: Vec<(&String, i64, &BTreeMap<Month, i64>)> =
            self.by_reason.iter().map(|(reason, months)| (reason, months.values().sum(), months)).collect();
        rows.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        let (mut together, mut folded) = (0, 0);
        for (_, count, _) in rows.iter().filter(|_| !all_shown) {
            let enough = folded == 0 || together >= i64::from(LEAST);
            if *count >= i64::from(LEAST) && enough {
                break;
            }
            (together, folded) = (together + count, folded + 1);
        }
        let names_people = |months: &BTreeMap<Month, i64>| months.values().any(|count| is_small(*count));
        let row = |(reason, count, months): &(&String, i64, &BTreeMap<Month, i64>)| Row {
            reason: (*reason).clone(),
            count: Some(*count),
            months: if all_shown || !names_people(months) { (*months).clone() } else { BTreeMap::new() },
        };
        let mut shown: Vec<Row> = rows.iter().skip(folded).rev().map(row).collect();
        if folded > 0 {
            let count = Some(together).filter(|together| *together >= i64::from(LEAST));
            shown.push(Row { reason: FEW.to_owned(), count, months: BTreeMap::new() });
        }
        shown
    }
}
