//! Tables to bytes: CSV and XLSX with Vietnamese headings and number formats. Knows no feature.
//!
//! Text from users never becomes a formula: CSV cells that begin like one get an apostrophe, XLSX cells are typed text.
mod csv;
mod form;
mod xlsx;

pub use csv::neutral;
pub use form::{Form, FormColumn, FormSheet};

use crate::base::{Result, share::Percent, text_enum::text_enum};

text_enum! {
    /// A file format.
    pub enum Format {
        /// Comma-separated values, UTF-8 with a byte-order mark.
        Csv = "csv",
        /// Office Open XML.
        Xlsx = "xlsx",
    }
}

/// The media types of all formats.
pub const MEDIA_TYPES: &[&str] = &["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Which side a column leans to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its width in characters.
    pub width: f64,
    /// Its side.
    pub align: Align,
}

impl Column {
    /// A column.
    pub fn new(heading: &str, width: f64, align: Align) -> Self {
        Self { heading: heading.to_owned(), width, align }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A count; `None` is "no data", which is not zero.
    Count(Option<i64>),
    /// A share in percent; `None` is "no data".
    Percent(Option<Percent>),
    /// A difference of two shares, in percentage points; `None` is "no data".
    Points(Option<Percent>),
    /// A number to two places, in hundredths; `None` is "no data".
    Number(Option<Percent>),
}

/// A table with its title and notes.
#[derive(Debug, Clone)]
pub struct Table {
    /// Title.
    pub title: String,
    /// Lines below the title: period, unit, source.
    pub notes: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
    /// The last row, set apart.
    pub total: Option<Vec<Value>>,
}

/// The table as a file.
///
/// # Errors
/// When the writer fails.
pub fn bytes(table: &Table, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Csv => csv::bytes(table),
        Format::Xlsx => xlsx::bytes(table),
    }
}
