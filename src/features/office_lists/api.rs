//! Bodies and questions of the office's lists on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::Field,
    finding::Finding,
    model::{ListKind, ListState},
    said::Fault,
    settling::Settlement,
};
use crate::base::{
    Day, Moment,
    id::{AreaId, EnrolmentId, OfficeListId, OfficeListRowId, OrganisationId, PersonId, RenewalId, UserId},
    month::Month,
    page::{CursorText, Limit},
    scheme::{Scheme, SoldScheme},
    text::{Line, Prose},
};

/// What a file is about.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CreateOfficeList {
    /// Its id, when the client made one.
    #[param(value_type = Option<OfficeListId>)]
    pub id: Option<OfficeListId>,
    #[param(value_type = ListKind)]
    pub kind: ListKind,
    /// To which organisation it was sent.
    #[param(value_type = OrganisationId)]
    pub organisation_id: OrganisationId,
    /// The area it speaks of; the organisation's own unless said.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// The month of participants.
    #[param(value_type = Option<Month>)]
    pub month: Option<Month>,
    /// The day of answers or ends; today unless said.
    #[param(value_type = Option<Day>)]
    pub as_of: Option<Day>,
    /// The insurance of rows that do not say one.
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
    /// What the columns mean, in their order: words with commas, nothing where nothing of a column is wanted. By their headings
    /// unless said.
    #[param(value_type = Option<Line<300>>)]
    pub columns: Option<Line<300>>,
    /// What the file is called, for people.
    #[param(value_type = Line<200>)]
    pub file_name: Line<200>,
}

/// Which lists.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfficeListQuery {
    #[param(value_type = Option<ListKind>)]
    pub kind: Option<ListKind>,
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// Of this month, or of a day in it.
    #[param(value_type = Option<Month>)]
    pub month: Option<Month>,
    #[param(value_type = Option<ListState>)]
    pub state: Option<ListState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfficeListRowQuery {
    #[param(value_type = Option<Finding>)]
    pub finding: Option<Finding>,
    /// Only what is settled, or only what is not.
    #[param(value_type = Option<bool>)]
    pub settled: Option<bool>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Has what can be entered entered: all of it, or some rows.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyOfficeList {
    #[schema(max_items = 200)]
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<200, _, _>")]
    pub rows: Option<Vec<OfficeListRowId>>,
}

/// Nothing more is done with a list.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseOfficeList {
    /// Needed while rows are not settled.
    pub leave_open_because: Option<Prose<500>>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleOfficeListRow {
    #[serde(rename = "as")]
    pub settle_as: Settlement,
    /// With `enrolment`: whose answer it is.
    pub enrolment_id: Option<EnrolmentId>,
    pub why: Option<Prose<500>>,
}

/// A list among others.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListItem {
    pub id: OfficeListId,
    pub kind: ListKind,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    /// The day it speaks of; of participants the first of the month.
    pub as_of: Day,
    #[schema(required)]
    pub scheme: Option<Scheme>,
    pub file_name: String,
    pub state: ListState,
    /// Rows that were looked at, and what the list lacks.
    pub rows: i32,
    /// Pieces of the file, and how many were looked at.
    pub pieces: i32,
    pub pieces_done: i32,
    pub created_by: UserId,
    pub created_at: Moment,
    #[schema(required)]
    pub closed_at: Option<Moment>,
    pub rev: i64,
}

/// A column of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListColumn {
    /// From 1.
    pub column: usize,
    pub heading: String,
    #[schema(required)]
    pub field: Option<Field>,
}

/// How many rows come to something, how many of them are settled, and how many wait to be entered.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListCount {
    pub finding: Finding,
    pub rows: i64,
    pub settled: i64,
    pub ordered: i64,
}

/// The money of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListMoney {
    /// What the office says, of rows that say an amount.
    pub theirs_vnd: i64,
    /// What is recorded here of the same sign-ups, and of those that the list lacks.
    pub ours_vnd: i64,
}

/// A list that the office sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListView {
    #[serde(flatten)]
    pub list: OfficeListItem,
    /// The row of the sheet that holds the headings.
    pub header_row: i32,
    pub columns: Vec<OfficeListColumn>,
    pub counts: Vec<OfficeListCount>,
    /// Rows that are not alike on both sides and that nobody settled.
    pub left: i64,
    /// Null for whoever may not see the money of enrolments.
    #[schema(required)]
    pub money: Option<OfficeListMoney>,
    /// Why it was closed with rows left open.
    #[schema(required)]
    pub closed_why: Option<String>,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultView {
    pub field: Field,
    pub code: Fault,
    pub vi: String,
    pub en: String,
}

/// A row: what the office says of somebody, numbers masked, and what is recorded here.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeListRow {
    pub id: OfficeListRowId,
    /// The row of the sheet or the line of the file; null for what the list lacks.
    #[schema(required)]
    pub row: Option<i32>,
    pub finding: Finding,
    /// In what both sides differ.
    pub differs: Vec<String>,
    #[schema(required)]
    pub full_name: Option<String>,
    #[schema(required)]
    pub birth_year: Option<i32>,
    #[schema(required)]
    pub citizen_id: Option<String>,
    #[schema(required)]
    pub insurance_number: Option<String>,
    #[schema(required)]
    pub place: Option<String>,
    #[schema(required)]
    pub scheme: Option<Scheme>,
    /// The number of the card or book, masked.
    #[schema(required)]
    pub number: Option<String>,
    /// The day of the answer.
    #[schema(required)]
    pub on: Option<Day>,
    /// From the list `office_refusal`.
    #[schema(required)]
    pub reason: Option<String>,
    #[schema(required)]
    pub paid_from: Option<Day>,
    #[schema(required)]
    pub paid_to: Option<Day>,
    #[schema(required)]
    pub months: Option<i32>,
    /// What is recorded here as the last day.
    #[schema(required)]
    pub our_paid_to: Option<Day>,
    /// Null for whoever may not see the money of enrolments.
    #[schema(required)]
    pub theirs_vnd: Option<i64>,
    #[schema(required)]
    pub ours_vnd: Option<i64>,
    pub faults: Vec<FaultView>,
    /// The sign-up it means; of a row whose numbers nobody has one of the same name and birth date, to be looked at.
    #[schema(required)]
    pub enrolment_id: Option<EnrolmentId>,
    #[schema(required)]
    pub renewal_id: Option<RenewalId>,
    /// Whose sign-up or end that is.
    #[schema(required)]
    pub person_id: Option<PersonId>,
    #[schema(required)]
    pub person_name: Option<String>,
    #[schema(required)]
    pub settled_as: Option<Settlement>,
    #[schema(required)]
    pub settled_by: Option<UserId>,
    #[schema(required)]
    pub settled_at: Option<Moment>,
    #[schema(required)]
    pub why: Option<String>,
}
