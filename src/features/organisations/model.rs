//! Rows of organisations.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, OrganisationId},
    },
    db::schema::{organisation_territories, organisations},
};

/// A body.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisations, treat_none_as_default_value = false)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    pub short_name: Option<String>,
    pub name_key: String,
    pub short_key: String,
    pub sort_key: String,
    pub kind: String,
    pub area_id: AreaId,
    pub parent_id: Option<OrganisationId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// An area that a body looks after, for a time.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisation_territories, treat_none_as_default_value = false)]
pub struct Territory {
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}

/// Which organisations a list shows.
#[derive(Debug, Clone, Default)]
pub struct OrganisationFilter {
    pub area_id: Option<AreaId>,
    pub parent_id: Option<OrganisationId>,
    pub kind: Option<String>,
    pub q: Option<String>,
    /// Those that look after this area on this day.
    pub serves: Option<(AreaId, Day)>,
}
