//! Sessions: signing in, staying in, signing out.
//!
//! Decided here: what a presented refresh token means (`rotation`). Rights are not here: they are grants, read from
//! the database at every request (`features::accounts`).
mod actions;
mod api;
mod model;
mod problems;
mod queries;
pub mod rotation;
mod routes;

pub use actions::{end, end_all_of};
pub use queries::{actor_of, authenticate};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "sessions", routes: routes::routes, problems: problems::ALL };
