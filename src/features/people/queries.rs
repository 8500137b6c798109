//! SQL of households and persons. What hangs on them stands in `queries_parts`, the search in `queries_search`.
use diesel::prelude::*;

use super::model::{Household, HouseholdStatus, NameWord, Person};
use crate::{
    access::Scope,
    base::{
        Cursor, Page, Result,
        id::{AreaId, HouseholdId, PersonId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, on_backend,
        schema::{
            consents, covers, enrolments, event_attendees, follow_ups, group_claims, hand_overs, households, messages,
            person_name_words, persons, renewals,
        },
        scoped,
    },
};

const ONE_HOUSEHOLD_PER_ID: UniqueRule = UniqueRule { postgres: "households_pkey", sqlite: "households.id" };
const ONE_PERSON_PER_ID: UniqueRule = UniqueRule { postgres: "persons_pkey", sqlite: "persons.id" };
/// Between the parts of a cursor's key.
const PART: char = '\u{1f}';

pub fn find_household(conn: &mut Conn, scope: &Scope, id: HouseholdId) -> Result<Option<InScope<Household>>> {
    scoped::first(conn, scoped::each::households(scope).filter(households::id.eq(id)).select(Household::as_select()))
}

pub fn find_person(conn: &mut Conn, scope: &Scope, id: PersonId) -> Result<Option<InScope<Person>>> {
    scoped::first(conn, scoped::each::persons(scope).filter(persons::id.eq(id)).select(Person::as_select()))
}

/// Which households a list shows, area by area and along the road.
#[derive(Debug, Clone, Default)]
pub struct HouseholdFilter {
    pub area_id: Option<AreaId>,
    pub status: Option<HouseholdStatus>,
}

pub fn list_households(
    conn: &mut Conn,
    scope: &Scope,
    filter: &HouseholdFilter,
    cursor: &Cursor,
) -> Result<Page<Household>> {
    let ground = scoped::ground(conn, scope, filter.area_id)?;
    let mut query = scoped::households_on(&ground);
    if let Some(status) = filter.status {
        query = query.filter(households::status.eq(status));
    }
    if let Some((area, house, id)) = cursor.after.as_deref().map(three) {
        let later_house = households::house_sort
            .gt(house.to_owned())
            .or(households::house_sort.eq(house.to_owned()).and(households::id.gt(id.to_owned())));
        query = query
            .filter(households::area_id.ge(area.to_owned()))
            .filter(households::area_id.gt(area.to_owned()).or(later_house));
    }
    let rows = query
        .order((households::area_id, households::house_sort, households::id))
        .limit(cursor.fetch())
        .select(Household::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |h: &Household| format!("{}{PART}{}{PART}{}", h.area_id, h.house_sort, h.id)))
}

fn three(key: &str) -> (&str, &str, &str) {
    let (first, rest) = key.split_once(PART).unwrap_or((key, ""));
    let (second, third) = rest.rsplit_once(PART).unwrap_or((rest, ""));
    (first, second, third)
}

/// Which persons a list shows, by given name.
#[derive(Debug, Clone, Default)]
pub struct PersonFilter {
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
}

pub fn list_persons(conn: &mut Conn, scope: &Scope, filter: &PersonFilter, cursor: &Cursor) -> Result<Page<Person>> {
    let ground = scoped::ground(conn, scope, filter.area_id)?;
    let mut query = scoped::persons_on(&ground).filter(persons::merged_into_id.is_null());
    if let Some(household) = filter.household_id {
        query = query.filter(persons::household_id.eq(household));
    }
    if let Some((name, id)) = cursor.after.as_deref().map(|key| key.rsplit_once(PART).unwrap_or((key, ""))) {
        query = query.filter(persons::name_sort.ge(name.to_owned())).filter(
            persons::name_sort
                .gt(name.to_owned())
                .or(persons::name_sort.eq(name.to_owned()).and(persons::id.gt(id.to_owned()))),
        );
    }
    let rows =
        query.order((persons::name_sort, persons::id)).limit(cursor.fetch()).select(Person::as_select()).load(conn)?;
    Ok(cursor.page(rows, |p: &Person| format!("{}{PART}{}", p.name_sort, p.id)))
}

/// Everybody of a household that was found in scope, merged records left out, the head first.
pub fn persons_of(conn: &mut Conn, household: &InScope<Household>) -> Result<Vec<Person>> {
    let mut all: Vec<Person> = persons::table
        .filter(persons::household_id.eq(household.id))
        .filter(persons::merged_into_id.is_null())
        .order((persons::created_at, persons::id))
        .select(Person::as_select())
        .load(conn)?;
    all.sort_by_key(|person| person.relation.as_deref() != Some("head"));
    Ok(all)
}

pub fn insert_household(tx: &mut Tx, row: &Household) -> Result<()> {
    diesel::insert_into(households::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_HOUSEHOLD_PER_ID, &ALREADY_EXISTS)
}

pub fn update_household(tx: &mut Tx, old: &InScope<Household>, new: &Household) -> Result<()> {
    diesel::update(households::table.find(old.id))
        .set((
            (
                households::area_id.eq(new.area_id),
                households::name.eq(&new.name),
                households::name_key.eq(&new.name_key),
                households::name_sort.eq(&new.name_sort),
                households::code.eq(&new.code),
            ),
            (
                households::house_number.eq(&new.house_number),
                households::house_sort.eq(&new.house_sort),
                households::address_sealed.eq(&new.address_sealed),
                households::landmark_sealed.eq(&new.landmark_sealed),
                households::note_sealed.eq(&new.note_sealed),
                households::seal_key.eq(new.seal_key),
            ),
            (
                households::latitude.eq(new.latitude),
                households::longitude.eq(new.longitude),
                households::accuracy_m.eq(new.accuracy_m),
            ),
            (
                households::do_not_contact.eq(new.do_not_contact),
                households::status.eq(new.status),
                households::rev.eq(new.rev),
            ),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_person(tx: &mut Tx, row: &Person) -> Result<()> {
    diesel::insert_into(persons::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PERSON_PER_ID, &ALREADY_EXISTS)
}

pub fn update_person(tx: &mut Tx, old: &InScope<Person>, new: &Person) -> Result<()> {
    diesel::update(persons::table.find(old.id))
        .set((
            (
                persons::household_id.eq(new.household_id),
                persons::area_id.eq(new.area_id),
                persons::full_name.eq(&new.full_name),
                persons::name_key.eq(&new.name_key),
                persons::name_sort.eq(&new.name_sort),
            ),
            (
                persons::birth_year.eq(new.birth_year),
                persons::birth_sealed.eq(&new.birth_sealed),
                persons::sex.eq(new.sex),
                persons::relation.eq(&new.relation),
            ),
            (
                persons::citizen_sealed.eq(&new.citizen_sealed),
                persons::citizen_index.eq(&new.citizen_index),
                persons::insurance_sealed.eq(&new.insurance_sealed),
                persons::insurance_index.eq(&new.insurance_index),
            ),
            (
                persons::card_sealed.eq(&new.card_sealed),
                persons::card_index.eq(&new.card_index),
                persons::phone_sealed.eq(&new.phone_sealed),
                persons::phone_index.eq(&new.phone_index),
            ),
            (
                persons::do_not_contact.eq(new.do_not_contact),
                persons::status.eq(new.status),
                persons::note_sealed.eq(&new.note_sealed),
                persons::merged_into_id.eq(new.merged_into_id),
                persons::seal_key.eq(new.seal_key),
                persons::rev.eq(new.rev),
            ),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Puts the words of a name in the place of those that were there; none takes the person out of the search.
pub fn replace_words(tx: &mut Tx, person_id: PersonId, words: &[NameWord]) -> Result<()> {
    diesel::delete(person_name_words::table.filter(person_name_words::person_id.eq(person_id))).execute(tx.conn()?)?;
    insert_words(tx, words)
}

pub fn insert_words(tx: &mut Tx, words: &[NameWord]) -> Result<()> {
    on_backend!(tx.conn()?, |c| diesel::insert_into(person_name_words::table).values(words).execute(c))?;
    Ok(())
}

/// What followed a household or a person into another area, for the feed: entity, and an id of whatever kind.
pub type Followers = Vec<(&'static str, PersonId)>;

/// Takes everything of a household that was found in scope to its new area. Visits stay where they happened.
pub fn move_household(tx: &mut Tx, household: &InScope<Household>, to: AreaId) -> Result<Followers> {
    let own = persons::table.filter(persons::household_id.eq(household.id)).select(persons::id);
    let people: Vec<PersonId> = own.load(tx.conn()?)?;
    let mut followers = move_persons(tx, &people, household.id, to)?;
    let claims = group_claims::table.filter(group_claims::household_id.eq(household.id));
    let claims: Vec<PersonId> = diesel::update(claims.filter(group_claims::person_id.is_null()))
        .set((group_claims::area_id.eq(to), group_claims::rev.eq(group_claims::rev + 1)))
        .returning(group_claims::id)
        .get_results(tx.conn()?)?;
    followers.extend(claims.into_iter().map(|id| ("group_claim", id)));
    let promises: Vec<PersonId> = diesel::update(follow_ups::table.filter(follow_ups::household_id.eq(household.id)))
        .set((follow_ups::area_id.eq(to), follow_ups::rev.eq(follow_ups::rev + 1)))
        .returning(follow_ups::id)
        .get_results(tx.conn()?)?;
    followers.extend(promises.into_iter().map(|id| ("follow_up", id)));
    let handed: Vec<PersonId> = diesel::update(hand_overs::table.filter(hand_overs::household_id.eq(household.id)))
        .set((hand_overs::area_id.eq(to), hand_overs::rev.eq(hand_overs::rev + 1)))
        .returning(hand_overs::id)
        .get_results(tx.conn()?)?;
    followers.extend(handed.into_iter().map(|id| ("hand_over", id)));
    Ok(followers)
}

/// Takes persons with what is known of them to a household and area.
fn move_persons(tx: &mut Tx, people: &[PersonId], household: HouseholdId, to: AreaId) -> Result<Followers> {
    let mut followers = Vec::new();
    for person in people {
        diesel::update(persons::table.find(person))
            .set((persons::household_id.eq(household), persons::area_id.eq(to), persons::rev.eq(persons::rev + 1)))
            .execute(tx.conn()?)?;
        followers.push(("person", *person));
        followers.extend(move_parts(tx, *person, household, to)?);
    }
    Ok(followers)
}

/// Takes what is known of a person to the person's household and area.
pub fn move_parts(tx: &mut Tx, person: PersonId, household: HouseholdId, to: AreaId) -> Result<Followers> {
    diesel::update(person_name_words::table.filter(person_name_words::person_id.eq(person)))
        .set(person_name_words::area_id.eq(to))
        .execute(tx.conn()?)?;
    let claims: Vec<PersonId> = diesel::update(group_claims::table.filter(group_claims::person_id.eq(person)))
        .set((
            group_claims::household_id.eq(household),
            group_claims::area_id.eq(to),
            group_claims::rev.eq(group_claims::rev + 1),
        ))
        .returning(group_claims::id)
        .get_results(tx.conn()?)?;
    let consents: Vec<PersonId> = diesel::update(consents::table.filter(consents::person_id.eq(person)))
        .set((consents::area_id.eq(to), consents::rev.eq(consents::rev + 1)))
        .returning(consents::id)
        .get_results(tx.conn()?)?;
    let covers: Vec<PersonId> = diesel::update(covers::table.filter(covers::person_id.eq(person)))
        .set(covers::area_id.eq(to))
        .returning(covers::id)
        .get_results(tx.conn()?)?;
    let sign_ups: Vec<PersonId> = diesel::update(enrolments::table.filter(enrolments::person_id.eq(person)))
        .set((
            enrolments::household_id.eq(household),
            enrolments::area_id.eq(to),
            enrolments::rev.eq(enrolments::rev + 1),
        ))
        .returning(enrolments::id)
        .get_results(tx.conn()?)?;
    let ends: Vec<PersonId> = diesel::update(renewals::table.filter(renewals::person_id.eq(person)))
        .set((renewals::household_id.eq(household), renewals::area_id.eq(to), renewals::rev.eq(renewals::rev + 1)))
        .returning(renewals::id)
        .get_results(tx.conn()?)?;
    let attended: Vec<PersonId> = diesel::update(event_attendees::table.filter(event_attendees::person_id.eq(person)))
        .set(event_attendees::area_id.eq(to))
        .returning(event_attendees::id)
        .get_results(tx.conn()?)?;
    let sent: Vec<PersonId> = diesel::update(messages::table.filter(messages::person_id.eq(person)))
        .set(messages::area_id.eq(to))
        .returning(messages::id)
        .get_results(tx.conn()?)?;
    let named = |entity: &'static str| move |id: PersonId| (entity, id);
    Ok(claims
        .into_iter()
        .map(named("group_claim"))
        .chain(consents.into_iter().map(named("consent")))
        .chain(covers.into_iter().map(named("cover")))
        .chain(sign_ups.into_iter().map(named("enrolment")))
        .chain(ends.into_iter().map(named("renewal")))
        .chain(attended.into_iter().map(named("event_attendee")))
        .chain(sent.into_iter().map(named("message")))
        .collect())
}

/// Persons sealed with an older data key than this one.
pub fn sealed_before(conn: &mut Conn, key: i32, most: i64) -> Result<Vec<Person>> {
    Ok(persons::table
        .filter(persons::seal_key.lt(key))
        .order(persons::id)
        .limit(most)
        .select(Person::as_select())
        .load(conn)?)
}

/// Puts a person's sealed columns and their indexes anew; nothing else changes, so neither does the version.
pub fn reseal_person(tx: &mut Tx, new: &Person) -> Result<()> {
    diesel::update(persons::table.find(new.id))
        .set((
            (
                persons::birth_sealed.eq(&new.birth_sealed),
                persons::note_sealed.eq(&new.note_sealed),
                persons::seal_key.eq(new.seal_key),
            ),
            (
                persons::citizen_sealed.eq(&new.citizen_sealed),
                persons::citizen_index.eq(&new.citizen_index),
                persons::insurance_sealed.eq(&new.insurance_sealed),
                persons::insurance_index.eq(&new.insurance_index),
            ),
            (
                persons::card_sealed.eq(&new.card_sealed),
                persons::card_index.eq(&new.card_index),
                persons::phone_sealed.eq(&new.phone_sealed),
                persons::phone_index.eq(&new.phone_index),
            ),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
