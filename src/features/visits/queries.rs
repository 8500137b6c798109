//! All SQL of visits but the bulk (`queries_bulk`) and the follow-ups (`queries_follow_ups`).
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{FollowUpStatus, MetPerson, Visit, VisitInterest};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, CampaignId, FollowUpId, HouseholdId, OrganisationId, UserId, VisitId},
    },
    db::{
        Conn, InScope, among,
        schema::{area_closure, follow_ups, visit_interests, visit_people, visits},
        scoped,
    },
    features::funnel::Reach,
};

pub fn find(conn: &mut Conn, scope: &Scope, id: VisitId) -> Result<Option<InScope<Visit>>> {
    scoped::first(conn, scoped::each::visits(scope).filter(visits::id.eq(id)).select(Visit::as_select()))
}

/// Those of these visits that are there and within the scope.
pub fn found_among(conn: &mut Conn, scope: &Scope, ids: &[VisitId]) -> Result<BTreeMap<VisitId, Visit>> {
    let rows: Vec<Visit> =
        scoped::each::visits(scope).filter(among(visits::id, ids)).select(Visit::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|v| (v.id, v)).collect())
}

/// Which visits a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
    pub user_id: Option<UserId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub outcome: Option<String>,
    pub organisation_id: Option<OrganisationId>,
    pub campaign_id: Option<CampaignId>,
    /// At least so far, and not corrected.
    pub reached: Option<Reach>,
    pub led_on: Option<bool>,
    pub reason: Option<String>,
}

/// Visits, the newest first by the time they count at.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Visit>> {
    let mut query = scoped::visits(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(visits::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(household) = filter.household_id {
        query = query.filter(visits::household_id.eq(household));
    }
    if let Some(user) = filter.user_id {
        query = query.filter(visits::user_id.eq(user));
    }
    if let Some(from) = filter.from {
        query = query.filter(visits::counted_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(visits::counted_on.le(to));
    }
    if let Some(outcome) = &filter.outcome {
        query = query.filter(visits::outcome.eq(outcome.clone()));
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(visits::organisation_id.eq(organisation));
    }
    if let Some(campaign) = filter.campaign_id {
        query = query.filter(visits::campaign_id.eq(campaign));
    }
    if let Some(reached) = filter.reached {
        let far = Reach::ALL.iter().copied().filter(|reach| *reach >= reached);
        query = query.filter(visits::amended_by_id.is_null()).filter(visits::reached.eq_any(far));
    }
    if let Some(led_on) = filter.led_on {
        query = query.filter(visits::led_on.eq(led_on));
    }
    if let Some(reason) = &filter.reason {
        query = query.filter(visits::reason.eq(reason.clone()));
    }
    if let Some((at, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}'))
        && let Ok(at) = at.parse::<Moment>()
    {
        let id = id.to_owned();
        query = query.filter(visits::counted_at.lt(at).or(visits::counted_at.eq(at).and(visits::id.lt(id))));
    }
    let rows = query
        .order((visits::counted_at.desc(), visits::id.desc()))
        .limit(cursor.fetch())
        .select(Visit::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |v: &Visit| format!("{}\u{3}{}", v.counted_at, v.id)))
}

/// What hangs on a visit.
#[derive(Debug, Default)]
pub struct Parts {
    pub met: Vec<MetPerson>,
    pub said: Vec<VisitInterest>,
    /// The follow-up it left behind.
    pub left: Option<FollowUpId>,
    /// Follow-ups that it kept.
    pub kept: Vec<FollowUpId>,
}

/// What hangs on these visits.
pub fn parts(conn: &mut Conn, rows: &[Visit]) -> Result<BTreeMap<VisitId, Parts>> {
    let ids: Vec<VisitId> = rows.iter().map(|v| v.id).collect();
    let homes: Vec<HouseholdId> = rows.iter().map(|v| v.household_id).collect();
    let mut out: BTreeMap<VisitId, Parts> = ids.iter().map(|id| (*id, Parts::default())).collect();
    let met: Vec<MetPerson> = visit_people::table
        .filter(among(visit_people::visit_id, &ids))
        .order((visit_people::visit_id, visit_people::person_id))
        .select(MetPerson::as_select())
        .load(conn)?;
    for row in met {
        out.entry(row.visit_id).or_default().met.push(row);
    }
    let said: Vec<VisitInterest> = visit_interests::table
        .filter(among(visit_interests::visit_id, &ids))
        .order((visit_interests::visit_id, visit_interests::person_id, visit_interests::scheme))
        .select(VisitInterest::as_select())
        .load(conn)?;
    for row in said {
        out.entry(row.visit_id).or_default().said.push(row);
    }
    // By household, where the index is: a correction may have moved a follow-up's visits, but not its household.
    let promises: Vec<(FollowUpId, FollowUpStatus, Option<VisitId>, Option<VisitId>)> = follow_ups::table
        .filter(among(follow_ups::household_id, &homes))
        .filter(follow_ups::origin_visit_id.is_not_null().or(follow_ups::closed_by_visit_id.is_not_null()))
        .order(follow_ups::id)
        .select((follow_ups::id, follow_ups::status, follow_ups::origin_visit_id, follow_ups::closed_by_visit_id))
        .load(conn)?;
    for (id, status, origin, closed_by) in promises {
        if let Some(parts) = origin.and_then(|visit| out.get_mut(&visit)) {
            parts.left = Some(id);
        }
        if status == FollowUpStatus::Kept
            && let Some(parts) = closed_by.and_then(|visit| out.get_mut(&visit))
        {
            parts.kept.push(id);
        }
    }
    Ok(out)
}
