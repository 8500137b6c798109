//! Reading the audit trail. Writing it is `db::audit`; nobody changes it.
mod api;
mod queries;
mod routes;

pub use queries::{has_line, subjects};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "audit", routes: routes::routes, problems: &[] };
