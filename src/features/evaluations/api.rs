//! Evaluations on the wire.
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{EvaluationDesign, EvaluationOutcome},
    planning::EvaluationPlan,
    verdict::LookResult,
};
use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, EvaluationId, EvaluationLookId, UserId, WalkListId},
        month::Month,
        page::{CursorText, Limit},
        scheme::Scheme,
        share::Percent,
        text::Line,
        whole::whole_number,
    },
    methods::grade::Grade,
};

whole_number! {
    /// One of so many areas is assigned: 2 to 10.
    OneIn: i32, 2 to 10
}
whole_number! {
    /// So many doors of a walk list go first.
    FirstDoors: i32, 2 to 2_000
}
whole_number! {
    /// What the assigned side cost more than the other, đồng.
    EvaluationCostVnd: i64, 0 to 1_000_000_000_000_i64
}

/// A place that is compared.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluationUnit {
    pub area_id: AreaId,
    /// `lottery`: within what it is drawn, a word of one's own.
    pub stratum: Option<Line<40>>,
    /// `staggered`: the month in which the work begins there; left out where it never does.
    pub first_month: Option<Month>,
    /// `matched`: whether it is worked in.
    pub assigned: Option<bool>,
}

/// A comparison to be registered. The outcome follows from the design: official lists, never one's own sign-ups.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEvaluation {
    /// Its id, when the client made one.
    pub id: Option<EvaluationId>,
    pub campaign_id: CampaignId,
    pub area_id: AreaId,
    pub title: Line<200>,
    pub design: EvaluationDesign,
    pub scheme: Scheme,
    /// First day of the window. Where it has come already, the registration is late and the grade C at best.
    pub starts_on: Day,
    /// Last day of the window, within five years.
    pub ends_on: Day,
    /// First month whose figures are looked at: of a series 24 months before the window unless said, else 12.
    pub from_month: Option<Month>,
    /// `lottery`, `staggered` and `matched`: the hamlets, or the communes, that are compared.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<1000, _, _>")]
    #[schema(max_items = 1000)]
    pub units: Vec<EvaluationUnit>,
    /// `lottery`: one of so many is assigned; 2 unless said.
    pub one_in: Option<OneIn>,
    /// `lottery_of_households`: a walk list in the order of a lot.
    pub walk_list_id: Option<WalkListId>,
    /// `lottery_of_households`: so many of its doors go first; the others are compared with.
    pub first_doors: Option<FirstDoors>,
    /// Who is covered without the work, in percent; from the figures of the month before unless said.
    pub expected_percent: Option<Percent>,
    /// How alike the people of one unit are, in percent; 2 for areas and 50 for households unless said.
    pub alike_percent: Option<Percent>,
    /// What the assigned side is to cost more than the other.
    pub cost_vnd: Option<EvaluationCostVnd>,
}

/// A look at the figures of the day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEvaluationLook {
    /// Its id, when the client made one.
    pub id: Option<EvaluationLookId>,
    /// What the assigned side cost more than the other, as known now; as registered unless said.
    pub cost_vnd: Option<EvaluationCostVnd>,
}

/// Why an evaluation is withdrawn. Everybody who reads it sees the reason; it names nobody.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawEvaluation {
    pub why: Line<300>,
}

/// Which evaluations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EvaluationQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Looks, page by page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EvaluationLookQuery {
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A look as it was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationLookView {
    pub id: EvaluationLookId,
    pub evaluation_id: EvaluationId,
    /// The how-manieth look it was.
    pub n: i32,
    /// The same in words: `Lần xem thứ 2`.
    pub count_vi: String,
    pub count_en: String,
    pub looked_on: Day,
    #[schema(value_type = LookResult)]
    pub result: Value,
    pub created_at: Moment,
    #[schema(required)]
    pub created_by: Option<UserId>,
}

/// The newest look in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestLook {
    pub id: EvaluationLookId,
    pub n: i32,
    pub looked_on: Day,
    pub grade: Grade,
    pub headline_vi: String,
    pub headline_en: String,
}

/// An evaluation.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationView {
    pub id: EvaluationId,
    pub campaign_id: CampaignId,
    pub area_id: AreaId,
    pub title: String,
    pub design: EvaluationDesign,
    pub scheme: Scheme,
    pub outcome: EvaluationOutcome,
    pub starts_on: Day,
    pub ends_on: Day,
    pub from_month: Month,
    /// The last month before the window: what is compared with.
    pub baseline_month: Month,
    pub registered_on: Day,
    pub registered_late: bool,
    #[schema(required)]
    pub walk_list_id: Option<WalkListId>,
    #[schema(required)]
    pub first_doors: Option<i32>,
    /// The seed of the draw over areas: with it anybody can draw again.
    #[schema(required)]
    pub seed: Option<String>,
    #[schema(required)]
    pub one_in: Option<i32>,
    #[schema(required)]
    pub cost_vnd: Option<i64>,
    /// Evaluations of the same campaign that were registered before it, withdrawn ones too.
    pub registered_before_it: i64,
    #[schema(required)]
    pub withdrawn_at: Option<Moment>,
    #[schema(required)]
    pub withdrawn_by: Option<UserId>,
    #[schema(required)]
    pub withdrawn_why: Option<String>,
    pub created_at: Moment,
    #[schema(required)]
    pub created_by: Option<UserId>,
    #[schema(required)]
    pub latest_look: Option<LatestLook>,
}

/// A place that is compared, as it was registered and drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationUnitView {
    /// The order of the lot where there was one.
    pub n: i32,
    pub area_id: AreaId,
    pub area_name: String,
    pub stratum: String,
    /// Within what it was drawn: its stratum, or `*` for what was left over in them.
    pub drawn_in: String,
    pub assigned: bool,
    #[schema(required)]
    pub first_month: Option<Month>,
}

/// An evaluation with all that was registered.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationFull {
    #[serde(flatten)]
    pub evaluation: EvaluationView,
    /// As it was said at registration.
    #[schema(value_type = EvaluationPlan)]
    pub plan: Value,
    pub units: Vec<EvaluationUnitView>,
}
