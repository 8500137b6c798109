//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Organisation, Territory};
use crate::base::{
    Day,
    edit::Edit,
    id::{AreaId, OrganisationId},
    page::{CursorText, Limit},
    text::{Code, Line},
};

/// A new organisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateOrganisation {
    /// Its id, when the client made one.
    pub id: Option<OrganisationId>,
    pub name: Line<200>,
    pub short_name: Option<Line<60>>,
    /// From the list `organisation_kind`.
    pub kind: Code,
    /// Where it sits.
    pub area_id: AreaId,
    /// The body above it.
    pub parent_id: Option<OrganisationId>,
}

/// Changes of an organisation; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOrganisation {
    pub name: Option<Line<200>>,
    #[serde(default)]
    #[schema(value_type = Option<Line<60>>)]
    pub short_name: Edit<Line<60>>,
    /// From the list `organisation_kind`.
    pub kind: Option<Code>,
    #[serde(default)]
    #[schema(value_type = Option<OrganisationId>)]
    pub parent_id: Edit<OrganisationId>,
}

/// An area that a body looks after.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTerritory {
    pub area_id: AreaId,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}

/// Which organisations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OrganisationQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Directly below this body.
    #[param(value_type = Option<OrganisationId>)]
    pub parent_id: Option<OrganisationId>,
    /// From the list `organisation_kind`.
    #[param(value_type = Option<Code>)]
    pub kind: Option<Code>,
    /// Those that look after this area today.
    #[param(value_type = Option<AreaId>)]
    pub serves_area_id: Option<AreaId>,
    /// Part of the name, with or without accents.
    #[param(value_type = Option<Line<90>>)]
    pub q: Option<Line<90>>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    pub id: OrganisationId,
    pub name: String,
    #[schema(required)]
    pub short_name: Option<String>,
    pub kind: String,
    pub area_id: AreaId,
    #[schema(required)]
    pub parent_id: Option<OrganisationId>,
}
impl From<Organisation> for OrganisationView {
    fn from(o: Organisation) -> Self {
        Self {
            id: o.id,
            name: o.name,
            short_name: o.short_name,
            kind: o.kind,
            area_id: o.area_id,
            parent_id: o.parent_id,
        }
    }
}

/// An area that a body looks after, for a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct TerritoryView {
    pub area_id: AreaId,
    pub valid_from: Day,
    #[schema(required)]
    pub valid_to: Option<Day>,
}
impl From<Territory> for TerritoryView {
    fn from(t: Territory) -> Self {
        Self { area_id: t.area_id, valid_from: t.valid_from, valid_to: t.valid_to }
    }
}
