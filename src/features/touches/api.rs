//! Touches on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{Attendee, Message, WindowRow},
    touch::TouchKind,
};
use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{
            AreaId, AttendeeId, CampaignId, EnrolmentId, EventId, MessageId, OrganisationId, PersonId, TouchWindowId,
            UserId,
        },
        page::{CursorText, Limit},
        scheme::{Scheme, SoldScheme},
        text::{Code, Line},
        text_enum::text_enum,
        whole::whole_number,
    },
    features::activity::cells::HeadMeasure,
};

whole_number! {
    /// Days of a window: 1 to 365.
    WindowDays: i32, 1 to 365
}

/// Page by page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TouchPageQuery {
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Who was at an event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAttendees {
    /// People of the register, 1 to 200. Who is recorded already stays recorded once.
    #[serde(deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(min_items = 1, max_items = 200)]
    pub person_ids: Vec<PersonId>,
}

/// That a person was at an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendeeView {
    pub id: AttendeeId,
    pub event_id: EventId,
    pub person_id: PersonId,
    pub created_at: Moment,
    #[schema(required)]
    pub recorded_by: Option<UserId>,
}

impl From<Attendee> for AttendeeView {
    fn from(row: Attendee) -> Self {
        Self {
            id: row.id,
            event_id: row.event_id,
            person_id: row.person_id,
            created_at: row.created_at,
            recorded_by: row.recorded_by,
        }
    }
}

/// Which attendances count.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CountedAttendeeQuery {
    /// Of people who lived in this area, or in what lies in it, when it was recorded.
    #[param(value_type = AreaId)]
    pub counted_in: AreaId,
    /// At events that count on this day or later.
    #[param(value_type = Option<Day>)]
    pub counted_from: Option<Day>,
    /// At events that count on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub counted_to: Option<Day>,
    /// At events that this organisation held alone or with others.
    #[param(value_type = Option<OrganisationId>)]
    pub partner_id: Option<OrganisationId>,
    /// Whose sign-up names the event as what led to it.
    pub led_on: Option<bool>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// The attendances of one call.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendeesView {
    pub items: Vec<AttendeeView>,
}

/// The same message to one person or to many.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMessages {
    /// From the list `message_channel`.
    pub channel: Code,
    /// Today or before.
    pub sent_on: Day,
    /// People of the register, 1 to 200; nobody who asked not to be contacted.
    #[serde(deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(min_items = 1, max_items = 200)]
    pub person_ids: Vec<PersonId>,
    pub campaign_id: Option<CampaignId>,
    /// On whose behalf.
    pub organisation_id: Option<OrganisationId>,
}

/// That something was sent to a person. Its text is not kept, nor the number it went to.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub id: MessageId,
    pub person_id: PersonId,
    pub area_id: AreaId,
    pub channel: String,
    pub sent_on: Day,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    #[schema(required)]
    pub sent_by: Option<UserId>,
    pub created_at: Moment,
}

impl From<Message> for MessageView {
    fn from(row: Message) -> Self {
        Self {
            id: row.id,
            person_id: row.person_id,
            area_id: row.area_id,
            channel: row.channel,
            sent_on: row.sent_on,
            campaign_id: row.campaign_id,
            organisation_id: row.organisation_id,
            sent_by: row.sent_by,
            created_at: row.created_at,
        }
    }
}

/// The messages of one call.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagesView {
    pub items: Vec<MessageView>,
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MessageQuery {
    /// To people of this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<PersonId>)]
    pub person_id: Option<PersonId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// How long a touch counts, from a day after today on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTouchWindow {
    /// Its id, when the client made one.
    pub id: Option<TouchWindowId>,
    pub scheme: SoldScheme,
    /// Days before the sign-up.
    pub days: WindowDays,
    /// For sign-ups of this day and later.
    pub valid_from: Day,
    /// Why, or by which decision.
    pub basis: Line<300>,
}

/// How long a touch counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct TouchWindowView {
    pub id: TouchWindowId,
    pub scheme: Scheme,
    pub days: i32,
    pub valid_from: Day,
    pub basis: String,
    pub recorded_at: Moment,
    #[schema(required)]
    pub recorded_by: Option<UserId>,
}

impl From<WindowRow> for TouchWindowView {
    fn from(row: WindowRow) -> Self {
        Self {
            id: row.id,
            scheme: row.scheme,
            days: row.days,
            valid_from: row.valid_from,
            basis: row.basis,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
        }
    }
}

/// Somebody was reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct TouchView {
    /// The visit, attendance or message behind it; null where you may not see that row.
    #[schema(required)]
    pub id: Option<String>,
    pub kind: TouchKind,
    /// `visit`, `event`, or the channel of a message.
    pub channel: String,
    pub on: Day,
    /// Of an event.
    #[schema(required)]
    pub event_type: Option<String>,
    /// Null where you may not see the event.
    #[schema(required)]
    pub event_id: Option<EventId>,
    /// Whose work it was; of an event its organiser and its partners.
    pub organisation_ids: Vec<OrganisationId>,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
}

/// What reached somebody before a sign-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentTouches {
    pub enrolment_id: EnrolmentId,
    pub scheme: Scheme,
    /// The day of the sign-up: when it was recorded, or the earlier day of its quote.
    pub signed_up_on: Day,
    /// The window that held on that day.
    pub window_days: i32,
    /// Nothing was recorded within the window. It does not say that nothing happened.
    pub no_recorded_touch: bool,
    /// The earliest first.
    pub touches: Vec<TouchView>,
}

text_enum! {
    /// What an exposure was recorded as.
    pub enum ExposureSource {
        /// An event, or a round of loudspeakers.
        Event = "event",
        /// Press, broadcast, post, banner.
        MediaOutput = "media_output",
    }
}

/// Which exposures.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ExposureQuery {
    /// Of this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// First day; 90 days before the last unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// How many people were counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExposureCount {
    pub measure: HeadMeasure,
    pub count: i64,
    pub qualifier: Qualifier,
}

/// What areas were exposed to for some days. It is nobody's touch.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExposureView {
    /// The event or the media output.
    pub id: String,
    pub source: ExposureSource,
    /// The type of the event, or the kind of the media output.
    pub kind: String,
    /// The event's area and those of its venue points.
    pub area_ids: Vec<AreaId>,
    pub first_day: Day,
    pub last_day: Day,
    pub days: i64,
    pub organisation_ids: Vec<OrganisationId>,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    /// Attendances and people are never added.
    pub headcounts: Vec<ExposureCount>,
}
