//! Routes of coverage changes.
use super::{
    actions,
    api::{
        CoverageChange, CoverageChangeQuery, CoverageSeasons, CoverageSeasonsQuery, CoverageShiftQuery,
        CoverageShiftView, CreateCoverageShift,
    },
    changing::{self, Eyes},
    problems,
    queries::{self, Filter},
    tables, yearly,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::{areas, lists},
    render::{self, Format},
    rest::{Body, Created, Ctx, Download, Json, KeptJson, PathId, PathText, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/coverage-shifts", Permission::CoverageRead, list_coverage_shifts)
        .summary("People who came into a scheme or left it by a decision, the newest row first.")
        .query::<CoverageShiftQuery>()
        .answers::<Page<CoverageShiftView>>();
    r.post("/coverage-shifts", Permission::CoverageRecord, create_coverage_shift)
        .summary("Enter what a decision did to a scheme. It is never edited; a correction stands in its place.")
        .body::<CreateCoverageShift>()
        .answers::<CoverageShiftView>()
        .problems(&[
            &NOT_FOUND,
            &ALREADY_EXISTS,
            &areas::NOT_ALIVE,
            &lists::UNKNOWN_CODE,
            &problems::NOBODY,
            &problems::COUNTED,
            &problems::NOT_ITS_PLACE,
        ]);
    r.get("/coverage-shifts/{id}", Permission::CoverageRead, show_coverage_shift)
        .summary("Show a shift, and what stands in its place.")
        .answers::<CoverageShiftView>();
    r.get("/coverage-change", Permission::CoverageRead, show_coverage_change)
        .summary("How coverage changed between two days: by decisions, by sign-ups and losses recorded here, and what no record explains; divided over the areas below into rates and sizes.")
        .query::<CoverageChangeQuery>()
        .answers::<CoverageChange>()
        .problems(&[&NOT_FOUND, &problems::DAYS]);
    r.get("/coverage-change.{format}", Permission::FiguresExport, export_coverage_change)
        .summary("The same as a file.")
        .query::<CoverageChangeQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(&[&NOT_FOUND, &problems::DAYS]);
    r.get("/coverage-seasons", Permission::CoverageRead, show_coverage_seasons)
        .summary("How each month changed over the years that are known, and what is usual for it. No forecast.")
        .query::<CoverageSeasonsQuery>()
        .answers::<CoverageSeasons>()
        .problems(&[&NOT_FOUND]);
    r.get("/coverage-seasons.{format}", Permission::FiguresExport, export_coverage_seasons)
        .summary("The same as a file.")
        .query::<CoverageSeasonsQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(&[&NOT_FOUND]);
}

fn eyes(ctx: &Ctx) -> Eyes {
    Eyes { working: Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today()), lang: ctx.lang }
}

async fn list_coverage_shifts(
    ctx: Ctx,
    Query(query): Query<CoverageShiftQuery>,
) -> Result<Json<Page<CoverageShiftView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let lang = ctx.lang;
    let filter = Filter {
        area_id: query.area_id,
        scheme: query.scheme,
        kind: query.kind.map(|kind| kind.into_inner()),
        from: query.from,
        to: query.to,
    };
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            Ok(Page { items: changing::shift_views(conn, page.items, lang)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_coverage_shift(ctx: Ctx, body: Body<CreateCoverageShift>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_coverage_shift(tx, scope, input)?;
        let path = format!("/coverage-shifts/{}", row.id);
        let view = changing::shift_views(tx.conn()?, vec![row], lang)?.pop().ok_or_else(Error::not_found)?;
        Ok(Saved { path, rev: None, view })
    })
    .await
}

async fn show_coverage_shift(ctx: Ctx, PathId(id): PathId<of::CoverageShift>) -> Result<Json<CoverageShiftView>> {
    let lang = ctx.lang;
    let view = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            changing::shift_views(conn, vec![row], lang)?.pop().ok_or_else(Error::not_found)
        })
        .await?;
    Ok(Json(view))
}

async fn show_coverage_change(ctx: Ctx, Query(query): Query<CoverageChangeQuery>) -> Result<KeptJson> {
    let eyes = eyes(&ctx);
    let question = (query.clone(), eyes.working.clone());
    ctx.read_kept(&question, move |conn, scope| changing::coverage_change(conn, scope, &eyes, &query)).await
}

async fn export_coverage_change(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<CoverageChangeQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let eyes = eyes(&ctx);
    let bytes = ctx
        .read(move |conn, scope| {
            render::bytes(&tables::change_table(&changing::coverage_change(conn, scope, &eyes, &query)?), format)
        })
        .await?;
    let file_name = format!("thay-doi-do-bao-phu.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}

async fn show_coverage_seasons(ctx: Ctx, Query(query): Query<CoverageSeasonsQuery>) -> Result<KeptJson> {
    let lang = ctx.lang;
    ctx.read_kept(&query.clone(), move |conn, scope| yearly::coverage_seasons(conn, scope, &query, lang)).await
}

async fn export_coverage_seasons(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<CoverageSeasonsQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let lang = ctx.lang;
    let bytes = ctx
        .read(move |conn, scope| {
            render::bytes(&tables::seasons_table(&yearly::coverage_seasons(conn, scope, &query, lang)?), format)
        })
        .await?;
    let file_name = format!("do-bao-phu-theo-thang.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}
