//! How many months somebody may have of what the law gives once in a life: missing months that are bought, and months that the
//! state supports in voluntary social insurance (Điều 5, 12 NĐ 159/2025) or in health insurance as one of a group that is supported
//! for a time (Điều 6 NĐ 188/2025). What was given back counts as never had.
use crate::base::{Day, text_enum::text_enum};

text_enum! {
    /// What is counted.
    pub enum Limited {
        /// Missing months before the pension.
        Missing = "missing_months",
        /// Months that the state supported.
        Supported = "supported_months",
    }
}

/// A sign-up that stands, or that is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Had {
    /// The first day of its months.
    pub period_from: Day,
    /// Its last day that is kept.
    pub kept_to: Day,
    /// How many months were paid for.
    pub months: i32,
    /// Whether they are missing months, which lie in no month of the calendar.
    pub missing: bool,
    /// The first so many of them are supported by the state.
    pub supported: i32,
}

impl Had {
    /// How many of its months count.
    pub fn counts(&self, what: Limited) -> i32 {
        match what {
            Limited::Missing if !self.missing => 0,
            Limited::Missing => self.kept(),
            Limited::Supported => self.supported.min(self.kept()),
        }
    }
    fn kept(&self) -> i32 {
        if self.missing {
            return if self.kept_to < self.period_from { 0 } else { self.months };
        }
        let begun = |n: i32| self.period_from.plus_months(u32::try_from(n).unwrap_or_default()) <= self.kept_to;
        (0..self.months).take_while(|n| begun(*n)).count().try_into().unwrap_or(self.months)
    }
}

/// How many months too many there are with a new one; nothing when it adds none of the kind.
pub fn above(what: Limited, cap: i32, standing: &[Had], new: &Had) -> Option<i32> {
    let own = new.counts(what);
    let used: i32 = standing.iter().map(|had| had.counts(what)).sum();
    (own > 0 && used + own > cap).then(|| used + own - cap)
}
