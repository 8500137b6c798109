//! The wrong rows of an import as a table of the same columns and one more, to be mended and sent again as it is.
use std::collections::BTreeSet;

use super::{
    entry::plain,
    fields::ERROR_HEADING,
    issues::Issue,
    model::{Column, Import, RowStatus},
    queries,
};
use crate::{
    base::{Lang, Result},
    db::{Conn, Seals},
    render::{self, Align, Table, Value},
};

const WIDTH: f64 = 18.0;
const REASON_WIDTH: f64 = 60.0;

/// Every wrong row.
///
/// # Errors
/// When the database fails.
pub fn table(conn: &mut Conn, seals: &Seals, import: &Import, lang: Lang) -> Result<Table> {
    let columns = import.columns(seals)?;
    // What an earlier error file said is not true any more.
    let kept: Vec<(usize, &Column)> =
        columns.iter().enumerate().filter(|(_, column)| column.heading != ERROR_HEADING).collect();
    let mut rows = Vec::new();
    let mut from = 0;
    while let Some(piece) = queries::piece_with(conn, import, from, Some(RowStatus::Error), false)? {
        from = piece.position + 1;
        for (row, verdict) in std::iter::zip(piece.rows(seals)?, piece.verdicts(seals)?) {
            if verdict.status != RowStatus::Error {
                continue;
            }
            let text = |(at, column): &(usize, &Column)| {
                row.cells.get(*at).map(|cell| plain(&cell.text, column.encoding)).unwrap_or_default()
            };
            let mut cells: Vec<Value> = kept.iter().map(|own| Value::Text(text(own))).collect();
            cells.push(Value::Text(reasons(&columns, &verdict.issues, lang)));
            rows.push(cells);
        }
    }
    let mut headings: Vec<_> =
        kept.iter().map(|(_, own)| render::Column::new(&own.heading, WIDTH, Align::Left)).collect();
    headings.push(render::Column::new(ERROR_HEADING, REASON_WIDTH, Align::Left));
    Ok(Table { title: ERROR_HEADING.to_owned(), notes: Vec::new(), columns: headings, rows, total: None })
}

/// `CCCD: …; Ngày sinh: …`: the errors of a row, each with its column.
fn reasons(columns: &[Column], issues: &[Issue], lang: Lang) -> String {
    let named = |issue: &Issue| {
        let column = columns.iter().find(|column| column.field.is_some() && column.field == issue.field);
        let sentence = lang.pick(issue.code.text());
        match column {
            Some(column) => format!("{}: {sentence}", column.heading),
            None => sentence.to_owned(),
        }
    };
    let errors: BTreeSet<String> = issues.iter().filter(|issue| issue.code.is_error()).map(named).collect();
    errors.into_iter().collect::<Vec<_>>().join("; ")
}
