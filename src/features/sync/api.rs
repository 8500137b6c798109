//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::base::{
    Moment,
    id::{AreaId, ConflictId, DeviceId, OpId, UserId},
    page::{CursorText, Limit},
    text::Line,
    text_enum::text_enum,
};

/// The most operations one push brings.
pub const OPS_AT_ONCE: usize = 200;
/// The largest push, bytes.
pub const PUSH_BYTES: usize = 1024 * 1024;

/// How far a phone or the server is: a revision is only ever compared within its epoch.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Changes with every restore of the server.
    #[schema(value_type = Line<64>)]
    pub feed_epoch: Line<64>,
    /// The revision.
    pub rev: Rev,
}

crate::base::whole::whole_number! {
    /// A number of the feed, from 0.
    Rev: i64, 0 to 9_000_000_000_000_000_i64
}

/// What a phone brings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// The phone.
    pub device_id: DeviceId,
    /// Drawn at random when the phone's local database was made.
    pub epoch: Line<64>,
    /// What the phone's clock shows while it sends.
    pub phone_now: Moment,
    /// The app's version, for people.
    pub app_version: Option<Line<40>>,
    /// The version of the app's data.
    pub schema_version: SmallCount,
    /// A name for the phone.
    pub label: Option<Line<80>>,
    /// How many operations still wait on the phone after this push.
    pub waiting: Option<SmallCount>,
    /// How many refused operations the phone still shows.
    pub refused: Option<SmallCount>,
    /// How far the phone has pulled.
    pub have: Option<Mark>,
    /// Up to 200 operations in the order of their `seq`: `{op_id, seq, after_seq, entity, entity_id, kind, base: {feed_epoch,
    /// rev}, fields, occurred_at, tz_min, mono_ms}`. `kind` is create, patch, amend or end, and for sign-ups, hand-overs and renewals what is done to them: declare,
    /// pay, cancel; accept, return, withdraw; stop, reopen. Each is answered by itself.
    #[schema(value_type = Vec<Object>, max_items = 200)]
    #[serde(deserialize_with = "objects")]
    pub ops: Vec<Value>,
}

crate::base::whole::whole_number! {
    /// A number of things, up to a million.
    SmallCount: i32, 0 to 1_000_000
}

crate::base::whole::whole_number! {
    /// The number of an operation, from 1.
    Seq: i64, 1 to 9_000_000_000_000_000_i64
}
crate::base::whole::whole_number! {
    /// The number of a pair of keys, from 1.
    PairNumber: i32, 1 to 1_000_000
}

/// What a phone brings that it sealed to the server and may no longer be able to open itself: after a PIN that was
/// forgotten, or from a file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedPush {
    /// The phone on which it was done.
    pub device_id: DeviceId,
    /// Drawn at random when that phone's local database was made.
    pub epoch: Line<64>,
    /// What the clock of the sending phone shows.
    pub phone_now: Moment,
    /// The app's version, for people.
    pub app_version: Option<Line<40>>,
    /// The version of the app's data.
    pub schema_version: SmallCount,
    /// Up to 200 operations in the order of their `seq`.
    #[serde(deserialize_with = "crate::base::few::at_most::<OPS_AT_ONCE, _, _>")]
    #[schema(max_items = 200)]
    pub ops: Vec<SealedOp>,
}

/// One operation, sealed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedOp {
    pub op_id: OpId,
    pub seq: Seq,
    pub after_seq: Option<Seq>,
    /// To which pair of keys, as the manifest gave it.
    pub key: PairNumber,
    /// Base64 of the sender's point (65 bytes), a nonce (12 bytes) and AES-256-GCM of `{"user_id": …, "op": …}`, the
    /// operation without `seq` and `after_seq`; bound to `<device_id>|<op_id>`.
    #[schema(max_length = 200_000)]
    #[serde(deserialize_with = "sealed")]
    pub sealed: String,
}

/// More characters than any sealed operation has.
const SEALED_MOST: usize = 200_000;

fn sealed<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.chars().count() <= SEALED_MOST { Ok(text) } else { Err(serde::de::Error::custom("too long")) }
}

fn objects<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
    let ops = Vec::<Value>::deserialize(deserializer)?;
    if ops.len() <= OPS_AT_ONCE && ops.iter().all(Value::is_object) {
        Ok(ops)
    } else {
        Err(serde::de::Error::custom("out of range"))
    }
}

text_enum! {
    /// What became of an operation.
    pub enum OpStatus {
        /// Done as it came.
        Accepted = "accepted",
        /// Done before; the answer of that time stands in `was`.
        Duplicate = "duplicate",
        /// Done together with what others had changed; nothing was lost.
        Merged = "merged",
        /// A value lost and stands in a conflict, for people to decide.
        Conflict = "conflict",
        /// Refused, and kept on the server where people see it.
        Refused = "refused",
        /// Not yet: something it hangs on is not there. Send it again.
        Deferred = "deferred",
    }
}
crate::db::text_column!(OpStatus, CaseState, Choice);

/// The answer to one operation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpResult {
    /// Its place in the push, from 0.
    pub place: usize,
    /// Its id; null when it has none that can be read.
    #[schema(required)]
    pub op_id: Option<String>,
    pub status: OpStatus,
    /// What became of it the first time, of a duplicate.
    #[schema(required)]
    pub was: Option<OpStatus>,
    /// A word that says why, of one refused or deferred; or that something is to be known of one accepted.
    #[schema(required)]
    pub code: Option<String>,
    /// The field at fault.
    #[schema(required)]
    pub field: Option<String>,
    /// The reason as a sentence.
    #[schema(required)]
    pub reason: Option<String>,
    /// The feed number at which it stands in the database; null when it does not.
    #[schema(required)]
    pub rev: Option<i64>,
}

/// Numbers that never arrived, both ends included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gap {
    pub from: i64,
    pub to: i64,
}

/// How far the server is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedView {
    /// Changes with every restore.
    pub feed_epoch: String,
    /// The newest revision.
    pub head: i64,
    /// The newest revision that lies in a verified backup. A phone keeps what was acknowledged above it.
    pub durable_rev: i64,
}

/// The answer to a push.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushAnswer {
    /// One for each operation, in the order of the push.
    pub results: Vec<OpResult>,
    /// What the phone should look for in its queue.
    pub missing_seqs: Vec<Gap>,
    pub server_now: Moment,
    /// By how many seconds the phone's clock is ahead.
    pub clock_skew_s: i64,
    pub feed: FeedView,
    /// The phone knows revisions this server does not have: it pushes again whatever it keeps, then pulls from the beginning.
    pub server_rolled_back: bool,
}

/// Whose key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceKeyQuestion {
    /// The phone; it need not have pushed yet.
    pub device_id: DeviceId,
}

/// The key of a phone.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceKeyView {
    /// 32 bytes, hexadecimal. The phone keeps it apart from its user's password and token.
    pub device_key: String,
}

/// What a phone brings whose user cannot sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quarantine {
    pub device_id: DeviceId,
    /// The text that was signed: `{"epoch": …, "ops": […]}` with up to 200 operations as in a push.
    pub payload: String,
    /// HMAC-SHA256 of the text with the phone's key, hexadecimal.
    #[schema(value_type = Line<64>)]
    pub signature: Line<64>,
}

/// What is held.
#[derive(Debug, Serialize, ToSchema)]
pub struct Held {
    /// How many operations of this text the server now has; all of it. The phone keeps them and tries a push when its user
    /// can sign in again.
    pub held: usize,
    pub server_now: Moment,
}

/// From where a phone pulls.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PullQuery {
    /// What the last answer gave; from the beginning unless said.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// What happened to a record.
    pub enum ItemKind {
        /// It is new or changed: `fields` is all a phone sees of it.
        Upsert = "upsert",
        /// It is gone.
        Tombstone = "tombstone",
        /// It left the areas of this person; nothing that waits on the phone is touched.
        Left = "left",
        /// All records of the areas in `fields.area_ids` left; nothing that waits on the phone is touched.
        ScopeLeft = "scope_left",
    }
}

/// One change for a phone.
#[derive(Debug, Serialize, ToSchema)]
pub struct PullItem {
    pub kind: ItemKind,
    /// `household`, `person`, `visit`, `follow_up`, `enrolment`, `hand_over`, `renewal` and others of the manifest; `area` for
    /// areas that were left.
    pub entity: String,
    #[schema(required)]
    pub id: Option<String>,
    /// The base of an edit the phone makes of this record.
    pub rev: i64,
    /// The record, of one that is there.
    #[schema(required, value_type = Option<Object>)]
    pub fields: Option<Value>,
}

/// The answer to a pull.
#[derive(Debug, Serialize, ToSchema)]
pub struct PullAnswer {
    pub items: Vec<PullItem>,
    /// To be sent with the next pull.
    pub cursor: String,
    /// Whether there is more to fetch at once.
    pub more: bool,
    pub server_now: Moment,
    pub feed: FeedView,
}

/// What an app must know before it syncs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Manifest {
    /// The oldest version of an app's data whose operations are taken.
    pub oldest_schema_version: i32,
    /// The newest one known.
    pub schema_version: i32,
    /// The most operations of one push.
    pub ops_at_once: usize,
    /// The largest push, bytes.
    pub push_bytes: usize,
    /// The kinds of records, in the order in which a pull brings them.
    pub entities: Vec<String>,
    pub server_now: Moment,
    pub feed: FeedView,
    /// To which phones seal what they have not sent.
    pub sealing_key: SealingKeyView,
}

/// The public half of a pair of keys whose other half never leaves the server.
#[derive(Debug, Serialize, ToSchema)]
pub struct SealingKeyView {
    /// Which pair; grows with each change of keys. Earlier ones still open.
    pub number: i32,
    /// A point of P-256, uncompressed: base64 of 65 bytes.
    pub public_key: String,
}

/// Which phones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DeviceQuery {
    /// Of this person.
    #[param(value_type = Option<UserId>)]
    pub user_id: Option<UserId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// How a phone is doing.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceView {
    pub id: DeviceId,
    pub user_id: UserId,
    #[schema(required)]
    pub area_id: Option<AreaId>,
    #[schema(required)]
    pub label: Option<String>,
    #[schema(required)]
    pub app_version: Option<String>,
    pub schema_version: i32,
    pub last_contact_at: Moment,
    #[schema(required)]
    pub last_push_at: Option<Moment>,
    /// Operations that waited on the phone, as it said.
    #[schema(required)]
    pub reported_waiting: Option<i32>,
    /// Refused operations it showed, as it said.
    #[schema(required)]
    pub reported_refused: Option<i32>,
    /// Refused operations of it that nobody has settled here.
    pub open_refused: i64,
    /// Numbers of its present epoch that never arrived, though later ones did.
    pub missing: i64,
    /// How far it has pulled.
    pub have_rev: i64,
    /// By how many seconds its clock was ahead at the last push.
    #[schema(required)]
    pub clock_skew_s: Option<i64>,
    #[schema(required)]
    pub revoked_at: Option<Moment>,
}

text_enum! {
    /// Whether somebody has decided.
    pub enum CaseState {
        /// Nobody has.
        Open = "open",
        /// Somebody did.
        Settled = "settled",
    }
}

/// Which conflicts or refusals.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// Open ones unless said.
    #[param(value_type = Option<CaseState>)]
    pub state: Option<CaseState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which page of one's own conflicts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OwnConflictQuery {
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// Which of two values holds.
    pub enum Choice {
        /// The one that stands.
        Kept = "kept",
        /// The one that lost.
        Losing = "losing",
    }
}

/// A decision between two values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveConflict {
    pub choose: Choice,
}

/// Two values that met. Identity numbers are masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictView {
    pub id: ConflictId,
    pub entity: String,
    pub entity_id: String,
    pub area_id: AreaId,
    pub field: String,
    /// The value that stands.
    #[schema(value_type = Value)]
    pub kept: Value,
    /// The value that lost.
    #[schema(value_type = Value)]
    pub losing: Value,
    /// Who brought the value that met another.
    pub user_id: UserId,
    /// The operation that brought it.
    pub op_id: String,
    pub state: CaseState,
    #[schema(required)]
    pub choice: Option<Choice>,
    #[schema(required)]
    pub resolved_by: Option<UserId>,
    #[schema(required)]
    pub resolved_at: Option<Moment>,
    pub created_at: Moment,
}

text_enum! {
    /// What is done with a refused operation.
    pub enum Settling {
        /// It does not count.
        Dismiss = "dismiss",
        /// It is done after all, with the rights of whoever decides.
        Apply = "apply",
    }
}

/// A decision over a refused operation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleRefused {
    pub action: Settling,
}

/// A refused operation. Identity numbers in it are masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedView {
    pub id: OpId,
    #[schema(required)]
    pub op_id: Option<String>,
    pub device_id: DeviceId,
    pub user_id: UserId,
    #[schema(required)]
    pub area_id: Option<AreaId>,
    pub code: String,
    #[schema(required)]
    pub field: Option<String>,
    /// Whether it waits for a decision because of who brought it, or from where.
    pub quarantined: bool,
    /// What was sent.
    #[schema(value_type = Object)]
    pub operation: Value,
    pub state: CaseState,
    #[schema(required)]
    pub settled_by: Option<UserId>,
    #[schema(required)]
    pub settled_at: Option<Moment>,
    pub created_at: Moment,
}
