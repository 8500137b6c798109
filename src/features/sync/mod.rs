//! Offline sync: the rules by which phones that were away and the server come to the same tables.
//!
//! Everything here is a pure function over facts: no clock, no randomness, no database. The server asks these rules
//! and so does the simulator in the tests, so what is proved there is what runs.
pub mod canonical;
pub mod field_version;
pub mod order;
pub mod restore;
pub mod skew;
pub mod three_way;
