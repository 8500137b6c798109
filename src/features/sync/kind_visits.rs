//! Visits and follow-ups on phones.
use serde_json::json;

use super::{
    kinds::{Arrival, Outcomes, RecordKind, Shown, Which, body, one_by_one, shown},
    op::OpKind,
    queries_kinds as queries,
};
use crate::{
    access::Scope,
    base::{Error, Problem, Result},
    db::{Conn, Seals, Tx},
    features::visits::{
        self, AmendVisit, CloseFollowUp, CreateFollowUp, CreateVisit, decide::Origin, follow_up_view, insert_many,
        views,
    },
};

pub const VISIT: RecordKind = RecordKind {
    entity: "visit",
    round: 3,
    parents: &[("household_id", "household")],
    known: queries::known_visits,
    create: create_visits,
    late: true,
    edit: None,
    acts: &[(OpKind::Amend, amend_visit)],
    load: load_visits,
};
pub const FOLLOW_UP: RecordKind = RecordKind {
    entity: "follow_up",
    round: 4,
    parents: &[("household_id", "household"), ("person_id", "person")],
    known: queries::known_follow_ups,
    create: create_follow_ups,
    late: false,
    edit: None,
    acts: &[(OpKind::End, close_follow_up)],
    load: load_follow_ups,
};

fn origin(tx: &Tx, arrival: &Arrival<'_>) -> Origin {
    Origin {
        user_id: Some(arrival.user_id),
        device_id: Some(arrival.device_id),
        estimated: arrival.timing.estimated,
        clock_suspect: arrival.timing.clock_suspect,
        received_at: tx.now(),
    }
}

fn create_visits(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    let mut outcomes: Vec<std::result::Result<(), Box<Problem>>> = Vec::new();
    let mut reported = Vec::new();
    for arrival in arrivals {
        let op = arrival.op;
        let own = [("id", json!(op.entity_id)), ("occurred_at", json!(op.occurred_at))];
        match body::<CreateVisit>(op, &own) {
            Ok(input) => {
                reported.push((input.into_new(), origin(tx, arrival)));
                outcomes.push(Ok(()));
            }
            Err(Error::Problem(problem)) => outcomes.push(Err(problem)),
            Err(internal) => return Err(internal),
        }
    }
    if reported.is_empty() {
        return Ok(outcomes);
    }
    let mut written = insert_many(tx, scope, reported)?.into_iter();
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.is_ok()) {
        if let Some(Err(refused)) = written.next() {
            *outcome = Err(Box::new(refused.into()));
        }
    }
    Ok(outcomes)
}

fn amend_visit(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let first = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: AmendVisit = body(arrival.op, &[("occurred_at", json!(arrival.op.occurred_at))])?;
    let found = visits::find(tx.conn()?, scope, first)?.ok_or_else(Error::not_found)?;
    let origin = origin(tx, &arrival);
    let new = input.into_new(first, found.household_id);
    match insert_many(tx, scope, vec![(new, origin)])?.pop() {
        Some(Ok(_)) => Ok(()),
        Some(Err(refused)) => Err(Problem::from(refused).into()),
        None => Err(Error::internal("a visit without a result")),
    }
}

fn create_follow_ups(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, .. }| {
        let input: CreateFollowUp = body(op, &[("id", json!(op.entity_id))])?;
        visits::insert_follow_up(tx, scope, input).map(drop)
    })
}

fn close_follow_up(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: CloseFollowUp = body(arrival.op, &[])?;
    visits::end_follow_up(tx, scope, id, &input).map(drop)
}

fn load_visits(conn: &mut Conn, scope: &Scope, seals: &Seals, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::visits(conn, scope, which)?;
    views(conn, seals, rows)?.iter().map(|view| shown(view.id, view)).collect()
}

fn load_follow_ups(conn: &mut Conn, scope: &Scope, seals: &Seals, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::follow_ups(conn, scope, which)?;
    rows.into_iter().map(|row| shown(row.id, &follow_up_view(seals, row)?)).collect()
}
