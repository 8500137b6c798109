//! Activity figures: how many events, sessions, attendances and people, of every area, by day, month and year.
//!
//! Decided here: what one event adds to which cells (`cells`), which cells make up a period (`span`). The cells are kept
//! in the transaction that writes the event; `tungnha figures verify` recounts and compares.
mod api;
pub mod cells;
mod model;
mod problems;
mod queries;
mod routes;
pub mod span;
mod tables;

pub use cells::{EventFacts, HeadFacts, VenueFacts};
pub use problems::SPAN;
pub use queries::{Comparison, compare, rebuild, replace, whole_time};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "activity", routes: routes::routes, problems: problems::ALL };
