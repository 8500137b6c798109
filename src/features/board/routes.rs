//! Routes of the board's answers.
use super::{
    api::{CampaignHeadline, NeverReached, NeverReachedHousehold, NeverReachedQuery, NeverReachedRowsQuery},
    headline::{self, HeadlineWhyNot},
    unmet,
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result, id::CampaignId, of, problem::NOT_FOUND},
    db::Conn,
    features::{campaigns, evaluations},
    rest::{Ctx, Json, KeptJson, PathId, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/campaigns/{id}/headline", Permission::EvaluationsRead, show_campaign_headline)
        .summary("What may be said of a campaign today: the answer of the comparison registered first, in the words of its grade, or why nothing can be concluded.")
        .answers::<CampaignHeadline>();
    r.get("/never-reached", Permission::FiguresRead, show_never_reached)
        .summary("Households at which nobody was ever met, counted by area.")
        .query::<NeverReachedQuery>()
        .answers::<NeverReached>()
        .problems(&[&NOT_FOUND]);
    r.get("/never-reached/households", Permission::PeopleRead, list_never_reached)
        .summary("The households themselves, with how often somebody went there.")
        .query::<NeverReachedRowsQuery>()
        .answers::<Page<NeverReachedHousehold>>()
        .problems(&[&NOT_FOUND]);
}

fn campaign_headline(conn: &mut Conn, scope: &Scope, id: CampaignId) -> Result<CampaignHeadline> {
    let campaign = campaigns::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    let rows = evaluations::of_campaign(conn, scope, id)?;
    let all =
        rows.iter().map(|(row, look)| headline::view(row, look.as_ref(), scope.today())).collect::<Result<Vec<_>>>()?;
    let (said, concluded, why_not, why, speaks) = match headline::speaks(&all) {
        Ok(one) => (one.headline.clone(), one.concluded, one.why_not, one.why.clone(), Some(one.id)),
        Err(why) => (HeadlineWhyNot::headline(why), false, Some(why), Some(why.text().into()), None),
    };
    Ok(CampaignHeadline {
        campaign_id: id,
        campaign_name: campaign.name.clone(),
        area_id: campaign.area_id,
        headline: said,
        concluded,
        why_not,
        why,
        speaks,
        evaluations: all,
    })
}

async fn show_campaign_headline(ctx: Ctx, PathId(id): PathId<of::Campaign>) -> Result<Json<CampaignHeadline>> {
    Ok(Json(ctx.read(move |conn, scope| campaign_headline(conn, scope, id)).await?))
}

async fn show_never_reached(ctx: Ctx, Query(query): Query<NeverReachedQuery>) -> Result<KeptJson> {
    ctx.read_kept(&query.clone(), move |conn, scope| unmet::never_reached(conn, scope, query.area_id)).await
}

async fn list_never_reached(
    ctx: Ctx,
    Query(query): Query<NeverReachedRowsQuery>,
) -> Result<Json<Page<NeverReachedHousehold>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    Ok(Json(ctx.read(move |conn, scope| unmet::households(conn, scope, query.area_id, &cursor)).await?))
}
