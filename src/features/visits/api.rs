//! Bodies of visits on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    api_follow_ups::PromiseBody,
    decide::{Amends, NewFollowUp, NewInterest, NewVisit},
    model::{Interest, PlaceState},
};
use crate::{
    base::{
        Day, Id, Moment,
        id::{AreaId, CampaignId, DeviceId, FollowUpId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
        page::{CursorText, Limit},
        scheme::Scheme,
        text::{Code, Line, Prose},
    },
    features::funnel::Reach,
};

/// What somebody thinks of a scheme.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestBody {
    /// Of this household.
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub interest: Interest,
}
impl From<InterestBody> for NewInterest {
    fn from(body: InterestBody) -> Self {
        Self { person_id: body.person_id, scheme: body.scheme, interest: body.interest }
    }
}

crate::base::whole::whole_number! {
    /// How long, in minutes: 0 to 1,440.
    Minutes: i32, 0 to 1_440
}

/// A new visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateVisit {
    /// Its id, when the client made one.
    pub id: Option<VisitId>,
    pub household_id: HouseholdId,
    /// When it happened by the clock of the device. Kept as it is; a clock that is wrong never refuses a visit.
    pub occurred_at: Moment,
    /// From the list of visit outcomes.
    pub outcome: Code,
    /// From the list `visit_reason`.
    pub reason: Option<Code>,
    /// `unknown` unless said.
    pub place_state: Option<PlaceState>,
    pub duration_min: Option<Minutes>,
    pub note: Option<Prose<2000>>,
    /// Who was met: people of this household.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<30, _, _>")]
    #[schema(max_items = 30)]
    pub people: Vec<PersonId>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<60, _, _>")]
    #[schema(max_items = 60)]
    pub interests: Vec<InterestBody>,
    pub campaign_id: Option<CampaignId>,
    /// On whose behalf.
    pub organisation_id: Option<OrganisationId>,
    /// The same for all visits of one round.
    pub outing_id: Option<Line<60>>,
    /// When somebody comes back. The outcome `appointment` without it means: within the week from the next day on.
    pub follow_up: Option<PromiseBody>,
    /// Follow-ups of this household that it keeps, besides those that are due.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub fulfils: Vec<FollowUpId>,
}

impl CreateVisit {
    /// The report, with fresh ids where the client made none.
    pub fn into_new(self) -> NewVisit {
        NewVisit {
            id: self.id.unwrap_or_else(Id::new),
            household_id: self.household_id,
            occurred_at: self.occurred_at,
            outcome: self.outcome.into_inner(),
            reason: self.reason.map(|r| r.into_inner()),
            place_state: self.place_state.unwrap_or(PlaceState::Unknown),
            duration_min: self.duration_min.map(|m| m.0),
            note: self.note.map(|n| n.into_inner()),
            people: self.people,
            interests: self.interests.into_iter().map(NewInterest::from).collect(),
            campaign_id: self.campaign_id,
            organisation_id: self.organisation_id,
            outing_id: self.outing_id.map(|o| o.into_inner()),
            follow_up: self.follow_up.map(NewFollowUp::from),
            fulfils: self.fulfils,
            amends: None,
        }
    }
}

/// The corrected content of a visit, whole: what is left out is not kept from the first version.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendVisit {
    /// The id of the new version, when the client made one.
    pub id: Option<VisitId>,
    /// Why it is corrected.
    pub amend_reason: Prose<500>,
    /// Another door; the same unless said.
    pub household_id: Option<HouseholdId>,
    /// When it happened by the clock of the device.
    pub occurred_at: Moment,
    /// From the list of visit outcomes.
    pub outcome: Code,
    /// From the list `visit_reason`.
    pub reason: Option<Code>,
    /// `unknown` unless said.
    pub place_state: Option<PlaceState>,
    pub duration_min: Option<Minutes>,
    pub note: Option<Prose<2000>>,
    /// Who was met: people of this household.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<30, _, _>")]
    #[schema(max_items = 30)]
    pub people: Vec<PersonId>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<60, _, _>")]
    #[schema(max_items = 60)]
    pub interests: Vec<InterestBody>,
    pub campaign_id: Option<CampaignId>,
    /// On whose behalf.
    pub organisation_id: Option<OrganisationId>,
    /// The same for all visits of one round.
    pub outing_id: Option<Line<60>>,
    /// Takes the place of the follow-up that the first version left behind.
    pub follow_up: Option<PromiseBody>,
    /// Follow-ups of this household that it keeps, besides those that are due.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub fulfils: Vec<FollowUpId>,
}

impl AmendVisit {
    /// The report that takes the place of `first`, a visit to `household_id`.
    pub fn into_new(self, first: VisitId, household_id: HouseholdId) -> NewVisit {
        let whole = CreateVisit {
            id: self.id,
            household_id: self.household_id.unwrap_or(household_id),
            occurred_at: self.occurred_at,
            outcome: self.outcome,
            reason: self.reason,
            place_state: self.place_state,
            duration_min: self.duration_min,
            note: self.note,
            people: self.people,
            interests: self.interests,
            campaign_id: self.campaign_id,
            organisation_id: self.organisation_id,
            outing_id: self.outing_id,
            follow_up: self.follow_up,
            fulfils: self.fulfils,
        };
        let amends = Amends { visit_id: first, reason: self.amend_reason.into_inner() };
        NewVisit { amends: Some(amends), ..whole.into_new() }
    }
}

/// One of many doors, with the id that the client gave its visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoorBody {
    pub id: VisitId,
    pub household_id: HouseholdId,
}

/// Many doors with the same outcome. Name either `household_ids` or `visits`; with ids of its own a repeated call changes
/// nothing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateVisits {
    #[serde(default, deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(max_items = 200)]
    pub household_ids: Vec<HouseholdId>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(max_items = 200)]
    pub visits: Vec<DoorBody>,
    /// When it happened by the clock of the device.
    pub occurred_at: Moment,
    /// From the list of visit outcomes.
    pub outcome: Code,
    /// From the list `visit_reason`.
    pub reason: Option<Code>,
    /// `unknown` unless said.
    pub place_state: Option<PlaceState>,
    pub note: Option<Prose<2000>>,
    pub campaign_id: Option<CampaignId>,
    /// On whose behalf.
    pub organisation_id: Option<OrganisationId>,
    /// The same for all visits of one round.
    pub outing_id: Option<Line<60>>,
}

impl CreateVisits {
    /// The report for one of the doors.
    pub fn at(&self, id: VisitId, household_id: HouseholdId) -> NewVisit {
        NewVisit {
            id,
            household_id,
            occurred_at: self.occurred_at,
            outcome: self.outcome.to_string(),
            reason: self.reason.as_ref().map(|r| r.to_string()),
            place_state: self.place_state.unwrap_or(PlaceState::Unknown),
            duration_min: None,
            note: self.note.as_ref().map(|n| n.to_string()),
            people: Vec::new(),
            interests: Vec::new(),
            campaign_id: self.campaign_id,
            organisation_id: self.organisation_id,
            outing_id: self.outing_id.as_ref().map(|o| o.to_string()),
            follow_up: None,
            fulfils: Vec::new(),
            amends: None,
        }
    }
}

/// Which visits.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct VisitQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    #[serde(alias = "counted_in")]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<HouseholdId>)]
    pub household_id: Option<HouseholdId>,
    /// By this visitor.
    #[param(value_type = Option<UserId>)]
    pub user_id: Option<UserId>,
    /// Counting on this day or later.
    #[param(value_type = Option<Day>)]
    #[serde(alias = "counted_from")]
    pub from: Option<Day>,
    /// Counting on this day or earlier.
    #[param(value_type = Option<Day>)]
    #[serde(alias = "counted_to")]
    pub to: Option<Day>,
    /// From the list of visit outcomes.
    #[param(value_type = Option<Code>)]
    pub outcome: Option<Code>,
    /// For this organisation.
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// That came at least so far; without those that were corrected.
    #[param(value_type = Option<Reach>, inline)]
    pub reached: Option<Reach>,
    /// That a sign-up names as what led to it.
    pub led_on: Option<bool>,
    /// At which this reason was given, from the list of reasons at the door.
    #[param(value_type = Option<Code>)]
    pub reason: Option<Code>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// What somebody said of a scheme.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterestView {
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub interest: Interest,
}

/// Something worth a look. The visit was taken all the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitWarning {
    /// `do-not-contact`, `register-outdated`, `nothing-kept`, `window-passed`.
    pub code: String,
    /// One sentence.
    pub detail: String,
}

/// A visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitView {
    pub id: VisitId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    /// Who was at the door.
    #[schema(required)]
    pub user_id: Option<UserId>,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    #[schema(required)]
    pub device_id: Option<DeviceId>,
    #[schema(required)]
    pub outing_id: Option<String>,
    /// What the device said.
    pub occurred_at: Moment,
    /// When it counts.
    pub counted_at: Moment,
    /// The device's clock was wrong.
    pub clock_suspect: bool,
    pub outcome: String,
    #[schema(required)]
    pub reason: Option<String>,
    pub place_state: PlaceState,
    #[schema(required)]
    pub duration_min: Option<i32>,
    #[schema(required)]
    pub note: Option<String>,
    pub people: Vec<PersonId>,
    pub interests: Vec<InterestView>,
    /// The follow-up it left behind.
    #[schema(required)]
    pub follow_up_id: Option<FollowUpId>,
    /// Follow-ups that it kept.
    pub fulfilled: Vec<FollowUpId>,
    /// The version that this one corrects.
    #[schema(required)]
    pub amends_id: Option<VisitId>,
    #[schema(required)]
    pub amend_reason: Option<String>,
    /// The version that took its place; only visits without one count.
    #[schema(required)]
    pub amended_by_id: Option<VisitId>,
    /// When the server wrote it.
    pub created_at: Moment,
    /// Only in the answer to a new visit.
    pub warnings: Vec<VisitWarning>,
}

/// The visits of one call.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitsView {
    pub items: Vec<VisitView>,
}
