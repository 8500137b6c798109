//! SQL of the board's answers.
use std::collections::HashMap;

use diesel::prelude::*;

use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, HouseholdId},
    },
    db::{
        Conn, among,
        cells::{self, By, Grouping, Part, Rows, span::undated},
        schema::{households, visits},
        scoped,
    },
    features::{
        funnel::Reach,
        people::{HouseholdStatus, HouseholdSums},
    },
};

/// Of an area, found in scope, and of each of the areas directly below it: households in use, those to whose door anybody came,
/// and those at which anybody was met.
pub fn counts(conn: &mut Conn, area_id: AreaId, on: Day) -> Result<(HouseholdSums, HashMap<AreaId, HouseholdSums>)> {
    let all = Grouping::of(By::All);
    let part = |rows| Part { rows, stretches: vec![undated()] };
    let parts = [part(Rows::Days(all)), part(Rows::Below(all, on))];
    let [own, below] = cells::sums::<HouseholdSums, 2>(conn, HouseholdSums::SHEET, area_id, &parts)?;
    let below = below.into_iter().filter_map(|(area, (_, sums))| Some((area.parse().ok()?, sums)));
    Ok((own.into_values().next().map(|(_, sums)| sums).unwrap_or_default(), below.collect()))
}

/// A household where nobody was met.
pub type Unmet = (HouseholdId, AreaId, Option<String>, bool);

/// The households of an area where nobody was ever met, by id.
pub fn unmet(conn: &mut Conn, scope: &Scope, area_id: AreaId, cursor: &Cursor) -> Result<Page<Unmet>> {
    let ground = scoped::ground(conn, scope, Some(area_id))?;
    let mut query = scoped::households_on(&ground)
        .filter(households::met.eq(false))
        .filter(households::status.eq(HouseholdStatus::Active));
    if let Some(after) = &cursor.after {
        query = query.filter(households::id.gt(after.clone()));
    }
    let columns = (households::id, households::area_id, households::house_number, households::do_not_contact);
    let rows = query.select(columns).order(households::id).limit(cursor.fetch()).load(conn)?;
    Ok(cursor.page(rows, |row: &Unmet| row.0.to_string()))
}

/// The days on which somebody came to the doors of these households, which were found in scope.
pub fn attempts(conn: &mut Conn, ids: &[HouseholdId]) -> Result<HashMap<HouseholdId, Vec<Day>>> {
    let rows: Vec<(HouseholdId, Day)> = visits::table
        .filter(among(visits::household_id, ids))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::reached.ne(Reach::Nowhere))
        .select((visits::household_id, visits::counted_on))
        .load(conn)?;
    let mut days: HashMap<HouseholdId, Vec<Day>> = HashMap::new();
    for (household, day) in rows {
        days.entry(household).or_default().push(day);
    }
    Ok(days)
}
