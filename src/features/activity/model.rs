//! Rows of the activity cells.
use diesel::prelude::*;

use super::{
    cells::{Grouping, Key, Sums},
    span::Grain,
};
use crate::{
    base::{Day, figure::Doubts, id::AreaId},
    db::schema::activity_cells,
};

/// A cell as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = activity_cells)]
pub struct Cell {
    pub area_id: AreaId,
    pub grouping: Grouping,
    pub grain: Grain,
    pub on_day: Day,
    pub group_key: String,
    pub parent_id: AreaId,
    pub events: i64,
    pub sessions: i64,
    pub attendances: i64,
    pub people: i64,
    pub heads_more: i64,
    pub heads_nearly: i64,
    pub heads_approx: i64,
    pub sessions_more: i64,
    pub sessions_nearly: i64,
    pub sessions_approx: i64,
}

impl Cell {
    /// From key, parent and sums.
    pub fn of(key: &Key, parent_id: AreaId, s: Sums) -> Self {
        Self {
            area_id: key.area_id,
            grouping: key.grouping,
            grain: key.grain,
            on_day: key.on_day,
            group_key: key.group_key.clone(),
            parent_id,
            events: s.events,
            sessions: s.sessions,
            attendances: s.attendances,
            people: s.people,
            heads_more: s.heads.more_than,
            heads_nearly: s.heads.nearly,
            heads_approx: s.heads.approx,
            sessions_more: s.sittings.more_than,
            sessions_nearly: s.sittings.nearly,
            sessions_approx: s.sittings.approx,
        }
    }
    /// Its sums.
    pub fn sums(&self) -> Sums {
        Sums {
            events: self.events,
            sessions: self.sessions,
            attendances: self.attendances,
            people: self.people,
            heads: Doubts { more_than: self.heads_more, nearly: self.heads_nearly, approx: self.heads_approx },
            sittings: Doubts {
                more_than: self.sessions_more,
                nearly: self.sessions_nearly,
                approx: self.sessions_approx,
            },
        }
    }
    /// Its key.
    pub fn key(&self) -> Key {
        Key {
            area_id: self.area_id,
            grouping: self.grouping,
            grain: self.grain,
            on_day: self.on_day,
            group_key: self.group_key.clone(),
        }
    }
}
