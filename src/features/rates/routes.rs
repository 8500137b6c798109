//! Routes of rates. The dry run stands with the quotes it looks at.
use super::{
    actions,
    api::{CreateRate, RateQuery, RateView, WithdrawRate},
    model::Rate,
    problems, queries,
};
use crate::{
    access::Permission,
    base::{Error, Result, of, problem::ALREADY_EXISTS},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/rates", Permission::SignedIn, list_rates)
        .summary("What the law says: every dated fact, or those that hold on a day, as known at an instant.")
        .query::<RateQuery>()
        .answers::<Vec<RateView>>();
    r.post("/rates", Permission::RatesManage, create_rate)
        .summary("Record what a decree says from a day on, for the whole country. It is never edited; a new decree is a new row, and of two for one day the later counts.")
        .body::<CreateRate>()
        .answers::<RateView>()
        .problems(&[&ALREADY_EXISTS, &problems::BAD_KEY, &problems::BAD_VALUE, &problems::SAME_DAY, &problems::LATE]);
    r.get("/rates/{id}", Permission::SignedIn, show_rate).summary("Show a rate.").answers::<RateView>();
    r.act("/rates/{id}/withdraw", Permission::RatesManage, withdraw_rate)
        .summary("Take back a rate that has not begun.")
        .body::<WithdrawRate>()
        .answers::<RateView>()
        .problems(&[&problems::BEGUN, &problems::WITHDRAWN]);
}

async fn list_rates(ctx: Ctx, Query(query): Query<RateQuery>) -> Result<Json<Vec<RateView>>> {
    let rows = ctx
        .read(move |conn, _| {
            let mut rows = queries::list(conn, query.kind, query.key.as_deref(), query.known_at)?;
            let Some(day) = query.on else { return Ok(rows) };
            // What was withdrawn later was still known then.
            rows.retain(|row| query.known_at.is_some() || row.withdrawn_at.is_none());
            Ok(Rate::holding_on(rows, day))
        })
        .await?;
    Ok(Json(rows.into_iter().map(|row| RateView::new(row, ctx.lang)).collect()))
}

async fn create_rate(ctx: Ctx, body: Body<CreateRate>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_rate(tx, scope, input)?;
        Ok(Saved { path: format!("/rates/{}", row.id), rev: None, view: RateView::new(row, lang) })
    })
    .await
}

async fn show_rate(ctx: Ctx, PathId(id): PathId<of::Rate>) -> Result<Json<RateView>> {
    let row = ctx.read(move |conn, _| queries::find(conn, id)?.ok_or_else(Error::not_found)).await?;
    Ok(Json(RateView::new(row, ctx.lang)))
}

async fn withdraw_rate(ctx: Ctx, PathId(id): PathId<of::Rate>, body: Body<WithdrawRate>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.act(body, move |tx, scope, input| {
        let row = actions::withdraw_rate(tx, scope, id, input)?;
        Ok(Saved { path: format!("/rates/{id}"), rev: None, view: RateView::new(row, lang) })
    })
    .await
}
