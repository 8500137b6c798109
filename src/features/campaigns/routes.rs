//! Routes of campaigns.
use super::{
    actions,
    api::{CampaignQuery, CampaignView, ChangeCampaign, CreateCampaign},
    model::Campaign,
    problems, queries,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of, scheme, text::fold},
    db::Conn,
    features::{areas, organisations},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/campaigns", Permission::CampaignsRead, list_campaigns)
        .summary("Find campaigns.")
        .query::<CampaignQuery>()
        .answers::<Page<CampaignView>>();
    r.post("/campaigns", Permission::CampaignsManage, create_campaign)
        .summary("Make a campaign.")
        .body::<CreateCampaign>()
        .answers::<CampaignView>()
        .problems(&[&problems::CAMPAIGN_EXISTS, &problems::CAMPAIGN_DATES, &areas::NOT_ALIVE]);
    r.get("/campaigns/{id}", Permission::CampaignsRead, show_campaign)
        .summary("Show a campaign.")
        .answers::<CampaignView>();
    r.patch("/campaigns/{id}", Permission::CampaignsManage, change_campaign)
        .summary("Change a campaign.")
        .body::<ChangeCampaign>()
        .answers::<CampaignView>()
        .problems(&[&problems::CAMPAIGN_DATES, &areas::NOT_ALIVE]);
}

fn view(conn: &mut Conn, c: Campaign) -> Result<CampaignView> {
    let owner_name = organisations::names(conn, &[c.owner_id])?.remove(&c.owner_id).unwrap_or_default();
    let document_ids = queries::documents_of(conn, c.id)?;
    Ok(CampaignView {
        id: c.id,
        code: c.code,
        name: c.name,
        area_id: c.area_id,
        owner_id: c.owner_id,
        owner_name,
        schemes: scheme::split(&c.schemes),
        starts_on: c.starts_on,
        ends_on: c.ends_on,
        document_ids,
    })
}

async fn list_campaigns(ctx: Ctx, Query(query): Query<CampaignQuery>) -> Result<Json<Page<CampaignView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let q = query.q.map(|q| fold(&q)).filter(|q| !q.is_empty());
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, query.area_id, query.on, q.as_deref(), &cursor)?;
            let items = page.items.into_iter().map(|c| view(conn, c)).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_campaign(ctx: Ctx, body: Body<CreateCampaign>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_campaign(tx, scope, input)?;
        Ok(Saved { path: format!("/campaigns/{}", row.id), rev: Some(row.rev), view: view(tx.conn()?, row)? })
    })
    .await
}

async fn show_campaign(ctx: Ctx, PathId(id): PathId<of::Campaign>) -> Result<Tagged<CampaignView>> {
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, view(conn, row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn change_campaign(
    ctx: Ctx,
    PathId(id): PathId<of::Campaign>,
    body: Body<ChangeCampaign>,
) -> Result<Tagged<CampaignView>> {
    let rev = ctx.expected_rev()?;
    let (rev, shown) = ctx
        .write(move |tx, scope| {
            let row = actions::change_campaign(tx, scope, id, rev, body.into_inner())?;
            Ok((row.rev, view(tx.conn()?, row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}
