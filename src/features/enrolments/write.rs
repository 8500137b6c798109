//! How a step is written: checked against the list of those allowed, the row changed, the step kept with its moment.
use super::{
    lifecycle::{Step, may_follow},
    model::{Enrolment, StepRow},
    problems, queries, queries_parts, renewing, sealing,
};
use crate::{
    access::Scope,
    base::{Day, Error, Id, Result, id::EnrolmentId},
    db::{Event, InScope, Tx},
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
    queries_parts::insert_steps(tx, &rows)?;
    new.rev = old.rev + 1;
    Ok(new)
}

/// Says what was done to an enrolment.
pub fn record(tx: &mut Tx, row: &Enrolment, action: &'static str, fields: &[&'static str]) {
    tx.record(Event::new(action, "enrolment", row.id).in_area(row.area_id).fields(fields.iter().copied()));
}
