//! SQL that finds persons: by the beginning of a name's word, by a number, and those who may be the same person.
//!
//! Names are found by ranges over `person_name_words`, never by patterns, so that no sign has a meaning.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::Person;
use crate::{
    access::Scope,
    base::{
        Cursor, Page, Result,
        id::{AreaId, HouseholdId, PersonId},
        name::after_prefix,
    },
    db::{
        Conn, among,
        schema::{person_name_words, persons},
        scoped::{self, Ground},
    },
};

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Folded.
    pub key: String,
    /// With its accents.
    pub exact: String,
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
}

/// A word that begins as wanted: with the same accents first, then without.
struct Hit {
    rank: u8,
    tail: String,
    person_id: PersonId,
}

const PART: char = '\u{1f}';
/// The most records that are looked at for one warning.
const NEAR: i64 = 200;

/// Persons with a word that begins as wanted, each once a page.
pub fn search(conn: &mut Conn, scope: &Scope, wanted: &Wanted, cursor: &Cursor) -> Result<Page<Person>> {
    let ground = scoped::ground(conn, scope, wanted.area_id)?;
    let after = cursor.after.as_deref().map(place_of).unwrap_or_default();
    let mut hits = Vec::new();
    if after.0 == 0 {
        hits = exact_hits(conn, &ground, wanted, &after, cursor.fetch())?;
    }
    let wanting = cursor.fetch() - i64::try_from(hits.len()).unwrap_or(i64::MAX);
    if wanting > 0 {
        hits.extend(folded_hits(conn, &ground, wanted, &after, wanting)?);
    }
    let page = cursor.page(hits, |hit| format!("{}{PART}{}{PART}{}", hit.rank, hit.tail, hit.person_id));
    let ids: Vec<PersonId> = page.items.iter().map(|hit| hit.person_id).collect();
    let found: Vec<Person> = persons::table
        .filter(among(persons::id, &ids))
        .filter(persons::merged_into_id.is_null())
        .select(Person::as_select())
        .load(conn)?;
    let areas: BTreeSet<AreaId> = found.iter().map(|person| person.area_id).collect();
    let reached = scoped::reached_among(conn, scope, &areas.into_iter().collect::<Vec<_>>())?;
    let within = found.into_iter().filter(|person| reached.contains(&person.area_id));
    let mut found: BTreeMap<PersonId, Person> = within.map(|person| (person.id, person)).collect();
    let items = page.items.iter().filter_map(|hit| found.remove(&hit.person_id)).collect();
    Ok(Page { items, next_cursor: page.next_cursor })
}

/// Rank, tail and person of the last row shown.
fn place_of(key: &str) -> (u8, String, String) {
    let (rank, rest) = key.split_once(PART).unwrap_or(("0", key));
    let (tail, id) = rest.rsplit_once(PART).unwrap_or((rest, ""));
    (u8::from(rank == "1"), tail.to_owned(), id.to_owned())
}

fn exact_hits(
    conn: &mut Conn,
    ground: &Ground,
    wanted: &Wanted,
    after: &(u8, String, String),
    most: i64,
) -> Result<Vec<Hit>> {
    use person_name_words::{person_id, tail_exact};
    let mut query = words(ground, wanted)
        .filter(tail_exact.ge(wanted.exact.clone()))
        .filter(tail_exact.lt(after_prefix(&wanted.exact)));
    if !after.1.is_empty() {
        let (tail, id) = (after.1.clone(), after.2.clone());
        query = query
            .filter(tail_exact.ge(tail.clone()))
            .filter(tail_exact.gt(tail.clone()).or(tail_exact.eq(tail).and(person_id.gt(id))));
    }
    query = match ground.is_few() {
        // An expression has no index: the few rows are gathered by area, and then put in order.
        true => query.order((tail_exact.concat(""), person_id)),
        false => query.order((tail_exact, person_id)),
    };
    let rows: Vec<(String, PersonId)> = query.select((tail_exact, person_id)).limit(most).load(conn)?;
    Ok(rows.into_iter().map(|(tail, id)| Hit { rank: 0, tail, person_id: id }).collect())
}

fn folded_hits(
    conn: &mut Conn,
    ground: &Ground,
    wanted: &Wanted,
    after: &(u8, String, String),
    most: i64,
) -> Result<Vec<Hit>> {
    use person_name_words::{person_id, tail_exact, tail_key};
    let mut query = words(ground, wanted)
        .filter(tail_key.ge(wanted.key.clone()))
        .filter(tail_key.lt(after_prefix(&wanted.key)))
        .filter(tail_exact.lt(wanted.exact.clone()).or(tail_exact.ge(after_prefix(&wanted.exact))));
    if after.0 == 1 {
        let (tail, id) = (after.1.clone(), after.2.clone());
        query = query
            .filter(tail_key.ge(tail.clone()))
            .filter(tail_key.gt(tail.clone()).or(tail_key.eq(tail).and(person_id.gt(id))));
    }
    query = match ground.is_few() {
        true => query.order((tail_key.concat(""), person_id)),
        false => query.order((tail_key, person_id)),
    };
    let rows: Vec<(String, PersonId)> = query.select((tail_key, person_id)).limit(most).load(conn)?;
    Ok(rows.into_iter().map(|(tail, id)| Hit { rank: 1, tail, person_id: id }).collect())
}

fn words(ground: &Ground, wanted: &Wanted) -> person_name_words::BoxedQuery<'static, crate::db::Backend> {
    let query = scoped::name_words_on(ground);
    match wanted.household_id {
        None => query,
        Some(household) => query.filter(
            person_name_words::person_id
                .eq_any(persons::table.filter(persons::household_id.eq(household)).select(persons::id)),
        ),
    }
}

/// A number's index under every data key.
#[derive(Debug, Clone, Default)]
pub struct Indexes {
    pub citizen: Vec<String>,
    pub insurance: Vec<String>,
    pub card: Vec<String>,
    pub phone: Vec<String>,
}

/// Persons in scope who have one of these numbers, merged records included.
pub fn by_number(conn: &mut Conn, scope: &Scope, indexes: &Indexes) -> Result<Vec<Person>> {
    let mut found = Vec::new();
    let all = || scoped::each::persons(scope).order(persons::id).limit(NEAR).select(Person::as_select());
    if !indexes.citizen.is_empty() {
        found.extend(all().filter(persons::citizen_index.eq_any(indexes.citizen.clone())).load(conn)?);
    }
    if !indexes.insurance.is_empty() {
        found.extend(all().filter(persons::insurance_index.eq_any(indexes.insurance.clone())).load(conn)?);
    }
    if !indexes.card.is_empty() {
        found.extend(all().filter(persons::card_index.eq_any(indexes.card.clone())).load(conn)?);
    }
    if !indexes.phone.is_empty() {
        found.extend(all().filter(persons::phone_index.eq_any(indexes.phone.clone())).load(conn)?);
    }
    Ok(once_each(found))
}

/// Persons in scope who may be this one: of the same number, telephone, household, or of the same name and no other
/// birth year.
pub fn near(conn: &mut Conn, scope: &Scope, person: &Person, indexes: &Indexes) -> Result<Vec<Person>> {
    let all = || scoped::each::persons(scope).order(persons::id).limit(NEAR).select(Person::as_select());
    let mut found = by_number(conn, scope, indexes)?;
    found.extend(all().filter(persons::household_id.eq(person.household_id)).load(conn)?);
    let mut same_name = all().filter(persons::name_key.eq(person.name_key.clone()));
    if let Some(year) = person.birth_year {
        same_name = same_name.filter(persons::birth_year.eq(year).or(persons::birth_year.is_null()));
    }
    found.extend(same_name.load(conn)?);
    found.retain(|other| other.id != person.id && other.merged_into_id.is_none());
    Ok(once_each(found))
}

fn once_each(mut found: Vec<Person>) -> Vec<Person> {
    let mut seen = BTreeSet::new();
    found.retain(|person| seen.insert(person.id));
    found
}
