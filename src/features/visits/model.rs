//! Rows of visits and follow-ups.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, DeviceId, FollowUpId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        schema::{follow_ups, visit_interests, visit_people, visits},
        text_column,
    },
    features::funnel::Reach,
};

text_enum! {
    /// Where the people of the household were met, or looked for.
    pub enum PlaceState {
        /// At their door.
        AtHome = "at_home",
        /// In the field, at the market, at a meeting.
        Elsewhere = "elsewhere",
        /// Not said.
        Unknown = "unknown",
    }
}
text_enum! {
    /// Whether somebody wants a scheme.
    pub enum Interest {
        /// Wants it.
        Yes = "yes",
        /// Is thinking about it.
        Maybe = "maybe",
        /// Does not want it.
        No = "no",
    }
}
text_enum! {
    /// How urgent a follow-up is.
    pub enum Priority {
        /// When there is time.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// First.
        High = "high",
    }
}
text_enum! {
    /// What a follow-up came from.
    pub enum FollowUpOrigin {
        /// Somebody who was met agreed to it.
        Promise = "promise",
        /// A cover is about to end.
        Expiry = "expiry",
        /// A walk list.
        List = "list",
        /// Somebody entered it.
        Manual = "manual",
    }
}
text_enum! {
    /// Where a follow-up stands.
    pub enum FollowUpStatus {
        /// Waits.
        Open = "open",
        /// A visit kept it.
        Kept = "kept",
        /// Somebody closed it, with a reason.
        Closed = "closed",
        /// The visit it came from was corrected.
        Withdrawn = "withdrawn",
    }
}
text_column!(PlaceState, Interest, Priority, FollowUpOrigin, FollowUpStatus);

/// What happened at a door, once. Never edited: a correction is another row that amends it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = visits, treat_none_as_default_value = false)]
pub struct Visit {
    pub id: VisitId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub user_id: Option<UserId>,
    pub organisation_id: Option<OrganisationId>,
    pub campaign_id: Option<CampaignId>,
    pub device_id: Option<DeviceId>,
    pub outing_id: Option<String>,
    /// What the device said.
    pub occurred_at: Moment,
    /// What is made of it.
    pub counted_at: Moment,
    /// Its civil day.
    pub counted_on: Day,
    pub clock_suspect: bool,
    pub outcome: String,
    pub reason: Option<String>,
    pub place_state: PlaceState,
    pub duration_min: Option<i32>,
    pub note_sealed: Option<String>,
    pub seal_key: i32,
    pub amends_id: Option<VisitId>,
    pub amend_reason_sealed: Option<String>,
    /// The row that took its place; only rows without one count.
    pub amended_by_id: Option<VisitId>,
    pub created_at: Moment,
    pub rev: i64,
    /// How far it came.
    pub reached: Reach,
    /// Whether a sign-up names it, or what it corrects, as what led to it.
    pub led_on: bool,
}

/// Somebody who was met.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = visit_people)]
pub struct MetPerson {
    pub visit_id: VisitId,
    pub person_id: PersonId,
}

/// What somebody thinks of a scheme.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = visit_interests)]
pub struct VisitInterest {
    pub visit_id: VisitId,
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub interest: Interest,
}

/// A dated promise.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = follow_ups, treat_none_as_default_value = false)]
pub struct FollowUp {
    pub id: FollowUpId,
    pub household_id: HouseholdId,
    pub person_id: Option<PersonId>,
    pub area_id: AreaId,
    pub scheme: Option<Scheme>,
    pub due_from: Day,
    pub due_to: Day,
    pub priority: Priority,
    pub origin: FollowUpOrigin,
    pub origin_visit_id: Option<VisitId>,
    pub assigned_to: Option<UserId>,
    pub status: FollowUpStatus,
    pub closed_by_visit_id: Option<VisitId>,
    pub closed_at: Option<Moment>,
    pub closed_why_sealed: Option<String>,
    pub note_sealed: Option<String>,
    pub seal_key: i32,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}
