//! CSV: UTF-8 with a byte-order mark, so that spreadsheets here read it right; formulas neutralised.
use super::{Table, Value};
use crate::base::{
    Error, Result,
    share::{Percent, thousands},
};

/// The text so that no spreadsheet takes it for a formula (OWASP, CSV injection).
pub fn neutral(text: &str) -> String {
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    };
    let first = text.trim_start_matches(unseen).chars().next();
    let starts_badly = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || text.starts_with(['\t', '\r', '\n', '\0']);
    if starts_badly { format!("'{text}") } else { text.to_owned() }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => neutral(text),
        Value::Count(count) => count.map(thousands).unwrap_or_default(),
        Value::Percent(percent) => percent.map(|p| format!("{} %", p.vi())).unwrap_or_default(),
        Value::Points(number) | Value::Number(number) => number.map(Percent::vi).unwrap_or_default(),
    }
}

pub(super) fn bytes(table: &Table) -> Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(table.columns.iter().map(|c| neutral(&c.heading))).map_err(Error::internal)?;
    for row in table.rows.iter().chain(&table.total) {
        writer.write_record(row.iter().map(cell)).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|e| Error::internal(e.error()))
}
