//! What is sent in. What is shown stands in `views`.
use serde::{Deserialize, Serialize, Serializer};
use utoipa::{IntoParams, ToSchema};

use super::{
    criteria::{Criteria, Ends},
    model::{AssignWhy, OrderedBy, WalkListState},
    pick::{Cap, USUAL_CAP},
    views_funnel::DoorState,
};
use crate::{
    base::{
        Day,
        id::{AreaId, CampaignId, OrganisationId, UserId, WalkListId},
        page::{CursorText, Limit},
        scheme::Scheme,
        text::{Code, Line, Prose},
        whole::whole_number,
    },
    features::{
        people::{Latitude, Longitude},
        renewals::buckets::{Bucket, farthest},
    },
};

whole_number! {
    /// Days ahead: 0 to 366.
    DaysAhead: i32, 0 to 366
}
whole_number! {
    /// Days back: 1 to 3,660.
    DaysBack: i32, 1 to 3_660
}
whole_number! {
    /// Days over which contacts are counted: 1 to 365.
    CapDays: i32, 1 to 365
}
whole_number! {
    /// Contacts at which a door is left alone: 1 to 50.
    CapContacts: i32, 1 to 50
}
whole_number! {
    /// Doors of a list: 1 to 2,000.
    MostDoors: i32, 1 to 2_000
}

impl Serialize for DaysAhead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}
impl Serialize for DaysBack {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}

/// A cover that is about to end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndingBody {
    pub scheme: Scheme,
    /// Today and so many days from it.
    pub days: DaysAhead,
}

/// A cover that ended.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LapsedBody {
    pub scheme: Scheme,
    /// Within so many days. Left out, also those whose last day is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_days: Option<DaysBack>,
}

/// Sign-ups that end and that nobody paid on from, as the enrolments here say.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewalsBody {
    /// Of these schemes; of all unless said.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<6, _, _>", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    pub schemes: Vec<Scheme>,
    /// How soon. Without these and without a last day: from 60 days past to 60 days ahead.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<6, _, _>", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    pub buckets: Vec<Bucket>,
    /// From 60 days past to this day; beside the buckets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// With this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// With this collector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collector_id: Option<UserId>,
}

impl RenewalsBody {
    fn ends(&self, as_of: Day) -> Ends {
        let since = Bucket::Overdue.ends(as_of).0;
        let mut spans: Vec<(Day, Day)> = self.buckets.iter().map(|bucket| bucket.ends(as_of)).collect();
        spans.extend(self.until.map(|until| (since, until)));
        if spans.is_empty() {
            spans.push((since, farthest(as_of)));
        }
        Ends {
            schemes: self.schemes.clone(),
            spans,
            organisation_id: self.organisation_id,
            collector_id: self.collector_id,
        }
    }
}

/// Follow-ups whose window has begun.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueBody {
    /// By this day.
    pub by: Day,
}

/// Who belongs on a list. Each part alone puts a household on it, with its own reason; `groups` and `hamlets` narrow.
/// `groups` without another part takes every household of these groups.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriteriaBody {
    /// Somebody living there is known to be without cover. Where nothing is known the reason is `cover_unknown`.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<6, _, _>", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    pub uncovered: Vec<Scheme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewals_due: Option<RenewalsBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending_within_days: Option<EndingBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapsed: Option<LapsedBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups_due: Option<DueBody>,
    /// Nobody there was ever met.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub never_met: bool,
    /// Somebody was met there, the last time before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_met_before: Option<Day>,
    /// Only households in which a live claim to one of these groups stands; from the list `group`.
    #[serde(
        default,
        deserialize_with = "crate::base::few::at_most::<20, _, _>",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schema(max_items = 20)]
    pub groups: Vec<Code>,
    /// Only in these areas within the area.
    #[serde(
        default,
        deserialize_with = "crate::base::few::at_most::<60, _, _>",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schema(max_items = 60)]
    pub hamlets: Vec<AreaId>,
}

impl CriteriaBody {
    /// As the rule takes them on a day.
    pub fn criteria(&self, as_of: Day) -> Criteria {
        let mut uncovered = self.uncovered.clone();
        uncovered.sort();
        uncovered.dedup();
        Criteria {
            uncovered,
            renewals: self.renewals_due.as_ref().map(|asked| asked.ends(as_of)),
            ending: self.ending_within_days.as_ref().map(|e| (e.scheme, e.days.0)),
            lapsed: self.lapsed.as_ref().map(|l| (l.scheme, l.since_days.map(|d| d.0))),
            follow_ups_by: self.follow_ups_due.as_ref().map(|due| due.by),
            never_met: self.never_met,
            last_met_before: self.last_met_before,
            groups: self.groups.iter().map(|group| group.to_string()).collect(),
        }
    }
}

/// Where a walk begins. Kept to four decimals, about ten metres.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    pub latitude: Latitude,
    pub longitude: Longitude,
}

/// In which order the doors stand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBody {
    pub by: OrderedBy,
    /// Of an order by distance.
    pub start: Option<StartBody>,
    /// Of a drawn order; drawn as well when left out.
    pub seed: Option<Code>,
}

/// How often a household may be called on, by whomever; three times in 14 days unless said.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCapBody {
    /// At so many visits that reached the door it is left out, unless somebody there asked for one.
    pub contacts: CapContacts,
    /// In so many days before.
    pub days: CapDays,
}

/// The cap that holds.
pub fn cap(body: Option<ContactCapBody>) -> Cap {
    body.map_or(USUAL_CAP, |b| Cap { contacts: b.contacts.0, days: b.days.0 })
}

/// What a list would be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewWalkList {
    pub area_id: AreaId,
    pub criteria: CriteriaBody,
    pub order: OrderBody,
    pub limit: Option<MostDoors>,
    pub contact_cap: Option<ContactCapBody>,
    /// The last day of the list: wishes of households whose window begins by then count as such.
    pub ends_on: Option<Day>,
}

/// A new list.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWalkList {
    /// Its id, when the client made one.
    pub id: Option<WalkListId>,
    /// No names of people: it is shown to everybody who sees the list.
    pub name: Line<120>,
    pub area_id: AreaId,
    pub campaign_id: Option<CampaignId>,
    pub criteria: CriteriaBody,
    pub order: OrderBody,
    /// No more doors than this; the most pressing stay, with a floor for those nobody ever met.
    pub limit: Option<MostDoors>,
    pub contact_cap: Option<ContactCapBody>,
    /// Today unless said.
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
    /// Who walks it: somebody who may record visits there.
    pub assigned_to: Option<UserId>,
}

impl CreateWalkList {
    /// What its preview would ask.
    pub fn preview(&self) -> PreviewWalkList {
        PreviewWalkList {
            area_id: self.area_id,
            criteria: self.criteria.clone(),
            order: self.order.clone(),
            limit: self.limit,
            contact_cap: self.contact_cap,
            ends_on: self.ends_on,
        }
    }
}

/// Gives a list to somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignWalkList {
    /// Somebody who may record visits there.
    pub user_id: UserId,
    pub why: AssignWhy,
    /// The last day of a substitution.
    pub until: Option<Day>,
}

/// Ends the walking of a list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseWalkList {
    /// Sealed.
    pub reason: Option<Prose<500>>,
}

/// Which lists.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WalkListQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Walked by this user today, as their own or in somebody's place.
    #[param(value_type = Option<UserId>)]
    pub assigned_to: Option<UserId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    #[param(value_type = Option<WalkListState>)]
    pub state: Option<WalkListState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which doors on lists.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DoorQuery {
    /// That lay in this area, or in what lies in it, when the list was made.
    pub counted_in: AreaId,
    /// On lists made on this day or later.
    #[param(value_type = Option<Day>)]
    pub counted_from: Option<Day>,
    /// On lists made on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub counted_to: Option<Day>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// All of them unless said.
    #[param(value_type = Option<DoorState>, inline)]
    pub state: Option<DoorState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which part of a list's doors.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EntryQuery {
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}
