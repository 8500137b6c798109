//! What counts under which heading. Pure.
use std::collections::HashSet;

use crate::{base::id::PersonId, features::enrolments::kinds::Kind};

/// Something that happened in the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// Paid, with a receipt that stands; counted on the day of payment.
    Paid { kind: Kind, person: PersonId, months: i64, amount_vnd: i64 },
    /// The last day passed on which going on would have been going on, and nobody did.
    Lapsed,
    /// Given up before the end; counted on the last day that was kept.
    Stopped,
    /// Paid back; counted on the day of the decision.
    Refunded { months: i64, amount_vnd: i64 },
}

/// What happened, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub new: i64,
    pub renewed: i64,
    pub re_activated: i64,
    pub moved_in: i64,
    pub lapsed: i64,
    pub stopped: i64,
    pub refunded: i64,
    /// Of what was paid.
    pub months: i64,
    /// Of what was paid back.
    pub months_refunded: i64,
    /// By receipts that stand.
    pub collected_vnd: i64,
    /// To the payers.
    pub refunded_vnd: i64,
    /// Who paid: each once, however many schemes and periods.
    pub people: HashSet<PersonId>,
}

impl Tally {
    /// Counts one more.
    pub fn count(&mut self, what: Happened) {
        match what {
            Happened::Paid { kind, person, months, amount_vnd } => {
                *match kind {
                    Kind::New => &mut self.new,
                    Kind::Renewed => &mut self.renewed,
                    Kind::ReActivated => &mut self.re_activated,
                    Kind::MovedIn => &mut self.moved_in,
                } += 1;
                self.months += months;
                self.collected_vnd = self.collected_vnd.saturating_add(amount_vnd);
                self.people.insert(person);
            }
            Happened::Lapsed => self.lapsed += 1,
            Happened::Stopped => self.stopped += 1,
            Happened::Refunded { months, amount_vnd } => {
                self.refunded += 1;
                self.months_refunded += months;
                self.refunded_vnd = self.refunded_vnd.saturating_add(amount_vnd);
            }
        }
    }
    /// Who joined: everybody who paid and did not go on from before. This is what a target of new sign-ups asks for.
    pub fn joined(&self) -> i64 {
        self.new + self.re_activated + self.moved_in
    }
}
