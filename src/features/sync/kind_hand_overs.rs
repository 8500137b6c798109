//! Households on their way to a collection organisation, and what is due to be renewed, on phones.
use serde_json::json;

use super::{
    kinds::{Arrival, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, body, one_by_one, shown},
    op::OpKind,
    problems, queries_kinds as queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Error, Result},
    db::{Conn, Tx},
    features::{
        hand_overs::{self, AcceptHandOver, CreateHandOver, ReturnHandOver, WithdrawHandOver},
        renewals::{self, ReopenRenewal, StopRenewal},
    },
};

pub const HAND_OVER: RecordKind = RecordKind {
    entity: "hand_over",
    turn: Turn::Own,
    right: Permission::HandOversUse,
    parents: &[("household_id", "household"), ("visit_id", "visit"), ("after_id", "hand_over")],
    known: queries::known_hand_overs,
    create: hand_over,
    late: false,
    edit: None,
    private: &[],
    acts: &[
        (OpKind::Accept, Permission::EnrolmentsRecord, accept),
        (OpKind::Return, Permission::EnrolmentsRecord, give_back),
        (OpKind::Withdraw, Permission::HandOversUse, withdraw),
    ],
    seen: Some(Seen { right: Permission::HandOversUse, load: load_hand_overs, left: Some(queries::left_hand_overs) }),
};
/// Payments make renewals; phones end them.
pub const RENEWAL: RecordKind = RecordKind {
    entity: "renewal",
    turn: Turn::Own,
    right: Permission::EnrolmentsRecord,
    parents: &[],
    known: queries::known_renewals,
    create: refuse,
    late: false,
    edit: None,
    private: &["why"],
    acts: &[(OpKind::Stop, Permission::EnrolmentsRecord, stop), (OpKind::Reopen, Permission::EnrolmentsRecord, reopen)],
    seen: Some(Seen { right: Permission::EnrolmentsRead, load: load_renewals, left: Some(queries::left_renewals) }),
};

fn hand_over(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, desk, .. }| {
        let input: CreateHandOver = body(op, &[("id", json!(op.entity_id))])?;
        hand_overs::create_hand_over(tx, scope, input, desk.calling).map(|_| None)
    })
}

fn accept(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: AcceptHandOver = body(arrival.op, &[])?;
    hand_overs::accept_hand_over(tx, scope, id, &input).map(drop)
}

fn give_back(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: ReturnHandOver = body(arrival.op, &[])?;
    hand_overs::return_hand_over(tx, scope, id, &input).map(drop)
}

fn withdraw(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: WithdrawHandOver = body(arrival.op, &[])?;
    hand_overs::withdraw_hand_over(tx, scope, id, &input).map(drop)
}

fn refuse(_: &mut Tx, _: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    Ok(arrivals.iter().map(|_| Err(Box::new(problems::OP_UNKNOWN.now()))).collect())
}

fn stop(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: StopRenewal = body(arrival.op, &[])?;
    renewals::stop_renewal(tx, scope, id, &input).map(drop)
}

fn reopen(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let _: ReopenRenewal = body(arrival.op, &[])?;
    renewals::reopen_renewal(tx, scope, id).map(drop)
}

fn load_hand_overs(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::hand_overs(conn, scope, which)?;
    hand_overs::views(conn, scope, looking.seals, rows)?.iter().map(|view| shown(view.id, view)).collect()
}

fn load_renewals(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::renewals(conn, scope, which)?;
    renewals::views(conn, scope, looking.seals, rows)?.iter().map(|view| shown(view.id, view)).collect()
}
