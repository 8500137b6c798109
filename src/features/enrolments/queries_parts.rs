//! SQL of what hangs on enrolments: steps, receipts, instalments, cards, reversals.
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    model::{Card, Enrolment, Instalment, Receipt, Reversal, StepRow},
    queries_joining,
};
use crate::{
    access::Scope,
    base::{
        Result,
        id::{EnrolmentId, PersonId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            enrolment_cards, enrolment_instalments, enrolment_receipts, enrolment_reversals, enrolment_steps,
            enrolments, persons,
        },
        scoped,
    },
};

use super::problems::RECEIPT_TAKEN;

const ONE_RECEIPT_PER_NUMBER: UniqueRule = UniqueRule {
    postgres: "enrolment_receipts_one_per_number",
    sqlite: "enrolment_receipts.organisation_id, enrolment_receipts.year, enrolment_receipts.number_key",
};
const ONE_INSTALMENT_PER_ID: UniqueRule =
    UniqueRule { postgres: "enrolment_instalments_pkey", sqlite: "enrolment_instalments.id" };

/// How many ids one statement names.
const AT_ONCE: usize = 1_000;

/// The steps of an enrolment that was found in scope, in order.
pub fn steps(conn: &mut Conn, of: &InScope<Enrolment>) -> Result<Vec<StepRow>> {
    Ok(enrolment_steps::table
        .filter(enrolment_steps::enrolment_id.eq(of.id))
        .order(enrolment_steps::n)
        .select(StepRow::as_select())
        .load(conn)?)
}

/// The steps of enrolments that were found in scope, each one's in order.
pub fn steps_of(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, Vec<StepRow>>> {
    let mut all: BTreeMap<EnrolmentId, Vec<StepRow>> = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<StepRow> = enrolment_steps::table
            .filter(among(enrolment_steps::enrolment_id, ids))
            .order((enrolment_steps::enrolment_id, enrolment_steps::n))
            .select(StepRow::as_select())
            .load(conn)?;
        for row in rows {
            all.entry(row.enrolment_id).or_default().push(row);
        }
    }
    Ok(all)
}

/// How many steps each of these took.
pub fn step_counts(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, i32>> {
    let rows: Vec<(EnrolmentId, i32)> = enrolment_steps::table
        .filter(among(enrolment_steps::enrolment_id, ids))
        .order((enrolment_steps::enrolment_id, enrolment_steps::n))
        .select((enrolment_steps::enrolment_id, enrolment_steps::n))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn insert_steps(tx: &mut Tx, rows: &[StepRow]) -> Result<()> {
    insert_all!(tx.conn()?, enrolment_steps::table, rows)?;
    Ok(())
}

/// The receipts that stand, by enrolment.
pub fn receipts(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, Receipt>> {
    let rows: Vec<Receipt> = enrolment_receipts::table
        .filter(among(enrolment_receipts::enrolment_id, ids))
        .filter(enrolment_receipts::voided_at.is_null())
        .order(enrolment_receipts::id)
        .select(Receipt::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row)).collect())
}

/// Every receipt of an enrolment that was found in scope, those that hold no more too, in order.
pub fn all_receipts(conn: &mut Conn, of: &InScope<Enrolment>) -> Result<Vec<Receipt>> {
    Ok(enrolment_receipts::table
        .filter(enrolment_receipts::enrolment_id.eq(of.id))
        .order(enrolment_receipts::id)
        .select(Receipt::as_select())
        .load(conn)?)
}

/// Writes a receipt of an enrolment that was found in scope: it counts as paid.
///
/// # Errors
/// `receipt-number-taken` when another enrolment of the organisation has it.
pub fn insert_receipt(tx: &mut Tx, of: &InScope<Enrolment>, row: &Receipt) -> Result<()> {
    diesel::insert_into(enrolment_receipts::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_RECEIPT_PER_NUMBER, &RECEIPT_TAKEN)?;
    queries_joining::count(tx, of, row.paid_on, 1)
}

/// Says that the receipt of an enrolment that was found in scope holds no more: it counts no more either.
pub fn void_receipt(tx: &mut Tx, of: &InScope<Enrolment>) -> Result<()> {
    if let Some(standing) = receipts(tx.conn()?, &[of.id])?.remove(&of.id) {
        queries_joining::count(tx, of, standing.paid_on, -1)?;
    }
    let (now, by) = (tx.now(), tx.actor().user_id);
    diesel::update(enrolment_receipts::table)
        .filter(enrolment_receipts::enrolment_id.eq(of.id))
        .filter(enrolment_receipts::voided_at.is_null())
        .set((enrolment_receipts::voided_at.eq(now), enrolment_receipts::voided_by.eq(by)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Instalments by enrolment, in order.
pub fn instalments(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, Vec<Instalment>>> {
    let rows: Vec<Instalment> = enrolment_instalments::table
        .filter(among(enrolment_instalments::enrolment_id, ids))
        .order((enrolment_instalments::paid_on, enrolment_instalments::id))
        .select(Instalment::as_select())
        .load(conn)?;
    let mut all: BTreeMap<EnrolmentId, Vec<Instalment>> = BTreeMap::new();
    for row in rows {
        all.entry(row.enrolment_id).or_default().push(row);
    }
    Ok(all)
}

pub fn insert_instalment(tx: &mut Tx, row: &Instalment) -> Result<()> {
    diesel::insert_into(enrolment_instalments::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_INSTALMENT_PER_ID, &ALREADY_EXISTS)
}

/// Cards by enrolment.
pub fn cards(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, Card>> {
    let rows: Vec<Card> = enrolment_cards::table
        .filter(among(enrolment_cards::enrolment_id, ids))
        .select(Card::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row)).collect())
}

/// Whether one of these numbers was issued to somebody else than the person of an enrolment that was found in scope.
pub fn is_card_of_another(conn: &mut Conn, of: &InScope<Enrolment>, numbers: &[String]) -> Result<bool> {
    let found: Option<EnrolmentId> = enrolment_cards::table
        .inner_join(enrolments::table)
        .filter(among(enrolment_cards::number_index, numbers))
        .filter(enrolments::person_id.ne(of.person_id))
        .select(enrolments::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

pub fn insert_card(tx: &mut Tx, row: &Card) -> Result<()> {
    diesel::insert_into(enrolment_cards::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

/// Cards sealed with an older data key than this one.
pub fn cards_sealed_before(conn: &mut Conn, key: i32, most: i64) -> Result<Vec<Card>> {
    Ok(enrolment_cards::table
        .filter(enrolment_cards::seal_key.lt(key))
        .order(enrolment_cards::enrolment_id)
        .limit(most)
        .select(Card::as_select())
        .load(conn)?)
}

/// Puts a card's number and index anew.
pub fn reseal_card(tx: &mut Tx, new: &Card) -> Result<()> {
    diesel::update(enrolment_cards::table.find(new.enrolment_id))
        .set((
            enrolment_cards::number_sealed.eq(&new.number_sealed),
            enrolment_cards::number_index.eq(&new.number_index),
            enrolment_cards::seal_key.eq(new.seal_key),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Reversals by enrolment.
pub fn reversals(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, Reversal>> {
    let rows: Vec<Reversal> = enrolment_reversals::table
        .filter(among(enrolment_reversals::enrolment_id, ids))
        .select(Reversal::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row)).collect())
}

pub fn insert_reversal(tx: &mut Tx, row: &Reversal) -> Result<()> {
    diesel::insert_into(enrolment_reversals::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

/// The names of people within the scope.
pub fn names(conn: &mut Conn, scope: &Scope, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>> {
    let rows: Vec<(PersonId, String)> = scoped::each::persons(scope)
        .filter(among(persons::id, ids))
        .select((persons::id, persons::full_name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
