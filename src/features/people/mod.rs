//! The register: households, the people in them, and what is known of them. Who may be visited and why.
//!
//! Decided here: what is sealed (`sealing`), what a name is found by (`search`), when two records look like one person
//! (`matching`), what goes over when they are made one (`merging`), what a household counts for (`cells`). Visits and promises
//! are another matter.
mod actions;
mod api;
mod cells;
pub mod matching;
mod merging;
mod model;
mod problems;
mod queries;
mod queries_bulk;
mod queries_figures;
mod queries_parts;
mod queries_search;
mod routes;
mod routes_parts;
pub mod sealing;
mod search;
mod views;
pub mod write;
pub mod write_bulk;
pub mod write_parts;

pub use api::{
    ChangeHousehold, ChangePerson, CreateClaim, CreateConsent, CreateCover, CreateHousehold, CreatePerson, EndClaim,
    Latitude, LocationBody, Longitude, SealedField, WithdrawConsent,
};
pub use cells::{HouseholdFacts, HouseholdSums};
pub use model::{
    Consent, Cover, CoverSource, CoverState, GroupClaim, Household, HouseholdStatus, Person, PersonStatus,
};
pub use problems::PERSON_MERGED;
pub use queries::{find_household, find_person};
pub use queries_figures::{delete_households, household_places, households_counted, note_called, note_met};
pub use queries_parts::{find_claim, find_consent};
pub use views::{ClaimView, ConsentView, HouseholdRow, PersonRow};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "people", routes: routes::routes, problems: problems::ALL };
