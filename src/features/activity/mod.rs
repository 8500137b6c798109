//! Activity figures: how many events, sessions, attendances and people, of every area, by day, month and year.
//!
//! Decided here: what one event adds to which cells (`cells`).
mod api;
pub mod cells;
mod problems;
mod routes;
mod tables;

pub use cells::{EventFacts, HeadFacts, Sums, VenueFacts, counted};
pub use problems::SPAN;

use crate::{db::Tx, rest::Feature};

/// This feature.
pub const FEATURE: Feature = Feature { name: "activity", routes: routes::routes, problems: problems::ALL };

/// An event counts as it stands now, and no more as it stood.
pub fn replace(tx: &mut Tx, before: Option<&EventFacts>, after: Option<&EventFacts>) {
    for (facts, times) in [(before, -1), (after, 1)] {
        tx.count(Sums::SHEET, facts.map(|facts| counted(facts, times)).unwrap_or_default());
    }
}
