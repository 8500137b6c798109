//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    compare::WhyNot,
    model::{Basis, Denominator},
};
use crate::base::{
    Day,
    figure::{Count, Qualifier},
    id::{AreaId, DenominatorId, SnapshotId},
    page::{CursorText, Limit},
    scheme::{DenominatorKind, Scheme},
    share::Percent,
    text::{Line, Prose},
    text_enum::text_enum,
};

/// A new denominator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDenominator {
    /// Its id, when the client made one.
    pub id: Option<DenominatorId>,
    pub area_id: AreaId,
    pub kind: DenominatorKind,
    pub as_of: Day,
    pub value: Count,
    /// `exact` unless said.
    pub qualifier: Option<Qualifier>,
    pub source: Line<300>,
}

/// A new snapshot of participants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSnapshot {
    /// Its id, when the client made one.
    pub id: Option<SnapshotId>,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub as_of: Day,
    /// How many take part; may be left out when only a rate was published.
    pub participants: Option<Count>,
    /// `exact` unless said.
    pub participants_qualifier: Option<Qualifier>,
    pub denominator_id: Option<DenominatorId>,
    /// What the published rate is measured against; `unstated` unless said or a denominator is named.
    pub basis: Option<Basis>,
    /// The rate as published, in percent.
    pub published_percent: Option<Percent>,
    /// `exact` unless said.
    pub published_qualifier: Option<Qualifier>,
    pub source: Line<300>,
    /// The source's own words.
    pub phrase: Option<Prose<1000>>,
}

text_enum! {
    /// With what the figure is compared.
    pub enum Comparison {
        /// The same day a year before.
        Yoy = "yoy",
        /// The same day a month before.
        Mom = "mom",
    }
}

/// Which coverage.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverageQuery {
    pub area_id: AreaId,
    pub scheme: Scheme,
    /// The latest figure on or before this day; today unless said.
    #[param(value_type = Option<Day>)]
    pub as_of: Option<Day>,
    /// With what it is compared.
    #[param(value_type = Option<Comparison>)]
    pub compare: Option<Comparison>,
    /// Compared with the figure nearest to this day (within 15 days) instead.
    #[param(value_type = Option<Day>)]
    pub compare_to: Option<Day>,
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DenominatorQuery {
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<DenominatorKind>)]
    pub kind: Option<DenominatorKind>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SnapshotQuery {
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A denominator.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DenominatorView {
    pub id: DenominatorId,
    pub area_id: AreaId,
    pub kind: DenominatorKind,
    pub as_of: Day,
    pub value: i64,
    pub qualifier: Qualifier,
    pub source: String,
}
impl From<Denominator> for DenominatorView {
    fn from(d: Denominator) -> Self {
        Self {
            id: d.id,
            area_id: d.area_id,
            kind: d.kind,
            as_of: d.as_of,
            value: d.people,
            qualifier: d.qualifier,
            source: d.source,
        }
    }
}

/// Something worth a look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FigureWarning {
    /// `above-denominator`, `unusual-denominator`, `published-differs`.
    pub code: String,
    /// One sentence.
    pub detail: String,
}

/// A snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotView {
    pub id: SnapshotId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub as_of: Day,
    #[schema(required)]
    pub participants: Option<i64>,
    pub participants_qualifier: Qualifier,
    #[schema(required)]
    pub denominator_id: Option<DenominatorId>,
    pub basis: Basis,
    #[schema(required)]
    pub published_percent: Option<f64>,
    pub published_qualifier: Qualifier,
    /// Participants of the denominator, in percent.
    #[schema(required)]
    pub coverage_percent: Option<f64>,
    pub source: String,
    #[schema(required)]
    pub phrase: Option<String>,
    pub warnings: Vec<FigureWarning>,
}

/// A denominator as coverage uses it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedDenominator {
    /// Null when it is the sum of several areas.
    #[schema(required)]
    pub id: Option<DenominatorId>,
    pub kind: Basis,
    pub value: i64,
    #[schema(required)]
    pub as_of: Option<Day>,
    #[schema(required)]
    pub source: Option<String>,
}

/// The earlier figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierView {
    pub as_of: Day,
    #[schema(required)]
    pub participants: Option<i64>,
    #[schema(required)]
    pub coverage_percent: Option<f64>,
    pub basis: Basis,
    pub source: String,
    /// The rows it was read from.
    pub snapshot_ids: Vec<SnapshotId>,
}

/// The change: persons, percent of the earlier number, percentage points of the rate.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    #[schema(required)]
    pub persons: Option<i64>,
    #[schema(required)]
    pub percent: Option<f64>,
    #[schema(required)]
    pub points: Option<f64>,
}

/// Coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageView {
    pub area_id: AreaId,
    pub scheme: Scheme,
    /// The day of the figure; null when there is none ("no data" is not zero).
    #[schema(required)]
    pub as_of: Option<Day>,
    #[schema(required)]
    pub participants: Option<i64>,
    #[schema(required)]
    pub participants_qualifier: Option<Qualifier>,
    #[schema(required)]
    pub denominator: Option<UsedDenominator>,
    #[schema(required)]
    pub coverage_percent: Option<f64>,
    /// The rate as the source published it.
    #[schema(required)]
    pub published_percent: Option<f64>,
    #[schema(required)]
    pub published_qualifier: Option<Qualifier>,
    #[schema(required)]
    pub source: Option<String>,
    /// The rows it was read from.
    pub snapshot_ids: Vec<SnapshotId>,
    /// Null when no comparison was asked for, or there is nothing to compare with.
    #[schema(required)]
    pub earlier: Option<EarlierView>,
    #[schema(required)]
    pub change: Option<ChangeView>,
    /// Whether the two figures may be compared; null when no comparison was asked for.
    #[schema(required)]
    pub comparable: Option<bool>,
    /// Why not, or why a part of the change is missing.
    #[schema(required)]
    pub why_not: Option<WhyNot>,
}
