//! Quotes: the right amount to the đồng, under the law of the day, with who pays the rest and the article it rests on.
//!
//! Decided here, as pure functions over dated facts: voluntary social insurance (`voluntary`), household cards (`card`), who
//! supports which part (`supports`), which days follow from a payment (`dates`). A kept quote names how much of the law was
//! known, so that it comes out again in ten years (`kept`).
mod actions;
pub mod advice;
mod ages;
pub mod answer;
mod api;
pub mod card;
pub mod compute;
pub mod dates;
mod desktop;
mod effects;
mod holds;
pub mod kept;
mod model;
pub mod next_payment;
mod problems;
mod queries;
pub mod question;
mod routes;
pub mod supports;
pub mod voluntary;

pub use actions::keep_quote;
pub use api::KeepQuote;
pub use desktop::look_around;
pub use holds::holds_on;
pub use kept::{Promised, card_before, note_used, promised};
pub use model::KeptQuote;
pub use problems::{ELSEWHERE, KEPT_UNKNOWN, MEMBER_UNKNOWN};
pub use question::{CardForm, Method};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "quotes", routes: routes::routes, problems: problems::ALL };
