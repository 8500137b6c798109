//! What a payment means for renewals: called where sign-ups are paid, taken back, stopped or paid back.
use super::{
    chain::{Period, chains},
    model::{Renewal, RenewalState},
    open_end::{End, together},
    queries,
};
use crate::{
    base::{
        Day, Id, Result,
        id::{AreaId, EnrolmentId, HouseholdId, OrganisationId, PersonId, UserId},
        scheme::Scheme,
    },
    db::{InScope, Tx},
};

/// A period that was paid.
#[derive(Debug, Clone)]
pub struct Paid {
    /// None where only the office told of it.
    pub enrolment_id: Option<EnrolmentId>,
    pub person_id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    pub scheme: Scheme,
    pub covered_from: Day,
    pub paid_to: Day,
    pub lapsed_after: Day,
}

/// A period was paid: what was due of this person in this scheme is renewed, with whomever it was, and its end is due. What
/// somebody said would not be renewed is renewed too; the reason stays with it, should the payment be taken back. The audit
/// line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn follow(tx: &mut Tx, paid: Paid) -> Result<Renewal> {
    let before = queries::of_person(tx, paid.person_id, paid.scheme)?;
    // A period that was paid after a later one is no end that anybody has to be reminded of.
    let open = [RenewalState::Due, RenewalState::Stopped];
    let standing = before.iter().filter(|before| open.contains(&before.state));
    let (later, sooner): (Vec<&Renewal>, Vec<&Renewal>) = standing.partition(|before| before.paid_to > paid.paid_to);
    let row = Renewal {
        id: Id::new(),
        person_id: paid.person_id,
        household_id: paid.household_id,
        area_id: paid.area_id,
        organisation_id: paid.organisation_id,
        collector_id: paid.collector_id,
        scheme: paid.scheme,
        enrolment_id: paid.enrolment_id,
        chain_from: paid.covered_from,
        covered_from: paid.covered_from,
        paid_to: paid.paid_to,
        lapsed_after: paid.lapsed_after,
        state: if later.is_empty() { RenewalState::Due } else { RenewalState::Renewed },
        renewed_by_id: later.first().map(|later| later.id),
        reason: None,
        why_sealed: None,
        seal_key: tx.seals().key_number()?,
        created_at: tx.now(),
        rev: 1,
        counted_area_id: paid.area_id,
    };
    queries::insert(tx, &row)?;
    for due in sooner {
        queries::set_state(tx, due, RenewalState::Renewed, Some(row.id))?;
    }
    let all = queries::of_person(tx, paid.person_id, paid.scheme)?;
    chain_anew(tx, all)?;
    Ok(row)
}

/// A payment is no more: what it renewed is due again, or stopped as somebody had said, or renewed by what came after it. The audit line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn take_back(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    let Some(row) = queries::of_enrolment(tx, enrolment)? else { return Ok(()) };
    let renewed = queries::renewed_by(tx, row.id)?;
    for before in renewed.iter().filter(|before| before.state == RenewalState::Renewed) {
        let state = match () {
            () if row.renewed_by_id.is_some() => RenewalState::Renewed,
            () if before.reason.is_some() => RenewalState::Stopped,
            () => RenewalState::Due,
        };
        queries::set_state(tx, before, state, row.renewed_by_id)?;
    }
    queries::delete(tx, &row)?;
    let rest = queries::of_person(tx, row.person_id, row.scheme)?;
    chain_anew(tx, rest)
}

/// A participation ended before its time: paid to that day, and not to be renewed. The audit line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn end_with(tx: &mut Tx, enrolment: EnrolmentId, paid_to: Day) -> Result<()> {
    let Some(row) = queries::of_enrolment(tx, enrolment)? else { return Ok(()) };
    queries::end_early(tx, &row, paid_to)?;
    let all = queries::of_person(tx, row.person_id, row.scheme)?;
    chain_anew(tx, all)
}

/// Records of a person came together, or parted: in each scheme one end is open at most, and each participation begins where it
/// does. The audit line is the caller's.
///
/// # Errors
/// When the database fails.
pub fn bring_together(tx: &mut Tx, person: PersonId) -> Result<()> {
    for scheme in Scheme::ALL {
        let rows = queries::of_person(tx, person, *scheme)?;
        let ends: Vec<End> = rows.iter().map(End::from).collect();
        for (row, end) in rows.iter().zip(together(&ends)) {
            if (row.state, row.renewed_by_id) != (end.state, end.renewed_by_id) {
                queries::set_state(tx, row, end.state, end.renewed_by_id)?;
            }
        }
        chain_anew(tx, rows)?;
    }
    Ok(())
}

/// Says anew of each of these periods since when its person is there without a gap, where that changed.
fn chain_anew(tx: &mut Tx, mut rows: Vec<Renewal>) -> Result<()> {
    rows.sort_by_key(|row| (row.covered_from, row.paid_to, row.id));
    let periods: Vec<Period> = rows.iter().map(Period::from).collect();
    for (row, chain_from) in rows.iter().zip(chains(&periods)) {
        if row.chain_from != chain_from {
            queries::set_chain(tx, row, chain_from)?;
        }
    }
    Ok(())
}

impl From<&Renewal> for End {
    fn from(row: &Renewal) -> Self {
        let was_stopped = row.reason.is_some();
        Self { id: row.id, paid_to: row.paid_to, state: row.state, renewed_by_id: row.renewed_by_id, was_stopped }
    }
}

impl From<&Renewal> for Period {
    fn from(row: &Renewal) -> Self {
        let since = if row.enrolment_id.is_some() { row.covered_from } else { row.chain_from };
        Self { covered_from: row.covered_from, since, lapsed_after: row.lapsed_after }
    }
}

/// The office says another last day, and it holds; nobody is lapsed for as long after it as after the old one. The audit line is
/// the caller's.
///
/// # Errors
/// When the database fails.
pub fn correct_end(tx: &mut Tx, of: &InScope<Renewal>, paid_to: Day) -> Result<()> {
    let lapsed_after = paid_to.plus_days(of.lapsed_after.days_since(of.paid_to));
    queries::correct_end(tx, of, paid_to, lapsed_after)
}
