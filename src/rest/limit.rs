//! Slowing down guessers: failed attempts by key, with room for a bounded number of keys.
use std::{collections::HashMap, sync::Mutex};

use crate::base::{Moment, Problem, problem::TOO_MANY_REQUESTS};

const KEYS: usize = 100_000;
const WINDOW_SECONDS: i64 = 900;

#[derive(Debug, Clone, Copy)]
struct Seen {
    failures: u32,
    since: Moment,
}

/// Failed attempts, by account and by address.
#[derive(Debug, Default)]
pub struct Attempts {
    seen: Mutex<HashMap<String, Seen>>,
}

impl Attempts {
    /// Refuses when `key` has failed `allowed` times within a quarter of an hour.
    ///
    /// # Errors
    /// `too-many-requests` with the seconds to wait.
    pub fn check(&self, key: &str, allowed: u32, now: Moment) -> Result<(), Problem> {
        let seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match seen.get(key) {
            Some(s) if s.failures >= allowed && now < s.since.plus_seconds(WINDOW_SECONDS) => {
                let left = s.since.plus_seconds(WINDOW_SECONDS).unix() - now.unix();
                Err(Problem { retry_after: u32::try_from(left.max(1)).ok(), ..TOO_MANY_REQUESTS.now() })
            }
            _ => Ok(()),
        }
    }
    /// Counts a failure.
    pub fn failed(&self, key: &str, now: Moment) {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() >= KEYS {
            seen.retain(|_, s| now < s.since.plus_seconds(WINDOW_SECONDS));
            if seen.len() >= KEYS {
                seen.clear();
            }
        }
        let entry = seen.entry(key.to_owned()).or_insert(Seen { failures: 0, since: now });
        if now >= entry.since.plus_seconds(WINDOW_SECONDS) {
            *entry = Seen { failures: 0, since: now };
        }
        entry.failures += 1;
    }
    /// Forgets the failures of `key`.
    pub fn succeeded(&self, key: &str) {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(key);
    }
}
