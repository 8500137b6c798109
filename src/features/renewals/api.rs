//! Bodies and questions of renewals on the wire.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::buckets::Bucket;
use crate::base::{
    Day,
    id::{AreaId, OrganisationId, UserId},
    month::Month,
    page::{CursorText, Limit},
    scheme::Scheme,
    text::{Code, Prose},
    text_enum::text_enum,
};

/// Somebody will not renew.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopRenewal {
    /// From the list `stop_reason`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
}

/// It is due after all.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenRenewal {}

/// Who is to remind.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignRenewal {
    /// A collector of the organisation in that area; nobody when left out.
    pub collector_id: Option<UserId>,
}

/// Which renewals are due.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RenewalQuery {
    /// How soon; everything that ends within 60 days unless said.
    #[param(value_type = Option<Bucket>)]
    pub bucket: Option<Bucket>,
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<UserId>)]
    pub collector_id: Option<UserId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// What became of the end of a period.
    pub enum EndState {
        /// Whatever.
        Any = "any",
        /// Paid on.
        Renewed = "renewed",
        /// Not paid on, or only after a gap.
        Lost = "lost",
    }
}

/// Which ends of periods.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EndsQuery {
    /// Of people who lived in this area, or in what lies in it, when they paid.
    pub counted_in: AreaId,
    /// That ended on this day or later.
    #[param(value_type = Option<Day>)]
    pub counted_from: Option<Day>,
    /// That ended on this day or earlier; today unless said.
    #[param(value_type = Option<Day>)]
    pub counted_to: Option<Day>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// All of them unless said.
    #[param(value_type = Option<EndState>, inline)]
    pub state: Option<EndState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// What the summary is divided by.
    pub enum RenewalsBy {
        /// Collectors; those of nobody in one row.
        Collector = "collector",
        /// The areas directly below.
        Area = "area",
        /// Organisations.
        Organisation = "organisation",
    }
}

/// Of which renewals the summary speaks.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RenewalSummaryQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<Scheme>)]
    pub scheme: Option<Scheme>,
    /// By collector unless said.
    #[param(value_type = Option<RenewalsBy>)]
    pub by: Option<RenewalsBy>,
}

/// Of whom it is asked whether they stay.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PersistencyQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Scheme)]
    pub scheme: Scheme,
    /// People who began in this month or later; a year before the last month unless said.
    #[param(value_type = Option<Month>)]
    pub from: Option<Month>,
    /// And in this month or before; this month unless said.
    #[param(value_type = Option<Month>)]
    pub to: Option<Month>,
}
