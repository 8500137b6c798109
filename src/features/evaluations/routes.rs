//! Routes of evaluations. There is none that changes what was registered.
use super::{
    actions,
    api::{
        CreateEvaluation, CreateEvaluationLook, EvaluationFull, EvaluationLookQuery, EvaluationLookView,
        EvaluationQuery, EvaluationView, WithdrawEvaluation,
    },
    planning::EvaluationPlan,
    problems, queries, views,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::walk_lists::drawn_seed,
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

/// A thousand places with their strata.
const BODY: usize = 256 * 1024;

pub fn routes(r: &mut Routes) {
    r.get("/evaluations", Permission::EvaluationsRead, list_evaluations)
        .summary("Registered comparisons with their newest answers, the newest first.")
        .query::<EvaluationQuery>()
        .answers::<Page<EvaluationView>>();
    r.post("/evaluations", Permission::EvaluationsManage, create_evaluation)
        .summary(
            "Register a comparison before the work, and draw by lot who goes first. Nothing of it changes afterwards.",
        )
        .body::<CreateEvaluation>()
        .body_up_to(BODY)
        .answers::<EvaluationFull>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::WINDOW, &problems::UNITS, &problems::NOT_DRAWN]);
    r.ask("/evaluations/preview", Permission::EvaluationsManage, preview_evaluation)
        .summary("What a comparison could see, and its grade at best; nothing is kept, nothing is drawn.")
        .body::<CreateEvaluation>()
        .body_up_to(BODY)
        .answers::<EvaluationPlan>()
        .problems(&[&NOT_FOUND, &problems::WINDOW, &problems::UNITS, &problems::NOT_DRAWN]);
    r.get("/evaluations/{id}", Permission::EvaluationsRead, show_evaluation)
        .summary("Show what was registered and drawn, what it can see, and the newest look.")
        .answers::<EvaluationFull>();
    r.get("/evaluations/{id}/looks", Permission::EvaluationsRead, list_evaluation_looks)
        .summary("Every look, the newest first, each as it was seen.")
        .query::<EvaluationLookQuery>()
        .answers::<Page<EvaluationLookView>>();
    r.post("/evaluations/{id}/looks", Permission::EvaluationsManage, create_evaluation_look)
        .summary("Look at the figures of the day once the window is over; what is seen is kept and counted.")
        .body::<CreateEvaluationLook>()
        .answers::<EvaluationLookView>()
        .problems(&[&ALREADY_EXISTS, &problems::TOO_EARLY, &problems::WITHDRAWN]);
    r.act("/evaluations/{id}/withdraw", Permission::EvaluationsManage, withdraw_evaluation)
        .summary("Withdraw a comparison; it stays, with every look, and says so.")
        .body::<WithdrawEvaluation>()
        .answers::<EvaluationFull>()
        .problems(&[&problems::WITHDRAWN]);
}

async fn list_evaluations(ctx: Ctx, Query(query): Query<EvaluationQuery>) -> Result<Json<Page<EvaluationView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let of = (query.area_id, query.campaign_id);
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, of, &cursor)?;
            views::page(conn, page)
        })
        .await?;
    Ok(Json(page))
}

async fn create_evaluation(ctx: Ctx, body: Body<CreateEvaluation>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let (row, ..) = actions::register(tx, scope, &input, drawn_seed)?;
        let path = format!("/evaluations/{}", row.id);
        Ok(Saved { path, rev: None, view: views::full(tx.conn()?, row)? })
    })
    .await
}

async fn preview_evaluation(ctx: Ctx, body: Body<CreateEvaluation>) -> Result<Json<EvaluationPlan>> {
    let (input, at) = (body.into_inner(), ctx.now());
    Ok(Json(ctx.read(move |conn, scope| actions::preview(conn, scope, &input, at)).await?))
}

async fn show_evaluation(ctx: Ctx, PathId(id): PathId<of::Evaluation>) -> Result<Json<EvaluationFull>> {
    let found = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            views::full(conn, row.into_inner())
        })
        .await?;
    Ok(Json(found))
}

async fn list_evaluation_looks(
    ctx: Ctx,
    PathId(id): PathId<of::Evaluation>,
    Query(query): Query<EvaluationLookQuery>,
) -> Result<Json<Page<EvaluationLookView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let page = queries::looks(conn, row.id, &cursor)?;
            let items = page.items.into_iter().map(views::look).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_evaluation_look(
    ctx: Ctx,
    PathId(id): PathId<of::Evaluation>,
    body: Body<CreateEvaluationLook>,
) -> Result<Created> {
    let asked = (*body).clone();
    // A refusal waits until it is known that this is no repetition, which has its answer already.
    let seen = ctx.read(move |conn, scope| Ok(actions::see(conn, scope, id, &asked))).await?;
    ctx.create(body, move |tx, scope, input| {
        let look = actions::keep(tx, scope, id, &input, &seen?)?;
        Ok(Saved { path: format!("/evaluations/{id}/looks"), rev: None, view: views::look(look)? })
    })
    .await
}

async fn withdraw_evaluation(
    ctx: Ctx,
    PathId(id): PathId<of::Evaluation>,
    body: Body<WithdrawEvaluation>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::withdraw(tx, scope, id, input)?;
        Ok(Saved { path: format!("/evaluations/{id}"), rev: None, view: views::full(tx.conn()?, row)? })
    })
    .await
}
