//! What somebody brings who may not sign in any more: a user who was disabled, a phone taken out of use, a token that
//! cannot be renewed. It is kept for a supervisor and changes nothing; nothing can be read this way.
//!
//! Whose phone it is, is shown by its key: fetched while its user could sign in, derived from the phone's id and the
//! server's root secret, stored nowhere (docs/adr/0013-tokens-are-derived.md).
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    api::{DeviceKeyView, Held, OPS_AT_ONCE, OpStatus, Quarantine},
    apply::Done,
    known::LATE_DAYS,
    model::{Device, RefusedOp, SettledOp},
    op::{self, Op, ReadOp},
    problems,
    push::device_event,
    queries,
    refusals::{Origin, Why, kept, organisation_of},
};
use crate::{
    base::{
        Error, Result,
        hex::{hex, unhex},
        id::{DeviceId, OpId, UserId},
        text::Line,
    },
    db::{Conn, FeedKind, Keys, Purpose, Tx},
};

/// Undecided operations that one phone may have here; more are refused until somebody decides.
const MOST_HELD: i64 = 20_000;

/// What was signed: the operations as they would have been pushed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Carried {
    epoch: Line<64>,
    ops: Vec<Map<String, Value>>,
}

/// The key with which a phone signs what it brings without a sign-in; not to others than the person whose phone it is.
///
/// # Errors
/// `device-of-another-user`; `device-revoked`.
pub fn device_key(conn: &mut Conn, keys: &Keys, user_id: UserId, id: DeviceId) -> Result<DeviceKeyView> {
    match queries::device(conn, id)? {
        Some(device) if device.user_id != user_id => return Err(problems::DEVICE_OF_ANOTHER.now().into()),
        Some(device) if device.revoked_at.is_some() => return Err(problems::DEVICE_REVOKED.now().into()),
        _ => {}
    }
    Ok(DeviceKeyView { device_key: hex(&keys.tag(Purpose::DeviceKey, id.as_str().as_bytes())) })
}

/// Whether this phone signed this text.
pub fn signed_by(keys: &Keys, brought: &Quarantine) -> bool {
    let key = keys.tag(Purpose::DeviceKey, brought.device_id.as_str().as_bytes());
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key);
    let Some(signature) = unhex(&brought.signature) else { return false };
    aws_lc_rs::hmac::verify(&key, brought.payload.as_bytes(), &signature).is_ok()
}

/// Keeps what was brought, each operation once. Those that were settled before need no keeping.
///
/// # Errors
/// `device-signature-wrong` for a phone that is not known; `quarantine-full`; `op-malformed` when the text is no push.
pub fn hold(tx: &mut Tx, brought: &Quarantine) -> Result<Held> {
    let mut device =
        queries::device(tx.conn()?, brought.device_id)?.ok_or_else(|| Error::from(problems::SIGNATURE.now()))?;
    let carried: Carried =
        serde_json::from_str(&brought.payload).map_err(|_| Error::from(problems::OP_MALFORMED.now()))?;
    if carried.ops.len() > OPS_AT_ONCE {
        return Err(problems::OP_MALFORMED.now().into());
    }
    let sent: Vec<Value> = carried.ops.into_iter().map(Value::Object).collect();
    let read: Vec<ReadOp> = sent.iter().map(op::read).collect();
    let ids: Vec<OpId> = read.iter().filter_map(|op| op.as_ref().ok().map(|op| op.op_id)).collect();
    let settled = queries::settled(tx.conn()?, &ids)?;
    let known = |hash: &str| settled.iter().any(|before| before.payload_hash == hash);
    let (today, mut rows) = (tx.today(), Vec::new());
    // Whoever cannot sign in may hold nothing any more: what counts is for whom the phone's user worked last.
    let grants = queries::recent_grants(tx.conn()?, device.user_id, today.plus_days(-LATE_DAYS), today)?;
    let organisation_id = organisation_of(&grants);
    let from = Origin { device: &device, epoch: &carried.epoch, organisation_id };
    for (read, sent) in read.iter().zip(&sent) {
        let hash = read.as_ref().map_or_else(|bad| &bad.hash, |op| &op.hash);
        if !known(hash) {
            let why = Why { code: problems::HELD.code, field: None, quarantined: true };
            rows.push(kept(tx, &from, read, sent, why)?);
        }
    }
    let waiting = queries::open_refused(tx.conn()?, device.id)?;
    if waiting + i64::try_from(rows.len()).map_err(Error::internal)? > MOST_HELD {
        return Err(problems::QUARANTINE_FULL.now().into());
    }
    device.last_contact_at = tx.now();
    queries::update_device(tx, &device)?;
    if queries::insert_refused(tx, &rows)? == 0 {
        tx.housekeeping("a phone that brought nothing new was heard of");
    } else {
        tx.record(device_event("sync.quarantined", &device));
    }
    Ok(Held { held: sent.len(), server_now: tx.now() })
}

/// An operation that was held and is done now: a phone that pushes it later hears that it was done. Nothing when its
/// number belongs to another operation.
///
/// # Errors
/// When the database fails.
pub fn settle_done(tx: &mut Tx, device: &Device, row: &RefusedOp, op: &Op, done: &Done) -> Result<()> {
    let mut own = device.clone();
    (own.epoch, own.complete_to) = (row.epoch.clone(), 0);
    if queries::numbered(tx.conn()?, &own, &[op.seq])?.contains_key(&op.seq) {
        return Ok(());
    }
    if !done.changed {
        tx.touch("sync_op", op.op_id, FeedKind::Upsert, None);
    }
    let revs = tx.revs()?;
    let of = |entity: &str, id: &str| revs.get(&(entity, id)).copied();
    let rev = of("sync_op", op.op_id.as_str()).or_else(|| of(&op.entity, &op.entity_id)).unwrap_or_default();
    let settled = SettledOp {
        op_id: op.op_id,
        device_id: device.id,
        epoch: &row.epoch,
        seq: op.seq,
        user_id: row.user_id,
        entity: &op.entity,
        entity_id: &op.entity_id,
        kind: op.kind.as_str(),
        payload_hash: &op.hash,
        status: OpStatus::Accepted,
        code: Some("applied-later"),
        field: None,
        rev,
        occurred_at: Some(op.occurred_at),
        received_at: row.created_at,
    };
    queries::insert_settled(tx, &[settled])
}
