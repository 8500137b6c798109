//! Rows of boundaries.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, BoundaryImportId},
        text_enum::text_enum,
    },
    db::{
        schema::{area_boundaries, boundary_imports},
        text_column,
    },
};

text_enum! {
    /// How finely a boundary is drawn.
    pub enum Detail {
        /// For maps of a province or less: no border is off by more than 100 m.
        Near = "near",
        /// For maps of the country: by not more than 1 km.
        Far = "far",
    }
}
text_column!(Detail);

impl Detail {
    /// How far a border may be off, units of the plane.
    pub fn tolerance(self) -> f64 {
        match self {
            Self::Near => 10.0,
            Self::Far => 100.0,
        }
    }
}

/// A file that was imported.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = boundary_imports, treat_none_as_default_value = false)]
pub struct BoundaryImport {
    pub id: BoundaryImportId,
    pub file_name: String,
    pub sha256: String,
    pub source: String,
    pub on_day: Day,
    pub valid_from: Option<Day>,
    pub areas: i64,
    pub united: i64,
    pub imported_at: Moment,
    pub withdrawn_at: Option<Moment>,
}

/// The boundary of an area from a day on.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = area_boundaries)]
pub struct Boundary {
    pub import_id: BoundaryImportId,
    pub area_id: AreaId,
    pub detail: Detail,
    pub valid_from: Day,
    pub path: String,
    pub x: i32,
    pub y: i32,
    pub west: i32,
    pub north: i32,
    pub east: i32,
    pub south: i32,
}
