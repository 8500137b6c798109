//! Money: the payment with its receipt, the way back on the same day, a corrected receipt, instalments.
use super::{
    api::{CorrectReceipt, CreateInstalment, PayEnrolment, UnpayEnrolment},
    lifecycle::Step,
    model::{Enrolment, Instalment, Receipt},
    overlap::{excludes, holds},
    problems, queries_facts, queries_parts,
    receipt_number::receipt_number,
    write::{Said, check, found, instalments_held, quoted_members, record, take},
};
use crate::{
    access::Scope,
    base::{Day, Error, Id, ProblemSpec, Result, id::EnrolmentId, scheme::Scheme},
    db::{InScope, Tx},
    features::{people, quotes},
};

/// The whole amount was paid, on a day for which the quote holds, and there is a receipt.
///
/// # Errors
/// `enrolment-step-not-allowed`, `payment-amount`, `enrolment-day`, `quote-out-of-date`, `quote-place-open`, `receipt-number`, `receipt-number-taken`.
pub fn pay_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &PayEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Paid)?;
    if input.amount_vnd.0 != old.quote.payable_vnd {
        return Err(problems::amount(old.quote.payable_vnd, input.amount_vnd.0));
    }
    if input.paid_on > tx.today() {
        return Err(problems::day("/paid_on", None, tx.today()));
    }
    check_receipt_day(tx, input.receipt_on, input.paid_on)?;
    check_quote(tx, scope, &old, input.paid_on)?;
    check_place(tx, &old)?;
    let receipt = receipt(tx, &old, &input.receipt_number, input.receipt_on, input.paid_on)?;
    queries_parts::insert_receipt(tx, &old, &receipt)?;
    let said = Said { on: Some(input.paid_on), ..Said::default() };
    let new = take(tx, &old, (*old).clone(), &[(Step::Paid, said)])?;
    record(tx, &new, "enrolment.paid", &["step", "receipt_number", "receipt_on", "paid_on", "amount_vnd"]);
    Ok(new)
}

/// Takes a payment back that was entered by mistake, on the day it was entered. The receipt stays, as one that holds no more.
///
/// # Errors
/// `enrolment-step-not-allowed`; `payment-final` on a later day.
pub fn unpay_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &UnpayEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Declared)?;
    if old.step != Step::Paid {
        return Err(problems::step(old.step, Step::Declared));
    }
    let standing = queries_parts::receipts(tx.conn()?, &[id])?.remove(&id).ok_or_else(|| problems::NO_RECEIPT.now())?;
    if standing.created_at.day() != tx.today() {
        return Err(problems::TOO_LATE.now().into());
    }
    queries_parts::void_receipt(tx, &old)?;
    let said = Said { why: Some(&input.why), ..Said::default() };
    let new = take(tx, &old, (*old).clone(), &[(Step::Declared, said)])?;
    record(tx, &new, "enrolment.payment_taken_back", &["step", "why"]);
    Ok(new)
}

/// Puts the right receipt in the place of a wrong one: amount and day of payment stay.
///
/// # Errors
/// `receipt-missing`; `receipt-final` once the office answered; `enrolment-day`, `receipt-number`, `receipt-number-taken`.
pub fn correct_receipt(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &CorrectReceipt) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    let before = queries_parts::receipts(tx.conn()?, &[id])?.remove(&id).ok_or_else(|| problems::NO_RECEIPT.now())?;
    if !matches!(old.step, Step::Paid | Step::HandedIn) {
        return Err(problems::RECEIPT_FINAL.now().into());
    }
    check_receipt_day(tx, input.receipt_on, before.paid_on)?;
    queries_parts::void_receipt(tx, &old)?;
    let receipt = receipt(tx, &old, &input.receipt_number, input.receipt_on, before.paid_on)?;
    queries_parts::insert_receipt(tx, &old, &receipt)?;
    let new = take(tx, &old, (*old).clone(), &[])?;
    record(tx, &new, "enrolment.receipt_corrected", &["receipt_number", "receipt_on"]);
    Ok(new)
}

/// Notes a part of the money, or that a part was given back. Nothing else changes: what is not paid in full is not paid.
///
/// # Errors
/// `enrolment-step-not-allowed` once it is paid; `enrolment-day`, `instalment-nothing`, `instalments-exceed`,
/// `instalment-not-held`, `already-exists`.
pub fn create_instalment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &CreateInstalment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    if !matches!(old.step, Step::Promised | Step::Declared) {
        return Err(problems::step(old.step, Step::Paid));
    }
    let (first, today) = (old.quote.quoted_on.min(old.created_at.day()), tx.today());
    if input.paid_on > today || input.paid_on < first {
        return Err(problems::day("/paid_on", Some(first), today));
    }
    let wrong = |what: &'static ProblemSpec, code| what.field("/amount_vnd", code, what.title);
    if input.amount_vnd.0 == 0 {
        return Err(wrong(&problems::NO_MONEY, "nothing").into());
    }
    let held = instalments_held(tx, id)?;
    if input.returned && input.amount_vnd.0 > held {
        return Err(wrong(&problems::RETURNED, "too-much").into());
    }
    let amount_vnd = if input.returned { -input.amount_vnd.0 } else { input.amount_vnd.0 };
    if held + amount_vnd > old.quote.payable_vnd {
        return Err(wrong(&problems::INSTALMENTS, "too-much").into());
    }
    let row = Instalment {
        id: input.id.unwrap_or_else(Id::new),
        enrolment_id: id,
        paid_on: input.paid_on,
        amount_vnd,
        recorded_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    queries_parts::insert_instalment(tx, &row)?;
    let new = take(tx, &old, (*old).clone(), &[])?;
    let action = if input.returned { "enrolment.instalment_returned" } else { "enrolment.instalment_noted" };
    record(tx, &new, action, &["paid_on", "amount_vnd", "returned"]);
    Ok(new)
}

/// A reduction for the place in the household holds while as many of its quote stand as the place says: those who joined
/// before the quote, and of its members those who promised or paid.
fn check_place(tx: &mut Tx, old: &Enrolment) -> Result<()> {
    let members = quoted_members(tx, &old.quote)?;
    let place = |key: &str| members.iter().find(|member| member.key == key).and_then(|member| member.rank);
    let first = members.iter().filter_map(|member| member.rank).min();
    let (Some(own), Some(first)) = (place(&old.quote.member_key), first) else { return Ok(()) };
    if own == first {
        return Ok(());
    }
    tx.alone()?;
    let all = queries_facts::taken_up(tx.conn()?, old.quote.kept_quote_id)?;
    let standing = all.iter().filter(|(_, key, step)| holds(*step) && place(key).is_some()).count();
    if own >= first + i32::try_from(standing).map_err(Error::internal)? {
        return Err(problems::PLACE_OPEN.now().into());
    }
    Ok(())
}

fn receipt(tx: &Tx, of: &Enrolment, number: &str, issued_on: Day, paid_on: Day) -> Result<Receipt> {
    let wrong = &problems::RECEIPT_NUMBER;
    let number =
        receipt_number(number).ok_or_else(|| wrong.field("/receipt_number", "not-a-receipt-number", wrong.title))?;
    Ok(Receipt {
        id: Id::new(),
        enrolment_id: of.id,
        organisation_id: of.organisation_id,
        number: number.text,
        number_key: number.key,
        year: issued_on.year(),
        issued_on,
        paid_on,
        amount_vnd: of.quote.payable_vnd,
        recorded_by: tx.actor().user_id,
        created_at: tx.now(),
        voided_at: None,
        voided_by: None,
    })
}

/// A receipt is written when the money is paid, or later, and not ahead of us.
fn check_receipt_day(tx: &Tx, receipt_on: Day, paid_on: Day) -> Result<()> {
    let today = tx.today();
    if receipt_on < paid_on || receipt_on > today {
        return Err(problems::day("/receipt_on", Some(paid_on), today));
    }
    Ok(())
}

/// The quote speaks of this day of payment: it holds on it, and where the first day of a health card is counted from the
/// payment (Điều 16.3c), it was made for this very day. A card that goes on from one that the record knows does not depend on
/// the day. A decree that was recorded since the quote ends it.
fn check_quote(tx: &mut Tx, scope: &Scope, old: &InScope<Enrolment>, paid_on: Day) -> Result<()> {
    let quote = &old.quote;
    if paid_on < quote.quoted_on || !quotes::holds_on(tx, quote.kept_quote_id, paid_on)? {
        return Err(problems::OUT_OF_DATE.now().into());
    }
    if paid_on == quote.quoted_on || quote.scheme != Scheme::BhytHgd {
        return Ok(());
    }
    let person = people::find_person(tx.conn()?, scope, old.person_id)?.ok_or_else(Error::not_found)?;
    let history = queries_facts::history(tx.conn()?, &person, Some(old.id))?;
    let mut health = history.before.iter().filter(|before| excludes(quote.scheme, before.scheme));
    if health.any(|before| before.ended_on == quote.starts_on.before()) {
        return Ok(());
    }
    Err(problems::OUT_OF_DATE.now().into())
}
