//! Organisations: any body, from the Political Bureau to a village collection point; and the areas it looks after.
//!
//! A body's territory is any set of areas: a social security office covers several communes, and no level of the
//! administrative tree fits it. Bodies are public: every signed-in user sees them; making and changing is scoped.
mod actions;
mod api;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::create_organisation;
pub use api::CreateOrganisation;
pub use model::Organisation;
pub use problems::{DOES_NOT_SERVE, NOT_YOURS};
pub use queries::{any, names, of_kind_in, require, require_own, require_serving};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "organisations", routes: routes::routes, problems: problems::ALL };
