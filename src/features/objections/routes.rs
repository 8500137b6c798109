//! Routes of objections.
use super::{
    actions,
    api::{CreateObjectionAnswer, ObjectionAnswerQuery, ObjectionAnswerView, Objections, ObjectionsQuery},
    problems, queries,
    views::{self, Eyes},
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::{areas, lists},
    rest::{Body, Created, Ctx, Json, KeptJson, PathId, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/objections", Permission::FiguresRead, show_objections)
        .summary("Why people who were met did not join, or stopped, as it was recorded; how it developed, and what the board says to it.")
        .query::<ObjectionsQuery>()
        .answers::<Objections>()
        .problems(&[&NOT_FOUND, &problems::SPAN]);
    r.get("/objection-answers", Permission::CampaignsRead, list_objection_answers)
        .summary("What the board says, or said, to reasons; the newest row first.")
        .query::<ObjectionAnswerQuery>()
        .answers::<Page<ObjectionAnswerView>>();
    r.post("/objection-answers", Permission::CampaignsManage, create_objection_answer)
        .summary("Say something to a reason, from a day on. It is never edited; a later row takes its place.")
        .body::<CreateObjectionAnswer>()
        .answers::<ObjectionAnswerView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &areas::NOT_ALIVE, &lists::UNKNOWN_CODE]);
    r.get("/objection-answers/{id}", Permission::CampaignsRead, show_objection_answer)
        .summary("Show an answer of the board.")
        .answers::<ObjectionAnswerView>();
}

async fn show_objections(ctx: Ctx, Query(query): Query<ObjectionsQuery>) -> Result<KeptJson> {
    let eyes = Eyes {
        visits: Scope::of(&ctx.actor, Permission::VisitsRead, ctx.today()),
        sign_ups: Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today()),
        lang: ctx.lang,
    };
    let question = (query.clone(), eyes.clone());
    ctx.read_kept(&question, move |conn, scope| views::objections(conn, scope, &eyes, &query)).await
}

async fn list_objection_answers(
    ctx: Ctx,
    Query(query): Query<ObjectionAnswerQuery>,
) -> Result<Json<Page<ObjectionAnswerView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let asked = (query.area_id, query.list, query.reason.map(|reason| reason.into_inner()));
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, asked, &cursor)).await?;
    Ok(Json(page.map(ObjectionAnswerView::from)))
}

async fn create_objection_answer(ctx: Ctx, body: Body<CreateObjectionAnswer>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_objection_answer(tx, scope, input)?;
        Ok(Saved { path: format!("/objection-answers/{}", row.id), rev: None, view: ObjectionAnswerView::from(row) })
    })
    .await
}

async fn show_objection_answer(ctx: Ctx, PathId(id): PathId<of::ObjectionAnswer>) -> Result<Json<ObjectionAnswerView>> {
    let row = ctx.read(move |conn, scope| queries::find(conn, scope, id)).await?.ok_or_else(Error::not_found)?;
    Ok(Json(row.into_inner().into()))
}
