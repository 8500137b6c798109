//! Rows of the territory.
use crate::base::id::AreaId;
use diesel::prelude::*;

use crate::{
    base::{Day, text, text_enum::text_enum},
    db::{
        schema::{area_closure, area_labels, area_successions, areas},
        text_column,
    },
};

text_enum! {
    /// How high in the tree.
    pub enum Level {
        /// The whole country.
        Country = "country",
        /// Province or city under the central government.
        Province = "province",
        /// District, until 30/6/2025.
        District = "district",
        /// Commune, ward, special zone.
        Commune = "commune",
        /// Hamlet, residential group: no administrative unit, no official code.
        Hamlet = "hamlet",
    }
}
text_enum! {
    /// How much of an old area went into a new one.
    pub enum Share {
        /// All of it.
        Whole = "whole",
        /// A part; which part is not recorded.
        Part = "part",
    }
}
text_column!(Level, Share);

/// An area, as first named. Later names are in `area_labels`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = areas, treat_none_as_default_value = false)]
pub struct Area {
    pub id: AreaId,
    pub code: String,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub level: Level,
    pub parent_id: Option<AreaId>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub kind: String,
    pub name: String,
    pub full_name: String,
    pub name_key: String,
    pub full_name_key: String,
    pub sort_key: String,
    pub rev: i64,
}

impl Area {
    /// Whether the area exists on this day.
    pub fn alive_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// What names an area, before it has an id.
#[derive(Debug, Clone)]
pub struct Naming {
    pub kind: String,
    pub name: String,
    pub full_name: String,
}

impl Naming {
    /// The three keys: name, full name, order.
    pub fn keys(&self) -> (String, String, String) {
        (super::search::key(&self.name), super::search::key(&self.full_name), text::sort_key(&self.name))
    }
}

/// A later name or kind of the same area.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = area_labels)]
pub struct Label {
    pub area_id: AreaId,
    pub valid_from: Day,
    pub kind: String,
    pub name: String,
    pub full_name: String,
    pub legal_basis: String,
}

/// An old area went, wholly or in part, into a new one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = area_successions)]
pub struct Succession {
    pub old_id: AreaId,
    pub new_id: AreaId,
    pub on_day: Day,
    pub share: Share,
    pub note: String,
}

/// One line of the closure.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = area_closure, treat_none_as_default_value = false)]
pub struct Within {
    pub ancestor_id: AreaId,
    pub descendant_id: AreaId,
    pub via: String,
    pub depth: i32,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}

/// Which areas a list shows.
#[derive(Debug, Clone, Default)]
pub struct AreaFilter {
    pub code: Option<String>,
    pub on: Option<Day>,
    pub level: Option<Level>,
    pub parent_id: Option<AreaId>,
}
