//! Where areas lie: each with what is above it.
use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::{
    base::{Result, id::AreaId},
    db::{
        Conn, among,
        schema::{area_closure, areas},
    },
};

/// An area on the way up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// It.
    pub area_id: AreaId,
    /// What it lies in; itself at the top.
    pub parent_id: AreaId,
    /// Whether it is a commune or lies in one.
    pub is_low: bool,
}

/// An area and what lies above it, nearest first, in the tree of its time.
pub type Chain = Vec<Step>;

/// The chain of each of `ids`.
pub fn chains(conn: &mut Conn, ids: &[AreaId]) -> Result<BTreeMap<AreaId, Chain>> {
    let rows: Vec<(AreaId, AreaId, Option<AreaId>, String)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(among(area_closure::descendant_id, ids))
        .filter(area_closure::via.eq("tree"))
        .order((area_closure::descendant_id, area_closure::depth))
        .select((area_closure::descendant_id, areas::id, areas::parent_id, areas::level))
        .load(conn)?;
    let mut chains: BTreeMap<AreaId, Chain> = BTreeMap::new();
    for (id, area_id, parent_id, level) in rows {
        let is_low = matches!(level.as_str(), "commune" | "hamlet");
        chains.entry(id).or_default().push(Step { area_id, parent_id: parent_id.unwrap_or(area_id), is_low });
    }
    Ok(chains)
}
