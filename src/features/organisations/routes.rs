//! Routes of organisations.
use super::{
    actions,
    api::{
        ChangeOrganisation, CreateOrganisation, CreateTerritory, OrganisationQuery, OrganisationView, TerritoryView,
    },
    model::OrganisationFilter,
    problems, queries,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of, text::fold},
    features::{areas, lists},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/organisations", Permission::SignedIn, list_organisations)
        .summary("Find organisations.")
        .query::<OrganisationQuery>()
        .answers::<Page<OrganisationView>>();
    r.post("/organisations", Permission::OrganisationsManage, create_organisation)
        .summary("Make an organisation.")
        .body::<CreateOrganisation>()
        .answers::<OrganisationView>()
        .problems(&[&lists::UNKNOWN_CODE]);
    r.get("/organisations/{id}", Permission::SignedIn, show_organisation)
        .summary("Show an organisation.")
        .answers::<OrganisationView>();
    r.patch("/organisations/{id}", Permission::OrganisationsManage, change_organisation)
        .summary("Change an organisation.")
        .body::<ChangeOrganisation>()
        .answers::<OrganisationView>()
        .problems(&[&lists::UNKNOWN_CODE, &problems::OWN_ANCESTOR]);
    r.get("/organisations/{id}/territory", Permission::SignedIn, list_territory)
        .summary("The areas it looks after, past ones too.")
        .answers::<Vec<TerritoryView>>();
    r.post("/organisations/{id}/territory", Permission::OrganisationsManage, add_territory)
        .summary("Add an area to its territory.")
        .body::<CreateTerritory>()
        .answers::<TerritoryView>()
        .problems(&[&problems::TERRITORY_EXISTS, &problems::TERRITORY_DATES, &areas::NOT_ALIVE]);
}

async fn list_organisations(ctx: Ctx, Query(query): Query<OrganisationQuery>) -> Result<Json<Page<OrganisationView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = OrganisationFilter {
        area_id: query.area_id,
        parent_id: query.parent_id,
        kind: query.kind.map(|k| k.into_inner()),
        q: query.q.map(|q| fold(&q)).filter(|q| !q.is_empty()),
        serves: query.serves_area_id.map(|area| (area, ctx.today())),
    };
    let page = ctx.read(move |conn, _| queries::list(conn, &filter, &cursor)).await?;
    Ok(Json(page.map(OrganisationView::from)))
}

async fn create_organisation(ctx: Ctx, body: Body<CreateOrganisation>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_organisation(tx, scope, input)?;
        Ok(Saved { path: format!("/organisations/{}", row.id), rev: Some(row.rev), view: OrganisationView::from(row) })
    })
    .await
}

async fn show_organisation(ctx: Ctx, PathId(id): PathId<of::Organisation>) -> Result<Tagged<OrganisationView>> {
    let row = ctx.read(move |conn, _| queries::find(conn, id)).await?.ok_or_else(Error::not_found)?;
    Ok(Tagged(row.rev, row.into()))
}

async fn change_organisation(
    ctx: Ctx,
    PathId(id): PathId<of::Organisation>,
    body: Body<ChangeOrganisation>,
) -> Result<Tagged<OrganisationView>> {
    let rev = ctx.expected_rev()?;
    let row = ctx.write(move |tx, scope| actions::change_organisation(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(row.rev, row.into()))
}

async fn list_territory(ctx: Ctx, PathId(id): PathId<of::Organisation>) -> Result<Json<Vec<TerritoryView>>> {
    let rows = ctx
        .read(move |conn, _| {
            queries::find(conn, id)?.ok_or_else(Error::not_found)?;
            queries::territory(conn, id)
        })
        .await?;
    Ok(Json(rows.into_iter().map(TerritoryView::from).collect()))
}

async fn add_territory(ctx: Ctx, PathId(id): PathId<of::Organisation>, body: Body<CreateTerritory>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let row = actions::add_territory(tx, scope, id, input)?;
        Ok(Saved { path: format!("/organisations/{id}/territory"), rev: None, view: TerritoryView::from(row) })
    })
    .await
}
