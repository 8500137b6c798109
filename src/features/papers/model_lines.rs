//! What is read for the lines of a paper: of each row as much as stands on it.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{EnrolmentId, EnrolmentStepId, KeptQuoteId, PersonId, ReceiptId, UserId},
    },
    db::schema::{enrolment_receipts, enrolment_steps, enrolments},
    features::enrolments::{kinds::Kind, lifecycle::Step},
};

/// What a sign-up says on a paper.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enrolments)]
pub struct SignUp {
    pub id: EnrolmentId,
    pub person_id: PersonId,
    pub collector_id: Option<UserId>,
    pub kept_quote_id: KeptQuoteId,
    pub member_key: String,
    pub months: i32,
    pub quoted_on: Day,
    pub period_from: Day,
    pub starts_on: Day,
    pub income_vnd: Option<i64>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub kind: Kind,
}

/// What a receipt says.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enrolment_receipts)]
pub struct Issued {
    pub id: ReceiptId,
    pub enrolment_id: EnrolmentId,
    pub number: String,
    pub issued_on: Day,
    pub amount_vnd: i64,
    pub voided_at: Option<Moment>,
}

/// A stop or a refund.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enrolment_steps)]
pub struct Ending {
    pub id: EnrolmentStepId,
    pub to_step: Step,
    pub on_day: Option<Day>,
    pub reason: Option<String>,
}
