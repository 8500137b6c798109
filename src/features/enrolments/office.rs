//! What the social security office answers, and what ends an enrolment: issued, sent back, stopped, paid back.
use super::{
    api_office::{IssueEnrolment, RefundEnrolment, RefuseEnrolment, StopEnrolment},
    lifecycle::Step,
    model::{Enrolment, Reversal},
    problems, queries_parts,
    refund::{self, Covers, Parts, Unfit, refund},
    sealing,
    write::{Said, check, day_of, found, quoted_members, record, take},
};
use crate::{
    access::Scope,
    base::{Day, Result, id::EnrolmentId},
    db::{InScope, Tx},
    features::{
        lists::{self, List},
        quotes::Method,
    },
};

/// The office issued the card or the book.
///
/// # Errors
/// `enrolment-step-not-allowed`, `enrolment-day`, `card-number-taken`.
pub fn issue_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &IssueEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    let new = issue(tx, &old, input)?;
    record(tx, &new, "enrolment.issued", &["step", "number", "issued_on"]);
    Ok(new)
}

/// The same of one that was found in scope. The audit line is the caller's.
///
/// # Errors
/// `enrolment-step-not-allowed`, `enrolment-day`, `card-number-taken`.
pub fn issue(tx: &mut Tx, old: &InScope<Enrolment>, input: &IssueEnrolment) -> Result<Enrolment> {
    check(old, Step::Issued)?;
    refuse_future(tx, input.issued_on, "/issued_on")?;
    refuse_before(tx, old, Step::HandedIn, input.issued_on, "/issued_on")?;
    let numbers = sealing::indexes(tx.seals(), &input.number);
    if queries_parts::is_card_of_another(tx.conn()?, old, &numbers)? {
        return Err(problems::CARD_TAKEN.field("/number", "taken", problems::CARD_TAKEN.title).into());
    }
    let card = sealing::card(tx.seals(), old.id, &input.number, input.issued_on)?;
    queries_parts::insert_card(tx, &card)?;
    let said = Said { on: Some(input.issued_on), ..Said::default() };
    take(tx, old, (**old).clone(), &[(Step::Issued, said)])
}

/// The office sent it back.
///
/// # Errors
/// `enrolment-step-not-allowed`, `enrolment-day`, `unknown-code`.
pub fn refuse_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &RefuseEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    let new = refuse(tx, &old, input)?;
    record(tx, &new, "enrolment.refused", &["step", "reason", "why", "on"]);
    Ok(new)
}

/// The same of one that was found in scope. The audit line is the caller's.
///
/// # Errors
/// `enrolment-step-not-allowed`, `enrolment-day`, `unknown-code`.
pub fn refuse(tx: &mut Tx, old: &InScope<Enrolment>, input: &RefuseEnrolment) -> Result<Enrolment> {
    check(old, Step::Refused)?;
    lists::require(tx.conn()?, List::OfficeRefusal, &input.reason, "/reason")?;
    refuse_future(tx, input.on, "/on")?;
    refuse_before(tx, old, Step::HandedIn, input.on, "/on")?;
    let said = Said { on: Some(input.on), reason: Some(&input.reason), why: input.why.as_deref() };
    take(tx, old, (**old).clone(), &[(Step::Refused, said)])
}

/// Somebody stops before the end; the last day that counts is kept.
///
/// # Errors
/// `enrolment-step-not-allowed`, `enrolment-day` for a day outside the period, `unknown-code`.
pub fn stop_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &StopEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Stopped)?;
    lists::require(tx.conn()?, List::StopReason, &input.reason, "/reason")?;
    let before = old.quote.period_from.min(old.quote.starts_on).before();
    if input.on < before || input.on > old.kept_to {
        return Err(problems::day("/on", Some(before), old.kept_to));
    }
    let said = Said { on: Some(input.on), reason: Some(&input.reason), why: input.why.as_deref() };
    let new = take(tx, &old, Enrolment { kept_to: input.on, ..(*old).clone() }, &[(Step::Stopped, said)])?;
    record(tx, &new, "enrolment.stopped", &["step", "reason", "why", "on"]);
    Ok(new)
}

/// Pays back the whole months that are left: to the payer the own part, to the budgets theirs.
///
/// # Errors
/// `enrolment-step-not-allowed`, `receipt-missing`, `refund-month`, `enrolment-day`, `unknown-code`.
pub fn refund_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &RefundEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Refunded)?;
    lists::require(tx.conn()?, List::RefundReason, &input.reason, "/reason")?;
    refuse_future(tx, input.decided_on, "/decided_on")?;
    refuse_before(tx, &old, Step::Paid, input.decided_on, "/decided_on")?;
    if queries_parts::receipts(tx.conn()?, &[id])?.is_empty() {
        return Err(problems::NO_RECEIPT.now().into());
    }
    let quote = &old.quote;
    let paid = Parts {
        payer_vnd: quote.payable_vnd,
        state_vnd: quote.state_vnd,
        local_vnd: quote.local_vnd,
        other_vnd: quote.other_vnd,
    };
    let unfit = |why: Unfit| problems::REFUND_MONTH.field("/from_month", why.as_str(), why.words());
    let back = refund(paid, &covers(tx, &old)?, quote.period_from, quote.months, input.from_month)
        .ok_or_else(|| unfit(Unfit::NotAMonth))?;
    let missing = quote.method == Method::MissingMonths.as_str();
    if let Some(why) = refund::unfit(old.step, missing, &back, (quote.period_from, quote.months), old.kept_to) {
        return Err(unfit(why).into());
    }
    let reversal = Reversal {
        enrolment_id: id,
        from_month: input.from_month,
        months: back.months,
        payer_vnd: back.parts.payer_vnd,
        state_vnd: back.parts.state_vnd,
        local_vnd: back.parts.local_vnd,
        other_vnd: back.parts.other_vnd,
        reason: input.reason.to_string(),
        decided_on: input.decided_on,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    queries_parts::insert_reversal(tx, &reversal)?;
    let said = Said { on: Some(input.decided_on), reason: Some(&input.reason), why: input.why.as_deref() };
    let new = Enrolment { kept_to: back.kept_to.min(old.kept_to), ..(*old).clone() };
    let new = take(tx, &old, new, &[(Step::Refunded, said)])?;
    record(tx, &new, "enrolment.refunded", &["step", "from_month", "reason", "why", "decided_on"]);
    Ok(new)
}

/// Which months each support of an enrolment covers, as its quote says.
fn covers(tx: &mut Tx, of: &Enrolment) -> Result<Vec<Covers>> {
    let members = quoted_members(tx, &of.quote)?;
    let own = members.into_iter().filter(|member| member.key == of.quote.member_key);
    let supports = own.flat_map(|member| member.supports);
    Ok(supports.map(|s| Covers { source: s.source, months: s.months, amount_vnd: s.amount_vnd }).collect())
}

/// Nothing takes place before what it follows.
fn refuse_before(tx: &mut Tx, of: &Enrolment, step: Step, on: Day, pointer: &'static str) -> Result<()> {
    match day_of(tx, of.id, step)? {
        Some(before) if on < before => Err(problems::day_before(pointer, step, before)),
        _ => Ok(()),
    }
}

fn refuse_future(tx: &Tx, on: Day, pointer: &'static str) -> Result<()> {
    if on > tx.today() { Err(problems::day(pointer, None, tx.today())) } else { Ok(()) }
}
