//! Rows of sync.
use diesel::prelude::*;

use super::api::{CaseState, Choice, OpStatus};
use crate::{
    base::{
        Moment,
        id::{AreaId, ConflictId, DeviceId, OpId, OrganisationId, SessionId, UserId},
    },
    db::schema::{conflicts, devices, refused_ops, sync_ops},
};

/// A phone.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = devices, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Device {
    pub id: DeviceId,
    pub user_id: UserId,
    pub area_id: Option<AreaId>,
    pub epoch: String,
    pub complete_to: i64,
    pub label: Option<String>,
    pub app_version: Option<String>,
    pub schema_version: i32,
    pub last_contact_at: Moment,
    pub last_push_at: Option<Moment>,
    pub reported_waiting: Option<i32>,
    pub reported_refused: Option<i32>,
    pub have_rev: i64,
    pub clock_skew_s: Option<i64>,
    pub created_at: Moment,
    pub revoked_at: Option<Moment>,
    /// In which it last pushed.
    pub session_id: Option<SessionId>,
}

/// An operation that was settled, as it is written.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = sync_ops, treat_none_as_default_value = false)]
pub struct SettledOp<'a> {
    pub op_id: OpId,
    pub device_id: DeviceId,
    pub epoch: &'a str,
    pub seq: i64,
    pub user_id: UserId,
    pub entity: &'a str,
    pub entity_id: &'a str,
    pub kind: &'a str,
    pub payload_hash: &'a str,
    pub status: OpStatus,
    pub code: Option<&'a str>,
    pub field: Option<String>,
    pub rev: i64,
    pub occurred_at: Option<Moment>,
    pub received_at: Moment,
}

/// An operation that was refused, kept whole.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refused_ops, treat_none_as_default_value = false)]
pub struct RefusedOp {
    pub id: OpId,
    pub op_id: Option<String>,
    pub payload_hash: String,
    pub device_id: DeviceId,
    pub epoch: String,
    pub user_id: UserId,
    pub area_id: Option<AreaId>,
    pub entity: Option<String>,
    pub entity_id: Option<String>,
    pub code: String,
    pub field: Option<String>,
    pub quarantined: bool,
    pub payload_sealed: String,
    pub seal_key: i32,
    pub state: CaseState,
    pub settled_by: Option<UserId>,
    pub settled_at: Option<Moment>,
    pub created_at: Moment,
    /// For which collection organisation its sender worked.
    pub organisation_id: Option<OrganisationId>,
}

/// Two values that met.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = conflicts, treat_none_as_default_value = false)]
pub struct ConflictRow {
    pub id: ConflictId,
    pub entity: String,
    pub entity_id: String,
    pub area_id: AreaId,
    pub field: String,
    pub kept_sealed: String,
    pub losing_sealed: String,
    pub seal_key: i32,
    pub base_rev: i64,
    pub op_id: String,
    pub user_id: UserId,
    pub state: CaseState,
    pub resolution: Option<Choice>,
    pub resolved_by: Option<UserId>,
    pub resolved_at: Option<Moment>,
    pub created_at: Moment,
    pub rev: i64,
}
