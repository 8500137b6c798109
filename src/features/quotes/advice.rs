//! Advice: the cheapest lawful way for a household, and what the other ways cost.
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::Quote,
    card,
    compute::{self, Books, Desk},
    problems,
    question::{CardForm, Months, Question},
};
use crate::{
    base::{Day, Result, scheme::SoldScheme},
    features::{
        areas::Lineage,
        rates::{Law, LawBook, RateKind},
    },
};

/// Up to so many who may choose, every way is computed; of more only the ways in which the first so many do.
const EVERY_WAY_UP_TO: usize = 8;

/// A way for a household, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Way {
    /// Months of every card.
    pub months: u32,
    /// Who of those that may choose joins in the household form.
    pub in_household_form: Vec<String>,
    pub payable_vnd: i64,
    /// More than the cheapest way for as many months.
    pub more_vnd: i64,
}

/// The advice for a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Advice {
    /// The cheapest way for the months asked for.
    pub cheapest: Quote,
    /// Who may choose between a supported group and the household form.
    pub may_choose: Vec<String>,
    /// The other ways for the months asked for, the cheapest first; the way that was asked for among them.
    pub alternatives: Vec<Way>,
    /// The cheapest way for other months that cards are sold for.
    pub other_months: Vec<Way>,
}

/// Every subset of those who may choose that is looked at.
fn ways(choosers: &[String]) -> Vec<Vec<&str>> {
    let all: Vec<&str> = choosers.iter().map(String::as_str).collect();
    if all.len() > EVERY_WAY_UP_TO {
        return (0..=all.len()).map(|first| all.iter().take(first).copied().collect()).collect();
    }
    let members = |way: u32| all.iter().enumerate().filter(move |(at, _)| way >> at & 1 == 1).map(|(_, key)| *key);
    (0..1_u32 << all.len()).map(|way| members(way).collect()).collect()
}

/// The ways for this question, the cheapest first; of equals the one with fewest in the household form.
fn priced(books: &Books, known: i64, lineage: &Lineage, q: &Question, on: Day) -> Result<(Vec<String>, Vec<Way>)> {
    let desk = || Desk::new(Law::new(&books.law, known), &books.rules, lineage, on);
    let choosers = card::choosers(&mut desk(), q)?;
    let months = q.members.iter().map(|m| u32::try_from(m.months.0).unwrap_or_default()).max().unwrap_or_default();
    let mut found = Vec::new();
    for way in ways(&choosers) {
        let payable_vnd = card::payable_with(&mut desk(), q, &way)?;
        let in_household_form = way.iter().map(|key| (*key).to_owned()).collect();
        found.push(Way { months, in_household_form, payable_vnd, more_vnd: 0 });
    }
    found.sort_by_key(|way| (way.payable_vnd, way.in_household_form.len()));
    let least = found.first().map_or(0, |way| way.payable_vnd);
    for way in &mut found {
        way.more_vnd = way.payable_vnd - least;
    }
    Ok((choosers, found))
}

/// The advice for the household of this question.
///
/// # Errors
/// As for a quote; `field-not-for-scheme` when no household is asked about.
pub fn advise(books: &Books, known: i64, lineage: &Lineage, q: &Question, today: Day) -> Result<Advice> {
    if q.scheme != SoldScheme::BhytHgd {
        return Err(problems::NOT_FOR_SCHEME.field("/scheme", "not-for-scheme", problems::NOT_FOR_SCHEME.title).into());
    }
    let on = q.on.unwrap_or(today);
    let (may_choose, mut found) = priced(books, known, lineage, q, on)?;
    let best = if found.is_empty() { Vec::new() } else { found.remove(0).in_household_form };
    let mut asked = q.clone();
    for member in &mut asked.members {
        let key = member.key.to_string();
        member.form = may_choose.contains(&key).then_some(match best.contains(&key) {
            true => CardForm::Household,
            false => CardForm::Supported,
        });
    }
    let cheapest = compute::quote(books, known, lineage, &asked, today)?;
    let mut other_months = Vec::new();
    for months in sold(&books.law, known, on) {
        if asked.members.iter().all(|member| member.months.0 == months) {
            continue;
        }
        let mut other = q.clone();
        for member in &mut other.members {
            member.months = Months(months);
        }
        other_months.extend(priced(books, known, lineage, &other, on)?.1.into_iter().next());
    }
    Ok(Advice { cheapest, may_choose, alternatives: found, other_months })
}

/// The months that cards are sold for on a day, the shortest first.
pub(super) fn sold(law: &LawBook, known: i64, on: Day) -> Vec<i32> {
    let open = |key: &&str| law.on(RateKind::CardMonths, key, on, known).and_then(|fact| fact.value) == Some(1);
    let mut months: Vec<i32> = law.keys(RateKind::CardMonths).filter(open).filter_map(|key| key.parse().ok()).collect();
    months.sort_unstable();
    months
}
