//! A file to sealed pieces: rows come from the reader's own process and are sealed before the next ones are looked at.
//!
//! Sealed pieces wait on the disk, in a file without a name, so that a large roster costs little memory.
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
    time::{Duration, Instant},
};

use super::{fields, stored::seal_rows};
use crate::{
    base::{
        Error, Id, Result,
        id::ImportPieceId,
        legacy::{Encoding, encoding_of, from_encoding},
        text::fold,
    },
    db::{Place, Seals},
    intake::{Fault, Kind, Row, TableFault, child},
    rest::unnamed_file,
};

/// Rows of one piece, and their bytes: what is written in one transaction, while others wait.
const PIECE: (usize, usize) = (500, 1 << 20);
/// Rows that are looked at for headings and for old encodings, and their bytes.
const SAMPLE: (usize, usize) = (300, 2 << 20);
/// Sealed bytes of one file: a hundred thousand long rows. A few strings repeated in every cell would be gigabytes.
const BYTES: u64 = 64 << 20;

/// How long reading a file may take, our own part included: a hundred thousand rows need a fraction of it.
const LONGEST: Duration = Duration::from_secs(7);

/// What kind of table is read.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    /// How many of some headings it knows.
    pub known: fn(&[String]) -> usize,
    /// Where its pieces are going to lie.
    pub table: &'static str,
    /// In which column.
    pub column: &'static str,
}

/// What was read.
pub struct Brought {
    /// The row of the sheet that holds the headings.
    pub header_row: u32,
    /// The headings, in letters of today; empty where a column has none.
    pub headings: Vec<String>,
    /// How each column was typed.
    pub encodings: Vec<Encoding>,
    /// The rows behind the headings.
    pub pieces: Vec<Sheaf>,
    /// Where the sealed pieces wait.
    waiting: File,
}

/// Some hundred rows that wait, sealed.
pub struct Sheaf {
    pub id: ImportPieceId,
    /// How many rows.
    pub rows: usize,
    at: u64,
    length: u64,
}

impl Brought {
    /// A piece as it was sealed.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sealed(&self, sheaf: &Sheaf) -> Result<String> {
        let mut sealed = String::new();
        (&self.waiting).seek(SeekFrom::Start(sheaf.at)).map_err(Error::internal)?;
        (&self.waiting).take(sheaf.length).read_to_string(&mut sealed).map_err(Error::internal)?;
        Ok(sealed)
    }
}

fn bytes(row: &Row) -> usize {
    row.cells.iter().map(|cell| cell.text.len() + 4).sum()
}

/// Gathers rows into pieces.
struct Binder<'a> {
    sort: Sort,
    seals: &'a Seals,
    open: Vec<Row>,
    open_bytes: usize,
    done: Vec<Sheaf>,
    width: usize,
    waiting: File,
    written: u64,
}

impl Binder<'_> {
    fn add(&mut self, row: Row) -> Result<()> {
        self.width = self.width.max(row.cells.len());
        self.open_bytes += bytes(&row);
        self.open.push(row);
        if self.open.len() < PIECE.0 && self.open_bytes < PIECE.1 { Ok(()) } else { self.bind() }
    }
    fn bind(&mut self) -> Result<()> {
        if self.open.is_empty() {
            return Ok(());
        }
        let (id, rows): (ImportPieceId, _) = (Id::new(), std::mem::take(&mut self.open));
        self.open_bytes = 0;
        let place = Place { table: self.sort.table, column: self.sort.column, row: id.as_str() };
        let sealed = seal_rows(self.seals, place, &rows)?;
        self.waiting.write_all(sealed.as_bytes()).map_err(Error::internal)?;
        let length = u64::try_from(sealed.len()).map_err(Error::internal)?;
        self.done.push(Sheaf { id, rows: rows.len(), at: self.written, length });
        self.written += length;
        Ok(())
    }
}

/// Reads a file.
///
/// # Errors
/// When sealing fails; what is wrong with the file is the inner result.
pub fn read(
    program: &Path,
    file: File,
    kind: Kind,
    sort: Sort,
    seals: &Seals,
) -> Result<std::result::Result<Brought, TableFault>> {
    let began = Instant::now();
    let rows = match child::read_file(program, file, kind) {
        Ok(rows) => rows,
        Err(fault) => return Ok(Err(fault)),
    };
    let (mut first, mut first_bytes, mut head) = (Vec::new(), 0, None);
    let waiting = unnamed_file()?;
    let mut binder =
        Binder { sort, seals, open: Vec::new(), open_bytes: 0, done: Vec::new(), width: 0, waiting, written: 0 };
    for row in rows {
        match row {
            Err(fault) => return Ok(Err(fault)),
            Ok(row) if head.is_none() => {
                first_bytes += bytes(&row);
                first.push(row);
            }
            Ok(row) => binder.add(row)?,
        }
        if head.is_none() && (first.len() >= SAMPLE.0 || first_bytes >= SAMPLE.1) {
            head = Some(begin(std::mem::take(&mut first), &mut binder)?);
        }
        if binder.written > BYTES || began.elapsed() > LONGEST {
            return Ok(Err(Fault::TooHeavy.now()));
        }
    }
    let head = match head {
        Some(head) => head,
        None => begin(first, &mut binder)?,
    };
    binder.bind()?;
    let Some((header_row, mut headings, mut encodings)) = head else {
        return Ok(Err(Fault::NoHeadings.now()));
    };
    if binder.done.is_empty() {
        return Ok(Err(Fault::Empty.now()));
    }
    // Columns without a heading may hold something too, and it must not be lost.
    headings.resize(headings.len().max(binder.width), String::new());
    encodings.resize(headings.len(), Encoding::Unicode);
    Ok(Ok(Brought { header_row, headings, encodings, pieces: binder.done, waiting: binder.waiting }))
}

type Head = Option<(u32, Vec<String>, Vec<Encoding>)>;

/// Finds headings and encodings in the first rows, and binds those that stand behind the headings.
fn begin(first: Vec<Row>, binder: &mut Binder<'_>) -> Result<Head> {
    let all: Vec<&str> = first.iter().flat_map(|row| row.cells.iter().map(|c| c.text.as_str())).collect();
    let whole = encoding_of(&all);
    let heading = |text: &str| from_encoding(text, whole).text.trim().to_owned();
    let Some(at) = fields::header_of(&first, heading, binder.sort.known) else { return Ok(None) };
    let mut rows = first.into_iter().skip(at);
    let Some(header) = rows.next() else { return Ok(None) };
    let rows: Vec<Row> = rows.enumerate().filter(|(n, row)| *n > 0 || !is_numbering(row)).map(|(_, row)| row).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default().max(header.cells.len());
    let column =
        |n: usize| -> Vec<&str> { rows.iter().filter_map(|row| row.cells.get(n)).map(|c| c.text.as_str()).collect() };
    let encodings = (0..width).map(|n| encoding_of(&column(n))).collect();
    let headings = (0..width).map(|n| header.cells.get(n).map(|c| heading(&c.text)).unwrap_or_default()).collect();
    for row in rows {
        binder.add(row)?;
    }
    Ok(Some((header.number, headings, encodings)))
}

/// `(1) (2) (3)` or `A B C` below the headings, as on official forms.
fn is_numbering(row: &Row) -> bool {
    let mut filled = row.cells.iter().map(|cell| fold(&cell.text)).filter(|text| !text.is_empty());
    filled.all(|text| text.len() == 1 || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())))
}
