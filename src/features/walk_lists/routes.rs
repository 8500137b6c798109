//! Routes of walk lists.
use super::{
    actions,
    api::{AssignWalkList, CloseWalkList, CreateWalkList, DoorQuery, EntryQuery, PreviewWalkList, WalkListQuery},
    model::WalkList,
    problems,
    queries::{self, Filter},
    queries_figures,
    views::{self, WalkListEntry, WalkListRow, WalkListView},
    views_funnel::{self, DoorState, ListedDoor},
    views_preview::{self, WalkListPreview},
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::{InScope, Tx},
    features::{areas, funnel::ListFunnel, lists},
    rest::{Body, Created, Ctx, Download, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    let asked = [&NOT_FOUND, &lists::UNKNOWN_CODE, &problems::CRITERIA, &problems::ORDER, &problems::AREA_TOO_LARGE];
    r.ask("/walk-lists/preview", Permission::WalkListsManage, preview_walk_list)
        .summary("What a walk list would be: how many households, for which reasons, who is left out, the first 20.")
        .body::<PreviewWalkList>()
        .answers::<WalkListPreview>()
        .problems(&asked);
    r.get("/walk-lists", Permission::WalkListsRead, list_walk_lists)
        .summary("Find walk lists, the newest first.")
        .query::<WalkListQuery>()
        .answers::<Page<WalkListRow>>();
    r.post("/walk-lists", Permission::WalkListsManage, create_walk_list)
        .summary("Make a walk list: frozen, in order, with the reason for each household.")
        .body::<CreateWalkList>()
        .answers::<WalkListView>()
        .problems(&asked)
        .problems(&[&ALREADY_EXISTS, &problems::EMPTY, &problems::TOO_LONG, &problems::DATES]);
    r.get("/walk-lists/{id}", Permission::WalkListsRead, show_walk_list)
        .summary("Show a walk list with its progress.")
        .answers::<WalkListView>();
    r.get("/walk-lists/{id}/entries", Permission::WalkListsRead, list_walk_list_entries)
        .summary("The doors of a walk list in order, with the reasons and the latest visit since it was made.")
        .query::<EntryQuery>()
        .answers::<Page<WalkListEntry>>();
    r.get("/walk-lists/{id}/funnel", Permission::WalkListsRead, show_list_funnel)
        .summary("How far the households of a walk list came: called at, met, talked with, interested, signed up, paid, issued, renewed.")
        .answers::<ListFunnel>();
    r.get("/walk-list-doors", Permission::WalkListsRead, list_doors)
        .summary("Doors on walk lists of an area and period: the rows behind the first steps of the funnel.")
        .query::<DoorQuery>()
        .answers::<Page<ListedDoor>>();
    r.get("/walk-lists/{id}/sheet.html", Permission::WalkListsRead, print_walk_list)
        .summary("A walk list to print: A4, one row a door, boxes to tick, no script.")
        .downloads(&["text/html; charset=utf-8"]);
    r.act("/walk-lists/{id}/assign", Permission::WalkListsManage, assign_walk_list)
        .summary("Give a walk list to somebody: for the first time, for good, or for a time.")
        .body::<AssignWalkList>()
        .answers::<WalkListView>()
        .problems(&[
            &NOT_FOUND,
            &problems::CLOSED,
            &problems::HELD,
            &problems::NOT_HELD,
            &problems::SAME_PERSON,
            &problems::UNTIL,
        ]);
    r.act("/walk-lists/{id}/close", Permission::WalkListsManage, close_walk_list)
        .summary("Close a walk list; its doors and reasons stay.")
        .body::<CloseWalkList>()
        .answers::<WalkListView>()
        .problems(&[&problems::CLOSED]);
}

fn saved(tx: &mut Tx, list: InScope<WalkList>) -> Result<Saved<WalkListView>> {
    let (path, rev, today, seals) = (format!("/walk-lists/{}", list.id), Some(list.rev), tx.today(), tx.seals());
    Ok(Saved { path, rev, view: views::view(tx.conn()?, seals, list, today)? })
}

async fn preview_walk_list(ctx: Ctx, body: Body<PreviewWalkList>) -> Result<Json<WalkListPreview>> {
    let asked = body.into_inner();
    let shown = ctx
        .read(move |conn, scope| {
            let (order, draft) = actions::preview(conn, scope, &asked)?;
            views_preview::preview(conn, scope, &order, draft)
        })
        .await?;
    Ok(Json(shown))
}

async fn list_walk_lists(ctx: Ctx, Query(query): Query<WalkListQuery>) -> Result<Json<Page<WalkListRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = Filter {
        area_id: query.area_id,
        assigned_to: query.assigned_to,
        campaign_id: query.campaign_id,
        state: query.state,
    };
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            views::rows(conn, page, scope.today())
        })
        .await?;
    Ok(Json(page))
}

async fn create_walk_list(ctx: Ctx, body: Body<CreateWalkList>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let list = actions::create_walk_list(tx, scope, input)?;
        saved(tx, list)
    })
    .await
}

async fn show_walk_list(ctx: Ctx, PathId(id): PathId<of::WalkList>) -> Result<Tagged<WalkListView>> {
    let seals = ctx.api.db.seals().clone();
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            Ok((list.rev, views::view(conn, &seals, list, scope.today())?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn list_walk_list_entries(
    ctx: Ctx,
    PathId(id): PathId<of::WalkList>,
    Query(query): Query<EntryQuery>,
) -> Result<Json<Page<WalkListEntry>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let page = queries::entries(conn, &list, &cursor)?;
            views::entries(conn, scope, &list, page)
        })
        .await?;
    Ok(Json(page))
}

async fn print_walk_list(ctx: Ctx, PathId(id): PathId<of::WalkList>) -> Result<Download> {
    let lang = ctx.lang;
    let page = ctx
        .read(move |conn, scope| {
            let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            views::printed(conn, scope, lang, &list)
        })
        .await?;
    Ok(Download {
        file_name: "danh-sach-den-nha.html".into(),
        media_type: "text/html; charset=utf-8",
        bytes: page.into_bytes(),
    })
}

async fn assign_walk_list(ctx: Ctx, PathId(id): PathId<of::WalkList>, body: Body<AssignWalkList>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let list = actions::assign_walk_list(tx, scope, id, &input)?;
        saved(tx, list)
    })
    .await
}

async fn close_walk_list(ctx: Ctx, PathId(id): PathId<of::WalkList>, body: Body<CloseWalkList>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let list = actions::close_walk_list(tx, scope, id, &input)?;
        saved(tx, list)
    })
    .await
}

async fn show_list_funnel(ctx: Ctx, id: PathId<of::WalkList>) -> Result<Json<ListFunnel>> {
    let lang = ctx.lang;
    Ok(Json(ctx.read(move |conn, scope| views_funnel::list_funnel(conn, scope, id.0, lang)).await?))
}

async fn list_doors(ctx: Ctx, Query(query): Query<DoorQuery>) -> Result<Json<Page<ListedDoor>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries_figures::Filter {
        area_id: query.counted_in,
        from: query.counted_from,
        to: query.counted_to,
        campaign_id: query.campaign_id,
        attempted: query.state.and_then(DoorState::attempted),
    };
    let page = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, filter.area_id, "counted_in")?;
            queries_figures::doors(conn, scope, &filter, &cursor)
        })
        .await?;
    Ok(Json(page.map(ListedDoor::from)))
}
