//! Tables that people bring, XLSX and CSV, to rows of text. Knows no feature and trusts no file.
//!
//! Everything is counted while it is read, and nothing is sized by what a file says of itself: a workbook of 1.4 kB can
//! ask for a range of 17 billion cells. The server reads through `child`, so that what is not foreseen here costs a
//! child process and not the server.
pub mod child;
mod csv;
mod decode;
mod fault;
mod gate;
mod xlsx;

use std::{fs::File, io::Read, ops::ControlFlow};

use serde::{Deserialize, Serialize};

use crate::base::text_enum::text_enum;
pub use fault::{Fault, TableFault};

/// Rows down to this line of the sheet or file.
pub const ROWS: u32 = 200_000;
/// Columns with something in them.
pub const COLUMNS: usize = 200;
/// Cells, empty ones included.
pub const CELLS: u32 = 2_000_000;
/// Bytes of one cell.
pub const CELL_BYTES: usize = 10_000;
/// Bytes of the cells of one row together.
pub const ROW_BYTES: usize = 100_000;
/// Bytes of a workbook, packed and unpacked, and of a text file.
pub const FILE_BYTES: u64 = 50 << 20;

text_enum! {
    /// What kind of file a table is in.
    pub enum Kind as "FileKind" {
        /// Office Open XML.
        Xlsx = "xlsx",
        /// Text with separators.
        Csv = "csv",
    }
}

/// A cell as text; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// The text; numbers as plain digits, days as ISO.
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The spreadsheet had it as a number: leading zeros are lost, if there were any.
    #[serde(rename = "n", default, skip_serializing_if = "std::ops::Not::not")]
    pub was_number: bool,
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number in the sheet, or the line of the file where it begins; from 1.
    pub number: u32,
    /// Its cells up to the last with something in it.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The row, unless nothing is in it.
    fn of(number: u32, mut cells: Vec<Cell>) -> Option<Self> {
        let filled = cells.iter().rposition(|cell| !cell.text.is_empty())? + 1;
        cells.truncate(filled);
        Some(Self { number, cells })
    }
}

/// Takes rows as they are read; `Break` when it wants no more.
pub type Take<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

/// Reads the table row by row. A workbook gives its first visible sheet that is not empty.
///
/// # Errors
/// Whatever makes the file no table, or one that is larger than tables here are. Rows may have been given before.
pub fn read_table(mut file: File, kind: Kind, take: Take<'_>) -> Result<(), TableFault> {
    match kind {
        Kind::Xlsx => xlsx::read(file, take),
        Kind::Csv => csv::read(&decode::text(&mut file)?, take),
    }
}

/// The whole of a source that must not be longer than a file may be.
fn bounded(source: &mut dyn Read) -> Result<Vec<u8>, TableFault> {
    let mut bytes = Vec::new();
    source.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|_| Fault::Unreadable.now())?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= FILE_BYTES);
    if fits { Ok(bytes) } else { Err(Fault::FileTooLarge.now()) }
}
