//! Bodies on the wire: questions stand in `question`, answers in `answer`, dry runs in `effects`.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{answer::Quote, model::KeptQuote, question::Question};
use crate::base::{
    Day, Moment,
    id::{AreaId, KeptQuoteId, OrganisationId, UserId},
    page::{CursorText, Limit},
    scheme::SoldScheme,
    whole::whole_number,
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
    /// The sum that the caller showed people before asking. Another one than what comes out is kept and told, not refused.
    pub shown_vnd: Option<ShownVnd>,
}

whole_number! {
    /// An amount in whole đồng: 0 to 2,000,000,000.
    ShownVnd: i64, 0 to 2_000_000_000
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
    /// The sums are null for those who neither made it nor may see the money of sign-ups there.
    #[schema(required)]
    pub full_vnd: Option<i64>,
    #[schema(required)]
    pub state_vnd: Option<i64>,
    #[schema(required)]
    pub local_vnd: Option<i64>,
    #[schema(required)]
    pub other_vnd: Option<i64>,
    #[schema(required)]
    pub payable_vnd: Option<i64>,
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
    /// The sum that people were shown before it was computed, if it was said.
    #[schema(required)]
    pub shown_vnd: Option<i64>,
}

impl KeptQuoteRow {
    /// The row as of a day, with its sums if they are `open` to the caller.
    pub fn new(row: &KeptQuote, today: Day, open: bool) -> Self {
        let sum = |amount: i64| open.then_some(amount);
        Self {
            id: row.id,
            area_id: row.area_id,
            organisation_id: row.organisation_id,
            scheme: row.scheme,
            on: row.on_day,
            members: row.members,
            full_vnd: sum(row.full_vnd),
            state_vnd: sum(row.state_vnd),
            local_vnd: sum(row.local_vnd),
            other_vnd: sum(row.other_vnd),
            payable_vnd: sum(row.payable_vnd),
            starts_on: row.starts_on,
            paid_to: row.paid_to,
            due_by: row.due_by,
            valid_to: row.valid_to,
            open: row.is_open(today),
            used_at: row.used_at,
            kept_at: row.kept_at,
            kept_by: row.kept_by,
            shown_vnd: row.shown_vnd.filter(|_| open),
        }
    }
}

/// A kept quote with its question and its answer as it was given, warnings without words; both null with the sums.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptQuoteView {
    #[serde(flatten)]
    pub row: KeptQuoteRow,
    #[schema(required)]
    pub question: Option<Question>,
    #[schema(required, value_type = Option<Quote>)]
    pub answer: Option<serde_json::Value>,
}

/// A kept quote computed again, as the law was known when it was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecomputedView {
    /// Whether every promised amount and day came out again. If not, something is wrong with this program.
    pub same: bool,
    /// Null for those to whom its sums are not open.
    #[schema(required)]
    pub answer: Option<Quote>,
}
