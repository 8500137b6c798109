//! Routes of visit figures.
use super::{
    api::{VisitSummary, VisitSummaryQuery},
    tables,
};
use crate::{
    access::Permission,
    base::Result,
    features::activity::SPAN,
    rest::{Ctx, KeptJson, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/visit-summary", Permission::FiguresRead, show_visit_summary)
        .summary("How far the visits of an area and period came: doors, people met, talks, interest.")
        .query::<VisitSummaryQuery>()
        .answers::<VisitSummary>()
        .problems(&[&SPAN]);
}

async fn show_visit_summary(ctx: Ctx, Query(query): Query<VisitSummaryQuery>) -> Result<KeptJson> {
    let (lang, today) = (ctx.lang, ctx.today());
    ctx.read_kept(&query.clone(), move |conn, scope| tables::summary(conn, scope, &query, lang, today)).await
}
