//! Rows of kept quotes.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, KeptQuoteId, OrganisationId, UserId},
        scheme::SoldScheme,
    },
    db::schema::kept_quotes,
};

/// A quote somebody was given. Question and answer are sealed: they say what is claimed of people.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = kept_quotes, treat_none_as_default_value = false)]
pub struct KeptQuote {
    pub id: KeptQuoteId,
    pub area_id: AreaId,
    /// For which organisation it was made.
    pub organisation_id: Option<OrganisationId>,
    pub scheme: SoldScheme,
    /// The day of payment.
    pub on_day: Day,
    /// How many changes of the law were known.
    pub law_n: i64,
    pub question_sealed: String,
    pub answer_sealed: String,
    pub seal_key: i32,
    pub members: i32,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub starts_on: Day,
    pub paid_to: Day,
    pub due_by: Option<Day>,
    /// The last day on which it holds.
    pub valid_to: Day,
    /// When the first enrolment was made from it.
    pub used_at: Option<Moment>,
    pub kept_at: Moment,
    pub kept_by: Option<UserId>,
    /// The sum that a phone showed at the door, before it was computed here.
    pub shown_vnd: Option<i64>,
}

impl KeptQuote {
    /// Whether people were shown another sum than what is to be paid.
    pub fn differs(&self) -> bool {
        self.shown_vnd.is_some_and(|shown| shown != self.payable_vnd)
    }
    /// Whether it may still be used on a day.
    pub fn is_open(&self, today: Day) -> bool {
        self.used_at.is_none() && today <= self.valid_to
    }
}
