//! Routes of the funnel.
use super::{
    api::{Funnel, FunnelQuery},
    figures::{self, Asking},
    problems,
};
use crate::{
    access::{Permission, Scope},
    base::Result,
    features::activity::SPAN,
    rest::{Ctx, KeptJson, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/funnel", Permission::FiguresRead, show_funnel)
        .summary("The way from the list to the renewal in an area and period: listed, attempted, met, talked, interested, signed, paid, issued, renewed, with shares and their doubt.")
        .query::<FunnelQuery>()
        .answers::<Funnel>()
        .problems(&[&SPAN, &problems::USERS]);
}

async fn show_funnel(ctx: Ctx, Query(query): Query<FunnelQuery>) -> Result<KeptJson> {
    let asking = Asking {
        sign_ups: Scope::of(&ctx.actor, Permission::EnrolmentsRead, ctx.today()),
        visits: Scope::of(&ctx.actor, Permission::VisitsRead, ctx.today()),
        lang: ctx.lang,
    };
    let question = (query.clone(), asking.sign_ups.clone(), asking.visits.clone());
    ctx.read_kept(&question, move |conn, scope| figures::funnel(conn, scope, &asking, &query)).await
}
