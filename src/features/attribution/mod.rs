//! Attribution: sign-ups shared out among the touches before them, by several rules beside each other. Bookkeeping: it says
//! which recorded work stood before a sign-up, and nothing of why anybody signed up.
//!
//! Decided here: which path a sign-up has and whose paths stand for those who did not sign up (`paths`), how the credit of a
//! joint touch is divided and what each rule gives (`sharing`), which rows are shown to whom (`small`). The rules themselves
//! are `methods::credit`, what a touch is and how long it counts `features::touches`.
mod api;
mod api_partners;
mod figures;
mod model;
pub mod partners;
pub mod paths;
mod problems;
mod queries;
mod routes;
pub mod sharing;
pub mod small;
mod tables;
pub mod words;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "attribution", routes: routes::routes, problems: problems::ALL };
