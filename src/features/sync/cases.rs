//! What waits for people: phones that are out of step, values that met, operations that were refused.
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    api::{CaseState, Choice, ConflictView, DeviceView, OpStatus, RefusedView, Settling},
    apply::{self, Clocks, Sender},
    kinds::{Desk, Looking, kind},
    known::{Known, Reach, records},
    masking,
    model::{ConflictRow, Device, RefusedOp},
    op, problems,
    push::{End, device_event},
    quarantine, queries,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Day, Error, Result,
        id::{ConflictId, DeviceId, OpId},
    },
    db::{Conn, Event, Place, Seals, Tx, scoped},
    features::sessions,
};

/// How a phone is doing.
///
/// # Errors
/// When the database fails.
pub fn device_view(conn: &mut Conn, device: Device) -> Result<DeviceView> {
    let open_refused = queries::open_refused(conn, device.id)?;
    let missing = queries::missing(conn, &device)?;
    Ok(DeviceView {
        id: device.id,
        user_id: device.user_id,
        area_id: device.area_id,
        label: device.label,
        app_version: device.app_version,
        schema_version: device.schema_version,
        last_contact_at: device.last_contact_at,
        last_push_at: device.last_push_at,
        reported_waiting: device.reported_waiting,
        reported_refused: device.reported_refused,
        open_refused,
        missing,
        have_rev: device.have_rev,
        clock_skew_s: device.clock_skew_s,
        revoked_at: device.revoked_at,
    })
}

/// Takes a phone out of use: its session ends, and what it still brings goes nowhere but into quarantine.
///
/// # Errors
/// `not-found`; `already-settled`.
pub fn revoke_device(tx: &mut Tx, scope: &Scope, id: DeviceId) -> Result<DeviceView> {
    let mut device = queries::device_within(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
    if device.revoked_at.is_some() {
        return Err(problems::SETTLED.now().into());
    }
    device.revoked_at = Some(tx.now());
    // Nobody signs themselves out with it: who can do this on the phone itself has it in their hands.
    if let Some(session_id) = device.session_id.filter(|session| Some(*session) != tx.actor().session_id) {
        sessions::end(tx, session_id, "phone taken out of use")?;
    }
    queries::update_device(tx, &device)?;
    tx.record(device_event("device.revoked", &device));
    device_view(tx.conn()?, device)
}

/// A conflict as people see it.
///
/// # Errors
/// When a sealed value does not open.
pub fn conflict_view(seals: &Seals, row: ConflictRow) -> Result<ConflictView> {
    let open = |column: &'static str, sealed: &str| -> Result<Value> {
        let text = seals.open(Place { table: "conflicts", column, row: row.id.as_str() }, sealed)?;
        serde_json::from_str(&text).map_err(Error::internal)
    };
    let kept = masking::shown(&row.entity, &row.field, open("kept_sealed", &row.kept_sealed)?);
    let losing = masking::shown(&row.entity, &row.field, open("losing_sealed", &row.losing_sealed)?);
    Ok(ConflictView {
        id: row.id,
        entity: row.entity,
        entity_id: row.entity_id,
        area_id: row.area_id,
        field: row.field,
        kept,
        losing,
        user_id: row.user_id,
        op_id: row.op_id,
        state: row.state,
        choice: row.resolution,
        resolved_by: row.resolved_by,
        resolved_at: row.resolved_at,
        created_at: row.created_at,
    })
}

/// Decides between two values that met. The one that lost is written when it is chosen.
///
/// # Errors
/// `not-found`; `already-settled`; what the record's own rules refuse.
pub fn resolve_conflict(tx: &mut Tx, scope: &Scope, id: ConflictId, choice: Choice) -> Result<ConflictView> {
    let seals = tx.seals();
    let found = queries::conflict(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let mut row = (*found).clone();
    if row.state == CaseState::Settled {
        return Err(problems::SETTLED.now().into());
    }
    if choice == Choice::Losing {
        let place = Place { table: "conflicts", column: "losing_sealed", row: id.as_str() };
        let value: Value = serde_json::from_str(&seals.open(place, &row.losing_sealed)?).map_err(Error::internal)?;
        let edit = kind(&row.entity).and_then(|kind| kind.edit).ok_or_else(Error::not_found)?;
        (edit.write)(tx, scope, &row.entity_id, Map::from_iter([(row.field.clone(), value)]))?;
    }
    row.state = CaseState::Settled;
    row.resolution = Some(choice);
    row.resolved_by = tx.actor().user_id;
    row.resolved_at = Some(tx.now());
    row.rev += 1;
    queries::settle_conflict(tx, &found, &row)?;
    tx.record(Event::new("conflict.resolved", "conflict", id).in_area(row.area_id).fields(["resolution"]));
    conflict_view(seals, row)
}

/// A refused operation as people see it: without money for those who may not see it there.
///
/// # Errors
/// When the sealed operation does not open.
pub fn refused_view(conn: &mut Conn, looking: Looking<'_>, today: Day, row: RefusedOp) -> Result<RefusedView> {
    let operation = opened(looking.seals, &row)?;
    let money = Scope::of(looking.actor, Permission::EnrolmentsMoney, today);
    let open = match (row.area_id, row.organisation_id) {
        (Some(area), Some(own)) => scoped::reaches_for(conn, &money, area, own)?,
        (Some(area), None) => scoped::reaches_freely(conn, &money, area)?,
        (None, _) => false,
    };
    Ok(RefusedView {
        id: row.id,
        op_id: row.op_id,
        device_id: row.device_id,
        user_id: row.user_id,
        area_id: row.area_id,
        code: row.code,
        field: row.field,
        quarantined: row.quarantined,
        operation: masking::shown_operation(operation, open),
        state: row.state,
        settled_by: row.settled_by,
        settled_at: row.settled_at,
        created_at: row.created_at,
    })
}

fn opened(seals: &Seals, row: &RefusedOp) -> Result<Value> {
    let place = Place { table: "refused_ops", column: "payload_sealed", row: row.id.as_str() };
    serde_json::from_str(&seals.open(place, &row.payload_sealed)?).map_err(Error::internal)
}

/// Decides over a refused operation: it does not count, or it is done after all, with the rights of whoever decides.
///
/// # Errors
/// `not-found`; `already-settled`; why it cannot be done now either.
pub fn settle_refused(tx: &mut Tx, scope: &Scope, desk: Desk<'_>, id: OpId, action: Settling) -> Result<RefusedView> {
    let seals = tx.seals();
    let found = queries::refused(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let mut row = (*found).clone();
    if row.state == CaseState::Settled {
        return Err(problems::SETTLED.now().into());
    }
    if action == Settling::Apply {
        do_after_all(tx, scope, desk, &row)?;
    }
    row.state = CaseState::Settled;
    row.settled_by = tx.actor().user_id;
    row.settled_at = Some(tx.now());
    queries::settle_refused(tx, &found, &row)?;
    let event = Event::new("refused_op.settled", "refused_op", id).fields([action.as_str()]);
    tx.record(match row.area_id {
        Some(area_id) => event.in_area(area_id),
        None => event,
    });
    let (actor, today) = (tx.actor().clone(), tx.today());
    refused_view(tx.conn()?, Looking { actor: &actor, seals }, today, row)
}

fn do_after_all(tx: &mut Tx, scope: &Scope, desk: Desk<'_>, row: &RefusedOp) -> Result<()> {
    let op = op::read(&opened(tx.seals(), row)?).map_err(|_| Error::from(problems::OP_MALFORMED.now()))?;
    let device = queries::device(tx.conn()?, row.device_id)?.ok_or_else(Error::not_found)?;
    let before = queries::settled(tx.conn()?, &[op.op_id])?.pop();
    if before.as_ref().is_some_and(|before| before.payload_hash == op.hash && before.status != OpStatus::Refused) {
        // It was held first, and pushed when its user could sign in again.
        return Ok(());
    }
    let reach = Reach { now: scope.clone(), before: scope.narrowed(&[]) };
    let known: Known = records(tx, device.id, &reach, &[(0, &op)])?;
    let at = row.created_at;
    let skew = device.clock_skew_s.unwrap_or_default();
    let clocks = Clocks { phone_now: at.plus_seconds(skew), server_now: at };
    let mut ends = BTreeMap::new();
    let sender = Sender { user_id: row.user_id, device: &device, desk };
    apply::apply(tx, &reach, &known, sender, clocks, vec![(0, &op)], &mut ends)?;
    match ends.remove(&0) {
        Some(End::Settled(_)) if before.is_some() => queries::mark_applied(tx, op.op_id),
        Some(End::Settled(done)) => quarantine::settle_done(tx, &device, row, &op, &done),
        Some(End::Refused { problem, .. }) => Err(Error::Problem(problem)),
        _ => Err(Error::not_found()),
    }
}
