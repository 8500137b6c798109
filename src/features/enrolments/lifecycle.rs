//! Where a sign-up stands, and what may follow what. A step is a fact that somebody recorded; that a cover runs or has
//! ended follows from its days and is never stored.
use crate::base::{Day, text_enum::text_enum};

text_enum! {
    /// The last step that was recorded.
    pub enum Step {
        /// A quote was accepted: a promise, and no money.
        Promised = "promised",
        /// What the form TK1-TS asks of the person is there.
        Declared = "declared",
        /// Paid in full, with a receipt.
        Paid = "paid",
        /// Handed in to the social security office with a batch.
        HandedIn = "handed_in",
        /// The office issued the card or the book.
        Issued = "issued",
        /// The office sent it back.
        Refused = "refused",
        /// Given up before its end.
        Stopped = "stopped",
        /// What was left was paid back.
        Refunded = "refunded",
        /// The promise was withdrawn before any money was taken.
        Cancelled = "cancelled",
    }
}
text_enum! {
    /// Where a sign-up stands on a day.
    pub enum Status {
        /// A promise.
        Promised = "promised",
        /// The data is complete.
        Declared = "declared",
        /// Paid.
        Paid = "paid",
        /// With the office.
        HandedIn = "handed_in",
        /// Issued, and not in force yet.
        Issued = "issued",
        /// In force.
        Active = "active",
        /// Its period is over.
        Ended = "ended",
        /// Sent back by the office.
        Refused = "refused",
        /// Given up.
        Stopped = "stopped",
        /// Paid back.
        Refunded = "refunded",
        /// Withdrawn.
        Cancelled = "cancelled",
    }
}

use Step::{Cancelled, Declared, HandedIn, Issued, Paid, Promised, Refunded, Refused, Stopped};

/// Every step that may follow another. What is not here is refused.
pub const ALLOWED: &[(Step, Step)] = &[
    (Promised, Declared),
    (Promised, Cancelled),
    (Declared, Paid),
    (Declared, Cancelled),
    // A payment entered by mistake is taken back on the same day.
    (Paid, Declared),
    (Paid, HandedIn),
    (Paid, Refunded),
    (HandedIn, Issued),
    (HandedIn, Refused),
    // The batch is taken back before the office answered.
    (HandedIn, Paid),
    (Refused, Declared),
    (Refused, Refunded),
    (Issued, Stopped),
    (Issued, Refunded),
    (Stopped, Refunded),
];

/// Whether `to` may follow `from`.
pub fn may_follow(from: Step, to: Step) -> bool {
    ALLOWED.contains(&(from, to))
}

impl Step {
    /// How far along the way to a card a sign-up has come that recorded this step; `None` for what leads off it.
    pub fn rank(self) -> Option<usize> {
        WAY.iter().position(|step| *step == self)
    }
    /// This step of the way and those after it.
    pub fn and_on(self) -> impl Iterator<Item = Self> {
        WAY.into_iter().filter(move |step| step.rank() >= self.rank())
    }
    /// How far along the way a sign-up has come that had come to `self` and takes a step: as far as the step, be it forward or
    /// back; what leads off the way leaves it where it was.
    pub fn reached_after(self, step: Self) -> Self {
        if step.rank().is_some() { step } else { self }
    }
    /// What it is called in a sentence.
    pub fn vi(self) -> &'static str {
        match self {
            Promised => "đã hẹn",
            Declared => "đã kê khai",
            Paid => "đã thu tiền",
            HandedIn => "đã nộp cơ quan BHXH",
            Issued => "đã cấp thẻ, sổ",
            Refused => "cơ quan BHXH trả lại",
            Stopped => "đã dừng",
            Refunded => "đã hoàn tiền",
            Cancelled => "đã hủy hẹn",
        }
    }
}

/// The way from the promise to the card. Each step of it is reached only over the one before.
pub const WAY: [Step; 5] = [Promised, Declared, Paid, HandedIn, Issued];

/// Steps of sign-ups that the office has on its books: handed in, and not sent back.
pub const WITH_OFFICE: [Step; 4] = [HandedIn, Issued, Stopped, Refunded];

/// Steps of sign-ups that insured somebody: paid, and not sent back.
pub const INSURED: [Step; 5] = [Paid, HandedIn, Issued, Stopped, Refunded];

/// Steps of sign-ups whose cover was given up, or paid back, before its end.
pub const LOST: [Step; 2] = [Stopped, Refunded];

/// Where a sign-up stands on a day: `from` and `to` are the first and last day of its cover.
pub fn status(step: Step, from: Day, to: Day, on: Day) -> Status {
    match step {
        Promised => Status::Promised,
        Declared => Status::Declared,
        Paid => Status::Paid,
        HandedIn => Status::HandedIn,
        Issued if on < from => Status::Issued,
        Issued if on <= to => Status::Active,
        Issued => Status::Ended,
        Refused => Status::Refused,
        Stopped => Status::Stopped,
        Refunded => Status::Refunded,
        Cancelled => Status::Cancelled,
    }
}

impl Status {
    /// The step that stands behind it.
    pub fn step(self) -> Step {
        match self {
            Self::Promised => Promised,
            Self::Declared => Declared,
            Self::Paid => Paid,
            Self::HandedIn => HandedIn,
            Self::Issued | Self::Active | Self::Ended => Issued,
            Self::Refused => Refused,
            Self::Stopped => Stopped,
            Self::Refunded => Refunded,
            Self::Cancelled => Cancelled,
        }
    }
}

/// The day a sign-up counts on: the one it was promised on, or the earlier one that the quote was made for.
pub fn counted_on(quoted_on: Day, promised_on: Day) -> Day {
    quoted_on.min(promised_on)
}
