//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lifecycle::EventStatus;
use crate::{
    base::{
        Day, Moment,
        edit::Edit,
        figure::{Count, Qualifier},
        id::{AreaId, CampaignId, EventId, EventMergeId, OrganisationId, QuestionId},
        page::{CursorText, Limit},
        scheme::Scheme,
        text::{Code, Line, Prose},
        text_enum::text_enum,
    },
    features::activity::cells::HeadMeasure,
};

/// An organisation in its role.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerBody {
    pub organisation_id: OrganisationId,
    /// From the list `partner_role`.
    pub role: Code,
}

/// A number of people, with its measure. Attendances and people never add up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadcountBody {
    pub measure: HeadMeasure,
    /// From the list `audience`.
    pub audience: Option<Code>,
    pub count: Count,
    /// `exact` unless said.
    pub qualifier: Option<Qualifier>,
}

/// A venue point (điểm cầu) of an online event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VenueBody {
    pub area_id: AreaId,
    pub name: Line<120>,
    pub host_id: Option<OrganisationId>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub headcounts: Vec<HeadcountBody>,
}

/// A new event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEvent {
    /// Its id, when the client made one.
    pub id: Option<EventId>,
    pub campaign_id: Option<CampaignId>,
    /// From the list of event types.
    pub event_type: Code,
    pub title: Line<300>,
    /// Left out when the source gives no day; then `period_label` says it in words.
    pub starts_on: Option<Day>,
    /// The day it counts on; the first day unless said.
    pub ends_on: Option<Day>,
    pub period_label: Option<Line<200>>,
    /// How many sittings this record stands for; 1 unless said.
    pub sessions: Option<Sessions>,
    /// `exact` unless said.
    pub sessions_qualifier: Option<Qualifier>,
    pub area_id: AreaId,
    pub organiser_id: OrganisationId,
    /// The source does not say which bodies held it.
    #[serde(default)]
    pub organisers_unclear: bool,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<50, _, _>")]
    #[schema(max_items = 50)]
    pub partners: Vec<PartnerBody>,
    #[schema(min_items = 1, max_items = 6)]
    #[serde(deserialize_with = "crate::base::scheme::one_or_more")]
    pub schemes: Vec<Scheme>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub headcounts: Vec<HeadcountBody>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<100, _, _>")]
    #[schema(max_items = 100)]
    pub venues: Vec<VenueBody>,
    /// `planned` unless said; `held` for what is logged afterwards.
    pub status: Option<StartStatus>,
    /// The source's own words.
    pub phrase: Option<Prose<1000>>,
    pub note: Option<Prose<2000>>,
}

text_enum! {
    /// Where a new event stands.
    pub enum StartStatus {
        /// Will be held.
        Planned = "planned",
        /// Was held.
        Held = "held",
    }
}

crate::base::whole::whole_number! {
    /// How many sittings: 1 to 10,000.
    Sessions: i32, 1 to 10_000
}

/// Changes of an event that is not closed; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEvent {
    #[serde(default)]
    #[schema(value_type = Option<CampaignId>)]
    pub campaign_id: Edit<CampaignId>,
    /// From the list of event types.
    pub event_type: Option<Code>,
    pub title: Option<Line<300>>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub starts_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub ends_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Line<200>>)]
    pub period_label: Edit<Line<200>>,
    pub sessions: Option<Sessions>,
    pub sessions_qualifier: Option<Qualifier>,
    /// Replaces the partners.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<50, _, _>")]
    #[schema(max_items = 50)]
    pub partners: Option<Vec<PartnerBody>>,
    #[schema(min_items = 1, max_items = 6)]
    #[serde(default, deserialize_with = "crate::base::scheme::one_or_more_optional")]
    pub schemes: Option<Vec<Scheme>>,
    /// Replaces headcounts and venue points together.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<20, _, _>")]
    #[schema(max_items = 20)]
    pub headcounts: Option<Vec<HeadcountBody>>,
    /// Replaces venue points and headcounts together.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<100, _, _>")]
    #[schema(max_items = 100)]
    pub venues: Option<Vec<VenueBody>>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub note: Edit<Prose<2000>>,
}

/// The close-out: what came of it, in one step.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseEvent {
    /// The last day, when it is another than planned.
    pub ends_on: Option<Day>,
    pub sessions: Option<Sessions>,
    pub sessions_qualifier: Option<Qualifier>,
    /// Who came. Replaces what was entered before.
    #[serde(deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub headcounts: Vec<HeadcountBody>,
    /// Replaces the venue points.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<100, _, _>")]
    #[schema(max_items = 100)]
    pub venues: Option<Vec<VenueBody>>,
    /// Replaces the partners.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<50, _, _>")]
    #[schema(max_items = 50)]
    pub partners: Option<Vec<PartnerBody>>,
    /// What came of it.
    pub outcome: Option<Prose<4000>>,
}

/// Why it will not be held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelEvent {
    pub reason: Prose<1000>,
}

/// The other record of the same event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeEvent {
    /// The record that goes into this one.
    pub merged_id: EventId,
}

/// A new question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateQuestion {
    pub topic: Option<Line<120>>,
    /// What was asked, without the asker's name.
    pub question: Prose<2000>,
    pub answer: Option<Prose<4000>>,
    /// Who owes the answer.
    pub owed_by_id: Option<OrganisationId>,
    pub due_on: Option<Day>,
}

/// An answer, or another promise of one; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeQuestion {
    #[serde(default)]
    #[schema(value_type = Option<Prose<4000>>)]
    pub answer: Edit<Prose<4000>>,
    /// Today when an answer comes without its day; none when the answer is taken back.
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub answered_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<OrganisationId>)]
    pub owed_by_id: Edit<OrganisationId>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub due_on: Edit<Day>,
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EventQuery {
    /// Held in this area or in what lies in it, or with a venue point there.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// From the list of event types.
    #[param(value_type = Option<Code>)]
    pub event_type: Option<Code>,
    /// All but merged ones unless said.
    #[param(value_type = Option<EventStatus>)]
    pub status: Option<EventStatus>,
    /// With this partner.
    #[param(value_type = Option<OrganisationId>)]
    pub partner_id: Option<OrganisationId>,
    /// Counting on this day or later.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Counting on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Words of the title, with or without accents.
    #[param(value_type = Option<Line<90>>)]
    pub q: Option<Line<90>>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// Where a question stands.
    pub enum QuestionState {
        /// Whatever.
        Any = "any",
        /// Nobody has answered it.
        Waiting = "waiting",
        /// It was answered.
        Answered = "answered",
    }
}

/// Which questions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct QuestionQuery {
    /// Those that wait unless said.
    #[param(value_type = Option<QuestionState>, inline)]
    pub state: Option<QuestionState>,
    /// Owed by this body.
    #[param(value_type = Option<OrganisationId>)]
    pub owed_by_id: Option<OrganisationId>,
    /// Asked at events that count in this area, or in what lies in it.
    #[param(value_type = Option<AreaId>)]
    pub counted_in: Option<AreaId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// At events that count on this day or later.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// At events that count on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// About this, as it was recorded.
    #[param(value_type = Option<Line<120>>)]
    pub topic: Option<Line<120>>,
    /// About what nobody noted.
    #[param(value_type = Option<bool>)]
    pub without_topic: Option<bool>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A partner of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerView {
    pub organisation_id: OrganisationId,
    pub name: String,
    pub role: String,
}

/// A headcount.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadcountView {
    pub measure: HeadMeasure,
    #[schema(required)]
    pub audience: Option<String>,
    pub count: i64,
    pub qualifier: Qualifier,
}

/// A venue point.
#[derive(Debug, Serialize, ToSchema)]
pub struct VenueView {
    pub area_id: AreaId,
    pub name: String,
    #[schema(required)]
    pub host_id: Option<OrganisationId>,
    pub headcounts: Vec<HeadcountView>,
}

/// Something worth a look before going on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventWarning {
    /// `possible-duplicate`.
    pub code: String,
    /// One sentence.
    pub detail: String,
    /// The other record.
    pub event_id: EventId,
    /// How alike, 0 to 100.
    pub score: u32,
}

/// A record that was merged into this one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginView {
    pub merge_id: EventMergeId,
    pub event_id: EventId,
    pub merged_at: Moment,
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    pub id: EventId,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    pub event_type: String,
    pub title: String,
    #[schema(required)]
    pub starts_on: Option<Day>,
    #[schema(required)]
    pub ends_on: Option<Day>,
    #[schema(required)]
    pub period_label: Option<String>,
    pub sessions: i32,
    pub sessions_qualifier: Qualifier,
    pub area_id: AreaId,
    pub organiser_id: OrganisationId,
    pub organiser_name: String,
    pub organisers_unclear: bool,
    pub partners: Vec<PartnerView>,
    pub schemes: Vec<Scheme>,
    pub headcounts: Vec<HeadcountView>,
    pub venues: Vec<VenueView>,
    pub status: EventStatus,
    #[schema(required)]
    pub outcome: Option<String>,
    #[schema(required)]
    pub cancel_reason: Option<String>,
    #[schema(required)]
    pub phrase: Option<String>,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub closed_at: Option<Moment>,
    #[schema(required)]
    pub merged_into_id: Option<EventId>,
    /// Records merged into this one.
    pub origins: Vec<OriginView>,
    /// Other records that look like the same event.
    pub warnings: Vec<EventWarning>,
}

/// A merge.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergeView {
    pub id: EventMergeId,
    pub kept_id: EventId,
    pub merged_id: EventId,
    pub merged_at: Moment,
    #[schema(required)]
    pub undone_at: Option<Moment>,
}

/// A question of a dialogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView {
    pub id: QuestionId,
    pub event_id: EventId,
    #[schema(required)]
    pub topic: Option<String>,
    pub question: String,
    #[schema(required)]
    pub answer: Option<String>,
    #[schema(required)]
    pub answered_on: Option<Day>,
    #[schema(required)]
    pub owed_by_id: Option<OrganisationId>,
    #[schema(required)]
    pub due_on: Option<Day>,
}
