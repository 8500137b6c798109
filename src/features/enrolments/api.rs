//! Bodies of enrolments on the wire: making one and taking it to the payment. What the office answers stands in
//! `api_office`.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{lifecycle::Status, model::Source};
use crate::base::{
    Day,
    id::{AreaId, EnrolmentBatchId, EnrolmentId, InstalmentId, KeptQuoteId, OrganisationId, PersonId, UserId},
    page::{CursorText, Limit},
    scheme::Scheme,
    text::{Line, Prose},
    whole::whole_number,
};

whole_number! {
    /// An amount in whole đồng: 0 to 2,000,000,000.
    Dong: i64, 0 to 2_000_000_000
}

/// What led to a sign-up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceBody {
    pub kind: Source,
    /// The visit, event or hand-over; nothing for the other kinds.
    pub id: Option<EnrolmentId>,
}

/// A promise: one person takes up one member's part of a kept quote.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEnrolment {
    /// Its id, when the client made one.
    pub id: Option<EnrolmentId>,
    pub kept_quote_id: KeptQuoteId,
    /// Which member of the quote; `self` where the quote is for one person.
    pub member_key: Line<60>,
    pub person_id: PersonId,
    /// The collection organisation that signs the person up.
    pub organisation_id: OrganisationId,
    /// Who of it; whoever records it unless said.
    pub collector_id: Option<UserId>,
    pub source: SourceBody,
}

/// Another quote in the place of the first, before anything is paid.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequoteEnrolment {
    pub kept_quote_id: KeptQuoteId,
    /// Which member of the quote; `self` where the quote is for one person.
    pub member_key: Line<60>,
}

/// The whole amount was paid, and there is a receipt.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayEnrolment {
    pub receipt_number: Line<40>,
    /// The day on the receipt.
    pub receipt_on: Day,
    /// The day the money was paid.
    pub paid_on: Day,
    /// Exactly what the quote asks.
    pub amount_vnd: Dong,
}

/// A payment that was entered by mistake.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnpayEnrolment {
    pub why: Prose<500>,
}

/// The right receipt in the place of a wrong one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectReceipt {
    pub receipt_number: Line<40>,
    /// The day on the receipt.
    pub receipt_on: Day,
}

/// A part of the money. It is no receipt and changes no step.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInstalment {
    /// Its id, when the client made one.
    pub id: Option<InstalmentId>,
    pub paid_on: Day,
    pub amount_vnd: Dong,
    /// Whether it was given back to the person, on that day.
    #[serde(default)]
    pub returned: bool,
}

/// Which enrolments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<UserId>)]
    pub collector_id: Option<UserId>,
    #[param(value_type = Option<PersonId>)]
    pub person_id: Option<PersonId>,
    #[param(value_type = Option<EnrolmentBatchId>)]
    pub batch_id: Option<EnrolmentBatchId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// Where it stands today.
    #[param(value_type = Option<Status>)]
    pub status: Option<Status>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}
