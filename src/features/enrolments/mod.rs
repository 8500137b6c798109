//! Enrolments: one person signs up in one scheme for one period, from the promise of a quote to the card and its end.
//!
//! Decided here: which step may follow which, and where a sign-up stands on a day (`lifecycle`); what stands against a new
//! one (`overlap`); whether cover before it is on record (`prior_cover`); what kind it is by what the record shows (`kinds`); what the form TK1-TS still asks (`form`); what is
//! paid back (`refund`); what a step means for renewals (`renewing`); how far people come and how long it takes (`funnel`); what a payment adds to who joined (`joining`). Amounts come from `features::quotes`.
pub mod caps;
pub mod form;
pub mod funnel;
pub mod joining;
pub mod kinds;
pub mod lifecycle;
pub mod overlap;
pub mod prior_cover;
pub mod receipt_number;
pub mod refund;
pub mod renewing;

mod actions;
mod api;
mod api_office;
mod batches;
mod model;
mod office;
mod payments;
mod problems;
mod queries;
mod queries_facts;
mod queries_figures;
mod queries_joining;
mod queries_parts;
mod routes;
mod routes_office;
pub mod sealing;
mod views;
mod views_funnel;
mod write;

pub use actions::{Promise, cancel_enrolment, create_enrolment, declare_enrolment};
pub use api::{CreateEnrolment, PayEnrolment};
pub use api_office::{
    CancelEnrolment, CreateEnrolmentBatch, IssueEnrolment, RefundEnrolment, RefuseEnrolment, StopEnrolment,
};
pub use batches::hand_in;
pub use model::{Enrolment, Reversal, StepRow};
pub use office::{issue, issue_enrolment, refund_enrolment, refuse, refuse_enrolment, stop_enrolment};
pub use payments::pay_enrolment;
pub use problems::STEP;
pub use queries::{
    Covering, Filter, Span, count, covering, find as find_enrolment, found as found_enrolments, of_people,
};
pub use queries_figures::{counted, of as counted_as, places, stop_places, stopped};
pub use queries_joining::{joined_counted, joined_places};
pub use queries_parts::{cards, names, receipts, reversals, steps_of};
pub use views::views;

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "enrolments", routes: routes::routes, problems: problems::ALL };
