//! What people can do to organisations.
use super::{
    api::{ChangeOrganisation, CreateOrganisation, CreateTerritory},
    model::{Organisation, Territory},
    problems, queries,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::OrganisationId,
        problem::CHANGED_MEANWHILE,
        text::{fold, sort_key},
    },
    db::{Event, Tx},
    features::{
        areas,
        lists::{self, List},
    },
};

/// Makes a body.
///
/// # Errors
/// When its kind, area or parent is not there.
pub fn create_organisation(tx: &mut Tx, scope: &Scope, input: CreateOrganisation) -> Result<Organisation> {
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    lists::require(tx.conn()?, List::OrganisationKind, &input.kind, "/kind")?;
    if let Some(parent) = input.parent_id {
        queries::require(tx.conn()?, parent, "/parent_id")?;
    }
    let short_name = input.short_name.map(|s| s.into_inner());
    let row = Organisation {
        id: input.id.unwrap_or_else(Id::new),
        name_key: fold(&input.name),
        short_key: short_name.as_deref().map(fold).unwrap_or_default(),
        sort_key: sort_key(&input.name),
        name: input.name.into_inner(),
        short_name,
        kind: input.kind.into_inner(),
        area_id: input.area_id,
        parent_id: input.parent_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert(tx, &row)?;
    tx.record(Event::new("organisation.created", "organisation", row.id).in_area(row.area_id).fields([
        "name",
        "short_name",
        "kind",
        "area_id",
        "parent_id",
    ]));
    Ok(row)
}

/// Changes a body.
pub fn change_organisation(
    tx: &mut Tx,
    scope: &Scope,
    id: OrganisationId,
    rev: i64,
    input: ChangeOrganisation,
) -> Result<Organisation> {
    let old = queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let mut new = (*old).clone();
    if let Some(name) = input.name {
        new.name_key = fold(&name);
        new.sort_key = sort_key(&name);
        new.name = name.into_inner();
    }
    if input.short_name.is_change() {
        new.short_name = input.short_name.map(|s| s.into_inner()).apply(None);
        new.short_key = new.short_name.as_deref().map(fold).unwrap_or_default();
    }
    if let Some(kind) = input.kind {
        lists::require(tx.conn()?, List::OrganisationKind, &kind, "/kind")?;
        new.kind = kind.into_inner();
    }
    if let Some(parent) = input.parent_id.new_value() {
        refuse_circle(tx, id, *parent)?;
    }
    new.parent_id = input.parent_id.apply(new.parent_id);
    queries::update(tx, &old, &new)?;
    new.rev = rev + 1;
    tx.record(Event::new("organisation.changed", "organisation", id).in_area(new.area_id).fields([
        "name",
        "short_name",
        "kind",
        "parent_id",
    ]));
    Ok(new)
}

/// Walks up from the new parent: the body itself must not be met.
fn refuse_circle(tx: &mut Tx, id: OrganisationId, parent: OrganisationId) -> Result<()> {
    let mut at = Some(queries::require(tx.conn()?, parent, "/parent_id")?);
    while let Some(above) = at {
        if above.id == id {
            return Err(problems::OWN_ANCESTOR
                .field("/parent_id", "above-itself", problems::OWN_ANCESTOR.title)
                .into());
        }
        at = match above.parent_id {
            Some(next) => queries::find(tx.conn()?, next)?,
            None => None,
        };
    }
    Ok(())
}

/// Adds an area to a body's territory.
pub fn add_territory(tx: &mut Tx, scope: &Scope, id: OrganisationId, input: CreateTerritory) -> Result<Territory> {
    let body = queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    areas::check_alive(&area, input.valid_from, "/valid_from")?;
    if input.valid_to.is_some_and(|to| to < input.valid_from) {
        return Err(problems::TERRITORY_DATES
            .field("/valid_to", "before-start", problems::TERRITORY_DATES.title)
            .into());
    }
    let row = Territory {
        organisation_id: body.id,
        area_id: area.id,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
    };
    queries::insert_territory(tx, &row)?;
    tx.record(Event::new("organisation.territory_added", "organisation", id).in_area(body.area_id).fields([
        "area_id",
        "valid_from",
        "valid_to",
    ]));
    Ok(row)
}
