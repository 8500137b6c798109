//! What the board asks first: what may be said of a campaign today, and where nobody was ever met.
//!
//! Decided here: which registered comparison speaks for a campaign, and why nothing can be concluded where nothing can
//! (`headline`); which households count as never met (`unmet`). What a comparison may say is decided in
//! `features::evaluations`, who walks to a door in `features::walk_lists`.
mod api;
pub mod headline;
mod queries;
mod routes;
mod unmet;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "board", routes: routes::routes, problems: &[] };
