//! Rows of papers and layouts, and the pieces of a file.
use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use diesel::prelude::*;

use super::layout::{PaperForm, PaperKind};
use crate::{
    base::{
        Day, Error, Id, Moment, Result,
        id::{
            AreaId, EnrolmentBatchId, EnrolmentStepId, HouseholdId, OrganisationId, PaperId, PaperLayoutId,
            PaperPieceId, UserId,
        },
        text_enum::text_enum,
    },
    db::{
        Place, SealedTable, Seals,
        schema::{paper_batches, paper_endings, paper_layouts, paper_pieces, papers},
        text_column,
    },
};

text_enum! {
    /// Where a paper stands.
    pub enum PaperState {
        /// Its lines are being gathered.
        Making = "making",
        /// Its file is there and never changes.
        Ready = "ready",
        /// It could not be made.
        Failed = "failed",
    }
}
text_enum! {
    /// Why a paper could not be made.
    pub enum PaperFailure {
        /// Whoever ordered it may not have it any more.
        OutOfReach = "out_of_reach",
        /// Something of it could not be read.
        Broken = "broken",
    }
}
text_column!(PaperKind, PaperState, PaperFailure);

/// A layout as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = paper_layouts, treat_none_as_default_value = false)]
pub struct PaperLayout {
    pub id: PaperLayoutId,
    pub paper: PaperKind,
    pub effective_from: Day,
    /// What is not certain about it, in words.
    pub doubt: Option<String>,
    /// JSON.
    pub layout: String,
    pub recorded_at: Moment,
    /// Nobody for what came with the program.
    pub recorded_by: Option<UserId>,
}

impl PaperLayout {
    /// How the paper looks.
    ///
    /// # Errors
    /// When the row holds something else.
    pub fn form(&self) -> Result<PaperForm> {
        serde_json::from_str(&self.layout).map_err(Error::internal)
    }
    /// Those of these, in the order of their days, that hold on a day: of each paper the latest that has begun.
    pub fn holding_on(rows: Vec<Self>, day: Day) -> Vec<Self> {
        let begun = rows.into_iter().filter(|row| row.effective_from <= day);
        let latest: BTreeMap<PaperKind, Self> = begun.map(|row| (row.paper, row)).collect();
        latest.into_values().collect()
    }
}

/// A paper.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = papers, treat_none_as_default_value = false)]
pub struct Paper {
    pub id: PaperId,
    pub paper: PaperKind,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub layout_id: PaperLayoutId,
    /// What the organisation calls it.
    pub number: Option<String>,
    pub household_id: Option<HouseholdId>,
    /// The days it speaks of: of handing in, of the receipts, of the list.
    pub from_day: Day,
    pub to_day: Day,
    pub state: PaperState,
    pub line_count: i32,
    pub lines_done: i32,
    /// Members of its batches that are in them no more, or out of reach.
    pub left_out: i32,
    pub full_vnd: i64,
    pub payable_vnd: i64,
    pub file_bytes: i64,
    /// Of the file, in hexadecimal.
    pub sha256: Option<String>,
    pub failed_because: Option<PaperFailure>,
    pub created_by: UserId,
    pub created_at: Moment,
    pub ready_at: Option<Moment>,
    pub rev: i64,
}

/// That a batch is on a paper.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = paper_batches)]
pub struct PaperBatch {
    pub paper_id: PaperId,
    pub batch_id: EnrolmentBatchId,
}

/// That a stop or a refund is on a paper.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = paper_endings)]
pub struct PaperEnding {
    pub step_id: EnrolmentStepId,
    pub paper_id: PaperId,
}

/// A part of the file.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = paper_pieces)]
pub struct PaperPiece {
    pub id: PaperPieceId,
    pub paper_id: PaperId,
    pub position: i32,
    pub bytes_sealed: String,
    pub seal_key: i32,
}

/// Bytes of the file in one piece.
pub const PIECE: usize = 64 << 10;

/// Pieces, for resealing.
pub const PIECES: SealedTable = SealedTable { name: "paper_pieces", id_column: "id", columns: &["bytes_sealed"] };

fn place(id: &PaperPieceId) -> Place<'_> {
    Place { table: "paper_pieces", column: "bytes_sealed", row: id.as_str() }
}

impl PaperPiece {
    /// These bytes, sealed.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn seal(seals: &Seals, paper_id: PaperId, position: i32, bytes: &[u8]) -> Result<Self> {
        let id = Id::new();
        let bytes_sealed = seals.seal(place(&id), &BASE64_STANDARD.encode(bytes))?;
        Ok(Self { id, paper_id, position, bytes_sealed, seal_key: seals.key_number()? })
    }
    /// Its bytes.
    ///
    /// # Errors
    /// When they do not open where they stand.
    pub fn open(&self, seals: &Seals) -> Result<Vec<u8>> {
        BASE64_STANDARD.decode(seals.open(place(&self.id), &self.bytes_sealed)?).map_err(Error::internal)
    }
}
