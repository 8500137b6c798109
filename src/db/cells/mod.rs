//! Figures that are kept: sums of every area by month, with its days, and year, in the transaction that changes what they count.
//!
//! Who changes something says what it counts for ([`super::Tx::count`]); the transaction adds it to the cells before its end.
//! A dashboard reads cells and no rows ([`sums`]), and every cell can be counted anew from the rows behind it ([`Figures`]).
mod chains;
pub mod days;
mod keep;
mod read;
mod recount;
mod roll_up;
mod sheet;
pub mod span;

pub use keep::write;
pub use read::{Label, Named, Part, Rows, sums};
pub use recount::{Behind, Comparison, Figures};
pub use roll_up::{Counted, Group};
pub(crate) use sheet::sums_in;
pub use sheet::{By, Grouping, Sheet, Values, added};

use crate::base::Day;

/// The day that stands for "from the beginning", and for "to the end".
pub fn whole_time() -> (Day, Day) {
    let day = |year, month, day| Day(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default());
    (day(1900, 1, 1), day(2199, 12, 31))
}
