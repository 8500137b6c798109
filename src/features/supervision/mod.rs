//! Supervision: steering committees with the tasks of their members, joint inspections with findings, commendations.
mod actions;
mod api;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::{create_commendation, create_inspection, create_member};
pub use api::{CreateCommendation, CreateInspection, CreateMember};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "supervision", routes: routes::routes, problems: problems::ALL };
