//! Visits and follow-ups: what happened at a door, once, and the dated promises that came of it.
//!
//! Decided here: what an outcome implies and when a visit counts (`outcome`), what becomes of a reported visit
//! (`decide`). Visits are append-only: a correction is another visit that amends the first, and only the latest counts.
//! Not here: the outcomes and reasons (`features::lists`), the order and the merge of what a phone brings
//! (`features::sync`).
mod actions;
mod api;
mod api_follow_ups;
pub mod decide;
mod follow_ups;
mod model;
pub mod outcome;
mod problems;
mod queries;
mod queries_bulk;
mod queries_figures;
mod queries_follow_ups;
mod routes;
mod views;
mod write;

pub use api::{AmendVisit, CreateVisit};
pub use api_follow_ups::{CloseFollowUp, CreateFollowUp};
pub use follow_ups::{end_follow_up, insert_follow_up};
pub use model::{FollowUp, FollowUpOrigin, FollowUpStatus, Interest, PlaceState, Priority, Visit};
pub use problems::Refused;
pub use queries::find;
pub use queries_figures::{counted, lead_on, places};
pub use queries_follow_ups::may_record;
pub use views::{follow_up_view, views};
pub use write::{Recorded, insert_many};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "visits", routes: routes::routes, problems: problems::ALL };
