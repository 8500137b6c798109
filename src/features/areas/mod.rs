//! Areas: country → province → (district until 30/6/2025) → commune → hamlet, each valid for a period.
//!
//! Decided here: what is found under a name (`search`), who lies within whom and when (`closure`), which areas make
//! up the same ground on another day (`geography`). The official lists are data of the project (`config/seed/areas`).
mod actions;
mod api;
pub mod closure;
pub mod geography;
mod load;
mod made_up;
mod model;
mod problems;
mod queries;
mod routes;
pub mod search;

pub use geography::{Lies, Lineage, Origin, ground_of, ground_on, lineages};
pub use load::load_official_lists;
pub use made_up::{MadeUp, insert_made_up};
pub use model::{Area, Level, Share};
pub use problems::{NOT_ALIVE, check_alive};
pub use queries::{
    Chain, ancestors, by_code, common, communes, descendants_of, directly_below, find, heir, names, require,
    require_anywhere, trees_above, under_names_of,
};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "areas", routes: routes::routes, problems: problems::ALL };
