//! SQL of what doors on lists count for in the funnel, and of the way of a list's households.
use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};

use super::model::{Entry, WalkList};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, HouseholdId, WalkListId},
    },
    db::{
        Conn, InScope, among,
        cells::Counted,
        schema::{area_closure, enrolment_counts, enrolments, renewals, visits, walk_list_entries, walk_lists},
        scoped,
    },
    features::funnel::{Facts, Reach, Sums},
};

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    walk_list_entries::area_id,
    walk_list_entries::attempted,
    walk_lists::as_of,
    walk_lists::campaign_id,
);

fn counted_as((area_id, on, campaign_id): (AreaId, Day, Option<CampaignId>), attempted: bool, times: i64) -> Counted {
    let facts = Facts {
        area_id,
        on,
        organisation_id: None,
        campaign_id,
        channel: None,
        user_id: None,
        scheme: None,
        reason: None,
    };
    facts.counted(Sums::door_on_list(attempted), times)
}

/// What the doors of a new list count for.
pub fn counted_of(list: &WalkList, entries: &[Entry]) -> Vec<Counted> {
    let mut areas: BTreeMap<AreaId, i64> = BTreeMap::new();
    for entry in entries {
        *areas.entry(entry.area_id).or_default() += 1;
    }
    areas.into_iter().map(|(area, doors)| counted_as((area, list.as_of, list.campaign_id), false, doors)).collect()
}

/// The areas in which doors are on lists.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(walk_list_entries::table.select(walk_list_entries::area_id).distinct().load(conn)?)
}

/// What the doors on lists in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let alike = (walk_list_entries::area_id, walk_lists::as_of, walk_lists::campaign_id, walk_list_entries::attempted);
    let rows: Vec<(AreaId, Day, Option<CampaignId>, bool, i64)> = walk_list_entries::table
        .inner_join(walk_lists::table)
        .filter(among(walk_list_entries::area_id, areas))
        .group_by(alike)
        .select((
            walk_list_entries::area_id,
            walk_lists::as_of,
            walk_lists::campaign_id,
            walk_list_entries::attempted,
            count_star(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(area, on, campaign, attempted, n)| counted_as((area, on, campaign), attempted, n))
        .collect())
}

/// Which doors are asked for.
#[derive(Debug, Clone)]
pub struct Filter {
    pub area_id: AreaId,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub campaign_id: Option<CampaignId>,
    pub attempted: Option<bool>,
}

/// Doors on lists within the scope, by list and place on it.
pub fn doors(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Entry>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(filter.area_id));
    let mut query = scoped::walk_list_entries(scope)
        .filter(walk_list_entries::area_id.eq_any(below.select(area_closure::descendant_id)));
    let mut lists = walk_lists::table.select(walk_lists::id).into_boxed();
    if let Some(from) = filter.from {
        lists = lists.filter(walk_lists::as_of.ge(from));
    }
    if let Some(to) = filter.to {
        lists = lists.filter(walk_lists::as_of.le(to));
    }
    if let Some(campaign) = filter.campaign_id {
        lists = lists.filter(walk_lists::campaign_id.eq(campaign));
    }
    let lists: Vec<WalkListId> = lists.load(conn)?;
    query = query.filter(among(walk_list_entries::list_id, &lists));
    if let Some(attempted) = filter.attempted {
        query = query.filter(walk_list_entries::attempted.eq(attempted));
    }
    if let Some((list, position)) = cursor.after.as_deref().and_then(|after| after.split_once(' '))
        && let Ok(position) = position.parse::<i32>()
    {
        let list = list.to_owned();
        let later = walk_list_entries::list_id.eq(list.clone()).and(walk_list_entries::position.gt(position));
        query = query.filter(walk_list_entries::list_id.gt(list).or(later));
    }
    let rows = query
        .order((walk_list_entries::list_id, walk_list_entries::position))
        .limit(cursor.fetch())
        .select(Entry::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |door: &Entry| format!("{} {}", door.list_id, door.position)))
}

/// How far a household of a list came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Way {
    /// How far the visits to it came.
    pub reach: Option<Reach>,
    /// Whether anybody was signed up.
    pub signed: bool,
    /// Whether any of them paid.
    pub paid: bool,
    /// Whether any card or book of theirs was issued.
    pub issued: bool,
    /// Whether any of their periods came to its end.
    pub ended: bool,
    /// Whether any of those was paid on.
    pub renewed: bool,
}

/// How far the households of a list, found in scope, came from the day it was made to the day it was closed.
pub fn ways(conn: &mut Conn, list: &InScope<WalkList>, today: Day) -> Result<Vec<Way>> {
    let homes: Vec<HouseholdId> = walk_list_entries::table
        .filter(walk_list_entries::list_id.eq(list.id))
        .select(walk_list_entries::household_id)
        .load(conn)?;
    let mut ways: BTreeMap<HouseholdId, Way> = homes.iter().map(|home| (*home, Way::default())).collect();
    let mut called = visits::table
        .filter(among(visits::household_id, &homes))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_at.ge(list.created_at))
        .into_boxed();
    let mut signed = enrolments::table
        .inner_join(enrolment_counts::table)
        .filter(among(enrolments::household_id, &homes))
        .filter(enrolments::created_at.ge(list.created_at))
        .into_boxed();
    if let Some(closed_at) = list.closed_at {
        called = called.filter(visits::counted_at.le(closed_at));
        signed = signed.filter(enrolments::created_at.le(closed_at));
    }
    let called: Vec<(HouseholdId, Reach)> =
        called.select((visits::household_id, visits::reached)).distinct().load(conn)?;
    for (home, reach) in called {
        if let Some(way) = ways.get_mut(&home) {
            way.reach = way.reach.max(Some(reach));
        }
    }
    let signed: Vec<(HouseholdId, String, String)> =
        signed.select((enrolments::household_id, enrolment_counts::reached, enrolments::id)).load(conn)?;
    let ids: Vec<String> = signed.iter().map(|(_, _, id)| id.clone()).collect();
    let ends: Vec<(Option<String>, String)> = renewals::table
        .filter(among(renewals::enrolment_id, &ids))
        .filter(renewals::paid_to.le(today))
        .filter(renewals::state.ne("ended"))
        .select((renewals::enrolment_id, renewals::state))
        .load(conn)?;
    let ends: BTreeMap<String, String> = ends.into_iter().filter_map(|(id, state)| Some((id?, state))).collect();
    for (home, reached, id) in signed {
        let Some(way) = ways.get_mut(&home) else { continue };
        way.signed = true;
        way.paid |= matches!(reached.as_str(), "paid" | "handed_in" | "issued");
        way.issued |= reached == "issued";
        way.ended |= ends.contains_key(&id);
        way.renewed |= ends.get(&id).is_some_and(|state| state == "renewed");
    }
    Ok(ways.into_values().collect())
}
