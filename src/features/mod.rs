//! Every business thing, listed once. A new feature is a folder and a line here.
pub mod accounts;
pub mod activity;
pub mod areas;
pub mod audit_log;
pub mod campaigns;
pub mod coverage;
pub mod documents;
pub mod events;
pub mod lists;
pub mod media;
pub mod organisations;
pub mod people;
pub mod sessions;
pub mod supervision;
pub mod sync;
pub mod targets;
pub mod visits;

use crate::{
    base::{ProblemSpec, Result},
    db::{Db, Who},
    rest::{Feature, Routes},
};

/// All features, in the order of the document.
pub const ALL: &[Feature] = &[
    sessions::FEATURE,
    accounts::FEATURE,
    areas::FEATURE,
    lists::FEATURE,
    organisations::FEATURE,
    documents::FEATURE,
    campaigns::FEATURE,
    events::FEATURE,
    activity::FEATURE,
    media::FEATURE,
    targets::FEATURE,
    coverage::FEATURE,
    supervision::FEATURE,
    sync::FEATURE,
    visits::FEATURE,
    people::FEATURE,
    audit_log::FEATURE,
];

/// The refusals of every feature.
pub const PROBLEMS: &[&[&ProblemSpec]] = &[
    sessions::FEATURE.problems,
    accounts::FEATURE.problems,
    areas::FEATURE.problems,
    lists::FEATURE.problems,
    organisations::FEATURE.problems,
    documents::FEATURE.problems,
    campaigns::FEATURE.problems,
    events::FEATURE.problems,
    activity::FEATURE.problems,
    media::FEATURE.problems,
    targets::FEATURE.problems,
    coverage::FEATURE.problems,
    supervision::FEATURE.problems,
    sync::FEATURE.problems,
    visits::FEATURE.problems,
    people::FEATURE.problems,
];

/// The route table.
pub fn routes() -> Routes {
    let mut routes = Routes::default();
    for feature in ALL {
        routes.feature(feature.name);
        (feature.routes)(&mut routes);
    }
    routes
}

/// Loads what every installation starts with; whether anything was loaded.
///
/// # Errors
/// When the shipped lists are wrong or the database fails.
pub fn first_run(db: &Db) -> Result<bool> {
    let areas = db.write_now(Who::program("first run"), areas::load_official_lists)?;
    let lists = db.write_now(Who::program("first run"), lists::load_starting_values)?;
    Ok(areas || lists)
}
