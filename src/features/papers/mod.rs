//! The papers a collection organisation hands in: D03-TS, D05-TS, the household list, the register of receipts.
//!
//! Decided here: what a paper looks like from a day on (`layout`), what a person's line can say (`line`), how lines
//! become sections and sums (`fill`). Not here: who is on a paper (`features::enrolments`), how a sheet is written
//! (`render::form`).
pub mod fill;
pub mod layout;
pub mod line;
