//! SQL by which rows are compared with the register: a few statements for some hundred rows.
//!
//! A number may belong to somebody outside the scope; that it does is all that leaves this file.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::known::Known;
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, HouseholdId, PersonId},
    },
    db::{
        Conn, Seals, among,
        schema::{covers, group_claims, households, persons},
        scoped,
    },
    features::people::{
        Cover, Household, Person,
        sealing::{HouseholdSecrets, PersonSecrets},
    },
};

/// Indexes of the numbers that are looked for, under every key.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    pub citizen: Vec<String>,
    pub insurance: Vec<String>,
    pub card: Vec<String>,
}

/// Who has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// Somebody within the scope.
    Here(PersonId),
    /// Somebody else.
    Elsewhere,
}

/// What the register knows about some rows.
#[derive(Default)]
pub struct Facts {
    /// Index of a number, who has it.
    pub holders: HashMap<String, BTreeSet<Holder>>,
    /// Everybody within the scope who may be meant.
    pub people: HashMap<PersonId, Known>,
    /// Who lives in the households that may be meant.
    pub members: HashMap<HouseholdId, Vec<PersonId>>,
}

/// A household that may be meant.
#[derive(Debug, Clone)]
pub struct Door {
    pub id: HouseholdId,
    pub area_id: AreaId,
    pub name_key: String,
    pub code: Option<String>,
    pub house_number: Option<String>,
    pub address: Option<String>,
    pub landmark: Option<String>,
}

/// Everybody with one of these numbers, those who are merged standing for the record they went into.
pub fn by_numbers(conn: &mut Conn, scope: &Scope, seals: &Seals, numbers: &Numbers) -> Result<Facts> {
    let mut found: Vec<Person> = Vec::new();
    let all = || persons::table.select(Person::as_select());
    if !numbers.citizen.is_empty() {
        found.extend(all().filter(among(persons::citizen_index, &numbers.citizen)).load(conn)?);
    }
    if !numbers.insurance.is_empty() {
        found.extend(all().filter(among(persons::insurance_index, &numbers.insurance)).load(conn)?);
    }
    if !numbers.card.is_empty() {
        found.extend(all().filter(among(persons::card_index, &numbers.card)).load(conn)?);
    }
    let kept: Vec<PersonId> = found.iter().filter_map(|person| person.merged_into_id).collect();
    let kept: Vec<Person> = all().filter(among(persons::id, &kept)).load(conn)?;
    let kept: HashMap<PersonId, Person> = kept.into_iter().map(|person| (person.id, person)).collect();
    let mut areas: Vec<AreaId> = found.iter().chain(kept.values()).map(|person| person.area_id).collect();
    areas.sort();
    areas.dedup();
    let reached = scoped::reached_among(conn, scope, &areas)?;
    let (mut facts, mut here) = (Facts::default(), BTreeMap::new());
    for person in found {
        let stands = person.merged_into_id.and_then(|id| kept.get(&id)).unwrap_or(&person);
        let holder = if reached.contains(&stands.area_id) { Holder::Here(stands.id) } else { Holder::Elsewhere };
        for index in [&person.citizen_index, &person.insurance_index, &person.card_index].into_iter().flatten() {
            facts.holders.entry(index.clone()).or_default().insert(holder);
        }
        if matches!(holder, Holder::Here(_)) {
            here.insert(stands.id, stands.clone());
        }
    }
    add_people(conn, seals, scope.today(), here.into_values().collect(), &mut facts)?;
    Ok(facts)
}

/// Households of these areas with one of these codes or names.
pub fn doors(
    conn: &mut Conn,
    seals: &Seals,
    areas: &[AreaId],
    codes: &[String],
    names: &[String],
) -> Result<Vec<Door>> {
    let all = || households::table.filter(among(households::area_id, areas)).select(Household::as_select());
    let mut found: Vec<Household> = Vec::new();
    if !codes.is_empty() {
        found.extend(all().filter(among(households::code, codes)).order(households::id).load(conn)?);
    }
    if !names.is_empty() {
        found.extend(all().filter(among(households::name_key, names)).order(households::id).load(conn)?);
    }
    found.into_iter().map(|home| door(seals, home)).collect()
}

/// These households.
pub fn doors_of(conn: &mut Conn, seals: &Seals, ids: &[HouseholdId]) -> Result<Vec<Door>> {
    let query = households::table.filter(among(households::id, ids)).order(households::id);
    let found: Vec<Household> = query.select(Household::as_select()).load(conn)?;
    found.into_iter().map(|home| door(seals, home)).collect()
}

fn door(seals: &Seals, home: Household) -> Result<Door> {
    let HouseholdSecrets { address, landmark, .. } = HouseholdSecrets::open(seals, &home)?;
    Ok(Door {
        id: home.id,
        area_id: home.area_id,
        name_key: home.name_key,
        code: home.code,
        house_number: home.house_number,
        address,
        landmark,
    })
}

/// Everybody who lives in these households, which lie within the scope.
pub fn add_members(conn: &mut Conn, seals: &Seals, day: Day, homes: &[HouseholdId], facts: &mut Facts) -> Result<()> {
    if homes.is_empty() {
        return Ok(());
    }
    let found: Vec<Person> = persons::table
        .filter(among(persons::household_id, homes))
        .filter(persons::merged_into_id.is_null())
        .order(persons::id)
        .select(Person::as_select())
        .load(conn)?;
    for person in &found {
        facts.members.entry(person.household_id).or_default().push(person.id);
    }
    let new = found.into_iter().filter(|person| !facts.people.contains_key(&person.id)).collect();
    add_people(conn, seals, day, new, facts)
}

/// Opens persons, with what is known of them.
fn add_people(conn: &mut Conn, seals: &Seals, day: Day, found: Vec<Person>, facts: &mut Facts) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = found.iter().map(|person| person.id).collect();
    let homes: Vec<HouseholdId> = found.iter().map(|person| person.household_id).collect();
    let mut known_covers: HashMap<PersonId, Vec<Cover>> = HashMap::new();
    let rows: Vec<Cover> =
        covers::table.filter(among(covers::person_id, &ids)).select(Cover::as_select()).load(conn)?;
    for cover in rows {
        known_covers.entry(cover.person_id).or_default().push(cover);
    }
    let claims: Vec<(HouseholdId, Option<PersonId>, String)> = group_claims::table
        .filter(among(group_claims::household_id, &homes))
        .filter(group_claims::valid_to.is_null().or(group_claims::valid_to.ge(day)))
        .select((group_claims::household_id, group_claims::person_id, group_claims::group_code))
        .load(conn)?;
    for person in found {
        let own = claims
            .iter()
            .filter(|(home, whose, _)| *home == person.household_id && whose.is_none_or(|whose| whose == person.id));
        let groups = own.map(|(_, _, code)| code.clone()).collect();
        let secrets = PersonSecrets::open(seals, &person)?;
        let covers = known_covers.remove(&person.id).unwrap_or_default();
        facts.people.insert(person.id, Known { secrets, covers, groups, person });
    }
    Ok(())
}

/// Groups of households that hold today.
pub fn household_groups(conn: &mut Conn, day: Day, homes: &[HouseholdId]) -> Result<BTreeSet<(HouseholdId, String)>> {
    let rows: Vec<(HouseholdId, String)> = group_claims::table
        .filter(among(group_claims::household_id, homes))
        .filter(group_claims::person_id.is_null())
        .filter(group_claims::valid_to.is_null().or(group_claims::valid_to.ge(day)))
        .select((group_claims::household_id, group_claims::group_code))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Where those of these households lie that are there and within the scope.
pub fn areas_of(conn: &mut Conn, scope: &Scope, homes: &[HouseholdId]) -> Result<HashMap<HouseholdId, AreaId>> {
    let rows: Vec<(HouseholdId, AreaId)> = households::table
        .filter(among(households::id, homes))
        .select((households::id, households::area_id))
        .load(conn)?;
    let areas: BTreeSet<AreaId> = rows.iter().map(|(_, area)| *area).collect();
    let reached = scoped::reached_among(conn, scope, &areas.into_iter().collect::<Vec<_>>())?;
    Ok(rows.into_iter().filter(|(_, area)| reached.contains(area)).collect())
}
