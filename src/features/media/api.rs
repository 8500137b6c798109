//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::MediaOutput;
use crate::base::{
    Day,
    edit::Edit,
    figure::{Count, Qualifier},
    id::{AreaId, CampaignId, MediaOutputId, OrganisationId},
    page::{CursorText, Limit},
    text::{Code, Line, Prose},
};

/// A new media output.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMediaOutput {
    /// Its id, when the client made one.
    pub id: Option<MediaOutputId>,
    /// From the list `media_kind`.
    pub kind: Code,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    /// Left out for a series, or when the source gives no day.
    pub published_on: Option<Day>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub title: Line<300>,
    /// How many; 1 unless said.
    pub count: Option<Count>,
    /// `exact` unless said.
    pub count_qualifier: Option<Qualifier>,
    /// The count is per this: `kỳ phát hành`.
    pub per: Option<Line<60>>,
    pub campaign_id: Option<CampaignId>,
    pub note: Option<Prose<2000>>,
}

/// Changes of a media output; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMediaOutput {
    pub title: Option<Line<300>>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub published_on: Edit<Day>,
    pub count: Option<Count>,
    pub count_qualifier: Option<Qualifier>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub note: Edit<Prose<2000>>,
}

/// Which media outputs.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MediaQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// From the list `media_kind`.
    #[param(value_type = Option<Code>)]
    pub kind: Option<Code>,
    /// Published on this day or later.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Published on this day or earlier.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A media output.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaOutputView {
    pub id: MediaOutputId,
    pub kind: String,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    #[schema(required)]
    pub published_on: Option<Day>,
    #[schema(required)]
    pub period_from: Option<Day>,
    #[schema(required)]
    pub period_to: Option<Day>,
    pub title: String,
    pub count: i64,
    pub count_qualifier: Qualifier,
    #[schema(required)]
    pub per: Option<String>,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    #[schema(required)]
    pub note: Option<String>,
}
impl From<MediaOutput> for MediaOutputView {
    fn from(m: MediaOutput) -> Self {
        Self {
            id: m.id,
            kind: m.kind,
            organisation_id: m.organisation_id,
            area_id: m.area_id,
            published_on: m.published_on,
            period_from: m.period_from,
            period_to: m.period_to,
            title: m.title,
            count: m.copies,
            count_qualifier: m.copies_qualifier,
            per: m.per,
            campaign_id: m.campaign_id,
            note: m.note,
        }
    }
}
