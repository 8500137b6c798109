//! What people can do to targets: set them, and allocate them to the areas below.
use std::collections::BTreeSet;

use super::{
    allocation,
    api::{CreateAllocation, CreateTarget, TargetValue},
    model::{Target, TargetMeasure},
    problems, queries,
};
use crate::{
    access::Scope,
    base::{Error, Id, Result, figure::Qualifier, id::TargetId, share::thousands},
    db::{Event, FeedKind, InScope, Tx},
    features::{areas, documents, organisations},
};

/// The value in hundredths, when it fits the measure.
fn hundredths(measure: TargetMeasure, value: TargetValue, pointer: &'static str) -> Result<i64> {
    let good = match measure {
        TargetMeasure::CoveragePercent => value.0 <= 100.0,
        TargetMeasure::Participants | TargetMeasure::NewEnrolments => value.0.fract() == 0.0,
    };
    let exact = format!("{:.2}", value.0).replace('.', "").parse().ok().filter(|_| good);
    exact.ok_or_else(|| problems::BAD_VALUE.field(pointer, "does-not-fit", problems::BAD_VALUE.title).into())
}

/// Sets a target.
///
/// # Errors
/// When something it names is not there, or the value does not fit the measure.
pub fn create_target(tx: &mut Tx, scope: &Scope, input: CreateTarget) -> Result<Target> {
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    if let Some(organisation) = input.organisation_id {
        organisations::require(tx.conn()?, organisation, "/organisation_id")?;
    }
    if let Some(document) = input.document_id {
        documents::require(tx.conn()?, scope, document, "/document_id")?;
    }
    let row = Target {
        id: input.id.unwrap_or_else(Id::new),
        area_id: input.area_id,
        organisation_id: input.organisation_id,
        scheme: input.scheme,
        measure: input.measure,
        period: input.period.to_string(),
        value_hundredths: hundredths(input.measure, input.value, "/value")?,
        qualifier: input.qualifier.unwrap_or(Qualifier::Exact),
        basis: input.basis,
        document_id: input.document_id,
        source: input.source.map(|s| s.into_inner()),
        note: input.note.map(|n| n.into_inner()),
        parent_id: None,
        decided_on: input.decided_on.unwrap_or_else(|| tx.today().min(input.period.from)),
        difference_explained: None,
        created_at: tx.now(),
    };
    queries::insert(tx, &row)?;
    tx.record(Event::new("target.set", "target", row.id).in_area(row.area_id).fields([
        "scheme",
        "measure",
        "period",
        "value",
        "document_id",
        "decided_on",
    ]));
    Ok(row)
}

/// Allocates a target: all parts in one step, adding up to it or with the reason why not.
pub fn allocate(
    tx: &mut Tx,
    scope: &Scope,
    id: TargetId,
    input: CreateAllocation,
) -> Result<(InScope<Target>, Vec<Target>)> {
    let parent = queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if !parent.measure.is_additive() {
        return Err(problems::NOT_ADDITIVE.now().into());
    }
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    for part in &input.parts {
        areas::require(tx.conn()?, scope, part.area_id, "/parts")?;
        if part.area_id == parent.area_id || !queries::lies_in(tx.conn()?, part.area_id, parent.area_id)? {
            return Err(problems::OUTSIDE_PARENT.field("/parts", "outside", problems::OUTSIDE_PARENT.title).into());
        }
        if !seen.insert(part.area_id) {
            return Err(problems::AREA_TWICE.field("/parts", "twice", problems::AREA_TWICE.title).into());
        }
        values.push(hundredths(parent.measure, part.value, "/parts")?);
    }
    let sum = allocation::sum(parent.value_hundredths, &values);
    let explained = input.difference_explained.map(|d| d.into_inner());
    if !allocation::stands(sum, explained.is_some()) {
        let (parts, target, gap) =
            (thousands(sum.parts / 100), thousands(parent.value_hundredths / 100), thousands(sum.difference / 100));
        return Err(problems::DOES_NOT_ADD_UP
            .because(
                format!("Tổng phân bổ {parts}, chỉ tiêu {target}, chênh lệch {gap}."),
                format!("The parts come to {parts}, the target is {target}, a difference of {gap}."),
            )
            .into());
    }
    let decided_on = input.decided_on.unwrap_or(parent.decided_on);
    let now = tx.now();
    let mut rows = Vec::new();
    for (part, value_hundredths) in input.parts.iter().zip(values) {
        let row = Target {
            id: Id::new(),
            area_id: part.area_id,
            value_hundredths,
            parent_id: Some(parent.id),
            decided_on,
            difference_explained: explained.clone(),
            note: None,
            created_at: now,
            ..(*parent).clone()
        };
        queries::insert(tx, &row)?;
        tx.touch("target", row.id, FeedKind::Upsert, Some(row.area_id));
        rows.push(row);
    }
    tx.record(Event::new("target.allocated", "target", parent.id).in_area(parent.area_id).fields([
        "parts",
        "difference_explained",
        "decided_on",
    ]));
    Ok((parent, rows))
}
