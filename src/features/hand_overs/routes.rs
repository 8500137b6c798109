//! Routes of hand-overs.
use super::{
    actions,
    api::{AcceptHandOver, CreateHandOver, HandOverQuery, HandOverSummaryQuery, ReturnHandOver, WithdrawHandOver},
    model::HandOver,
    problems, queries,
    views::{self, HandOverSummary, HandOverView},
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Tx,
    features::{areas, lists, organisations},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/hand-overs", Permission::HandOversUse, list_hand_overs)
        .summary("Find hand-overs, the oldest first, with their age and how late they are.")
        .query::<HandOverQuery>()
        .answers::<Page<HandOverView>>();
    r.post("/hand-overs", Permission::HandOversUse, create_hand_over)
        .summary("Hand an interested household over to a collection organisation of its area.")
        .body::<CreateHandOver>()
        .answers::<HandOverView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE])
        .problems(&[&problems::OPEN_ALREADY, &problems::DO_NOT_CONTACT, &problems::WANTS_NOTHING])
        .problems(&[&problems::PERSON, &problems::DUE, &problems::NOT_RETURNED, &problems::NOT_SOLD]);
    r.get("/hand-overs/summary", Permission::HandOversManage, summarise_hand_overs)
        .summary("What waits with whom, and for how long.")
        .query::<HandOverSummaryQuery>()
        .answers::<HandOverSummary>();
    r.get("/hand-overs/{id}", Permission::HandOversUse, show_hand_over)
        .summary("Show a hand-over.")
        .answers::<HandOverView>();
    r.act("/hand-overs/{id}/accept", Permission::EnrolmentsRecord, accept_hand_over)
        .summary("Take a household over, or over from another collector of the organisation.")
        .body::<AcceptHandOver>()
        .answers::<HandOverView>()
        .problems(&[&NOT_FOUND, &problems::STEP, &problems::DO_NOT_CONTACT]);
    r.act("/hand-overs/{id}/return", Permission::EnrolmentsRecord, return_hand_over)
        .summary("Give a household back, with the reason.")
        .body::<ReturnHandOver>()
        .answers::<HandOverView>()
        .problems(&[&lists::UNKNOWN_CODE, &problems::STEP]);
    r.act("/hand-overs/{id}/withdraw", Permission::HandOversUse, withdraw_hand_over)
        .summary("Take a hand-over back: the giving side's part.")
        .body::<WithdrawHandOver>()
        .answers::<HandOverView>()
        .problems(&[&problems::STEP, &problems::NOT_THE_GIVER]);
}

fn saved(tx: &mut Tx, scope: &Scope, row: HandOver) -> Result<Saved<HandOverView>> {
    let (path, rev, seals) = (format!("/hand-overs/{}", row.id), Some(row.rev), tx.seals());
    let view = views::views(tx.conn()?, scope, seals, vec![row])?.pop().ok_or_else(Error::not_found)?;
    Ok(Saved { path, rev, view })
}

async fn list_hand_overs(ctx: Ctx, Query(query): Query<HandOverQuery>) -> Result<Json<Page<HandOverView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::Filter {
        area_id: query.area_id,
        household_id: query.household_id,
        organisation_id: query.organisation_id,
        collector_id: query.collector_id,
        given_by: query.given_by,
        state: query.state,
        overdue: query.overdue.unwrap_or_default(),
    };
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            Ok(Page { items: views::views(conn, scope, &seals, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_hand_over(ctx: Ctx, body: Body<CreateHandOver>) -> Result<Created> {
    let api = ctx.api.clone();
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_hand_over(tx, scope, input, &api.settings.calling)?;
        saved(tx, scope, row)
    })
    .await
}

async fn summarise_hand_overs(ctx: Ctx, Query(query): Query<HandOverSummaryQuery>) -> Result<Json<HandOverSummary>> {
    let summary = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, query.area_id, "area_id")?;
            let waiting = queries::all_waiting(conn, scope, query.area_id, query.organisation_id)?;
            Ok(views::summary(&waiting, scope.today()))
        })
        .await?;
    Ok(Json(summary))
}

async fn show_hand_over(ctx: Ctx, PathId(id): PathId<of::HandOver>) -> Result<Tagged<HandOverView>> {
    let seals = ctx.api.db.seals().clone();
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            let rev = row.rev;
            Ok((rev, views::views(conn, scope, &seals, vec![row])?.pop().ok_or_else(Error::not_found)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn accept_hand_over(ctx: Ctx, PathId(id): PathId<of::HandOver>, body: Body<AcceptHandOver>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::accept_hand_over(tx, scope, id, &input)?;
        saved(tx, scope, row)
    })
    .await
}

async fn return_hand_over(ctx: Ctx, PathId(id): PathId<of::HandOver>, body: Body<ReturnHandOver>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::return_hand_over(tx, scope, id, &input)?;
        saved(tx, scope, row)
    })
    .await
}

async fn withdraw_hand_over(
    ctx: Ctx,
    PathId(id): PathId<of::HandOver>,
    body: Body<WithdrawHandOver>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::withdraw_hand_over(tx, scope, id, &input)?;
        saved(tx, scope, row)
    })
    .await
}
