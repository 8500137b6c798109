//! Remuneration on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{RateRow, Statement, StatementLine};
use crate::{
    base::{
        Day, Moment,
        id::{
            AreaId, EnrolmentId, OrganisationId, RemunerationLineId, RemunerationRateId, RemunerationStatementId,
            UserId,
        },
        month::Month,
        page::{CursorText, Limit},
        scheme::{Scheme, SoldScheme},
        text::Line,
        whole::whole_number,
    },
    features::enrolments::kinds::Kind,
};

whole_number! {
    /// Months that a rate asks for at least: 1 to 120.
    LeastMonths: i32, 1 to 120
}
whole_number! {
    /// A share in parts per million: 5 % is 50000.
    SharePpm: i64, 1 to 1_000_000
}
whole_number! {
    /// đồng for each sign-up.
    HeadVnd: i64, 1 to 10_000_000
}

/// What is given for a kind of sign-up from a day on. Without share and amount it no longer holds.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRemunerationRate {
    /// Its id, when the client made one.
    pub id: Option<RemunerationRateId>,
    pub organisation_id: OrganisationId,
    /// For sign-ups in this area and everything that lies in it.
    pub area_id: AreaId,
    pub scheme: SoldScheme,
    pub kind: Kind,
    /// For so many months and more; 1 unless said.
    pub min_months: Option<LeastMonths>,
    pub effective_from: Day,
    pub share_ppm: Option<SharePpm>,
    pub per_head_vnd: Option<HeadVnd>,
    /// The contract or decision.
    pub legal_basis: Line<200>,
}

/// A rate.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemunerationRateView {
    pub id: RemunerationRateId,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub kind: Kind,
    pub min_months: i32,
    pub effective_from: Day,
    #[schema(required)]
    pub share_ppm: Option<i64>,
    #[schema(required)]
    pub per_head_vnd: Option<i64>,
    pub legal_basis: String,
    pub recorded_at: Moment,
    #[schema(required)]
    pub recorded_by: Option<UserId>,
}

impl From<RateRow> for RemunerationRateView {
    fn from(row: RateRow) -> Self {
        Self {
            id: row.id,
            organisation_id: row.organisation_id,
            area_id: row.area_id,
            scheme: row.scheme,
            kind: row.kind,
            min_months: row.min_months,
            effective_from: row.effective_from,
            share_ppm: row.share_ppm,
            per_head_vnd: row.per_head_vnd,
            legal_basis: row.legal_basis,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
        }
    }
}

/// Which organisation's, page by page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RemunerationQuery {
    /// For this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RemunerationLineQuery {
    /// Of sign-ups in this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<RemunerationStatementId>)]
    pub statement_id: Option<RemunerationStatementId>,
    #[param(value_type = Option<UserId>)]
    pub collector_id: Option<UserId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// For which month a statement is drawn up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRemunerationStatement {
    /// Its id, when the client made one.
    pub id: Option<RemunerationStatementId>,
    pub organisation_id: OrganisationId,
    /// Of sign-ups in this area and everything that lies in it.
    pub area_id: AreaId,
    /// A month that is over.
    pub month: Month,
}

/// What a collector gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollectorRemuneration {
    /// Null for what nobody in particular signed up.
    #[schema(required)]
    pub collector_id: Option<UserId>,
    pub lines: i64,
    /// Lines without a rate: nothing is given for them, and that is not because nothing is owed.
    pub rate_missing: i64,
    /// Of what is on a statement for the first time.
    pub base_vnd: i64,
    pub amount_vnd: i64,
}

/// A statement, or what it would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemunerationStatementView {
    pub id: RemunerationStatementId,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub month: Month,
    pub lines: i32,
    pub rate_missing: i32,
    pub base_vnd: i64,
    pub amount_vnd: i64,
    pub created_at: Moment,
    #[schema(required)]
    pub created_by: Option<UserId>,
}

impl From<Statement> for RemunerationStatementView {
    fn from(row: Statement) -> Self {
        Self {
            id: row.id,
            organisation_id: row.organisation_id,
            area_id: row.area_id,
            month: Month::of(row.month),
            lines: row.line_count,
            rate_missing: row.missing,
            base_vnd: row.base_vnd,
            amount_vnd: row.amount_vnd,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// A statement with what each collector gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemunerationStatementFull {
    #[serde(flatten)]
    pub statement: RemunerationStatementView,
    pub collectors: Vec<CollectorRemuneration>,
}

/// A sign-up on a statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemunerationLineView {
    pub id: RemunerationLineId,
    pub statement_id: RemunerationStatementId,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    #[schema(required)]
    pub collector_id: Option<UserId>,
    pub enrolment_id: EnrolmentId,
    /// Null when the payment was taken back.
    #[schema(required)]
    pub paid_on: Option<Day>,
    pub scheme: Scheme,
    pub kind: Kind,
    pub months: i32,
    /// What the payer paid, without what went back.
    pub base_vnd: i64,
    #[schema(required)]
    pub rate_id: Option<RemunerationRateId>,
    pub rate_missing: bool,
    /// All that is owed for the sign-up.
    pub due_vnd: i64,
    /// What this statement gives, or takes back.
    pub amount_vnd: i64,
    /// The line before it about the same sign-up.
    #[schema(required)]
    pub adjusts_id: Option<RemunerationLineId>,
}

impl From<StatementLine> for RemunerationLineView {
    fn from(row: StatementLine) -> Self {
        Self {
            id: row.id,
            statement_id: row.statement_id,
            organisation_id: row.organisation_id,
            area_id: row.area_id,
            collector_id: row.collector_id,
            enrolment_id: row.enrolment_id,
            paid_on: row.paid_on,
            scheme: row.scheme,
            kind: row.kind,
            months: row.months,
            base_vnd: row.base_vnd,
            rate_id: row.rate_id,
            rate_missing: row.rate_missing,
            due_vnd: row.due_vnd,
            amount_vnd: row.amount_vnd,
            adjusts_id: row.adjusts_id,
        }
    }
}
