//! Rows of campaigns.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, OrganisationId},
    },
    db::schema::campaigns,
};

/// A named effort.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = campaigns, treat_none_as_default_value = false)]
pub struct Campaign {
    pub id: CampaignId,
    pub code: String,
    pub name: String,
    pub name_key: String,
    pub area_id: AreaId,
    pub owner_id: OrganisationId,
    /// Scheme words, comma-separated.
    pub schemes: String,
    pub starts_on: Day,
    pub ends_on: Option<Day>,
    pub created_at: Moment,
    pub rev: i64,
}
