//! A workbook, cell by cell: never as a range, whose size one far cell decides.
use std::{
    fs::File,
    io::{BufReader, Cursor, Read, Seek, SeekFrom},
    ops::ControlFlow,
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};

use super::{CELL_BYTES, CELLS, COLUMNS, Cell, Fault, ROW_BYTES, ROWS, Row, TableFault, Take, bounded, gate};

/// How the workbooks of before 2007, and locked ones of today, begin.
const OLD: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

pub(super) fn read(mut file: File, take: Take<'_>) -> Result<(), TableFault> {
    // A pipe cannot be read from its end, where the list of a packed file stands.
    match file.seek(SeekFrom::End(0)) {
        Ok(length) if length > super::FILE_BYTES => Err(Fault::FileTooLarge.now()),
        Ok(_) => read_from(BufReader::new(file), take),
        Err(_) => read_from(Cursor::new(bounded(&mut file)?), take),
    }
}

fn read_from<S: Read + Seek>(mut source: S, take: Take<'_>) -> Result<(), TableFault> {
    source.rewind().map_err(|_| Fault::Unreadable.now())?;
    let mut head = [0; 8];
    if source.read_exact(&mut head).is_ok() && head == OLD {
        return Err(Fault::OldOrLocked.now());
    }
    source.rewind().map_err(|_| Fault::Unreadable.now())?;
    gate::check(&mut source)?;
    source.rewind().map_err(|_| Fault::Unreadable.now())?;
    let mut workbook = Xlsx::new(source).map_err(|_| Fault::NotATable.now())?;
    let visible = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible;
    let names: Vec<String> = workbook.sheets_metadata().iter().filter(visible).map(|s| s.name.clone()).collect();
    let mut budget = Budget { cells: 0 };
    for name in names {
        if read_sheet(&mut workbook, &name, &mut budget, take)? {
            return Ok(());
        }
    }
    Err(Fault::Empty.now())
}

struct Budget {
    cells: u32,
}

/// A row being gathered.
#[derive(Default)]
struct Line {
    number: u32,
    bytes: usize,
    cells: Vec<Cell>,
}

/// Gives the rows of one sheet; false if there are none.
fn read_sheet<S: Read + Seek>(
    workbook: &mut Xlsx<S>,
    name: &str,
    budget: &mut Budget,
    take: Take<'_>,
) -> Result<bool, TableFault> {
    // A chart on a sheet of its own has no cells.
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Ok(false) };
    let (mut line, mut given) = (Line::default(), false);
    while let Some(cell) = cells.next_cell().map_err(|_| Fault::NotATable.now())? {
        budget.cells += 1;
        if budget.cells > CELLS {
            return Err(Fault::TooManyCells.now());
        }
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        let value = read_cell(cell.get_value());
        // Whole rows and columns may be formatted without anything in them.
        if value.text.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(COLUMNS);
        match () {
            () if number > ROWS => return Err(Fault::TooManyRows.at(number)),
            () if column >= COLUMNS => return Err(Fault::TooManyColumns.at(number)),
            () if number < line.number => return Err(Fault::RowsOutOfOrder.at(number)),
            () => {}
        }
        if number > line.number {
            let done = std::mem::replace(&mut line, Line { number, ..Line::default() });
            match Row::of(done.number, done.cells).map(&mut *take) {
                Some(ControlFlow::Break(())) => return Ok(true),
                row => given |= row.is_some(),
            }
        }
        line.bytes += value.text.len();
        if value.text.len() > CELL_BYTES || line.bytes > ROW_BYTES {
            return Err(Fault::CellTooLong.at(number));
        }
        if line.cells.len() <= column {
            line.cells.resize_with(column + 1, Cell::default);
        }
        if let Some(place) = line.cells.get_mut(column) {
            *place = value;
        }
    }
    // The sheet's last row; whether the taker wants more no longer matters.
    let last = Row::of(line.number, line.cells).map(&mut *take);
    Ok(given || last.is_some())
}

fn read_cell(value: &DataRef<'_>) -> Cell {
    let plain = |text: String| Cell { text, was_number: false };
    let number = |text: String| Cell { text, was_number: true };
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::Int(value) => number(value.to_string()),
        // Written without exponent, and without a point where there is nothing behind it.
        DataRef::Float(value) => number(value.to_string()),
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Bool(value) => plain(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(moment) if moment.is_datetime() => plain(iso(moment)),
        DataRef::DateTime(moment) => number(moment.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text.trim_end_matches("T00:00:00").to_owned()),
        DataRef::Error(error) => plain(error.to_string()),
    }
}

fn iso(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
}
