//! Routes of imports.
use super::{
    actions,
    api::{ChangeImport, CreateImport, ImportQuery, ImportRow, ImportView, ImportedRow, RowQuery, Shown},
    bring::{LARGEST, bring, kind_of},
    error_file,
    model::{Import, ImportState, ROSTER},
    problems, queries, views,
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result, id::ImportId, of},
    db::Tx,
    features::accounts::Empty,
    render::{self, Format},
    rest::{Body, Created, Ctx, Download, Json, PathId, PathText, Query, Routes, Saved, Tagged, Upload},
};

pub fn routes(r: &mut Routes) {
    r.get("/imports", Permission::ImportsManage, list_imports)
        .summary("Find imports of rosters, the newest first.")
        .query::<ImportQuery>()
        .names::<ImportState>()
        .answers::<Page<ImportRow>>();
    r.post("/imports", Permission::ImportsManage, create_import)
        .summary("Bring a roster: it is read and tried, and nothing is written.")
        .query::<CreateImport>()
        .uploads(render::MEDIA_TYPES)
        .body_up_to(LARGEST)
        .answers::<ImportView>()
        .problems(&[&problems::FILE_NOT_READ, &problems::IMPORT_AREA]);
    r.get("/imports/{id}", Permission::ImportsManage, show_import)
        .summary("Show an import: what its rows come to, how far it is.")
        .answers::<ImportView>();
    r.patch("/imports/{id}", Permission::ImportsManage, change_import)
        .summary("Say what columns mean; the rows are tried anew.")
        .body::<ChangeImport>()
        .answers::<ImportView>()
        .problems(&[&problems::IMPORT_COLUMNS, &problems::IMPORT_STATE, &problems::IMPORT_AREA]);
    r.get("/imports/{id}/rows", Permission::ImportsManage, list_import_rows)
        .summary("Rows of an import, with what is wrong or worth a look.")
        .query::<RowQuery>()
        .names::<Shown>()
        .answers::<Page<ImportedRow>>();
    r.get("/imports/{id}/errors.{format}", Permission::ImportsManage, export_import_errors)
        .summary("The wrong rows in full, to be mended and brought again.")
        .leaves_a_line()
        .downloads(render::MEDIA_TYPES);
    r.act("/imports/{id}/commit", Permission::ImportsManage, commit_import)
        .summary("Have the good rows written; the state says when that is done.")
        .body::<Empty>()
        .answers::<ImportView>()
        .problems(&[&problems::IMPORT_STATE]);
    r.act("/imports/{id}/undo", Permission::ImportsManage, undo_import)
        .summary("Have what was made taken back; what somebody touched since stays and is named.")
        .body::<Empty>()
        .answers::<ImportView>()
        .problems(&[&problems::IMPORT_STATE]);
    r.act("/imports/{id}/discard", Permission::ImportsManage, discard_import)
        .summary("Throw an import away that wrote nothing.")
        .body::<Empty>()
        .answers::<ImportView>()
        .problems(&[&problems::IMPORT_STATE]);
}

async fn list_imports(ctx: Ctx, Query(query): Query<ImportQuery>) -> Result<Json<Page<ImportRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::ImportFilter { area_id: query.area_id, state: query.state };
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, filter, &cursor)).await?;
    Ok(Json(page.map(|import| ImportRow::from(&import))))
}

async fn create_import(ctx: Ctx, Query(query): Query<CreateImport>, file: Upload) -> Result<Created> {
    let asked = query.clone();
    ctx.read(move |conn, scope| actions::check(conn, scope, &asked)).await?;
    let (kind, seals) = (kind_of(&file.media_type), ctx.api.db.seals().clone());
    let content = [file.hash.as_slice(), format!("{query:?}").as_bytes()].concat();
    let (brought, room) = bring(&ctx, file.file, kind, ROSTER).await?;
    let prepared = ctx.read(move |conn, scope| actions::prepare(conn, scope, &seals, query, kind, brought)).await?;
    drop(room);
    ctx.create_from(prepared, &content, |tx, scope, prepared| {
        let row = actions::create_import(tx, scope, prepared)?;
        saved(tx, &row)
    })
    .await
}

fn saved(tx: &mut Tx, row: &Import) -> Result<Saved<ImportView>> {
    let seals = tx.seals();
    Ok(Saved { path: format!("/imports/{}", row.id), rev: Some(row.rev), view: views::import(tx.conn()?, seals, row)? })
}

async fn show_import(ctx: Ctx, PathId(id): PathId<of::Import>) -> Result<Tagged<ImportView>> {
    let seals = ctx.api.db.seals().clone();
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            Ok((row.rev, views::import(conn, &seals, &row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn change_import(
    ctx: Ctx,
    PathId(id): PathId<of::Import>,
    body: Body<ChangeImport>,
) -> Result<Tagged<ImportView>> {
    let (rev, change, seals) = (ctx.expected_rev()?, body.into_inner(), ctx.api.db.seals().clone());
    let retried = ctx.read(move |conn, scope| actions::retry(conn, scope, &seals, id, rev, &change)).await?;
    let (rev, shown) = ctx
        .write(move |tx, scope| {
            let row = actions::change_import(tx, scope, id, rev, retried)?;
            Ok((row.rev, saved(tx, &row)?.view))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn list_import_rows(
    ctx: Ctx,
    PathId(id): PathId<of::Import>,
    Query(query): Query<RowQuery>,
) -> Result<Json<Page<ImportedRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            views::rows(conn, &seals, &row, query.status, &cursor)
        })
        .await?;
    Ok(Json(page))
}

async fn export_import_errors(
    ctx: Ctx,
    PathId(id): PathId<of::Import>,
    PathText(format): PathText,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let (lang, seals) = (ctx.lang, ctx.api.db.seals().clone());
    let bytes = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            render::bytes(&error_file::table(conn, &seals, &row, lang)?, format)
        })
        .await?;
    ctx.write(move |tx, scope| actions::note_export(tx, scope, id)).await?;
    Ok(Download { file_name: format!("dong-loi.{}", format.as_str()), media_type: format.media_type(), bytes })
}

/// Does something with an import; the answer shows it.
async fn act(
    ctx: Ctx,
    id: ImportId,
    body: Body<Empty>,
    what: fn(&mut Tx, &Scope, ImportId) -> Result<Import>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let row = what(tx, scope, id)?;
        saved(tx, &row)
    })
    .await
}

async fn commit_import(ctx: Ctx, PathId(id): PathId<of::Import>, body: Body<Empty>) -> Result<Created> {
    act(ctx, id, body, actions::commit_import).await
}

async fn undo_import(ctx: Ctx, PathId(id): PathId<of::Import>, body: Body<Empty>) -> Result<Created> {
    act(ctx, id, body, actions::undo_import).await
}

async fn discard_import(ctx: Ctx, PathId(id): PathId<of::Import>, body: Body<Empty>) -> Result<Created> {
    act(ctx, id, body, actions::discard_import).await
}
