//! What records say of a change in persons, and what is left that none explains. Pure.
use crate::base::{
    figure::{Doubts, Qualifier},
    scheme::Scheme,
};

/// Whether somebody who comes from another form of the same insurance adds to the participants of `scheme`: to those of the
/// narrower form, not to those of the whole.
pub fn moving_in_adds(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::BhytHgd | Scheme::BhxhTn)
}

/// Sign-ups whose cover began within the span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignUps {
    /// Nothing is known from before.
    pub new: i64,
    /// After a gap.
    pub re_activated: i64,
    /// From another form.
    pub moved_in: i64,
    /// Going on: these add nobody.
    pub renewed: i64,
}

/// Covers that ended within the span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Losses {
    /// Given up or paid back before their end.
    pub stopped: i64,
    /// At their end, and nobody went on.
    pub ended: i64,
}

/// What is known of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The change itself, with its doubts.
    pub change: (i64, Doubts),
    /// By decisions.
    pub by_policy: (i64, Doubts),
    /// By sign-ups recorded here, where there are any of the scheme.
    pub sign_ups: SignUps,
    /// By covers that ended.
    pub losses: Losses,
}

impl Known {
    /// How many joined by sign-ups recorded here.
    pub fn joined(&self, scheme: Scheme) -> i64 {
        let moved_in = if moving_in_adds(scheme) { self.sign_ups.moved_in } else { 0 };
        self.sign_ups.new + self.sign_ups.re_activated + moved_in
    }
    /// How many were lost.
    pub fn lost(&self) -> i64 {
        self.losses.stopped + self.losses.ended
    }
    /// What none of the records explains, with the doubts of everything that was taken from the change.
    pub fn not_explained(&self, scheme: Scheme) -> (i64, Qualifier) {
        let persons = self.change.0 - self.by_policy.0 - self.joined(scheme) + self.lost();
        (persons, self.change.1.and(self.by_policy.1.taken_away()).qualifier())
    }
}
