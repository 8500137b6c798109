//! What is shown of imports: values of people only masked, whole only in the error file.
use super::{
    api::{
        ColumnView, CountsView, ImportProgress, ImportRow, ImportView, ImportedRow, IssueView, KeptView, Shown,
        ValueView,
    },
    entry::plain,
    fields::Field,
    issues::Issue,
    model::{Column, Import, Kept, RowStatus, Verdict},
    queries,
};
use crate::{
    base::{
        Cursor, Page, Result,
        identity::{CardNumber, CitizenId, InsuranceNumber},
        phone::Phone,
    },
    db::{Conn, Seals},
    intake::Row,
};

const SAMPLES: usize = 3;
const KEPT_SHOWN: usize = 1_000;

impl From<&Import> for ImportRow {
    fn from(i: &Import) -> Self {
        Self {
            id: i.id,
            area_id: i.area_id,
            organisation_id: i.organisation_id,
            file_name: i.file_name.clone(),
            state: i.state,
            counts: CountsView {
                rows: i.row_count,
                new: i.new_rows,
                fills: i.fills_rows,
                unchanged: i.unchanged_rows,
                warnings: i.warning_rows,
                errors: i.error_rows,
            },
            progress: ImportProgress {
                pieces: i.pieces,
                done: i.pieces_done,
                households: i.made_households,
                persons: i.made_persons,
                filled: i.filled_persons,
            },
            created_at: i.created_at,
            committed_at: i.committed_at,
            undone_at: i.undone_at,
            rev: i.rev,
        }
    }
}

/// An import with its columns and what undoing left.
///
/// # Errors
/// When the database fails.
pub fn import(conn: &mut Conn, seals: &Seals, import: &Import) -> Result<ImportView> {
    let first = queries::piece_at(conn, import, 0)?;
    let rows = first.map(|piece| piece.rows(seals)).transpose()?.unwrap_or_default();
    let columns = import.columns(seals)?;
    let shown = |(at, column): (usize, &Column)| ColumnView {
        column: at + 1,
        heading: column.heading.clone(),
        field: column.field,
        encoding: column.encoding,
        samples: rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .map(|cell| masked(column.field, &plain(&cell.text, column.encoding)))
            .filter(|text| !text.is_empty())
            .take(SAMPLES)
            .collect(),
    };
    Ok(ImportView {
        import: import.into(),
        kind: import.kind,
        header_row: import.header_row,
        mapping_from: import.mapping_from,
        columns: columns.iter().enumerate().map(shown).collect(),
        kept_count: import.kept_records,
        kept: kept(conn, seals, import)?,
    })
}

fn kept(conn: &mut Conn, seals: &Seals, import: &Import) -> Result<Vec<KeptView>> {
    let mut all = Vec::new();
    let mut before = import.pieces;
    while import.kept_records > 0 && all.len() < KEPT_SHOWN {
        let Some(piece) = queries::piece_to_take_back(conn, import, before)? else { break };
        before = piece.position;
        all.extend(piece.made(seals)?.kept.iter().map(KeptView::from));
    }
    all.truncate(KEPT_SHOWN);
    Ok(all)
}

impl From<&Kept> for KeptView {
    fn from(kept: &Kept) -> Self {
        let is = |entity: &str| kept.entity == entity;
        Self {
            household_id: kept.id.parse().ok().filter(|_| is("household")),
            person_id: kept.id.parse().ok().filter(|_| is("person")),
        }
    }
}

/// A page of rows of an import.
///
/// # Errors
/// When the database fails.
pub fn rows(
    conn: &mut Conn,
    seals: &Seals,
    import: &Import,
    shown: Option<Shown>,
    cursor: &Cursor,
) -> Result<Page<ImportedRow>> {
    let columns = import.columns(seals)?;
    let after = cursor.after.as_deref().and_then(|key| key.split_once('/'));
    let (position, passed) =
        after.and_then(|(position, row)| Some((position.parse().ok()?, row.parse::<u32>().ok()?))).unwrap_or_default();
    let status = match shown {
        Some(Shown::New) => Some(RowStatus::New),
        Some(Shown::Fills) => Some(RowStatus::Fills),
        Some(Shown::Unchanged) => Some(RowStatus::Unchanged),
        Some(Shown::Error) => Some(RowStatus::Error),
        Some(Shown::Warning) | None => None,
    };
    let warned = shown == Some(Shown::Warning);
    let enough = usize::try_from(cursor.fetch()).unwrap_or(usize::MAX);
    let (mut found, mut from) = (Vec::new(), position);
    while found.len() < enough {
        let Some(piece) = queries::piece_with(conn, import, from, status, warned)? else { break };
        from = piece.position + 1;
        let both = std::iter::zip(piece.rows(seals)?, piece.verdicts(seals)?);
        let wanted = both.filter(|(row, verdict)| {
            (piece.position != position || row.number > passed)
                && status.is_none_or(|status| verdict.status == status)
                && (!warned || verdict.has_warning())
        });
        found.extend(wanted.take(enough - found.len()).map(|(row, v)| (piece.position, imported(&columns, &row, v))));
    }
    let page = cursor.page(found, |(position, row)| format!("{position}/{}", row.row));
    Ok(page.map(|(_, row)| row))
}

fn imported(columns: &[Column], row: &Row, verdict: Verdict) -> ImportedRow {
    let values = std::iter::zip(&row.cells, columns).enumerate();
    let values = values.filter(|(_, (cell, _))| !cell.text.is_empty()).map(|(at, (cell, column))| ValueView {
        column: at + 1,
        value: masked(column.field, &plain(&cell.text, column.encoding)),
    });
    ImportedRow {
        row: verdict.row,
        status: verdict.status,
        person_id: verdict.person_id.filter(|_| matches!(verdict.status, RowStatus::Fills | RowStatus::Unchanged)),
        issues: verdict.issues.iter().map(IssueView::from).collect(),
        values: values.collect(),
    }
}

impl From<&Issue> for IssueView {
    fn from(issue: &Issue) -> Self {
        let text = issue.code.text();
        Self {
            field: issue.field,
            code: issue.code,
            error: issue.code.is_error(),
            vi: text.vi.to_owned(),
            en: text.en.to_owned(),
        }
    }
}

/// A value as lists show it. What nobody said the meaning of shows its length only.
fn masked(field: Option<Field>, text: &str) -> String {
    use Field::*;
    let whole = match field {
        Some(CitizenId) => self::CitizenId::parse(text).map(|number| number.masked()),
        Some(InsuranceNumber) => self::InsuranceNumber::parse(text).map(|number| number.masked()),
        Some(CardNumber) => self::CardNumber::parse(text).map(|number| number.masked()),
        Some(Phone) => self::Phone::parse(text).map(|phone| phone.masked()),
        Some(
            FullName | HeadName | Hamlet | HouseholdCode | HouseNumber | Relation | Sex | Groups | Poor | NearPoor
            | BhytTo | BhytHgdTo | BhxhTnTo,
        ) => Some(text.to_owned()),
        Some(Birth | Address | Landmark | Note) | None => None,
    };
    whole.unwrap_or_else(|| "*".repeat(text.chars().count().min(12)))
}
