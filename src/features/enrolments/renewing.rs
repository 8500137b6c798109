//! What a step means for renewals: a payment renews what was due and has an end of its own, until it is taken back, sent back,
//! stopped or paid back.
use super::{lifecycle::Step, model::Enrolment};
use crate::{
    base::Result,
    db::Tx,
    features::{
        quotes::Method,
        renewals::{self, Paid},
    },
};

/// What becomes of the end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It is due, and what was due before is renewed.
    Due,
    /// It is no more.
    Gone,
    /// It comes early, and is not to be renewed.
    Early,
    /// Nothing new.
    Nothing,
}

/// What taking this step means, `kept` saying whether any of the period is left.
pub fn meaning(from: Step, to: Step, kept: bool) -> Meaning {
    match (from, to) {
        (Step::Declared, Step::Paid) => Meaning::Due,
        (Step::Paid, Step::Declared) | (Step::HandedIn, Step::Refused) => Meaning::Gone,
        (Step::Refused, Step::Refunded) => Meaning::Nothing,
        (_, Step::Stopped | Step::Refunded) if kept => Meaning::Early,
        (_, Step::Stopped | Step::Refunded) => Meaning::Gone,
        _ => Meaning::Nothing,
    }
}

/// Follows a step of an enrolment in the renewals.
pub fn follow(tx: &mut Tx, from: Step, row: &Enrolment) -> Result<()> {
    let quote = &row.quote;
    match meaning(from, row.step, row.kept_to >= quote.starts_on) {
        // Missing months lie in the past: nothing is due after them.
        Meaning::Due if quote.method == Method::MissingMonths.as_str() => Ok(()),
        Meaning::Due => renewals::follow(
            tx,
            Paid {
                enrolment_id: Some(row.id),
                person_id: row.person_id,
                household_id: row.household_id,
                area_id: row.area_id,
                organisation_id: row.organisation_id,
                collector_id: row.collector_id,
                scheme: quote.scheme,
                covered_from: quote.starts_on,
                paid_to: quote.paid_to,
                lapsed_after: quote.lapsed_after,
            },
        )
        .map(drop),
        Meaning::Gone => renewals::take_back(tx, row.id),
        Meaning::Early => renewals::end_with(tx, row.id, row.kept_to),
        Meaning::Nothing => Ok(()),
    }
}
