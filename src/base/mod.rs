//! Words of the trade: ids, days, Vietnamese text, refusals, shares.
//!
//! Nothing here knows a database, the web, or a clock of its own (except `time::Clock`, the only door
//! to the system's time). Everything is a value.
pub mod birth;
pub mod edit;
pub mod error;
pub mod few;
pub mod field_version;
pub mod figure;
pub mod hex;
pub mod holiday;
pub mod id;
pub mod identity;
pub mod lang;
pub mod legacy;
pub mod money;
pub mod month;
pub mod name;
pub mod page;
pub mod phone;
pub mod problem;
pub mod scheme;
pub mod share;
pub mod small_group;
pub mod spelt;
pub mod syllable;
pub mod text;
pub mod text_enum;
pub mod time;
pub mod unit_code;
pub mod whole;

pub use edit::Edit;
pub use error::{Error, Result};
pub use id::{Id, of};
pub use lang::{Lang, Text};
pub use page::{Cursor, Page};
pub use problem::{FieldIssue, Problem, ProblemSpec};
pub use time::{Clock, Day, Moment};
