//! Renewals: until when each person is paid for, who is to be reminded when, who stays and who does not.
//!
//! Decided here: how soon something is due (`buckets`), whether a payment goes on from the one before (`chain`), who stays
//! (`persistency`), which end is open when two records become one (`open_end`). A row is made when a sign-up is paid and goes when the payment is taken back (`follow`, called by
//! `features::enrolments`); the newest end of a person that nobody renewed or stopped is due. Three days are kept apart: the
//! last day paid for, the day by which a period had to be paid (with the enrolment), and the last day before somebody counts
//! as lapsed. No money is shown here.
mod actions;
mod api;
pub mod buckets;
pub mod chain;
mod follow;
mod model;
pub mod open_end;
pub mod persistency;
mod problems;
mod queries;
mod queries_figures;
mod routes;
mod views;

pub use actions::{reopen_renewal, stop_renewal};
pub use api::{EndState, ReopenRenewal, StopRenewal};
pub use follow::{Paid, bring_together, correct_end, end_with, follow, take_back};
pub use model::{Renewal, RenewalState};
pub use queries::{find as find_renewal, found, of_people};
pub use queries_figures::{Filter as EndsFilter, count_ends, counted, places};
pub use views::views;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "renewals", routes: routes::routes, problems: problems::ALL };
