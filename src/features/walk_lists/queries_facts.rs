//! SQL of what a list is made from: a few statements over the households of an area, however many there are.
use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::{
    build::Wanted,
    criteria::{Criteria, DueEnd, Home, Known, Promise, Resident},
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, HouseholdId, PersonId},
        scheme::Scheme,
    },
    db::{
        Conn, among,
        schema::{area_closure, areas, covers, follow_ups, group_claims, households, persons, renewals, visits},
        scoped,
    },
    features::{
        lists,
        people::{CoverState, HouseholdStatus, PersonStatus},
        renewals::RenewalState,
        visits::{FollowUpOrigin, FollowUpStatus, outcome},
    },
};

/// The most households that are looked at for one list.
const MAX_HOUSEHOLDS: usize = 20_000;
/// Ids that one statement names: SQLite takes 32,766 values.
const IDS_AT_ONCE: usize = 5_000;

/// Those of these areas that lie in `area_id` and within the scope.
pub fn hamlets_within(conn: &mut Conn, scope: &Scope, area_id: AreaId, hamlets: &[AreaId]) -> Result<BTreeSet<AreaId>> {
    if hamlets.is_empty() {
        return Ok(BTreeSet::new());
    }
    let below: Vec<AreaId> = area_closure::table
        .filter(area_closure::ancestor_id.eq(area_id))
        .filter(among(area_closure::descendant_id, hamlets))
        .select(area_closure::descendant_id)
        .load(conn)?;
    scoped::reached_among(conn, scope, &below)
}

/// The names of the areas in which these households lie.
pub fn area_names(conn: &mut Conn, homes: &[Home]) -> Result<HashMap<AreaId, String>> {
    let ids: Vec<AreaId> = homes.iter().map(|home| home.area_id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut names = HashMap::new();
    for chunk in ids.chunks(IDS_AT_ONCE) {
        let rows: Vec<(AreaId, String)> =
            areas::table.filter(among(areas::id, chunk)).select((areas::id, areas::name)).load(conn)?;
        names.extend(rows);
    }
    Ok(names)
}

/// Every household of the ground with what the criteria look at; nothing when there are too many.
pub fn homes(conn: &mut Conn, scope: &Scope, wanted: &Wanted, as_of: Day) -> Result<Option<Vec<Home>>> {
    let Some(mut homes) = bare(conn, scope, wanted)? else { return Ok(None) };
    let places: HashMap<HouseholdId, usize> = homes.iter().enumerate().map(|(n, home)| (home.id, n)).collect();
    let ids: Vec<HouseholdId> = homes.iter().map(|home| home.id).collect();
    let mut all = Facts { homes: &mut homes, places };
    let (met, reached) = outcomes(conn)?;
    for chunk in ids.chunks(IDS_AT_ONCE) {
        let people = all.add_residents(conn, chunk, &wanted.criteria, as_of)?;
        all.add_promises(conn, chunk, &people)?;
        all.add_ends(conn, scope, chunk, &wanted.criteria, &people)?;
        all.add_groups(conn, chunk, &wanted.criteria, as_of, &people)?;
        all.add_met(conn, chunk, &met)?;
        all.add_contacts(conn, chunk, &reached, wanted.cap.days, as_of)?;
    }
    Ok(Some(homes))
}

/// Outcomes by which somebody was met, and those by which the door was reached.
fn outcomes(conn: &mut Conn) -> Result<(Vec<String>, Vec<String>)> {
    let all = lists::visit_outcomes(conn)?;
    let met = all.iter().filter(|o| o.met).map(|o| o.code.clone()).collect();
    Ok((met, all.into_iter().map(|o| o.code).filter(|code| outcome::reaches_door(code)).collect()))
}

/// The households themselves.
fn bare(conn: &mut Conn, scope: &Scope, wanted: &Wanted) -> Result<Option<Vec<Home>>> {
    type Row = (HouseholdId, AreaId, String, Option<f64>, Option<f64>, bool, HouseholdStatus);
    let ground = scoped::ground(conn, scope, Some(wanted.area_id))?;
    let mut query = scoped::households_on(&ground);
    if !wanted.hamlets.is_empty() {
        query = query.filter(among(households::area_id, &wanted.hamlets));
    }
    let rows: Vec<Row> = query
        .limit(i64::try_from(MAX_HOUSEHOLDS).unwrap_or(i64::MAX) + 1)
        .select((
            households::id,
            households::area_id,
            households::house_sort,
            households::latitude,
            households::longitude,
            households::do_not_contact,
            households::status,
        ))
        .load(conn)?;
    let home = |(id, area_id, house_sort, latitude, longitude, do_not_contact, status): Row| Home {
        id,
        area_id,
        there: status == HouseholdStatus::Active,
        do_not_contact,
        place: latitude.zip(longitude),
        house_sort,
        residents: Vec::new(),
        promises: Vec::new(),
        ends: Vec::new(),
        in_group: false,
        last_met: None,
        contacts: 0,
    };
    Ok((rows.len() <= MAX_HOUSEHOLDS).then(|| rows.into_iter().map(home).collect()))
}

/// Somebody's household, and whether they asked not to be contacted.
type People = HashMap<PersonId, (HouseholdId, bool)>;

/// Households with the place of each.
struct Facts<'a> {
    homes: &'a mut Vec<Home>,
    places: HashMap<HouseholdId, usize>,
}

impl Facts<'_> {
    fn home(&mut self, id: HouseholdId) -> Option<&mut Home> {
        self.homes.get_mut(*self.places.get(&id)?)
    }

    /// Who lives there, with the latest known of their covers.
    fn add_residents(
        &mut self,
        conn: &mut Conn,
        ids: &[HouseholdId],
        criteria: &Criteria,
        as_of: Day,
    ) -> Result<People> {
        let rows: Vec<(PersonId, HouseholdId, Option<i32>, bool)> = persons::table
            .filter(among(persons::household_id, ids))
            .filter(persons::merged_into_id.is_null())
            .filter(persons::status.eq(PersonStatus::Active))
            .select((persons::id, persons::household_id, persons::birth_year, persons::do_not_contact))
            .load(conn)?;
        let people: Vec<PersonId> = rows.iter().map(|row| row.0).collect();
        let mut known = covers_of(conn, &people, &criteria.schemes(), as_of)?;
        let mut all = People::new();
        for (id, household_id, birth_year, do_not_contact) in rows {
            let covers = known.remove(&id).unwrap_or_default().into_iter().collect();
            if let Some(home) = self.home(household_id) {
                home.residents.push(Resident { do_not_contact, birth_year, covers });
            }
            all.insert(id, (household_id, do_not_contact));
        }
        Ok(all)
    }

    fn add_promises(&mut self, conn: &mut Conn, ids: &[HouseholdId], people: &People) -> Result<()> {
        let rows: Vec<(HouseholdId, Option<PersonId>, Day, Day, FollowUpOrigin)> = follow_ups::table
            .filter(among(follow_ups::household_id, ids))
            .filter(follow_ups::status.eq(FollowUpStatus::Open))
            .select((
                follow_ups::household_id,
                follow_ups::person_id,
                follow_ups::due_from,
                follow_ups::due_to,
                follow_ups::origin,
            ))
            .load(conn)?;
        for (household_id, person, due_from, due_to, origin) in rows {
            let barred = person.and_then(|person| people.get(&person)).is_some_and(|(_, barred)| *barred);
            let promise = Promise { wished: origin == FollowUpOrigin::Promise, due_from, due_to, barred };
            if let Some(home) = self.home(household_id) {
                home.promises.push(promise);
            }
        }
        Ok(())
    }

    /// Ends of sign-ups that nobody paid on from, as far as the caller may see whose they are.
    fn add_ends(
        &mut self,
        conn: &mut Conn,
        scope: &Scope,
        ids: &[HouseholdId],
        criteria: &Criteria,
        people: &People,
    ) -> Result<()> {
        let Some(asked) = &criteria.renewals else { return Ok(()) };
        let (first, last) = (asked.spans.iter().map(|s| s.0).min(), asked.spans.iter().map(|s| s.1).max());
        let Some((first, last)) = first.zip(last) else { return Ok(()) };
        let mut query = scoped::renewals(scope)
            .filter(among(renewals::household_id, ids))
            .filter(renewals::state.eq(RenewalState::Due))
            .filter(renewals::paid_to.ge(first))
            .filter(renewals::paid_to.le(last));
        if let Some(organisation) = asked.organisation_id {
            query = query.filter(renewals::organisation_id.eq(organisation));
        }
        if let Some(collector) = asked.collector_id {
            query = query.filter(renewals::collector_id.eq(collector));
        }
        let rows: Vec<(PersonId, Scheme, Day)> =
            query.select((renewals::person_id, renewals::scheme, renewals::paid_to)).load(conn)?;
        for (person, scheme, paid_to) in rows {
            let Some((household_id, barred)) = people.get(&person).copied() else { continue };
            if let Some(home) = self.home(household_id) {
                home.ends.push(DueEnd { scheme, paid_to, barred });
            }
        }
        Ok(())
    }

    /// Claims of the household, and of people who live there.
    fn add_groups(
        &mut self,
        conn: &mut Conn,
        ids: &[HouseholdId],
        criteria: &Criteria,
        as_of: Day,
        people: &People,
    ) -> Result<()> {
        if criteria.groups.is_empty() {
            return Ok(());
        }
        let rows: Vec<(HouseholdId, Option<PersonId>)> = group_claims::table
            .filter(among(group_claims::household_id, ids))
            .filter(group_claims::group_code.eq_any(criteria.groups.clone()))
            .filter(group_claims::valid_from.le(as_of))
            .filter(group_claims::valid_to.is_null().or(group_claims::valid_to.ge(as_of)))
            .select((group_claims::household_id, group_claims::person_id))
            .load(conn)?;
        for (household_id, person) in rows {
            let lives_there = person.is_none_or(|person| people.contains_key(&person));
            if let Some(home) = self.home(household_id).filter(|_| lives_there) {
                home.in_group = true;
            }
        }
        Ok(())
    }

    /// When somebody was met last; of a corrected visit the latest version counts.
    fn add_met(&mut self, conn: &mut Conn, ids: &[HouseholdId], met: &[String]) -> Result<()> {
        let rows: Vec<(HouseholdId, Option<Day>)> = visits::table
            .filter(among(visits::household_id, ids))
            .filter(visits::amended_by_id.is_null())
            .filter(visits::outcome.eq_any(met.to_vec()))
            .group_by(visits::household_id)
            .select((visits::household_id, diesel::dsl::max(visits::counted_on)))
            .load(conn)?;
        for (household_id, last) in rows {
            if let Some(home) = self.home(household_id) {
                home.last_met = last;
            }
        }
        Ok(())
    }

    /// Visits by whomever that reached the door in the days of the cap.
    fn add_contacts(
        &mut self,
        conn: &mut Conn,
        ids: &[HouseholdId],
        reached: &[String],
        days: i32,
        as_of: Day,
    ) -> Result<()> {
        let rows: Vec<(HouseholdId, i64)> = visits::table
            .filter(among(visits::household_id, ids))
            .filter(visits::amended_by_id.is_null())
            .filter(visits::counted_on.ge(as_of.plus_days(-i64::from(days))))
            .filter(visits::counted_on.le(as_of))
            .filter(visits::outcome.eq_any(reached.to_vec()))
            .group_by(visits::household_id)
            .select((visits::household_id, diesel::dsl::count_star()))
            .load(conn)?;
        for (household_id, contacts) in rows {
            if let Some(home) = self.home(household_id) {
                home.contacts = contacts;
            }
        }
        Ok(())
    }
}

/// The latest known of these people's covers in these schemes.
fn covers_of(
    conn: &mut Conn,
    people: &[PersonId],
    schemes: &[Scheme],
    as_of: Day,
) -> Result<HashMap<PersonId, HashMap<Scheme, Known>>> {
    let mut latest: HashMap<PersonId, HashMap<Scheme, Known>> = HashMap::new();
    if schemes.is_empty() {
        return Ok(latest);
    }
    for chunk in people.chunks(IDS_AT_ONCE) {
        let rows: Vec<(PersonId, Scheme, CoverState, Option<Day>)> = covers::table
            .filter(among(covers::person_id, chunk))
            .filter(covers::scheme.eq_any(schemes.to_vec()))
            .filter(covers::known_on.le(as_of))
            .order((covers::known_on, covers::created_at, covers::id))
            .select((covers::person_id, covers::scheme, covers::state, covers::valid_to))
            .load(conn)?;
        for (person, scheme, state, valid_to) in rows {
            latest.entry(person).or_default().insert(scheme, Known { state, valid_to });
        }
    }
    Ok(latest)
}
