//! Routes of targets.
use super::{
    actions, allocation,
    api::{
        CreateAllocation, CreateTarget, FurthestBehind, FurthestBehindQuery, LadderView, ProgressQuery, ProgressView,
        TargetQuery, TargetTreeView, TargetView, number,
    },
    furthest,
    model::Target,
    problems, queries,
    tables::{self, Asking},
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result, of},
    db::InScope,
    render::{self, Format},
    rest::{Body, Created, Ctx, Download, Json, KeptJson, PathId, PathText, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/targets", Permission::TargetsRead, list_targets)
        .summary("Find targets, past decisions too.")
        .query::<TargetQuery>()
        .answers::<Page<TargetView>>();
    r.post("/targets", Permission::TargetsManage, create_target)
        .summary("Set a target. It is never edited; a new decision is a new row.")
        .body::<CreateTarget>()
        .answers::<TargetView>()
        .problems(&[&problems::BAD_VALUE]);
    r.get("/targets/{id}", Permission::TargetsRead, show_target)
        .summary("A target and the parts it was allocated to.")
        .answers::<TargetTreeView>();
    r.post("/targets/{id}/allocations", Permission::TargetsManage, allocate_target)
        .summary("Allocate a target to the areas below: the parts add up, or the difference is explained.")
        .body::<CreateAllocation>()
        .answers::<TargetTreeView>()
        .problems(problems::ALL);
    r.get("/target-progress", Permission::TargetsRead, show_target_progress)
        .summary("How far an area has come.")
        .query::<ProgressQuery>()
        .answers::<ProgressView>();
    r.get("/target-progress/by-area", Permission::TargetsRead, show_target_ladder)
        .summary("How far an area and the areas directly below have come, the furthest below plan first.")
        .query::<ProgressQuery>()
        .answers::<LadderView>();
    r.get("/target-progress/furthest-behind", Permission::TargetsRead, list_furthest_behind)
        .summary("The areas directly below that are furthest behind their targets, page by page; those without a target or a figure stand apart.")
        .query::<FurthestBehindQuery>()
        .answers::<FurthestBehind>();
    r.get("/target-progress.{format}", Permission::FiguresExport, export_target_progress)
        .summary("The same as a file.")
        .query::<ProgressQuery>()
        .downloads(render::MEDIA_TYPES);
}

fn tree(target: InScope<Target>, parts: Vec<Target>) -> TargetTreeView {
    let values: Vec<i64> = parts.iter().map(|t| t.value_hundredths).collect();
    let sum =
        (!parts.is_empty() && target.measure.is_additive()).then(|| allocation::sum(target.value_hundredths, &values));
    TargetTreeView {
        target: target.into_inner().into(),
        parts: parts.into_iter().map(TargetView::from).collect(),
        parts_sum: sum.map(|s| number(s.parts)),
        difference: sum.map(|s| number(s.difference)),
    }
}

async fn list_targets(ctx: Ctx, Query(query): Query<TargetQuery>) -> Result<Json<Page<TargetView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            queries::list(conn, scope, query.area_id, query.scheme, query.measure, query.period, &cursor)
        })
        .await?;
    Ok(Json(page.map(TargetView::from)))
}

async fn create_target(ctx: Ctx, body: Body<CreateTarget>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_target(tx, scope, input)?;
        Ok(Saved { path: format!("/targets/{}", row.id), rev: None, view: TargetView::from(row) })
    })
    .await
}

async fn show_target(ctx: Ctx, PathId(id): PathId<of::Target>) -> Result<Json<TargetTreeView>> {
    let view = ctx
        .read(move |conn, scope| {
            let target = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let parts = queries::children(conn, &target)?;
            Ok(tree(target, parts))
        })
        .await?;
    Ok(Json(view))
}

async fn allocate_target(ctx: Ctx, PathId(id): PathId<of::Target>, body: Body<CreateAllocation>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let (target, parts) = actions::allocate(tx, scope, id, input)?;
        Ok(Saved { path: format!("/targets/{id}"), rev: None, view: tree(target, parts) })
    })
    .await
}

fn asking(ctx: &Ctx) -> Asking {
    Asking { working: Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today()), today: ctx.today() }
}

async fn show_target_progress(ctx: Ctx, Query(query): Query<ProgressQuery>) -> Result<KeptJson> {
    let asking = asking(&ctx);
    let question = (query.clone(), asking.working.clone());
    ctx.read_kept(&question, move |conn, scope| tables::own(conn, scope, &asking, &query)).await
}

async fn show_target_ladder(ctx: Ctx, Query(query): Query<ProgressQuery>) -> Result<KeptJson> {
    let asking = asking(&ctx);
    let question = (query.clone(), asking.working.clone());
    ctx.read_kept(&question, move |conn, scope| tables::ladder(conn, scope, &asking, &query)).await
}

async fn list_furthest_behind(ctx: Ctx, Query(query): Query<FurthestBehindQuery>) -> Result<Json<FurthestBehind>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let asking = asking(&ctx);
    Ok(Json(ctx.read(move |conn, scope| furthest::behind(conn, scope, &asking, &query, &cursor)).await?))
}

async fn export_target_progress(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<ProgressQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let asking = asking(&ctx);
    let bytes = ctx
        .read(move |conn, scope| render::bytes(&tables::table(&tables::ladder(conn, scope, &asking, &query)?), format))
        .await?;
    Ok(Download { file_name: format!("tien-do-chi-tieu.{}", format.as_str()), media_type: format.media_type(), bytes })
}
