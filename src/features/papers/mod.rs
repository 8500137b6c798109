//! The papers a collection organisation hands in or keeps: D03-TS, D05-TS, the household list, the register of receipts.
//!
//! Decided here: what a paper looks like from a day on (`layout`), what a person's line can say (`line`), what a record
//! says on it (`saying`), how lines become sections and sums (`fill`), who and what is on a paper (`gather`), in which
//! order receipts stand (`numbering`). A paper is made once and never changes (`making`). Not here: how a sheet is
//! written (`render::form`).
mod actions;
mod api;
pub mod fill;
mod gather;
pub mod layout;
pub mod line;
mod making;
mod model;
mod model_lines;
pub mod numbering;
mod problems;
mod queries;
mod queries_lines;
mod routes;
mod sample;
mod saying;
mod seed;
mod worker;

pub use model::PIECES;
pub use seed::load_shipped;
pub use worker::run;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "papers", routes: routes::routes, problems: problems::ALL };
