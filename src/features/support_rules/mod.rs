//! Local support rules: what resolutions of provinces add to the state's support, whom for, where, and who pays.
//!
//! Decided here: whom a rule means, where it holds (old territories included), on which days, and what it gives of a month
//! (`rule`). A rule is never edited: a later one supersedes it, or it is ended. What people pay is computed in
//! `features::quotes`.
mod actions;
mod api;
mod model;
mod problems;
mod queries;
mod routes;
mod rule;

pub use actions::{create_support_rule, draft, endable};
pub use api::{CreateSupportRule, EndSupportRule};
pub use problems::ALL as PROBLEMS;
pub use queries::book;
pub use rule::{Basis, Begins, BudgetLevel, Claims, Layer, MonthOf, Residency, Rule, RuleBook, Stacking};

use crate::rest::Feature;

/// This feature.
pub const FEATURE: Feature = Feature { name: "support_rules", routes: routes::routes, problems: problems::ALL };
