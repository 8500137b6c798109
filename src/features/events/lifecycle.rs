//! What may follow a status: planned → held → closed, or cancelled; merged when it turns out to be another's record.
use crate::base::text_enum::text_enum;

text_enum! {
    /// Where an event stands.
    pub enum EventStatus {
        /// Will be held.
        Planned = "planned",
        /// Was held; figures may still come.
        Held = "held",
        /// Closed out: figures are final.
        Closed = "closed",
        /// Will not be held.
        Cancelled = "cancelled",
        /// A second record of an event that is kept under another one.
        Merged = "merged",
    }
}

impl EventStatus {
    /// Whether the event counts in figures.
    pub fn counts(self) -> bool {
        matches!(self, Self::Held | Self::Closed)
    }
    /// Whether its fields may still be changed.
    pub fn may_change(self) -> bool {
        matches!(self, Self::Planned | Self::Held)
    }
    /// Whether `next` may follow. The close-out of a planned event says in one step that it was held.
    /// Only what counts is merged, so that undoing a merge brings back what was; a second plan is cancelled instead.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Planned, Self::Held | Self::Closed | Self::Cancelled)
                | (Self::Held, Self::Closed | Self::Cancelled)
                | (Self::Held | Self::Closed, Self::Merged)
        )
    }
}
