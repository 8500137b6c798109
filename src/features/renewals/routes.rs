//! Routes of renewals.
use super::{
    actions,
    api::{
        AssignRenewal, EndState, EndsQuery, PersistencyQuery, RenewalQuery, RenewalSummaryQuery, RenewalsBy,
        ReopenRenewal, StopRenewal,
    },
    model::Renewal,
    persistency::cohorts,
    problems, queries, queries_figures,
    views::{self, Persistency, RenewalStop, RenewalSummary, RenewalView},
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result, month::Month, of, problem::NOT_FOUND},
    db::Tx,
    features::{areas, lists},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

/// How far back people began of whom it is asked whether they stay, unless said.
const COHORTS: i64 = 366;

pub fn routes(r: &mut Routes) {
    r.get("/renewals", Permission::EnrolmentsRead, list_renewals)
        .summary("Who is to be reminded: what ends within 60 days or has ended, the earliest end first.")
        .query::<RenewalQuery>()
        .answers::<Page<RenewalView>>();
    r.get("/renewals/stops", Permission::EnrolmentsRead, list_renewal_stops)
        .summary("The same by household: one call for all cards and months of its people.")
        .query::<RenewalQuery>()
        .answers::<Page<RenewalStop>>();
    r.get("/renewals/ends", Permission::EnrolmentsRead, list_ends)
        .summary("Periods that came to their end in a span, whatever became of it: the rows behind the last steps of the funnel.")
        .query::<EndsQuery>()
        .answers::<Page<RenewalView>>();
    r.get("/renewals/summary", Permission::EnrolmentsRead, summarise_renewals)
        .summary("How many end when, by collector, area or organisation.")
        .query::<RenewalSummaryQuery>()
        .answers::<RenewalSummary>();
    r.get("/renewals/persistency", Permission::EnrolmentsRead, show_persistency)
        .summary("Of the people who began in a month, how many were still paid for months later.")
        .query::<PersistencyQuery>()
        .answers::<Persistency>();
    r.get("/renewals/{id}", Permission::EnrolmentsRead, show_renewal)
        .summary("Show a renewal.")
        .answers::<RenewalView>();
    r.act("/renewals/{id}/stop", Permission::EnrolmentsRecord, stop_renewal)
        .summary("Say that somebody will not renew, and why.")
        .body::<StopRenewal>()
        .answers::<RenewalView>()
        .problems(&[&lists::UNKNOWN_CODE, &problems::STATE]);
    r.act("/renewals/{id}/reopen", Permission::EnrolmentsRecord, reopen_renewal)
        .summary("Take back that somebody will not renew.")
        .body::<ReopenRenewal>()
        .answers::<RenewalView>()
        .problems(&[&problems::STATE, &problems::ENDED, &problems::PAID_ON]);
    r.act("/renewals/{id}/assign", Permission::EnrolmentsManage, assign_renewal)
        .summary("Say which collector of the organisation reminds.")
        .body::<AssignRenewal>()
        .answers::<RenewalView>()
        .problems(&[&NOT_FOUND, &problems::STATE]);
}

fn filter(query: &RenewalQuery) -> queries::Filter {
    queries::Filter {
        bucket: query.bucket,
        area_id: query.area_id,
        organisation_id: query.organisation_id,
        collector_id: query.collector_id,
        scheme: query.scheme,
    }
}

async fn list_renewals(ctx: Ctx, Query(query): Query<RenewalQuery>) -> Result<Json<Page<RenewalView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter(&query), &cursor)?;
            Ok(Page { items: views::views(conn, scope, &seals, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn list_renewal_stops(ctx: Ctx, Query(query): Query<RenewalQuery>) -> Result<Json<Page<RenewalStop>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::stops(conn, scope, &filter(&query), &cursor)?;
            Ok(Page { items: views::stops(conn, scope, &seals, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn list_ends(ctx: Ctx, Query(query): Query<EndsQuery>) -> Result<Json<Page<RenewalView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries_figures::Filter {
        area_id: query.counted_in,
        from: query.counted_from,
        to: Some(query.counted_to.unwrap_or(ctx.today())),
        organisation_id: query.organisation_id,
        scheme: query.scheme,
        state: query.state.unwrap_or(EndState::Any),
    };
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, filter.area_id, "counted_in")?;
            let page = queries_figures::ends(conn, scope, &filter, &cursor)?;
            Ok(Page { items: views::views(conn, scope, &seals, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn summarise_renewals(ctx: Ctx, Query(query): Query<RenewalSummaryQuery>) -> Result<Json<RenewalSummary>> {
    let summary = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, query.area_id, "area_id")?;
            let filter = queries::Filter {
                area_id: Some(query.area_id),
                organisation_id: query.organisation_id,
                scheme: query.scheme,
                ..queries::Filter::default()
            };
            let by = query.by.unwrap_or(RenewalsBy::Collector);
            Ok(views::summary(&queries::counted(conn, scope, &filter)?, by, scope.today()))
        })
        .await?;
    Ok(Json(summary))
}

async fn show_persistency(ctx: Ctx, Query(query): Query<PersistencyQuery>) -> Result<Json<Persistency>> {
    let persistency = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, query.area_id, "area_id")?;
            let today = scope.today();
            let to = query.to.unwrap_or(Month::of(today));
            let from = query.from.unwrap_or(Month::of(to.first().plus_days(-COHORTS)));
            let filter = queries::Filter {
                area_id: Some(query.area_id),
                organisation_id: query.organisation_id,
                scheme: Some(query.scheme),
                ..queries::Filter::default()
            };
            let chains = queries::chains(conn, scope, &filter, (from, to))?;
            Ok(Persistency { on: today, scheme: query.scheme, cohorts: cohorts(&chains, today) })
        })
        .await?;
    Ok(Json(persistency))
}

async fn show_renewal(ctx: Ctx, PathId(id): PathId<of::Renewal>) -> Result<Tagged<RenewalView>> {
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

fn saved(tx: &mut Tx, scope: &Scope, row: Renewal) -> Result<Saved<RenewalView>> {
    let (path, rev, seals) = (format!("/renewals/{}", row.id), Some(row.rev), tx.seals());
    let view = views::views(tx.conn()?, scope, seals, vec![row])?.pop().ok_or_else(Error::not_found)?;
    Ok(Saved { path, rev, view })
}

async fn stop_renewal(ctx: Ctx, PathId(id): PathId<of::Renewal>, body: Body<StopRenewal>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::stop_renewal(tx, scope, id, &input)?;
        saved(tx, scope, row)
    })
    .await
}

async fn reopen_renewal(ctx: Ctx, PathId(id): PathId<of::Renewal>, body: Body<ReopenRenewal>) -> Result<Created> {
    ctx.act(body, move |tx, scope, ReopenRenewal {}| {
        let row = actions::reopen_renewal(tx, scope, id)?;
        saved(tx, scope, row)
    })
    .await
}

async fn assign_renewal(ctx: Ctx, PathId(id): PathId<of::Renewal>, body: Body<AssignRenewal>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::assign_renewal(tx, scope, id, &input)?;
        saved(tx, scope, row)
    })
    .await
}
