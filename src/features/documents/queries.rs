//! All SQL of documents.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    cascade::Carrier,
    model::{Alias, Document, DocumentFilter, Ties},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result, Text,
        id::{AreaId, DocumentId, OrganisationId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        text::like_literal,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{area_closure, document_aliases, document_co_signers, document_links, documents},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "documents_pkey", sqlite: "documents.id" };

/// A paper that the caller may read: of the own areas, or issued above them.
pub fn find(conn: &mut Conn, scope: &Scope, id: DocumentId) -> Result<Option<InScope<Document>>> {
    scoped::first(
        conn,
        scoped::each::documents_for_all(scope).filter(documents::id.eq(id)).select(Document::as_select()),
    )
}

/// A paper that the caller may change.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: DocumentId) -> Result<Option<InScope<Document>>> {
    scoped::first(conn, scoped::each::documents(scope).filter(documents::id.eq(id)).select(Document::as_select()))
}

/// The paper named in a request.
///
/// # Errors
/// `not-found` at the field.
pub fn require(conn: &mut Conn, scope: &Scope, id: DocumentId, pointer: &'static str) -> Result<InScope<Document>> {
    let missing = || {
        Error::from(NOT_FOUND.field(
            pointer,
            "not-found",
            Text { vi: "Không tìm thấy văn bản", en: "No such document" },
        ))
    };
    find(conn, scope, id)?.ok_or_else(missing)
}

pub fn list(conn: &mut Conn, scope: &Scope, filter: &DocumentFilter, cursor: &Cursor) -> Result<Page<Document>> {
    let mut query = scoped::documents_for_all(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(documents::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(issuer) = filter.issuer_id {
        query = query.filter(documents::issuer_id.eq(issuer));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(documents::kind.eq(kind.clone()));
    }
    if let Some(key) = &filter.number_key {
        let aliased = document_aliases::table
            .filter(document_aliases::number_key.eq(key.clone()))
            .select(document_aliases::document_id);
        query =
            query.filter(documents::number_key.eq(key.clone()).or(documents::id.nullable().eq_any(aliased.nullable())));
    }
    if let Some((from, to)) = filter.year.and_then(|y| Some((Day::of(y, 1, 1)?, Day::of(y, 12, 31)?))) {
        query = query.filter(documents::issued_on.between(from, to));
    }
    if let Some(q) = &filter.q {
        query = query.filter(documents::search_key.like(format!("%{}%", like_literal(q))).escape('\\'));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(documents::id.lt(after.clone()));
    }
    let rows = query.order(documents::id.desc()).limit(cursor.fetch()).select(Document::as_select()).load(conn)?;
    Ok(cursor.page(rows, |d: &Document| d.id.to_string()))
}

/// What these papers hang together with.
pub fn ties(conn: &mut Conn, ids: &[DocumentId]) -> Result<BTreeMap<DocumentId, Ties>> {
    let mut out: BTreeMap<DocumentId, Ties> = ids.iter().map(|id| (*id, Ties::default())).collect();
    let signers: Vec<(DocumentId, OrganisationId)> = document_co_signers::table
        .filter(document_co_signers::document_id.eq_any(ids.to_vec()))
        .order(document_co_signers::organisation_id)
        .select((document_co_signers::document_id, document_co_signers::organisation_id))
        .load(conn)?;
    for (id, signer) in signers {
        out.entry(id).or_default().co_signer_ids.push(signer);
    }
    let links: Vec<(DocumentId, DocumentId)> = document_links::table
        .filter(document_links::document_id.eq_any(ids.to_vec()))
        .order(document_links::implements_id)
        .select((document_links::document_id, document_links::implements_id))
        .load(conn)?;
    for (id, parent) in links {
        out.entry(id).or_default().implements.push(parent);
    }
    let aliases: Vec<Alias> = document_aliases::table
        .filter(document_aliases::document_id.eq_any(ids.to_vec()))
        .order(document_aliases::number)
        .select(Alias::as_select())
        .load(conn)?;
    for alias in aliases {
        out.entry(alias.document_id).or_default().aliases.push(alias.number);
    }
    Ok(out)
}

/// A paper's number and day of issue.
pub type Issued = (Option<String>, Option<Day>);

/// Numbers and days of papers, for showing days between.
pub fn issued(conn: &mut Conn, ids: &[DocumentId]) -> Result<BTreeMap<DocumentId, Issued>> {
    let rows: Vec<(DocumentId, Option<String>, Option<Day>)> = documents::table
        .filter(documents::id.eq_any(ids.to_vec()))
        .select((documents::id, documents::number, documents::issued_on))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, number, day)| (id, (number, day))).collect())
}

/// Whether the issuer has another paper of this number in this year.
pub fn number_taken(conn: &mut Conn, issuer: OrganisationId, key: &str, issued_on: Option<Day>) -> Result<bool> {
    let days: Vec<Option<Day>> = documents::table
        .filter(documents::issuer_id.eq(issuer))
        .filter(documents::number_key.eq(key.to_owned()))
        .select(documents::issued_on)
        .load(conn)?;
    Ok(days.iter().any(|day| day.map(Day::year) == issued_on.map(Day::year)))
}

pub fn insert(tx: &mut Tx, row: &Document, ties: &Ties, aliases: &[Alias]) -> Result<()> {
    diesel::insert_into(documents::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
    insert_ties(tx, row.id, ties)?;
    for alias in aliases {
        diesel::insert_into(document_aliases::table).values(alias).execute(tx.conn()?)?;
    }
    Ok(())
}

fn insert_ties(tx: &mut Tx, id: DocumentId, ties: &Ties) -> Result<()> {
    for signer in &ties.co_signer_ids {
        diesel::insert_into(document_co_signers::table)
            .values((document_co_signers::document_id.eq(id), document_co_signers::organisation_id.eq(signer)))
            .execute(tx.conn()?)?;
    }
    for parent in &ties.implements {
        diesel::insert_into(document_links::table)
            .values((document_links::document_id.eq(id), document_links::implements_id.eq(parent)))
            .execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn update(tx: &mut Tx, old: &InScope<Document>, new: &Document) -> Result<()> {
    diesel::update(documents::table.find(old.id))
        .set((
            documents::title.eq(&new.title),
            documents::search_key.eq(&new.search_key),
            documents::kind.eq(&new.kind),
            documents::issued_on.eq(new.issued_on),
            documents::period_from.eq(new.period_from),
            documents::period_to.eq(new.period_to),
            documents::note.eq(&new.note),
            documents::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Replaces what a paper carries out.
pub fn replace_links(tx: &mut Tx, document: &InScope<Document>, implements: &[DocumentId]) -> Result<()> {
    diesel::delete(document_links::table.filter(document_links::document_id.eq(document.id))).execute(tx.conn()?)?;
    insert_ties(tx, document.id, &Ties { implements: implements.to_vec(), ..Ties::default() })
}

/// The ids of every paper that carries out `root`, directly or over others.
pub fn carrying_out(conn: &mut Conn, root: DocumentId) -> Result<Vec<DocumentId>> {
    let (mut seen, mut wave) = (BTreeSet::from([root]), vec![root]);
    while !wave.is_empty() {
        let next: Vec<DocumentId> = document_links::table
            .filter(document_links::implements_id.eq_any(wave))
            .select(document_links::document_id)
            .load(conn)?;
        wave = next.into_iter().filter(|id| seen.insert(*id)).collect();
    }
    seen.remove(&root);
    Ok(seen.into_iter().collect())
}

/// Those of `ids` that lie in `area_id` and that the caller may read, with their issuers.
pub fn carriers(conn: &mut Conn, scope: &Scope, ids: &[DocumentId], area_id: Option<AreaId>) -> Result<Vec<Carrier>> {
    let mut query = scoped::each::documents_for_all(scope).filter(documents::id.eq_any(ids.to_vec()));
    if let Some(area_id) = area_id {
        query = query.filter(documents::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    let rows: Vec<(DocumentId, OrganisationId, Option<Day>)> =
        query.order(documents::id).select((documents::id, documents::issuer_id, documents::issued_on)).load(conn)?;
    let mut ties = ties(conn, &rows.iter().map(|r| r.0).collect::<Vec<_>>())?;
    Ok(rows
        .into_iter()
        .map(|(id, issuer, issued_on)| {
            let mut issuers = vec![issuer];
            issuers.extend(ties.remove(&id).unwrap_or_default().co_signer_ids);
            Carrier { id, issuers, issued_on }
        })
        .collect())
}
