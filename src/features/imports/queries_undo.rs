//! SQL by which what an import made is taken back: what somebody has touched since stays.
use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::{
    access::Scope,
    base::{
        Result,
        id::{AreaId, HouseholdId, PersonId},
    },
    db::{
        Conn, Tx, among,
        schema::{
            consents, covers, enrolments, event_attendees, follow_ups, group_claims, hand_over_people, hand_overs,
            households, messages, papers, person_merges, person_name_words, persons, renewals, visit_interests,
            visit_people, visits, walk_list_entries,
        },
        scoped,
    },
};

/// Every column that names a person or a household: what stands in it keeps the person or household. A table that
/// names them gets a line here and a question below; a test walks the database and asks for it.
pub const NAMED_BY: &[(&str, &str)] = &[
    ("consents", "person_id"),
    ("covers", "person_id"),
    ("enrolments", "household_id"),
    ("enrolments", "person_id"),
    ("event_attendees", "person_id"),
    ("follow_ups", "household_id"),
    ("follow_ups", "person_id"),
    ("group_claims", "household_id"),
    ("group_claims", "person_id"),
    ("hand_over_people", "person_id"),
    ("hand_overs", "household_id"),
    ("messages", "person_id"),
    ("papers", "household_id"),
    ("renewals", "household_id"),
    ("renewals", "person_id"),
    ("person_merges", "kept_id"),
    ("person_merges", "merged_id"),
    ("person_name_words", "person_id"),
    ("persons", "household_id"),
    ("persons", "merged_into_id"),
    ("visit_interests", "person_id"),
    ("visit_people", "person_id"),
    ("visits", "household_id"),
    ("walk_list_entries", "household_id"),
];

/// A row that an import made: its id, where it is, its version.
#[derive(Debug, Clone, Queryable)]
pub struct MadePerson {
    pub id: PersonId,
    pub area_id: AreaId,
    pub rev: i64,
}

#[derive(Debug, Clone, Queryable)]
pub struct MadeHousehold {
    pub id: HouseholdId,
    pub area_id: AreaId,
    pub rev: i64,
}

#[derive(Debug, Clone, Queryable)]
pub struct MadeClaim {
    pub id: String,
    pub household_id: HouseholdId,
    pub person_id: Option<PersonId>,
    pub area_id: AreaId,
    pub rev: i64,
}

#[derive(Debug, Clone, Queryable)]
pub struct MadeCover {
    pub id: String,
    pub person_id: PersonId,
    pub area_id: AreaId,
}

fn within<T>(conn: &mut Conn, scope: &Scope, rows: Vec<T>, area: fn(&T) -> AreaId) -> Result<Vec<T>> {
    let areas: BTreeSet<AreaId> = rows.iter().map(area).collect();
    let reached = scoped::reached_among(conn, scope, &areas.into_iter().collect::<Vec<_>>())?;
    Ok(rows.into_iter().filter(|row| reached.contains(&area(row))).collect())
}

/// Those of these persons that are there and within the scope.
pub fn persons_of(conn: &mut Conn, scope: &Scope, ids: &[PersonId]) -> Result<Vec<MadePerson>> {
    let query = persons::table.filter(among(persons::id, ids)).order(persons::id);
    let rows: Vec<MadePerson> = query.select((persons::id, persons::area_id, persons::rev)).load(conn)?;
    within(conn, scope, rows, |row| row.area_id)
}

/// Those of these households that are there and within the scope.
pub fn households_of(conn: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<Vec<MadeHousehold>> {
    let query = households::table.filter(among(households::id, ids)).order(households::id);
    let rows: Vec<MadeHousehold> = query.select((households::id, households::area_id, households::rev)).load(conn)?;
    within(conn, scope, rows, |row| row.area_id)
}

/// Those of these claims that are there and within the scope.
pub fn claims_of(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Vec<MadeClaim>> {
    use group_claims::{area_id, household_id, id, person_id, rev};
    let query = group_claims::table.filter(among(id, ids)).order(id);
    let rows: Vec<MadeClaim> = query.select((id, household_id, person_id, area_id, rev)).load(conn)?;
    within(conn, scope, rows, |row| row.area_id)
}

/// Those of these covers that are there and within the scope.
pub fn covers_of(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Vec<MadeCover>> {
    let query = covers::table.filter(among(covers::id, ids)).order(covers::id);
    let rows: Vec<MadeCover> = query.select((covers::id, covers::person_id, covers::area_id)).load(conn)?;
    within(conn, scope, rows, |row| row.area_id)
}

/// Which of these persons something names that the import did not make.
pub fn named_persons(
    conn: &mut Conn,
    ids: &[PersonId],
    own_claims: &[String],
    own_covers: &[String],
) -> Result<BTreeSet<PersonId>> {
    let mut named = BTreeSet::new();
    macro_rules! ask {
        ($($table:ident . $column:ident),+ $(,)?) => { $(
            let query = $table::table.filter(among($table::$column, ids)).select($table::$column);
            named.extend(query.load::<PersonId>(conn)?);
        )+ };
    }
    macro_rules! ask_nullable {
        ($($table:ident . $column:ident),+ $(,)?) => { $(
            let query = $table::table.filter(among($table::$column, ids)).select($table::$column);
            named.extend(query.load::<Option<PersonId>>(conn)?.into_iter().flatten());
        )+ };
    }
    ask!(
        consents.person_id,
        enrolments.person_id,
        event_attendees.person_id,
        hand_over_people.person_id,
        messages.person_id,
        renewals.person_id,
        person_merges.kept_id,
        person_merges.merged_id,
        visit_interests.person_id,
        visit_people.person_id
    );
    ask_nullable!(follow_ups.person_id, persons.merged_into_id);
    let claims: Vec<(String, Option<PersonId>, i64)> = group_claims::table
        .filter(among(group_claims::person_id, ids))
        .select((group_claims::id, group_claims::person_id, group_claims::rev))
        .load(conn)?;
    let own: BTreeSet<&String> = own_claims.iter().collect();
    named.extend(claims.into_iter().filter(|(id, _, rev)| *rev != 1 || !own.contains(id)).filter_map(|claim| claim.1));
    let found: Vec<(String, PersonId)> =
        covers::table.filter(among(covers::person_id, ids)).select((covers::id, covers::person_id)).load(conn)?;
    let own: BTreeSet<&String> = own_covers.iter().collect();
    named.extend(found.into_iter().filter(|(id, _)| !own.contains(id)).map(|(_, person)| person));
    Ok(named)
}

/// Which of these households something names that the import did not make.
pub fn named_households(conn: &mut Conn, ids: &[HouseholdId], own_claims: &[String]) -> Result<BTreeSet<HouseholdId>> {
    let mut named = BTreeSet::new();
    macro_rules! ask {
        ($($table:ident),+ $(,)?) => { $(
            let query = $table::table.filter(among($table::household_id, ids)).select($table::household_id);
            named.extend(query.load::<HouseholdId>(conn)?);
        )+ };
    }
    ask!(enrolments, follow_ups, hand_overs, persons, renewals, visits, walk_list_entries);
    let listed = papers::table.filter(among(papers::household_id, ids)).select(papers::household_id);
    named.extend(listed.load::<Option<HouseholdId>>(conn)?.into_iter().flatten());
    let claims: Vec<(String, HouseholdId, i64)> = group_claims::table
        .filter(among(group_claims::household_id, ids))
        .select((group_claims::id, group_claims::household_id, group_claims::rev))
        .load(conn)?;
    let own: BTreeSet<&String> = own_claims.iter().collect();
    named.extend(claims.into_iter().filter(|(id, _, rev)| *rev != 1 || !own.contains(id)).map(|claim| claim.1));
    Ok(named)
}

/// Takes persons, found in scope, out of the register, their words first.
pub fn delete_persons(tx: &mut Tx, ids: &[PersonId]) -> Result<()> {
    diesel::delete(person_name_words::table.filter(among(person_name_words::person_id, ids))).execute(tx.conn()?)?;
    diesel::delete(persons::table.filter(among(persons::id, ids))).execute(tx.conn()?)?;
    Ok(())
}

/// Takes claims, found in scope, out of the register.
pub fn delete_claims(tx: &mut Tx, ids: &[String]) -> Result<()> {
    diesel::delete(group_claims::table.filter(among(group_claims::id, ids))).execute(tx.conn()?)?;
    Ok(())
}

/// Takes covers, found in scope, out of the register.
pub fn delete_covers(tx: &mut Tx, ids: &[String]) -> Result<()> {
    diesel::delete(covers::table.filter(among(covers::id, ids))).execute(tx.conn()?)?;
    Ok(())
}
