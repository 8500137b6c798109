//! Routes of remuneration.
use super::{
    actions,
    api::{
        CreateRemunerationRate, CreateRemunerationStatement, RemunerationLineQuery, RemunerationLineView,
        RemunerationQuery, RemunerationRateView, RemunerationStatementFull, RemunerationStatementView,
    },
    model::{Statement, StatementLine},
    problems, queries, tables,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Event,
    features::organisations,
    render::{self, Format},
    rest::{Body, Created, Ctx, Download, Json, PathId, PathText, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/remuneration-rates", Permission::RemunerationManage, list_remuneration_rates)
        .summary("What is given for sign-ups: every dated rate, the newest first.")
        .query::<RemunerationQuery>()
        .answers::<Page<RemunerationRateView>>();
    r.post("/remuneration-rates", Permission::RemunerationManage, create_remuneration_rate)
        .summary("Record what is given for a kind of sign-up from a day on. It is never edited.")
        .body::<CreateRemunerationRate>()
        .answers::<RemunerationRateView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::RATE, &problems::SAME_DAY])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE]);
    r.get("/remuneration-statements", Permission::RemunerationManage, list_remuneration_statements)
        .summary("Find statements, the newest first.")
        .query::<RemunerationQuery>()
        .answers::<Page<RemunerationStatementView>>();
    r.post("/remuneration-statements", Permission::RemunerationManage, create_remuneration_statement)
        .summary(
            "Draw up what a month comes to, with what changed since the last statement. It never changes after that.",
        )
        .body::<CreateRemunerationStatement>()
        .answers::<RemunerationStatementFull>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::MONTH])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE]);
    r.ask("/remuneration-statements/preview", Permission::RemunerationManage, preview_remuneration_statement)
        .summary("What a month would come to; nothing is kept.")
        .body::<CreateRemunerationStatement>()
        .answers::<RemunerationStatementFull>()
        .problems(&[&NOT_FOUND, &problems::MONTH])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE]);
    r.get("/remuneration-statements/{id}", Permission::RemunerationManage, show_remuneration_statement)
        .summary("Show a statement and what each collector gets.")
        .answers::<RemunerationStatementFull>();
    r.get("/remuneration-statements/{id}/lines.{format}", Permission::RemunerationManage, export_remuneration_lines)
        .summary("The lines of a statement as a file.")
        .leaves_a_line()
        .downloads(render::MEDIA_TYPES);
    r.get("/remuneration-lines", Permission::RemunerationRead, list_remuneration_lines)
        .summary("Lines of statements, the newest first: a collector's own, or everybody's for those who draw them up.")
        .query::<RemunerationLineQuery>()
        .answers::<Page<RemunerationLineView>>();
}

async fn list_remuneration_rates(
    ctx: Ctx,
    Query(query): Query<RemunerationQuery>,
) -> Result<Json<Page<RemunerationRateView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let of = (query.area_id, query.organisation_id);
    let page = ctx.read(move |conn, scope| queries::rates_page(conn, scope, of, &cursor)).await?;
    Ok(Json(page.map(RemunerationRateView::from)))
}

async fn create_remuneration_rate(ctx: Ctx, body: Body<CreateRemunerationRate>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_remuneration_rate(tx, scope, input)?;
        let path = format!("/remuneration-rates/{}", row.id);
        Ok(Saved { path, rev: None, view: RemunerationRateView::from(row) })
    })
    .await
}

async fn list_remuneration_statements(
    ctx: Ctx,
    Query(query): Query<RemunerationQuery>,
) -> Result<Json<Page<RemunerationStatementView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let of = (query.area_id, query.organisation_id);
    let page = ctx.read(move |conn, scope| queries::statements(conn, scope, of, &cursor)).await?;
    Ok(Json(page.map(RemunerationStatementView::from)))
}

fn full((statement, lines): (Statement, Vec<StatementLine>)) -> RemunerationStatementFull {
    RemunerationStatementFull { statement: statement.into(), collectors: actions::by_collector(&lines) }
}

async fn create_remuneration_statement(ctx: Ctx, body: Body<CreateRemunerationStatement>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let drawn_up = actions::create_statement(tx, scope, &input)?;
        let path = format!("/remuneration-statements/{}", drawn_up.0.id);
        Ok(Saved { path, rev: None, view: full(drawn_up) })
    })
    .await
}

async fn preview_remuneration_statement(
    ctx: Ctx,
    body: Body<CreateRemunerationStatement>,
) -> Result<Json<RemunerationStatementFull>> {
    let (input, by) = (body.into_inner(), (ctx.now(), ctx.actor.user_id));
    Ok(Json(full(ctx.read(move |conn, scope| actions::draft(conn, scope, &input, by)).await?)))
}

async fn show_remuneration_statement(
    ctx: Ctx,
    PathId(id): PathId<of::RemunerationStatement>,
) -> Result<Json<RemunerationStatementFull>> {
    let found = ctx
        .read(move |conn, scope| {
            let statement = queries::statement(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let lines = queries::lines_of(conn, &statement)?;
            Ok((statement.into_inner(), lines))
        })
        .await?;
    Ok(Json(full(found)))
}

async fn export_remuneration_lines(
    ctx: Ctx,
    PathId(id): PathId<of::RemunerationStatement>,
    PathText(format): PathText,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let (bytes, area_id) = ctx
        .read(move |conn, scope| {
            let statement = queries::statement(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let lines = queries::lines_of(conn, &statement)?;
            Ok((render::bytes(&tables::table(conn, &statement, &lines)?, format)?, statement.area_id))
        })
        .await?;
    ctx.write(move |tx, _| {
        tx.record(Event::new("remuneration.exported", "remuneration_export", id).in_area(area_id));
        Ok(())
    })
    .await?;
    let file_name = format!("bang-thu-lao.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}

async fn list_remuneration_lines(
    ctx: Ctx,
    Query(query): Query<RemunerationLineQuery>,
) -> Result<Json<Page<RemunerationLineView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (area_id, statement_id, own) = (query.area_id, query.statement_id, ctx.actor.user_id);
    let manages = ctx.actor.may(Permission::RemunerationManage);
    if !manages && query.collector_id.is_some_and(|asked| Some(asked) != own) {
        return Ok(Json(Page { items: Vec::new(), next_cursor: None }));
    }
    // Those of others are shown where one draws statements up, one's own wherever one earned them.
    let wide = (manages && (query.collector_id.is_none() || query.collector_id != own))
        .then(|| Scope::of(&ctx.actor, Permission::RemunerationManage, ctx.today()));
    let collector_id = if wide.is_some() { query.collector_id } else { own };
    let filter = queries::LineFilter { area_id, statement_id, collector_id };
    let page =
        ctx.read(move |conn, scope| queries::lines(conn, wide.as_ref().unwrap_or(scope), &filter, &cursor)).await?;
    Ok(Json(page.map(RemunerationLineView::from)))
}
