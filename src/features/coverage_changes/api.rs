//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::AreaWhyNot;
use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, CoverageShiftId, DocumentId, SnapshotId, UserId},
        month::Month,
        page::{CursorText, Limit},
        scheme::Scheme,
        text::{Code, Line, Prose},
        text_enum::text_enum,
    },
    features::coverage::Basis,
};

crate::base::whole::whole_number! {
    /// People who came in, or below zero: left. No more than the country has.
    ShiftedPersons: i64, -200_000_000 to 200_000_000
}

/// That people came into a scheme, or left it, by a decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCoverageShift {
    /// Its id, when the client made one.
    pub id: Option<CoverageShiftId>,
    /// Where they live. The narrowest area for which the number is known.
    pub area_id: AreaId,
    pub scheme: Scheme,
    /// From which day on they count, or count no more.
    pub on: Day,
    /// From the list `coverage_shift_kind`.
    pub kind: Code,
    pub persons: ShiftedPersons,
    /// `exact` unless said.
    pub qualifier: Option<Qualifier>,
    /// The decision.
    pub document_id: Option<DocumentId>,
    pub source: Line<300>,
    pub note: Option<Prose<1000>>,
    /// The row in whose place it stands: one of the same area and scheme. With 0 persons it takes that row back.
    pub replaces_id: Option<CoverageShiftId>,
}

/// Which shifts.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverageShiftQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// From the list `coverage_shift_kind`.
    #[param(value_type = Option<Code>)]
    pub kind: Option<Code>,
    /// First day.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A shift.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageShiftView {
    pub id: CoverageShiftId,
    pub area_id: AreaId,
    pub area_name: String,
    pub scheme: Scheme,
    pub on: Day,
    pub kind: String,
    pub kind_label: String,
    /// Below zero: they left.
    pub persons: i64,
    pub qualifier: Qualifier,
    #[schema(required)]
    pub document_id: Option<DocumentId>,
    pub source: String,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub replaces_id: Option<CoverageShiftId>,
    /// The row that stands in its place: then this one counts no more.
    #[schema(required)]
    pub replaced_by_id: Option<CoverageShiftId>,
    pub created_at: Moment,
    #[schema(required)]
    pub created_by: Option<UserId>,
}

/// Which change.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverageChangeQuery {
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    pub scheme: Scheme,
    /// The figure on or before this day is the earlier one; a year before the last day unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// The figure on or before this day is the later one; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
}

/// Which months.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverageSeasonsQuery {
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    pub scheme: Scheme,
}

/// A figure at one end.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeEnd {
    pub as_of: Day,
    #[schema(required)]
    pub participants: Option<i64>,
    pub participants_qualifier: Qualifier,
    #[schema(required)]
    pub denominator: Option<i64>,
    pub basis: Basis,
    #[schema(required)]
    pub coverage_percent: Option<f64>,
    pub source: String,
    /// The rows it was read from: `/coverage-snapshots/{id}`.
    pub snapshot_ids: Vec<SnapshotId>,
}

/// Later less earlier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeAmount {
    #[schema(required)]
    pub persons: Option<i64>,
    #[schema(required)]
    pub persons_qualifier: Option<Qualifier>,
    /// Of the earlier number.
    #[schema(required)]
    pub percent: Option<f64>,
    /// Percentage points of the rate.
    #[schema(required)]
    pub points: Option<f64>,
}

/// Decisions of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyPart {
    pub kind: String,
    pub label: String,
    pub persons: i64,
    pub qualifier: Qualifier,
    pub shifts: usize,
    /// The rows.
    pub rows: String,
}

/// Sign-ups recorded here whose cover began within the span.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignUpPart {
    /// Nothing is known from before.
    pub new: i64,
    /// After a gap.
    pub re_activated: i64,
    /// From another form of the same insurance: they add to the participants of the narrower form alone.
    pub moved_in: i64,
    /// Going on: these add nobody.
    pub renewed: i64,
    /// How many of them add to the participants of this scheme.
    pub joined: i64,
    /// The rows of each count.
    pub rows: SignUpRows,
}

/// Where the rows of each kind of sign-up are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignUpRows {
    pub new: String,
    pub re_activated: String,
    pub moved_in: String,
    pub renewed: String,
}

/// Covers recorded here, or told by the office's lists, that ended within the span.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LossPart {
    /// Given up or paid back before their end.
    pub stopped: i64,
    /// At their end, and nobody went on.
    pub ended: i64,
    pub lost: i64,
    /// The rows of each count.
    pub rows: LossRows,
}

/// Where the rows of each kind of loss are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LossRows {
    pub stopped: String,
    pub ended: String,
}

/// What the records say of a change in persons.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnownPart {
    /// First day that counts: the one after the earlier figure.
    pub from: Day,
    /// Last day that counts: that of the later figure.
    pub to: Day,
    /// By decisions.
    pub by_policy: i64,
    pub by_policy_qualifier: Qualifier,
    pub by_policy_note: String,
    pub policy: Vec<PolicyPart>,
    /// Decisions about larger areas: how many of them fell here is not recorded, so they count nowhere.
    pub wider_shifts: Vec<CoverageShiftView>,
    /// Null where nobody is signed up for this scheme here, and where a group is withheld.
    #[schema(required)]
    pub sign_ups: Option<SignUpPart>,
    /// Null likewise.
    #[schema(required)]
    pub losses: Option<LossPart>,
    /// Sign-ups of all organisations, or only those of the caller's own.
    pub every_organisation: bool,
    /// A group is too small to be shown to whoever does not work with the sign-ups here.
    pub withheld: bool,
    #[schema(required)]
    pub withheld_why: Option<String>,
    /// The change less all of the above.
    #[schema(required)]
    pub not_explained: Option<i64>,
    #[schema(required)]
    pub not_explained_qualifier: Option<Qualifier>,
    /// What it is called.
    pub not_explained_label: String,
}

/// A change of a rate in two parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateAndComposition {
    pub note: String,
    /// Areas below that are compared, and those that are not.
    pub areas_compared: usize,
    pub areas_not_compared: usize,
    /// Every area below is compared: then this is the change of the whole ground.
    pub complete: bool,
    /// The rate of the areas that are compared.
    pub before_percent: f64,
    pub after_percent: f64,
    /// After less before, in percentage points, not rounded: the two parts below make it up exactly.
    pub difference_points: f64,
    /// From the rates of the areas.
    pub rate_points: f64,
    /// From their sizes.
    pub composition_points: f64,
}

/// What an area below gave to a change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaChange {
    pub area_id: AreaId,
    pub area_name: String,
    #[schema(required)]
    pub earlier: Option<ChangeEnd>,
    #[schema(required)]
    pub later: Option<ChangeEnd>,
    pub change: ChangeAmount,
    /// By decisions recorded for it or in it.
    pub by_policy: i64,
    pub by_policy_qualifier: Qualifier,
    /// To the change of the whole, in percentage points, not rounded: from its rate,
    #[schema(required)]
    pub rate_points: Option<f64>,
    /// from its size.
    #[schema(required)]
    pub composition_points: Option<f64>,
    /// Why it is not compared.
    #[schema(required)]
    pub why_not: Option<AreaWhyNot>,
}

/// A change of coverage, as the records tell it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageChange {
    pub label: String,
    /// What it does not say.
    pub note: String,
    pub area_id: AreaId,
    pub area_name: String,
    pub scheme: Scheme,
    pub from: Day,
    pub to: Day,
    #[schema(required)]
    pub earlier: Option<ChangeEnd>,
    #[schema(required)]
    pub later: Option<ChangeEnd>,
    pub change: ChangeAmount,
    pub comparable: bool,
    /// Why not, or why a part of the change is missing.
    #[schema(required)]
    pub why_not: Option<AreaWhyNot>,
    /// Whether both figures are of the same month of the year; null without both.
    #[schema(required)]
    pub same_month: Option<bool>,
    #[schema(required)]
    pub same_month_note: Option<String>,
    /// Null where the change in persons is not known.
    #[schema(required)]
    pub known: Option<KnownPart>,
    /// Null where no two areas below can be compared.
    #[schema(required)]
    pub split: Option<RateAndComposition>,
    /// The areas directly below, in their order.
    pub areas: Vec<AreaChange>,
    /// What is usual for each month.
    pub seasons: String,
}

text_enum! {
    /// Where a change lies among those of the same month in the years before.
    pub enum MonthPlace {
        /// Smaller than any of them.
        Below = "below",
        /// Among them.
        Within = "within",
        /// Larger than any of them.
        Above = "above",
    }
}

/// A month as it was.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthFigure {
    pub month: Month,
    pub as_of: Day,
    pub participants: i64,
    pub qualifier: Qualifier,
    /// Against the month before; null where that one is not known.
    #[schema(required)]
    pub change: Option<i64>,
    #[schema(required)]
    pub change_qualifier: Option<Qualifier>,
    pub snapshot_ids: Vec<SnapshotId>,
}

/// What is usual for a month of the year.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeasonMonth {
    /// 1 to 12.
    pub calendar_month: u32,
    pub years: Vec<i32>,
    /// Half of the changes lie below it.
    pub middle: f64,
    pub least: i64,
    pub most: i64,
    pub stands_out: bool,
}

/// The newest month beside the same month of the years before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewestMonth {
    pub month: Month,
    pub change: i64,
    /// The years before.
    pub years: Vec<i32>,
    pub least_before: i64,
    pub most_before: i64,
    pub place: MonthPlace,
}

/// The months of the years that are known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageSeasons {
    pub label: String,
    pub area_id: AreaId,
    pub area_name: String,
    pub scheme: Scheme,
    /// Two years of changes are known: without them nothing is said of what is usual.
    pub enough: bool,
    #[schema(required)]
    pub why_not: Option<String>,
    /// When a month is marked.
    pub stands_out_rule: String,
    /// The area did not exist before, and what was there was divided.
    #[schema(required)]
    pub starts_late: Option<String>,
    pub seasons: Vec<SeasonMonth>,
    #[schema(required)]
    pub newest: Option<NewestMonth>,
    /// Every month that is known, the earliest first.
    pub months: Vec<MonthFigure>,
    /// The rows.
    pub rows: String,
}
