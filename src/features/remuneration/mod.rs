//! Remuneration: what a collection organisation owes its collectors for what they signed up, month by month.
//!
//! Decided here: what is owed for a sign-up, and what a statement has to say of it (`owing`). Rates are the organisation's own
//! and start empty: no text that was at hand names them. A statement never changes; what changes later comes with the next.
mod actions;
mod api;
mod model;
pub mod owing;
mod problems;
mod queries;
mod routes;
mod tables;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "remuneration", routes: routes::routes, problems: problems::ALL };
