//! What people can do to coverage: enter what a source says. Nothing is ever edited.
use super::{
    api::{CreateDenominator, CreateSnapshot},
    model::{Basis, Denominator, Snapshot},
    problems, queries,
};
use crate::{
    access::Scope,
    base::{Id, Result, figure::Qualifier},
    db::{Event, Tx},
    features::areas,
};

/// Enters a denominator.
///
/// # Errors
/// When the area is not there or did not exist on that day.
pub fn create_denominator(tx: &mut Tx, scope: &Scope, input: CreateDenominator) -> Result<Denominator> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    areas::check_alive(&area, input.as_of, "/as_of")?;
    if input.value.0 == 0 {
        return Err(problems::EMPTY_DENOMINATOR.field("/value", "zero", problems::EMPTY_DENOMINATOR.title).into());
    }
    let row = Denominator {
        id: input.id.unwrap_or_else(Id::new),
        area_id: input.area_id,
        kind: input.kind,
        as_of: input.as_of,
        people: input.value.0,
        qualifier: input.qualifier.unwrap_or(Qualifier::Exact),
        source: input.source.into_inner(),
        created_at: tx.now(),
    };
    queries::insert_denominator(tx, &row)?;
    tx.record(
        Event::new("denominator.entered", "denominator", row.id)
            .in_area(row.area_id)
            .fields(["kind", "as_of", "value", "source"]),
    );
    Ok(row)
}

/// Enters a snapshot of participants.
///
/// # Errors
/// When something it names is not there, or it says nothing.
pub fn create_snapshot(tx: &mut Tx, scope: &Scope, input: CreateSnapshot) -> Result<(Snapshot, Option<Denominator>)> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    areas::check_alive(&area, input.as_of, "/as_of")?;
    if input.participants.is_none() && input.published_percent.is_none() {
        return Err(problems::NO_FIGURE.field("/participants", "missing", problems::NO_FIGURE.title).into());
    }
    let denominator = match input.denominator_id {
        None => None,
        Some(id) => {
            let found = queries::require_denominator(tx.conn()?, scope, id, "/denominator_id")?;
            if found.area_id != input.area_id {
                return Err(problems::OTHER_AREA
                    .field("/denominator_id", "other-area", problems::OTHER_AREA.title)
                    .into());
            }
            Some(found.into_inner())
        }
    };
    let row = Snapshot {
        id: input.id.unwrap_or_else(Id::new),
        area_id: input.area_id,
        scheme: input.scheme,
        as_of: input.as_of,
        participants: input.participants.map(|p| p.0),
        participants_qualifier: input.participants_qualifier.unwrap_or(Qualifier::Exact),
        denominator_id: denominator.as_ref().map(|d| d.id),
        basis: input.basis.or_else(|| denominator.as_ref().map(|d| d.kind.into())).unwrap_or(Basis::Unstated),
        published_hundredths: input.published_percent.map(|p| p.0),
        published_qualifier: input.published_qualifier.unwrap_or(Qualifier::Exact),
        source: input.source.into_inner(),
        phrase: input.phrase.map(|p| p.into_inner()),
        created_at: tx.now(),
    };
    queries::insert_snapshot(tx, &row)?;
    tx.record(Event::new("snapshot.entered", "coverage_snapshot", row.id).in_area(row.area_id).fields([
        "scheme",
        "as_of",
        "participants",
        "denominator_id",
        "published_percent",
        "source",
    ]));
    Ok((row, denominator))
}
