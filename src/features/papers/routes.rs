//! Routes of papers and their layouts.
use super::{
    actions,
    api::{CreatePaper, CreatePaperLayout, PaperLayoutQuery, PaperLayoutView, PaperQuery, PaperView},
    layout::PaperKind,
    making,
    model::{Paper, PaperLayout, PaperState},
    problems, queries, sample,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::organisations,
    render::Format,
    rest::{Body, Created, Ctx, Download, Json, PathId, Query, Routes, Saved, Tagged},
};

const XLSX: &[&str] = &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

pub fn routes(r: &mut Routes) {
    r.get("/papers", Permission::PapersMake, list_papers)
        .summary("Find papers, the newest first.")
        .query::<PaperQuery>()
        .names::<PaperKind>()
        .names::<PaperState>()
        .answers::<Page<PaperView>>();
    r.post("/papers", Permission::PapersMake, create_paper)
        .summary("Have a paper made; its state says when the file is there. It never changes after that.")
        .body::<CreatePaper>()
        .answers::<PaperView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE])
        .problems(&[&problems::SOURCE, &problems::BATCH, &problems::SPAN, &problems::TOO_MANY, &problems::NO_LAYOUT]);
    r.get("/papers/{id}", Permission::PapersMake, show_paper)
        .summary("Show a paper: how far it is, its sums.")
        .answers::<PaperView>();
    r.get("/papers/{id}/file", Permission::PapersMake, download_paper)
        .summary("The file of a paper, as it was made: people in full.")
        .leaves_a_line()
        .downloads(XLSX)
        .problems(&[&problems::NOT_READY]);
    r.get("/paper-layouts", Permission::SignedIn, list_paper_layouts)
        .summary("How papers look: every layout, or those that hold on a day.")
        .query::<PaperLayoutQuery>()
        .answers::<Vec<PaperLayoutView>>();
    r.post("/paper-layouts", Permission::PaperLayoutsManage, create_paper_layout)
        .summary("Record how a paper looks from a day on. It is never edited; a new decision is a new row.")
        .body::<CreatePaperLayout>()
        .answers::<PaperLayoutView>()
        .problems(&[&ALREADY_EXISTS, &problems::LAYOUT, &problems::SAME_DAY]);
    r.ask("/paper-layouts/preview", Permission::PaperLayoutsManage, preview_paper_layout)
        .summary("A paper of invented people in a layout; nothing is kept.")
        .body::<CreatePaperLayout>()
        .downloads(XLSX)
        .problems(&[&problems::LAYOUT]);
    r.get("/paper-layouts/{id}", Permission::SignedIn, show_paper_layout)
        .summary("Show a layout.")
        .answers::<PaperLayoutView>();
}

async fn list_papers(ctx: Ctx, Query(query): Query<PaperQuery>) -> Result<Json<Page<PaperView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (area_id, organisation_id) = (query.area_id, query.organisation_id);
    let filter = queries::Filter { area_id, organisation_id, paper: query.paper, state: query.state };
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(PaperView::from)))
}

async fn create_paper(ctx: Ctx, body: Body<CreatePaper>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_paper(tx, scope, &input)?;
        Ok(Saved { path: format!("/papers/{}", row.id), rev: Some(row.rev), view: PaperView::from(row) })
    })
    .await
}

async fn show_paper(ctx: Ctx, PathId(id): PathId<of::Paper>) -> Result<Tagged<PaperView>> {
    let found = ctx.read(move |conn, scope| queries::find(conn, scope, id)).await?;
    let row = found.ok_or_else(Error::not_found)?.into_inner();
    Ok(Tagged(row.rev, row.into()))
}

async fn download_paper(ctx: Ctx, PathId(id): PathId<of::Paper>) -> Result<Download> {
    let seals = ctx.api.db.seals().clone();
    let (paper, bytes) = ctx
        .read(move |conn, scope| {
            let paper = actions::ready(conn, scope, id)?;
            let bytes = making::file(conn, &seals, &paper)?;
            Ok((paper.into_inner(), bytes))
        })
        .await?;
    ctx.write(move |tx, scope| actions::note_export(tx, scope, id)).await?;
    Ok(Download { file_name: file_name(&paper), media_type: Format::Xlsx.media_type(), bytes })
}

/// `d05_ts-2026-11-30.xlsx`: what it is and of when, and of nobody.
fn file_name(paper: &Paper) -> String {
    format!("{}-{}.xlsx", paper.paper, paper.to_day)
}

async fn list_paper_layouts(ctx: Ctx, Query(query): Query<PaperLayoutQuery>) -> Result<Json<Vec<PaperLayoutView>>> {
    let rows = ctx.read(move |conn, _| queries::layouts(conn, query.paper)).await?;
    let rows = match query.on {
        Some(day) => PaperLayout::holding_on(rows, day),
        None => rows,
    };
    Ok(Json(rows.into_iter().map(PaperLayoutView::new).collect::<Result<_>>()?))
}

async fn create_paper_layout(ctx: Ctx, body: Body<CreatePaperLayout>) -> Result<Created> {
    ctx.create(body, |tx, _, input| {
        let row = actions::create_paper_layout(tx, input)?;
        Ok(Saved { path: format!("/paper-layouts/{}", row.id), rev: None, view: PaperLayoutView::new(row)? })
    })
    .await
}

async fn preview_paper_layout(_: Ctx, body: Body<CreatePaperLayout>) -> Result<Download> {
    let input = body.into_inner();
    let layout = actions::check_layout(input.layout)?;
    let file_name = format!("{}-thu.xlsx", input.paper);
    let bytes = sample::paper(&layout, input.effective_from)?;
    Ok(Download { file_name, media_type: Format::Xlsx.media_type(), bytes })
}

async fn show_paper_layout(ctx: Ctx, PathId(id): PathId<of::PaperLayout>) -> Result<Json<PaperLayoutView>> {
    let row = ctx.read(move |conn, _| queries::layout(conn, id)?.ok_or_else(Error::not_found)).await?;
    Ok(Json(PaperLayoutView::new(row)?))
}
