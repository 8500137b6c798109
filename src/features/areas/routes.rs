//! Routes of the territory.
use super::{
    actions,
    api::{AreaCode, AreaQuery, AreaView, CreateHamlet, LinkedArea, OnQuery},
    model::{Area, AreaFilter},
    problems, queries, search,
};
use crate::base::id::AreaId;
use crate::{
    access::Permission,
    base::{Cursor, Day, Error, Page, Result, of},
    db::Conn,
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/areas", Permission::SignedIn, list_areas)
        .summary("Find areas.")
        .query::<AreaQuery>()
        .names::<AreaCode>()
        .answers::<Page<AreaView>>();
    r.post("/areas", Permission::AreasManage, create_hamlet)
        .summary("Make a hamlet below a commune.")
        .body::<CreateHamlet>()
        .answers::<AreaView>()
        .problems(problems::ALL);
    r.get("/areas/{id}", Permission::SignedIn, show_area)
        .summary("Show an area.")
        .query::<OnQuery>()
        .answers::<AreaView>();
    r.get("/areas/{id}/children", Permission::SignedIn, list_area_children)
        .summary("The areas directly below.")
        .query::<OnQuery>()
        .answers::<Vec<AreaView>>();
    r.get("/areas/{id}/successors", Permission::SignedIn, list_area_successors)
        .summary("The areas this one went into, wholly or in part.")
        .answers::<Vec<LinkedArea>>();
    r.get("/areas/{id}/predecessors", Permission::SignedIn, list_area_predecessors)
        .summary("The areas that made up this one, wholly or in part.")
        .answers::<Vec<LinkedArea>>();
}

/// Rows as views, under the names of `on`.
fn views(conn: &mut Conn, rows: Vec<Area>, on: Day) -> Result<Vec<AreaView>> {
    let ids: Vec<_> = rows.iter().map(|a| a.id).collect();
    let labels = queries::labels_on(conn, &ids, on)?;
    let mut above = queries::above(conn, &ids)?;
    Ok(rows
        .into_iter()
        .map(|area| {
            let within = above.remove(&area.id).unwrap_or_default();
            AreaView::of(area.clone(), labels.get(&area.id), within)
        })
        .collect())
}

async fn list_areas(ctx: Ctx, Query(query): Query<AreaQuery>) -> Result<Json<Page<AreaView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let today = ctx.today();
    let plain = query.code.is_none() && query.q.is_none();
    let filter = AreaFilter {
        code: query.code.map(|c| c.0),
        on: query.on.or(plain.then_some(today)),
        level: query.level,
        parent_id: query.parent_id,
    };
    let page = ctx
        .read(move |conn, _| {
            let page = match query.q {
                None => queries::list(conn, &filter, &cursor)?,
                Some(q) => best_matches(conn, &q, &filter, &cursor, today)?,
            };
            let items = views(conn, page.items, filter.on.unwrap_or(today))?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

/// The matches, best first; past areas after present ones.
fn best_matches(conn: &mut Conn, q: &str, filter: &AreaFilter, cursor: &Cursor, today: Day) -> Result<Page<Area>> {
    let wanted = search::wanted(q);
    if wanted.whole.is_empty() {
        return Ok(Page { items: Vec::new(), next_cursor: None });
    }
    let mut rows = queries::named(conn, &wanted, filter)?;
    rows.retain(|a| filter.code.as_ref().is_none_or(|code| &a.code == code));
    rows.sort_by_key(|a| {
        (
            search::rank(&wanted, &a.name, &a.full_name, &a.name_key, &a.kind),
            !a.alive_on(today),
            a.level,
            a.sort_key.clone(),
            a.id,
        )
    });
    rows.truncate(usize::try_from(cursor.limit).unwrap_or(usize::MAX));
    Ok(Page { items: rows, next_cursor: None })
}

async fn show_area(ctx: Ctx, PathId(id): PathId<of::Area>, Query(query): Query<OnQuery>) -> Result<Tagged<AreaView>> {
    let today = ctx.today();
    let (rev, view) = ctx
        .read(move |conn, _| {
            let area = queries::find(conn, id)?.ok_or_else(Error::not_found)?;
            let on = query.on.unwrap_or_else(|| area.valid_to.filter(|to| *to < today).unwrap_or(today));
            let rev = area.rev;
            let view = views(conn, vec![area], on)?.pop().ok_or_else(Error::not_found)?;
            Ok((rev, view))
        })
        .await?;
    Ok(Tagged(rev, view))
}

async fn list_area_children(
    ctx: Ctx,
    PathId(id): PathId<of::Area>,
    Query(query): Query<OnQuery>,
) -> Result<Json<Vec<AreaView>>> {
    let today = ctx.today();
    let rows = ctx
        .read(move |conn, _| {
            let area = queries::find(conn, id)?.ok_or_else(Error::not_found)?;
            let on = query.on.unwrap_or_else(|| area.valid_to.filter(|to| *to < today).unwrap_or(today));
            let filter = AreaFilter { on: Some(on), parent_id: Some(id), ..AreaFilter::default() };
            let page = queries::list(conn, &filter, &Cursor { after: None, limit: 5_000 })?;
            views(conn, page.items, on)
        })
        .await?;
    Ok(Json(rows))
}

async fn list_area_successors(ctx: Ctx, PathId(id): PathId<of::Area>) -> Result<Json<Vec<LinkedArea>>> {
    linked(ctx, id, true).await
}

async fn list_area_predecessors(ctx: Ctx, PathId(id): PathId<of::Area>) -> Result<Json<Vec<LinkedArea>>> {
    linked(ctx, id, false).await
}

async fn linked(ctx: Ctx, id: AreaId, forward: bool) -> Result<Json<Vec<LinkedArea>>> {
    let today = ctx.today();
    let rows = ctx
        .read(move |conn, _| {
            queries::find(conn, id)?.ok_or_else(Error::not_found)?;
            let (areas, shares): (Vec<_>, Vec<_>) = queries::linked(conn, id, forward)?.into_iter().unzip();
            let views = views(conn, areas, today)?;
            Ok(views.into_iter().zip(shares).map(|(area, share)| LinkedArea { area, share }).collect())
        })
        .await?;
    Ok(Json(rows))
}

async fn create_hamlet(ctx: Ctx, body: Body<CreateHamlet>) -> Result<Created> {
    let today = ctx.today();
    ctx.create(body, move |tx, scope, input| {
        let hamlet = actions::create_hamlet(tx, scope, input)?;
        let path = format!("/areas/{}", hamlet.id);
        let view = views(tx.conn()?, vec![hamlet], today)?.pop().ok_or_else(Error::not_found)?;
        Ok(Saved { path, rev: Some(1), view })
    })
    .await
}
