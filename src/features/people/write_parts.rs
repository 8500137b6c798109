//! The writes of what hangs on the register: claims, consents, covers. Like `write`, without an audit line.
use super::{
    api::{CreateClaim, CreateConsent, CreateCover, EndClaim, WithdrawConsent},
    model::{Consent, Cover, GroupClaim, Household, Person},
    problems, queries_parts as queries, write,
};
use crate::{
    access::Scope,
    base::{Day, Id, Result},
    db::{FeedKind, InScope, Tx},
    features::lists::{self, List},
};

/// Stores a claim of a household, or of one of its people.
///
/// # Errors
/// When group or person is not there, the person lives elsewhere, or the days are the wrong way round.
pub fn insert_claim(
    tx: &mut Tx,
    scope: &Scope,
    household: &InScope<Household>,
    input: CreateClaim,
) -> Result<GroupClaim> {
    lists::require(tx.conn()?, List::Group, &input.group, "/group")?;
    if let Some(person_id) = input.person_id {
        let person = write::require_person(tx, scope, person_id, "/person_id")?;
        write::refuse_merged(&person)?;
        if person.household_id != household.id {
            let wrong = &problems::OTHER_HOUSEHOLD;
            return Err(wrong.field("/person_id", "of-another-household", wrong.title).into());
        }
    }
    check_order(Some(input.valid_from), input.valid_to, "/valid_to")?;
    let row = GroupClaim {
        id: input.id.unwrap_or_else(Id::new),
        household_id: household.id,
        person_id: input.person_id,
        area_id: household.area_id,
        group_code: input.group.into_inner(),
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        evidence_number: input.evidence_number.map(|n| n.into_inner()),
        evidence_on: input.evidence_on,
        recorded_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_claim(tx, &row)?;
    tx.touch("group_claim", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(row)
}

/// Ends a claim; one that has a last day already only earlier.
///
/// # Errors
/// `claim-already-ended`, or when it would end before it began.
pub fn end_claim(tx: &mut Tx, old: &InScope<GroupClaim>, input: &EndClaim) -> Result<GroupClaim> {
    if old.valid_to.is_some_and(|ended| ended <= input.on) {
        return Err(problems::CLAIM_ENDED.now().into());
    }
    check_order(Some(old.valid_from), Some(input.on), "/on")?;
    let new = GroupClaim { valid_to: Some(input.on), rev: old.rev + 1, ..(**old).clone() };
    queries::update_claim(tx, old, &new)?;
    tx.touch("group_claim", new.id, FeedKind::Upsert, Some(new.area_id));
    Ok(new)
}

/// Stores a consent.
///
/// # Errors
/// `person-merged`; when the purpose is unknown or it was given in the future.
pub fn insert_consent(tx: &mut Tx, person: &InScope<Person>, input: CreateConsent) -> Result<Consent> {
    write::refuse_merged(person)?;
    lists::require(tx.conn()?, List::ConsentPurpose, &input.purpose, "/purpose")?;
    if input.given_at > tx.now() {
        return Err(problems::WRONG_DAYS.field("/given_at", "in-the-future", problems::WRONG_DAYS.title).into());
    }
    let row = Consent {
        id: input.id.unwrap_or_else(Id::new),
        person_id: person.id,
        area_id: person.area_id,
        purpose: input.purpose.into_inner(),
        text_version: input.text_version.into_inner(),
        given_at: input.given_at,
        given_how: input.given_how,
        withdrawn_at: None,
        withdrawn_how: None,
        recorded_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_consent(tx, &row)?;
    tx.touch("consent", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(row)
}

/// Withdraws a consent. It stays, with both instants.
///
/// # Errors
/// `consent-already-withdrawn`, or when it would be withdrawn before it was given or in the future.
pub fn withdraw_consent(tx: &mut Tx, old: &InScope<Consent>, input: &WithdrawConsent) -> Result<Consent> {
    if old.withdrawn_at.is_some() {
        return Err(problems::CONSENT_WITHDRAWN.now().into());
    }
    let at = input.at.unwrap_or(tx.now());
    if at < old.given_at || at > tx.now() {
        return Err(problems::WRONG_DAYS.field("/at", "out-of-order", problems::WRONG_DAYS.title).into());
    }
    let new = Consent { withdrawn_at: Some(at), withdrawn_how: Some(input.how), rev: old.rev + 1, ..(**old).clone() };
    queries::update_consent(tx, old, &new)?;
    tx.touch("consent", new.id, FeedKind::Upsert, Some(new.area_id));
    Ok(new)
}

/// Stores what is known of a cover.
///
/// # Errors
/// `person-merged`; when its days are the wrong way round, or it is known from a day that is still ahead.
pub fn insert_cover(tx: &mut Tx, person: &InScope<Person>, input: &CreateCover) -> Result<Cover> {
    write::refuse_merged(person)?;
    check_order(input.valid_from, input.valid_to, "/valid_to")?;
    check_order(Some(input.known_on), Some(tx.today()), "/known_on")?;
    let row = Cover {
        id: input.id.unwrap_or_else(Id::new),
        person_id: person.id,
        area_id: person.area_id,
        scheme: input.scheme,
        state: input.state,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        known_on: input.known_on,
        source: input.source,
        recorded_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    queries::insert_cover(tx, &row)?;
    tx.touch("cover", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(row)
}

fn check_order(first: Option<Day>, last: Option<Day>, pointer: &'static str) -> Result<()> {
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(problems::WRONG_DAYS.field(pointer, "out-of-order", problems::WRONG_DAYS.title).into());
    }
    Ok(())
}
