//! Routes of visits and follow-ups.
use super::{
    actions,
    api::{AmendVisit, CreateVisit, CreateVisits, VisitQuery, VisitView, VisitWarning, VisitsView},
    api_follow_ups::{ChangeFollowUp, CloseFollowUp, CreateFollowUp, FollowUpQuery, FollowUpView},
    follow_ups,
    model::{FollowUp, Visit},
    problems, queries, queries_follow_ups,
    views::{follow_up_view, views},
    write::Recorded,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Lang, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Tx,
    features::{accounts, lists},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    let refusals = [
        &NOT_FOUND,
        &ALREADY_EXISTS,
        &lists::UNKNOWN_CODE,
        &problems::NOBODY_MET,
        &problems::PERSON_ELSEWHERE,
        &problems::INTEREST_TWICE,
        &problems::WINDOW,
    ];
    r.get("/visits", Permission::VisitsRead, list_visits)
        .summary("Find visits, the newest first.")
        .query::<VisitQuery>()
        .answers::<Page<VisitView>>();
    r.post("/visits", Permission::VisitsRecord, create_visit)
        .summary("Record what happened at a door. Keeps the follow-ups that were due when somebody was met.")
        .body::<CreateVisit>()
        .answers::<VisitView>()
        .problems(&refusals);
    r.post("/visits/batch", Permission::VisitsRecord, create_visits)
        .summary("Record many doors with the same outcome: all of them or none.")
        .body::<CreateVisits>()
        .answers::<VisitsView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &lists::UNKNOWN_CODE]);
    r.get("/visits/{id}", Permission::VisitsRead, show_visit).summary("Show a visit.").answers::<VisitView>();
    r.post("/visits/{id}/amend", Permission::VisitsRecord, amend_visit)
        .summary("Correct the latest version of a visit; the first version stays.")
        .body::<AmendVisit>()
        .answers::<VisitView>()
        .problems(&refusals)
        .problems(&[&problems::ALREADY_AMENDED]);
    r.get("/follow-ups", Permission::VisitsRead, list_follow_ups)
        .summary("Find follow-ups, those whose window ends first at the top.")
        .query::<FollowUpQuery>()
        .answers::<Page<FollowUpView>>();
    r.post("/follow-ups", Permission::VisitsRecord, create_follow_up)
        .summary("Enter a follow-up by hand.")
        .body::<CreateFollowUp>()
        .answers::<FollowUpView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::PERSON_ELSEWHERE, &problems::WINDOW]);
    r.get("/follow-ups/{id}", Permission::VisitsRead, show_follow_up)
        .summary("Show a follow-up.")
        .answers::<FollowUpView>();
    r.patch("/follow-ups/{id}", Permission::VisitsRecord, change_follow_up)
        .summary("Change a follow-up that waits.")
        .body::<ChangeFollowUp>()
        .answers::<FollowUpView>()
        .problems(&[&problems::WINDOW, &problems::WRONG_STATUS]);
    r.act("/follow-ups/{id}/close", Permission::VisitsRecord, close_follow_up)
        .summary("Close a follow-up that nobody will keep, with the reason.")
        .body::<CloseFollowUp>()
        .answers::<FollowUpView>()
        .problems(&[&problems::WRONG_STATUS]);
    r.act("/follow-ups/{id}/reopen", Permission::VisitsRecord, reopen_follow_up)
        .summary("Open a follow-up again that was closed or kept by mistake.")
        .body::<accounts::Empty>()
        .answers::<FollowUpView>()
        .problems(&[&problems::WRONG_STATUS]);
}

/// New visits, each with what is worth a look.
fn new_views(tx: &mut Tx, recorded: Vec<Recorded>, lang: Lang) -> Result<Vec<VisitView>> {
    let (rows, warnings): (Vec<Visit>, Vec<_>) = recorded.into_iter().map(|r| (r.visit, r.warnings)).unzip();
    let seals = tx.seals();
    let views = views(tx.conn()?, seals, rows)?;
    let warned = views.into_iter().zip(warnings).map(|(view, warnings)| VisitView {
        warnings: warnings
            .into_iter()
            .map(|w| VisitWarning { code: w.code().to_owned(), detail: lang.pick(w.text()).to_owned() })
            .collect(),
        ..view
    });
    Ok(warned.collect())
}

fn saved(tx: &mut Tx, recorded: Recorded, lang: Lang) -> Result<Saved<VisitView>> {
    let rev = recorded.visit.rev;
    let view = new_views(tx, vec![recorded], lang)?.pop().ok_or_else(Error::not_found)?;
    Ok(Saved { path: format!("/visits/{}", view.id), rev: Some(rev), view })
}

fn saved_follow_up(tx: &mut Tx, row: FollowUp) -> Result<Saved<FollowUpView>> {
    let (path, rev) = (format!("/follow-ups/{}", row.id), Some(row.rev));
    Ok(Saved { path, rev, view: follow_up_view(tx.seals(), row)? })
}

async fn list_visits(ctx: Ctx, Query(query): Query<VisitQuery>) -> Result<Json<Page<VisitView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::Filter {
        area_id: query.area_id,
        household_id: query.household_id,
        user_id: query.user_id,
        from: query.from,
        to: query.to,
        outcome: query.outcome.map(|o| o.into_inner()),
        organisation_id: query.organisation_id,
        campaign_id: query.campaign_id,
        reached: query.reached,
        led_on: query.led_on,
        reason: query.reason.map(|reason| reason.into_inner()),
    };
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            Ok(Page { items: views(conn, &seals, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_visit(ctx: Ctx, body: Body<CreateVisit>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let recorded = actions::record_visit(tx, scope, input)?;
        saved(tx, recorded, lang)
    })
    .await
}

async fn create_visits(ctx: Ctx, body: Body<CreateVisits>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let recorded = actions::record_visits(tx, scope, &input)?;
        let items = new_views(tx, recorded, lang)?;
        Ok(Saved { path: "/visits".into(), rev: None, view: VisitsView { items } })
    })
    .await
}

async fn show_visit(ctx: Ctx, PathId(id): PathId<of::Visit>) -> Result<Tagged<VisitView>> {
    let seals = ctx.api.db.seals().clone();
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, views(conn, &seals, vec![row])?.pop().ok_or_else(Error::not_found)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn amend_visit(ctx: Ctx, PathId(id): PathId<of::Visit>, body: Body<AmendVisit>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let recorded = actions::amend_visit(tx, scope, id, input)?;
        saved(tx, recorded, lang)
    })
    .await
}

async fn list_follow_ups(ctx: Ctx, Query(query): Query<FollowUpQuery>) -> Result<Json<Page<FollowUpView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries_follow_ups::Filter {
        area_id: query.area_id,
        household_id: query.household_id,
        assigned_to: query.assigned_to,
        due_before: query.due_before,
        status: query.status,
    };
    let page = ctx.read(move |conn, scope| queries_follow_ups::list(conn, scope, &filter, &cursor)).await?;
    let seals = ctx.api.db.seals();
    let items = page.items.into_iter().map(|row| follow_up_view(seals, row)).collect::<Result<_>>()?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

async fn create_follow_up(ctx: Ctx, body: Body<CreateFollowUp>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = follow_ups::create_follow_up(tx, scope, input)?;
        saved_follow_up(tx, row)
    })
    .await
}

async fn show_follow_up(ctx: Ctx, PathId(id): PathId<of::FollowUp>) -> Result<Tagged<FollowUpView>> {
    let found = ctx.read(move |conn, scope| queries_follow_ups::find(conn, scope, id)).await?;
    let row = found.ok_or_else(Error::not_found)?.into_inner();
    Ok(Tagged(row.rev, follow_up_view(ctx.api.db.seals(), row)?))
}

async fn change_follow_up(
    ctx: Ctx,
    PathId(id): PathId<of::FollowUp>,
    body: Body<ChangeFollowUp>,
) -> Result<Tagged<FollowUpView>> {
    let rev = ctx.expected_rev()?;
    let row = ctx.write(move |tx, scope| follow_ups::change_follow_up(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(row.rev, follow_up_view(ctx.api.db.seals(), row)?))
}

async fn close_follow_up(ctx: Ctx, PathId(id): PathId<of::FollowUp>, body: Body<CloseFollowUp>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = follow_ups::close_follow_up(tx, scope, id, &input)?;
        saved_follow_up(tx, row)
    })
    .await
}

async fn reopen_follow_up(ctx: Ctx, PathId(id): PathId<of::FollowUp>, body: Body<accounts::Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let row = follow_ups::reopen_follow_up(tx, scope, id)?;
        saved_follow_up(tx, row)
    })
    .await
}
