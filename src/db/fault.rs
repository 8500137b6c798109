//! Fault injection: makes the n-th statement of a write fail, so that tests can show that nothing is left behind.
use std::sync::atomic::{AtomicI64, Ordering};

use crate::base::{Error, Result};

const OFF: i64 = -1;

/// Lets a number of statements through and fails the next one. Off unless a test arms it.
#[derive(Debug)]
pub struct Faults {
    remaining: AtomicI64,
}

impl Default for Faults {
    fn default() -> Self {
        Self { remaining: AtomicI64::new(OFF) }
    }
}

impl Faults {
    /// Lets `statements` more statements through, then fails one and disarms.
    pub fn arm(&self, statements: u32) {
        self.remaining.store(i64::from(statements), Ordering::SeqCst);
    }
    /// Disarms; whether it was still armed.
    pub fn disarm(&self) -> bool {
        self.remaining.swap(OFF, Ordering::SeqCst) != OFF
    }
    /// Called before every statement of a write and before its end.
    pub(super) fn pass(&self) -> Result<()> {
        let before = self.remaining.load(Ordering::SeqCst);
        if before == OFF {
            return Ok(());
        }
        self.remaining.store(before - 1, Ordering::SeqCst);
        if before == 0 {
            return Err(Error::internal("injected fault"));
        }
        Ok(())
    }
}
