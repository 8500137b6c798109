//! The funnel: listed, attempted, met, talked, interested, signed, paid, issued, renewed; of every area, by day, month and
//! year, of every organisation, campaign and channel, and within a commune of every user.
//!
//! Decided here: what one thing adds to which cells (`cells`), which shares there are between the steps (`steps`), which of
//! them are surely weak and which counts would name people (`shares`), where the rows behind a figure are found (`behind`).
mod api;
mod behind;
pub mod cells;
mod figures;
mod problems;
mod routes;
pub mod shares;
pub mod steps;
mod tables;

pub use api::ListFunnel;
pub use cells::{Facts, Reach, Sums};
pub use figures::list_funnel;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "funnel", routes: routes::routes, problems: problems::ALL };
