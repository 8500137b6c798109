//! Walk lists: which doors to go to, in which order, and why each; frozen on the day they are made.
//!
//! Decided here: who belongs on a list and why (`criteria`), who of them stays (`pick`: the cap of contacts, the priority,
//! the floor for the never-met), in which order they stand (`ordering`, `walking`), and who walks a list (`holding`).
//! What happens at the doors is written by `features::visits`; how far a list has come is counted from there.
mod actions;
mod api;
mod build;
pub mod criteria;
pub mod holding;
mod model;
pub mod ordering;
pub mod pick;
mod problems;
mod queries;
mod queries_facts;
mod queries_figures;
mod routes;
mod sheet;
mod views;
mod views_funnel;
mod views_phones;
mod views_preview;
pub mod walking;

pub use actions::{close_walk_list, create_walk_list, drawn_seed};
pub use api::{CloseWalkList, CreateWalkList};
pub use model::{AssignWhy, ReasonCode, WalkList};
pub use queries_figures::{counted, places};
pub use views_phones::{WalkListOnPhone, on_phones};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "walk_lists", routes: routes::routes, problems: problems::ALL };
