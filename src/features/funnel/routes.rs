//! Routes of the funnel.
use super::{
    api::{Funnel, FunnelQuery},
    figures::{self, Asking},
    problems, tables,
};
use crate::{
    access::{Permission, Scope},
    base::{Error, Result},
    features::activity::SPAN,
    render::{self, Format},
    rest::{Ctx, Download, KeptJson, PathText, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/funnel", Permission::FiguresRead, show_funnel)
        .summary("The way from the list to the renewal in an area and period: listed, attempted, met, talked, interested, signed, paid, issued, renewed, with shares and their doubt.")
        .query::<FunnelQuery>()
        .answers::<Funnel>()
        .problems(&[&SPAN, &problems::USERS]);
    r.get("/funnel.{format}", Permission::FiguresExport, export_funnel)
        .summary("The same as a file.")
        .query::<FunnelQuery>()
        .downloads(render::MEDIA_TYPES)
        .problems(&[&SPAN, &problems::USERS]);
}

fn asking(ctx: &Ctx) -> Asking {
    Asking {
        sign_ups: Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today()),
        visits: Scope::of(&ctx.actor, Permission::VisitsRead, ctx.today()),
        lang: ctx.lang,
    }
}

async fn show_funnel(ctx: Ctx, Query(query): Query<FunnelQuery>) -> Result<KeptJson> {
    let asking = asking(&ctx);
    let question = (query.clone(), asking.sign_ups.clone(), asking.visits.clone());
    ctx.read_kept(&question, move |conn, scope| figures::funnel(conn, scope, &asking, &query)).await
}

async fn export_funnel(ctx: Ctx, PathText(format): PathText, Query(query): Query<FunnelQuery>) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let asking = asking(&ctx);
    let bytes = ctx
        .read(move |conn, scope| render::bytes(&tables::table(&figures::funnel(conn, scope, &asking, &query)?), format))
        .await?;
    let file_name = format!("tu-danh-sach-den-dong-tiep.{}", format.as_str());
    Ok(Download { file_name, media_type: format.media_type(), bytes })
}
