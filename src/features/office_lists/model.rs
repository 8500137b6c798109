//! Rows of the office's lists, and what is sealed in them.
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    fields::{self, Field},
    finding::Finding,
    said::{Manner, Said, read},
    settling::Settlement,
};
use crate::{
    base::{
        Day, Error, Moment, Result,
        id::{
            AreaId, EnrolmentId, OfficeListId, OfficeListPieceId, OfficeListRowId, OrganisationId, RenewalId, UserId,
        },
        legacy::Encoding,
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        Place, Seals,
        schema::{office_list_pieces, office_list_rows, office_lists},
        text_column,
    },
    features::imports::{
        entry::Reading,
        read::Sort,
        stored::{open_rows, seal_rows},
    },
    intake::Row,
};

text_enum! {
    /// What the office sent.
    pub enum ListKind {
        /// What was issued and what came back, of what was handed in.
        Answers = "answers",
        /// Who runs out.
        Expiries = "expiries",
        /// Who is on the office's books in a month.
        Participants = "participants",
    }
}
text_enum! {
    /// How far a list is.
    pub enum ListState {
        /// Its rows are being looked at.
        Reading = "reading",
        /// Whoever brought it may not go on.
        Failed = "failed",
        /// Every row was looked at.
        Ready = "ready",
        /// What was ordered is being entered.
        Applying = "applying",
        /// Nothing more is done with it.
        Closed = "closed",
        /// Taken back before anything of it was entered; its rows are gone.
        Withdrawn = "withdrawn",
    }
}
text_column!(ListKind, ListState, Finding, Settlement);

/// How a list's file is read, and where its pieces lie.
pub const LIST: Sort = Sort { known: fields::known, table: "office_list_pieces", column: "waiting_sealed" };

/// A list that the office sent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = office_lists, treat_none_as_default_value = false)]
pub struct OfficeList {
    pub id: OfficeListId,
    pub kind: ListKind,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    /// The day it speaks of; of participants the first of the month.
    pub as_of: Day,
    /// The insurance of rows that do not say one.
    pub scheme: Option<Scheme>,
    pub file_name: String,
    pub state: ListState,
    /// The row of the sheet that holds the headings.
    pub header_row: i32,
    pub columns_sealed: String,
    pub pieces: i32,
    pub pieces_done: i32,
    pub row_count: i32,
    /// Up to which of our own sign-ups was looked whether the list has them.
    pub looked_to: Option<EnrolmentId>,
    pub closed_why_sealed: Option<String>,
    pub seal_key: i32,
    pub created_by: UserId,
    /// Who ordered what is being done.
    pub acted_by: UserId,
    pub created_at: Moment,
    pub closed_at: Option<Moment>,
    pub rev: i64,
}

/// Some hundred rows that wait to be looked at.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = office_list_pieces)]
pub struct Piece {
    pub id: OfficeListPieceId,
    pub list_id: OfficeListId,
    pub position: i32,
    pub waiting_sealed: String,
    pub seal_key: i32,
}

/// A row, and what became of it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = office_list_rows, treat_none_as_default_value = false)]
pub struct ListRow {
    pub id: OfficeListRowId,
    pub list_id: OfficeListId,
    /// The row of the sheet or the line of the file; of what the list lacks, numbers behind those.
    pub n: i32,
    pub row_sealed: Option<String>,
    pub finding: Finding,
    /// In what both sides differ: words with commas.
    pub differs: String,
    pub enrolment_id: Option<EnrolmentId>,
    pub renewal_id: Option<RenewalId>,
    pub theirs_vnd: Option<i64>,
    pub ours_vnd: Option<i64>,
    pub settled_as: Option<Settlement>,
    pub settled_by: Option<UserId>,
    pub settled_at: Option<Moment>,
    pub why_sealed: Option<String>,
    pub seal_key: i32,
    pub rev: i64,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// As it stands in the file, in letters of today.
    pub heading: String,
    pub field: Option<Field>,
    pub encoding: Encoding,
}

impl Column {
    /// How rosters would read it, for what identifies a person.
    pub fn of_person(&self, kind: ListKind) -> Reading {
        Reading { field: self.field.and_then(|field| field.of_person(kind)), encoding: self.encoding }
    }
}

impl OfficeList {
    fn place<'a>(id: &'a OfficeListId, column: &'static str) -> Place<'a> {
        Place { table: "office_lists", column, row: id.as_str() }
    }
    /// Its columns.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn columns(&self, seals: &Seals) -> Result<Vec<Column>> {
        let text = seals.open(Self::place(&self.id, "columns_sealed"), &self.columns_sealed)?;
        serde_json::from_str(&text).map_err(Error::internal)
    }
    /// Why it was closed with rows left open.
    ///
    /// # Errors
    /// When it does not open where it stands.
    pub fn closed_why(&self, seals: &Seals) -> Result<Option<String>> {
        let place = Self::place(&self.id, "closed_why_sealed");
        self.closed_why_sealed.as_ref().map(|why| seals.open(place, why)).transpose()
    }
    /// Seals why it is closed.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn seal_closed_why(&self, seals: &Seals, why: Option<&str>) -> Result<Option<String>> {
        why.map(|why| seals.seal(Self::place(&self.id, "closed_why_sealed"), why)).transpose()
    }
}

/// Columns as they are stored.
///
/// # Errors
/// When sealing fails.
pub fn seal_columns(seals: &Seals, id: OfficeListId, columns: &[Column]) -> Result<String> {
    let text = serde_json::to_string(columns).map_err(Error::internal)?;
    seals.seal(OfficeList::place(&id, "columns_sealed"), &text)
}

impl Piece {
    /// Its rows as they came.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn rows(&self, seals: &Seals) -> Result<Vec<Row>> {
        let place = Place { table: LIST.table, column: LIST.column, row: self.id.as_str() };
        open_rows(seals, place, &self.waiting_sealed)
    }
}

impl ListRow {
    fn place<'a>(id: &'a OfficeListRowId, column: &'static str) -> Place<'a> {
        Place { table: "office_list_rows", column, row: id.as_str() }
    }
    /// The row as it came; none of what the list lacks.
    ///
    /// # Errors
    /// When it does not open where it stands.
    pub fn row(&self, seals: &Seals) -> Result<Option<Row>> {
        let Some(sealed) = &self.row_sealed else { return Ok(None) };
        Ok(open_rows(seals, Self::place(&self.id, "row_sealed"), sealed)?.pop())
    }
    /// What it says.
    ///
    /// # Errors
    /// When it does not open where it stands.
    pub fn said(&self, seals: &Seals, manner: &Manner) -> Result<Option<Said>> {
        Ok(self.row(seals)?.map(|row| read(&row, manner)))
    }
    /// What was said when it was settled.
    ///
    /// # Errors
    /// When it does not open where it stands.
    pub fn why(&self, seals: &Seals) -> Result<Option<String>> {
        self.why_sealed.as_ref().map(|why| seals.open(Self::place(&self.id, "why_sealed"), why)).transpose()
    }
    /// Seals what is said when it is settled.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn seal_why(&self, seals: &Seals, why: Option<&str>) -> Result<Option<String>> {
        why.map(|why| seals.seal(Self::place(&self.id, "why_sealed"), why)).transpose()
    }
}

/// A row, sealed for its place.
///
/// # Errors
/// When sealing fails.
pub fn seal_row(seals: &Seals, id: &OfficeListRowId, row: Row) -> Result<String> {
    seal_rows(seals, ListRow::place(id, "row_sealed"), &[row])
}
