//! Objections: why people who were met did not join, or stopped, and what the board says to it.
//!
//! Decided here: what adds to which cells (`cells`), how reasons are counted and which counts are too small to show
//! (`counting`), which of the board's answers holds in a place on a day (`holding`). An answer is a dated row that is never edited: the field reads the newest, the
//! board its history. Not here: the reasons themselves (`features::lists`) and the answers to single questions of a dialogue
//! (`features::events`).
mod actions;
mod api;
mod cells;
pub mod counting;
pub mod holding;
mod model;
mod problems;
mod queries;
mod routes;
mod views;

pub use cells::{Asked, Sums, stop};
pub use model::{ObjectionAnswer, ObjectionList};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "objections", routes: routes::routes, problems: problems::ALL };
