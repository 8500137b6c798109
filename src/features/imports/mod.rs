//! Imports of rosters: a file is read and tried, its columns get a meaning, its good rows are written, and taken back
//! where that was a mistake. Wrong rows go back to who brought them.
//!
//! Decided here: what a heading means (`fields`), what a row says (`entry`), which rows live together (`households`),
//! what a row adds to somebody who is known (`known`). The reading itself is `crate::intake`.
mod actions;
mod api;
pub mod bring;
mod commit;
pub mod entry;
mod error_file;
mod evaluate;
pub mod fields;
pub mod households;
pub mod issues;
pub mod known;
mod model;
pub mod numbers;
mod place;
mod problems;
mod queries;
pub mod queries_match;
mod queries_undo;
pub mod read;
mod routes;
pub mod stored;
mod undo;
mod views;
mod worker;

pub use problems::FILE_NOT_READ;
pub use queries_undo::NAMED_BY;
pub use worker::run;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "imports", routes: routes::routes, problems: problems::ALL };
