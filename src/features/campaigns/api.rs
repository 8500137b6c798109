//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::base::{
    Day,
    edit::Edit,
    id::{AreaId, CampaignId, DocumentId, OrganisationId},
    page::{CursorText, Limit},
    scheme::Scheme,
    text::Line,
};

/// A campaign's own code: letters, digits, `-`, `.`, `/`.
#[derive(Debug, Clone)]
pub struct CampaignCode(pub String);
impl<'de> Deserialize<'de> for CampaignCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let good = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/'));
        if good { Ok(Self(text)) } else { Err(serde::de::Error::custom("not a campaign code")) }
    }
}
impl utoipa::PartialSchema for CampaignCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .min_length(Some(1))
            .max_length(Some(40))
            .pattern(Some("^[A-Za-z0-9./-]{1,40}$"))
            .into()
    }
}
impl ToSchema for CampaignCode {}

/// A new campaign.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCampaign {
    /// Its id, when the client made one.
    pub id: Option<CampaignId>,
    pub code: CampaignCode,
    pub name: Line<200>,
    pub area_id: AreaId,
    pub owner_id: OrganisationId,
    #[schema(min_items = 1, max_items = 6)]
    #[serde(deserialize_with = "crate::base::scheme::one_or_more")]
    pub schemes: Vec<Scheme>,
    pub starts_on: Day,
    pub ends_on: Option<Day>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub document_ids: Vec<DocumentId>,
}

/// Changes of a campaign; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCampaign {
    pub name: Option<Line<200>>,
    #[schema(min_items = 1, max_items = 6)]
    #[serde(default, deserialize_with = "crate::base::scheme::one_or_more_optional")]
    pub schemes: Option<Vec<Scheme>>,
    pub starts_on: Option<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub ends_on: Edit<Day>,
    /// Replaces the documents it rests on.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<20, _, _>")]
    #[schema(max_items = 20)]
    pub document_ids: Option<Vec<DocumentId>>,
}

/// Which campaigns.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CampaignQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Running on this day.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
    /// Words of the name, with or without accents.
    #[param(value_type = Option<Line<90>>)]
    pub q: Option<Line<90>>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignView {
    pub id: CampaignId,
    pub code: String,
    pub name: String,
    pub area_id: AreaId,
    pub owner_id: OrganisationId,
    pub owner_name: String,
    pub schemes: Vec<Scheme>,
    pub starts_on: Day,
    #[schema(required)]
    pub ends_on: Option<Day>,
    pub document_ids: Vec<DocumentId>,
}
