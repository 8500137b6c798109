//! All SQL of imports themselves.
use diesel::prelude::*;

use super::model::{Import, ImportState, Mapping, Piece, RowStatus};
use crate::{
    access::Scope,
    base::{
        Cursor, Error, Page, Result,
        id::{AreaId, ImportId, OrganisationId},
    },
    db::{
        Conn, InScope, Tx, among, on_backend,
        schema::{area_closure, import_mappings, import_pieces, imports},
        scoped,
    },
};

pub fn find(conn: &mut Conn, scope: &Scope, id: ImportId) -> Result<Option<InScope<Import>>> {
    scoped::first(conn, scoped::each::imports(scope).filter(imports::id.eq(id)).select(Import::as_select()))
}

/// Which imports a list shows, the newest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportFilter {
    pub area_id: Option<AreaId>,
    pub state: Option<ImportState>,
}

pub fn list(conn: &mut Conn, scope: &Scope, filter: ImportFilter, cursor: &Cursor) -> Result<Page<Import>> {
    let mut query = scoped::imports(scope);
    if let Some(area_id) = filter.area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(imports::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(state) = filter.state {
        query = query.filter(imports::state.eq(state));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(imports::id.lt(after.clone()));
    }
    let rows = query.order(imports::id.desc()).limit(cursor.fetch()).select(Import::as_select()).load(conn)?;
    Ok(cursor.page(rows, |import: &Import| import.id.to_string()))
}

/// The pieces of an import that was found in scope, one after the other.
pub fn piece_at(conn: &mut Conn, import: &Import, position: i32) -> Result<Option<Piece>> {
    let pieces = import_pieces::table.filter(import_pieces::import_id.eq(import.id));
    Ok(pieces.filter(import_pieces::position.eq(position)).select(Piece::as_select()).first(conn).optional()?)
}

/// The first piece from a place on with rows of this status; any rows when none is said.
pub fn piece_with(
    conn: &mut Conn,
    import: &Import,
    from: i32,
    status: Option<RowStatus>,
    warned: bool,
) -> Result<Option<Piece>> {
    let mut pieces = import_pieces::table
        .filter(import_pieces::import_id.eq(import.id))
        .filter(import_pieces::position.ge(from))
        .into_boxed();
    if warned {
        pieces = pieces.filter(import_pieces::warning_rows.gt(0));
    }
    pieces = match status {
        None => pieces,
        Some(RowStatus::New) => pieces.filter(import_pieces::new_rows.gt(0)),
        Some(RowStatus::Fills) => pieces.filter(import_pieces::fills_rows.gt(0)),
        Some(RowStatus::Unchanged) => pieces.filter(import_pieces::unchanged_rows.gt(0)),
        Some(RowStatus::Error) => pieces.filter(import_pieces::error_rows.gt(0)),
    };
    Ok(pieces.order(import_pieces::position).select(Piece::as_select()).first(conn).optional()?)
}

/// The first piece from a place on that writes something.
pub fn piece_to_write(conn: &mut Conn, import: &Import, from: i32) -> Result<Option<Piece>> {
    Ok(import_pieces::table
        .filter(import_pieces::import_id.eq(import.id))
        .filter(import_pieces::position.ge(from))
        .filter(import_pieces::new_rows.gt(0).or(import_pieces::fills_rows.gt(0)))
        .order(import_pieces::position)
        .select(Piece::as_select())
        .first(conn)
        .optional()?)
}

/// The last piece before a place of which something was made.
pub fn piece_to_take_back(conn: &mut Conn, import: &Import, before: i32) -> Result<Option<Piece>> {
    Ok(import_pieces::table
        .filter(import_pieces::import_id.eq(import.id))
        .filter(import_pieces::position.lt(before))
        .filter(import_pieces::made_sealed.is_not_null())
        .order(import_pieces::position.desc())
        .select(Piece::as_select())
        .first(conn)
        .optional()?)
}

/// Imports that are being committed or undone, the oldest first.
pub fn under_way(conn: &mut Conn) -> Result<Option<Import>> {
    Ok(imports::table
        .filter(imports::state.eq(ImportState::Committing).or(imports::state.eq(ImportState::Undoing)))
        .order(imports::id)
        .select(Import::as_select())
        .first(conn)
        .optional()?)
}

/// The import again, within the transaction that does the next part of it.
pub fn again(conn: &mut Conn, id: ImportId) -> Result<Import> {
    Ok(imports::table.find(id).select(Import::as_select()).first(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Import) -> Result<()> {
    diesel::insert_into(imports::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_pieces(tx: &mut Tx, pieces: &[Piece]) -> Result<()> {
    if !pieces.is_empty() {
        on_backend!(tx.conn()?, |c| diesel::insert_into(import_pieces::table).values(pieces).execute(c))?;
    }
    Ok(())
}

/// Puts a new version of an import, which was found in scope or is under way, in the place of the old one.
pub fn update(tx: &mut Tx, new: &Import) -> Result<()> {
    let changed = diesel::update(imports::table.find(new.id).filter(imports::rev.eq(new.rev - 1)))
        .set((
            (
                imports::state.eq(new.state),
                imports::mapping_from.eq(new.mapping_from),
                imports::columns_sealed.eq(&new.columns_sealed),
                imports::seal_key.eq(new.seal_key),
                imports::pieces_done.eq(new.pieces_done),
                imports::acted_by.eq(new.acted_by),
                imports::committed_at.eq(new.committed_at),
                imports::undone_at.eq(new.undone_at),
                imports::rev.eq(new.rev),
            ),
            (
                imports::new_rows.eq(new.new_rows),
                imports::fills_rows.eq(new.fills_rows),
                imports::unchanged_rows.eq(new.unchanged_rows),
                imports::warning_rows.eq(new.warning_rows),
                imports::error_rows.eq(new.error_rows),
            ),
            (
                imports::made_households.eq(new.made_households),
                imports::made_persons.eq(new.made_persons),
                imports::filled_persons.eq(new.filled_persons),
                imports::kept_records.eq(new.kept_records),
            ),
        ))
        .execute(tx.conn()?)?;
    if changed == 1 { Ok(()) } else { Err(Error::internal("an import changed while it was worked at")) }
}

/// Puts verdicts, counts and what was made of a piece in the place of the old ones.
pub fn update_piece(tx: &mut Tx, new: &Piece) -> Result<()> {
    diesel::update(import_pieces::table.find(new.id))
        .set((
            import_pieces::new_rows.eq(new.new_rows),
            import_pieces::fills_rows.eq(new.fills_rows),
            import_pieces::unchanged_rows.eq(new.unchanged_rows),
            import_pieces::warning_rows.eq(new.warning_rows),
            import_pieces::error_rows.eq(new.error_rows),
            import_pieces::verdicts_sealed.eq(&new.verdicts_sealed),
            import_pieces::made_sealed.eq(&new.made_sealed),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Throws the rows of an import that was found in scope away.
pub fn delete_pieces(tx: &mut Tx, import: &InScope<Import>) -> Result<()> {
    diesel::delete(import_pieces::table.filter(import_pieces::import_id.eq(import.id))).execute(tx.conn()?)?;
    Ok(())
}

/// How rosters of an organisation with these headings were read before; the headings under every key.
pub fn mapping(conn: &mut Conn, organisation_id: OrganisationId, indexes: &[String]) -> Result<Option<Mapping>> {
    Ok(import_mappings::table
        .filter(import_mappings::organisation_id.eq(organisation_id))
        .filter(among(import_mappings::header_index, indexes))
        .order(import_mappings::saved_at.desc())
        .select(Mapping::as_select())
        .first(conn)
        .optional()?)
}

/// Remembers how they are read from now on.
pub fn remember_mapping(tx: &mut Tx, row: &Mapping) -> Result<()> {
    on_backend!(tx.conn()?, |c| diesel::insert_into(import_mappings::table)
        .values(row)
        .on_conflict((import_mappings::organisation_id, import_mappings::header_index))
        .do_update()
        .set((import_mappings::fields.eq(&row.fields), import_mappings::saved_at.eq(row.saved_at)))
        .execute(c))?;
    Ok(())
}
