//! Routes of maps.
use super::{
    api::{AreaMap, MapQuery},
    map, problems,
};
use crate::{
    access::Permission,
    base::{Result, of},
    rest::{Ctx, PathId, Query, Routes, Unpersonal},
};

pub fn routes(r: &mut Routes) {
    r.get("/areas/{id}/map", Permission::SignedIn, show_area_map)
        .summary("A map of what lies in an area: boundaries where they were imported, points elsewhere. Kept by the client, and asked for again with If-None-Match (304 when it is the same).")
        .query::<MapQuery>()
        .answers::<AreaMap>()
        .problems(problems::ALL);
}

async fn show_area_map(ctx: Ctx, PathId(id): PathId<of::Area>, Query(query): Query<MapQuery>) -> Result<Unpersonal> {
    let today = ctx.today();
    let view = ctx.read(move |conn, _| map::map_of(conn, id, &query, today)).await?;
    Unpersonal::of(&view, ctx.seen.as_deref())
}
