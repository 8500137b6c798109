//! Lists that grow: kinds of organisations, documents and media, roles of partners, audiences, event types.
//!
//! They are rows, not code: starting values stand in `config/seed`, later ones come over the API. Nothing is
//! ever taken out or given another meaning.
mod api;
mod model;
mod problems;
mod queries;
mod routes;
mod seed;

pub use model::{EventType, List, VisitOutcome};
pub use problems::UNKNOWN_CODE;
pub use queries::{codes, entries, event_types, names, require, require_event_type, visit_outcomes};
pub use seed::load_starting_values;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "lists", routes: routes::routes, problems: problems::ALL };
