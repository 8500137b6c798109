//! What people can do with an import: bring a file, say what its columns mean, order the committing, take it back.
use super::{
    api::{ChangeImport, CreateImport},
    evaluate::Trial,
    fields::{self, Field},
    model::{self, Column, Counts, Import, ImportState, Mapping, MappingFrom, Piece, Verdict},
    place::Ground,
    problems, queries, read,
    stored::open_rows,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::{AreaId, ImportId},
        problem::CHANGED_MEANWHILE,
        text::fold,
    },
    db::{Conn, Event, InScope, Seals, Tx},
    features::{
        areas::{self, Area, Level},
        organisations,
    },
    intake::Kind,
};

/// A file on its way to becoming an import.
pub struct Prepared {
    input: CreateImport,
    kind: Kind,
    brought: read::Brought,
    header_index: String,
    columns: Vec<Column>,
    mapping_from: MappingFrom,
    verdicts: Vec<Verdict>,
}

/// Refuses areas and organisations that are not there, before anything of the file is looked at.
///
/// # Errors
/// `not-found`; `import-area`.
pub fn check(conn: &mut Conn, scope: &Scope, input: &CreateImport) -> Result<()> {
    lived_in(conn, scope, input.area_id)?;
    if let Some(id) = input.organisation_id {
        organisations::require_own(conn, scope, id, "organisation_id")?;
    }
    Ok(())
}

fn lived_in(conn: &mut Conn, scope: &Scope, id: AreaId) -> Result<Area> {
    let area = areas::require(conn, scope, id, "area_id")?;
    if matches!(area.level, Level::Commune | Level::Hamlet) && area.alive_on(scope.today()) {
        return Ok(area);
    }
    Err(problems::IMPORT_AREA.field("area_id", "not-lived-in", problems::IMPORT_AREA.title).into())
}

/// Finds out what the columns mean, and what each row comes to.
///
/// # Errors
/// When the area went meanwhile, or the database fails.
pub fn prepare(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    input: CreateImport,
    kind: Kind,
    brought: read::Brought,
) -> Result<Prepared> {
    let all: Vec<String> = brought.headings.iter().map(|heading| fold(heading)).collect();
    let heads = all.join("\u{1f}");
    let known = match input.organisation_id {
        Some(id) => queries::mapping(conn, id, &seals.indexes(HEADINGS, &heads))?,
        None => None,
    };
    let (mapping_from, meant) = match &known {
        Some(known) => {
            (MappingFrom::Remembered, known.fields.split(',').map(|word| word.parse::<Field>().ok()).collect())
        }
        None => (MappingFrom::Guessed, fields::guess(&brought.headings)),
    };
    let mut meant = meant.into_iter();
    let columns: Vec<Column> = std::iter::zip(&brought.headings, &brought.encodings)
        .map(|(heading, encoding)| Column {
            heading: heading.clone(),
            field: meant.next().flatten(),
            encoding: *encoding,
        })
        .collect();
    let area = lived_in(conn, scope, input.area_id)?;
    let ground = Ground::of(conn, area, scope.today())?;
    let mut trial = Trial::new(conn, scope, seals, ground, columns.iter().map(Column::reading).collect());
    for piece in &brought.pieces {
        trial.rows(&open_rows(seals, Piece::rows_place(&piece.id), &brought.sealed(piece)?)?)?;
    }
    let verdicts = trial.end()?;
    Ok(Prepared { header_index: seals.index(HEADINGS, &heads)?, input, kind, brought, columns, mapping_from, verdicts })
}

const HEADINGS: &str = "import_headings";

/// Pieces that one statement writes: each is some hundred kilobytes.
const PIECES_AT_ONCE: usize = 20;

fn whole(count: usize) -> Result<i32> {
    i32::try_from(count).map_err(Error::internal)
}

/// Keeps a file that was read and tried.
///
/// # Errors
/// When its area or organisation went meanwhile.
pub fn create_import(tx: &mut Tx, scope: &Scope, prepared: Prepared) -> Result<Import> {
    let Prepared { input, kind, brought, header_index, columns, mapping_from, verdicts } = prepared;
    check(tx.conn()?, scope, &input)?;
    let created_by = tx.actor().user_id.ok_or_else(Error::not_found)?;
    let (id, seals, counts) = (Id::new(), tx.seals(), Counts::of(&verdicts));
    let row = Import {
        id,
        area_id: input.area_id,
        organisation_id: input.organisation_id,
        file_name: input.file_name.into_inner(),
        kind,
        state: ImportState::Staged,
        header_row: i32::try_from(brought.header_row).map_err(Error::internal)?,
        header_index,
        mapping_from,
        columns_sealed: model::seal_columns(seals, id, &columns)?,
        seal_key: seals.key_number()?,
        pieces: whole(brought.pieces.len())?,
        pieces_done: 0,
        row_count: counts.rows,
        new_rows: counts.new,
        fills_rows: counts.fills,
        unchanged_rows: counts.unchanged,
        warning_rows: counts.warnings,
        error_rows: counts.errors,
        made_households: 0,
        made_persons: 0,
        filled_persons: 0,
        kept_records: 0,
        created_by,
        acted_by: None,
        created_at: tx.now(),
        committed_at: None,
        undone_at: None,
        rev: 1,
    };
    queries::insert(tx, &row)?;
    let (mut rest, mut pieces) = (verdicts.as_slice(), Vec::new());
    for (position, sheaf) in (0..).zip(&brought.pieces) {
        let (own, behind) = rest.split_at_checked(sheaf.rows).unwrap_or((rest, &[]));
        rest = behind;
        let mut piece = Piece {
            id: sheaf.id,
            import_id: id,
            position,
            new_rows: 0,
            fills_rows: 0,
            unchanged_rows: 0,
            warning_rows: 0,
            error_rows: 0,
            rows_sealed: brought.sealed(sheaf)?,
            verdicts_sealed: String::new(),
            made_sealed: None,
            seal_key: row.seal_key,
        };
        piece.judge(seals, own)?;
        pieces.push(piece);
        if pieces.len() == PIECES_AT_ONCE {
            queries::insert_pieces(tx, &std::mem::take(&mut pieces))?;
        }
    }
    queries::insert_pieces(tx, &pieces)?;
    let fields = ["file_name", "area_id", "organisation_id"];
    tx.record(Event::new("import.created", "import", id).in_area(row.area_id).fields(fields));
    Ok(row)
}

fn found(conn: &mut Conn, scope: &Scope, id: ImportId) -> Result<InScope<Import>> {
    queries::find(conn, scope, id)?.ok_or_else(Error::not_found)
}

fn require_state(import: &Import, states: &[ImportState]) -> Result<()> {
    if states.contains(&import.state) { Ok(()) } else { Err(problems::IMPORT_STATE.now().into()) }
}

/// An import with other meanings of its columns, tried anew.
pub struct Retried {
    columns: Vec<Column>,
    verdicts: Vec<Verdict>,
}

/// Tries an import anew with other meanings of its columns. Writes nothing.
///
/// # Errors
/// `import-state`, `import-columns`, `changed-meanwhile`.
pub fn retry(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    id: ImportId,
    rev: i64,
    change: &ChangeImport,
) -> Result<Retried> {
    let import = found(conn, scope, id)?;
    if import.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    require_state(&import, &[ImportState::Staged])?;
    let columns = changed(import.columns(seals)?, change)?;
    let area = lived_in(conn, scope, import.area_id)?;
    let ground = Ground::of(conn, area, scope.today())?;
    let mut trial = Trial::new(conn, scope, seals, ground, columns.iter().map(Column::reading).collect());
    for position in 0..import.pieces {
        if let Some(piece) = queries::piece_at(trial.conn(), &import, position)? {
            trial.rows(&piece.rows(seals)?)?;
        }
    }
    Ok(Retried { verdicts: trial.end()?, columns })
}

fn changed(mut columns: Vec<Column>, change: &ChangeImport) -> Result<Vec<Column>> {
    let wrong = |n: usize| {
        let title = problems::IMPORT_COLUMNS.title;
        Error::from(problems::IMPORT_COLUMNS.field(format!("/columns/{n}"), "not-such-a-column", title))
    };
    for (n, own) in change.columns.iter().enumerate() {
        let at = usize::try_from(own.column.0).ok().and_then(|column| column.checked_sub(1));
        let column = at.and_then(|at| columns.get_mut(at)).ok_or_else(|| wrong(n))?;
        column.field = own.field;
    }
    let mut meant: Vec<Field> = columns.iter().filter_map(|column| column.field).collect();
    meant.sort();
    if meant.windows(2).any(|two| two.first() == two.last()) {
        return Err(wrong(0));
    }
    Ok(columns)
}

/// Keeps what was tried anew.
///
/// # Errors
/// `changed-meanwhile`.
pub fn change_import(tx: &mut Tx, scope: &Scope, id: ImportId, rev: i64, retried: Retried) -> Result<Import> {
    let old = found(tx.conn()?, scope, id)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let (seals, counts) = (tx.seals(), Counts::of(&retried.verdicts));
    let mut rest = retried.verdicts.as_slice();
    for position in 0..old.pieces {
        if let Some(mut piece) = queries::piece_at(tx.conn()?, &old, position)? {
            let (own, behind) = rest.split_at_checked(piece.row_count()).unwrap_or((rest, &[]));
            rest = behind;
            piece.judge(seals, own)?;
            queries::update_piece(tx, &piece)?;
        }
    }
    let new = Import {
        columns_sealed: model::seal_columns(seals, id, &retried.columns)?,
        mapping_from: MappingFrom::Given,
        new_rows: counts.new,
        fills_rows: counts.fills,
        unchanged_rows: counts.unchanged,
        warning_rows: counts.warnings,
        error_rows: counts.errors,
        rev: old.rev + 1,
        ..(*old).clone()
    };
    queries::update(tx, &new)?;
    tx.record(Event::new("import.changed", "import", id).in_area(new.area_id).fields(["columns"]));
    Ok(new)
}

/// Orders the good rows to be written; without any it is done at once. The mapping is remembered.
///
/// # Errors
/// `import-state`.
pub fn commit_import(tx: &mut Tx, scope: &Scope, id: ImportId) -> Result<Import> {
    let old = found(tx.conn()?, scope, id)?;
    require_state(&old, &[ImportState::Staged, ImportState::Halted])?;
    let nothing = old.new_rows + old.fills_rows == 0;
    let new = Import {
        state: if nothing { ImportState::Committed } else { ImportState::Committing },
        acted_by: tx.actor().user_id,
        committed_at: nothing.then(|| tx.now()),
        pieces_done: if nothing { old.pieces } else { old.pieces_done },
        rev: old.rev + 1,
        ..(*old).clone()
    };
    queries::update(tx, &new)?;
    if let Some(organisation_id) = old.organisation_id {
        let columns = old.columns(tx.seals())?;
        let words: Vec<&str> = columns.iter().map(|c| c.field.map(Field::as_str).unwrap_or_default()).collect();
        let (header_index, saved_at) = (old.header_index.clone(), tx.now());
        queries::remember_mapping(tx, &Mapping { organisation_id, header_index, fields: words.join(","), saved_at })?;
    }
    tx.record(Event::new("import.commit_ordered", "import", id).in_area(new.area_id).fields(["state"]));
    Ok(new)
}

/// Orders what was made to be taken back.
///
/// # Errors
/// `import-state`.
pub fn undo_import(tx: &mut Tx, scope: &Scope, id: ImportId) -> Result<Import> {
    let old = found(tx.conn()?, scope, id)?;
    require_state(&old, &[ImportState::Committed, ImportState::Halted, ImportState::UndoHalted])?;
    let new = Import {
        state: ImportState::Undoing,
        acted_by: tx.actor().user_id,
        pieces_done: 0,
        kept_records: 0,
        rev: old.rev + 1,
        ..(*old).clone()
    };
    queries::update(tx, &new)?;
    tx.record(Event::new("import.undo_ordered", "import", id).in_area(new.area_id).fields(["state"]));
    Ok(new)
}

/// Throws an import away that wrote nothing; its rows are gone.
///
/// # Errors
/// `import-state`.
pub fn discard_import(tx: &mut Tx, scope: &Scope, id: ImportId) -> Result<Import> {
    let old = found(tx.conn()?, scope, id)?;
    require_state(&old, &[ImportState::Staged])?;
    queries::delete_pieces(tx, &old)?;
    let new = Import { state: ImportState::Discarded, pieces: 0, rev: old.rev + 1, ..(*old).clone() };
    queries::update(tx, &new)?;
    tx.record(Event::new("import.discarded", "import", id).in_area(new.area_id).fields(["state"]));
    Ok(new)
}

/// Remembers that somebody took the wrong rows out as a file, in full.
///
/// # Errors
/// When the import is not there.
pub fn note_export(tx: &mut Tx, scope: &Scope, id: ImportId) -> Result<()> {
    let import = found(tx.conn()?, scope, id)?;
    tx.record(Event::new("import.errors_exported", "import_export", id).in_area(import.area_id));
    Ok(())
}
