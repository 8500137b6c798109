//! Hand-overs as they are shown, and how late they are.
use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{deadline::days_late, lifecycle::State, model::HandOver, queries};
use crate::{
    access::Scope,
    base::{
        Day, Moment, Result,
        id::{AreaId, EnrolmentId, HandOverId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
        scheme::{Scheme, split},
    },
    db::{Conn, Place, Seals},
};

/// The sealed columns.
pub const NOTE: &str = "note_sealed";
pub const WHY: &str = "why_sealed";

fn place<'a>(column: &'static str, id: &'a HandOverId) -> Place<'a> {
    Place { table: "hand_overs", column, row: id.as_str() }
}
pub fn seal(seals: &Seals, column: &'static str, id: &HandOverId, plain: Option<&str>) -> Result<Option<String>> {
    plain.map(|text| seals.seal(place(column, id), text)).transpose()
}
pub fn open(seals: &Seals, column: &'static str, id: &HandOverId, sealed: Option<&str>) -> Result<Option<String>> {
    sealed.map(|text| seals.open(place(column, id), text)).transpose()
}

/// A household handed over to an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverView {
    pub id: HandOverId,
    pub household_id: HouseholdId,
    /// Null when the household lies elsewhere now.
    #[schema(required)]
    pub household_name: Option<String>,
    /// Whether the household asked not to be called on.
    pub do_not_contact: bool,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    /// Who of the organisation is to go there, or went.
    #[schema(required)]
    pub collector_id: Option<UserId>,
    pub person_ids: Vec<PersonId>,
    pub schemes: Vec<Scheme>,
    #[schema(required)]
    pub visit_id: Option<VisitId>,
    /// The returned hand-over that this one goes on from.
    #[schema(required)]
    pub after_id: Option<HandOverId>,
    pub due_on: Day,
    pub state: State,
    #[schema(required)]
    pub accepted_at: Option<Moment>,
    #[schema(required)]
    pub ended_at: Option<Moment>,
    /// From the list `hand_over_return`.
    #[schema(required)]
    pub reason: Option<String>,
    #[schema(required)]
    pub why: Option<String>,
    #[schema(required)]
    pub note: Option<String>,
    /// The sign-up that came of it.
    #[schema(required)]
    pub enrolment_id: Option<EnrolmentId>,
    #[schema(required)]
    pub given_by: Option<UserId>,
    pub created_at: Moment,
    /// Days since it was given, until it ended.
    pub age_days: i64,
    /// Days past its day while it waits.
    pub overdue_days: i64,
}

/// Hand-overs that were found in scope, with what hangs on them.
pub fn views(conn: &mut Conn, scope: &Scope, seals: &Seals, rows: Vec<HandOver>) -> Result<Vec<HandOverView>> {
    let ids: Vec<HandOverId> = rows.iter().map(|row| row.id).collect();
    let homes: Vec<HouseholdId> = rows.iter().map(|row| row.household_id).collect();
    let (mut people, homes) = (queries::people(conn, &ids)?, queries::homes(conn, scope, &homes)?);
    let today = scope.today();
    rows.into_iter()
        .map(|row| {
            let until = row.ended_at.map_or(today, Moment::day);
            Ok(HandOverView {
                id: row.id,
                household_id: row.household_id,
                household_name: homes.get(&row.household_id).map(|(name, _)| name.clone()),
                do_not_contact: homes.get(&row.household_id).is_some_and(|(_, asked)| *asked),
                area_id: row.area_id,
                organisation_id: row.organisation_id,
                collector_id: row.collector_id,
                person_ids: people.remove(&row.id).unwrap_or_default(),
                schemes: split(&row.schemes),
                visit_id: row.visit_id,
                after_id: row.after_id,
                due_on: row.due_on,
                state: row.state,
                accepted_at: row.accepted_at,
                ended_at: row.ended_at,
                reason: row.reason,
                why: open(seals, WHY, &row.id, row.why_sealed.as_deref())?,
                note: open(seals, NOTE, &row.id, row.note_sealed.as_deref())?,
                enrolment_id: row.enrolment_id,
                given_by: row.given_by,
                created_at: row.created_at,
                age_days: until.days_since(row.created_at.day()),
                overdue_days: if row.state.waits() { days_late(row.due_on, today) } else { 0 },
            })
        })
        .collect()
}

/// What waits with one collector of an organisation, or with nobody of it yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverSummaryRow {
    pub organisation_id: OrganisationId,
    /// Null for what nobody of the organisation has.
    #[schema(required)]
    pub collector_id: Option<UserId>,
    /// Waiting to be accepted.
    pub open: i64,
    /// Accepted, and nothing came of it yet.
    pub accepted: i64,
    /// Of both, those past their day.
    pub overdue: i64,
    /// Days since the oldest of them was given.
    pub oldest_days: i64,
}

/// What waits, by organisation and collector.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverSummary {
    pub rows: Vec<HandOverSummaryRow>,
}

/// Sums up what waits.
pub fn summary(waiting: &[queries::Waiting], today: Day) -> HandOverSummary {
    let mut rows: BTreeMap<(OrganisationId, Option<UserId>), HandOverSummaryRow> = BTreeMap::new();
    for one in waiting {
        let (organisation_id, collector_id) = (one.organisation_id, one.collector_id);
        let row = rows.entry((organisation_id, collector_id)).or_insert(HandOverSummaryRow {
            organisation_id,
            collector_id,
            open: 0,
            accepted: 0,
            overdue: 0,
            oldest_days: 0,
        });
        row.open += i64::from(one.state == State::Open);
        row.accepted += i64::from(one.state == State::Accepted);
        row.overdue += i64::from(days_late(one.due_on, today) > 0);
        row.oldest_days = row.oldest_days.max(today.days_since(one.created_at.day()));
    }
    HandOverSummary { rows: rows.into_values().collect() }
}
