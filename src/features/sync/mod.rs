//! Offline sync: what phones that were away bring, what they fetch, and the rules by which all come to the same tables.
//!
//! `three_way`, `order`, `skew`, `restore` and `canonical` are pure functions over facts: no clock, no randomness, no
//! database. The server asks them and so does the simulator in the tests, so what is proved there is what runs.
mod api;
mod apply;
pub mod backups;
pub mod canonical;
mod cases;
mod cursor;
mod kind_door;
mod kind_hand_overs;
mod kind_known;
mod kind_register;
mod kind_visits;
mod kind_walk_lists;
mod kinds;
mod known;
mod masking;
mod model;
pub mod op;
pub mod order;
mod problems;
mod pull;
mod push;
mod quarantine;
mod queries;
mod queries_kinds;
mod refusals;
pub mod restore;
mod routes;
mod sealed;
mod sight;
pub mod skew;
pub mod three_way;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "sync", routes: routes::routes, problems: problems::ALL };
