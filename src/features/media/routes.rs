//! Routes of media outputs.
use super::{
    actions,
    api::{ChangeMediaOutput, CreateMediaOutput, MediaOutputView, MediaQuery},
    problems, queries,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of},
    features::{areas, lists},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/media-outputs", Permission::MediaRead, list_media_outputs)
        .summary("Find media outputs.")
        .query::<MediaQuery>()
        .answers::<Page<MediaOutputView>>();
    r.post("/media-outputs", Permission::MediaRecord, create_media_output)
        .summary("Record something published.")
        .body::<CreateMediaOutput>()
        .answers::<MediaOutputView>()
        .problems(&[&problems::MEDIA_PERIOD, &areas::NOT_ALIVE, &lists::UNKNOWN_CODE]);
    r.get("/media-outputs/{id}", Permission::MediaRead, show_media_output)
        .summary("Show a media output.")
        .answers::<MediaOutputView>();
    r.patch("/media-outputs/{id}", Permission::MediaRecord, change_media_output)
        .summary("Change a media output.")
        .body::<ChangeMediaOutput>()
        .answers::<MediaOutputView>()
        .problems(&[&areas::NOT_ALIVE]);
}

async fn list_media_outputs(ctx: Ctx, Query(query): Query<MediaQuery>) -> Result<Json<Page<MediaOutputView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::Filter {
        area_id: query.area_id,
        campaign_id: query.campaign_id,
        kind: query.kind.map(|k| k.into_inner()),
        from: query.from,
        to: query.to,
    };
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(MediaOutputView::from)))
}

async fn create_media_output(ctx: Ctx, body: Body<CreateMediaOutput>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_media_output(tx, scope, input)?;
        Ok(Saved { path: format!("/media-outputs/{}", row.id), rev: Some(row.rev), view: MediaOutputView::from(row) })
    })
    .await
}

async fn show_media_output(ctx: Ctx, PathId(id): PathId<of::MediaOutput>) -> Result<Tagged<MediaOutputView>> {
    let row =
        ctx.read(move |conn, scope| queries::find(conn, scope, id)).await?.ok_or_else(Error::not_found)?.into_inner();
    Ok(Tagged(row.rev, row.into()))
}

async fn change_media_output(
    ctx: Ctx,
    PathId(id): PathId<of::MediaOutput>,
    body: Body<ChangeMediaOutput>,
) -> Result<Tagged<MediaOutputView>> {
    let rev = ctx.expected_rev()?;
    let row = ctx.write(move |tx, scope| actions::change_media_output(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(row.rev, row.into()))
}
