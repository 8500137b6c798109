//! Field versions as they are stored; what they mean is said in `base/field_version.rs`.
use diesel::prelude::*;

use super::schema::field_versions;
use crate::base::field_version::{FieldVersion, Writer};

/// One field of one thing.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = field_versions, treat_none_as_default_value = false)]
pub struct FieldVersionRow {
    /// What kind of thing.
    pub entity: String,
    /// Which one.
    pub entity_id: String,
    /// Which field.
    pub field: String,
    /// The feed number of the last change.
    pub rev: i64,
    /// The phone that made it, if one did.
    pub device_id: Option<String>,
    /// That phone's local database.
    pub epoch: Option<String>,
    /// The feed number of the last change by anybody else.
    pub others_rev: i64,
}

impl FieldVersionRow {
    /// This version of this field (entity, id, field).
    pub fn of((entity, entity_id, field): (String, String, String), version: FieldVersion) -> Self {
        let (device_id, epoch) = version.writer.map(|w| (w.device, w.epoch)).unzip();
        Self { entity, entity_id, field, rev: version.rev, device_id, epoch, others_rev: version.others_rev }
    }
    /// What it says.
    pub fn version(&self) -> FieldVersion {
        let writer = self.device_id.clone().zip(self.epoch.clone()).map(|(device, epoch)| Writer { device, epoch });
        FieldVersion { rev: self.rev, writer, others_rev: self.others_rev }
    }
}
