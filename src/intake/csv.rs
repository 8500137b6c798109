//! Text with separators, as spreadsheets here write it: `;`, `,` or tab, quoted where needed.
use std::ops::ControlFlow;

use super::{CELL_BYTES, CELLS, COLUMNS, Cell, Fault, ROW_BYTES, ROWS, Row, TableFault, Take};

/// Lines that are looked at for the separator.
const SAMPLE: usize = 20;

pub(super) fn read(text: &str, take: Take<'_>) -> Result<(), TableFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Spreadsheets take a first line `sep=;` as an order, and write it.
    let ordered = text.lines().next().and_then(|line| line.trim_end().strip_prefix("sep="));
    let (separator, skip) = match ordered.map(|sign| sign.chars().collect::<Vec<_>>()).as_deref() {
        Some([sign]) => (*sign, true),
        _ => (separator_of(text), false),
    };
    let body = if skip { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let mut reading = Reading { separator, line: if skip { 2 } else { 1 }, ..Reading::default() };
    reading.begin_row();
    let mut signs = body.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if reading.quoted_at.is_some() && signs.peek() == Some(&'"') => {
                signs.next();
                reading.push('"')?;
            }
            '"' if reading.quoted_at.is_some() => reading.quoted_at = None,
            '"' if reading.cell.is_empty() => reading.quoted_at = Some(reading.line),
            '\r' if signs.peek() == Some(&'\n') => {}
            '\n' | '\r' if reading.quoted_at.is_none() => {
                reading.line += 1;
                if let ControlFlow::Break(()) = reading.end_row(take)? {
                    return Ok(());
                }
            }
            other if other == reading.separator && reading.quoted_at.is_none() => reading.end_cell()?,
            other => {
                reading.line += u32::from(other == '\n');
                reading.push(other)?;
            }
        }
    }
    if let Some(line) = reading.quoted_at {
        return Err(Fault::QuoteLeftOpen.at(line));
    }
    let _ = reading.end_row(take)?;
    if reading.given { Ok(()) } else { Err(Fault::Empty.now()) }
}

#[derive(Default)]
struct Reading {
    separator: char,
    line: u32,
    row_at: u32,
    quoted_at: Option<u32>,
    cell: String,
    row: Vec<Cell>,
    bytes: usize,
    cells: u32,
    given: bool,
}

impl Reading {
    fn begin_row(&mut self) {
        (self.row_at, self.bytes) = (self.line, 0);
    }
    fn push(&mut self, sign: char) -> Result<(), TableFault> {
        self.cell.push(sign);
        self.bytes += sign.len_utf8();
        match self.quoted_at {
            _ if self.cell.len() <= CELL_BYTES && self.bytes <= ROW_BYTES => Ok(()),
            // So long a text within quotes is a quote that was never closed.
            Some(line) => Err(Fault::QuoteLeftOpen.at(line)),
            None => Err(Fault::CellTooLong.at(self.line)),
        }
    }
    fn end_cell(&mut self) -> Result<(), TableFault> {
        self.cells += 1;
        if self.cells > CELLS {
            return Err(Fault::TooManyCells.at(self.line));
        }
        let text = std::mem::take(&mut self.cell);
        let cell = match without_exponent(text.trim()) {
            Some(text) => Cell { text, was_number: true },
            None => Cell { text, was_number: false },
        };
        // Separators that only end a row say nothing; something behind the last column does.
        match self.row.len() < COLUMNS {
            true => self.row.push(cell),
            false if cell.text.is_empty() => {}
            false => return Err(Fault::TooManyColumns.at(self.row_at)),
        }
        Ok(())
    }
    fn end_row(&mut self, take: Take<'_>) -> Result<ControlFlow<()>, TableFault> {
        self.end_cell()?;
        let row = Row::of(self.row_at, std::mem::take(&mut self.row));
        let number = self.row_at;
        self.begin_row();
        let Some(row) = row else { return Ok(ControlFlow::Continue(())) };
        if number > ROWS {
            return Err(Fault::TooManyRows.at(number));
        }
        self.given = true;
        Ok(take(row))
    }
}

/// The separator under which most of the first lines have equally many cells; titles above a table have none.
fn separator_of(text: &str) -> char {
    let lines: Vec<&str> = text.lines().take(SAMPLE).filter(|line| !line.trim().is_empty()).collect();
    let count = |line: &str, separator: char| {
        // A quotation mark within a cell (5" pipe) opens nothing.
        let (mut quoted, mut begins, mut found) = (false, true, 0);
        for c in line.chars() {
            quoted = if c == '"' { !quoted && begins } else { quoted };
            begins = c == separator && !quoted;
            found += usize::from(begins);
        }
        found
    };
    let score = |separator: char| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, separator)).filter(|found| *found > 0).collect();
        let alike = |found: &usize| counts.iter().filter(|other| *other == found).count();
        counts.iter().map(|found| (alike(found), *found)).max().unwrap_or_default()
    };
    // Of equals the last wins: a comma also stands in addresses, a tab hardly anywhere.
    [',', ';', '\t'].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(',')
}

/// `8.6123456789E+10` → `86123456789`: what a spreadsheet makes of a long number, where no digit is lost.
fn without_exponent(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.strip_prefix('+')?.parse().ok()?;
    let (whole, behind) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits = whole.len() == 1 && behind.len() == exponent && !behind.is_empty();
    let plain = format!("{whole}{behind}");
    (digits && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}
