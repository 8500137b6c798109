//! Visits and follow-ups: what happened at a door, once, and the dated promises that came of it.
//!
//! Decided here: what an outcome implies and when a visit counts (`outcome`), what becomes of a reported visit
//! (`decide`). Visits are append-only: a correction is another visit that amends the first, and only the latest counts.
//! Not here: the outcomes and reasons (`features::lists`), the order and the merge of what a phone brings
//! (`features::sync`).
pub mod decide;
mod model;
pub mod outcome;
mod problems;
mod queries_bulk;
mod write;

pub use model::{FollowUp, FollowUpOrigin, FollowUpStatus, Interest, PlaceState, Priority, Visit};
pub use problems::Refused;
pub use write::{Recorded, insert_many};
