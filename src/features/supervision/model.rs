//! Rows of supervision.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{
            AreaId, CommendationId, CommitteeMemberId, DocumentId, FindingId, InspectionId, MemberTaskId,
            OrganisationId,
        },
        text_enum::text_enum,
    },
    db::{
        schema::{commendations, committee_members, findings, inspections, member_tasks},
        text_column,
    },
};

text_enum! {
    /// A seat's rank.
    pub enum SeatRole {
        /// Heads the committee.
        Head = "head",
        /// Deputy head.
        Deputy = "deputy",
        /// Member.
        Member = "member",
    }
}
text_enum! {
    /// Where an inspection stands.
    pub enum InspectionStatus {
        /// Will be held.
        Planned = "planned",
        /// Was held.
        Held = "held",
        /// Will not be held.
        Cancelled = "cancelled",
    }
}
text_column!(SeatRole, InspectionStatus);

/// A seat on a steering committee. A position, never a person's name.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = committee_members, treat_none_as_default_value = false)]
pub struct Member {
    pub id: CommitteeMemberId,
    pub committee_id: OrganisationId,
    pub area_id: AreaId,
    pub role: SeatRole,
    pub position: String,
    pub represents_id: Option<OrganisationId>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub rev: i64,
}

/// A task assigned to a seat.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = member_tasks, treat_none_as_default_value = false)]
pub struct Task {
    pub id: MemberTaskId,
    pub member_id: CommitteeMemberId,
    pub task: String,
    pub due_on: Option<Day>,
    pub done_on: Option<Day>,
    pub position: i32,
}

/// A joint inspection.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = inspections, treat_none_as_default_value = false)]
pub struct Inspection {
    pub id: InspectionId,
    pub lead_id: OrganisationId,
    pub area_id: AreaId,
    pub subject_id: Option<OrganisationId>,
    pub period_label: String,
    pub every_months: Option<i32>,
    pub planned_on: Option<Day>,
    pub held_on: Option<Day>,
    pub status: InspectionStatus,
    pub note: Option<String>,
    pub created_at: Moment,
    pub rev: i64,
}

/// A finding, and what became of it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = findings, treat_none_as_default_value = false)]
pub struct Finding {
    pub id: FindingId,
    pub inspection_id: InspectionId,
    pub finding: String,
    pub recommendation: Option<String>,
    pub responsible_id: Option<OrganisationId>,
    pub due_on: Option<Day>,
    pub resolved_on: Option<Day>,
    pub resolution: Option<String>,
    pub position: i32,
    pub rev: i64,
}

/// Praise awarded to collectives and individuals, counted, not named.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = commendations, treat_none_as_default_value = false)]
pub struct Commendation {
    pub id: CommendationId,
    pub awarded_by_id: OrganisationId,
    pub area_id: AreaId,
    pub form: String,
    pub collectives: i32,
    pub individuals: i32,
    pub reason: String,
    pub awarded_on: Option<Day>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub document_id: Option<DocumentId>,
    pub created_at: Moment,
    pub rev: i64,
}
