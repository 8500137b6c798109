//! Questions and answers on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::steps::{FunnelBy, FunnelRate, FunnelStep, FunnelUnit};
use crate::base::{
    Day,
    id::{AreaId, WalkListId},
    scheme::SoldScheme,
    share::Percent,
};

/// Which figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FunnelQuery {
    /// The area; areas it wholly succeeded are part of it.
    pub area_id: AreaId,
    /// First day; from the beginning unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; to today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// What the rows stand for; `month` unless said.
    #[param(value_type = Option<FunnelBy>)]
    pub group_by: Option<FunnelBy>,
    /// Of this scheme alone; visits and lists are then not told apart.
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
}

/// The way from the list to the renewal. Description: it does not say what brought anybody in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Funnel {
    pub area_id: AreaId,
    #[schema(required)]
    pub from: Option<Day>,
    pub to: Day,
    pub group_by: FunnelBy,
    #[schema(required)]
    pub scheme: Option<SoldScheme>,
    /// What the figures do and do not say.
    pub note: String,
    /// What stands at each step, in order.
    pub steps: Vec<FunnelStepView>,
    pub rows: Vec<FunnelRow>,
    /// Each thing once, those without organisation, campaign, channel or user too.
    pub total: FunnelRow,
    /// Until when which share is ripe: what is younger may still come further.
    pub ripening: Vec<FunnelRipening>,
    /// Where a share of a row lies surely below that of all other rows together, the farthest below first; five at the most.
    /// Looked at over the days that are ripe.
    pub weakest: Vec<FunnelWeakness>,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelStepView {
    pub step: FunnelStep,
    /// What is counted. Numbers of different units make no share.
    pub unit: FunnelUnit,
    pub label: String,
    /// Where the rows behind the step are found: this address, `&`, and `behind` of the row.
    pub rows_at: String,
}

/// One row.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelRow {
    /// Id, code or month; empty in the total.
    pub key: String,
    pub label: String,
    /// How many at each step, in their order; null where they are not told apart so, or where they would name people.
    pub counts: Vec<Option<i64>>,
    /// The shares that can be formed.
    pub rates: Vec<FunnelShare>,
    /// Which rows stand behind it, to be put after `rows_at` of a step.
    pub behind: String,
    /// Whether counts of people are kept back because they are so few that they would name them.
    pub withheld: bool,
}

/// A share with its doubt.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelShare {
    pub rate: FunnelRate,
    pub label: String,
    pub numerator: i64,
    pub denominator: i64,
    /// Null under 10: too few to say.
    #[schema(required)]
    pub percent: Option<Percent>,
    /// Between these it lies with 95 % (Wilson), as far as one says nothing of the next.
    #[schema(required)]
    pub low_percent: Option<f64>,
    #[schema(required)]
    pub high_percent: Option<f64>,
}

/// A share that takes time.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelRipening {
    pub rate: FunnelRate,
    pub label: String,
    /// So many days after it was counted.
    pub days: i64,
    /// The last day that is ripe, no later than the last day asked for.
    pub ripe_to: Day,
}

/// A share of a row that lies surely below that of all other rows together.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelWeakness {
    pub key: String,
    pub label: String,
    pub rate: FunnelRate,
    pub rate_label: String,
    /// Counted up to this day.
    pub to: Day,
    pub percent: Percent,
    /// Of all other rows together.
    pub others_percent: Percent,
    /// The difference in points, and between what it lies (Newcombe), all looked at being right together with 95 %.
    pub points: f64,
    pub low_points: f64,
    pub high_points: f64,
}

/// The way of the households of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListFunnel {
    pub walk_list_id: WalkListId,
    /// Since the list was made; up to when it was closed, or today.
    pub from: Day,
    pub to: Day,
    pub note: String,
    pub steps: Vec<ListStep>,
    pub rates: Vec<FunnelShare>,
}

/// How many households of a list came to a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListStep {
    pub step: FunnelStep,
    pub unit: FunnelUnit,
    pub label: String,
    pub count: i64,
}
