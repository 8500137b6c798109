//! Rows of the visit cells.
use diesel::prelude::*;

use super::cells::{Grouping, Key, Sums};
use crate::{
    base::{Day, id::AreaId},
    db::schema::visit_cells,
    features::activity::span::Grain,
};

/// A cell as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = visit_cells)]
pub struct Cell {
    pub area_id: AreaId,
    pub grouping: Grouping,
    pub grain: Grain,
    pub on_day: Day,
    pub group_key: String,
    pub parent_id: AreaId,
    pub doors: i64,
    pub met: i64,
    pub talked: i64,
    pub interested: i64,
}

impl Cell {
    /// From key, parent and sums.
    pub fn of(key: Key, parent_id: AreaId, sums: Sums) -> Self {
        Self {
            area_id: key.area_id,
            grouping: key.grouping,
            grain: key.grain,
            on_day: key.on_day,
            group_key: key.group_key,
            parent_id,
            doors: sums.doors,
            met: sums.met,
            talked: sums.talked,
            interested: sums.interested,
        }
    }
    /// Its sums.
    pub fn sums(&self) -> Sums {
        Sums { doors: self.doors, met: self.met, talked: self.talked, interested: self.interested }
    }
    /// Its key.
    pub fn key(self) -> Key {
        Key {
            area_id: self.area_id,
            grouping: self.grouping,
            grain: self.grain,
            on_day: self.on_day,
            group_key: self.group_key,
        }
    }
}
