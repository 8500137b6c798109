//! Questions and answers on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::base::{Day, id::AreaId, share::Percent, text_enum::text_enum};

text_enum! {
    /// What the rows stand for.
    pub enum VisitsBy {
        /// The organisations for which visitors came.
        Organisation = "organisation",
        /// Campaigns.
        Campaign = "campaign",
        /// The areas directly below.
        Area = "area",
        /// Months.
        Month = "month",
    }
}

/// Which figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct VisitSummaryQuery {
    /// The area; areas it wholly succeeded are part of it.
    pub area_id: AreaId,
    /// First day; from the beginning unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; to the end unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// What the rows stand for; `month` unless said.
    #[param(value_type = Option<VisitsBy>)]
    pub group_by: Option<VisitsBy>,
}

/// How far visits came.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitSummary {
    pub area_id: AreaId,
    #[schema(required)]
    pub from: Option<Day>,
    #[schema(required)]
    pub to: Option<Day>,
    pub group_by: VisitsBy,
    pub rows: Vec<VisitSummaryRow>,
    /// Each visit once, those without organisation or campaign too.
    pub total: VisitSummaryRow,
}

/// One row. All are visits (lượt): a door that was called at twice counts twice. A corrected visit counts as corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitSummaryRow {
    /// Id or month; empty in the total.
    pub key: String,
    pub label: String,
    /// That reached the household's door.
    pub doors: i64,
    /// At which somebody was met.
    pub met: i64,
    /// At which insurance was spoken of.
    pub talked: i64,
    /// At which somebody wants an insurance or is thinking about it.
    pub interested: i64,
    /// Met, of doors.
    pub contact: VisitRate,
    /// Talked, of met.
    pub cooperation: VisitRate,
    /// Interested, of talked.
    pub interest: VisitRate,
}

/// A share with its doubt.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitRate {
    pub numerator: i64,
    pub denominator: i64,
    /// Null under 10 visits: too few to say.
    #[schema(required)]
    pub percent: Option<Percent>,
    /// Between these it lies with 95 % (Wilson), as far as one visit says nothing of the next.
    #[schema(required)]
    pub low_percent: Option<f64>,
    #[schema(required)]
    pub high_percent: Option<f64>,
}
