//! Bodies on the wire: questions stand in `question`, answers in `answer`, dry runs in `effects`.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{answer::Quote, model::KeptQuote, question::Question};
use crate::base::{
    Day, Moment,
    id::{AreaId, KeptQuoteId, OrganisationId, UserId},
    page::{CursorText, Limit},
    scheme::SoldScheme,
};

/// A question whose answer is to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepQuote {
    /// Made by the client if it wishes.
    pub id: Option<KeptQuoteId>,
    /// For which organisation; that of the caller's own grant when left out.
    pub organisation_id: Option<OrganisationId>,
    pub question: Question,
}

/// Which kept quotes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct KeptQuoteQuery {
    /// In this area and everything in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Those that still hold and were not used, or the others.
    pub open: Option<bool>,
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A kept quote in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptQuoteRow {
    pub id: KeptQuoteId,
    pub area_id: AreaId,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    pub scheme: SoldScheme,
    /// The day of payment that was asked about.
    pub on: Day,
    pub members: i32,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub starts_on: Day,
    pub paid_to: Day,
    #[schema(required)]
    pub due_by: Option<Day>,
    /// The last day on which it holds.
    pub valid_to: Day,
    /// It still holds and was not used.
    pub open: bool,
    #[schema(required)]
    pub used_at: Option<Moment>,
    pub kept_at: Moment,
    #[schema(required)]
    pub kept_by: Option<UserId>,
}

impl KeptQuoteRow {
    /// The row as of a day.
    pub fn new(row: &KeptQuote, today: Day) -> Self {
        Self {
            id: row.id,
            area_id: row.area_id,
            organisation_id: row.organisation_id,
            scheme: row.scheme,
            on: row.on_day,
            members: row.members,
            full_vnd: row.full_vnd,
            state_vnd: row.state_vnd,
            local_vnd: row.local_vnd,
            other_vnd: row.other_vnd,
            payable_vnd: row.payable_vnd,
            starts_on: row.starts_on,
            paid_to: row.paid_to,
            due_by: row.due_by,
            valid_to: row.valid_to,
            open: row.is_open(today),
            used_at: row.used_at,
            kept_at: row.kept_at,
            kept_by: row.kept_by,
        }
    }
}

/// A kept quote with its question and its answer as it was given, warnings without words.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptQuoteView {
    #[serde(flatten)]
    pub row: KeptQuoteRow,
    pub question: Question,
    #[schema(value_type = Quote)]
    pub answer: serde_json::Value,
}

/// A kept quote computed again, as the law was known when it was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecomputedView {
    /// Whether every promised amount and day came out again. If not, something is wrong with this program.
    pub same: bool,
    pub answer: Quote,
}
