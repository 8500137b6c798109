//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{Target, TargetMeasure},
    period::Period,
};
use crate::{
    base::{
        Day,
        figure::Qualifier,
        id::{AreaId, DocumentId, OrganisationId, SnapshotId, TargetId},
        page::{CursorText, Limit},
        scheme::Scheme,
        text::{Line, Prose},
        text_enum::text_enum,
    },
    features::coverage::Basis,
};

/// A target's value: persons, or percent with two places.
#[derive(Debug, Clone, Copy)]
pub struct TargetValue(pub f64);
impl<'de> Deserialize<'de> for TargetValue {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.01..=200_000_000.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(serde::de::Error::custom("out of range"))
        }
    }
}
impl utoipa::PartialSchema for TargetValue {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Number)
            .minimum(Some(0.01))
            .maximum(Some(200_000_000.0))
            .into()
    }
}
impl ToSchema for TargetValue {}

/// A new target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTarget {
    /// Its id, when the client made one.
    pub id: Option<TargetId>,
    pub area_id: AreaId,
    /// For this organisation only.
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: Period,
    /// Persons (a whole number), or percent up to 100.
    pub value: TargetValue,
    /// `exact` unless said.
    pub qualifier: Option<Qualifier>,
    /// What a rate is measured against.
    pub basis: Option<Basis>,
    /// The document that sets it.
    pub document_id: Option<DocumentId>,
    /// Where it comes from, in words.
    pub source: Option<Line<300>>,
    pub note: Option<Prose<1000>>,
    /// The first day of the period, or today if that is earlier, unless said. Of several decisions the latest holds.
    pub decided_on: Option<Day>,
}

/// One part of a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationPart {
    pub area_id: AreaId,
    pub value: TargetValue,
}

/// A target allocated to the areas below, in one step.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAllocation {
    #[schema(min_items = 1, max_items = 300)]
    #[serde(deserialize_with = "some_parts")]
    pub parts: Vec<AllocationPart>,
    /// Why the parts do not add up, when they do not.
    pub difference_explained: Option<Prose<1000>>,
    /// The day of the target's own decision unless said.
    pub decided_on: Option<Day>,
}

fn some_parts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<AllocationPart>, D::Error> {
    let parts = Vec::<AllocationPart>::deserialize(deserializer)?;
    if (1..=300).contains(&parts.len()) { Ok(parts) } else { Err(serde::de::Error::custom("out of range")) }
}

/// Which targets.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TargetQuery {
    /// Of this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    #[param(value_type = Option<TargetMeasure>)]
    pub measure: Option<TargetMeasure>,
    #[param(value_type = Option<Period>)]
    pub period: Option<Period>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which progress.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ProgressQuery {
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: Period,
    /// Target and figure as known on this day; today unless said.
    #[param(value_type = Option<Day>)]
    pub as_of: Option<Day>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
}

text_enum! {
    /// In which order.
    pub enum FurthestBy {
        /// What is missing, most first.
        Remaining = "remaining",
        /// The share that is reached, least first.
        Percent = "percent",
    }
}

/// Which areas are furthest behind.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FurthestBehindQuery {
    /// Of the areas directly below this one.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: Period,
    /// Target and figure as known on this day; today unless said.
    #[param(value_type = Option<Day>)]
    pub as_of: Option<Day>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// By what is missing unless said.
    #[param(value_type = Option<FurthestBy>)]
    pub by: Option<FurthestBy>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetView {
    pub id: TargetId,
    pub area_id: AreaId,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: String,
    pub value: f64,
    pub qualifier: Qualifier,
    #[schema(required)]
    pub basis: Option<Basis>,
    #[schema(required)]
    pub document_id: Option<DocumentId>,
    #[schema(required)]
    pub source: Option<String>,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub parent_id: Option<TargetId>,
    pub decided_on: Day,
    #[schema(required)]
    pub difference_explained: Option<String>,
}

/// Hundredths as a number.
pub fn number(hundredths: i64) -> f64 {
    crate::base::share::Percent(hundredths).as_f64()
}

impl From<Target> for TargetView {
    fn from(t: Target) -> Self {
        Self {
            id: t.id,
            area_id: t.area_id,
            organisation_id: t.organisation_id,
            scheme: t.scheme,
            measure: t.measure,
            period: t.period,
            value: number(t.value_hundredths),
            qualifier: t.qualifier,
            basis: t.basis,
            document_id: t.document_id,
            source: t.source,
            note: t.note,
            parent_id: t.parent_id,
            decided_on: t.decided_on,
            difference_explained: t.difference_explained,
        }
    }
}

/// A target with the parts it was allocated to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetTreeView {
    pub target: TargetView,
    pub parts: Vec<TargetView>,
    /// The parts together; null when there are none or they do not add up by nature.
    #[schema(required)]
    pub parts_sum: Option<f64>,
    /// Parts minus target.
    #[schema(required)]
    pub difference: Option<f64>,
}

/// How far one has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressView {
    pub area_id: AreaId,
    pub area_name: String,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: String,
    /// Null when no target is set.
    #[schema(required)]
    pub target: Option<f64>,
    #[schema(required)]
    pub target_qualifier: Option<Qualifier>,
    #[schema(required)]
    pub target_id: Option<TargetId>,
    /// Null when there is no figure ("no data" is not zero).
    #[schema(required)]
    pub actual: Option<f64>,
    #[schema(required)]
    pub actual_qualifier: Option<Qualifier>,
    /// The day of the figure.
    #[schema(required)]
    pub actual_as_of: Option<Day>,
    /// Actual of target.
    #[schema(required)]
    pub percent: Option<f64>,
    /// What is missing, in the target's unit.
    #[schema(required)]
    pub remaining: Option<f64>,
    /// For a rate: how many more persons would reach it.
    #[schema(required)]
    pub remaining_persons: Option<i64>,
    /// Whether target and figure may be compared; false when they are measured against different numbers.
    pub comparable: bool,
    /// `different-denominator`, `unknown-denominator`; `small-group` where so few joined that the count would name them.
    #[schema(required)]
    pub why_not: Option<String>,
    /// The counts of coverage the figure was read from.
    pub snapshot_ids: Vec<SnapshotId>,
    /// Where the rows of a count of sign-ups are.
    #[schema(required)]
    pub rows: Option<String>,
}

/// Progress of an area and of the areas directly below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderView {
    pub own: ProgressView,
    /// Areas that have a target or a figure, the furthest below plan first.
    pub below: Vec<ProgressView>,
}

/// An area of which it cannot be said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaNamed {
    pub area_id: AreaId,
    pub area_name: String,
}

/// The areas directly below that are behind their targets, the furthest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct FurthestBehind {
    pub own: ProgressView,
    pub by: FurthestBy,
    /// Behind: these are the items, page by page.
    pub areas_behind: usize,
    /// At their target or above it.
    pub areas_reached: usize,
    pub items: Vec<ProgressView>,
    /// What to send as `cursor` for the next page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Nobody set them a target: not behind, and not reached.
    pub without_target: Vec<AreaNamed>,
    /// A target and no figure: not zero.
    pub without_figure: Vec<AreaNamed>,
    /// Target and figure are measured against different numbers.
    pub not_comparable: Vec<AreaNamed>,
}
