//! Why coverage changed, as far as the records tell: who came in or left by a decision, who signed up, who did not go on, and
//! what no record explains; which part of a change lies in the rates of the areas below and which in their sizes; what is
//! usual in which month.
//!
//! Decided here: how a change of a rate is divided over areas (`parts`), which records count towards a change of persons
//! (`known`), what is usual for a month and which month stands out (`seasons`). A decision that moved people is a dated row
//! that is never edited; a correction stands in its place. Not here: the figures themselves (`features::coverage`). Nothing
//! here speaks of days to come, and nothing says why anybody joined.
mod actions;
mod api;
mod changing;
mod gathering;
pub mod known;
mod model;
pub mod parts;
mod problems;
mod queries;
mod recorded;
mod routes;
pub mod seasons;
mod tables;
mod words;
mod yearly;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "coverage_changes", routes: routes::routes, problems: problems::ALL };
