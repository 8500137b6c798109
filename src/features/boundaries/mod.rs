//! Boundaries of areas that an operator imports, and the maps drawn with them. The project ships none: without them a map
//! shows areas as points.
//!
//! Decided here: which files are taken (`reading`, `checking`), how the globe becomes a plane (`plane`), how borders that
//! neighbours share stay shared (`net`), which corners are left out (`simplify`), and that Hoàng Sa and Trường Sa are on every map
//! on which they belong (`archipelagos`). Not here: colours and figures, which a screen lays over a map.
mod actions;
mod api;
pub mod archipelagos;
mod checking;
mod coordinates;
pub mod drawing;
pub mod fault;
mod map;
mod model;
pub mod net;
pub mod plane;
mod problems;
mod queries;
pub mod reading;
mod routes;
pub mod shape;
pub mod simplify;
mod topojson;

pub use actions::{Matched, Matching, Origin, import, matched, some_of, take_back};
pub use model::{BoundaryImport, Detail};
pub use queries::standing;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "boundaries", routes: routes::routes, problems: problems::ALL };
