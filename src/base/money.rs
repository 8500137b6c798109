//! Money: whole đồng. Shares are parts per million; what is added up is exact, and rounded half-up once, in the end.
use std::cmp::Ordering;

/// A whole in parts per million.
pub const WHOLE_PPM: i64 = 1_000_000;

/// Units of an exact amount in a đồng: room for three shares of one another.
const UNITS: i128 = 1_000_000_000_000_000_000;

/// An amount to the 10^-18 part of a đồng: a share of a share of a share of whole đồng is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Exact(i128);

impl Exact {
    /// Whole đồng.
    pub fn of(vnd: i64) -> Self {
        Self(i128::from(vnd) * UNITS)
    }
    /// The share of it that these parts per million make.
    pub fn part(self, ppm: i64) -> Self {
        Self(self.0 * i128::from(ppm) / i128::from(WHOLE_PPM))
    }
    /// So many times it.
    pub fn times(self, months: u32) -> Self {
        Self(self.0 * i128::from(months))
    }
    /// What is left of it; never less than nothing.
    pub fn less(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }
    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
    /// In whole đồng, rounded half-up.
    pub fn rounded(self) -> i64 {
        i64::try_from((self.0 * 2 + UNITS) / (UNITS * 2)).unwrap_or(i64::MAX)
    }
}

/// A share of whole đồng in whole đồng, rounded half-up.
pub fn share(amount_vnd: i64, ppm: i64) -> i64 {
    Exact::of(amount_vnd).part(ppm).rounded()
}

/// What a share of an amount, month for month, is worth when all is paid with the first, at this interest a month:
/// `Σ share · amount / (1 + r)^(i − 1)`, i from 1. Rounded half-up.
pub fn discounted(amount_vnd: i64, share_ppm: i64, months: u32, interest_ppm: i64) -> i64 {
    let (one, with) = (whole(), growth(interest_ppm));
    // Σ M^i (M+r)^(n−1−i), over (M+r)^(n−1), by Horner's rule.
    let mut sum = Natural::default();
    let mut shrunk = Natural::from(1);
    for month in 0..months {
        sum.multiply(if month == 0 { 1 } else { with });
        sum.add(&shrunk);
        shrunk.multiply(one);
    }
    sum.share_over((amount_vnd, share_ppm), Natural::power(with, months.saturating_sub(1)))
}

/// What a share of an amount comes to for the months that lie `months` back and less, those of the last `spared` months left
/// out, with interest a month: `Σ share · amount · (1 + r)^i`, i from `spared` + 1. Rounded half-up.
pub fn compounded(amount_vnd: i64, share_ppm: i64, (spared, months): (u32, u32), interest_ppm: i64) -> i64 {
    let (one, with) = (whole(), growth(interest_ppm));
    let mut sum = Natural::default();
    let mut grown = Natural::from(1);
    for month in 0..months {
        sum.multiply(one);
        grown.multiply(with);
        if month >= spared {
            sum.add(&grown);
        }
    }
    sum.share_over((amount_vnd, share_ppm), Natural::power(one, months))
}

fn whole() -> u32 {
    part(WHOLE_PPM)
}
fn growth(interest_ppm: i64) -> u32 {
    part(WHOLE_PPM.saturating_add(interest_ppm))
}
/// Amounts up to four thousand million fit; the API takes less.
fn part(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// A whole number of any size, the lowest 32 bits first.
#[derive(Debug, Clone, Default)]
struct Natural(Vec<u32>);

impl From<u32> for Natural {
    fn from(number: u32) -> Self {
        Self(vec![number])
    }
}

impl Natural {
    fn power(base: u32, exponent: u32) -> Self {
        let mut power = Self::from(1);
        for _ in 0..exponent {
            power.multiply(base);
        }
        power
    }
    fn multiply(&mut self, by: u32) {
        let mut carry = 0_u64;
        for digit in &mut self.0 {
            let product = u64::from(*digit) * u64::from(by) + carry;
            (*digit, carry) = (low(product), product >> 32);
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }
    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = 0_u64;
        for (digit, more) in self.0.iter_mut().zip(other.0.iter().chain(std::iter::repeat(&0))) {
            let sum = u64::from(*digit) + u64::from(*more) + carry;
            (*digit, carry) = (low(sum), sum >> 32);
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }
    fn digits(&self) -> &[u32] {
        let length = self.0.iter().rposition(|digit| *digit > 0).map_or(0, |last| last + 1);
        self.0.get(..length).unwrap_or_default()
    }
    fn compare(&self, other: &Self) -> Ordering {
        let (mine, theirs) = (self.digits(), other.digits());
        mine.len().cmp(&theirs.len()).then_with(|| mine.iter().rev().cmp(theirs.iter().rev()))
    }
    /// This times a share of an amount over `divisor`, rounded half-up.
    fn share_over(mut self, (amount_vnd, share_ppm): (i64, i64), mut divisor: Self) -> i64 {
        self.multiply(part(amount_vnd));
        self.multiply(part(share_ppm));
        divisor.multiply(whole());
        self.over(&divisor)
    }
    /// This over `divisor`, rounded half-up; for quotients below 2^62.
    fn over(&self, divisor: &Self) -> i64 {
        let (mut wanted, mut double) = (self.clone(), divisor.clone());
        wanted.multiply(2);
        wanted.add(divisor);
        double.multiply(2);
        // The largest q with q · 2d ≤ 2n + d, found bit by bit from above.
        let mut steps = vec![double];
        while let Some(last) = steps.last()
            && steps.len() < 62
            && last.compare(&wanted) != Ordering::Greater
        {
            let mut next = last.clone();
            next.multiply(2);
            steps.push(next);
        }
        let (mut quotient, mut reached) = (0_i64, Self::default());
        for (bit, step) in steps.iter().enumerate().rev() {
            let mut tried = reached.clone();
            tried.add(step);
            if tried.compare(&wanted) != Ordering::Greater {
                (quotient, reached) = (quotient | 1 << bit, tried);
            }
        }
        quotient
    }
}

fn low(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default()
}
