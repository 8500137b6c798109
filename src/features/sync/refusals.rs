//! Operations that were refused, as they are kept for people to see.
use serde_json::Value;

use super::{
    api::CaseState,
    model::{Device, RefusedOp},
    op::ReadOp,
};
use crate::{
    access::HeldGrant,
    base::{
        Id, Result,
        id::{OpId, OrganisationId},
    },
    db::{Place, Tx},
};

/// Why an operation is kept for people to see.
pub struct Why {
    /// The word of the refusal.
    pub code: &'static str,
    /// The field at fault.
    pub field: Option<String>,
    /// Whether somebody should decide whether it counts after all.
    pub quarantined: bool,
}

/// For which collection organisation somebody works who holds these grants.
pub fn organisation_of(grants: &[HeldGrant]) -> Option<OrganisationId> {
    grants.iter().filter(|grant| grant.role.is_collecting()).find_map(|grant| grant.organisation_id)
}

/// Where an operation came from.
#[derive(Clone, Copy)]
pub struct Origin<'a, 'e> {
    /// The phone.
    pub device: &'a Device,
    /// Of which making of its local database.
    pub epoch: &'e str,
    /// For which collection organisation its user works.
    pub organisation_id: Option<OrganisationId>,
}

/// An operation as it is kept, whole and sealed, until somebody settles it.
///
/// # Errors
/// When it cannot be sealed.
pub fn kept(tx: &Tx, sender: &Origin<'_, '_>, read: &ReadOp, sent: &Value, why: Why) -> Result<RefusedOp> {
    let device = sender.device;
    let (seals, id): (_, OpId) = (tx.seals(), Id::new());
    let at = Place { table: "refused_ops", column: "payload_sealed", row: id.as_str() };
    let op = read.as_ref().ok();
    let (op_id, hash) = read.as_ref().map_or_else(|bad| (bad.op_id, &bad.hash), |op| (Some(op.op_id), &op.hash));
    Ok(RefusedOp {
        payload_sealed: seals.seal(at, &sent.to_string())?,
        id,
        op_id: op_id.map(|id| id.to_string()),
        payload_hash: hash.clone(),
        device_id: device.id,
        epoch: sender.epoch.to_owned(),
        user_id: device.user_id,
        area_id: device.area_id,
        entity: op.map(|op| op.entity.clone()),
        entity_id: op.map(|op| op.entity_id.clone()),
        code: why.code.to_owned(),
        field: why.field,
        quarantined: why.quarantined,
        seal_key: seals.key_number()?,
        state: CaseState::Open,
        settled_by: None,
        settled_at: None,
        created_at: tx.now(),
        organisation_id: sender.organisation_id,
    })
}
