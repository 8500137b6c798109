//! The writes of the register: validated, stored, numbered for the feed, and without an audit line, so that one
//! transaction may hold many of them (a push of a phone, an import). `actions` adds the line for a single one.
use super::{
    api::{ChangeHousehold, ChangePerson, CreateHousehold, CreatePerson, LocationBody},
    model::{Household, HouseholdStatus, NameWord, Person, PersonStatus},
    problems, queries, queries_figures,
    sealing::{HouseholdSecrets, PersonSecrets},
};
use crate::{
    access::Scope,
    base::{
        Error, FieldIssue, Id, Result, Text,
        birth::BirthDate,
        id::{AreaId, HouseholdId, PersonId},
        name::{house_sort_key, tails},
        problem::NOT_FOUND,
        text::{fold, name_sort_key},
    },
    db::{FeedKind, InScope, Tx},
    features::{
        areas::{self, Level},
        lists::{self, List},
    },
};

/// More words than any name has.
const MOST_WORDS: usize = 12;

/// Stores a new household.
///
/// # Errors
/// When its area is not there or is no place to live in; `already-exists`.
pub fn insert_household(tx: &mut Tx, scope: &Scope, input: CreateHousehold) -> Result<Household> {
    check_area(tx, scope, input.area_id)?;
    let row = household_row(tx, input)?;
    queries::insert_household(tx, &row)?;
    queries_figures::count_new(tx, std::slice::from_ref(&row));
    tx.touch("household", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(row)
}

/// The row of a new household, sealed.
pub(super) fn household_row(tx: &Tx, input: CreateHousehold) -> Result<Household> {
    let house_number = input.house_number.map(|n| n.into_inner());
    let (latitude, longitude, accuracy_m) = place(input.location);
    let secrets = HouseholdSecrets {
        address: input.address.map(|a| a.into_inner()),
        landmark: input.landmark.map(|l| l.into_inner()),
        note: input.note.map(|n| n.into_inner()),
    };
    let mut row = Household {
        id: input.id.unwrap_or_else(Id::new),
        area_id: input.area_id,
        name_key: fold(&input.name),
        name_sort: name_sort_key(&input.name),
        house_sort: house_sort_key(house_number.as_deref(), &input.name),
        name: input.name.into_inner(),
        code: input.code.map(|c| c.into_inner()),
        house_number,
        address_sealed: None,
        landmark_sealed: None,
        latitude,
        longitude,
        accuracy_m,
        do_not_contact: input.do_not_contact,
        status: input.status.unwrap_or(HouseholdStatus::Active),
        note_sealed: None,
        seal_key: 0,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    secrets.seal_into(tx.seals(), &mut row)?;
    Ok(row)
}

/// Changes a household. In another area everybody in it, and what is known of them, goes along.
///
/// # Errors
/// When the new area is not there or is no place to live in.
pub fn update_household(
    tx: &mut Tx,
    scope: &Scope,
    old: &InScope<Household>,
    change: ChangeHousehold,
) -> Result<Household> {
    tx.stamp("household", old.id, change.fields());
    let mut new = (**old).clone();
    let mut secrets = HouseholdSecrets::open(tx.seals(), old)?;
    if let Some(area_id) = change.area_id.filter(|area_id| *area_id != old.area_id) {
        check_area(tx, scope, area_id)?;
        new.area_id = area_id;
    }
    if let Some(name) = change.name {
        (new.name_key, new.name_sort) = (fold(&name), name_sort_key(&name));
        new.name = name.into_inner();
    }
    new.code = change.code.map(|c| c.into_inner()).apply(new.code);
    new.house_number = change.house_number.map(|n| n.into_inner()).apply(new.house_number);
    new.house_sort = house_sort_key(new.house_number.as_deref(), &new.name);
    secrets.address = change.address.map(|a| a.into_inner()).apply(secrets.address);
    secrets.landmark = change.landmark.map(|l| l.into_inner()).apply(secrets.landmark);
    secrets.note = change.note.map(|n| n.into_inner()).apply(secrets.note);
    if change.location.is_change() {
        (new.latitude, new.longitude, new.accuracy_m) = place(change.location.apply(None));
    }
    new.do_not_contact = change.do_not_contact.unwrap_or(new.do_not_contact);
    new.status = change.status.unwrap_or(new.status);
    secrets.seal_into(tx.seals(), &mut new)?;
    new.rev = old.rev + 1;
    queries_figures::count_change(tx, old, &new)?;
    queries::update_household(tx, old, &new)?;
    if new.area_id != old.area_id {
        let followers = queries::move_household(tx, old, new.area_id)?;
        touch_moved(tx, followers, old.area_id, new.area_id);
        tx.touch("household", old.id, FeedKind::Left, Some(old.area_id));
    }
    tx.touch("household", old.id, FeedKind::Upsert, Some(new.area_id));
    Ok(new)
}

/// Stores a new person with the words of the name.
///
/// # Errors
/// When the household is not there, the birth lies ahead or the relation is unknown; `already-exists`.
pub fn insert_person(tx: &mut Tx, scope: &Scope, input: CreatePerson) -> Result<Person> {
    let household = require_household(tx, scope, input.household_id, "/household_id")?;
    check_birth(tx, input.birth)?;
    if let Some(relation) = &input.relation {
        lists::require(tx.conn()?, List::Relation, relation, "/relation")?;
    }
    let row = person_row(tx, household.area_id, input)?;
    queries::insert_person(tx, &row)?;
    queries::insert_words(tx, &words_of(&row))?;
    tx.touch("person", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(row)
}

/// The row of a new person of a household in this area, sealed.
pub(super) fn person_row(tx: &Tx, area_id: AreaId, input: CreatePerson) -> Result<Person> {
    let secrets = PersonSecrets {
        birth: input.birth,
        citizen_id: input.citizen_id,
        insurance_number: input.insurance_number,
        card_number: input.card_number,
        phone: input.phone,
        note: input.note.map(|n| n.into_inner()),
    };
    let mut row = Person {
        id: input.id.unwrap_or_else(Id::new),
        household_id: input.household_id,
        area_id,
        name_key: fold(&input.full_name),
        name_sort: name_sort_key(&input.full_name),
        full_name: input.full_name.into_inner(),
        birth_year: None,
        birth_sealed: None,
        sex: input.sex,
        relation: input.relation.map(|r| r.into_inner()),
        citizen_sealed: None,
        citizen_index: None,
        insurance_sealed: None,
        insurance_index: None,
        card_sealed: None,
        card_index: None,
        phone_sealed: None,
        phone_index: None,
        do_not_contact: input.do_not_contact,
        status: input.status.unwrap_or(PersonStatus::Active),
        note_sealed: None,
        merged_into_id: None,
        seal_key: 0,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    secrets.seal_into(tx.seals(), &mut row)?;
    Ok(row)
}

/// Changes a person. In another household what is known of the person goes along.
///
/// # Errors
/// `person-merged`; when the new household is not there, the birth lies ahead or the relation is unknown.
pub fn update_person(tx: &mut Tx, scope: &Scope, old: &InScope<Person>, change: ChangePerson) -> Result<Person> {
    refuse_merged(old)?;
    tx.stamp("person", old.id, change.fields());
    let mut new = (**old).clone();
    let mut secrets = PersonSecrets::open(tx.seals(), old)?;
    if let Some(household_id) = change.household_id {
        let household = require_household(tx, scope, household_id, "/household_id")?;
        (new.household_id, new.area_id) = (household.id, household.area_id);
    }
    if let Some(name) = change.full_name {
        (new.name_key, new.name_sort) = (fold(&name), name_sort_key(&name));
        new.full_name = name.into_inner();
    }
    check_birth(tx, change.birth.new_value().copied())?;
    if let Some(relation) = change.relation.new_value() {
        lists::require(tx.conn()?, List::Relation, relation, "/relation")?;
    }
    new.sex = change.sex.apply(new.sex);
    new.relation = change.relation.map(|r| r.into_inner()).apply(new.relation);
    secrets.birth = change.birth.apply(secrets.birth);
    secrets.citizen_id = change.citizen_id.apply(secrets.citizen_id);
    secrets.insurance_number = change.insurance_number.apply(secrets.insurance_number);
    secrets.card_number = change.card_number.apply(secrets.card_number);
    secrets.phone = change.phone.apply(secrets.phone);
    secrets.note = change.note.map(|n| n.into_inner()).apply(secrets.note);
    new.do_not_contact = change.do_not_contact.unwrap_or(new.do_not_contact);
    new.status = change.status.unwrap_or(new.status);
    secrets.seal_into(tx.seals(), &mut new)?;
    new.rev = old.rev + 1;
    queries::update_person(tx, old, &new)?;
    if new.full_name != old.full_name {
        queries::replace_words(tx, new.id, &words_of(&new))?;
    }
    if new.household_id != old.household_id {
        let followers = queries::move_parts(tx, old.id, new.household_id, new.area_id)?;
        touch_moved(tx, followers, old.area_id, new.area_id);
    }
    if new.area_id != old.area_id {
        tx.touch("person", old.id, FeedKind::Left, Some(old.area_id));
    }
    tx.touch("person", old.id, FeedKind::Upsert, Some(new.area_id));
    Ok(new)
}

/// A household named in a request, when it lies within the scope.
///
/// # Errors
/// `not-found` at the field.
pub fn require_household(
    tx: &mut Tx,
    scope: &Scope,
    id: HouseholdId,
    pointer: &'static str,
) -> Result<InScope<Household>> {
    let missing = || NOT_FOUND.field(pointer, "not-found", Text { vi: "Không tìm thấy hộ", en: "No such household" });
    queries::find_household(tx.conn()?, scope, id)?.ok_or_else(|| missing().into())
}

/// A person named in a request, when the person lies within the scope.
///
/// # Errors
/// `not-found` at the field.
pub fn require_person(tx: &mut Tx, scope: &Scope, id: PersonId, pointer: &'static str) -> Result<InScope<Person>> {
    let missing = || NOT_FOUND.field(pointer, "not-found", Text { vi: "Không tìm thấy người", en: "No such person" });
    queries::find_person(tx.conn()?, scope, id)?.ok_or_else(|| missing().into())
}

/// A record that went into another one is not changed any more.
///
/// # Errors
/// `person-merged`.
pub fn refuse_merged(person: &Person) -> Result<()> {
    match person.merged_into_id {
        None => Ok(()),
        Some(_) => Err(problems::PERSON_MERGED.now().into()),
    }
}

/// The words of a name, to be found by.
pub(super) fn words_of(person: &Person) -> Vec<NameWord> {
    (0..)
        .zip(tails(&person.full_name, MOST_WORDS))
        .map(|(position, tail)| NameWord {
            person_id: person.id,
            position,
            tail_key: tail.key,
            tail_exact: tail.exact,
            area_id: person.area_id,
        })
        .collect()
}

/// Numbers for what moved: gone from the old area, there in the new one.
fn touch_moved(tx: &mut Tx, followers: queries::Followers, from: AreaId, to: AreaId) {
    for (entity, id) in followers {
        if from != to {
            tx.touch(entity, id, FeedKind::Left, Some(from));
        }
        tx.touch(entity, id, FeedKind::Upsert, Some(to));
    }
}

fn check_area(tx: &mut Tx, scope: &Scope, area_id: AreaId) -> Result<()> {
    let area = areas::require(tx.conn()?, scope, area_id, "/area_id")?;
    if matches!(area.level, Level::Commune | Level::Hamlet) && area.alive_on(tx.today()) {
        return Ok(());
    }
    Err(problems::HOUSEHOLD_AREA.field("/area_id", "not-lived-in", problems::HOUSEHOLD_AREA.title).into())
}

fn check_birth(tx: &Tx, birth: Option<BirthDate>) -> Result<()> {
    let today = tx.today();
    let ahead = birth.is_some_and(|birth| {
        let month = (birth.year(), birth.month().unwrap_or(1)) > (today.year(), today.month());
        month || birth.day().is_some_and(|day| day > today)
    });
    if !ahead {
        return Ok(());
    }
    let issue = FieldIssue { pointer: "/birth".into(), code: "in-the-future", detail: problems::BIRTH_AHEAD.title };
    Err(Error::from(problems::BIRTH_AHEAD.at(vec![issue])))
}

/// Latitude, longitude and accuracy as they are kept: about ten metres, nearer than that is nobody's business.
fn place(location: Option<LocationBody>) -> (Option<f64>, Option<f64>, Option<i32>) {
    let four_decimals = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
    match location {
        None => (None, None, None),
        Some(l) => {
            (Some(four_decimals(l.latitude.0)), Some(four_decimals(l.longitude.0)), l.accuracy_m.map(|metres| metres.0))
        }
    }
}
