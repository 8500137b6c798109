//! SQL of the board's answers.
use std::collections::HashMap;

use diesel::{dsl, prelude::*};

use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, HouseholdId},
    },
    db::{
        Conn, among, asked_of_each,
        schema::{area_closure, areas, households, visits},
        scoped,
    },
    features::{lists, people::HouseholdStatus, visits::outcome::reaches_door},
};

/// Outcomes by which somebody was met, and those by which somebody came to the door.
pub struct Outcomes {
    met: Vec<String>,
    door: Vec<String>,
}

/// The outcomes of today and of the past.
pub fn outcomes(conn: &mut Conn) -> Result<Outcomes> {
    let all = lists::visit_outcomes(conn)?;
    let codes = |wanted: &dyn Fn(&lists::VisitOutcome) -> bool| -> Vec<String> {
        all.iter().filter(|outcome| wanted(outcome)).map(|outcome| outcome.code.clone()).collect()
    };
    Ok(Outcomes { met: codes(&|outcome| outcome.met), door: codes(&|outcome| reaches_door(&outcome.code)) })
}

/// Whether a visit with one of these outcomes stands at the household.
macro_rules! visited {
    ($outcomes:expr) => {
        dsl::exists(
            visits::table
                .filter(visits::household_id.eq(households::id))
                .filter(visits::amended_by_id.is_null())
                .filter(visits::outcome.eq_any($outcomes)),
        )
    };
}

/// How many households lie in each place.
pub type ByPlace = HashMap<AreaId, i64>;

/// Of the households in an area, by the place each lies in: all, those where nobody was met, and those to which nobody went.
pub fn counts(conn: &mut Conn, scope: &Scope, area_id: AreaId, outcomes: &Outcomes) -> Result<[ByPlace; 3]> {
    let below =
        || area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
    let all = || {
        scoped::households_by_area(scope)
            .filter(households::area_id.eq_any(below()))
            .filter(households::status.eq(HouseholdStatus::Active))
    };
    let known: Vec<(AreaId, i64)> = all().load(conn)?;
    let unmet: Vec<(AreaId, i64)> = all().filter(dsl::not(visited!(outcomes.met.clone()))).load(conn)?;
    let untried: Vec<(AreaId, i64)> = all().filter(dsl::not(visited!(outcomes.door.clone()))).load(conn)?;
    Ok([known, unmet, untried].map(|rows| rows.into_iter().collect()))
}

/// In which of the areas directly below an area everything in it lies.
pub fn directly_in(conn: &mut Conn, area_id: AreaId) -> Result<HashMap<AreaId, AreaId>> {
    let rows: Vec<(AreaId, AreaId)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(areas::parent_id.eq(area_id))
        .filter(area_closure::via.eq("tree"))
        .select((area_closure::descendant_id, area_closure::ancestor_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A household where nobody was met.
pub type Unmet = (HouseholdId, AreaId, Option<String>, bool);

/// The households of an area where nobody was ever met, by id.
pub fn unmet(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    outcomes: &Outcomes,
    cursor: &Cursor,
) -> Result<Page<Unmet>> {
    let ground = scoped::ground(conn, scope, Some(area_id))?;
    let mut query = scoped::households_on(&ground)
        .filter(households::status.eq(HouseholdStatus::Active))
        .filter(asked_of_each!(dsl::not(visited!(outcomes.met.clone()))));
    if let Some(after) = &cursor.after {
        query = query.filter(households::id.gt(after.clone()));
    }
    let columns = (households::id, households::area_id, households::house_number, households::do_not_contact);
    let rows = query.select(columns).order(households::id).limit(cursor.fetch()).load(conn)?;
    Ok(cursor.page(rows, |row: &Unmet| row.0.to_string()))
}

/// The days on which somebody came to the doors of these households, which were found in scope.
pub fn attempts(conn: &mut Conn, ids: &[HouseholdId], outcomes: &Outcomes) -> Result<HashMap<HouseholdId, Vec<Day>>> {
    let rows: Vec<(HouseholdId, Day)> = visits::table
        .filter(among(visits::household_id, ids))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::outcome.eq_any(outcomes.door.clone()))
        .select((visits::household_id, visits::counted_on))
        .load(conn)?;
    let mut days: HashMap<HouseholdId, Vec<Day>> = HashMap::new();
    for (household, day) in rows {
        days.entry(household).or_default().push(day);
    }
    Ok(days)
}
