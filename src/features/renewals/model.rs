//! Rows of renewals.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, EnrolmentId, HouseholdId, OrganisationId, PersonId, RenewalId, UserId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{schema::renewals, text_column},
};

text_enum! {
    /// What became of the end of a period.
    pub enum RenewalState {
        /// Nobody paid on yet.
        Due = "due",
        /// Paid on.
        Renewed = "renewed",
        /// Will not be renewed: somebody said so.
        Stopped = "stopped",
        /// The sign-up itself ended before its time, stopped or paid back.
        Ended = "ended",
    }
}
text_column!(RenewalState);

/// Until when somebody is paid for in a scheme.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = renewals, treat_none_as_default_value = false)]
pub struct Renewal {
    pub id: RenewalId,
    pub person_id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    /// Which organisation looks after it.
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    pub scheme: Scheme,
    /// The sign-up that was paid.
    pub enrolment_id: Option<EnrolmentId>,
    /// The first day of the unbroken participation it belongs to.
    pub chain_from: Day,
    pub covered_from: Day,
    /// The last day paid for.
    pub paid_to: Day,
    /// The last day on which somebody who paid nothing since is not lapsed.
    pub lapsed_after: Day,
    pub state: RenewalState,
    pub renewed_by_id: Option<RenewalId>,
    pub reason: Option<String>,
    pub why_sealed: Option<String>,
    pub seal_key: i32,
    pub created_at: Moment,
    pub rev: i64,
    /// Where the person lived when the period was paid.
    pub counted_area_id: AreaId,
}
