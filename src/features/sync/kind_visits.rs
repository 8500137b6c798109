//! Visits and follow-ups on phones.
use serde_json::json;

use super::{
    kinds::{Arrival, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, body, one_by_one, shown},
    op::OpKind,
    queries_kinds as queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Error, Problem, Result},
    db::{Conn, Tx},
    features::visits::{
        self, AmendVisit, CloseFollowUp, CreateFollowUp, CreateVisit, decide::Origin, follow_up_view, insert_many,
        views,
    },
};

pub const VISIT: RecordKind = RecordKind {
    entity: "visit",
    turn: Turn::Round(3),
    right: Permission::SyncUse,
    parents: &[("household_id", "household")],
    known: queries::known_visits,
    create: create_visits,
    late: true,
    edit: None,
    private: &[],
    acts: &[(OpKind::Amend, Permission::SyncUse, amend_visit)],
    seen: Some(Seen { right: Permission::SyncUse, load: load_visits, left: None }),
};
pub const FOLLOW_UP: RecordKind = RecordKind {
    entity: "follow_up",
    turn: Turn::Round(4),
    right: Permission::SyncUse,
    parents: &[("household_id", "household"), ("person_id", "person")],
    known: queries::known_follow_ups,
    create: create_follow_ups,
    late: false,
    edit: None,
    private: &[],
    acts: &[(OpKind::End, Permission::SyncUse, close_follow_up)],
    seen: Some(Seen { right: Permission::SyncUse, load: load_follow_ups, left: None }),
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
    let mut outcomes: Outcomes = Vec::new();
    let mut reported = Vec::new();
    for arrival in arrivals {
        let op = arrival.op;
        let own = [("id", json!(op.entity_id)), ("occurred_at", json!(op.occurred_at))];
        match body::<CreateVisit>(op, &own) {
            Ok(input) => {
                reported.push((input.into_new(), origin(tx, arrival)));
                outcomes.push(Ok(None));
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
        visits::insert_follow_up(tx, scope, input).map(|_| None)
    })
}

fn close_follow_up(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let input: CloseFollowUp = body(arrival.op, &[])?;
    visits::end_follow_up(tx, scope, id, &input).map(drop)
}

fn load_visits(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::visits(conn, scope, which)?;
    views(conn, looking.seals, rows)?.iter().map(|view| shown(view.id, view)).collect()
}

fn load_follow_ups(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::follow_ups(conn, scope, which)?;
    rows.into_iter().map(|row| shown(row.id, &follow_up_view(looking.seals, row)?)).collect()
}
