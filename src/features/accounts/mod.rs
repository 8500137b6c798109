//! Accounts: users, their grants, invitations and new passwords.
//!
//! Decided here: who may grant what to whom (`granting`). Signing in is `features::sessions`.
mod actions;
mod api;
mod collecting;
pub mod granting;
mod model;
mod problems;
mod queries;
mod routes;

pub use actions::{FirstGrant, create_first_administrator, create_ready_user};
pub use api::{CreateGrant, CreateUser};
pub use collecting::require_collector;
pub use model::{Grant, User};
pub use queries::{collects_for, exists, named, names};
pub use routes::Empty;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "accounts", routes: routes::routes, problems: problems::ALL };
