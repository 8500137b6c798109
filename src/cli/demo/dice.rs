//! Chance and ids of the demonstration that come out the same in every run, so that one that was broken off goes on.
use aws_lc_rs::digest::{SHA256, digest};

use crate::{
    base::{Day, Error, Id, Result},
    methods::draws::Draws,
};

/// Everything random follows from this text.
const SEED: &str = "Từng Nhà, dữ liệu mẫu, lần 1";

/// What lasts is there from this day on, and its id begins with it.
const SINCE: (i32, u32, u32) = (2020, 1, 1);

/// The day from which what lasts is there.
pub fn since() -> Day {
    let (year, month, day) = SINCE;
    Day::of(year, month, day).unwrap_or(Day(chrono::NaiveDate::default()))
}

fn bytes(what: &str, n: usize) -> Vec<u8> {
    digest(&SHA256, format!("{SEED}\u{1f}{what}\u{1f}{n}").as_bytes()).as_ref().to_vec()
}

/// The id of the `n`th thing of a kind. Ids of things that come one after the other lie beside each other.
///
/// # Errors
/// When there is no such id, which is a mistake of ours.
pub fn id<K>(what: &str, n: usize, on: Day) -> Result<Id<K>> {
    let drawn = bytes(what, n);
    let random = drawn.first_chunk::<10>().ok_or_else(|| Error::internal("a digest is longer"))?;
    let millis = u64::try_from(on.begins_at().unix()).unwrap_or(0) * 1_000;
    let made = uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid();
    made.to_string().parse().map_err(|_| Error::internal(format_args!("no id of {what} {n}")))
}

/// A seed as a lot takes it: 32 hexadecimal digits.
pub fn lot(what: &str) -> String {
    bytes(what, 0).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A stream of chance of its own.
#[derive(Debug, Clone)]
pub struct Dice(Draws);

impl Dice {
    /// For the `n`th thing of a kind.
    pub fn of(what: &str, n: usize) -> Self {
        Self(Draws::new(bytes(what, n).iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))))
    }
    /// Whether something of this share happens.
    pub fn chance(&mut self, share: f64) -> bool {
        self.0.share() < share
    }
    /// A number from 0 to below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.below(n)
    }
    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.0.below(usize::try_from(high - low + 1).unwrap_or(1))).unwrap_or(0)
    }
    /// One of these.
    pub fn one<T: Copy>(&mut self, all: &[T], else_: T) -> T {
        all.get(self.0.below(all.len())).copied().unwrap_or(else_)
    }
    /// One of these, each as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, all: &[(f64, T)], else_: T) -> T {
        let mut left = self.0.share() * all.iter().map(|(weight, _)| weight).sum::<f64>();
        for (weight, thing) in all {
            left -= weight;
            if left < 0.0 {
                return *thing;
            }
        }
        else_
    }
    /// About a bell curve of mean 0 and standard deviation 1.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.0.share()).sum::<f64>() - 6.0
    }
}
