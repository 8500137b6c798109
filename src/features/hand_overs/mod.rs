//! Hand-overs: an interested household goes from whoever met it to a collection organisation that looks after the area,
//! with a day by which somebody must have called.
//!
//! Decided here: what may become of a hand-over (`lifecycle`), by when (`deadline`). Who sees it: everybody who may use
//! hand-overs in the household's area, and of the collecting roles only those of the organisation it was given to
//! (`db/scoped.rs`, `owned`). What comes of it is `features::enrolments`.
mod actions;
mod api;
pub mod deadline;
pub mod fulfilled;
pub mod lifecycle;
mod model;
mod problems;
mod queries;
mod routes;
mod views;

pub use actions::{accept_hand_over, create_hand_over, end_with, reopen, return_hand_over, withdraw_hand_over};
pub use api::{AcceptHandOver, CreateHandOver, ReturnHandOver, WithdrawHandOver};

pub use model::HandOver;
pub use queries::visit_behind;
pub use views::views;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "hand_overs", routes: routes::routes, problems: problems::ALL };
