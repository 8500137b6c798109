//! Routes of attribution.
use super::{
    api::{AttributedEnrolment, Attribution, AttributionQuery, AttributionRowQuery},
    api_partners::{PartnerComparison, PartnerComparisonQuery},
    figures, partners, problems, tables,
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Page, Result},
    render::{self, Format},
    rest::{Ctx, Download, Json, KeptJson, PathText, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/attribution", Permission::AttributionRead, show_attribution)
        .summary("Sign-ups shared out among the touches recorded before them, by several rules beside each other. Bookkeeping: it does not say why anybody enrolled.")
        .query::<AttributionQuery>()
        .answers::<Attribution>()
        .problems(problems::ALL);
    r.get("/attribution.{format}", Permission::FiguresExport, export_attribution)
        .summary("The same as a file.")
        .query::<AttributionQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(problems::ALL);
    r.get("/attribution/enrolments", Permission::EnrolmentsRead, list_attributed_enrolments)
        .summary("The sign-ups behind a row of attribution, or those without a recorded touch.")
        .query::<AttributionRowQuery>()
        .answers::<Page<AttributedEnrolment>>()
        .problems(problems::ALL);
    r.get("/partner-comparison", Permission::AttributionRead, show_partner_comparison)
        .summary("Partners side by side: of the meetings each had at doors and at its events, how many a sign-up names as what led to it. Description.")
        .query::<PartnerComparisonQuery>()
        .answers::<PartnerComparison>()
        .problems(&[&problems::SPAN]);
}

async fn show_partner_comparison(ctx: Ctx, Query(query): Query<PartnerComparisonQuery>) -> Result<KeptJson> {
    let working = Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today());
    let (lang, question) = (ctx.lang, (query.clone(), working.clone()));
    ctx.read_kept(&question, move |conn, scope| partners::comparison(conn, scope, &working, &query, lang)).await
}

async fn show_attribution(ctx: Ctx, Query(query): Query<AttributionQuery>) -> Result<KeptJson> {
    let working = Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today());
    let (lang, question) = (ctx.lang, (query.clone(), working.clone()));
    ctx.read_kept(&question, move |conn, scope| figures::attribution(conn, scope, &working, &query, lang)).await
}

async fn export_attribution(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<AttributionQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let working = Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today());
    let lang = ctx.lang;
    let bytes = ctx
        .read(move |conn, scope| {
            render::bytes(&tables::table(&figures::attribution(conn, scope, &working, &query, lang)?), format)
        })
        .await?;
    let file_name = format!("phan-bo-ghi-nhan.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}

async fn list_attributed_enrolments(
    ctx: Ctx,
    Query(query): Query<AttributionRowQuery>,
) -> Result<Json<Page<AttributedEnrolment>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page =
        ctx.read(move |conn, scope| figures::enrolments(conn, scope, &query.figures(), &query.key, &cursor)).await?;
    Ok(Json(page))
}
