//! Routes of enrolments up to the payment, and of what is shown of them. The office's part stands in `routes_office`.
use super::{
    actions::{self, Promise},
    api::{
        CorrectReceipt, CreateEnrolment, CreateInstalment, EnrolmentQuery, PayEnrolment, RequoteEnrolment,
        UnpayEnrolment,
    },
    api_office::CancelEnrolment,
    model::Enrolment,
    payments, problems, queries, queries_parts, routes_office,
    views::{self, EnrolmentReceipts, EnrolmentSteps, EnrolmentView, PersonEnrolments, ReceiptView},
    write,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Tx,
    features::{accounts, lists, organisations, people, quotes},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/enrolments", Permission::EnrolmentsRead, list_enrolments)
        .summary("Find enrolments, the newest first.")
        .query::<EnrolmentQuery>()
        .answers::<Page<EnrolmentView>>();
    r.post("/enrolments", Permission::EnrolmentsRecord, create_enrolment)
        .summary("Take a kept quote up for one person: a promise, and no money.")
        .body::<CreateEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &people::PERSON_MERGED, &problems::SOURCE, &problems::OVERLAPS])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE])
        .problems(&[&problems::PERSON_GONE, &problems::MEMBER_TAKEN, &problems::MONTHS_CAP])
        .problems(&[&quotes::KEPT_UNKNOWN, &quotes::MEMBER_UNKNOWN, &quotes::ELSEWHERE, &problems::OUT_OF_DATE]);
    r.get("/enrolments/{id}", Permission::EnrolmentsRead, show_enrolment)
        .summary("Show an enrolment, with what the record shows of the time before it.")
        .answers::<EnrolmentView>();
    r.get("/enrolments/{id}/steps", Permission::EnrolmentsRead, list_enrolment_steps)
        .summary("The steps of an enrolment, in order and timed.")
        .answers::<EnrolmentSteps>();
    r.get("/enrolments/{id}/receipts", Permission::EnrolmentsMoney, list_enrolment_receipts)
        .summary("The receipts of an enrolment, those that were taken back or replaced too.")
        .answers::<EnrolmentReceipts>();
    r.get("/persons/{id}/enrolments", Permission::EnrolmentsRead, list_person_enrolments)
        .summary("The enrolments of a person.")
        .answers::<PersonEnrolments>();
    r.act("/enrolments/{id}/requote", Permission::EnrolmentsRecord, requote_enrolment)
        .summary("Put another quote in the place of the first, before anything is paid.")
        .body::<RequoteEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::OTHER_SCHEME, &problems::OVERLAPS])
        .problems(&[&problems::MEMBER_TAKEN, &problems::MONTHS_CAP, &problems::INSTALMENTS])
        .problems(&[&quotes::KEPT_UNKNOWN, &quotes::MEMBER_UNKNOWN, &quotes::ELSEWHERE, &problems::OUT_OF_DATE]);
    r.act("/enrolments/{id}/declare", Permission::EnrolmentsRecord, declare_enrolment)
        .summary("Say that what TK1-TS asks of the person is there; what is missing is named.")
        .body::<accounts::Empty>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::DATA_MISSING, &problems::OVERLAPS, &problems::MONTHS_CAP]);
    r.act("/enrolments/{id}/pay", Permission::EnrolmentsRecord, pay_enrolment)
        .summary("The whole amount was paid, and there is a receipt.")
        .body::<PayEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::AMOUNT, &problems::DAY, &problems::OUT_OF_DATE])
        .problems(&[&problems::RECEIPT_TAKEN, &problems::RECEIPT_NUMBER, &problems::PLACE_OPEN]);
    r.act("/enrolments/{id}/unpay", Permission::EnrolmentsManage, unpay_enrolment)
        .summary("Take back a payment that was entered by mistake, on the same day.")
        .body::<UnpayEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &problems::TOO_LATE, &problems::NO_RECEIPT]);
    r.act("/enrolments/{id}/correct-receipt", Permission::EnrolmentsManage, correct_receipt)
        .summary("Put the right receipt in the place of a wrong one.")
        .body::<CorrectReceipt>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::NO_RECEIPT, &problems::DAY, &problems::RECEIPT_TAKEN])
        .problems(&[&problems::RECEIPT_NUMBER, &problems::RECEIPT_FINAL]);
    r.act("/enrolments/{id}/instalments", Permission::EnrolmentsRecord, create_instalment)
        .summary("Note a part of the money; it is no receipt and changes no step.")
        .body::<CreateInstalment>()
        .answers::<EnrolmentView>()
        .problems(&[&ALREADY_EXISTS, &problems::STEP, &problems::DAY, &problems::INSTALMENTS])
        .problems(&[&problems::NO_MONEY, &problems::RETURNED]);
    r.act("/enrolments/{id}/cancel", Permission::EnrolmentsRecord, cancel_enrolment)
        .summary("Withdraw a promise before any money is taken.")
        .body::<CancelEnrolment>()
        .answers::<EnrolmentView>()
        .problems(&[&problems::STEP, &lists::UNKNOWN_CODE, &problems::MONEY_HELD]);
    routes_office::routes(r);
}

/// An enrolment after something was done to it.
pub(super) fn saved(tx: &mut Tx, scope: &Scope, row: &Enrolment) -> Result<Saved<EnrolmentView>> {
    let (path, rev, seals, actor) = (format!("/enrolments/{}", row.id), Some(row.rev), tx.seals(), tx.actor().clone());
    let row = write::found(tx, scope, row.id)?;
    let view = views::shown(tx.conn()?, scope, seals, &actor, row)?;
    Ok(Saved { path, rev, view })
}

async fn list_enrolments(ctx: Ctx, Query(query): Query<EnrolmentQuery>) -> Result<Json<Page<EnrolmentView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::Filter::from(&query);
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            let items = views::views(conn, scope, &seals, &actor, page.items)?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_enrolment(ctx: Ctx, body: Body<CreateEnrolment>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let promise = Promise { on: tx.today(), by: tx.actor().user_id };
        let row = actions::create_enrolment(tx, scope, input, promise)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn show_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>) -> Result<Tagged<EnrolmentView>> {
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            Ok((row.rev, views::shown(conn, scope, &seals, &actor, row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn list_enrolment_steps(ctx: Ctx, PathId(id): PathId<of::Enrolment>) -> Result<Json<EnrolmentSteps>> {
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let items = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            views::steps(conn, scope, &seals, &actor, &row)
        })
        .await?;
    Ok(Json(EnrolmentSteps { items }))
}

async fn list_enrolment_receipts(ctx: Ctx, PathId(id): PathId<of::Enrolment>) -> Result<Json<EnrolmentReceipts>> {
    let rows = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            queries_parts::all_receipts(conn, &row)
        })
        .await?;
    Ok(Json(EnrolmentReceipts { items: rows.into_iter().map(ReceiptView::from).collect() }))
}

async fn list_person_enrolments(ctx: Ctx, PathId(id): PathId<of::Person>) -> Result<Json<PersonEnrolments>> {
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let items = ctx
        .read(move |conn, scope| {
            people::find_person(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let rows = queries::of_person(conn, scope, id)?;
            views::views(conn, scope, &seals, &actor, rows)
        })
        .await?;
    Ok(Json(PersonEnrolments { items }))
}

async fn requote_enrolment(
    ctx: Ctx,
    PathId(id): PathId<of::Enrolment>,
    body: Body<RequoteEnrolment>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::requote_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn declare_enrolment(
    ctx: Ctx,
    PathId(id): PathId<of::Enrolment>,
    body: Body<accounts::Empty>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let row = actions::declare_enrolment(tx, scope, id)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn pay_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<PayEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = payments::pay_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn unpay_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<UnpayEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = payments::unpay_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn correct_receipt(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<CorrectReceipt>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = payments::correct_receipt(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn create_instalment(
    ctx: Ctx,
    PathId(id): PathId<of::Enrolment>,
    body: Body<CreateInstalment>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = payments::create_instalment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}

async fn cancel_enrolment(ctx: Ctx, PathId(id): PathId<of::Enrolment>, body: Body<CancelEnrolment>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::cancel_enrolment(tx, scope, id, &input)?;
        saved(tx, scope, &row)
    })
    .await
}
