//! Evaluations: a comparison that is registered before the work, drawn by lot where it can be, and answered afterwards with
//! its doubt, its checks and the words that its grade allows.
//!
//! Decided here: what each design needs (`asking`), how areas are drawn and drawn again (`drawing`), what a design can see
//! (`planning`), whether an official list says that somebody was covered (`covered`), which change of the law matters (`laws`),
//! what the figures of the day say (`comparing`) and what may be said of that (`verdict`). The arithmetic is that of `methods`.
//! Nothing of an evaluation is changed once it is registered; what somebody saw on a day is kept as it was seen.
mod actions;
mod api;
pub mod asking;
pub mod comparing;
pub mod covered;
pub mod drawing;
mod gathering;
pub mod laws;
mod model;
pub mod planning;
mod problems;
mod queries;
mod queries_outcomes;
mod routes;
pub mod verdict;
mod views;

pub use actions::{keep, register, see};
pub use api::{CreateEvaluation, CreateEvaluationLook};
pub use model::{Evaluation, EvaluationDesign, Look};
pub use queries::of_campaign;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "evaluations", routes: routes::routes, problems: problems::ALL };
