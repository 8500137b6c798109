//! Rows of imports, and what is sealed in them.
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    entry::Reading,
    fields::{self, Field},
    issues::Issue,
    read::Sort,
    stored::open_rows,
};
use crate::{
    base::{
        Error, Moment, Result,
        id::{AreaId, HouseholdId, ImportId, ImportPieceId, OrganisationId, PersonId, UserId},
        legacy::Encoding,
        text_enum::text_enum,
    },
    db::{
        Place, Seals,
        schema::{import_mappings, import_pieces, imports},
        text_column,
    },
    intake::{Kind, Row},
};

text_enum! {
    /// How far an import is.
    pub enum ImportState {
        /// Read and tried; nothing is written.
        Staged = "staged",
        /// Its good rows are being written.
        Committing = "committing",
        /// They are written.
        Committed = "committed",
        /// Writing stopped half-way: whoever ordered it may not go on, or it was refused. It can be taken up or back.
        Halted = "halted",
        /// Taking back stopped half-way, for the same reasons. It can be taken up.
        UndoHalted = "undo_halted",
        /// What it made is being taken back.
        Undoing = "undoing",
        /// What it made was taken back.
        Undone = "undone",
        /// Thrown away before anything was written.
        Discarded = "discarded",
    }
}
text_enum! {
    /// What a row comes to.
    pub enum RowStatus {
        /// Somebody who is not in the register.
        New = "new",
        /// Somebody of whom it knows something new.
        Fills = "fills",
        /// Somebody of whom it knows nothing new.
        Unchanged = "unchanged",
        /// It stays out.
        Error = "error",
    }
}
text_enum! {
    /// Where the meaning of the columns comes from.
    pub enum MappingFrom {
        /// The words of the headings.
        Guessed = "guessed",
        /// An earlier import of the organisation with the same headings.
        Remembered = "remembered",
        /// Somebody said so.
        Given = "given",
    }
}
text_column!(ImportState, MappingFrom, Kind);

/// An import.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = imports, treat_none_as_default_value = false)]
pub struct Import {
    pub id: ImportId,
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub file_name: String,
    pub kind: Kind,
    pub state: ImportState,
    /// The row of the sheet that holds the headings.
    pub header_row: i32,
    /// By which the mapping of the same headings is found again.
    pub header_index: String,
    pub mapping_from: MappingFrom,
    pub columns_sealed: String,
    pub seal_key: i32,
    pub pieces: i32,
    /// While committing or undoing: how many are done.
    pub pieces_done: i32,
    pub row_count: i32,
    pub new_rows: i32,
    pub fills_rows: i32,
    pub unchanged_rows: i32,
    pub warning_rows: i32,
    pub error_rows: i32,
    pub made_households: i32,
    pub made_persons: i32,
    pub filled_persons: i32,
    /// What undoing left, since somebody had touched it.
    pub kept_records: i32,
    pub created_by: UserId,
    /// Who ordered the committing or undoing.
    pub acted_by: Option<UserId>,
    pub created_at: Moment,
    pub committed_at: Option<Moment>,
    pub undone_at: Option<Moment>,
    pub rev: i64,
}

/// Some hundred rows.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_pieces, treat_none_as_default_value = false)]
pub struct Piece {
    pub id: ImportPieceId,
    pub import_id: ImportId,
    pub position: i32,
    pub new_rows: i32,
    pub fills_rows: i32,
    pub unchanged_rows: i32,
    pub warning_rows: i32,
    pub error_rows: i32,
    pub rows_sealed: String,
    pub verdicts_sealed: String,
    pub made_sealed: Option<String>,
    pub seal_key: i32,
}

/// How an organisation's rosters with these headings are read.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_mappings)]
pub struct Mapping {
    pub organisation_id: OrganisationId,
    pub header_index: String,
    /// A word for each column, empty where nothing of it is wanted; commas between.
    pub fields: String,
    pub saved_at: Moment,
}

/// A roster.
pub const ROSTER: Sort = Sort { known: fields::known, table: "import_pieces", column: "rows_sealed" };

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// As it stands in the file, in letters of today.
    pub heading: String,
    pub field: Option<Field>,
    pub encoding: Encoding,
}

impl Column {
    /// How its cells are read.
    pub fn reading(&self) -> Reading {
        Reading { field: self.field, encoding: self.encoding }
    }
}

/// What a row comes to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Verdict {
    /// The row of the sheet or the line of the file.
    #[serde(rename = "n")]
    pub row: u32,
    #[serde(rename = "s")]
    pub status: RowStatus,
    /// Where the person lives or is going to live.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// Who it is or is going to be.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The household that is made with this row.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub makes: Option<Home>,
    /// What this row's household lacks and the file says.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub adds: Option<HomeFill>,
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
}

/// A household that is going to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Home {
    pub area_id: AreaId,
    pub name: String,
    pub code: Option<String>,
    pub house_number: Option<String>,
    pub address: Option<String>,
    pub landmark: Option<String>,
}

/// What a household lacks and a roster says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeFill {
    pub code: Option<String>,
    pub house_number: Option<String>,
    pub address: Option<String>,
    pub landmark: Option<String>,
}

/// What a piece made, so that it can be taken back; and what taking back left.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Made {
    pub households: Vec<HouseholdId>,
    pub persons: Vec<PersonId>,
    /// Of people who were there before: fields that were empty, and the version that filled them.
    pub filled: Vec<Filled>,
    /// The same of households.
    #[serde(default)]
    pub filled_homes: Vec<FilledHome>,
    /// Claims and covers, each with whose it is.
    pub claims: Vec<String>,
    pub covers: Vec<String>,
    pub kept: Vec<Kept>,
}

/// Fields of somebody that were empty before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filled {
    pub person_id: PersonId,
    pub rev: i64,
    pub fields: Vec<Field>,
}

/// Fields of a household that were empty before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FilledHome {
    pub household_id: HouseholdId,
    pub rev: i64,
    pub fields: Vec<Field>,
}

/// Something that undoing left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// `household` or `person`.
    pub entity: String,
    pub id: String,
}

/// How many rows come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub rows: i32,
    pub new: i32,
    pub fills: i32,
    pub unchanged: i32,
    pub warnings: i32,
    pub errors: i32,
}

impl Counts {
    /// Of these rows.
    pub fn of<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            counts.rows += 1;
            match verdict.status {
                RowStatus::New => counts.new += 1,
                RowStatus::Fills => counts.fills += 1,
                RowStatus::Unchanged => counts.unchanged += 1,
                RowStatus::Error => counts.errors += 1,
            }
            counts.warnings += i32::from(verdict.has_warning());
        }
        counts
    }
}

impl Verdict {
    /// Whether the row goes in and is worth a look.
    pub fn has_warning(&self) -> bool {
        self.status != RowStatus::Error && !self.issues.is_empty()
    }
}

impl Import {
    fn place(&self) -> Place<'_> {
        columns_place(&self.id)
    }
    /// Its columns.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn columns(&self, seals: &Seals) -> Result<Vec<Column>> {
        serde_json::from_str(&seals.open(self.place(), &self.columns_sealed)?).map_err(Error::internal)
    }
}

fn columns_place(id: &ImportId) -> Place<'_> {
    Place { table: "imports", column: "columns_sealed", row: id.as_str() }
}

/// Columns as they are stored.
///
/// # Errors
/// When sealing fails.
pub fn seal_columns(seals: &Seals, id: ImportId, columns: &[Column]) -> Result<String> {
    seals.seal(columns_place(&id), &serde_json::to_string(columns).map_err(Error::internal)?)
}

impl Piece {
    fn place<'a>(id: &'a ImportPieceId, column: &'static str) -> Place<'a> {
        Place { table: ROSTER.table, column, row: id.as_str() }
    }
    /// Where its rows lie.
    pub fn rows_place(id: &ImportPieceId) -> Place<'_> {
        Self::place(id, ROSTER.column)
    }
    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        let all = [self.new_rows, self.fills_rows, self.unchanged_rows, self.error_rows];
        all.into_iter().filter_map(|rows| usize::try_from(rows).ok()).sum()
    }
    /// Its rows as they came.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn rows(&self, seals: &Seals) -> Result<Vec<Row>> {
        open_rows(seals, Self::rows_place(&self.id), &self.rows_sealed)
    }
    /// What its rows come to.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn verdicts(&self, seals: &Seals) -> Result<Vec<Verdict>> {
        let text = seals.open(Self::place(&self.id, "verdicts_sealed"), &self.verdicts_sealed)?;
        serde_json::from_str(&text).map_err(Error::internal)
    }
    /// What was made of it.
    ///
    /// # Errors
    /// When it does not open where it stands.
    pub fn made(&self, seals: &Seals) -> Result<Made> {
        let Some(sealed) = &self.made_sealed else { return Ok(Made::default()) };
        serde_json::from_str(&seals.open(Self::place(&self.id, "made_sealed"), sealed)?).map_err(Error::internal)
    }
    /// Puts verdicts and their counts in.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn judge(&mut self, seals: &Seals, verdicts: &[Verdict]) -> Result<()> {
        let counts = Counts::of(verdicts);
        (self.new_rows, self.fills_rows, self.unchanged_rows) = (counts.new, counts.fills, counts.unchanged);
        (self.warning_rows, self.error_rows) = (counts.warnings, counts.errors);
        let text = serde_json::to_string(verdicts).map_err(Error::internal)?;
        self.verdicts_sealed = seals.seal(Self::place(&self.id, "verdicts_sealed"), &text)?;
        Ok(())
    }
    /// Puts in what was made.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn make(&mut self, seals: &Seals, made: &Made) -> Result<()> {
        let text = serde_json::to_string(made).map_err(Error::internal)?;
        self.made_sealed = Some(seals.seal(Self::place(&self.id, "made_sealed"), &text)?);
        Ok(())
    }
}
