//! Documents: numbered papers and what carries them out.
//!
//! Decided here: when two spellings are one number (`number`), which expected bodies have issued theirs and how many
//! days after the paper they carry out (`cascade`).
mod actions;
mod api;
pub mod cascade;
mod model;
pub mod number;
mod problems;
mod queries;
mod routes;

pub use actions::create_document;
pub use api::CreateDocument;
pub use queries::require;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "documents", routes: routes::routes, problems: problems::ALL };
