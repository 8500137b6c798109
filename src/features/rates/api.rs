//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    kinds::{Confidence, RateKind, Unit},
    law::Fact,
    model::Rate,
};
use crate::base::{
    Day, Lang, Moment,
    id::{RateId, UserId},
    text::{Line, Prose},
    whole::whole_number,
};

whole_number! {
    /// A value in the unit of its kind: 0 to 1,000,000,000.
    RateValue: i64, 0 to 1_000_000_000
}

/// What a decree says from a day on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRate {
    /// Made by the client if it wishes.
    pub id: Option<RateId>,
    pub kind: RateKind,
    /// Which of its kind: a group, a region, a rung. Left out where the kind has none.
    pub key: Option<Line<60>>,
    /// Left out or null: from this day on it no longer holds.
    pub value: Option<RateValue>,
    /// Checked against the kind's own, when given.
    pub unit: Option<Unit>,
    pub effective_from: Day,
    pub legal_basis: Line<200>,
    pub article: Option<Line<120>>,
    /// Verified unless said otherwise.
    pub confidence: Option<Confidence>,
    pub note: Option<Prose<1000>>,
    /// Why it is entered after its first day.
    pub late_because: Option<Line<300>>,
}

/// Why a rate that has not begun is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRate {
    pub reason: Line<300>,
}

/// Which rates.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RateQuery {
    #[param(value_type = Option<RateKind>)]
    pub kind: Option<RateKind>,
    /// Only of this key.
    #[param(value_type = Option<Line<60>>)]
    pub key: Option<Line<60>>,
    /// Only what holds on this day: of each kind and key one at the most.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
    /// As it was known at this instant; what was recorded or withdrawn later did not happen.
    #[param(value_type = Option<Moment>)]
    pub known_at: Option<Moment>,
}

/// A dated fact.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateView {
    pub id: RateId,
    pub kind: RateKind,
    /// What the kind means, in the language asked for.
    pub means: String,
    #[schema(required)]
    pub key: Option<String>,
    #[schema(required)]
    pub value: Option<i64>,
    pub unit: Unit,
    pub effective_from: Day,
    pub legal_basis: String,
    #[schema(required)]
    pub article: Option<String>,
    pub confidence: Confidence,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub late_because: Option<String>,
    pub recorded_at: Moment,
    #[schema(required)]
    pub recorded_by: Option<UserId>,
    #[schema(required)]
    pub withdrawn_at: Option<Moment>,
    #[schema(required)]
    pub withdrawn_by: Option<UserId>,
    #[schema(required)]
    pub withdrawn_why: Option<String>,
}

impl RateView {
    /// The row in this language.
    pub fn new(row: Rate, lang: Lang) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            means: row.kind.spec().map(|spec| lang.pick(spec.means).to_owned()).unwrap_or_default(),
            unit: row.unit(),
            key: (!row.key.is_empty()).then_some(row.key),
            value: row.value,
            effective_from: row.effective_from,
            legal_basis: row.legal_basis,
            article: row.article,
            confidence: row.confidence,
            note: row.note,
            late_because: row.late_because,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
            withdrawn_at: row.withdrawn_at,
            withdrawn_by: row.withdrawn_by,
            withdrawn_why: row.withdrawn_why,
        }
    }
}

/// A dated fact that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FactView {
    pub kind: RateKind,
    #[schema(required)]
    pub key: Option<String>,
    #[schema(required)]
    pub value: Option<i64>,
    pub effective_from: Day,
    pub basis: String,
    #[schema(required)]
    pub article: Option<String>,
    pub confidence: Confidence,
}
impl From<&Fact> for FactView {
    fn from(fact: &Fact) -> Self {
        Self {
            kind: fact.kind,
            key: (!fact.key.is_empty()).then(|| fact.key.clone()),
            value: fact.value,
            effective_from: fact.effective_from,
            basis: fact.basis.clone(),
            article: fact.article.clone(),
            confidence: fact.confidence,
        }
    }
}
