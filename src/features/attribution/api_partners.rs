//! The comparison of partners on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Measure;
use crate::base::{
    Day,
    id::{AreaId, OrganisationId},
    scheme::SoldScheme,
};

/// Which partners.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PartnerComparisonQuery {
    /// Of people who live in this area and in everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// Each scheme has its own window.
    pub scheme: SoldScheme,
    /// First day on which people were met; 180 days before the last unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; the last one whose window is over unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Which sign-ups are counted; promised ones unless said.
    #[param(value_type = Option<Measure>)]
    pub measure: Option<Measure>,
}

/// A partner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerRow {
    pub organisation_id: OrganisationId,
    pub label: String,
    /// People of the register whom it met at their door, or who were at an event that it held alone or with others.
    #[schema(required)]
    pub people: Option<usize>,
    /// Those of them who signed up within the window after it.
    #[schema(required)]
    pub signed_up: Option<usize>,
    #[schema(required)]
    pub percent: Option<f64>,
    /// The interval of 95 % (Wilson).
    #[schema(required)]
    pub low_percent: Option<f64>,
    #[schema(required)]
    pub high_percent: Option<f64>,
    /// People whom others reached and this partner did not.
    #[schema(required)]
    pub other_people: Option<usize>,
    #[schema(required)]
    pub other_signed_up: Option<usize>,
    /// Its share less theirs, in percentage points,
    #[schema(required)]
    pub difference_points: Option<f64>,
    /// with its interval of 95 % (Newcombe).
    #[schema(required)]
    pub difference_low_points: Option<f64>,
    #[schema(required)]
    pub difference_high_points: Option<f64>,
    /// A group is smaller than five and is shown only to who works with the sign-ups here.
    pub withheld: bool,
    /// Its events.
    pub rows: String,
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
    pub scheme: SoldScheme,
    pub measure: Measure,
    /// Sign-ups of all organisations, or only those of the caller's own.
    pub every_organisation: bool,
    /// So many days after somebody was met a sign-up counts.
    pub window_days: i32,
    /// Everybody once; null where a group is withheld.
    #[schema(required)]
    pub people: Option<usize>,
    #[schema(required)]
    pub signed_up: Option<usize>,
    /// Visits and attendances whose window is not over: left out for every partner alike. Null when they are too few to show.
    #[schema(required)]
    pub window_not_over: Option<usize>,
    pub rows: Vec<PartnerRow>,
    /// The sign-ups.
    pub sign_ups_rows: String,
}
