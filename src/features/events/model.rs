//! Rows of events.
use diesel::prelude::*;

use super::lifecycle::EventStatus;
use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, CampaignId, EventId, EventMergeId, HeadcountId, OrganisationId, QuestionId, UserId, VenueId},
    },
    db::{
        schema::{event_headcounts, event_merges, event_partners, event_questions, event_venues, events},
        text_column,
    },
    features::activity::cells::HeadMeasure,
};

text_column!(EventStatus);

/// Something held.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    pub id: EventId,
    pub campaign_id: Option<CampaignId>,
    pub event_type: String,
    pub title: String,
    pub search_key: String,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
    pub counted_on: Option<Day>,
    pub period_label: Option<String>,
    pub sessions: i32,
    pub sessions_qualifier: Qualifier,
    pub area_id: AreaId,
    pub organiser_id: OrganisationId,
    pub organisers_unclear: bool,
    pub schemes: String,
    pub status: EventStatus,
    pub outcome: Option<String>,
    pub cancel_reason: Option<String>,
    pub phrase: Option<String>,
    pub note: Option<String>,
    pub closed_at: Option<Moment>,
    pub merged_into_id: Option<EventId>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// An organisation in its role in an event.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_partners)]
pub struct Partner {
    pub event_id: EventId,
    pub organisation_id: OrganisationId,
    pub role: String,
}

/// A venue point.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_venues, treat_none_as_default_value = false)]
pub struct Venue {
    pub id: VenueId,
    pub event_id: EventId,
    pub area_id: AreaId,
    pub name: String,
    pub host_id: Option<OrganisationId>,
    pub position: i32,
}

/// A number of people, with its measure.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_headcounts, treat_none_as_default_value = false)]
pub struct Headcount {
    pub id: HeadcountId,
    pub event_id: EventId,
    pub venue_id: Option<VenueId>,
    pub measure: HeadMeasure,
    pub audience: Option<String>,
    pub people: i64,
    pub qualifier: Qualifier,
    pub position: i32,
}

/// A question asked at a dialogue.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_questions, treat_none_as_default_value = false)]
pub struct Question {
    pub id: QuestionId,
    pub event_id: EventId,
    pub topic: Option<String>,
    pub question: String,
    pub answer: Option<String>,
    pub answered_on: Option<Day>,
    pub owed_by_id: Option<OrganisationId>,
    pub due_on: Option<Day>,
    pub position: i32,
    pub rev: i64,
}

/// Two records made one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_merges, treat_none_as_default_value = false)]
pub struct Merge {
    pub id: EventMergeId,
    pub kept_id: EventId,
    pub merged_id: EventId,
    pub merged_at: Moment,
    pub merged_by: Option<UserId>,
    pub undone_at: Option<Moment>,
}

/// What hangs on an event.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    pub partners: Vec<Partner>,
    pub venues: Vec<Venue>,
    pub headcounts: Vec<Headcount>,
}

/// Which events a list shows.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    pub area_id: Option<AreaId>,
    pub campaign_id: Option<CampaignId>,
    pub event_type: Option<String>,
    pub status: Option<EventStatus>,
    pub partner_id: Option<OrganisationId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub q: Option<String>,
}

/// People who were at an event and are alike: where they lived, whether a sign-up of theirs names it, how many.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Attended {
    pub area_id: AreaId,
    pub led_on: bool,
    pub people: i64,
}
