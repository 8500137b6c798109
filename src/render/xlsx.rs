//! XLSX, written row by row in constant memory. Numbers stay numbers; text is typed text, never a formula.
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Align, Table, Value};
use crate::base::{Error, Result};

/// Thousands and decimals as the reader's own locale writes them: 1.234.567 and 131,20 % in Viet Nam.
const COUNT: &str = "#,##0";
const PERCENT: &str = "0.00\" %\"";
/// Two places and no sign: the heading says what they are, percentage points or shares of sign-ups.
const POINTS: &str = "0.00";

/// How cells look.
pub(super) struct Looks {
    pub title: Format,
    pub words: Format,
    pub note: Format,
    pub heading: Format,
    text: Format,
    count: Format,
    percent: Format,
    points: Format,
}

pub(super) fn bytes(table: &Table) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory();
    fill(sheet.map_err(Error::internal)?, table).map_err(Error::internal)?;
    workbook.save_to_buffer().map_err(Error::internal)
}

/// How cells look; sums stand out.
pub(super) fn looks(bold: bool) -> Looks {
    let base = || {
        let format = Format::new().set_font_name("Times New Roman").set_font_size(13).set_border(FormatBorder::Thin);
        if bold { format.set_bold() } else { format }
    };
    let plain = || Format::new().set_font_name("Times New Roman").set_font_size(13);
    Looks {
        title: plain().set_bold().set_font_size(14),
        words: plain(),
        note: plain().set_italic(),
        heading: base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter),
        text: base().set_align(FormatAlign::Left),
        count: base().set_num_format(COUNT).set_align(FormatAlign::Right),
        percent: base().set_num_format(PERCENT).set_align(FormatAlign::Right),
        points: base().set_num_format(POINTS).set_align(FormatAlign::Right),
    }
}

fn fill(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    let plain = looks(false);
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
    }
    let mut line = 0;
    sheet.write_string_with_format(line, 0, &table.title, &plain.title)?;
    for note in &table.notes {
        line += 1;
        sheet.write_string_with_format(line, 0, note, &plain.note)?;
    }
    line += 2;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(line, at, &column.heading, &plain.heading)?;
    }
    for row in &table.rows {
        line += 1;
        write_row(sheet, line, row, table, &plain)?;
    }
    if let Some(total) = &table.total {
        write_row(sheet, line + 1, total, table, &looks(true))?;
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    line: u32,
    row: &[Value],
    table: &Table,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    for ((at, value), column) in (0_u16..).zip(row).zip(&table.columns) {
        write_value(sheet, line, at, value, column.align, looks)?;
    }
    Ok(())
}

/// A cell of a table.
pub(super) fn write_value(
    sheet: &mut Worksheet,
    line: u32,
    at: u16,
    value: &Value,
    align: Align,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    match value {
        Value::Text(text) if align == Align::Right => sheet.write_string_with_format(line, at, text, &looks.count)?,
        Value::Text(text) => sheet.write_string_with_format(line, at, text, &looks.text)?,
        // A spreadsheet's numbers are doubles: exact up to 2^53, far above any count here.
        Value::Count(Some(count)) => {
            sheet.write_number_with_format(line, at, count.to_string().parse().unwrap_or(0.0), &looks.count)?
        }
        Value::Percent(Some(percent)) => sheet.write_number_with_format(line, at, percent.as_f64(), &looks.percent)?,
        Value::Points(Some(number)) | Value::Number(Some(number)) => {
            sheet.write_number_with_format(line, at, number.as_f64(), &looks.points)?
        }
        Value::Count(None) | Value::Percent(None) | Value::Points(None) | Value::Number(None) => {
            sheet.write_blank(line, at, &looks.count)?
        }
    };
    Ok(())
}
