//! What a phone sealed to this server before it sent it. Opened here and done exactly as a push of that phone by its user:
//! the same operations with the same ids and hashes, so that nothing counts twice whichever way it comes first.
//!
//! Only whoever did it brings it: the author stands within the seal, and nobody hears what lies in another's work.
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    api::{Push, SealedOp, SealedPush},
    problems,
};
use crate::{
    base::{Result, id::UserId},
    db::Keys,
};

/// What lies within a seal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Within {
    user_id: UserId,
    op: Map<String, Value>,
}

/// The operations as they would have been pushed. What does not open stays as it came: it is refused as something that
/// cannot be read, and kept where people see it.
///
/// # Errors
/// `device-of-another-user` when somebody else did any of it.
pub fn opened(keys: &Keys, user_id: UserId, brought: &SealedPush) -> Result<Vec<Value>> {
    brought
        .ops
        .iter()
        .map(|sealed| {
            let about = format!("{}|{}", brought.device_id, sealed.op_id);
            let plain = keys.sealing_pair(sealed.key.0)?.open(&about, &sealed.sealed);
            match plain.and_then(|bytes| serde_json::from_slice::<Within>(&bytes).ok()) {
                Some(within) if within.user_id != user_id => Err(problems::DEVICE_OF_ANOTHER.now().into()),
                Some(within) => Ok(numbered(within.op, sealed)),
                None => Ok(json!({ "op_id": sealed.op_id, "seq": sealed.seq.0, "sealed": sealed.sealed })),
            }
        })
        .collect()
}

/// The number is given after the seal, when an operation can no longer be taken back.
fn numbered(mut op: Map<String, Value>, sealed: &SealedOp) -> Value {
    op.insert("op_id".to_owned(), json!(sealed.op_id));
    op.insert("seq".to_owned(), json!(sealed.seq.0));
    if let Some(after) = &sealed.after_seq {
        op.insert("after_seq".to_owned(), json!(after.0));
    }
    Value::Object(op)
}

/// The push that these operations make.
pub fn as_push(brought: SealedPush, ops: Vec<Value>) -> Push {
    Push {
        device_id: brought.device_id,
        epoch: brought.epoch,
        phone_now: brought.phone_now,
        app_version: brought.app_version,
        schema_version: brought.schema_version,
        label: None,
        waiting: None,
        refused: None,
        have: None,
        ops,
    }
}
