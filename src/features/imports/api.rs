//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::Field,
    issues::IssueCode,
    model::{ImportState, MappingFrom, RowStatus},
};
use crate::{
    base::{
        Moment,
        id::{AreaId, HouseholdId, ImportId, OrganisationId, PersonId},
        legacy::Encoding,
        page::{CursorText, Limit},
        text::Line,
        text_enum::text_enum,
        whole::whole_number,
    },
    intake::Kind,
};

/// What a file is about.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CreateImport {
    /// The commune or hamlet the people live in.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// For whom; its mappings are remembered.
    #[param(value_type = Option<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// What the file is called, for people.
    #[param(value_type = Line<200>)]
    pub file_name: Line<200>,
}

whole_number! {
    /// A column of the file, from 1.
    ColumnNumber: u32, 1 to 200
}

/// What a column means.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeantColumn {
    pub column: ColumnNumber,
    /// Null when nothing of it is wanted.
    pub field: Option<Field>,
}

/// What some columns mean; the others stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeImport {
    #[schema(max_items = 200)]
    #[serde(deserialize_with = "crate::base::few::at_most::<200, _, _>")]
    pub columns: Vec<MeantColumn>,
}

/// Which imports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// All unless said.
    #[param(value_type = Option<ImportState>)]
    pub state: Option<ImportState>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

text_enum! {
    /// Which rows of an import are shown.
    pub enum Shown {
        /// Those of somebody who is not in the register.
        New = "new",
        /// Those that fill something in.
        Fills = "fills",
        /// Those that say nothing new.
        Unchanged = "unchanged",
        /// Those that go in and are worth a look.
        Warning = "warning",
        /// Those that stay out.
        Error = "error",
    }
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RowQuery {
    /// All unless said.
    #[param(value_type = Option<Shown>)]
    pub status: Option<Shown>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// How many rows come to what. `warnings` are among those that go in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsView {
    pub rows: i32,
    pub new: i32,
    pub fills: i32,
    pub unchanged: i32,
    pub warnings: i32,
    pub errors: i32,
}

/// How far the committing or undoing is, in pieces, and what was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProgress {
    pub pieces: i32,
    pub done: i32,
    pub households: i32,
    pub persons: i32,
    /// Persons who were there before and of whom something is known now.
    pub filled: i32,
}

/// An import in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRow {
    pub id: ImportId,
    pub area_id: AreaId,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    pub file_name: String,
    pub state: ImportState,
    pub counts: CountsView,
    pub progress: ImportProgress,
    pub created_at: Moment,
    #[schema(required)]
    pub committed_at: Option<Moment>,
    #[schema(required)]
    pub undone_at: Option<Moment>,
    pub rev: i64,
}

/// A column of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnView {
    /// From 1.
    pub column: usize,
    pub heading: String,
    /// What it means; null when nothing of it is wanted.
    #[schema(required)]
    pub field: Option<Field>,
    /// How it was typed: text of before Unicode is converted.
    pub encoding: Encoding,
    /// Three values, masked.
    pub samples: Vec<String>,
}

/// Something that undoing left, since somebody had touched it.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptView {
    #[schema(required)]
    pub household_id: Option<HouseholdId>,
    #[schema(required)]
    pub person_id: Option<PersonId>,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    #[serde(flatten)]
    pub import: ImportRow,
    pub kind: Kind,
    /// The row of the sheet that holds the headings.
    pub header_row: i32,
    /// Where the meaning of the columns comes from.
    pub mapping_from: MappingFrom,
    pub columns: Vec<ColumnView>,
    /// How many records undoing left.
    pub kept_count: i32,
    /// Which, the first thousand.
    pub kept: Vec<KeptView>,
}

/// One thing about a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssueView {
    #[schema(required)]
    pub field: Option<Field>,
    pub code: IssueCode,
    /// Whether it keeps the row out.
    pub error: bool,
    pub vi: String,
    pub en: String,
}

/// A value of a row, masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueView {
    /// From 1.
    pub column: usize,
    pub value: String,
}

/// A row of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRow {
    /// The row of the sheet, or the line of the file where it begins.
    pub row: u32,
    pub status: RowStatus,
    /// Whom it means, when the register knows.
    #[schema(required)]
    pub person_id: Option<PersonId>,
    pub issues: Vec<IssueView>,
    pub values: Vec<ValueView>,
}
