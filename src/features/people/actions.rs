//! What people can do to the register, each with its one audit line. The rules stand in `write` and `merging`.
use super::{
    api::{
        ChangeHousehold, ChangePerson, CreateClaim, CreateConsent, CreateCover, CreateHousehold, CreatePerson,
        EndClaim, LookUpPerson, SealedField, WithdrawConsent,
    },
    model::{Consent, Cover, GroupClaim, Household, Person},
    problems, queries, queries_parts,
    sealing::PersonSecrets,
    search, write, write_parts,
};
use crate::{
    access::Scope,
    base::{
        Error, Result,
        id::{ConsentId, GroupClaimId, HouseholdId, PersonId},
        problem::CHANGED_MEANWHILE,
    },
    db::{Event, InScope, Tx},
};

fn household(tx: &mut Tx, scope: &Scope, id: HouseholdId) -> Result<InScope<Household>> {
    queries::find_household(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

fn person(tx: &mut Tx, scope: &Scope, id: PersonId) -> Result<InScope<Person>> {
    queries::find_person(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

/// Enters a household.
pub fn create_household(tx: &mut Tx, scope: &Scope, input: CreateHousehold) -> Result<Household> {
    let row = write::insert_household(tx, scope, input)?;
    tx.record(Event::new("household.created", "household", row.id).in_area(row.area_id).fields(["name", "area_id"]));
    Ok(row)
}

/// Changes a household.
pub fn change_household(
    tx: &mut Tx,
    scope: &Scope,
    id: HouseholdId,
    rev: i64,
    change: ChangeHousehold,
) -> Result<Household> {
    let old = household(tx, scope, id)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let fields = change.fields();
    let row = write::update_household(tx, scope, &old, change)?;
    tx.record(Event::new("household.changed", "household", id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Enters a person.
pub fn create_person(tx: &mut Tx, scope: &Scope, input: CreatePerson) -> Result<Person> {
    let row = write::insert_person(tx, scope, input)?;
    let fields = ["full_name", "household_id"];
    tx.record(Event::new("person.created", "person", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Changes a person.
pub fn change_person(tx: &mut Tx, scope: &Scope, id: PersonId, rev: i64, change: ChangePerson) -> Result<Person> {
    let old = person(tx, scope, id)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let fields = change.fields();
    let row = write::update_person(tx, scope, &old, change)?;
    tx.record(Event::new("person.changed", "person", id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Records that a household, or one of its people, belongs to a group.
pub fn create_claim(tx: &mut Tx, scope: &Scope, id: HouseholdId, input: CreateClaim) -> Result<GroupClaim> {
    let household = household(tx, scope, id)?;
    let row = write_parts::insert_claim(tx, scope, &household, input)?;
    let fields = ["group", "person_id", "valid_from", "valid_to", "evidence_number"];
    tx.record(Event::new("group_claim.recorded", "group_claim", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Ends a claim.
pub fn end_claim(tx: &mut Tx, scope: &Scope, id: GroupClaimId, input: &EndClaim) -> Result<GroupClaim> {
    let old = queries_parts::find_claim(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let row = write_parts::end_claim(tx, &old, input)?;
    tx.record(Event::new("group_claim.ended", "group_claim", id).in_area(row.area_id).fields(["valid_to"]));
    Ok(row)
}

/// Records a consent.
pub fn create_consent(tx: &mut Tx, scope: &Scope, id: PersonId, input: CreateConsent) -> Result<Consent> {
    let person = person(tx, scope, id)?;
    let row = write_parts::insert_consent(tx, &person, input)?;
    let fields = ["purpose", "text_version", "given_at", "given_how"];
    tx.record(Event::new("consent.given", "consent", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Withdraws a consent.
pub fn withdraw_consent(tx: &mut Tx, scope: &Scope, id: ConsentId, input: &WithdrawConsent) -> Result<Consent> {
    let old = queries_parts::find_consent(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let row = write_parts::withdraw_consent(tx, &old, input)?;
    let fields = ["withdrawn_at", "withdrawn_how"];
    tx.record(Event::new("consent.withdrawn", "consent", id).in_area(row.area_id).fields(fields));
    Ok(row)
}

/// Records what is known of a cover; with it, whether nothing later is known of the scheme.
pub fn create_cover(tx: &mut Tx, scope: &Scope, id: PersonId, input: &CreateCover) -> Result<(Cover, bool)> {
    let person = person(tx, scope, id)?;
    let row = write_parts::insert_cover(tx, &person, input)?;
    let fields = ["scheme", "state", "valid_from", "valid_to", "known_on", "source"];
    tx.record(Event::new("cover.recorded", "cover", row.id).in_area(row.area_id).fields(fields));
    let all = queries_parts::covers_of(tx.conn()?, &person)?;
    let present = all.iter().find(|cover| cover.scheme == row.scheme).is_some_and(|latest| latest.id == row.id);
    Ok((row, present))
}

/// Looks somebody up by one number. The line says who was found, or for nobody who asked; never the number.
///
/// # Errors
/// `look-up-by-one-number`.
pub fn look_up(tx: &mut Tx, scope: &Scope, asked: &LookUpPerson) -> Result<Vec<Person>> {
    let (field, indexes) = search::one_number(tx.seals(), asked)?;
    let found = search::look_up(tx.conn()?, scope, &indexes)?;
    let line = match (found.first(), tx.actor().user_id) {
        (Some(person), _) => Event::new("person.looked_up", "look_up", person.id).in_area(person.area_id),
        (None, Some(user)) => Event::new("person.looked_up", "look_up", user),
        (None, None) => return Err(Error::not_found()),
    };
    tx.record(line.fields([field.as_str()]));
    Ok(found)
}

/// Shows one sealed value in full. The line says whose and which; never the value.
///
/// # Errors
/// `nothing-to-reveal` when it was not recorded.
pub fn reveal(tx: &mut Tx, scope: &Scope, id: PersonId, field: SealedField) -> Result<String> {
    let person = person(tx, scope, id)?;
    let value = PersonSecrets::open(tx.seals(), &person)?.get(field).ok_or_else(|| problems::NOTHING_THERE.now())?;
    tx.record(Event::new("person.revealed", "reveal", id).in_area(person.area_id).fields([field.as_str()]));
    Ok(value)
}
