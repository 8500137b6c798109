//! Rows of a table that somebody brought, as they are stored: sealed, each cell with a mark for what a spreadsheet had as a
//! number.
use crate::{
    base::{Error, Result},
    db::{Place, Seals},
    intake::{Cell, Row},
};

type Stored = Vec<(u32, Vec<String>)>;

/// Rows, sealed for their place.
///
/// # Errors
/// When sealing fails.
pub fn seal_rows(seals: &Seals, place: Place<'_>, rows: &[Row]) -> Result<String> {
    let cell = |cell: &Cell| format!("{}{}", if cell.was_number { '#' } else { '=' }, cell.text);
    let stored: Stored = rows.iter().map(|row| (row.number, row.cells.iter().map(cell).collect())).collect();
    seals.seal(place, &serde_json::to_string(&stored).map_err(Error::internal)?)
}

/// Opens them again.
///
/// # Errors
/// When they do not open where they stand.
pub fn open_rows(seals: &Seals, place: Place<'_>, sealed: &str) -> Result<Vec<Row>> {
    let stored: Stored = serde_json::from_str(&seals.open(place, sealed)?).map_err(Error::internal)?;
    let cell = |text: String| Cell { was_number: text.starts_with('#'), text: text.chars().skip(1).collect() };
    Ok(stored.into_iter().map(|(number, cells)| Row { number, cells: cells.into_iter().map(cell).collect() }).collect())
}
