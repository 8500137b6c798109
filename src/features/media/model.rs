//! Rows of media outputs.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, CampaignId, MediaOutputId, OrganisationId},
    },
    db::schema::media_outputs,
};

/// Something published, once or as a series.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_outputs, treat_none_as_default_value = false)]
pub struct MediaOutput {
    pub id: MediaOutputId,
    pub kind: String,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub published_on: Option<Day>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub title: String,
    pub copies: i64,
    pub copies_qualifier: Qualifier,
    pub per: Option<String>,
    pub campaign_id: Option<CampaignId>,
    pub note: Option<String>,
    pub created_at: Moment,
    pub rev: i64,
}
