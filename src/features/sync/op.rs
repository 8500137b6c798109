//! One operation as a phone sends it. Each is read by itself, so that a bad one never holds up its neighbours.
use aws_lc_rs::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{canonical::canonical, restore::FeedMark};
use crate::base::{
    Id, Moment,
    hex::hex,
    id::OpId,
    of,
    text::{Code, Line},
    text_enum::text_enum,
};

text_enum! {
    /// What an operation does.
    pub enum OpKind {
        /// Makes a record.
        Create = "create",
        /// Changes fields of a record.
        Patch = "patch",
        /// Corrects a record that is never edited: the first version stays.
        Amend = "amend",
        /// Ends something that was given: a consent, a claim, a follow-up.
        End = "end",
        /// Declares a sign-up: what the form asks is there.
        Declare = "declare",
        /// Pays a sign-up in full, with a receipt.
        Pay = "pay",
        /// Withdraws a promise.
        Cancel = "cancel",
        /// Takes a household over.
        Accept = "accept",
        /// Gives a household back.
        Return = "return",
        /// Takes a hand-over back.
        Withdraw = "withdraw",
        /// Says that somebody will not renew.
        Stop = "stop",
        /// Says that they may after all.
        Reopen = "reopen",
    }
}

/// What the phone had pulled when the edit was made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Base {
    feed_epoch: Line<64>,
    rev: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    op_id: OpId,
    seq: i64,
    after_seq: Option<i64>,
    entity: Code,
    entity_id: Id<of::SyncOp>,
    kind: OpKind,
    base: Option<Base>,
    fields: Option<Map<String, Value>>,
    occurred_at: Moment,
    #[expect(dead_code, reason = "kept by the hash; a phone says it for people who look into a clock that was wrong")]
    tz_min: Option<i32>,
    #[expect(dead_code, reason = "as above")]
    mono_ms: Option<i64>,
}

/// An operation that could be read.
#[derive(Debug, Clone)]
pub struct Op {
    /// Its id, made on the phone.
    pub op_id: OpId,
    /// SHA-256 of its canonical JSON, hexadecimal.
    pub hash: String,
    /// Its number within (device, epoch), from 1.
    pub seq: i64,
    /// The number of the phone's previous operation on the same record.
    pub after_seq: Option<i64>,
    /// What kind of record.
    pub entity: String,
    /// Which record.
    pub entity_id: String,
    /// What it does.
    pub kind: OpKind,
    /// What the phone knew.
    pub base: Option<FeedMark>,
    /// The values.
    pub fields: Map<String, Value>,
    /// When it happened, as the phone says.
    pub occurred_at: Moment,
}

/// An operation that could not be read; what could be made out of it.
#[derive(Debug, Clone)]
pub struct Unreadable {
    /// Its id, if it has one.
    pub op_id: Option<OpId>,
    /// Its number, if it has one.
    pub seq: Option<i64>,
    /// SHA-256 of its canonical JSON.
    pub hash: String,
}

/// An operation, or what could be made out of something that is none.
pub type ReadOp = Result<Op, Unreadable>;

/// Reads one operation.
pub fn read(value: &Value) -> ReadOp {
    let hash = hash(value);
    match Wire::deserialize(value) {
        Ok(wire) if wire.seq >= 1 && wire.after_seq.is_none_or(|after| (1..wire.seq).contains(&after)) => Ok(Op {
            op_id: wire.op_id,
            hash,
            seq: wire.seq,
            after_seq: wire.after_seq,
            entity: wire.entity.into_inner(),
            entity_id: wire.entity_id.to_string(),
            kind: wire.kind,
            base: wire.base.map(|b| FeedMark { feed_epoch: b.feed_epoch.into_inner(), rev: b.rev }),
            fields: wire.fields.unwrap_or_default(),
            occurred_at: wire.occurred_at,
        }),
        _ => Err(Unreadable {
            op_id: value.get("op_id").and_then(Value::as_str).and_then(|text| text.parse().ok()),
            seq: value.get("seq").and_then(Value::as_i64).filter(|seq| *seq >= 1),
            hash,
        }),
    }
}

fn hash(value: &Value) -> String {
    hex(digest(&SHA256, canonical(value).as_bytes()).as_ref())
}
