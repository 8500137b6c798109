//! Bodies of enrolments on the wire: making one and taking it to the payment. What the office answers stands in
//! `api_office`.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    kinds::Kind,
    lifecycle::{Status, Step},
    model::Source,
    queries::{Counted, Filter, Span, Stopped},
};
use crate::base::{
    Day,
    id::{
        AreaId, CampaignId, EnrolmentBatchId, EnrolmentId, InstalmentId, KeptQuoteId, OrganisationId, PersonId, UserId,
    },
    page::{CursorText, Limit},
    scheme::Scheme,
    text::{Code, Line, Prose},
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
    /// What it is in the life of the person.
    #[param(value_type = Option<Kind>)]
    pub kind: Option<Kind>,
    /// Only those that go on with an earlier one, or only those that do not.
    pub renewed: Option<bool>,
    /// Paid on this day or later, by a receipt that stands.
    #[param(value_type = Option<Day>)]
    pub paid_from: Option<Day>,
    /// Paid on this day or earlier, by a receipt that stands.
    #[param(value_type = Option<Day>)]
    pub paid_to: Option<Day>,
    /// Paid and not sent back, and its cover began on this day or later.
    #[param(value_type = Option<Day>)]
    pub insured_from: Option<Day>,
    /// Paid and not sent back, and its cover began on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub insured_to: Option<Day>,
    /// Given up or paid back before its end, with its last day of cover on this day or later.
    #[param(value_type = Option<Day>)]
    pub lost_from: Option<Day>,
    /// Given up or paid back before its end, with its last day of cover on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub lost_to: Option<Day>,
    /// Promised by somebody who lived in this area, or in what lies in it, at the time.
    #[param(value_type = Option<AreaId>)]
    pub counted_in: Option<AreaId>,
    /// Promised on this day or later.
    #[param(value_type = Option<Day>)]
    pub counted_from: Option<Day>,
    /// Promised on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub counted_to: Option<Day>,
    /// What led to it.
    #[param(value_type = Option<Source>)]
    pub channel: Option<Source>,
    /// In which campaign the visit or event was that led to it.
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// Promised to this user.
    #[param(value_type = Option<UserId>)]
    pub user_id: Option<UserId>,
    /// Those that came to this step of the way, or farther, and did not go back.
    #[param(value_type = Option<Step>)]
    pub reached: Option<Step>,
    /// Taken back or given up on this day or later, with a reason.
    #[param(value_type = Option<Day>)]
    pub stopped_from: Option<Day>,
    /// Taken back or given up on this day or earlier, with a reason.
    #[param(value_type = Option<Day>)]
    pub stopped_to: Option<Day>,
    /// Taken back or given up for this reason, from the list `stop_reason`.
    #[param(value_type = Option<Code>)]
    pub stop_reason: Option<Code>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

impl From<&EnrolmentQuery> for Filter {
    fn from(query: &EnrolmentQuery) -> Self {
        Self {
            area_id: query.area_id,
            organisation_id: query.organisation_id,
            collector_id: query.collector_id,
            person_id: query.person_id,
            batch_id: query.batch_id,
            scheme: query.scheme,
            status: query.status,
            kind: query.kind,
            renewed: query.renewed,
            paid: Span { from: query.paid_from, to: query.paid_to },
            insured: Span { from: query.insured_from, to: query.insured_to },
            lost: Span { from: query.lost_from, to: query.lost_to },
            counted: Counted {
                area_id: query.counted_in,
                from: query.counted_from,
                to: query.counted_to,
                channel: query.channel,
                campaign_id: query.campaign_id,
                user_id: query.user_id,
                reached: query.reached,
            },
            stopped: Stopped {
                from: query.stopped_from,
                to: query.stopped_to,
                reason: query.stop_reason.clone().map(|reason| reason.into_inner()),
            },
        }
    }
}
