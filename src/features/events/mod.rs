//! Events: conferences, dialogues, trainings, launches: what was done and who came.
//!
//! Decided here: what may follow a status (`lifecycle`), when two records look like one event (`duplicates`), what known people
//! who were there count for (`attendances`). What an event adds to the figures is decided in `features::activity`.
mod actions;
mod api;
mod attendances;
pub mod duplicates;
mod facts;
pub mod lifecycle;
mod merging;
mod model;
mod problems;
mod queries;
mod queries_attendances;
mod queries_questions;
mod questions;
mod routes;

pub use actions::create_event;
pub use api::CreateEvent;
pub use attendances::{
    AttendanceSums, attendance_places, attendances_counted, count_all as count_attendances, kept, lead_on,
    records_held, tell_twice,
};
pub use facts::{counted, places, question_places, questions};
pub use model::{Event, Headcount, Parts};
pub use queries::{bodies_of_merged_into, find, parts};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "events", routes: routes::routes, problems: problems::ALL };
