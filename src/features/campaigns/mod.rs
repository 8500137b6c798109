//! Campaigns: a named effort with dates, areas, schemes and the organisation that owns it.
mod actions;
mod api;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::create_campaign;
pub use api::CreateCampaign;
pub use queries::{find, names, require, seen_among};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "campaigns", routes: routes::routes, problems: problems::ALL };
