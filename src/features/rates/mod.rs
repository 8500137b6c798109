//! Rates: what the law says, as dated facts with their legal basis; never edited, only followed by a later one.
//!
//! Decided here: which kinds of facts there are (`kinds`), which one holds on a day, as it was known at any time (`law`).
//! What is computed from them stands in `features::quotes`. Values to start from are data (`config/seed/rates.toml`).
mod actions;
mod api;
pub mod kinds;
pub mod law;
mod model;
mod problems;
mod queries;
mod routes;
pub mod seed;

pub use actions::draft;
pub use api::{CreateRate, FactView, RateView};
pub use kinds::{Confidence, RateKind};
pub use law::{Fact, Law, LawBook};
pub use model::Rate;
pub use problems::{BAD_KEY, BAD_VALUE, LATE, MISSING, SAME_DAY};
pub use queries::{book, law_number, next_law_number};
pub use seed::load_shipped;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "rates", routes: routes::routes, problems: problems::ALL };
