//! Which dated facts change who is covered, or at what price, in a scheme.
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    base::{Day, scheme::Scheme},
    features::rates::{LawBook, RateKind},
};

/// A fact that another value followed within the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LawChange {
    pub kind: RateKind,
    pub key: String,
    /// From when on.
    pub on: Day,
    /// The paper that it rests on.
    pub basis: String,
}

/// What matters to a scheme; of some kinds only these keys.
fn matters(scheme: Scheme) -> &'static [(RateKind, &'static [&'static str])] {
    use RateKind::{
        BaseSalary, ContributionRate, HouseholdChoice, HouseholdLadder, PensionYears, RegionalMinimumWage,
        RuralPovertyLine, StateSupportBhxhTn, StateSupportBhyt, SupportMonthsCap,
    };
    match scheme {
        Scheme::Bhyt | Scheme::BhytHgd => &[
            (BaseSalary, &[]),
            (ContributionRate, &["bhyt"]),
            (HouseholdChoice, &[]),
            (HouseholdLadder, &[]),
            (StateSupportBhyt, &[]),
        ],
        Scheme::BhxhTn => &[
            (ContributionRate, &["bhxh_tn"]),
            (PensionYears, &[]),
            (RuralPovertyLine, &[]),
            (StateSupportBhxhTn, &[]),
            (SupportMonthsCap, &["bhxh_tn"]),
        ],
        Scheme::Bhxh => &[
            (BaseSalary, &[]),
            (ContributionRate, &["bhxh_tn"]),
            (PensionYears, &[]),
            (RegionalMinimumWage, &[]),
            (RuralPovertyLine, &[]),
            (StateSupportBhxhTn, &[]),
        ],
        Scheme::BhxhBb => &[(BaseSalary, &[]), (PensionYears, &[]), (RegionalMinimumWage, &[])],
        Scheme::Bhtn => &[(ContributionRate, &["bhtn_employee", "bhtn_employer"]), (RegionalMinimumWage, &[])],
    }
}

/// The facts of a scheme that took another value within a window, as known after `n` changes of the law.
pub fn changes(book: &LawBook, n: i64, scheme: Scheme, (from, to): (Day, Day)) -> Vec<LawChange> {
    let mut found = Vec::new();
    for (kind, keys) in matters(scheme) {
        for key in book.keys(*kind).filter(|key| keys.is_empty() || keys.contains(key)) {
            let mut before = book.on(*kind, key, from.before(), n).and_then(|fact| fact.value);
            for fact in book.changes(*kind, key, (from.before(), to), n) {
                if fact.value != before {
                    found.push(LawChange {
                        kind: *kind,
                        key: key.to_owned(),
                        on: fact.effective_from,
                        basis: fact.basis.clone(),
                    });
                }
                before = fact.value;
            }
        }
    }
    found.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
    found
}
