//! Coverage: how many take part, of how many, and how that changed.
//!
//! Decided here: which two figures may be compared and what the change is (`compare`). A figure is dated, sourced and
//! never edited; a correction is a later row. Figures of an area before it existed are those of the areas it is made of.
mod actions;
mod api;
pub mod compare;
mod figure;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::{create_denominator, create_snapshot};
pub use api::{CreateDenominator, CreateSnapshot};
pub use figure::{Figure, When, figure_on, figures_below};
pub use model::Basis;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "coverage", routes: routes::routes, problems: problems::ALL };
