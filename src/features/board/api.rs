//! The board's answers on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::headline::HeadlineWhyNot;
use crate::{
    base::{
        Day,
        id::{AreaId, CampaignId, EvaluationId, HouseholdId},
        page::{CursorText, Limit},
        scheme::Scheme,
    },
    features::evaluations::{EvaluationDesign, verdict::BothLanguages},
    methods::grade::Grade,
};

/// A figure with its interval of 95 %, in the unit that the answer names.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct HeadlineEstimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// A comparison of the campaign, as it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeadlineEvaluation {
    pub id: EvaluationId,
    pub title: String,
    pub scheme: Scheme,
    pub design: EvaluationDesign,
    pub starts_on: Day,
    pub ends_on: Day,
    pub registered_on: Day,
    pub registered_late: bool,
    pub withdrawn: bool,
    /// The newest look; null before the first.
    #[schema(required)]
    pub looked_on: Option<Day>,
    /// How many looks there were.
    pub looks: i32,
    #[schema(required)]
    pub grade: Option<Grade>,
    /// The one sentence that its grade allows, or why it says nothing yet.
    pub headline: BothLanguages,
    /// Whether something can be concluded.
    pub concluded: bool,
    #[schema(required)]
    pub why_not: Option<HeadlineWhyNot>,
    #[schema(required)]
    pub why: Option<BothLanguages>,
    /// The interval that the sentence rests on.
    #[schema(required)]
    pub estimate: Option<HeadlineEstimate>,
    #[schema(required)]
    pub unit: Option<BothLanguages>,
    /// What it was planned to see in 80 of 100 such comparisons, in percentage points, when it was registered.
    #[schema(required)]
    pub planned_smallest_seen_points: Option<f64>,
    /// The smallest difference that would have been seen in 80 of 100 such comparisons, in that unit.
    #[schema(required)]
    pub smallest_seen: Option<f64>,
    /// What was registered.
    pub rows: String,
    /// Every look, as it was seen.
    pub looks_rows: String,
}

/// What may be said of a campaign today.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CampaignHeadline {
    pub campaign_id: CampaignId,
    pub campaign_name: String,
    pub area_id: AreaId,
    pub headline: BothLanguages,
    pub concluded: bool,
    #[schema(required)]
    pub why_not: Option<HeadlineWhyNot>,
    #[schema(required)]
    pub why: Option<BothLanguages>,
    /// The comparison that speaks for the campaign: of those that were not withdrawn the one registered first, whatever it
    /// says. Null where there is none.
    #[schema(required)]
    pub speaks: Option<EvaluationId>,
    /// All of them that the caller may see, in the order in which they were registered, those withdrawn too.
    pub evaluations: Vec<HeadlineEvaluation>,
}

/// Which households.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct NeverReachedQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
}

/// Which households, page by page.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct NeverReachedRowsQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// How many households, and how many of them nobody was ever met at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeverReachedCounts {
    pub area_id: AreaId,
    pub area_name: String,
    /// In use: neither moved away nor recorded twice.
    pub households: i64,
    /// Nobody there was ever met.
    pub never_met: i64,
    /// Of these: nobody ever went there,
    pub never_tried: i64,
    /// somebody went and met nobody.
    pub tried: i64,
    /// Of the households; null where there are none.
    #[schema(required)]
    pub never_met_percent: Option<f64>,
    /// The households.
    pub rows: String,
}

/// How a walk list is made of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WalkListOfThem {
    /// `POST` here,
    pub path: String,
    /// with this among the criteria.
    pub criterion: String,
}

/// Households at which nobody was ever met.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeverReached {
    pub own: NeverReachedCounts,
    /// The areas directly below; what lies in the area itself has its own id.
    pub below: Vec<NeverReachedCounts>,
    pub walk_list: WalkListOfThem,
}

/// A household at which nobody was ever met. No name: who may see it asks for the household.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeverReachedHousehold {
    pub id: HouseholdId,
    pub area_id: AreaId,
    #[schema(required)]
    pub house_number: Option<String>,
    pub do_not_contact: bool,
    /// Visits that came to the door and met nobody.
    pub attempts: usize,
    #[schema(required)]
    pub last_attempt_on: Option<Day>,
}
