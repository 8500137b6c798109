//! What may become of a hand-over.
use crate::base::text_enum::text_enum;

text_enum! {
    /// Where a hand-over stands.
    pub enum State {
        /// Waits for somebody of the organisation.
        Open = "open",
        /// A collector took it.
        Accepted = "accepted",
        /// A sign-up came of it.
        Done = "done",
        /// Given back, with a reason; may be handed on.
        Returned = "returned",
        /// Taken back by the side that gave it.
        Withdrawn = "withdrawn",
    }
}

use State::{Accepted, Done, Open, Returned, Withdrawn};

/// Every state that may follow another. A sign-up may come of a hand-over that nobody accepted in so many words.
pub const ALLOWED: &[(State, State)] = &[
    (Open, Accepted),
    (Open, Done),
    (Open, Returned),
    (Open, Withdrawn),
    // Another collector of the organisation takes it over.
    (Accepted, Accepted),
    (Accepted, Done),
    (Accepted, Returned),
    (Accepted, Withdrawn),
];

/// Whether `to` may follow `from`.
pub fn may_follow(from: State, to: State) -> bool {
    ALLOWED.contains(&(from, to))
}

impl State {
    /// Whether somebody still has to do something.
    pub fn waits(self) -> bool {
        matches!(self, Open | Accepted)
    }
    /// What it is called in a sentence.
    pub fn vi(self) -> &'static str {
        match self {
            Open => "đang chờ nhận",
            Accepted => "đã nhận",
            Done => "đã xong",
            Returned => "đã trả lại",
            Withdrawn => "đã rút",
        }
    }
}
