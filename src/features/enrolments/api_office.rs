//! Bodies of enrolments on the wire: what goes to the office and comes back, what ends one, the funnel.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::base::{
    Day,
    id::{AreaId, EnrolmentBatchId, EnrolmentId, OrganisationId},
    identity::CardNumber,
    page::{CursorText, Limit},
    scheme::Scheme,
    text::{Code, Prose},
};

/// Paid sign-ups of one organisation and scheme that are handed in together: all of them or none.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEnrolmentBatch {
    /// Its id, when the client made one.
    pub id: Option<EnrolmentBatchId>,
    pub organisation_id: OrganisationId,
    /// The area in which all of them lie.
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub handed_in_on: Day,
    #[serde(deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    #[schema(min_items = 1, max_items = 200)]
    pub enrolment_ids: Vec<EnrolmentId>,
}

/// The card or book that the office issued.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueEnrolment {
    /// Of the card, or the social insurance number in the book.
    pub number: CardNumber,
    pub issued_on: Day,
}

/// Why the office sent it back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseEnrolment {
    /// From the list `office_refusal`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
    /// The day of the office's answer.
    pub on: Day,
}

/// Why somebody stops before the end.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopEnrolment {
    /// From the list `stop_reason`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
    /// The last day that still counts.
    pub on: Day,
}

/// What is left is paid back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundEnrolment {
    /// The first day of the first month that is given back: the first of the period, or so many whole months later.
    pub from_month: Day,
    /// From the list `refund_reason`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
    /// The day of the decision.
    pub decided_on: Day,
}

/// A promise that is withdrawn.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelEnrolment {
    /// From the list `stop_reason`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
}

/// Which batches.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BatchQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Whose way is looked at: sign-ups promised from `from` to `to`.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FunnelQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// Promised on this day or later; the last 90 days unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Promised on this day or earlier; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
}
