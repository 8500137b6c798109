//! Routes of documents.
use super::{
    actions,
    api::{
        CascadeDocument, CascadeOrganisation, CascadeQuery, CascadeRow, CascadeView, ChangeDocument, CreateDocument,
        DocumentQuery, DocumentView, ImplementsView,
    },
    cascade,
    model::{Document, DocumentFilter},
    number::DocumentNumber,
    problems, queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result, id::DocumentId, of, text::fold},
    db::Conn,
    features::{areas, lists, organisations},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/documents", Permission::DocumentsRead, list_documents)
        .summary("Find documents.")
        .query::<DocumentQuery>()
        .answers::<Page<DocumentView>>();
    r.post("/documents", Permission::DocumentsManage, create_document)
        .summary("Register a document.")
        .body::<CreateDocument>()
        .answers::<DocumentView>()
        .problems(&[&problems::DOCUMENT_EXISTS, &problems::PERIOD, &areas::NOT_ALIVE, &lists::UNKNOWN_CODE]);
    r.get("/documents/{id}", Permission::DocumentsRead, show_document)
        .summary("Show a document.")
        .answers::<DocumentView>();
    r.patch("/documents/{id}", Permission::DocumentsManage, change_document)
        .summary("Change a document.")
        .body::<ChangeDocument>()
        .answers::<DocumentView>()
        .problems(&[&problems::CIRCLE, &problems::PERIOD, &areas::NOT_ALIVE, &lists::UNKNOWN_CODE]);
    r.get("/documents/{id}/cascade", Permission::DocumentsRead, show_cascade)
        .summary("Which expected bodies have issued a document that carries this one out, and how many days later.")
        .query::<CascadeQuery>()
        .answers::<CascadeView>();
}

fn views(conn: &mut Conn, rows: Vec<Document>) -> Result<Vec<DocumentView>> {
    let mut ties = queries::ties(conn, &rows.iter().map(|d| d.id).collect::<Vec<_>>())?;
    let parents: Vec<DocumentId> = ties.values().flat_map(|t| t.implements.iter().copied()).collect();
    let parents = queries::issued(conn, &parents)?;
    let names = organisations::names(conn, &rows.iter().map(|d| d.issuer_id).collect::<Vec<_>>())?;
    Ok(rows
        .into_iter()
        .map(|d| {
            let ties = ties.remove(&d.id).unwrap_or_default();
            let implements = ties.implements.iter().map(|id| {
                let (number, issued_on) = parents.get(id).cloned().unwrap_or_default();
                ImplementsView {
                    document_id: *id,
                    number,
                    days_after: d.issued_on.zip(issued_on).map(|(later, earlier)| later.days_since(earlier)),
                }
            });
            DocumentView {
                id: d.id,
                number: d.number,
                title: d.title,
                kind: d.kind,
                issuer_id: d.issuer_id,
                issuer_name: names.get(&d.issuer_id).cloned().unwrap_or_default(),
                co_signer_ids: ties.co_signer_ids,
                issued_on: d.issued_on,
                area_id: d.area_id,
                implements: implements.collect(),
                aliases: ties.aliases,
                copies: d.copies,
                copies_qualifier: d.copies_qualifier,
                period_from: d.period_from,
                period_to: d.period_to,
                note: d.note,
            }
        })
        .collect())
}

fn view(conn: &mut Conn, row: Document) -> Result<DocumentView> {
    views(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

async fn list_documents(ctx: Ctx, Query(query): Query<DocumentQuery>) -> Result<Json<Page<DocumentView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let number = query.number.as_ref().and_then(|n| DocumentNumber::parse(&n.0));
    let filter = DocumentFilter {
        area_id: query.area_id,
        issuer_id: query.issuer_id,
        kind: query.kind.map(|k| k.into_inner()),
        year: number.as_ref().and_then(|n| n.year),
        number_key: number.map(|n| n.key()),
        q: query.q.map(|q| fold(&q)).filter(|q| !q.is_empty()),
    };
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            Ok(Page { items: views(conn, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_document(ctx: Ctx, body: Body<CreateDocument>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_document(tx, scope, input)?;
        Ok(Saved { path: format!("/documents/{}", row.id), rev: Some(row.rev), view: view(tx.conn()?, row)? })
    })
    .await
}

async fn show_document(ctx: Ctx, PathId(id): PathId<of::Document>) -> Result<Tagged<DocumentView>> {
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, view(conn, row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn change_document(
    ctx: Ctx,
    PathId(id): PathId<of::Document>,
    body: Body<ChangeDocument>,
) -> Result<Tagged<DocumentView>> {
    let rev = ctx.expected_rev()?;
    let (rev, shown) = ctx
        .write(move |tx, scope| {
            let row = actions::change_document(tx, scope, id, rev, body.into_inner())?;
            Ok((row.rev, view(tx.conn()?, row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn show_cascade(
    ctx: Ctx,
    PathId(id): PathId<of::Document>,
    Query(query): Query<CascadeQuery>,
) -> Result<Json<CascadeView>> {
    Ok(Json(ctx.read(move |conn, scope| matrix(conn, scope, id, &query)).await?))
}

/// The cascade matrix of a document.
fn matrix(conn: &mut Conn, scope: &Scope, id: DocumentId, query: &CascadeQuery) -> Result<CascadeView> {
    let root = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    if let Some(area_id) = query.area_id {
        areas::require(conn, scope, area_id, "area_id")?;
    }
    let within = query.area_id.unwrap_or(root.area_id);
    let expected = match &query.expected_kind {
        None => Vec::new(),
        Some(kind) => {
            let bodies = organisations::of_kind_in(conn, kind, within)?;
            let mut kept = Vec::new();
            for body in bodies {
                let area = areas::require_anywhere(conn, body.area_id, "area_id")?;
                if query.level.is_none_or(|level| area.level == level) {
                    kept.push(body.id);
                }
            }
            kept
        }
    };
    let below = queries::carrying_out(conn, id)?;
    let carriers = queries::carriers(conn, scope, &below, query.area_id)?;
    let lines = cascade::lines(root.issued_on, &expected, &carriers);
    let names = organisations::names(conn, &lines.iter().map(|l| l.organisation_id).collect::<Vec<_>>())?;
    let papers = queries::issued(conn, &below)?;
    let rows: Vec<CascadeRow> = lines
        .into_iter()
        .map(|line| CascadeRow {
            expected: expected.contains(&line.organisation_id),
            organisation: CascadeOrganisation {
                id: line.organisation_id,
                name: names.get(&line.organisation_id).cloned().unwrap_or_default(),
            },
            document: line.document_id.map(|id| {
                let (number, issued_on) = papers.get(&id).cloned().unwrap_or_default();
                CascadeDocument { id, number, issued_on }
            }),
            days_after: line.days_after,
        })
        .collect();
    Ok(CascadeView {
        expected: expected.len(),
        issued: rows.iter().filter(|r| r.expected && r.document.is_some()).count(),
        rows,
    })
}
