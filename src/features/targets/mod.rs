//! Targets: how much, where, by when; and how far one has come.
//!
//! Decided here: what a period is (`period`), whether children add up to their parent (`allocation`), what progress is
//! (`progress`). A target is dated and never edited: a new decision is a new row, and the later one holds.
mod actions;
pub mod allocation;
mod api;
mod furthest;
mod joined;
mod model;
pub mod period;
mod problems;
pub mod progress;
mod queries;
mod routes;
mod tables;

pub use actions::create_target;
pub use api::CreateTarget;
pub use model::{Target, TargetMeasure};
pub use queries::{Question, holding, holding_below, holding_of_organisations};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "targets", routes: routes::routes, problems: problems::ALL };
