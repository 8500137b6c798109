//! A question on the desk: the law, the local rules and the ground it is asked on; and the answer put together from members.
use super::{
    answer::{Choice, MemberAnswer, PerMonth, Quote, Warning, WarningCode},
    card, problems,
    question::Question,
    supports::{Asker, next_rule_change, together},
    voluntary,
};
use crate::{
    base::{Day, Result, scheme::SoldScheme},
    features::{
        areas::Lineage,
        rates::{FactView, Law, LawBook, RateKind},
        support_rules::RuleBook,
    },
};

/// A kept quote holds no longer than this.
const HOLDS_DAYS: i64 = 30;

/// The kinds of facts whose change within a paid period people should hear of.
const PRICED: &[RateKind] = &[
    RateKind::BaseSalary,
    RateKind::RuralPovertyLine,
    RateKind::ContributionRate,
    RateKind::HouseholdLadder,
    RateKind::StateSupportBhxhTn,
    RateKind::StateSupportBhyt,
];

/// Everything that is written, local rules included.
#[derive(Debug, Clone, Default)]
pub struct Books {
    pub law: LawBook,
    pub rules: RuleBook,
}

/// What lies on the desk while a question is answered.
pub struct Desk<'b> {
    pub law: Law<'b>,
    pub rules: &'b RuleBook,
    pub lineage: &'b Lineage,
    /// The day of payment.
    pub on: Day,
    changes_on: Option<Day>,
}

/// Answers a question as of `today`, by the books as they were known after `known` changes.
///
/// # Errors
/// A refusal that names the wrong fact; `rate-missing`.
pub fn quote(books: &Books, known: i64, lineage: &Lineage, q: &Question, today: Day) -> Result<Quote> {
    let law = Law::new(&books.law, known);
    let mut desk = Desk::new(law, &books.rules, lineage, q.on.unwrap_or(today));
    match q.scheme {
        SoldScheme::BhxhTn => voluntary::quote(&mut desk, q),
        SoldScheme::BhytHgd => card::quote(&mut desk, q),
    }
}

/// Refuses what belongs to the other scheme.
///
/// # Errors
/// `field-not-for-scheme` at the first.
pub(super) fn refuse_fields(given: &[(&'static str, bool)]) -> Result<()> {
    match given.iter().find(|(_, given)| *given) {
        Some((pointer, _)) => {
            Err(problems::NOT_FOR_SCHEME.field(*pointer, "not-for-scheme", problems::NOT_FOR_SCHEME.title).into())
        }
        None => Ok(()),
    }
}

impl<'b> Desk<'b> {
    /// A desk on which nothing was looked at yet.
    pub fn new(law: Law<'b>, rules: &'b RuleBook, lineage: &'b Lineage, on: Day) -> Self {
        Self { law, rules, lineage, on, changes_on: None }
    }
}

impl Desk<'_> {
    /// Remembers when the local rules that may mean this asker become others.
    pub(super) fn watch(&mut self, asker: &Asker<'_>) {
        let next = next_rule_change(self.rules, self.law.known(), asker, self.on.plus_days(HOLDS_DAYS));
        self.changes_on = [self.changes_on, next].into_iter().flatten().min();
    }

    /// The last day on which the answer holds: until it was due, until a fact it rests on changes, a month at the most.
    fn valid_to(&self, due_by: Option<Day>) -> Day {
        let last = self.on.plus_days(HOLDS_DAYS);
        let changes = [self.law.next_change(self.on, last), self.changes_on].into_iter().flatten().min();
        [Some(last), due_by.filter(|by| *by >= self.on), changes.map(Day::before)]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(last)
    }

    /// The facts that the amount rests on and that change after the payment and within the period.
    fn rate_changes(&self, paid_to: Day) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for fact in self.law.used().iter().filter(|fact| PRICED.contains(&fact.kind)) {
            let (mut old, from) = (fact.value, self.on.max(fact.effective_from));
            for later in self.law.changes(fact.kind, &fact.key, (from, paid_to)) {
                if later.value != old {
                    warnings.push(Warning {
                        on: Some(later.effective_from),
                        kind: Some(fact.kind),
                        key: (!fact.key.is_empty()).then(|| fact.key.clone()),
                        old,
                        new: later.value,
                        ..Warning::of(WarningCode::RateChanges)
                    });
                    old = later.value;
                }
            }
        }
        warnings
    }

    /// The answer of these members together.
    pub(super) fn quote(
        &self,
        scheme: SoldScheme,
        income: Option<(i64, i64)>,
        members: Vec<MemberAnswer>,
        choice: Option<Choice>,
        mut warnings: Vec<Warning>,
    ) -> Quote {
        let sum = |part: fn(&MemberAnswer) -> i64| members.iter().map(part).sum::<i64>();
        let days = |day: fn(&MemberAnswer) -> Day| members.iter().map(day);
        let due_by = members.iter().filter_map(|m| m.due_by).min();
        let last = days(|m| m.paid_to).max().unwrap_or(self.on);
        warnings.extend(self.rate_changes(last));
        warnings.dedup();
        let only = members.first().filter(|_| members.len() == 1);
        Quote {
            scheme,
            on: self.on,
            floor_vnd: income.map(|(floor, _)| floor),
            ceiling_vnd: income.map(|(_, ceiling)| ceiling),
            full_vnd: sum(|m| m.full_vnd),
            state_vnd: sum(|m| m.state_vnd),
            local_vnd: sum(|m| m.local_vnd),
            other_vnd: sum(|m| m.other_vnd),
            payable_vnd: sum(|m| m.payable_vnd),
            per_month: per_month(&members),
            supports: together(members.iter().flat_map(|m| &m.supports)),
            group_won: only.and_then(|m| m.group_won.clone()),
            due_by,
            starts_on: days(|m| m.starts_on).min().unwrap_or(self.on),
            paid_to: days(|m| m.paid_to).min().unwrap_or(self.on),
            lapsed_after: days(|m| m.lapsed_after).min().unwrap_or(self.on),
            valid_to: self.valid_to(due_by),
            choice,
            warnings,
            members,
            law: self.law.used().iter().map(|fact| FactView::from(fact.as_ref())).collect(),
        }
    }
}

/// One month of all members, where each has months that are alike.
fn per_month(members: &[MemberAnswer]) -> Option<PerMonth> {
    let months = members.first()?.months;
    let mut all = PerMonth { full_vnd: 0, supports_vnd: 0, payable_vnd: 0 };
    for member in members {
        let one = member.per_month.filter(|_| member.months == months)?;
        all.full_vnd += one.full_vnd;
        all.supports_vnd += one.supports_vnd;
        all.payable_vnd += one.payable_vnd;
    }
    Some(all)
}
