//! Routes of activity figures.
use super::{
    api::{SummaryQuery, SummaryView},
    problems, tables,
};
use crate::{
    access::Permission,
    base::{Error, Result},
    render::{self, Format},
    rest::{Ctx, Download, KeptJson, PathText, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/activity-summary", Permission::FiguresRead, show_activity_summary)
        .summary("Events, sessions, attendances and people of an area and period.")
        .query::<SummaryQuery>()
        .answers::<SummaryView>()
        .problems(problems::ALL);
    r.get("/activity-summary.{format}", Permission::FiguresExport, export_activity_summary)
        .summary("The same as a file.")
        .query::<SummaryQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(problems::ALL);
}

async fn show_activity_summary(ctx: Ctx, Query(query): Query<SummaryQuery>) -> Result<KeptJson> {
    let (lang, today) = (ctx.lang, ctx.today());
    ctx.read_kept(&query.clone(), move |conn, scope| tables::summary(conn, scope, &query, lang, today)).await
}

async fn export_activity_summary(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<SummaryQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let (lang, today) = (ctx.lang, ctx.today());
    let bytes = ctx
        .read(move |conn, scope| {
            render::bytes(&tables::table(&tables::summary(conn, scope, &query, lang, today)?), format)
        })
        .await?;
    Ok(Download {
        file_name: format!("tong-hop-hoat-dong.{}", format.as_str()),
        media_type: format.media_type(),
        bytes,
    })
}
