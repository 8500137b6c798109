//! What is read for attribution.
use crate::base::{
    Day,
    id::{EnrolmentId, PersonId},
    scheme::Scheme,
    text_enum::text_enum,
};

text_enum! {
    /// Which sign-ups are counted, and on which day they fall into the span.
    pub enum Measure {
        /// Every sign-up that was promised, on the day of the promise, whatever became of it.
        Promised = "promised",
        /// Those that were paid, by receipts that stand, on the day of payment.
        Paid = "paid",
    }
}

/// A sign-up that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignUp {
    /// Which one.
    pub id: EnrolmentId,
    /// Whose.
    pub person_id: PersonId,
    /// In which scheme.
    pub scheme: Scheme,
    /// Its day, before which touches count: that of the promise, also of one that was paid later.
    pub on: Day,
}
