//! Collectors' figures on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    base::{
        Day,
        id::{AreaId, OrganisationId, TargetId, UserId},
        scheme::SoldScheme,
        text_enum::text_enum,
    },
    features::targets::period::Period,
};

text_enum! {
    /// What the rows stand for.
    pub enum FiguresBy {
        /// Collectors; what nobody in particular did in one row.
        Collector = "collector",
        /// Collection organisations.
        Organisation = "organisation",
        /// The areas directly below; what lies in the area itself in one row.
        Area = "area",
        /// Months.
        Month = "month",
    }
}

/// Which figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FiguresQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<UserId>)]
    pub collector_id: Option<UserId>,
    /// Targets are of one scheme: without it none is shown.
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
    /// A year, a quarter or a month, instead of two days: targets are of such periods.
    #[param(value_type = Option<Period>)]
    pub period: Option<Period>,
    /// First day; the first of this month unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// What the rows stand for; collectors unless said.
    #[param(value_type = Option<FiguresBy>)]
    pub group_by: Option<FiguresBy>,
}

/// The figures of a span.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollectorFigures {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    #[schema(required)]
    pub scheme: Option<SoldScheme>,
    pub group_by: FiguresBy,
    pub rows: Vec<CollectorFiguresRow>,
    /// Everything once. People who are in several rows count once.
    pub total: CollectorFiguresRow,
}

/// One row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CollectorFiguresRow {
    /// Id or month; null in the total, and for what nobody in particular did.
    #[schema(required)]
    pub key: Option<String>,
    pub label: String,
    /// Sign-ups that were paid: for the first time in any scheme,
    pub new: i64,
    /// going on without a gap,
    pub renewed: i64,
    /// after a gap,
    pub re_activated: i64,
    /// from another scheme.
    pub moved_in: i64,
    /// New, re-activated and moved in: what a target of new sign-ups counts.
    pub joined: i64,
    /// Ended, without anybody going on, by the last day on which that was possible.
    pub lapsed: i64,
    pub stopped: i64,
    pub refunded: i64,
    /// People who paid, each once.
    pub persons: i64,
    pub months: i64,
    pub months_refunded: i64,
    /// By receipts that stand; null for whoever may not see money.
    #[schema(required)]
    pub collected_vnd: Option<i64>,
    /// To the payers.
    #[schema(required)]
    pub refunded_vnd: Option<i64>,
    /// New sign-ups that were to be reached; null where there is no target.
    #[schema(required)]
    pub target: Option<f64>,
    #[schema(required)]
    pub target_id: Option<TargetId>,
    /// `joined` of the target.
    #[schema(required)]
    pub target_percent: Option<f64>,
}
