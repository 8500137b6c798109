//! Reading the audit trail. Writing it is `db::audit`; nobody changes it.
mod api;
mod queries;
mod routes;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "audit", routes: routes::routes, problems: &[] };
