//! Collectors' figures: what was signed up, renewed, lapsed, stopped, paid back and collected in a span, held against targets.
//!
//! Decided here: what counts under which heading (`tally`). Renewals that are due are another matter
//! (`features::renewals`), and how far sign-ups come (`features::enrolments`).
mod api;
mod model;
mod problems;
mod queries;
mod routes;
mod tables;
pub mod tally;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "collector_figures", routes: routes::routes, problems: problems::ALL };
