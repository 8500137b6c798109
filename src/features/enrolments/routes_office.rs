//! Routes of what goes to the office and comes back, of what ends an enrolment, and of the funnel.
use super::{
    api_office::{
        BatchQuery, CreateEnrolmentBatch, FunnelQuery, IssueEnrolment, RefundEnrolment, RefuseEnrolment, StopEnrolment,
    },
    batches,
    model::Batch,
    office, problems, queries,
    routes::saved,
    views::{EnrolmentBatchView, EnrolmentView},
    views_funnel::{self, EnrolmentFunnel},
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::{accounts, lists, organisations},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.act("/enrolments/{id}/issue", Permission::EnrolmentsManage, issue_enrolment)
        .summary("The office issued the card or the book.")
        .body::<IssueEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::DAY, &problems::CARD_TAKEN]);
    r.act("/enrolments/{id}/refuse", Permission::EnrolmentsManage, refuse_enrolment)
        .summary("The office sent it back.")
        .body::<RefuseEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::DAY, &lists::UNKNOWN_CODE]);
    r.act("/enrolments/{id}/stop", Permission::EnrolmentsManage, stop_enrolment)
        .summary("Somebody stops before the end.")
        .body::<StopEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::DAY, &lists::UNKNOWN_CODE]);
    r.act("/enrolments/{id}/refund", Permission::EnrolmentsManage, refund_enrolment)
        .summary("Pay back the whole months that are left, source by source.")
        .body::<RefundEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::DAY, &problems::REFUND_MONTH, &lists::UNKNOWN_CODE])
        .problems(&[&problems::NO_RECEIPT]);
    r.get("/enrolment-batches", Permission::EnrolmentsManage, list_enrolment_batches)
        .summary("Find batches, the newest first.")
        .query::<BatchQuery>()
        .answers::<Page<EnrolmentBatchView>>();
    r.post("/enrolment-batches", Permission::EnrolmentsManage, create_enrolment_batch)
        .summary("Hand paid enrolments of one organisation and scheme in: all of them or none.")
        .body::<CreateEnrolmentBatch>()
        .answers::<EnrolmentBatchView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::DAY, &problems::BATCH])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE]);
    r.get("/enrolment-batches/{id}", Permission::EnrolmentsManage, show_enrolment_batch)
        .summary("Show a batch.")
        .answers::<EnrolmentBatchView>();
    r.act("/enrolment-batches/{id}/take-back", Permission::EnrolmentsManage, take_enrolment_batch_back)
        .summary("Take a batch back while the office has answered none of it.")
        .body::<accounts::Empty>()
        .answers::<EnrolmentBatchView>()
        .problems(&[&problems::BATCH_ANSWERED, &problems::BATCH_ELSEWHERE]);
    r.get("/enrolment-funnel", Permission::EnrolmentsRead, show_enrolment_funnel)
        .summary("How far those came who were promised a card, how long each step took, where and why they left.")
        .query::<FunnelQuery>()
        .answers::<EnrolmentFunnel>()
        .problems(&[&problems::FUNNEL_SPAN]);
}

async fn issue_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<IssueEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = office::issue_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn refuse_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<RefuseEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = office::refuse_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn stop_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<StopEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = office::stop_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn refund_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<RefundEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = office::refund_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

fn saved_batch(row: Batch) -> Saved<EnrolmentBatchView> {
    Saved { path: format!("/enrolment-batches/{}", row.id), rev: Some(row.rev), view: row.into() }
}

async fn list_enrolment_batches(ctx: Ctx, Query(query): Query<BatchQuery>) -> Result<Json<Page<EnrolmentBatchView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter =
        queries::BatchFilter { area_id: query.area_id, organisation_id: query.organisation_id, scheme: query.scheme };
    let page = ctx.read(move |conn, scope| queries::batches(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(EnrolmentBatchView::from)))
}

async fn create_enrolment_batch(ctx: Ctx, body: Body<CreateEnrolmentBatch>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| Ok(saved_batch(batches::hand_in(tx, scope, &input)?))).await
}

async fn show_enrolment_batch(ctx: Ctx, PathId(id): PathId<of::EnrolmentBatch>) -> Result<Tagged<EnrolmentBatchView>> {
    let found = ctx.read(move |conn, scope| queries::find_batch(conn, scope, id)).await?;
    let row = found.ok_or_else(Error::not_found)?.into_inner();
    Ok(Tagged(row.rev, row.into()))
}

async fn take_enrolment_batch_back(
    ctx: Ctx,
    PathId(id): PathId<of::EnrolmentBatch>,
    body: Body<accounts::Empty>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| Ok(saved_batch(batches::take_back(tx, scope, id)?))).await
}

async fn show_enrolment_funnel(ctx: Ctx, Query(query): Query<FunnelQuery>) -> Result<Json<EnrolmentFunnel>> {
    let funnel = ctx.read(move |conn, scope| views_funnel::enrolment_funnel(conn, scope, &query)).await?;
    Ok(Json(funnel))
}
