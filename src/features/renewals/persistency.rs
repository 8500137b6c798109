//! Who stays: of the people who began in a month, how many were still paid for so many months later.
use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::base::{Day, month::Month, share::Percent};

/// After how many months it is looked at.
pub const AFTER: [u32; 5] = [3, 6, 12, 24, 36];

/// Unbroken participations that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chains {
    /// Their first day.
    pub from: Day,
    /// The last day paid for, as far as is known.
    pub paid_to: Day,
    /// The last day on which they are not lapsed.
    pub lapsed_after: Day,
    /// How many.
    pub people: i64,
}

/// Who was still there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Kept {
    /// Months since the first day.
    pub months: u32,
    /// Of how many it can be known: their day has come, and it is paid for or they have lapsed.
    pub of: i64,
    /// Of them, those paid for beyond that day.
    pub kept: i64,
    /// Null when it cannot be known of anybody.
    #[schema(required)]
    pub percent: Option<Percent>,
}

/// The people who began in one month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Cohort {
    /// `2026-11`.
    pub month: Month,
    /// How many began.
    pub people: i64,
    /// After 3, 6, 12, 24 and 36 months.
    pub kept: Vec<Kept>,
}

/// The cohorts of these participations, month by month. Somebody is kept after n months when the day n months after the
/// first is paid for; of somebody whose day has not come, or who may still pay for it, nothing is known.
pub fn cohorts(chains: &[Chains], today: Day) -> Vec<Cohort> {
    let mut months: BTreeMap<Month, Vec<Chains>> = BTreeMap::new();
    for chain in chains {
        months.entry(Month::of(chain.from)).or_default().push(*chain);
    }
    let cohort = |(month, chains): (Month, Vec<Chains>)| Cohort {
        month,
        people: chains.iter().map(|chain| chain.people).sum(),
        kept: AFTER.iter().map(|months| kept(&chains, *months, today)).collect(),
    };
    months.into_iter().map(cohort).collect()
}

fn kept(chains: &[Chains], months: u32, today: Day) -> Kept {
    let come = || chains.iter().filter(|chain| chain.from.plus_months(months) <= today);
    let paid = |chain: &&Chains| chain.paid_to >= chain.from.plus_months(months);
    let of = come().filter(|chain| paid(chain) || chain.lapsed_after < today).map(|chain| chain.people).sum();
    let stayed = come().filter(paid);
    let kept = stayed.map(|chain| chain.people).sum();
    Kept { months, of, kept, percent: Percent::of(kept, of) }
}
