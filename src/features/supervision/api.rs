//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Commendation, Finding, InspectionStatus, SeatRole, Task};
use crate::base::{
    Day,
    edit::Edit,
    id::{AreaId, CommendationId, CommitteeMemberId, DocumentId, FindingId, InspectionId, OrganisationId},
    page::{CursorText, Limit},
    text::{Code, Line, Prose},
};

/// A task of a seat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskBody {
    pub task: Prose<1000>,
    pub due_on: Option<Day>,
    pub done_on: Option<Day>,
}

/// A new seat on a steering committee.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMember {
    /// Its id, when the client made one.
    pub id: Option<CommitteeMemberId>,
    /// An organisation of the kind `steering_committee`.
    pub committee_id: OrganisationId,
    pub role: SeatRole,
    /// The office held, not the person's name.
    pub position: Line<200>,
    pub represents_id: Option<OrganisationId>,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<50, _, _>")]
    #[schema(max_items = 50)]
    pub tasks: Vec<TaskBody>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
}

/// Changes of a seat; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    /// Replaces the tasks.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<50, _, _>")]
    #[schema(max_items = 50)]
    pub tasks: Option<Vec<TaskBody>>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub valid_to: Edit<Day>,
}

/// A new inspection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInspection {
    /// Its id, when the client made one.
    pub id: Option<InspectionId>,
    pub lead_id: OrganisationId,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub co_ids: Vec<OrganisationId>,
    pub area_id: AreaId,
    /// Who is inspected.
    pub subject_id: Option<OrganisationId>,
    /// `6 tháng đầu năm 2021`.
    pub period_label: Line<120>,
    /// It comes back every so many months.
    pub every_months: Option<CycleMonths>,
    pub planned_on: Option<Day>,
    pub held_on: Option<Day>,
    pub note: Option<Prose<2000>>,
}

crate::base::whole::whole_number! {
    /// A number of months: 1 to 60.
    CycleMonths: i32, 1 to 60
}

crate::base::whole::whole_number! {
    /// A number of awards: 0 to 100,000.
    Awards: i32, 0 to 100_000
}

/// Changes of an inspection; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeInspection {
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub planned_on: Edit<Day>,
    /// The day it was held; makes it `held`.
    pub held_on: Option<Day>,
    #[serde(default)]
    pub cancelled: bool,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub note: Edit<Prose<2000>>,
}

/// A new finding.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFinding {
    pub finding: Prose<2000>,
    pub recommendation: Option<Prose<2000>>,
    pub responsible_id: Option<OrganisationId>,
    pub due_on: Option<Day>,
}

/// What became of a finding; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeFinding {
    #[serde(default)]
    #[schema(value_type = Option<OrganisationId>)]
    pub responsible_id: Edit<OrganisationId>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub due_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub resolved_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub resolution: Edit<Prose<2000>>,
}

/// A new commendation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCommendation {
    /// Its id, when the client made one.
    pub id: Option<CommendationId>,
    pub awarded_by_id: OrganisationId,
    pub area_id: AreaId,
    /// From the list `commendation_form`.
    pub form: Code,
    pub collectives: Awards,
    pub individuals: Awards,
    pub reason: Prose<2000>,
    pub awarded_on: Option<Day>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub document_id: Option<DocumentId>,
}

/// Which seats.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    #[param(value_type = Option<OrganisationId>)]
    pub committee_id: Option<OrganisationId>,
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which inspections.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct InspectionQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<InspectionStatus>)]
    pub status: Option<InspectionStatus>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which commendations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CommendationQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskView {
    pub task: String,
    #[schema(required)]
    pub due_on: Option<Day>,
    #[schema(required)]
    pub done_on: Option<Day>,
}
impl From<Task> for TaskView {
    fn from(t: Task) -> Self {
        Self { task: t.task, due_on: t.due_on, done_on: t.done_on }
    }
}

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    pub id: CommitteeMemberId,
    pub committee_id: OrganisationId,
    pub area_id: AreaId,
    pub role: SeatRole,
    pub position: String,
    #[schema(required)]
    pub represents_id: Option<OrganisationId>,
    pub tasks: Vec<TaskView>,
    #[schema(required)]
    pub valid_from: Option<Day>,
    #[schema(required)]
    pub valid_to: Option<Day>,
}

/// An inspection.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionView {
    pub id: InspectionId,
    pub lead_id: OrganisationId,
    pub co_ids: Vec<OrganisationId>,
    pub area_id: AreaId,
    #[schema(required)]
    pub subject_id: Option<OrganisationId>,
    pub period_label: String,
    #[schema(required)]
    pub every_months: Option<i32>,
    #[schema(required)]
    pub planned_on: Option<Day>,
    #[schema(required)]
    pub held_on: Option<Day>,
    /// When the next one is due: every so many months after the last.
    #[schema(required)]
    pub next_due_on: Option<Day>,
    pub status: InspectionStatus,
    #[schema(required)]
    pub note: Option<String>,
}

/// A finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingView {
    pub id: FindingId,
    pub inspection_id: InspectionId,
    pub finding: String,
    #[schema(required)]
    pub recommendation: Option<String>,
    #[schema(required)]
    pub responsible_id: Option<OrganisationId>,
    #[schema(required)]
    pub due_on: Option<Day>,
    #[schema(required)]
    pub resolved_on: Option<Day>,
    #[schema(required)]
    pub resolution: Option<String>,
}
impl From<Finding> for FindingView {
    fn from(f: Finding) -> Self {
        Self {
            id: f.id,
            inspection_id: f.inspection_id,
            finding: f.finding,
            recommendation: f.recommendation,
            responsible_id: f.responsible_id,
            due_on: f.due_on,
            resolved_on: f.resolved_on,
            resolution: f.resolution,
        }
    }
}

/// A commendation.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommendationView {
    pub id: CommendationId,
    pub awarded_by_id: OrganisationId,
    pub area_id: AreaId,
    pub form: String,
    pub collectives: i32,
    pub individuals: i32,
    pub reason: String,
    #[schema(required)]
    pub awarded_on: Option<Day>,
    #[schema(required)]
    pub period_from: Option<Day>,
    #[schema(required)]
    pub period_to: Option<Day>,
    #[schema(required)]
    pub document_id: Option<DocumentId>,
}
impl From<Commendation> for CommendationView {
    fn from(c: Commendation) -> Self {
        Self {
            id: c.id,
            awarded_by_id: c.awarded_by_id,
            area_id: c.area_id,
            form: c.form,
            collectives: c.collectives,
            individuals: c.individuals,
            reason: c.reason,
            awarded_on: c.awarded_on,
            period_from: c.period_from,
            period_to: c.period_to,
            document_id: c.document_id,
        }
    }
}
