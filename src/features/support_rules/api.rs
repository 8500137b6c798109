//! Bodies on the wire.
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{RuleArea, RuleEnd, RuleRow, words},
    rule::{Basis, Begins, Layer, Residency, Stacking},
};
use crate::base::{
    Day, Error, Moment, Result,
    id::{AreaId, DocumentId, OrganisationId, SupportRuleId, UserId},
    page::{CursorText, Limit},
    scheme::SoldScheme,
    text::{Code, Line, Prose},
    whole::whole_number,
};

whole_number! {
    /// Parts per million, or đồng a month: 1 to 100,000,000.
    RuleValue: i64, 1 to 100_000_000
}
whole_number! {
    /// Parts per million: 1 to 1,000,000.
    CapPpm: i64, 1 to 1_000_000
}
whole_number! {
    /// Full years: 0 to 130.
    RuleAge: i32, 0 to 130
}
whole_number! {
    /// Months: 1 to 600.
    RuleMonths: i32, 1 to 600
}
whole_number! {
    /// A year: 1990 to 2199.
    RuleYear: i32, 1990 to 2199
}

/// What a local resolution adds. It is never edited.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSupportRule {
    /// Made by the client if it wishes.
    pub id: Option<SupportRuleId>,
    /// Whose rule it is: usually the province.
    pub area_id: AreaId,
    pub issuer_id: OrganisationId,
    /// As it is written: `05/2023/NQ-HĐND`.
    pub number: Line<60>,
    pub year: RuleYear,
    pub document_id: Option<DocumentId>,
    pub scheme: SoldScheme,
    /// All of these are claimed; from the list `group`.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<12, _, _>")]
    #[schema(max_items = 12)]
    pub all_groups: Vec<Code>,
    /// One of these is claimed.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<12, _, _>")]
    #[schema(max_items = 12)]
    pub any_groups: Vec<Code>,
    /// None of these is claimed.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<12, _, _>")]
    #[schema(max_items = 12)]
    pub none_groups: Vec<Code>,
    pub age_from: Option<RuleAge>,
    pub age_to: Option<RuleAge>,
    /// Anybody who takes part there unless said otherwise.
    pub residency: Option<Residency>,
    /// Where it holds: areas of today or of before a change of the map. `area_id` when left out.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(max_items = 200)]
    pub area_ids: Vec<AreaId>,
    pub basis: Basis,
    /// Parts per million (20 % = 200000), or đồng a month for a fixed amount.
    pub value: RuleValue,
    /// Who pays; the province when left out.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<4, _, _>")]
    #[schema(max_items = 4)]
    pub layers: Vec<Layer>,
    /// `add` unless said otherwise.
    pub stacking: Option<Stacking>,
    /// What all supports together come to at the most; the whole unless said otherwise.
    pub cap_ppm: Option<CapPpm>,
    pub effective_from: Day,
    pub effective_to: Option<Day>,
    /// `payment` unless said otherwise.
    pub begins: Option<Begins>,
    pub max_months: Option<RuleMonths>,
    /// The rule that this one takes the place of from its first day on.
    pub supersedes_id: Option<SupportRuleId>,
    pub article: Option<Line<120>>,
    pub note: Option<Prose<1000>>,
}

/// When and why a rule ends.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSupportRule {
    /// Its last day.
    pub on: Day,
    pub reason: Line<300>,
}

/// Which rules.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SupportRuleQuery {
    /// Only of this province, or whatever issued it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A local rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportRuleView {
    pub id: SupportRuleId,
    pub area_id: AreaId,
    pub issuer_id: OrganisationId,
    pub number: String,
    pub year: i32,
    #[schema(required)]
    pub document_id: Option<DocumentId>,
    pub scheme: SoldScheme,
    pub all_groups: Vec<String>,
    pub any_groups: Vec<String>,
    pub none_groups: Vec<String>,
    #[schema(required)]
    pub age_from: Option<i32>,
    #[schema(required)]
    pub age_to: Option<i32>,
    pub residency: Residency,
    pub area_ids: Vec<AreaId>,
    pub basis: Basis,
    pub value: i64,
    pub layers: Vec<Layer>,
    pub stacking: Stacking,
    pub cap_ppm: i64,
    pub effective_from: Day,
    #[schema(required)]
    pub effective_to: Option<Day>,
    pub begins: Begins,
    #[schema(required)]
    pub max_months: Option<i32>,
    #[schema(required)]
    pub supersedes_id: Option<SupportRuleId>,
    #[schema(required)]
    pub superseded_by_id: Option<SupportRuleId>,
    #[schema(required)]
    pub article: Option<String>,
    #[schema(required)]
    pub note: Option<String>,
    pub recorded_at: Moment,
    #[schema(required)]
    pub recorded_by: Option<UserId>,
    /// Its last day, when it was ended.
    #[schema(required)]
    pub ended_on: Option<Day>,
    #[schema(required)]
    pub ended_why: Option<String>,
}

/// What hangs on rules that are shown.
pub struct Beside {
    pub areas: Vec<RuleArea>,
    pub ends: Vec<RuleEnd>,
    pub successors: Vec<(SupportRuleId, SupportRuleId)>,
}

impl SupportRuleView {
    /// The row with what hangs on it.
    ///
    /// # Errors
    /// When its layers cannot be read.
    pub fn new(row: RuleRow, beside: &Beside) -> Result<Self> {
        let areas: BTreeSet<AreaId> =
            beside.areas.iter().filter(|area| area.rule_id == row.id).map(|area| area.area_id).collect();
        let end = beside.ends.iter().find(|end| end.rule_id == row.id);
        let later: BTreeMap<_, _> = beside.successors.iter().copied().collect();
        Ok(Self {
            id: row.id,
            area_id: row.area_id,
            issuer_id: row.issuer_id,
            number: row.number,
            year: row.year,
            document_id: row.document_id,
            scheme: row.scheme,
            all_groups: words(&row.all_groups),
            any_groups: words(&row.any_groups),
            none_groups: words(&row.none_groups),
            age_from: row.age_from,
            age_to: row.age_to,
            residency: row.residency,
            area_ids: areas.into_iter().collect(),
            basis: row.basis,
            value: row.value,
            layers: serde_json::from_str(&row.layers).map_err(Error::internal)?,
            stacking: row.stacking,
            cap_ppm: row.cap_ppm,
            effective_from: row.effective_from,
            effective_to: row.effective_to,
            begins: row.begins,
            max_months: row.max_months,
            supersedes_id: row.supersedes_id,
            superseded_by_id: later.get(&row.id).copied(),
            article: row.article,
            note: row.note,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
            ended_on: end.map(|end| end.last_day),
            ended_why: end.map(|end| end.why.clone()),
        })
    }
}
