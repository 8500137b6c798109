//! The change feed: a gapless number per changed thing, taken last in every writing transaction.
//!
//! The one row of `ledger` is locked until the commit, so the order of numbers is the order of commits; a
//! reader that asks for numbers above its cursor never misses one.
use std::collections::HashSet;

use crate::base::id::AreaId;
use diesel::prelude::*;

use super::schema::feed;

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedKind {
    /// It is new or changed.
    Upsert,
    /// It is gone.
    Tombstone,
    /// It left this area and lives on elsewhere.
    Left,
}

impl FeedKind {
    fn word(self) -> &'static str {
        match self {
            Self::Upsert => "upsert",
            Self::Tombstone => "tombstone",
            Self::Left => "left",
        }
    }
}

/// A change waiting for its number.
#[derive(Debug)]
pub(super) struct Change {
    pub entity: &'static str,
    pub entity_id: String,
    pub kind: FeedKind,
    pub area_id: Option<AreaId>,
}

/// The changes of one transaction, each thing once however often it was touched: with its last one.
pub(super) fn once(changes: Vec<Change>) -> Vec<Change> {
    let mut seen = HashSet::with_capacity(changes.len());
    let last: Vec<bool> =
        changes.iter().rev().map(|c| seen.insert((c.entity, c.entity_id.as_str(), c.kind, c.area_id))).collect();
    changes.into_iter().zip(last.into_iter().rev()).filter_map(|(change, last)| last.then_some(change)).collect()
}

#[derive(Insertable)]
#[diesel(table_name = feed)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct FeedRow {
    rev: i64,
    entity: &'static str,
    entity_id: String,
    kind: &'static str,
    area_id: Option<AreaId>,
}

impl Change {
    pub(super) fn numbered(self, rev: i64) -> FeedRow {
        FeedRow { rev, entity: self.entity, entity_id: self.entity_id, kind: self.kind.word(), area_id: self.area_id }
    }
}
