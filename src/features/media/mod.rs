//! Media outputs: articles, broadcasts, posts, banners.
mod actions;
mod api;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::create_media_output;
pub use api::CreateMediaOutput;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "media", routes: routes::routes, problems: problems::ALL };
