//! Chance from a seed: the same seed draws the same on every machine.
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }
    /// 64 bits, each as likely as not.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }
    /// A number from 0 to just below 1.
    #[expect(clippy::as_conversions, reason = "53 bits are exact")]
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// A number below `n`, each as likely as the next (Lemire, ACM TOMACS 29, 2019).
    ///
    /// Of nothing it is 0.
    #[expect(clippy::as_conversions, reason = "the halves of a product; places are counted in 64 bits")]
    pub fn below(&mut self, n: usize) -> usize {
        let n = n.max(1) as u64;
        let least = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.bits()) * u128::from(n);
            if product as u64 >= least {
                return (product >> 64) as usize;
            }
        }
    }
    /// Puts things in an order that is as likely as every other.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
