//! The SQL by which many visits are decided and written at once: a few statements, however many visits.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    decide::{Door, Facts, Known, NewVisit, Promise, Resident},
    model::{FollowUp, FollowUpStatus, MetPerson, Visit, VisitInterest},
};
use crate::{
    access::Scope,
    base::{
        Id, Moment, Result,
        id::{AreaId, FollowUpId, HouseholdId, PersonId, UserId, VisitId},
        problem::ALREADY_EXISTS,
    },
    db::{
        OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{follow_ups, households, persons, visit_interests, visit_people, visits},
        scoped,
    },
    features::{
        campaigns,
        lists::{self, List},
        organisations,
    },
};

const ONE_VISIT: UniqueRule = UniqueRule { postgres: "visits_pkey", sqlite: "visits.id" };
const ONE_FOLLOW_UP: UniqueRule = UniqueRule { postgres: "follow_ups_pkey", sqlite: "follow_ups.id" };

/// The ids that `pick` finds in the visits, each once.
fn ids<K>(new: &[&NewVisit], pick: impl Fn(&NewVisit) -> Vec<Id<K>>) -> Vec<Id<K>> {
    new.iter().flat_map(|n| pick(n)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// All that the decision of these visits looks at.
///
/// # Errors
/// When the database fails.
pub fn facts(tx: &mut Tx, scope: &Scope, new: &[&NewVisit]) -> Result<Facts> {
    let mut facts = Facts::default();
    let corrected = ids(new, |n| n.amends.iter().map(|a| a.visit_id).collect());
    add_visits(tx, scope, new, &corrected, &mut facts)?;
    let mut homes = ids(new, |n| vec![n.household_id]);
    add_register(tx, scope, new, &homes, &mut facts)?;
    let outcomes = lists::visit_outcomes(tx.conn()?)?;
    facts.outcomes = outcomes.into_iter().map(|o| (o.code.clone(), o)).collect();
    if new.iter().any(|n| n.reason.is_some()) {
        facts.reasons = lists::codes(tx.conn()?, List::VisitReason)?.into_iter().collect();
    }
    let named = ids(new, |n| n.campaign_id.into_iter().collect());
    if !named.is_empty() {
        facts.campaigns = campaigns::seen_among(tx.conn()?, scope, &named)?.into_iter().collect();
    }
    let named = ids(new, |n| n.organisation_id.into_iter().collect());
    if !named.is_empty() {
        facts.organisations = organisations::names(tx.conn()?, &named)?.into_keys().collect();
    }
    homes.retain(|home| facts.doors.contains_key(home));
    homes.extend(corrected.iter().filter_map(|id| facts.visits.get(id)).filter(|v| v.in_scope).map(|v| v.household_id));
    add_promises(tx, new, &homes, &corrected, &mut facts)?;
    Ok(facts)
}

/// Visits whose id is reported, wherever they are, and visits that are corrected, when they lie within the scope.
fn add_visits(tx: &mut Tx, scope: &Scope, new: &[&NewVisit], corrected: &[VisitId], facts: &mut Facts) -> Result<()> {
    type Row = (VisitId, HouseholdId, AreaId, Option<UserId>, Option<VisitId>);
    let columns = (visits::id, visits::household_id, visits::area_id, visits::user_id, visits::amended_by_id);
    let known = |(id, household_id, area_id, user_id, amended_by_id): Row, in_scope: bool| {
        (id, Known { household_id, area_id, user_id, amended_by_id, in_scope })
    };
    let reported = ids(new, |n| vec![n.id]);
    // A list of values, planned each time: the plan of `= ANY ($1)` would be kept from when the table was small.
    let rows: Vec<Row> = visits::table.filter(among(visits::id, &reported)).select(columns).load(tx.conn()?)?;
    facts.visits.extend(rows.into_iter().map(|row| known(row, false)));
    if !corrected.is_empty() {
        let rows: Vec<Row> =
            scoped::each::visits(scope).filter(among(visits::id, corrected)).select(columns).load(tx.conn()?)?;
        facts.visits.extend(rows.into_iter().map(|row| known(row, true)));
    }
    Ok(())
}

/// The households, and the people who are named, within the scope. For people who are of none of these households now:
/// in which of them they were met before.
fn add_register(tx: &mut Tx, scope: &Scope, new: &[&NewVisit], homes: &[HouseholdId], facts: &mut Facts) -> Result<()> {
    let named = ids(new, |n| {
        let interests = n.interests.iter().map(|i| i.person_id);
        let promised = n.follow_up.iter().filter_map(|f| f.person_id);
        n.people.iter().copied().chain(interests).chain(promised).collect()
    });
    let columns =
        (households::id, households::area_id, households::do_not_contact, households::called, households::met);
    let doors: Vec<(HouseholdId, AreaId, bool, bool, bool)> =
        households::table.filter(among(households::id, homes)).select(columns).load(tx.conn()?)?;
    let mut residents: Vec<(PersonId, HouseholdId, AreaId, bool)> = Vec::new();
    if !named.is_empty() {
        let columns = (persons::id, persons::household_id, persons::area_id, persons::do_not_contact);
        residents = persons::table.filter(among(persons::id, &named)).select(columns).load(tx.conn()?)?;
    }
    let areas: BTreeSet<AreaId> = doors.iter().map(|d| d.1).chain(residents.iter().map(|r| r.2)).collect();
    let reached = scoped::reached_among(tx.conn()?, scope, &areas.into_iter().collect::<Vec<_>>())?;
    for (id, area_id, do_not_contact, called, met) in doors.into_iter().filter(|d| reached.contains(&d.1)) {
        facts.doors.insert(id, Door { area_id, do_not_contact, called, met });
    }
    for (id, household_id, _, do_not_contact) in residents.into_iter().filter(|r| reached.contains(&r.2)) {
        facts.residents.insert(id, Resident { household_id, do_not_contact });
    }
    let strangers: Vec<PersonId> = named
        .into_iter()
        .filter(|id| facts.residents.get(id).is_none_or(|r| homes.binary_search(&r.household_id).is_err()))
        .collect();
    if !strangers.is_empty() {
        let met: Vec<(PersonId, HouseholdId)> = visit_people::table
            .inner_join(visits::table)
            .filter(among(visit_people::person_id, &strangers))
            .filter(among(visits::household_id, homes))
            .select((visit_people::person_id, visits::household_id))
            .load(tx.conn()?)?;
        facts.former = met.into_iter().collect();
    }
    Ok(())
}

fn add_promises(
    tx: &mut Tx,
    new: &[&NewVisit],
    homes: &[HouseholdId],
    corrected: &[VisitId],
    facts: &mut Facts,
) -> Result<()> {
    let named = ids(new, |n| n.fulfils.clone());
    let mut query =
        follow_ups::table.filter(among(follow_ups::household_id, homes)).select(FollowUp::as_select()).into_boxed();
    query = if corrected.is_empty() {
        query.filter(follow_ups::status.eq(FollowUpStatus::Open).or(among(follow_ups::id, &named)))
    } else {
        let hanging = follow_ups::origin_visit_id
            .eq_any(corrected.to_vec())
            .or(follow_ups::closed_by_visit_id.eq_any(corrected.to_vec()));
        query.filter(hanging.or(follow_ups::status.eq(FollowUpStatus::Open)).or(among(follow_ups::id, &named)))
    };
    let rows: Vec<FollowUp> = query.load(tx.conn()?)?;
    facts.promises = rows.into_iter().map(|f| (f.id, Promise::from(&f))).collect();
    let given = ids(new, |n| n.follow_up.iter().map(|f| f.id).collect());
    if !given.is_empty() {
        let taken: Vec<FollowUpId> =
            follow_ups::table.filter(among(follow_ups::id, &given)).select(follow_ups::id).load(tx.conn()?)?;
        facts.taken = taken.into_iter().collect();
    }
    Ok(())
}

impl From<&FollowUp> for Promise {
    fn from(f: &FollowUp) -> Self {
        Self {
            household_id: f.household_id,
            person_id: f.person_id,
            area_id: f.area_id,
            due_from: f.due_from,
            status: f.status,
            origin_visit_id: f.origin_visit_id,
            closed_by_visit_id: f.closed_by_visit_id,
        }
    }
}

/// Inserts visits with the people met and what they said.
///
/// # Errors
/// `already-exists` when an id was taken meanwhile.
pub fn insert_visits(tx: &mut Tx, rows: &[Visit], met: &[MetPerson], said: &[VisitInterest]) -> Result<()> {
    insert_all!(tx.conn()?, visits::table, rows).on_duplicate(&ONE_VISIT, &ALREADY_EXISTS)?;
    insert_all!(tx.conn()?, visit_people::table, met)?;
    insert_all!(tx.conn()?, visit_interests::table, said)?;
    Ok(())
}

/// Inserts follow-ups.
///
/// # Errors
/// `already-exists` when an id was taken meanwhile.
pub fn insert_follow_ups(tx: &mut Tx, rows: &[FollowUp]) -> Result<()> {
    insert_all!(tx.conn()?, follow_ups::table, rows).on_duplicate(&ONE_FOLLOW_UP, &ALREADY_EXISTS)
}

/// Marks a visit, found in scope while it was decided, as corrected.
///
/// # Errors
/// When the database fails.
pub fn mark_amended(tx: &mut Tx, id: VisitId, by: VisitId) -> Result<()> {
    diesel::update(visits::table.find(id))
        .set((visits::amended_by_id.eq(by), visits::rev.eq(visits::rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Lets follow-ups, found while a visit in scope was decided, stand elsewhere.
///
/// # Errors
/// When the database fails.
pub fn turn_follow_ups(
    tx: &mut Tx,
    ids: &[FollowUpId],
    status: FollowUpStatus,
    by: Option<VisitId>,
    closed_at: Option<Moment>,
) -> Result<()> {
    diesel::update(follow_ups::table.filter(among(follow_ups::id, ids)))
        .set((
            follow_ups::status.eq(status),
            follow_ups::closed_by_visit_id.eq(by),
            follow_ups::closed_at.eq(closed_at),
            follow_ups::rev.eq(follow_ups::rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
