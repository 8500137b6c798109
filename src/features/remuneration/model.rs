//! Rows of remuneration.
use diesel::prelude::*;

use super::owing::{Gives, Rate, Standing};
use crate::{
    base::{
        Day, Moment,
        id::{
            AreaId, EnrolmentId, OrganisationId, RemunerationLineId, RemunerationRateId, RemunerationStatementId,
            UserId,
        },
        scheme::Scheme,
    },
    db::schema::{remuneration_lines, remuneration_rates, remuneration_statements},
    features::{areas::Level, enrolments::kinds::Kind},
};

/// A rate as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = remuneration_rates, treat_none_as_default_value = false)]
pub struct RateRow {
    pub id: RemunerationRateId,
    pub organisation_id: OrganisationId,
    /// For sign-ups in this area and everything that lies in it.
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub kind: Kind,
    pub min_months: i32,
    pub effective_from: Day,
    pub share_ppm: Option<i64>,
    pub per_head_vnd: Option<i64>,
    pub legal_basis: String,
    pub recorded_at: Moment,
    pub recorded_by: Option<UserId>,
}

impl RateRow {
    /// As it counts below the area that it was recorded for.
    pub fn of(&self, level: Level) -> Rate {
        Rate {
            id: self.id,
            level,
            scheme: self.scheme,
            kind: self.kind,
            min_months: self.min_months,
            effective_from: self.effective_from,
            gives: match (self.share_ppm, self.per_head_vnd) {
                (Some(ppm), _) => Gives::Share(ppm),
                (None, Some(vnd)) => Gives::Head(vnd),
                (None, None) => Gives::Nothing,
            },
        }
    }
}

/// A statement.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = remuneration_statements, treat_none_as_default_value = false)]
pub struct Statement {
    pub id: RemunerationStatementId,
    pub organisation_id: OrganisationId,
    /// Of sign-ups in this area and everything that lies in it.
    pub area_id: AreaId,
    /// Its first day.
    pub month: Day,
    pub line_count: i32,
    /// Lines without a rate.
    pub missing: i32,
    pub base_vnd: i64,
    pub amount_vnd: i64,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}

/// A sign-up on a statement.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = remuneration_lines, treat_none_as_default_value = false)]
pub struct StatementLine {
    pub id: RemunerationLineId,
    pub statement_id: RemunerationStatementId,
    pub organisation_id: OrganisationId,
    /// Where the sign-up was when a statement spoke of it first.
    pub area_id: AreaId,
    pub collector_id: Option<UserId>,
    pub enrolment_id: EnrolmentId,
    /// None when the payment was taken back.
    pub paid_on: Option<Day>,
    pub scheme: Scheme,
    pub kind: Kind,
    pub months: i32,
    pub base_vnd: i64,
    pub rate_id: Option<RemunerationRateId>,
    pub rate_missing: bool,
    /// All that is owed for it, as known when the statement was drawn up.
    pub due_vnd: i64,
    /// What this statement gives, or takes back.
    pub amount_vnd: i64,
    /// The last line about it before this one.
    pub adjusts_id: Option<RemunerationLineId>,
}

/// A sign-up as it stands now, and whose it is.
#[derive(Debug, Clone)]
pub struct Earned {
    pub enrolment_id: EnrolmentId,
    /// Where it was when a statement spoke of it first; where it is now, when none did.
    pub area_id: AreaId,
    pub collector_id: Option<UserId>,
    pub standing: Standing,
}

/// What was said of a sign-up before.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// By the last line about it.
    pub last: RemunerationLineId,
    /// By all of them together.
    pub vnd: i64,
    /// The area that the lines about it are in.
    pub area_id: AreaId,
}
