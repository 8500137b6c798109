//! The comparison of partners on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::base::{
    Day,
    id::{AreaId, OrganisationId},
};

/// Which partners.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PartnerComparisonQuery {
    /// Of people who lived in this area, or in what lies in it; areas it wholly succeeded are part of it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// First day on which people were met; 180 days before the last unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; the last one that lies the window behind today unless said, and never a later one.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
}

/// Meetings of one kind, and how many of them a sign-up names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerShare {
    /// Null where a group is so small that it names people, here and below.
    #[schema(required)]
    pub meetings: Option<i64>,
    /// Those of them that a sign-up names as what led to it.
    #[schema(required)]
    pub led_on: Option<i64>,
    #[schema(required)]
    pub percent: Option<f64>,
    /// The interval of 95 % (Wilson).
    #[schema(required)]
    pub low_percent: Option<f64>,
    #[schema(required)]
    pub high_percent: Option<f64>,
    /// Meetings of the same kind in which other partners had a part, and this one had none.
    #[schema(required)]
    pub other_meetings: Option<i64>,
    #[schema(required)]
    pub other_led_on: Option<i64>,
    /// Its share less theirs, in percentage points,
    #[schema(required)]
    pub difference_points: Option<f64>,
    /// with its interval of 95 % (Newcombe).
    #[schema(required)]
    pub difference_low_points: Option<f64>,
    #[schema(required)]
    pub difference_high_points: Option<f64>,
    /// A group is smaller than five and is shown only to who works with the sign-ups of every organisation here.
    pub withheld: bool,
    /// The meetings,
    pub rows: String,
    /// and those of them that a sign-up names.
    pub led_on_rows: String,
}

/// A partner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerRow {
    pub organisation_id: OrganisationId,
    pub label: String,
    /// Visits for it at which somebody was met.
    pub doors: PartnerShare,
    /// People known by name who were at an event that it held alone or with others, each once for an event.
    pub events: PartnerShare,
}

/// Meetings of one kind of all partners, each once.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct PartnersTogether {
    /// Null where a group is withheld.
    #[schema(required)]
    pub meetings: Option<i64>,
    #[schema(required)]
    pub led_on: Option<i64>,
    /// Up to today, but too recent to be counted for any partner. Null when they are too few to show.
    #[schema(required)]
    pub window_not_over: Option<i64>,
}

/// Partners side by side.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerComparison {
    pub label: String,
    /// How it is counted, and what it does not say.
    pub note: String,
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    /// So many days every meeting has had, at the least, to be named by a sign-up: the longest window of any scheme.
    pub window_days: i32,
    pub doors: PartnersTogether,
    pub events: PartnersTogether,
    pub rows: Vec<PartnerRow>,
}
