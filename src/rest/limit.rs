//! Slowing down guessers and the curious: failed attempts, and calls that few need often, by key, with room for a
//! bounded number of keys.
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

const HOUR_SECONDS: i64 = 3_600;

/// So many calls an hour and no more, by key: for what shows personal data one at a time. Kept in memory, so that a
/// restart begins anew.
#[derive(Debug)]
pub struct Allowance {
    an_hour: usize,
    taken: Mutex<HashMap<String, Vec<Moment>>>,
}

impl Allowance {
    /// So many within any hour.
    pub fn an_hour(an_hour: usize) -> Self {
        Self { an_hour, taken: Mutex::default() }
    }
    /// Takes one, when there is one left.
    ///
    /// # Errors
    /// `too-many-requests` with the seconds until the next one.
    pub fn take(&self, key: &str, now: Moment) -> Result<(), Problem> {
        let mut taken = self.taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let lately = |at: &Moment| now < at.plus_seconds(HOUR_SECONDS);
        if taken.len() >= KEYS {
            taken.retain(|_, calls| calls.iter().any(lately));
        }
        let calls = taken.entry(key.to_owned()).or_default();
        calls.retain(lately);
        match calls.first() {
            Some(first) if calls.len() >= self.an_hour => {
                let left = first.plus_seconds(HOUR_SECONDS).unix() - now.unix();
                let most = self.an_hour;
                let said = TOO_MANY_REQUESTS.because(
                    format!("Tối đa {most} lần mỗi giờ cho một người dùng."),
                    format!("At most {most} an hour for one user."),
                );
                Err(Problem { retry_after: u32::try_from(left.max(1)).ok(), ..said })
            }
            _ => {
                calls.push(now);
                Ok(())
            }
        }
    }
}
