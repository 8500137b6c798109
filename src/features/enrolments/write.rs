//! How a step is written: checked against the list of those allowed, the row changed, the step kept with its moment.
use super::{
    caps::{Had, Limited, above},
    lifecycle::{Step, may_follow},
    model::{Enrolment, Quoted, StepRow},
    problems, queries, queries_facts, queries_figures, queries_parts, renewing, sealing,
};
use crate::{
    access::Scope,
    base::{Day, Error, Id, Result, id::EnrolmentId, scheme::Scheme},
    db::{Event, InScope, Tx},
    features::{
        people::Person,
        quotes::{self, Method, answer::Source, kept::Supported},
        rates::{self, RateKind},
    },
};

/// What is said with a step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'s> {
    /// The day it took place by the papers.
    pub on: Option<Day>,
    /// A code of a list.
    pub reason: Option<&'s str>,
    /// More of it, in words.
    pub why: Option<&'s str>,
}

/// The enrolment, when it lies within the scope.
pub fn found(tx: &mut Tx, scope: &Scope, id: EnrolmentId) -> Result<InScope<Enrolment>> {
    queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

/// Refuses a step that may not follow where the enrolment stands.
pub fn check(old: &Enrolment, to: Step) -> Result<()> {
    if may_follow(old.step, to) { Ok(()) } else { Err(problems::step(old.step, to)) }
}

/// Who else pays for the members of the quote that an enrolment was made of, as it was promised.
///
/// # Errors
/// When it does not open.
pub fn quoted_members(tx: &mut Tx, of: &Quoted) -> Result<Vec<Supported>> {
    let id = of.kept_quote_id;
    let answer = queries_facts::quote_answer(tx.conn()?, id)?;
    quotes::kept::supported(tx.seals(), &id, &answer)
}

/// Refuses more missing or supported months than the law gives one person, by what is recorded here.
///
/// # Errors
/// `months-above-cap`.
pub fn check_caps(tx: &mut Tx, person: &InScope<Person>, quote: &Quoted, but: Option<EnrolmentId>) -> Result<()> {
    let (new, group) = had(tx, quote, quote.paid_to)?;
    let limits = limits(quote.scheme, group.as_deref());
    let open: Vec<Limit<'_>> = limits.into_iter().filter(|(what, _, _)| new.counts(*what) > 0).collect();
    let rows = match open.is_empty() {
        true => Vec::new(),
        false => queries_facts::standing(tx.conn()?, person, quote.scheme, but)?,
    };
    if rows.is_empty() {
        return Ok(());
    }
    let mut standing = Vec::new();
    for row in &rows {
        let (had, of) = had(tx, &row.quote, row.kept_to)?;
        // Each group of health insurance has its own months; in voluntary insurance all count together.
        if quote.scheme == Scheme::BhxhTn || of == group {
            standing.push(had);
        }
    }
    let (known, book) = (rates::law_number(tx.conn()?)?, rates::book(tx.conn()?)?);
    for (what, kind, key) in open {
        let cap = book.on(kind, key, quote.quoted_on, known).and_then(|fact| fact.value);
        let Some(cap) = cap.and_then(|cap| i32::try_from(cap).ok()) else { continue };
        if let Some(above) = above(what, cap, &standing, &new) {
            return Err(problems::months(what, cap, above));
        }
    }
    Ok(())
}

/// What is limited, by which kind of rate and which key of it.
type Limit<'k> = (Limited, RateKind, &'k str);

/// What the law limits of a sign-up in this scheme whose support is a group's.
fn limits(scheme: Scheme, group: Option<&str>) -> Vec<Limit<'_>> {
    match (scheme, group) {
        (Scheme::BhxhTn, _) => vec![
            (Limited::Missing, RateKind::MissingMonthsCap, ""),
            (Limited::Supported, RateKind::SupportMonthsCap, "bhxh_tn"),
        ],
        (_, Some(group)) => vec![(Limited::Supported, RateKind::SupportMonthsCap, group)],
        (_, None) => Vec::new(),
    }
}

/// What a quote that was taken up gives of what is limited, and by which group.
fn had(tx: &mut Tx, quote: &Quoted, kept_to: Day) -> Result<(Had, Option<String>)> {
    let own = quoted_members(tx, quote)?.into_iter().find(|member| member.key == quote.member_key);
    let (won, supports) = own.map(|own| (own.group_won, own.supports)).unwrap_or_default();
    let state = supports.into_iter().filter(|support| support.source == Source::State);
    let had = Had {
        period_from: quote.period_from,
        kept_to,
        months: quote.months,
        missing: quote.method == Method::MissingMonths.as_str(),
        supported: state.map(|support| support.months).max().unwrap_or_default(),
    };
    Ok((had, won.map(|won| won.group)))
}

/// The latest day that the papers say of this step.
pub fn day_of(tx: &mut Tx, id: EnrolmentId, step: Step) -> Result<Option<Day>> {
    let steps = queries_parts::steps_of(tx.conn()?, &[id])?.remove(&id).unwrap_or_default();
    Ok(steps.iter().rev().filter(|row| row.to_step == step).find_map(|row| row.on_day))
}

/// The instalments that were brought and not given back, together, in whole đồng.
pub fn instalments_held(tx: &mut Tx, id: EnrolmentId) -> Result<i64> {
    let all = queries_parts::instalments(tx.conn()?, &[id])?.remove(&id).unwrap_or_default();
    Ok(all.iter().map(|part| part.amount_vnd).sum())
}

/// A step of an enrolment, the `n`th.
pub fn step_row(tx: &Tx, of: EnrolmentId, n: i32, from: Option<Step>, to: Step, said: Said<'_>) -> Result<StepRow> {
    let (id, seals) = (Id::new(), tx.seals());
    Ok(StepRow {
        id,
        enrolment_id: of,
        n,
        from_step: from,
        to_step: to,
        on_day: said.on,
        reason: said.reason.map(str::to_owned),
        why_sealed: sealing::seal_why(seals, &id, said.why)?,
        seal_key: seals.key_number()?,
        by_id: tx.actor().user_id,
        at: tx.now(),
    })
}

/// Takes these steps one after the other, each with what is said, and writes what else `new` changes.
///
/// # Errors
/// `enrolment-step-not-allowed` naming both steps.
pub fn take(
    tx: &mut Tx,
    old: &InScope<Enrolment>,
    mut new: Enrolment,
    steps: &[(Step, Said<'_>)],
) -> Result<Enrolment> {
    let taken = queries_parts::step_counts(tx.conn()?, &[old.id])?.remove(&old.id).unwrap_or_default();
    let (mut rows, mut at) = (Vec::new(), old.step);
    for (n, (to, said)) in (taken + 1..).zip(steps) {
        if !may_follow(at, *to) {
            return Err(problems::step(at, *to));
        }
        rows.push(step_row(tx, old.id, n, Some(at), *to, *said)?);
        new.step = *to;
        renewing::follow(tx, at, &new)?;
        at = *to;
    }
    queries::update(tx, old, &new)?;
    queries_figures::count_steps(tx, &new, steps.iter().map(|(to, _)| *to))?;
    queries_figures::count_stops(tx, &new, steps.iter().filter_map(|(to, said)| Some((*to, said.reason?))))?;
    queries_parts::insert_steps(tx, &rows)?;
    new.rev = old.rev + 1;
    Ok(new)
}

/// Says what was done to an enrolment.
pub fn record(tx: &mut Tx, row: &Enrolment, action: &'static str, fields: &[&'static str]) {
    tx.record(Event::new(action, "enrolment", row.id).in_area(row.area_id).fields(fields.iter().copied()));
}
