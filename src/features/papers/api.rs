//! Papers and their layouts on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    layout::{PaperForm, PaperKind},
    model::{Paper, PaperFailure, PaperLayout, PaperState},
};
use crate::base::{
    Day, Moment, Result,
    few::at_most_optional,
    id::{AreaId, EnrolmentBatchId, HouseholdId, OrganisationId, PaperId, PaperLayoutId, UserId},
    page::{CursorText, Limit},
    text::Line,
};

/// What a paper is to be made of.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePaper {
    /// Its id, when the client made one.
    pub id: Option<PaperId>,
    pub paper: PaperKind,
    /// Whose paper it is.
    pub organisation_id: OrganisationId,
    /// The area in which everything on it lies.
    pub area_id: AreaId,
    /// What the organisation calls it.
    pub number: Option<Line<40>>,
    /// Another layout than the one that holds on the last day it speaks of.
    pub layout_id: Option<PaperLayoutId>,
    /// For D03-TS and D05-TS: these batches.
    #[serde(default, deserialize_with = "at_most_optional::<200, _, _>")]
    #[schema(min_items = 1, max_items = 200)]
    pub batch_ids: Option<Vec<EnrolmentBatchId>>,
    /// For Mẫu 4: this household.
    pub household_id: Option<HouseholdId>,
    /// For the register of receipts: issued on this day or later; for D03-TS and D05-TS: every batch handed in since.
    pub from: Option<Day>,
    /// And on this day or before.
    pub to: Option<Day>,
}

/// Which papers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PaperQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    #[param(value_type = Option<PaperKind>)]
    pub paper: Option<PaperKind>,
    #[param(value_type = Option<PaperState>)]
    pub state: Option<PaperState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// A paper and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperView {
    pub id: PaperId,
    pub paper: PaperKind,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub layout_id: PaperLayoutId,
    #[schema(required)]
    pub number: Option<String>,
    #[schema(required)]
    pub household_id: Option<HouseholdId>,
    pub from: Day,
    pub to: Day,
    pub state: PaperState,
    /// Lines on it; 0 until they are gathered.
    pub lines: i32,
    /// Of them written.
    pub lines_done: i32,
    /// Members of its batches that are in them no more, and so not on it.
    pub left_out: i32,
    /// The sum of the whole amounts.
    pub full_vnd: i64,
    /// The sum of what the people pay.
    pub payable_vnd: i64,
    /// The length of the file.
    pub bytes: i64,
    /// Of the file, in hexadecimal.
    #[schema(required)]
    pub sha256: Option<String>,
    #[schema(required)]
    pub failed_because: Option<PaperFailure>,
    pub created_by: UserId,
    pub created_at: Moment,
    #[schema(required)]
    pub ready_at: Option<Moment>,
}

impl From<Paper> for PaperView {
    fn from(row: Paper) -> Self {
        Self {
            id: row.id,
            paper: row.paper,
            organisation_id: row.organisation_id,
            area_id: row.area_id,
            layout_id: row.layout_id,
            number: row.number,
            household_id: row.household_id,
            from: row.from_day,
            to: row.to_day,
            state: row.state,
            lines: row.line_count,
            lines_done: row.lines_done,
            left_out: row.left_out,
            full_vnd: row.full_vnd,
            payable_vnd: row.payable_vnd,
            bytes: row.file_bytes,
            sha256: row.sha256,
            failed_because: row.failed_because,
            created_by: row.created_by,
            created_at: row.created_at,
            ready_at: row.ready_at,
        }
    }
}

/// How a paper looks from a day on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePaperLayout {
    /// Its id, when the client made one.
    pub id: Option<PaperLayoutId>,
    pub paper: PaperKind,
    pub effective_from: Day,
    /// What is not certain about it.
    pub doubt: Option<Line<300>>,
    pub layout: PaperForm,
}

/// Which layouts.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PaperLayoutQuery {
    #[param(value_type = Option<PaperKind>)]
    pub paper: Option<PaperKind>,
    /// Only what holds on this day: of each paper one at the most.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
}

/// A layout.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperLayoutView {
    pub id: PaperLayoutId,
    pub paper: PaperKind,
    pub effective_from: Day,
    /// What is not certain about it: to be compared with the form before use.
    #[schema(required)]
    pub doubt: Option<String>,
    pub layout: PaperForm,
    pub recorded_at: Moment,
    /// Nobody for what came with the program.
    #[schema(required)]
    pub recorded_by: Option<UserId>,
}

impl PaperLayoutView {
    /// The row.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn new(row: PaperLayout) -> Result<Self> {
        Ok(Self {
            layout: row.form()?,
            id: row.id,
            paper: row.paper,
            effective_from: row.effective_from,
            doubt: row.doubt,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
        })
    }
}
