//! Rows of hand-overs.
use diesel::prelude::*;

use super::lifecycle::State;
use crate::{
    base::{
        Day, Moment,
        id::{AreaId, EnrolmentId, HandOverId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
    },
    db::{
        schema::{hand_over_people, hand_overs},
        text_column,
    },
};

text_column!(State);

/// A household on its way to an organisation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = hand_overs, treat_none_as_default_value = false)]
pub struct HandOver {
    pub id: HandOverId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    /// Who of the organisation is to go there, or went.
    pub collector_id: Option<UserId>,
    pub schemes: String,
    pub visit_id: Option<VisitId>,
    /// The returned hand-over that this one goes on from.
    pub after_id: Option<HandOverId>,
    pub due_on: Day,
    pub state: State,
    pub accepted_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<String>,
    pub enrolment_id: Option<EnrolmentId>,
    pub note_sealed: Option<String>,
    pub why_sealed: Option<String>,
    pub seal_key: i32,
    pub given_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// Somebody whom a hand-over speaks of.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = hand_over_people)]
pub struct Spoken {
    pub hand_over_id: HandOverId,
    pub person_id: PersonId,
}
