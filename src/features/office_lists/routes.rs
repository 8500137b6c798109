//! Routes of the office's lists.
use super::{
    actions,
    api::{
        ApplyOfficeList, CloseOfficeList, CreateOfficeList, OfficeListItem, OfficeListQuery, OfficeListRow,
        OfficeListRowQuery, OfficeListView, SettleOfficeListRow,
    },
    error_file,
    finding::Finding,
    model::{LIST, ListKind, ListState, OfficeList},
    problems, queries, views,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Tx,
    features::{
        accounts::Empty,
        enrolments, imports,
        imports::bring::{LARGEST, bring, kind_of},
        organisations,
    },
    render::{self, Format},
    rest::{Body, Created, Ctx, Download, Json, PathId, PathText, Query, Routes, Saved, Tagged, Upload},
};

pub fn routes(r: &mut Routes) {
    r.get("/office-lists", Permission::OfficeListsRead, list_office_lists)
        .summary("Find lists that the social security office sent, the newest first.")
        .query::<OfficeListQuery>()
        .names::<ListKind>()
        .names::<ListState>()
        .answers::<Page<OfficeListItem>>();
    r.post("/office-lists", Permission::OfficeListsManage, create_office_list)
        .summary("Bring a list: it is read and held against what is recorded, and nothing is entered.")
        .query::<CreateOfficeList>()
        .uploads(render::MEDIA_TYPES)
        .body_up_to(LARGEST)
        .answers::<OfficeListView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &imports::FILE_NOT_READ, &problems::COLUMNS, &problems::DAY])
        .problems(&[&organisations::NOT_YOURS, &organisations::DOES_NOT_SERVE]);
    r.get("/office-lists/{id}", Permission::OfficeListsRead, show_office_list)
        .summary("Show a list: what its rows come to, how far it is.")
        .answers::<OfficeListView>();
    r.get("/office-lists/{id}/rows", Permission::OfficeListsRead, list_office_list_rows)
        .summary("Rows of a list, in the order of the file; what it lacks of ours comes last.")
        .query::<OfficeListRowQuery>()
        .names::<Finding>()
        .answers::<Page<OfficeListRow>>();
    r.get("/office-lists/{id}/errors.{format}", Permission::OfficeListsManage, export_office_list_errors)
        .summary("The rows that cannot be read, in full, to be mended and brought again.")
        .leaves_a_line()
        .downloads(render::MEDIA_TYPES);
    r.act("/office-lists/{id}/apply", Permission::OfficeListsManage, apply_office_list)
        .summary("Have what can be entered entered: all of it, or some rows; the state says when that is done.")
        .body::<ApplyOfficeList>()
        .answers::<OfficeListView>()
        .problems(&[&problems::STATE, &problems::NOT_APPLIED]);
    r.act("/office-lists/{id}/close", Permission::OfficeListsManage, close_office_list)
        .summary("Say that nothing more is done with a list; refused while rows are left, unless it is said why.")
        .body::<CloseOfficeList>()
        .answers::<OfficeListView>()
        .problems(&[&problems::STATE, &problems::LEFT]);
    r.act("/office-lists/{id}/withdraw", Permission::OfficeListsManage, withdraw_office_list)
        .summary("Take a list back of which nothing was entered; its rows are gone.")
        .body::<Empty>()
        .answers::<OfficeListView>()
        .problems(&[&problems::STATE, &problems::ENTERED]);
    r.act("/office-list-rows/{id}/settle", Permission::OfficeListsManage, settle_office_list_row)
        .summary("Settle a row that needs somebody's word.")
        .body::<SettleOfficeListRow>()
        .answers::<OfficeListRow>()
        .problems(&[&NOT_FOUND, &problems::STATE, &problems::SETTLED, &problems::SETTLEMENT, &enrolments::STEP]);
}

async fn list_office_lists(ctx: Ctx, Query(query): Query<OfficeListQuery>) -> Result<Json<Page<OfficeListItem>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let manages = ctx.actor.may(Permission::OfficeListsManage);
    let filter = queries::Filter {
        area_id: query.area_id,
        kind: if manages { query.kind } else { Some(ListKind::Expiries) },
        organisation_id: query.organisation_id,
        month: query.month.map(|month| (month.first(), month.last())),
        state: query.state,
    };
    if !manages && query.kind.is_some_and(|kind| kind != ListKind::Expiries) {
        return Ok(Json(Page { items: Vec::new(), next_cursor: None }));
    }
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(|list| OfficeListItem::from(&list))))
}

async fn create_office_list(ctx: Ctx, Query(query): Query<CreateOfficeList>, file: Upload) -> Result<Created> {
    let asked = query.clone();
    ctx.read(move |conn, scope| actions::check(conn, scope, &asked)).await?;
    let content = [file.hash.as_slice(), format!("{query:?}").as_bytes()].concat();
    let kind = kind_of(&file.media_type);
    let (brought, room) = bring(&ctx, file.file, kind, LIST).await?;
    drop(room);
    let columns = actions::columns(&query, &brought)?;
    ctx.create_from((query, columns, brought), &content, |tx, scope, brought| {
        let row = actions::create_office_list(tx, scope, brought)?;
        saved(tx, &row)
    })
    .await
}

fn saved(tx: &mut Tx, row: &OfficeList) -> Result<Saved<OfficeListView>> {
    let (seals, today, actor) = (tx.seals(), tx.today(), tx.actor().clone());
    let view = views::list(tx.conn()?, today, seals, &actor, row)?;
    Ok(Saved { path: format!("/office-lists/{}", row.id), rev: Some(row.rev), view })
}

async fn show_office_list(ctx: Ctx, PathId(id): PathId<of::OfficeList>) -> Result<Tagged<OfficeListView>> {
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = views::found(conn, scope, &actor, id)?;
            Ok((row.rev, views::list(conn, scope.today(), &seals, &actor, &row)?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn list_office_list_rows(
    ctx: Ctx,
    PathId(id): PathId<of::OfficeList>,
    Query(query): Query<OfficeListRowQuery>,
) -> Result<Json<Page<OfficeListRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let page = ctx
        .read(move |conn, scope| {
            let list = views::found(conn, scope, &actor, id)?;
            let filter = queries::RowFilter { finding: query.finding, settled: query.settled };
            let page = queries::rows(conn, &list, filter, &cursor)?;
            let items = views::rows(conn, scope, &seals, &actor, (&list, page.items))?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn export_office_list_errors(
    ctx: Ctx,
    PathId(id): PathId<of::OfficeList>,
    PathText(format): PathText,
) -> Result<Download> {
    let format: Format = format.parse().map_err(|()| Error::not_found())?;
    let (lang, seals) = (ctx.lang, ctx.api.db.seals().clone());
    let bytes = ctx
        .read(move |conn, scope| {
            let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            render::bytes(&error_file::table(conn, &seals, &list, lang)?, format)
        })
        .await?;
    ctx.write(move |tx, scope| actions::note_export(tx, scope, id)).await?;
    Ok(Download { file_name: format!("dong-loi.{}", format.as_str()), media_type: format.media_type(), bytes })
}

async fn apply_office_list(
    ctx: Ctx,
    PathId(id): PathId<of::OfficeList>,
    body: Body<ApplyOfficeList>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::apply_office_list(tx, scope, id, input.rows.as_deref())?;
        saved(tx, &row)
    })
    .await
}

async fn close_office_list(
    ctx: Ctx,
    PathId(id): PathId<of::OfficeList>,
    body: Body<CloseOfficeList>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::close_office_list(tx, scope, id, &input)?;
        saved(tx, &row)
    })
    .await
}

async fn withdraw_office_list(ctx: Ctx, PathId(id): PathId<of::OfficeList>, body: Body<Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let row = actions::withdraw_office_list(tx, scope, id)?;
        saved(tx, &row)
    })
    .await
}

fn saved_row(tx: &mut Tx, scope: &Scope, settled: (OfficeList, super::model::ListRow)) -> Result<Saved<OfficeListRow>> {
    let (list, row) = settled;
    let (path, rev) = (format!("/office-lists/{}/rows", list.id), Some(row.rev));
    let (seals, actor) = (tx.seals(), tx.actor().clone());
    let rows = views::rows(tx.conn()?, scope, seals, &actor, (&list, vec![row]))?;
    Ok(Saved { path, rev, view: rows.into_iter().next().ok_or_else(Error::not_found)? })
}

async fn settle_office_list_row(
    ctx: Ctx,
    PathId(id): PathId<of::OfficeListRow>,
    body: Body<SettleOfficeListRow>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let (list, row) = actions::settle_row(tx, scope, id, &input)?;
        saved_row(tx, scope, (list.into_inner(), row))
    })
    .await
}
