//! Rows of the register: households, persons, and what is known of them.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, ConsentId, CoverId, GroupClaimId, HouseholdId, PersonId, PersonMergeId, UserId},
        identity::Sex,
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        schema::{
            consents, covers, group_claims, households, person_merge_moves, person_merges, person_name_words, persons,
        },
        text_column,
    },
};

text_enum! {
    /// Where a household stands.
    pub enum HouseholdStatus {
        /// Lives there.
        Active = "active",
        /// Lives elsewhere now.
        Moved = "moved",
        /// Is no more.
        Gone = "gone",
    }
}
text_enum! {
    /// Where a person stands.
    pub enum PersonStatus {
        /// Lives in the household.
        Active = "active",
        /// Lives elsewhere now.
        Moved = "moved",
        /// Has died.
        Died = "died",
    }
}
text_enum! {
    /// What is known of a cover.
    pub enum CoverState {
        /// In force.
        Covered = "covered",
        /// Was in force and ended.
        Lapsed = "lapsed",
        /// Never had one.
        None = "none",
        /// Asked, and not known.
        Unknown = "unknown",
    }
}
text_enum! {
    /// How a cover is known. A card shows its first day and never its last.
    pub enum CoverSource {
        /// The card was seen.
        CardSeen = "card_seen",
        /// The person said so.
        Said = "said",
        /// The social security office said so.
        Official = "official",
        /// It stood in an imported roster.
        Import = "import",
    }
}
text_enum! {
    /// How somebody gave or withdrew consent.
    pub enum ConsentHow {
        /// Said it, and it was noted.
        Spoken = "spoken",
        /// Signed a paper.
        Written = "written",
        /// Said it, and it was recorded.
        Recorded = "recorded",
        /// Confirmed it on a device.
        Digital = "digital",
    }
}
text_enum! {
    /// What goes over from one record of a person to the other.
    pub enum Moved {
        /// A group claim.
        Claim = "group_claim",
        /// A consent.
        Consent = "consent",
        /// What is known of a cover.
        Cover = "cover",
        /// That the person was met on a visit.
        VisitPerson = "visit_person",
        /// What the person thought of a scheme.
        VisitInterest = "visit_interest",
        /// A promise.
        FollowUp = "follow_up",
        /// A sign-up.
        Enrolment = "enrolment",
        /// The end of a period that was paid.
        Renewal = "renewal",
        /// That a hand-over speaks of the person.
        HandOverPerson = "hand_over_person",
        /// That the person was at an event.
        Attendee = "event_attendee",
        /// That something was sent to the person.
        Message = "message",
    }
}
text_column!(HouseholdStatus, PersonStatus, CoverState, CoverSource, ConsentHow, Moved, Sex);

/// A household. What ends in `_sealed` opens only in its row (`sealing`).
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = households, treat_none_as_default_value = false)]
pub struct Household {
    pub id: HouseholdId,
    pub area_id: AreaId,
    pub name: String,
    pub name_key: String,
    pub name_sort: String,
    pub code: Option<String>,
    pub house_number: Option<String>,
    pub house_sort: String,
    pub address_sealed: Option<String>,
    pub landmark_sealed: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub accuracy_m: Option<i32>,
    pub do_not_contact: bool,
    pub status: HouseholdStatus,
    pub note_sealed: Option<String>,
    pub seal_key: i32,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// A person. The area is the household's, always.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = persons, treat_none_as_default_value = false)]
pub struct Person {
    pub id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub full_name: String,
    pub name_key: String,
    pub name_sort: String,
    pub birth_year: Option<i32>,
    pub birth_sealed: Option<String>,
    pub sex: Option<Sex>,
    pub relation: Option<String>,
    pub citizen_sealed: Option<String>,
    pub citizen_index: Option<String>,
    pub insurance_sealed: Option<String>,
    pub insurance_index: Option<String>,
    pub card_sealed: Option<String>,
    pub card_index: Option<String>,
    pub phone_sealed: Option<String>,
    pub phone_index: Option<String>,
    pub do_not_contact: bool,
    pub status: PersonStatus,
    pub note_sealed: Option<String>,
    pub merged_into_id: Option<PersonId>,
    pub seal_key: i32,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// A word of a name with what follows it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_name_words)]
pub struct NameWord {
    pub person_id: PersonId,
    pub position: i32,
    pub tail_key: String,
    pub tail_exact: String,
    pub area_id: AreaId,
}

/// That a household, or one person of it, belongs to a group. Household and area are those of the person.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = group_claims, treat_none_as_default_value = false)]
pub struct GroupClaim {
    pub id: GroupClaimId,
    pub household_id: HouseholdId,
    pub person_id: Option<PersonId>,
    pub area_id: AreaId,
    pub group_code: String,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub evidence_number: Option<String>,
    pub evidence_on: Option<Day>,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// A consent to one purpose; withdrawn, never deleted.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = consents, treat_none_as_default_value = false)]
pub struct Consent {
    pub id: ConsentId,
    pub person_id: PersonId,
    pub area_id: AreaId,
    pub purpose: String,
    pub text_version: String,
    pub given_at: Moment,
    pub given_how: ConsentHow,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_how: Option<ConsentHow>,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// What is known of a cover on a day; never edited.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = covers, treat_none_as_default_value = false)]
pub struct Cover {
    pub id: CoverId,
    pub person_id: PersonId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub state: CoverState,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub known_on: Day,
    pub source: CoverSource,
    pub recorded_by: Option<UserId>,
    pub created_at: Moment,
}

/// Two records of a person made one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_merges, treat_none_as_default_value = false)]
pub struct Merge {
    pub id: PersonMergeId,
    pub kept_id: PersonId,
    pub merged_id: PersonId,
    pub merged_at: Moment,
    pub merged_by: Option<UserId>,
    pub undone_at: Option<Moment>,
}

/// One thing that went over with a merge, so that it goes back.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_merge_moves)]
pub struct Move {
    pub merge_id: PersonMergeId,
    pub entity: Moved,
    /// The row, or the visit it belongs to.
    pub row_id: String,
    /// The scheme of an interest; empty elsewhere.
    pub detail: String,
}
