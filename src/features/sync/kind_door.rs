//! What is sold at the door, on phones: quotes that are kept, and the sign-ups made of them up to the payment.
use serde_json::json;

use super::{
    kinds::{Arrival, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, body, one_by_one, shown},
    op::OpKind,
    queries_kinds as queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Day, Error, Result},
    db::{Conn, Tx},
    features::{
        accounts::Empty,
        enrolments::{self, CancelEnrolment, CreateEnrolment, PayEnrolment, Promise},
        quotes::{self, KeepQuote},
    },
};

/// The question travels and is answered here; what people were shown is kept beside it.
pub const KEPT_QUOTE: RecordKind = RecordKind {
    entity: "kept_quote",
    turn: Turn::Own,
    right: Permission::QuotesMake,
    parents: &[],
    known: queries::known_kept_quotes,
    create: keep_quotes,
    late: false,
    edit: None,
    private: &["question", "shown_vnd"],
    acts: &[],
    seen: None,
};
pub const ENROLMENT: RecordKind = RecordKind {
    entity: "enrolment",
    turn: Turn::Own,
    right: Permission::EnrolmentsRecord,
    parents: &[("kept_quote_id", "kept_quote"), ("person_id", "person")],
    known: queries::known_enrolments,
    create: promise,
    late: false,
    edit: None,
    private: &["amount_vnd", "receipt_number", "why"],
    acts: &[
        (OpKind::Declare, Permission::EnrolmentsRecord, declare),
        (OpKind::Pay, Permission::EnrolmentsRecord, pay),
        (OpKind::Cancel, Permission::EnrolmentsRecord, cancel),
    ],
    seen: Some(Seen { right: Permission::EnrolmentsRead, load: load_enrolments, left: Some(queries::left_enrolments) }),
};

/// Of a quote that came out otherwise than people were shown.
const DIFFERS: &str = "quote-differs";

/// The day at the door, as far as the phone's clock can be believed, and not ahead of us.
fn day_there(tx: &Tx, arrival: &Arrival<'_>) -> Day {
    arrival.timing.estimated.min(tx.now()).day()
}

fn keep_quotes(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, arrival| {
        let input: KeepQuote = body(arrival.op, &[("id", json!(arrival.op.entity_id))])?;
        let asked_on = day_there(tx, arrival);
        let (kept, ..) = quotes::keep_quote(tx, scope, arrival.desk.law, input, asked_on)?;
        Ok(kept.differs().then_some(DIFFERS))
    })
}

fn promise(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, arrival| {
        let input: CreateEnrolment = body(arrival.op, &[("id", json!(arrival.op.entity_id))])?;
        // A promise that was long under way is no promise of another day.
        let promise = Promise { on: day_there(tx, arrival), by: Some(arrival.user_id) };
        enrolments::create_enrolment(tx, scope, input, promise).map(|_| None)
    })
}

fn declare(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let _: Empty = body(arrival.op, &[])?;
    enrolments::declare_enrolment(tx, scope, id).map(drop)
}

fn pay(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: PayEnrolment = body(arrival.op, &[])?;
    enrolments::pay_enrolment(tx, scope, id, &input).map(drop)
}

fn cancel(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: CancelEnrolment = body(arrival.op, &[])?;
    enrolments::cancel_enrolment(tx, scope, id, &input).map(drop)
}

fn load_enrolments(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::enrolments(conn, scope, which)?;
    let views = enrolments::views(conn, scope, looking.seals, looking.actor, rows)?;
    views.iter().map(|view| shown(view.id, view)).collect()
}
