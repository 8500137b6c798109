//! Bodies of hand-overs on the wire.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::lifecycle::State;
use crate::base::{
    Day,
    id::{AreaId, HandOverId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
    page::{CursorText, Limit},
    scheme::Scheme,
    text::{Code, Prose},
};

/// An interested household for an organisation that looks after its area.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateHandOver {
    /// Its id, when the client made one.
    pub id: Option<HandOverId>,
    pub household_id: HouseholdId,
    /// Of whom it speaks: people of this household. Left out, those whose interest the visit noted.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<30, _, _>")]
    #[schema(max_items = 30)]
    pub person_ids: Vec<PersonId>,
    /// What they want. Left out, what the visit noted.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<6, _, _>")]
    #[schema(max_items = 6)]
    pub schemes: Vec<Scheme>,
    /// The visit whose interest it comes from.
    pub visit_id: Option<VisitId>,
    pub organisation_id: OrganisationId,
    /// Who of the organisation is to go there.
    pub collector_id: Option<UserId>,
    /// By when somebody must have called; left out, the usual number of working days.
    pub due_on: Option<Day>,
    pub note: Option<Prose<1000>>,
    /// A returned hand-over of this household, which is handed on.
    pub after_id: Option<HandOverId>,
}

/// Taking a household over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptHandOver {
    /// Who of the organisation goes there; whoever accepts unless said.
    pub collector_id: Option<UserId>,
}

/// Giving a household back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnHandOver {
    /// From the list `hand_over_return`.
    pub reason: Code,
    pub why: Option<Prose<500>>,
}

/// Taking a hand-over back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawHandOver {
    pub why: Option<Prose<500>>,
}

/// Which hand-overs.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HandOverQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<HouseholdId>)]
    pub household_id: Option<HouseholdId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<UserId>)]
    pub collector_id: Option<UserId>,
    /// Handed over by this user.
    #[param(value_type = Option<UserId>)]
    pub given_by: Option<UserId>,
    #[param(value_type = Option<State>)]
    pub state: Option<State>,
    /// Those that wait and are late.
    #[param(value_type = Option<bool>)]
    pub overdue: Option<bool>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Of which hand-overs the summary speaks.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HandOverSummaryQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
}
