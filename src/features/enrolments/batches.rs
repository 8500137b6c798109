//! Handing in: paid sign-ups of one organisation and scheme go to the office together, and come back together while it has
//! not answered.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    api_office::CreateEnrolmentBatch,
    lifecycle::Step,
    model::{Batch, Enrolment, Receipt},
    problems, queries, queries_parts,
    write::{Said, take},
};
use crate::{
    access::Scope,
    base::{
        Error, FieldIssue, Id, Result,
        id::{EnrolmentBatchId, EnrolmentId},
        problem::INVALID,
    },
    db::{Event, FeedKind, InScope, Tx},
    features::{areas, organisations},
};

/// Hands sign-ups in: all of them, or none when one is at fault.
///
/// # Errors
/// `enrolment-batch` naming each that is not there, not paid, of another scheme or organisation, or outside the area;
/// `enrolment-day`, `already-exists`.
pub fn hand_in(tx: &mut Tx, scope: &Scope, input: &CreateEnrolmentBatch) -> Result<Batch> {
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    organisations::require_serving(tx.conn()?, scope, input.organisation_id, input.area_id, "/organisation_id")?;
    if input.handed_in_on > tx.today() {
        return Err(problems::day("/handed_in_on", None, tx.today()));
    }
    if input.enrolment_ids.is_empty() {
        return Err(INVALID.field("/enrolment_ids", "missing", problems::BATCH.title).into());
    }
    let members = queries::for_batch(tx.conn()?, scope, input.area_id, &input.enrolment_ids)?;
    let receipts = queries_parts::receipts(tx.conn()?, &input.enrolment_ids)?;
    let errors = faults(input, &members, &receipts);
    if !errors.is_empty() {
        return Err(problems::BATCH.at(errors).into());
    }
    let row = Batch {
        id: input.id.unwrap_or_else(Id::new),
        organisation_id: input.organisation_id,
        area_id: input.area_id,
        scheme: input.scheme,
        handed_in_on: input.handed_in_on,
        members: i32::try_from(members.len()).map_err(Error::internal)?,
        taken_back_at: None,
        taken_back_by: None,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_batch(tx, &row)?;
    let said = Said { on: Some(input.handed_in_on), ..Said::default() };
    for member in &members {
        let new = Enrolment { batch_id: Some(row.id), ..(**member).clone() };
        take(tx, member, new, &[(Step::HandedIn, said)])?;
        tx.touch("enrolment", member.id, FeedKind::Upsert, Some(member.area_id));
    }
    let fields = ["organisation_id", "scheme", "handed_in_on", "enrolment_ids"];
    tx.record(Event::new("enrolments.handed_in", "enrolment_batch", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// What is wrong with which of them.
fn faults(
    input: &CreateEnrolmentBatch,
    members: &[InScope<Enrolment>],
    receipts: &BTreeMap<EnrolmentId, Receipt>,
) -> Vec<FieldIssue> {
    let paid_later =
        |member: &Enrolment| receipts.get(&member.id).is_some_and(|receipt| receipt.paid_on > input.handed_in_on);
    let (mut seen, mut errors) = (BTreeSet::new(), Vec::new());
    for (at, id) in input.enrolment_ids.iter().enumerate() {
        let member = members.iter().find(|member| member.id == *id);
        let code = match member {
            None => "not-found",
            Some(_) if !seen.insert(*id) => "twice",
            Some(member) if member.organisation_id != input.organisation_id => "other-organisation",
            Some(member) if member.quote.scheme != input.scheme => "other-scheme",
            Some(member) if member.step != Step::Paid => "not-paid",
            Some(member) if paid_later(member) => "paid-later",
            Some(_) => continue,
        };
        errors.push(FieldIssue {
            pointer: format!("/enrolment_ids/{at}").into(),
            code,
            detail: problems::batch_fault(code),
        });
    }
    errors
}

/// Takes a batch back while the office has answered none of it: its sign-ups are paid ones again.
///
/// # Errors
/// `enrolment-batch-answered`; `enrolment-batch-elsewhere` when some of it lies where the caller may not act.
pub fn take_back(tx: &mut Tx, scope: &Scope, id: EnrolmentBatchId) -> Result<Batch> {
    let old = queries::find_batch(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let members = queries::of_batch(tx.conn()?, scope, id)?;
    let all = usize::try_from(old.members).is_ok_and(|all| all == members.len());
    if old.taken_back_at.is_none() && !all {
        return Err(problems::BATCH_ELSEWHERE.now().into());
    }
    if old.taken_back_at.is_some() || members.iter().any(|member| member.step != Step::HandedIn) {
        return Err(problems::BATCH_ANSWERED.now().into());
    }
    for member in &members {
        let new = Enrolment { batch_id: None, ..(**member).clone() };
        take(tx, member, new, &[(Step::Paid, Said::default())])?;
        tx.touch("enrolment", member.id, FeedKind::Upsert, Some(member.area_id));
    }
    let (taken_back_at, taken_back_by) = (Some(tx.now()), tx.actor().user_id);
    let new = Batch { taken_back_at, taken_back_by, rev: old.rev + 1, ..(*old).clone() };
    queries::take_batch_back(tx, &old, &new)?;
    tx.record(
        Event::new("enrolments.taken_back", "enrolment_batch", id).in_area(old.area_id).fields(["taken_back_at"]),
    );
    Ok(new)
}
