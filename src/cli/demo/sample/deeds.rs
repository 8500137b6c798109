//! Writes what is done with sign-ups on a day, through the actions that users call: the amounts are those of the quotes.
use std::sync::Arc;

use serde_json::json;

use super::{
    super::dice::{Dice, id},
    entered,
    homes::Home,
    places::Body,
    plan::Plan,
    sign_ups::{Deed, Handed, SignUp, Source, collecting},
    staff::Staff,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Result,
        id::{EnrolmentBatchId, EnrolmentId, HandOverId, KeptQuoteId, VisitId},
        month::Month,
        scheme::Scheme,
    },
    db::{InScope, Tx},
    features::{
        enrolments::{self, Enrolment, Promise},
        hand_overs, quotes,
        rates::{self, RateKind},
    },
    rest::{Calling, Standing},
};

/// Why promises are withdrawn, by how often.
const CANCELLED: &[(f64, &str)] = &[(55.0, "money"), (30.0, "no_need"), (15.0, "moved")];
/// Why the office sends something back.
const SENT_BACK: &[(f64, &str)] =
    &[(40.0, "name_differs"), (25.0, "identity_wrong"), (20.0, "covered"), (15.0, "incomplete")];
/// Why a household is given back.
const GIVEN_BACK: &[(f64, &str)] = &[(45.0, "not_reached"), (40.0, "not_interested"), (15.0, "covered")];

/// What the writing of sign-ups needs besides the plan.
pub struct Desk {
    pub plan: Arc<Plan>,
    pub staff: Arc<Staff>,
    pub law: Standing,
    pub calling: Calling,
}

fn mistake(what: &'static str) -> Error {
    Error::internal(format_args!("the sample is wrong: {what}"))
}

impl Desk {
    /// Writes the deeds of a day.
    ///
    /// # Errors
    /// When a rule refuses one of them, which is a mistake of ours; when the database fails.
    pub fn write(&self, tx: &mut Tx, scope: &Scope, day: Day) -> Result<()> {
        let deeds = self.plan.office.deeds.get(&day).map(Vec::as_slice).unwrap_or_default();
        for (at, deed) in deeds.iter().enumerate() {
            self.take(tx, scope, (day, at), deed)
                .map_err(|error| Error::internal(format_args!("the sample, {day}, {deed:?}: {error}")))?;
        }
        Ok(())
    }

    fn take(&self, tx: &mut Tx, scope: &Scope, (day, at): (Day, usize), deed: &Deed) -> Result<()> {
        match deed {
            Deed::HandOver(n) => self.hand_over(tx, scope, self.handed(*n)?),
            Deed::Accept(n) => {
                let of = self.handed(*n)?;
                let body = json!({ "collector_id": self.staff.collector(of.home.0)? });
                hand_overs::accept_hand_over(tx, scope, handed_id(of.n, of.on)?, &entered(body)?).map(drop)
            }
            Deed::Return(n) => {
                let of = self.handed(*n)?;
                let body = json!({ "reason": Dice::of("given back", *n).weighted(GIVEN_BACK, "other") });
                hand_overs::return_hand_over(tx, scope, handed_id(of.n, of.on)?, &entered(body)?).map(drop)
            }
            Deed::Promise(n) => self.promise(tx, scope, self.sign_up(*n)?),
            Deed::Declare(n) => self.each(*n, |id, _| enrolments::declare_enrolment(tx, scope, id).map(drop)),
            Deed::Pay(n) => self.each(*n, |id, k| pay(tx, scope, id, (*n, k), day)),
            Deed::Cancel(n) => {
                let body = json!({ "reason": Dice::of("cancelled", *n).weighted(CANCELLED, "money") });
                let body = entered(body)?;
                self.each(*n, |id, _| enrolments::cancel_enrolment(tx, scope, id, &body).map(drop))
            }
            Deed::HandIn(body, scheme, all) => self.hand_in(tx, scope, (day, at), (*body, *scheme, all)),
            Deed::Issue(n, k) => {
                let id = self.enrolment(*n, *k)?;
                // Ten digits of which the first two are no province.
                let body = json!({ "number": format!("99{:08}", n * 10 + k), "issued_on": day });
                enrolments::issue_enrolment(tx, scope, id, &entered(body)?).map(drop)
            }
            Deed::SendBack(n, k) => {
                let reason = Dice::of("sent back", n * 10 + k).weighted(SENT_BACK, "other");
                let body = json!({ "reason": reason, "on": day });
                enrolments::refuse_enrolment(tx, scope, self.enrolment(*n, *k)?, &entered(body)?).map(drop)
            }
            Deed::Again(n, k) => enrolments::declare_enrolment(tx, scope, self.enrolment(*n, *k)?).map(drop),
            Deed::Stop(n, k) => {
                let body = json!({ "reason": "compulsory", "on": Month::of(day).last() });
                enrolments::stop_enrolment(tx, scope, self.enrolment(*n, *k)?, &entered(body)?).map(drop)
            }
            Deed::Refund(n, k) => self.refund(tx, scope, self.enrolment(*n, *k)?, day),
        }
    }

    fn sign_up(&self, n: usize) -> Result<&SignUp> {
        self.plan.office.sign_ups.get(n).ok_or_else(|| mistake("no such sign-up"))
    }
    fn handed(&self, n: usize) -> Result<&Handed> {
        self.plan.office.handed.get(n).ok_or_else(|| mistake("no such hand-over"))
    }
    fn home(&self, at: (usize, usize)) -> Result<&Home> {
        self.plan.home(at).ok_or_else(|| mistake("no such household"))
    }
    fn enrolment(&self, n: usize, k: usize) -> Result<EnrolmentId> {
        id("enrolment", n * 10 + k, self.sign_up(n)?.on)
    }
    fn each(&self, n: usize, mut deed: impl FnMut(EnrolmentId, usize) -> Result<()>) -> Result<()> {
        (0..self.sign_up(n)?.people.len()).try_for_each(|k| deed(self.enrolment(n, k)?, k))
    }

    fn hand_over(&self, tx: &mut Tx, scope: &Scope, of: &Handed) -> Result<()> {
        let home = self.home(of.home)?;
        let people: Vec<_> = of.people.iter().filter_map(|k| home.people.get(*k)).map(|somebody| somebody.id).collect();
        let visit: VisitId = id("visit", of.call, of.on)?;
        let body = json!({ "id": handed_id(of.n, of.on)?, "household_id": home.id, "person_ids": people,
                           "schemes": [of.scheme], "visit_id": visit, "organisation_id": collecting(of.home.0).id()? });
        hand_overs::create_hand_over(tx, scope, entered(body)?, &self.calling).map(drop)
    }

    /// Keeps the quote that the law of the day gives, and takes it up.
    fn promise(&self, tx: &mut Tx, scope: &Scope, of: &SignUp) -> Result<()> {
        let home = self.home(of.home)?;
        let quote: KeptQuoteId = id("quote", of.n, of.on)?;
        let organisation = collecting(of.home.0).id()?;
        let collector = self.staff.collector(of.home.0)?;
        let question = if of.scheme == Scheme::BhxhTn {
            let (floor, step) = incomes(tx, of.on)?;
            let groups: &[&str] = if of.near_poor { &["near_poor"] } else { &[] };
            let mut question = json!({ "scheme": of.scheme, "area_id": home.area_id, "method": of.method,
                                       "income_vnd": floor + step * of.steps, "groups": groups });
            if let (Some(from), Some(fields)) = (of.from, question.as_object_mut()) {
                fields.insert("period_from".into(), json!(from));
            }
            question
        } else {
            let member = |k: usize| json!({ "key": of.key(k), "months": of.months });
            let members: Vec<_> = (0..of.people.len()).map(member).collect();
            json!({ "scheme": of.scheme, "area_id": home.area_id, "members": members })
        };
        let keep = json!({ "id": quote, "organisation_id": organisation, "question": question });
        quotes::keep_quote(tx, scope, &self.law, entered(keep)?, of.on)?;
        let source = match of.source {
            Source::Door(n, on) => json!({ "kind": "visit", "id": id::<crate::base::of::Visit>("visit", n, on)? }),
            Source::HandedOver(n, on) => json!({ "kind": "hand_over", "id": handed_id(n, on)? }),
            Source::Own => json!({ "kind": "own_initiative" }),
        };
        for (k, person) in of.people.iter().enumerate() {
            let person = home.people.get(*person).ok_or_else(|| mistake("nobody there"))?;
            let body = json!({ "id": self.enrolment(of.n, k)?, "kept_quote_id": quote, "member_key": of.key(k),
                               "person_id": person.id, "organisation_id": organisation, "collector_id": collector,
                               "source": source });
            let promise = Promise { on: of.on, by: Some(collector) };
            enrolments::create_enrolment(tx, scope, entered(body)?, promise)?;
        }
        Ok(())
    }

    fn hand_in(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        (day, at): (Day, usize),
        (body, scheme, all): (Body, Scheme, &[(usize, usize)]),
    ) -> Result<()> {
        let ids = all.iter().map(|(n, k)| self.enrolment(*n, *k)).collect::<Result<Vec<_>>>()?;
        let batch: EnrolmentBatchId = id("batch", at, day)?;
        let body = json!({ "id": batch, "organisation_id": body.id()?, "area_id": self.plan.places.top, "scheme": scheme,
                           "handed_in_on": day, "enrolment_ids": ids });
        enrolments::hand_in(tx, scope, &entered(body)?).map(drop)
    }

    /// Pays back what was sent back, from its first month on, or what was stopped, from the month after its last day on.
    fn refund(&self, tx: &mut Tx, scope: &Scope, id: EnrolmentId, day: Day) -> Result<()> {
        let row = found(tx, scope, id)?;
        let whole = row.kept_to == row.quote.paid_to;
        let (from, reason) =
            if whole { (row.quote.period_from, "office_refused") } else { (row.kept_to.plus_days(1), "compulsory") };
        let body = json!({ "from_month": from, "reason": reason, "decided_on": day });
        enrolments::refund_enrolment(tx, scope, id, &entered(body)?).map(drop)
    }
}

fn handed_id(n: usize, on: Day) -> Result<HandOverId> {
    id("hand-over", n, on)
}

fn found(tx: &mut Tx, scope: &Scope, id: EnrolmentId) -> Result<InScope<Enrolment>> {
    enrolments::find_enrolment(tx.conn()?, scope, id)?.ok_or_else(|| mistake("no such enrolment"))
}

fn pay(tx: &mut Tx, scope: &Scope, id: EnrolmentId, (n, k): (usize, usize), day: Day) -> Result<()> {
    let amount = found(tx, scope, id)?.quote.payable_vnd;
    let body = json!({ "receipt_number": format!("MAU-{:06}-{}", n + 1, k + 1), "receipt_on": day, "paid_on": day,
                       "amount_vnd": amount });
    enrolments::pay_enrolment(tx, scope, id, &entered(body)?).map(drop)
}

/// The lowest income of voluntary insurance on a day, and the step between incomes, whole đồng.
fn incomes(tx: &mut Tx, on: Day) -> Result<(i64, i64)> {
    let (book, known) = (rates::book(tx.conn()?)?, rates::law_number(tx.conn()?)?);
    let value = |kind| book.on(kind, "", on, known).and_then(|fact| fact.value);
    value(RateKind::RuralPovertyLine)
        .zip(value(RateKind::IncomeStep))
        .map(|(floor, step)| (floor, step.max(1) * 4))
        .ok_or_else(|| mistake("no law on incomes"))
}
