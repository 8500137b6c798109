//! Lists that the social security office sends to a collection organisation: its answers to what was handed in, who runs out
//! within a month, and who is on its books.
//!
//! Decided here: what a heading means (`fields`), what a row says (`said`), what it comes to beside what is recorded (`finding`),
//! and what may be said to settle it (`settling`). A file is read as rosters are (`features::imports`); steps are taken by
//! `features::enrolments`, ends are kept by `features::renewals`.
mod actions;
mod api;
mod applying;
mod error_file;
pub mod fields;
pub mod finding;
mod matching;
mod model;
mod problems;
mod queries;
mod reading;
mod routes;
pub mod said;
pub mod settling;
mod views;
mod worker;

pub use model::{Column, ListKind};
pub use worker::run;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "office_lists", routes: routes::routes, problems: problems::ALL };
