//! Rows of enrolments and what hangs on them.
use diesel::prelude::*;

use super::{kinds::Kind, lifecycle::Step};
use crate::{
    base::{
        Day, Moment,
        id::{
            AreaId, CampaignId, EnrolmentBatchId, EnrolmentId, EnrolmentStepId, HouseholdId, InstalmentId, KeptQuoteId,
            OrganisationId, PersonId, ReceiptId, UserId,
        },
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        schema::{
            enrolment_batches, enrolment_cards, enrolment_counts, enrolment_instalments, enrolment_receipts,
            enrolment_reversals, enrolment_steps, enrolments,
        },
        text_column,
    },
};

text_enum! {
    /// What led to a sign-up, as whoever recorded it says.
    pub enum Source as "SignUpSource" {
        /// A visit at the door.
        Visit = "visit",
        /// A conference, a dialogue, a launch.
        Event = "event",
        /// A household that was handed over.
        HandOver = "hand_over",
        /// The person came by own initiative.
        OwnInitiative = "own_initiative",
        /// Something else.
        Other = "other",
    }
}
text_column!(Step, Kind, Source);

/// What a quote says of one person: copied when it is taken up, so that it stands whatever becomes of the quote.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enrolments, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Quoted {
    pub kept_quote_id: KeptQuoteId,
    pub member_key: String,
    pub scheme: Scheme,
    pub method: String,
    pub months: i32,
    /// The day the quote was made for.
    pub quoted_on: Day,
    pub period_from: Day,
    pub paid_to: Day,
    pub due_by: Option<Day>,
    pub lapsed_after: Day,
    pub starts_on: Day,
    pub income_vnd: Option<i64>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
}

/// One person, one scheme, one period.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolments, treat_none_as_default_value = false)]
pub struct Enrolment {
    pub id: EnrolmentId,
    pub person_id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    #[diesel(embed)]
    pub quote: Quoted,
    /// The last day that is kept: `paid_to` until somebody stops or is paid back.
    pub kept_to: Day,
    pub kind: Kind,
    pub step: Step,
    pub source: Source,
    pub source_id: Option<String>,
    pub batch_id: Option<EnrolmentBatchId>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// Where, when and in which campaign a sign-up counts, whatever becomes of its person, and how far it came.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_counts, treat_none_as_default_value = false)]
pub struct Count {
    pub enrolment_id: EnrolmentId,
    /// Where the person lived when it was promised.
    pub area_id: AreaId,
    /// The day it was promised: the one the quote was made for, or the one it was recorded on when that is earlier.
    pub on_day: Day,
    /// In which campaign the visit or event was that led to it.
    pub campaign_id: Option<CampaignId>,
    /// How far along the way to a card it came, and did not go back.
    pub reached: Step,
}

/// A step that was taken.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_steps, treat_none_as_default_value = false)]
pub struct StepRow {
    pub id: EnrolmentStepId,
    pub enrolment_id: EnrolmentId,
    pub n: i32,
    pub from_step: Option<Step>,
    pub to_step: Step,
    /// The day it took place by the papers.
    pub on_day: Option<Day>,
    pub reason: Option<String>,
    pub why_sealed: Option<String>,
    pub seal_key: i32,
    pub by_id: Option<UserId>,
    pub at: Moment,
}

/// The receipt of a payment. Voided when the payment was taken back or another receipt replaced it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_receipts, treat_none_as_default_value = false)]
pub struct Receipt {
    pub id: ReceiptId,
    pub enrolment_id: EnrolmentId,
    pub organisation_id: OrganisationId,
    pub number: String,
    /// Its letters and digits: one receipt however it was typed.
    pub number_key: String,
    pub year: i32,
    pub issued_on: Day,
    pub paid_on: Day,
    pub amount_vnd: i64,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
    pub voided_at: Option<Moment>,
    pub voided_by: Option<UserId>,
}

/// A part of the money, brought before all of it is there.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_instalments, treat_none_as_default_value = false)]
pub struct Instalment {
    pub id: InstalmentId,
    pub enrolment_id: EnrolmentId,
    pub paid_on: Day,
    pub amount_vnd: i64,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
}

/// The number that the office issued.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_cards)]
pub struct Card {
    pub enrolment_id: EnrolmentId,
    pub number_sealed: String,
    pub number_index: String,
    pub seal_key: i32,
    pub issued_on: Day,
}

/// What was paid back, source by source.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_reversals, treat_none_as_default_value = false)]
pub struct Reversal {
    pub enrolment_id: EnrolmentId,
    pub from_month: Day,
    pub months: i32,
    pub payer_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub reason: String,
    pub decided_on: Day,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}

/// Sign-ups of one organisation and scheme that were handed in together.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolment_batches, treat_none_as_default_value = false)]
pub struct Batch {
    pub id: EnrolmentBatchId,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub handed_in_on: Day,
    pub members: i32,
    pub taken_back_at: Option<Moment>,
    pub taken_back_by: Option<UserId>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}
