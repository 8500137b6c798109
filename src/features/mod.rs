//! Every business thing, listed once. A new feature is a folder and a line here.
pub mod areas;
pub mod sessions;

use crate::{
    base::ProblemSpec,
    rest::{Feature, Routes},
};

/// All features, in the order of the document.
pub const ALL: &[Feature] = &[sessions::FEATURE, areas::FEATURE];

/// The refusals of every feature.
pub const PROBLEMS: &[&[&ProblemSpec]] = &[sessions::FEATURE.problems, areas::FEATURE.problems];

/// The route table.
pub fn routes() -> Routes {
    let mut routes = Routes::default();
    for feature in ALL {
        routes.feature(feature.name);
        (feature.routes)(&mut routes);
    }
    routes
}
