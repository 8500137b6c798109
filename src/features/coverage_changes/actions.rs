//! What people can do to shifts: enter what a decision did. Nothing is ever edited.
use super::{api::CreateCoverageShift, model::Shift, problems, queries};
use crate::{
    access::Scope,
    base::{Id, Result, figure::Qualifier},
    db::{Event, Tx},
    features::{
        areas, documents,
        lists::{self, List},
    },
};

/// Enters that people came into a scheme, or left it, by a decision; or puts a row in the place of one that was wrong.
///
/// # Errors
/// `not-found`, `unknown-code`, `area-not-alive`, `shift-of-nobody`, `shift-not-its-place`, `shift-counted-already`.
pub fn create_coverage_shift(tx: &mut Tx, scope: &Scope, input: CreateCoverageShift) -> Result<Shift> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    areas::check_alive(&area, input.on, "/on")?;
    lists::require(tx.conn()?, List::CoverageShiftKind, &input.kind, "/kind")?;
    if let Some(document) = input.document_id {
        documents::require(tx.conn()?, scope, document, "/document_id")?;
    }
    if input.persons.0 == 0 && input.replaces_id.is_none() {
        return Err(problems::NOBODY.field("/persons", "zero", problems::NOBODY.title).into());
    }
    let row = Shift {
        id: input.id.unwrap_or_else(Id::new),
        area_id: area.id,
        scheme: input.scheme,
        on_day: input.on,
        kind: input.kind.into_inner(),
        persons: input.persons.0,
        qualifier: input.qualifier.unwrap_or(Qualifier::Exact),
        document_id: input.document_id,
        source: input.source.into_inner(),
        note: input.note.map(|note| note.into_inner()),
        replaces_id: input.replaces_id,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    if let Some(id) = row.replaces_id {
        let replaced = queries::require(tx.conn()?, scope, id, "/replaces_id")?;
        let alike = replaced.area_id == row.area_id && replaced.scheme == row.scheme;
        if !alike || !queries::replacing(tx.conn()?, &[id])?.is_empty() {
            return Err(problems::NOT_ITS_PLACE.now().into());
        }
    }
    if row.persons != 0 && queries::stands_already(tx.conn()?, &row)? {
        return Err(problems::COUNTED.now().into());
    }
    queries::insert(tx, &row)?;
    let fields = ["scheme", "on", "kind", "persons", "document_id", "source", "replaces_id"];
    tx.record(Event::new("coverage_shift.entered", "coverage_shift", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}
