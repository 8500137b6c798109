//! Rows of attendances, messages and windows.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{
            AreaId, AttendeeId, CampaignId, EventId, HouseholdId, MessageId, OrganisationId, PersonId, TouchWindowId,
            UserId,
        },
        scheme::Scheme,
    },
    db::schema::{event_attendees, messages, touch_windows},
};

/// How long a touch counts for a scheme, from a day on. Never edited.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = touch_windows, treat_none_as_default_value = false)]
pub struct WindowRow {
    pub id: TouchWindowId,
    pub scheme: Scheme,
    pub days: i32,
    pub valid_from: Day,
    pub basis: String,
    pub recorded_at: Moment,
    pub recorded_by: Option<UserId>,
}

/// That somebody was at an event. In the area of the person, always.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_attendees, treat_none_as_default_value = false)]
pub struct Attendee {
    pub id: AttendeeId,
    pub event_id: EventId,
    pub person_id: PersonId,
    pub area_id: AreaId,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_by: Option<UserId>,
    /// Where the person lived when it was recorded: there it counts.
    pub counted_area_id: AreaId,
    /// Whether a sign-up of the person names the event as what led to it.
    pub led_on: bool,
    /// Whether the person is recorded once more, at a record that is the same event.
    pub twice: bool,
}

/// That something was sent to somebody. In the area of the person, always.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
pub struct Message {
    pub id: MessageId,
    pub person_id: PersonId,
    pub area_id: AreaId,
    pub channel: String,
    pub sent_on: Day,
    pub campaign_id: Option<CampaignId>,
    pub organisation_id: Option<OrganisationId>,
    pub sent_by: Option<UserId>,
    pub created_at: Moment,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_by: Option<UserId>,
}

/// Somebody whom a request names.
#[derive(Debug, Clone, Queryable)]
pub struct Named {
    pub id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub do_not_contact: bool,
    pub merged_into_id: Option<PersonId>,
}
