//! All SQL of organisations.
use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    model::{Organisation, OrganisationFilter, Territory},
    problems,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Error, Page, Result, Text,
        id::{AreaId, OrganisationId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        text::like_literal,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, organisation_territories, organisations},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "organisations_pkey", sqlite: "organisations.id" };
const ONE_TERRITORY: UniqueRule = UniqueRule {
    postgres: "organisation_territories_pkey",
    sqlite: "organisation_territories.organisation_id, organisation_territories.area_id, organisation_territories.valid_from",
};

pub fn find(conn: &mut Conn, id: OrganisationId) -> Result<Option<Organisation>> {
    Ok(organisations::table.find(id).select(Organisation::as_select()).first(conn).optional()?)
}

/// The body with its proof that the caller may change it.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: OrganisationId) -> Result<Option<InScope<Organisation>>> {
    scoped::first(
        conn,
        scoped::each::organisations(scope).filter(organisations::id.eq(id)).select(Organisation::as_select()),
    )
}

/// The body named in a request.
///
/// # Errors
/// `not-found` at the field.
pub fn require(conn: &mut Conn, id: OrganisationId, pointer: &'static str) -> Result<Organisation> {
    find(conn, id)?.ok_or_else(|| missing(pointer))
}

/// The body named in a request, when it lies within the scope; out of scope looks like not there.
///
/// # Errors
/// `not-found` at the field.
pub fn require_own(
    conn: &mut Conn,
    scope: &Scope,
    id: OrganisationId,
    pointer: &'static str,
) -> Result<InScope<Organisation>> {
    find_own(conn, scope, id)?.ok_or_else(|| missing(pointer))
}

/// The body named in a request, when the caller may act for it in this area and it looks after the area today. A body
/// without a territory looks after the area it belongs to and all that lies in it.
///
/// # Errors
/// `not-found`, `organisation-not-yours`, `organisation-does-not-serve-area` at the field.
pub fn require_serving(
    conn: &mut Conn,
    scope: &Scope,
    id: OrganisationId,
    area_id: AreaId,
    pointer: &'static str,
) -> Result<Organisation> {
    let (body, today) = (require(conn, id, pointer)?, scope.today());
    if !scoped::reaches_for(conn, scope, area_id, id)? {
        return Err(problems::NOT_YOURS.field(pointer, "not-yours", problems::NOT_YOURS.title).into());
    }
    let served: Vec<AreaId> = organisation_territories::table
        .filter(organisation_territories::organisation_id.eq(id))
        .filter(organisation_territories::valid_from.le(today))
        .filter(organisation_territories::valid_to.is_null().or(organisation_territories::valid_to.ge(today)))
        .select(organisation_territories::area_id)
        .load(conn)?;
    let served = if served.is_empty() { vec![body.area_id] } else { served };
    let above = area_closure::table
        .filter(area_closure::descendant_id.eq(area_id))
        .filter(among(area_closure::ancestor_id, &served));
    if diesel::select(diesel::dsl::exists(above)).get_result(conn)? {
        return Ok(body);
    }
    Err(problems::DOES_NOT_SERVE.field(pointer, "does-not-serve", problems::DOES_NOT_SERVE.title).into())
}

fn missing(pointer: &'static str) -> Error {
    NOT_FOUND.field(pointer, "not-found", Text { vi: "Không tìm thấy tổ chức", en: "No such organisation" }).into()
}

/// Names by id.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, ids: &[OrganisationId]) -> Result<HashMap<OrganisationId, String>> {
    let rows: Vec<(OrganisationId, String)> = organisations::table
        .filter(organisations::id.eq_any(ids.to_vec()))
        .select((organisations::id, organisations::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Bodies of a kind in an area and everything that lies in it.
///
/// # Errors
/// When the database fails.
pub fn of_kind_in(conn: &mut Conn, kind: &str, area_id: AreaId) -> Result<Vec<Organisation>> {
    let within = area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
    Ok(organisations::table
        .filter(organisations::kind.eq(kind.to_owned()))
        .filter(organisations::area_id.eq_any(within))
        .order((organisations::sort_key, organisations::id))
        .select(Organisation::as_select())
        .load(conn)?)
}

pub fn list(conn: &mut Conn, filter: &OrganisationFilter, cursor: &Cursor) -> Result<Page<Organisation>> {
    let mut query = organisations::table.into_boxed();
    if let Some(area_id) = filter.area_id {
        let within =
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
        query = query.filter(organisations::area_id.eq_any(within));
    }
    if let Some((area_id, today)) = filter.serves {
        // As in `require_serving`: its territory today, or without one its own area and all that lies in it.
        let above = || {
            let own = area_closure::table.filter(area_closure::descendant_id.eq(area_id));
            own.select(area_closure::ancestor_id)
        };
        let holding = || {
            let open = organisation_territories::valid_to.is_null().or(organisation_territories::valid_to.ge(today));
            let now = organisation_territories::table.filter(organisation_territories::valid_from.le(today));
            now.filter(open).select(organisation_territories::organisation_id)
        };
        let here = holding().filter(organisation_territories::area_id.eq_any(above()));
        let own = organisations::area_id.eq_any(above()).and(organisations::id.ne_all(holding()));
        query = query.filter(organisations::id.eq_any(here).or(own));
    }
    if let Some(parent_id) = filter.parent_id {
        query = query.filter(organisations::parent_id.eq(parent_id));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(organisations::kind.eq(kind.clone()));
    }
    if let Some(q) = &filter.q {
        let anywhere = format!("%{}%", like_literal(q));
        query = query.filter(
            organisations::name_key
                .like(anywhere.clone())
                .escape('\\')
                .or(organisations::short_key.like(anywhere).escape('\\')),
        );
    }
    if let Some((key, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}')) {
        let (key, id) = (key.to_owned(), id.to_owned());
        query = query.filter(
            organisations::sort_key.gt(key.clone()).or(organisations::sort_key.eq(key).and(organisations::id.gt(id))),
        );
    }
    let rows = query
        .order((organisations::sort_key, organisations::id))
        .limit(cursor.fetch())
        .select(Organisation::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |o: &Organisation| format!("{}\u{3}{}", o.sort_key, o.id)))
}

pub fn insert(tx: &mut Tx, row: &Organisation) -> Result<()> {
    diesel::insert_into(organisations::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

pub fn update(tx: &mut Tx, old: &InScope<Organisation>, new: &Organisation) -> Result<()> {
    diesel::update(organisations::table.find(old.id))
        .set((
            organisations::name.eq(&new.name),
            organisations::short_name.eq(&new.short_name),
            organisations::name_key.eq(&new.name_key),
            organisations::short_key.eq(&new.short_key),
            organisations::sort_key.eq(&new.sort_key),
            organisations::kind.eq(&new.kind),
            organisations::parent_id.eq(new.parent_id),
            organisations::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn territory(conn: &mut Conn, id: OrganisationId) -> Result<Vec<Territory>> {
    Ok(organisation_territories::table
        .filter(organisation_territories::organisation_id.eq(id))
        .order((organisation_territories::valid_from, organisation_territories::area_id))
        .select(Territory::as_select())
        .load(conn)?)
}

pub fn insert_territory(tx: &mut Tx, row: &Territory) -> Result<()> {
    diesel::insert_into(organisation_territories::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_TERRITORY, &problems::TERRITORY_EXISTS)
}

/// Whether there is any organisation.
///
/// # Errors
/// When the database fails.
pub fn any(conn: &mut Conn) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(organisations::table.select(organisations::id))).get_result(conn)?)
}
