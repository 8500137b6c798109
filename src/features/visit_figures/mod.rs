//! Visit figures: at how many doors somebody knocked, where people were met, talked with, interested; of every area, by day,
//! month and year, of every organisation and campaign.
//!
//! Decided here: what one visit adds to which cells (`cells`). The cells are kept in the transaction that writes the visit;
//! `tungnha figures verify` recounts and compares.
mod api;
pub mod cells;
mod model;
mod queries;
mod routes;
mod tables;

pub use cells::{Leaf, Reach};
pub use queries::{change, leaves_of, rebuild, verify};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "visit_figures", routes: routes::routes, problems: &[] };
