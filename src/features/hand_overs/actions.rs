//! What people can do to hand-overs: hand a household over, take it, give it back, take it back, say what came of it.
use std::collections::BTreeSet;

use super::{
    api::{AcceptHandOver, CreateHandOver, ReturnHandOver, WithdrawHandOver},
    deadline::working_days_after,
    fulfilled::fulfilled,
    lifecycle::{State, may_follow},
    model::HandOver,
    problems, queries,
    views::{NOTE, WHY, open, seal},
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result, Text,
        id::{EnrolmentId, HandOverId, HouseholdId, OrganisationId, PersonId},
        problem::NOT_FOUND,
        scheme::{Scheme, join, split},
    },
    db::{Event, InScope, Tx, scoped},
    features::{
        accounts,
        lists::{self, List},
        organisations, people,
    },
    rest::Calling,
};

/// Farthest day by which somebody may be asked to call.
const DAYS_AHEAD: i64 = 366;

fn missing(pointer: &'static str, vi: &'static str, en: &'static str) -> Error {
    NOT_FOUND.field(pointer, "not-found", Text { vi, en }).into()
}

/// Hands a household over to an organisation that looks after its area.
///
/// # Errors
/// When something it names is not there; `do-not-contact`, `hand-over-person`, `hand-over-without-scheme`, `hand-over-scheme`,
/// `hand-over-due`, `hand-over-not-returned`, `hand-over-open-already`; those of [`organisations::require_serving`].
pub fn create_hand_over(tx: &mut Tx, scope: &Scope, input: CreateHandOver, usual: &Calling) -> Result<HandOver> {
    let household = people::find_household(tx.conn()?, scope, input.household_id)?
        .ok_or_else(|| missing("/household_id", "Không tìm thấy hộ", "No such household"))?;
    let (person_ids, schemes) = content(tx, scope, &household, &input)?;
    organisations::require_serving(tx.conn()?, scope, input.organisation_id, household.area_id, "/organisation_id")?;
    if let Some(collector) = input.collector_id {
        accounts::require_collector(tx, collector, input.organisation_id, household.area_id)?;
    }
    if let Some(after) = input.after_id {
        let before = queries::find(tx.conn()?, scope, after)?
            .ok_or_else(|| missing("/after_id", "Không tìm thấy việc chuyển giao trước", "No such hand-over"))?;
        if before.state != State::Returned || before.household_id != household.id {
            let wrong = &problems::NOT_RETURNED;
            return Err(wrong.field("/after_id", "not-returned", wrong.title).into());
        }
    }
    let due_on = due_on(tx.today(), input.due_on, usual)?;
    let (id, seals) = (input.id.unwrap_or_else(Id::new), tx.seals());
    let row = HandOver {
        id,
        household_id: household.id,
        area_id: household.area_id,
        organisation_id: input.organisation_id,
        collector_id: input.collector_id,
        schemes: join(&schemes),
        visit_id: input.visit_id,
        after_id: input.after_id,
        due_on,
        state: State::Open,
        accepted_at: None,
        ended_at: None,
        reason: None,
        enrolment_id: None,
        note_sealed: seal(seals, NOTE, &id, input.note.as_deref())?,
        why_sealed: None,
        seal_key: seals.key_number()?,
        given_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert(tx, &row, &person_ids)?;
    let fields =
        ["household_id", "person_ids", "schemes", "visit_id", "organisation_id", "collector_id", "due_on", "note"];
    tx.record(Event::new("hand_over.given", "hand_over", id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Of whom a hand-over speaks and what they want: what is said, and where nothing is said what the visit noted.
fn content(
    tx: &mut Tx,
    scope: &Scope,
    household: &InScope<people::Household>,
    input: &CreateHandOver,
) -> Result<(Vec<PersonId>, Vec<Scheme>)> {
    let noted = match input.visit_id {
        None => None,
        Some(visit) => {
            let noted = queries::interest(tx.conn()?, scope, household, visit)?;
            Some(noted.ok_or_else(|| {
                missing("/visit_id", "Không tìm thấy lượt đến nhà này của hộ", "No such visit to this household")
            })?)
        }
    };
    let members = queries::members(tx.conn()?, household)?;
    let said: BTreeSet<PersonId> = input.person_ids.iter().copied().collect();
    if let Some(at) = input.person_ids.iter().position(|person| members.iter().all(|member| member.id != *person)) {
        let wrong = &problems::PERSON;
        return Err(wrong.field(format!("/person_ids/{at}"), "not-of-household", wrong.title).into());
    }
    let (noted_people, noted_schemes) = noted.unwrap_or_default();
    let living: BTreeSet<PersonId> = members.iter().map(|member| member.id).collect();
    let person_ids = if said.is_empty() { noted_people.intersection(&living).copied().collect() } else { said };
    let not_sold = |scheme: &Scheme| matches!(scheme, Scheme::BhxhBb | Scheme::Bhtn);
    if let Some(at) = input.schemes.iter().position(not_sold) {
        let wrong = &problems::NOT_SOLD;
        return Err(wrong.field(format!("/schemes/{at}"), "not-sold", wrong.title).into());
    }
    let schemes = if input.schemes.is_empty() {
        noted_schemes.into_iter().filter(|scheme| !not_sold(scheme)).collect()
    } else {
        input.schemes.clone()
    };
    if schemes.is_empty() {
        let wrong = &problems::WANTS_NOTHING;
        return Err(wrong.field("/schemes", "missing", wrong.title).into());
    }
    let asked_not_to = |member: &queries::Member| member.do_not_contact && person_ids.contains(&member.id);
    if household.do_not_contact || members.iter().any(asked_not_to) {
        return Err(problems::DO_NOT_CONTACT.now().into());
    }
    Ok((person_ids.into_iter().collect(), schemes))
}

fn due_on(today: Day, said: Option<Day>, usual: &Calling) -> Result<Day> {
    let due_on = said.unwrap_or_else(|| working_days_after(today, usual.working_days, &usual.holidays));
    if due_on < today || due_on > today.plus_days(DAYS_AHEAD) {
        return Err(problems::DUE.field("/due_on", "out-of-range", problems::DUE.title).into());
    }
    Ok(due_on)
}

/// Takes a household over, or over from another collector of the organisation.
///
/// # Errors
/// `do-not-contact` when the household asked so meanwhile; `hand-over-step-not-allowed` when it does not wait; `not-found` for somebody who does not collect for the organisation
/// there.
pub fn accept_hand_over(tx: &mut Tx, scope: &Scope, id: HandOverId, input: &AcceptHandOver) -> Result<HandOver> {
    let (old, mut new) = stepped(tx, scope, id, State::Accepted)?;
    let home = people::find_household(tx.conn()?, scope, old.household_id)?;
    if home.is_some_and(|home| home.do_not_contact) {
        return Err(problems::DO_NOT_CONTACT.now().into());
    }
    if let Some(collector) = input.collector_id {
        accounts::require_collector(tx, collector, old.organisation_id, old.area_id)?;
        new.collector_id = Some(collector);
    } else if let Some(own) = tx.actor().user_id {
        let today = tx.today();
        if accounts::collects_for(tx.conn()?, own, old.organisation_id, old.area_id, today)? {
            new.collector_id = Some(own);
        }
    }
    new.accepted_at = new.accepted_at.or(Some(tx.now()));
    save(tx, &old, new, "hand_over.accepted", &["state", "collector_id"])
}

/// Gives a household back, with the reason.
///
/// # Errors
/// `hand-over-step-not-allowed` when it does not wait; `unknown-code`.
pub fn return_hand_over(tx: &mut Tx, scope: &Scope, id: HandOverId, input: &ReturnHandOver) -> Result<HandOver> {
    let (old, mut new) = stepped(tx, scope, id, State::Returned)?;
    lists::require(tx.conn()?, List::HandOverReturn, &input.reason, "/reason")?;
    new.reason = Some(input.reason.to_string());
    reseal(tx, &mut new, input.why.as_deref())?;
    save(tx, &old, new, "hand_over.returned", &["state", "reason", "why"])
}

/// Takes a hand-over back: whoever gave it, or anybody who sees all organisations' there.
///
/// # Errors
/// `hand-over-step-not-allowed` when it does not wait; `hand-over-not-given-by-you` for the receiving side.
pub fn withdraw_hand_over(tx: &mut Tx, scope: &Scope, id: HandOverId, input: &WithdrawHandOver) -> Result<HandOver> {
    let (old, mut new) = stepped(tx, scope, id, State::Withdrawn)?;
    if old.given_by != tx.actor().user_id && !scoped::reaches_freely(tx.conn()?, scope, old.area_id)? {
        return Err(problems::NOT_THE_GIVER.now().into());
    }
    reseal(tx, &mut new, input.why.as_deref())?;
    save(tx, &old, new, "hand_over.withdrawn", &["state", "why"])
}

/// Ends the hand-over of a household to an organisation that waits, if there is one, with the sign-up by which all that was
/// asked has come about; before that it goes on waiting. Its audit line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn end_with(
    tx: &mut Tx,
    scope: &Scope,
    household: HouseholdId,
    organisation: OrganisationId,
    enrolment: EnrolmentId,
) -> Result<()> {
    let Some(old) = queries::waiting(tx.conn()?, scope, household, organisation)? else { return Ok(()) };
    if !has_come_about(tx, &old)? {
        return Ok(());
    }
    let now = tx.now();
    let new = HandOver { state: State::Done, ended_at: Some(now), enrolment_id: Some(enrolment), ..(*old).clone() };
    queries::update(tx, &old, &new)?;
    tx.touch("hand_over", new.id, crate::db::FeedKind::Upsert, Some(new.area_id));
    Ok(())
}

/// A sign-up of a household came to nothing: the hand-over that it had ended waits again, unless another one waits or all
/// that was asked has come about without it. Its audit line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn reopen(tx: &mut Tx, scope: &Scope, household: HouseholdId, organisation: OrganisationId) -> Result<()> {
    if queries::waiting(tx.conn()?, scope, household, organisation)?.is_some() {
        return Ok(());
    }
    let Some(old) = queries::done_last(tx.conn()?, scope, household, organisation)? else { return Ok(()) };
    if has_come_about(tx, &old)? {
        return Ok(());
    }
    let state = if old.accepted_at.is_some() { State::Accepted } else { State::Open };
    let new = HandOver { state, ended_at: None, enrolment_id: None, ..(*old).clone() };
    queries::update(tx, &old, &new)?;
    tx.touch("hand_over", new.id, crate::db::FeedKind::Upsert, Some(new.area_id));
    Ok(())
}

fn has_come_about(tx: &mut Tx, of: &InScope<HandOver>) -> Result<bool> {
    let people = queries::people(tx.conn()?, &[of.id])?.remove(&of.id).unwrap_or_default();
    let signed = queries::signed_since(tx.conn()?, of)?;
    Ok(fulfilled(&people, &split(&of.schemes), &signed))
}

/// The hand-over and what it becomes with this step.
fn stepped(tx: &mut Tx, scope: &Scope, id: HandOverId, to: State) -> Result<(InScope<HandOver>, HandOver)> {
    let old = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if !may_follow(old.state, to) {
        return Err(problems::step(old.state, to));
    }
    let ended_at = if to.waits() { None } else { Some(tx.now()) };
    let new = HandOver { state: to, ended_at, ..(*old).clone() };
    Ok((old, new))
}

/// Seals the reason; one key number stands for both sealed values of a row, so the note is sealed anew with it.
fn reseal(tx: &Tx, new: &mut HandOver, why: Option<&str>) -> Result<()> {
    let seals = tx.seals();
    let note = open(seals, NOTE, &new.id, new.note_sealed.as_deref())?;
    new.note_sealed = seal(seals, NOTE, &new.id, note.as_deref())?;
    new.why_sealed = seal(seals, WHY, &new.id, why)?;
    new.seal_key = seals.key_number()?;
    Ok(())
}

fn save(
    tx: &mut Tx,
    old: &InScope<HandOver>,
    mut new: HandOver,
    action: &'static str,
    fields: &[&'static str],
) -> Result<HandOver> {
    queries::update(tx, old, &new)?;
    new.rev = old.rev + 1;
    tx.record(Event::new(action, "hand_over", new.id).in_area(new.area_id).fields(fields.iter().copied()));
    Ok(new)
}
