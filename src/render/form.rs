//! A form of the authorities as XLSX: heads, numbered columns, sections with sums, signatures. Written line by line,
//! so that a hundred thousand people take no more memory than ten.
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{
    Align, Value,
    xlsx::{Looks, looks, write_value},
};
use crate::base::{Error, Result};

/// A4, as the format's number for paper sizes says it.
const A4: u8 = 9;

/// A column of a form.
#[derive(Debug, Clone)]
pub struct FormColumn {
    /// What the form calls it: `A`, `B`, `1`, `2`.
    pub key: String,
    /// The heading that it shares with its neighbours.
    pub group: Option<String>,
    /// Its own heading.
    pub heading: String,
    /// Its width in characters.
    pub width: f64,
    /// Its side.
    pub align: Align,
}

/// What stands around the lines.
#[derive(Debug, Clone)]
pub struct Form {
    /// Head on the left: who hands it in.
    pub left: Vec<String>,
    /// Head on the right: which form this is and what it rests on.
    pub right: Vec<String>,
    /// The title.
    pub title: String,
    /// Lines below the title.
    pub below: Vec<String>,
    /// The columns.
    pub columns: Vec<FormColumn>,
    /// Who signs, from left to right.
    pub signers: Vec<String>,
}

/// A form being written.
pub struct FormSheet {
    workbook: Workbook,
    looks: [Looks; 2],
    aligns: Vec<Align>,
    signers: Vec<String>,
    next: u32,
}

impl FormSheet {
    /// Writes the head and the headings.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn begin(form: &Form) -> Result<Self> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(Error::internal)?;
        let looks = [looks(false), looks(true)];
        let next = head(sheet, form, &looks).map_err(Error::internal)?;
        let aligns = form.columns.iter().map(|column| column.align).collect();
        Ok(Self { workbook, looks, aligns, signers: form.signers.clone(), next })
    }
    /// A heading within the table: "I. Tăng".
    ///
    /// # Errors
    /// When the writer fails, or the sheet is full.
    pub fn section(&mut self, heading: &str) -> Result<()> {
        let mut cells = vec![Value::Text(String::new()); self.aligns.len()];
        if let Some(second) = cells.get_mut(1) {
            *second = Value::Text(heading.to_owned());
        }
        self.put(&cells, true)
    }
    /// A line of the table.
    ///
    /// # Errors
    /// When the writer fails, or the sheet is full.
    pub fn line(&mut self, cells: &[Value]) -> Result<()> {
        self.put(cells, false)
    }
    /// A sum, set apart.
    ///
    /// # Errors
    /// When the writer fails, or the sheet is full.
    pub fn sum(&mut self, cells: &[Value]) -> Result<()> {
        self.put(cells, true)
    }
    fn put(&mut self, cells: &[Value], bold: bool) -> Result<()> {
        let line = self.next;
        let [plain, set_apart] = &self.looks;
        let looks = if bold { set_apart } else { plain };
        let sheet = self.workbook.worksheet_from_index(0).map_err(Error::internal)?;
        for ((at, value), align) in (0_u16..).zip(cells).zip(&self.aligns) {
            write_value(sheet, line, at, value, *align, looks).map_err(Error::internal)?;
        }
        self.next += 1;
        Ok(())
    }
    /// Lines below the table and the signatures; the file.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn finish(mut self, below: &[String]) -> Result<Vec<u8>> {
        let across = u16::try_from(self.aligns.len()).unwrap_or(u16::MAX);
        let sheet = self.workbook.worksheet_from_index(0).map_err(Error::internal)?;
        let mut line = self.next + 1;
        for words in below {
            sheet.write_string_with_format(line, 1, words, &self.looks[0].note).map_err(Error::internal)?;
            line += 1;
        }
        let each = across / u16::try_from(self.signers.len().max(1)).unwrap_or(1);
        for (at, signer) in (0_u16..).zip(&self.signers) {
            sheet
                .write_string_with_format(line + 1, (at * each).max(1), signer, &self.looks[1].title)
                .map_err(Error::internal)?;
        }
        self.workbook.save_to_buffer().map_err(Error::internal)
    }
}

/// Heads, title, headings; the line after them.
fn head(sheet: &mut Worksheet, form: &Form, looks: &[Looks; 2]) -> std::result::Result<u32, XlsxError> {
    let across = u16::try_from(form.columns.len()).unwrap_or(u16::MAX);
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&CTrang &P/&N");
    for (at, column) in (0_u16..).zip(&form.columns) {
        sheet.set_column_width(at, column.width)?;
    }
    let right = across.saturating_sub(across / 3).max(1);
    let mut line = 0;
    for at in 0..form.left.len().max(form.right.len()) {
        if let Some(words) = form.left.get(at) {
            sheet.write_string_with_format(line, 0, words, &looks[0].words)?;
        }
        if let Some(words) = form.right.get(at) {
            sheet.write_string_with_format(line, right, words, &looks[0].words)?;
        }
        line += 1;
    }
    line += 1;
    let middle = across / 2;
    let centred = looks[0].title.clone().set_align(FormatAlign::Center);
    sheet.write_string_with_format(line, middle, &form.title, &centred)?;
    for words in &form.below {
        line += 1;
        sheet.write_string_with_format(line, middle, words, &looks[0].note.clone().set_align(FormatAlign::Center))?;
    }
    line += 2;
    let first = line;
    groups(sheet, line, &form.columns, &looks[0].heading)?;
    for (at, column) in (0_u16..).zip(&form.columns) {
        sheet.write_string_with_format(line + 1, at, &column.heading, &looks[0].heading)?;
    }
    let keys = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(11)
        .set_italic()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    for (at, column) in (0_u16..).zip(&form.columns) {
        sheet.write_string_with_format(line + 2, at, &column.key, &keys)?;
    }
    sheet.set_repeat_rows(first, line + 2)?.set_freeze_panes(line + 3, 0)?;
    Ok(line + 3)
}

/// The line of headings that neighbours share; one cell over all who share it.
fn groups(
    sheet: &mut Worksheet,
    line: u32,
    columns: &[FormColumn],
    look: &Format,
) -> std::result::Result<(), XlsxError> {
    let mut at = 0_u16;
    for shared in columns.chunk_by(|one, next| one.group.is_some() && one.group == next.group) {
        let words = shared.first().and_then(|column| column.group.as_deref()).unwrap_or_default();
        let last = at + u16::try_from(shared.len() - 1).unwrap_or(0);
        if last > at {
            sheet.merge_range(line, at, line, last, words, look)?;
        } else {
            sheet.write_string_with_format(line, at, words, look)?;
        }
        at = last + 1;
    }
    Ok(())
}
