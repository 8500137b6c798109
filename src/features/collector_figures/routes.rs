//! Routes of collectors' figures.
use super::{
    api::{CollectorFigures, FiguresQuery},
    problems, tables,
};
use crate::{
    access::Permission,
    base::{Error, Result},
    render::{self, Format},
    rest::{Ctx, Download, Json, PathText, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/collector-figures", Permission::EnrolmentsRead, show_collector_figures)
        .summary("What was signed up, renewed, lapsed, stopped, paid back and collected in a span, against targets.")
        .query::<FiguresQuery>()
        .answers::<CollectorFigures>()
        .problems(problems::ALL);
    r.get("/collector-figures.{format}", Permission::EnrolmentsRead, export_collector_figures)
        .summary("The same as a file.")
        .query::<FiguresQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(problems::ALL);
}

async fn show_collector_figures(ctx: Ctx, Query(query): Query<FiguresQuery>) -> Result<Json<CollectorFigures>> {
    let actor = ctx.actor.clone();
    Ok(Json(ctx.read(move |conn, scope| tables::figures(conn, scope, &actor, &query)).await?))
}

async fn export_collector_figures(
    ctx: Ctx,
    PathText(format): PathText,
    Query(query): Query<FiguresQuery>,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let actor = ctx.actor.clone();
    let bytes = ctx
        .read(move |conn, scope| render::bytes(&tables::table(&tables::figures(conn, scope, &actor, &query)?), format))
        .await?;
    let file_name = format!("ket-qua-nhan-vien-thu.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}
