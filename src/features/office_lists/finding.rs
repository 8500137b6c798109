//! What a row of an office's list comes to, beside what is recorded here: pure, over the facts of one row.
use super::said::{Answer, Said};
use crate::{
    base::{
        Day,
        id::{EnrolmentId, PersonId, RenewalId},
        identity::CardNumber,
        scheme::Scheme,
        text_enum::text_enum,
    },
    features::enrolments::lifecycle::Step,
};

text_enum! {
    /// What a row comes to.
    pub enum Finding {
        /// The row cannot be read.
        Unreadable = "unreadable",
        /// More than one may be meant.
        Several = "several",
        /// Nobody here has these numbers.
        Unknown = "unknown",
        /// One sign-up that was handed in is meant: the answer can be entered.
        Ready = "ready",
        /// This very answer is recorded.
        Already = "already",
        /// The person is known, and nothing of theirs waits for an answer.
        NotHandedIn = "not_handed_in",
        /// The same end is recorded here.
        Same = "same",
        /// Another end is recorded here.
        Differs = "differs",
        /// The person is known, and no end of theirs is.
        UnknownRenewal = "unknown_renewal",
        /// Nobody here has these numbers; somebody may call on them all the same.
        UnknownPerson = "unknown_person",
        /// On both sides, and alike.
        Matched = "matched",
        /// On both sides, and not alike.
        Differing = "differing",
        /// An earlier row is about the same sign-up.
        Twice = "twice",
        /// On the office's books and not here.
        MissingHere = "missing_here",
        /// Recorded here and not on the office's books.
        MissingThere = "missing_there",
    }
}
text_enum! {
    /// In what a sign-up differs from the office's books.
    pub enum Difference {
        /// The money: neither what the person pays nor the whole contribution.
        Amount = "amount",
        /// How many months.
        Months = "months",
        /// The first month.
        PaidFrom = "paid_from",
        /// The last month.
        PaidTo = "paid_to",
        /// The number of the card.
        Number = "number",
    }
}

/// Whom the numbers of a row mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Nobody,
    One(PersonId),
    Several,
}

/// A sign-up of the person with the organisation.
#[derive(Debug, Clone)]
pub struct Ours {
    pub id: EnrolmentId,
    pub scheme: Scheme,
    pub step: Step,
    /// The number of the receipt that stands.
    pub receipt: Option<String>,
    /// What the office answered before, the last answer last.
    pub answers: Vec<Answer>,
}

/// What an answer comes to, and which sign-up it means.
pub fn of_answer(whom: Whom, said: &Said, ours: &[Ours]) -> (Finding, Option<EnrolmentId>) {
    let Some(answer) = said.answer.as_ref().filter(|_| !said.is_unreadable()) else {
        return (Finding::Unreadable, None);
    };
    match whom {
        Whom::Nobody => return (Finding::Unknown, None),
        Whom::Several => return (Finding::Several, None),
        Whom::One(_) => {}
    }
    let fits = |own: &&Ours| {
        said.scheme.is_none_or(|scheme| scheme == own.scheme)
            && said.receipt.as_ref().is_none_or(|receipt| own.receipt.as_ref() == Some(receipt))
    };
    let fitting: Vec<&Ours> = ours.iter().filter(fits).collect();
    let told = |own: &&&Ours| own.answers.iter().any(|before| same(before, answer));
    if let Some(own) = fitting.iter().find(told) {
        return (Finding::Already, Some(own.id));
    }
    let mut waiting = fitting.iter().filter(|own| own.step == Step::HandedIn);
    match (waiting.next(), waiting.next()) {
        (None, _) => (Finding::NotHandedIn, None),
        (Some(own), None) => (Finding::Ready, Some(own.id)),
        (Some(_), Some(_)) => (Finding::Several, None),
    }
}

/// Whether two answers say one thing; the words beside a reason do not matter.
fn same(a: &Answer, b: &Answer) -> bool {
    match (a, b) {
        (Answer::Issued { .. }, Answer::Issued { .. }) => a == b,
        (Answer::Refused { reason, on, .. }, Answer::Refused { reason: other, on: other_on, .. }) => {
            reason == other && on == other_on
        }
        _ => false,
    }
}

/// An end of the person in the scheme with the organisation.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub id: RenewalId,
    pub paid_to: Day,
    /// Whether something came after it.
    pub renewed: bool,
}

/// What an end that the office tells of comes to, and which of ours it means.
pub fn of_expiry(whom: Whom, said: &Said, ends: &[End]) -> (Finding, Option<RenewalId>) {
    let Some(paid_to) = said.paid_to.filter(|_| !said.is_unreadable()) else { return (Finding::Unreadable, None) };
    match whom {
        Whom::Nobody => return (Finding::UnknownPerson, None),
        Whom::Several => return (Finding::Several, None),
        Whom::One(_) => {}
    }
    if let Some(end) = ends.iter().find(|end| end.paid_to == paid_to) {
        return (Finding::Same, Some(end.id));
    }
    match ends.iter().max_by_key(|end| (!end.renewed, end.paid_to)) {
        Some(end) => (Finding::Differs, Some(end.id)),
        None => (Finding::UnknownRenewal, None),
    }
}

/// A sign-up of the person with the organisation that covers some of the month.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: EnrolmentId,
    pub scheme: Scheme,
    pub payable_vnd: i64,
    pub full_vnd: i64,
    pub months: i32,
    pub from: Day,
    pub to: Day,
    /// The number of the card, where one was issued.
    pub number: Option<CardNumber>,
}

/// What somebody on the office's books comes to, which sign-up it is, and in what the two differ.
pub fn of_participant(whom: Whom, said: &Said, held: &[Held]) -> (Finding, Option<EnrolmentId>, Vec<Difference>) {
    if said.is_unreadable() {
        return (Finding::Unreadable, None, Vec::new());
    }
    let mut fitting = held.iter().filter(|own| said.scheme.is_none_or(|scheme| scheme == own.scheme));
    match (whom, fitting.next(), fitting.next()) {
        (Whom::Several, _, _) | (Whom::One(_), Some(_), Some(_)) => (Finding::Several, None, Vec::new()),
        (Whom::One(_), Some(own), None) => {
            let differs = differences(said, own);
            let finding = if differs.is_empty() { Finding::Matched } else { Finding::Differing };
            (finding, Some(own.id), differs)
        }
        _ => (Finding::MissingHere, None, Vec::new()),
    }
}

/// What the office says of a sign-up and is not so here; what it does not say does not differ.
fn differences(said: &Said, own: &Held) -> Vec<Difference> {
    let month = |day: Day| day.month_start();
    let card = said.person.card_number.as_ref().zip(own.number.as_ref());
    let all = [
        (said.amount_vnd.is_some_and(|theirs| theirs != own.payable_vnd && theirs != own.full_vnd), Difference::Amount),
        (said.months.is_some_and(|months| months != own.months), Difference::Months),
        (said.paid_from.is_some_and(|from| month(from) != month(own.from)), Difference::PaidFrom),
        (said.paid_to.is_some_and(|to| month(to) != month(own.to)), Difference::PaidTo),
        (card.is_some_and(|(theirs, ours)| theirs != ours), Difference::Number),
    ];
    all.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what).collect()
}
