//! Bodies of follow-ups on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    decide::NewFollowUp,
    model::{FollowUpOrigin, FollowUpStatus, Priority},
};
use crate::base::{
    Day, Id, Moment,
    edit::Edit,
    id::{AreaId, FollowUpId, HouseholdId, PersonId, UserId, VisitId},
    page::{CursorText, Limit},
    scheme::Scheme,
    text::Prose,
};

/// A promise made at a visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseBody {
    /// Its id, when the client made one.
    pub id: Option<FollowUpId>,
    /// Left out when it concerns the household.
    pub person_id: Option<PersonId>,
    pub scheme: Option<Scheme>,
    /// Not before this day.
    pub due_from: Day,
    /// Not after this day.
    pub due_to: Day,
    /// `normal` unless said.
    pub priority: Option<Priority>,
    pub note: Option<Prose<1000>>,
}
impl From<PromiseBody> for NewFollowUp {
    fn from(body: PromiseBody) -> Self {
        Self {
            id: body.id.unwrap_or_else(Id::new),
            person_id: body.person_id,
            scheme: body.scheme,
            due_from: body.due_from,
            due_to: body.due_to,
            priority: body.priority.unwrap_or(Priority::Normal),
            note: body.note.map(|n| n.into_inner()),
        }
    }
}

/// A follow-up that no visit made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFollowUp {
    /// Its id, when the client made one.
    pub id: Option<FollowUpId>,
    pub household_id: HouseholdId,
    /// Left out when it concerns the household.
    pub person_id: Option<PersonId>,
    pub scheme: Option<Scheme>,
    /// Not before this day.
    pub due_from: Day,
    /// Not after this day.
    pub due_to: Day,
    /// `normal` unless said.
    pub priority: Option<Priority>,
    /// Who goes there: somebody who may record visits there.
    pub assigned_to: Option<UserId>,
    pub note: Option<Prose<1000>>,
}

/// Changes of an open follow-up; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeFollowUp {
    /// Not before this day.
    pub due_from: Option<Day>,
    /// Not after this day.
    pub due_to: Option<Day>,
    pub priority: Option<Priority>,
    /// Who goes there: somebody who may record visits there.
    #[serde(default)]
    #[schema(value_type = Option<UserId>)]
    pub assigned_to: Edit<UserId>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<1000>>)]
    pub note: Edit<Prose<1000>>,
}

/// Why nobody goes there any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseFollowUp {
    pub why: Prose<500>,
}

/// Which follow-ups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FollowUpQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<HouseholdId>)]
    pub household_id: Option<HouseholdId>,
    #[param(value_type = Option<UserId>)]
    pub assigned_to: Option<UserId>,
    /// Whose window ends before this day.
    #[param(value_type = Option<Day>)]
    pub due_before: Option<Day>,
    #[param(value_type = Option<FollowUpStatus>)]
    pub status: Option<FollowUpStatus>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A follow-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpView {
    pub id: FollowUpId,
    pub household_id: HouseholdId,
    #[schema(required)]
    pub person_id: Option<PersonId>,
    pub area_id: AreaId,
    #[schema(required)]
    pub scheme: Option<Scheme>,
    pub due_from: Day,
    pub due_to: Day,
    pub priority: Priority,
    pub origin: FollowUpOrigin,
    /// The visit that left it behind.
    #[schema(required)]
    pub origin_visit_id: Option<VisitId>,
    #[schema(required)]
    pub assigned_to: Option<UserId>,
    pub status: FollowUpStatus,
    /// The visit that kept it, or the correction that took it back.
    #[schema(required)]
    pub closed_by_visit_id: Option<VisitId>,
    #[schema(required)]
    pub closed_at: Option<Moment>,
    #[schema(required)]
    pub closed_why: Option<String>,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}
