//! All SQL of campaigns.
use diesel::prelude::*;

use super::{model::Campaign, problems::CAMPAIGN_EXISTS};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result, Text,
        id::{AreaId, CampaignId, DocumentId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        text::like_literal,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, campaign_documents, campaigns},
        scoped,
    },
};

const ONE_PER_CODE: UniqueRule =
    UniqueRule { postgres: "campaigns_one_per_code", sqlite: "campaigns.area_id, campaigns.code" };

/// A campaign of the own areas, or of an area above them.
pub fn find(conn: &mut Conn, scope: &Scope, id: CampaignId) -> Result<Option<InScope<Campaign>>> {
    scoped::first(
        conn,
        scoped::each::campaigns_for_all(scope).filter(campaigns::id.eq(id)).select(Campaign::as_select()),
    )
}

/// A campaign that the caller may change.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: CampaignId) -> Result<Option<InScope<Campaign>>> {
    scoped::first(conn, scoped::each::campaigns(scope).filter(campaigns::id.eq(id)).select(Campaign::as_select()))
}

/// The campaign named in a request.
///
/// # Errors
/// `not-found` at the field.
pub fn require(conn: &mut Conn, scope: &Scope, id: CampaignId, pointer: &'static str) -> Result<InScope<Campaign>> {
    let missing = || {
        Error::from(NOT_FOUND.field(
            pointer,
            "not-found",
            Text { vi: "Không tìm thấy đợt vận động", en: "No such campaign" },
        ))
    };
    find(conn, scope, id)?.ok_or_else(missing)
}

/// Which of these campaigns the caller may name.
///
/// # Errors
/// When the database fails.
pub fn seen_among(conn: &mut Conn, scope: &Scope, ids: &[CampaignId]) -> Result<Vec<CampaignId>> {
    Ok(scoped::each::campaigns_for_all(scope).filter(among(campaigns::id, ids)).select(campaigns::id).load(conn)?)
}

/// The names of those of these campaigns that the caller may know.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, scope: &Scope, ids: &[CampaignId]) -> Result<Vec<(CampaignId, String)>> {
    let query = scoped::each::campaigns_for_all(scope).filter(among(campaigns::id, ids));
    Ok(query.select((campaigns::id, campaigns::name)).load(conn)?)
}

pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    on: Option<Day>,
    q: Option<&str>,
    cursor: &Cursor,
) -> Result<Page<Campaign>> {
    let mut query = scoped::campaigns_for_all(scope);
    if let Some(area_id) = area_id {
        query = query.filter(campaigns::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(on) = on {
        query = query
            .filter(campaigns::starts_on.le(on))
            .filter(campaigns::ends_on.is_null().or(campaigns::ends_on.ge(on)));
    }
    if let Some(q) = q {
        query = query.filter(campaigns::name_key.like(format!("%{}%", like_literal(q))).escape('\\'));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(campaigns::id.lt(after.clone()));
    }
    let rows = query.order(campaigns::id.desc()).limit(cursor.fetch()).select(Campaign::as_select()).load(conn)?;
    Ok(cursor.page(rows, |c: &Campaign| c.id.to_string()))
}

pub fn documents_of(conn: &mut Conn, id: CampaignId) -> Result<Vec<DocumentId>> {
    Ok(campaign_documents::table
        .filter(campaign_documents::campaign_id.eq(id))
        .order(campaign_documents::document_id)
        .select(campaign_documents::document_id)
        .load(conn)?)
}

/// Refuses an id sent by the client that is taken already.
pub fn refuse_taken_id(conn: &mut Conn, id: CampaignId) -> Result<()> {
    let taken: bool = diesel::select(diesel::dsl::exists(campaigns::table.find(id))).get_result(conn)?;
    if taken { Err(ALREADY_EXISTS.now().into()) } else { Ok(()) }
}

pub fn insert(tx: &mut Tx, row: &Campaign, documents: &[DocumentId]) -> Result<()> {
    diesel::insert_into(campaigns::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_CODE, &CAMPAIGN_EXISTS)?;
    insert_documents(tx, row.id, documents)
}

fn insert_documents(tx: &mut Tx, id: CampaignId, documents: &[DocumentId]) -> Result<()> {
    for document in documents {
        diesel::insert_into(campaign_documents::table)
            .values((campaign_documents::campaign_id.eq(id), campaign_documents::document_id.eq(document)))
            .execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn update(tx: &mut Tx, old: &InScope<Campaign>, new: &Campaign) -> Result<()> {
    diesel::update(campaigns::table.find(old.id))
        .set((
            campaigns::name.eq(&new.name),
            campaigns::name_key.eq(&new.name_key),
            campaigns::schemes.eq(&new.schemes),
            campaigns::starts_on.eq(new.starts_on),
            campaigns::ends_on.eq(new.ends_on),
            campaigns::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn replace_documents(tx: &mut Tx, campaign: &InScope<Campaign>, documents: &[DocumentId]) -> Result<()> {
    diesel::delete(campaign_documents::table.filter(campaign_documents::campaign_id.eq(campaign.id)))
        .execute(tx.conn()?)?;
    insert_documents(tx, campaign.id, documents)
}
