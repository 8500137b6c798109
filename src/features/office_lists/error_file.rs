//! The rows of a list that cannot be read, as a table of the same columns and one more, to be mended and brought again.
use super::{finding::Finding, matching::manner, model::OfficeList, queries, said::read};
use crate::{
    base::{Cursor, Lang, Result},
    db::{Conn, InScope, Seals},
    features::imports::{entry::plain, fields::ERROR_HEADING},
    render::{Align, Column, Table, Value},
};

const WIDTH: f64 = 18.0;
const REASON_WIDTH: f64 = 60.0;
/// Rows looked at together.
const PAGE: u32 = 500;

/// Every row that cannot be read.
///
/// # Errors
/// When a row does not open where it stands, or the database fails.
pub fn table(conn: &mut Conn, seals: &Seals, list: &InScope<OfficeList>, lang: Lang) -> Result<Table> {
    let manner = manner(conn, seals, list)?;
    let filter = queries::RowFilter { finding: Some(Finding::Unreadable), settled: None };
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = queries::rows(conn, list, filter, &Cursor { after, limit: PAGE })?;
        after = page.items.last().map(|row| row.n.to_string());
        for row in &page.items {
            let Some(row) = row.row(seals)? else { continue };
            let text = |(at, column): (usize, &super::model::Column)| {
                row.cells.get(at).map(|cell| plain(&cell.text, column.encoding)).unwrap_or_default()
            };
            let mut cells: Vec<Value> = manner.columns.iter().enumerate().map(|own| Value::Text(text(own))).collect();
            let faults = read(&row, &manner).faults.into_iter();
            let reasons: Vec<String> = faults.map(|(_, fault)| lang.pick(fault.text()).to_owned()).collect();
            cells.push(Value::Text(reasons.join("; ")));
            rows.push(cells);
        }
        if page.next_cursor.is_none() {
            break;
        }
    }
    let mut columns: Vec<Column> =
        manner.columns.iter().map(|own| Column::new(&own.heading, WIDTH, Align::Left)).collect();
    columns.push(Column::new(ERROR_HEADING, REASON_WIDTH, Align::Left));
    Ok(Table { title: ERROR_HEADING.to_owned(), notes: Vec::new(), columns, rows, total: None })
}
