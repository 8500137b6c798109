//! The law as a value: every dated fact in memory, asked for a day, as it was known after so many changes.
//!
//! A day says which row holds; the number of changes says which rows existed. So what was computed once is computed
//! again to the same đồng, whatever was recorded since.
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde::Serialize;

use super::kinds::{Confidence, RateKind};
use crate::base::{Day, Result};

/// One dated fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub kind: RateKind,
    pub key: String,
    /// `None` says that it no longer holds.
    pub value: Option<i64>,
    pub effective_from: Day,
    pub basis: String,
    pub article: Option<String>,
    pub confidence: Confidence,
    /// The change that recorded it.
    #[serde(skip)]
    pub recorded_n: i64,
    /// The change that withdrew it.
    #[serde(skip)]
    pub withdrawn_n: Option<i64>,
}

impl Fact {
    fn known_at(&self, n: i64) -> bool {
        self.recorded_n <= n && self.withdrawn_n.is_none_or(|withdrawn| withdrawn > n)
    }
}

/// Every fact ever recorded.
#[derive(Debug, Clone, Default)]
pub struct LawBook {
    /// Of each kind and key the latest day first.
    facts: HashMap<RateKind, BTreeMap<String, Vec<Arc<Fact>>>>,
}

impl LawBook {
    /// The book of these facts, in any order.
    pub fn of(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut book = Self::default();
        for fact in facts {
            let key = fact.key.clone();
            book.facts.entry(fact.kind).or_default().entry(key).or_default().push(Arc::new(fact));
        }
        for dated in book.facts.values_mut().flat_map(BTreeMap::values_mut) {
            dated.sort_by_key(|fact| std::cmp::Reverse((fact.effective_from, fact.recorded_n)));
        }
        book
    }

    /// The same book with one more fact, recorded now: what would follow from a decree.
    pub fn with(&self, fact: Fact) -> Self {
        let mut book = self.clone();
        let dated = book.facts.entry(fact.kind).or_default().entry(fact.key.clone()).or_default();
        dated.push(Arc::new(fact));
        dated.sort_by_key(|fact| std::cmp::Reverse((fact.effective_from, fact.recorded_n)));
        book
    }

    fn dated(&self, kind: RateKind, key: &str) -> &[Arc<Fact>] {
        self.facts.get(&kind).and_then(|keys| keys.get(key)).map_or(&[], Vec::as_slice)
    }

    /// The fact that holds on a day, as known after `n` changes.
    pub fn on(&self, kind: RateKind, key: &str, day: Day, n: i64) -> Option<&Arc<Fact>> {
        self.dated(kind, key).iter().find(|fact| fact.effective_from <= day && fact.known_at(n))
    }

    /// The facts that begin after `from` and not after `to`, the earliest first; of one day the one that was recorded last.
    pub fn changes(&self, kind: RateKind, key: &str, (from, to): (Day, Day), n: i64) -> Vec<Arc<Fact>> {
        let within = |fact: &&Arc<Fact>| from < fact.effective_from && fact.effective_from <= to && fact.known_at(n);
        let mut found: Vec<Arc<Fact>> = self.dated(kind, key).iter().filter(within).cloned().collect();
        found.dedup_by_key(|fact| fact.effective_from);
        found.reverse();
        found
    }

    /// The first day after `from` and not after `to` on which another value begins to hold.
    fn first_change(&self, kind: RateKind, key: &str, (from, to): (Day, Day), n: i64) -> Option<Day> {
        let mut before = self.on(kind, key, from, n).and_then(|fact| fact.value);
        self.changes(kind, key, (from, to), n).into_iter().find_map(|fact| {
            let other = fact.value != before;
            before = fact.value;
            other.then_some(fact.effective_from)
        })
    }

    /// Every key of a kind.
    pub fn keys(&self, kind: RateKind) -> impl Iterator<Item = &str> {
        self.facts.get(&kind).into_iter().flat_map(|keys| keys.keys().map(String::as_str))
    }
}

/// The law on the desk of one computation: a book, how much of it is known, and which facts were looked at.
#[derive(Debug)]
pub struct Law<'b> {
    book: &'b LawBook,
    known: i64,
    used: Vec<Arc<Fact>>,
    absent: Vec<(RateKind, String)>,
}

impl<'b> Law<'b> {
    /// The law as known after `known` changes.
    pub fn new(book: &'b LawBook, known: i64) -> Self {
        Self { book, known, used: Vec::with_capacity(16), absent: Vec::new() }
    }
    /// The book.
    pub fn book(&self) -> &'b LawBook {
        self.book
    }
    /// How many changes are known.
    pub fn known(&self) -> i64 {
        self.known
    }
    /// The fact that holds on a day, where one does; it counts as used.
    pub fn find(&mut self, kind: RateKind, key: &str, day: Day) -> Option<Arc<Fact>> {
        let Some(fact) = self.book.on(kind, key, day, self.known).filter(|fact| fact.value.is_some()) else {
            if !self.absent.iter().any(|(k, word)| *k == kind && word == key) {
                self.absent.push((kind, key.to_owned()));
            }
            return None;
        };
        if !self.used.iter().any(|seen| Arc::ptr_eq(seen, fact)) {
            self.used.push(Arc::clone(fact));
        }
        Some(Arc::clone(fact))
    }
    /// Its value.
    ///
    /// # Errors
    /// `rate-missing` when the law of that day says nothing.
    pub fn value(&mut self, kind: RateKind, key: &str, day: Day) -> Result<i64> {
        let found = self.find(kind, key, day).and_then(|fact| fact.value);
        found.ok_or_else(|| super::problems::missing(kind, key, day).into())
    }
    /// The facts that begin within a period.
    pub fn changes(&self, kind: RateKind, key: &str, period: (Day, Day)) -> Vec<Arc<Fact>> {
        self.book.changes(kind, key, period, self.known)
    }
    /// What was looked at, in that order.
    pub fn used(&self) -> &[Arc<Fact>] {
        &self.used
    }
    /// The first day after `from` on which something that was looked at, or looked for in vain, becomes another.
    pub fn next_change(&self, from: Day, to: Day) -> Option<Day> {
        let used = self.used.iter().map(|fact| (fact.kind, fact.key.as_str()));
        let absent = self.absent.iter().map(|(kind, key)| (*kind, key.as_str()));
        used.chain(absent).filter_map(|(kind, key)| self.book.first_change(kind, key, (from, to), self.known)).min()
    }
}
