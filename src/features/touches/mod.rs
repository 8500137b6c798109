//! Touches: which recorded work reached a person, and when; and apart from them what an area was exposed to.
//!
//! Decided here: what counts as a touch and in which order (`touch`), and how long before a sign-up one still counts
//! (`window`). How sign-ups are shared out among touches is another matter (`features::attribution`).
mod actions;
mod api;
mod exposures;
mod model;
mod problems;
mod queries;
mod queries_exposures;
mod queries_ledger;
mod routes;
mod seed;
pub mod touch;
mod views;
pub mod window;

pub use actions::{record_attendees, record_messages};
pub use api::{CreateAttendees, CreateMessages};
pub use queries::windows;
pub use queries_ledger::{HeldEvent, Ledger, Whose, ledger};
pub use seed::load_starting_windows;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "touches", routes: routes::routes, problems: problems::ALL };
