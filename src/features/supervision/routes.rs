//! Routes of supervision.
use super::{
    actions,
    api::{
        ChangeFinding, ChangeInspection, ChangeMember, CommendationQuery, CommendationView, CreateCommendation,
        CreateFinding, CreateInspection, CreateMember, FindingView, InspectionQuery, InspectionView, MemberQuery,
        MemberView, TaskView,
    },
    model::{Inspection, InspectionStatus, Member},
    problems, queries,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of},
    db::Conn,
    features::{areas, lists},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    let (read, manage) = (Permission::SupervisionRead, Permission::SupervisionManage);
    r.get("/committee-members", read, list_members)
        .summary("Seats on steering committees, with their tasks.")
        .query::<MemberQuery>()
        .answers::<Page<MemberView>>();
    r.post("/committee-members", manage, create_member)
        .summary("Give a seat on a steering committee.")
        .body::<CreateMember>()
        .answers::<MemberView>()
        .problems(&[&problems::NOT_A_COMMITTEE, &problems::SUPERVISION_DATES]);
    r.get("/committee-members/{id}", read, show_member).summary("Show a seat.").answers::<MemberView>();
    r.patch("/committee-members/{id}", manage, change_member)
        .summary("Change a seat's tasks, or end it.")
        .body::<ChangeMember>()
        .answers::<MemberView>()
        .problems(&[&problems::SUPERVISION_DATES]);
    r.get("/inspections", read, list_inspections)
        .summary("Inspections.")
        .query::<InspectionQuery>()
        .answers::<Page<InspectionView>>();
    r.post("/inspections", manage, create_inspection)
        .summary("Plan an inspection, or note one that was held.")
        .body::<CreateInspection>()
        .answers::<InspectionView>()
        .problems(&[&areas::NOT_ALIVE, &problems::INSPECTION_STATUS]);
    r.get("/inspections/{id}", read, show_inspection).summary("Show an inspection.").answers::<InspectionView>();
    r.patch("/inspections/{id}", manage, change_inspection)
        .summary("Move an inspection, note that it was held, or cancel it.")
        .body::<ChangeInspection>()
        .answers::<InspectionView>()
        .problems(&[&areas::NOT_ALIVE, &problems::INSPECTION_STATUS]);
    r.get("/inspections/{id}/findings", read, list_findings)
        .summary("The findings of an inspection.")
        .answers::<Vec<FindingView>>();
    r.post("/inspections/{id}/findings", manage, create_finding)
        .summary("Note a finding.")
        .body::<CreateFinding>()
        .answers::<FindingView>()
        .problems(&[&problems::INSPECTION_STATUS]);
    r.patch("/findings/{id}", manage, change_finding)
        .summary("Note what became of a finding.")
        .body::<ChangeFinding>()
        .answers::<FindingView>();
    r.get("/commendations", read, list_commendations)
        .summary("Commendations.")
        .query::<CommendationQuery>()
        .answers::<Page<CommendationView>>();
    r.post("/commendations", manage, create_commendation)
        .summary("Record praise awarded.")
        .body::<CreateCommendation>()
        .answers::<CommendationView>()
        .problems(&[&areas::NOT_ALIVE, &lists::UNKNOWN_CODE, &problems::NOBODY_PRAISED, &problems::SUPERVISION_DATES]);
    r.get("/commendations/{id}", read, show_commendation).summary("Show a commendation.").answers::<CommendationView>();
}

fn member_views(conn: &mut Conn, rows: Vec<Member>) -> Result<Vec<MemberView>> {
    let mut tasks = queries::tasks(conn, &rows.iter().map(|m| m.id).collect::<Vec<_>>())?;
    Ok(rows
        .into_iter()
        .map(|m| MemberView {
            tasks: tasks.remove(&m.id).unwrap_or_default().into_iter().map(TaskView::from).collect(),
            id: m.id,
            committee_id: m.committee_id,
            area_id: m.area_id,
            role: m.role,
            position: m.position,
            represents_id: m.represents_id,
            valid_from: m.valid_from,
            valid_to: m.valid_to,
        })
        .collect())
}

fn member_view(conn: &mut Conn, row: Member) -> Result<MemberView> {
    member_views(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

fn inspection_view(conn: &mut Conn, i: Inspection) -> Result<InspectionView> {
    let co_ids = queries::partners(conn, i.id)?;
    let last = i.held_on.or(i.planned_on);
    let months = i.every_months.and_then(|m| u32::try_from(m).ok()).filter(|_| i.status == InspectionStatus::Held);
    Ok(InspectionView {
        id: i.id,
        lead_id: i.lead_id,
        co_ids,
        area_id: i.area_id,
        subject_id: i.subject_id,
        period_label: i.period_label,
        every_months: i.every_months,
        planned_on: i.planned_on,
        held_on: i.held_on,
        next_due_on: last.zip(months).map(|(day, months)| day.plus_months(months)),
        status: i.status,
        note: i.note,
    })
}

async fn list_members(ctx: Ctx, Query(query): Query<MemberQuery>) -> Result<Json<Page<MemberView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_members(conn, scope, query.committee_id, query.area_id, &cursor)?;
            Ok(Page { items: member_views(conn, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_member(ctx: Ctx, body: Body<CreateMember>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let (row, _) = actions::create_member(tx, scope, input)?;
        Ok(Saved {
            path: format!("/committee-members/{}", row.id),
            rev: Some(row.rev),
            view: member_view(tx.conn()?, row)?,
        })
    })
    .await
}

async fn show_member(ctx: Ctx, PathId(id): PathId<of::CommitteeMember>) -> Result<Tagged<MemberView>> {
    let (rev, view) = ctx
        .read(move |conn, scope| {
            let row = queries::member(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, member_view(conn, row)?))
        })
        .await?;
    Ok(Tagged(rev, view))
}

async fn change_member(
    ctx: Ctx,
    PathId(id): PathId<of::CommitteeMember>,
    body: Body<ChangeMember>,
) -> Result<Tagged<MemberView>> {
    let rev = ctx.expected_rev()?;
    let (rev, view) = ctx
        .write(move |tx, scope| {
            let row = actions::change_member(tx, scope, id, rev, body.into_inner())?;
            Ok((row.rev, member_view(tx.conn()?, row)?))
        })
        .await?;
    Ok(Tagged(rev, view))
}

async fn list_inspections(ctx: Ctx, Query(query): Query<InspectionQuery>) -> Result<Json<Page<InspectionView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_inspections(conn, scope, query.area_id, query.status, &cursor)?;
            let items = page.items.into_iter().map(|i| inspection_view(conn, i)).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_inspection(ctx: Ctx, body: Body<CreateInspection>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_inspection(tx, scope, input)?;
        Ok(Saved {
            path: format!("/inspections/{}", row.id),
            rev: Some(row.rev),
            view: inspection_view(tx.conn()?, row)?,
        })
    })
    .await
}

async fn show_inspection(ctx: Ctx, PathId(id): PathId<of::Inspection>) -> Result<Tagged<InspectionView>> {
    let (rev, view) = ctx
        .read(move |conn, scope| {
            let row = queries::inspection(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, inspection_view(conn, row)?))
        })
        .await?;
    Ok(Tagged(rev, view))
}

async fn change_inspection(
    ctx: Ctx,
    PathId(id): PathId<of::Inspection>,
    body: Body<ChangeInspection>,
) -> Result<Tagged<InspectionView>> {
    let rev = ctx.expected_rev()?;
    let (rev, view) = ctx
        .write(move |tx, scope| {
            let row = actions::change_inspection(tx, scope, id, rev, body.into_inner())?;
            Ok((row.rev, inspection_view(tx.conn()?, row)?))
        })
        .await?;
    Ok(Tagged(rev, view))
}

async fn list_findings(ctx: Ctx, PathId(id): PathId<of::Inspection>) -> Result<Json<Vec<FindingView>>> {
    let rows = ctx
        .read(move |conn, scope| {
            let inspection = queries::inspection(conn, scope, id)?.ok_or_else(Error::not_found)?;
            queries::findings(conn, &inspection)
        })
        .await?;
    Ok(Json(rows.into_iter().map(FindingView::from).collect()))
}

async fn create_finding(ctx: Ctx, PathId(id): PathId<of::Inspection>, body: Body<CreateFinding>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_finding(tx, scope, id, input)?;
        Ok(Saved { path: format!("/inspections/{id}/findings"), rev: Some(row.rev), view: FindingView::from(row) })
    })
    .await
}

async fn change_finding(
    ctx: Ctx,
    PathId(id): PathId<of::Finding>,
    body: Body<ChangeFinding>,
) -> Result<Tagged<FindingView>> {
    let rev = ctx.expected_rev()?;
    let row = ctx.write(move |tx, scope| actions::change_finding(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(row.rev, row.into()))
}

async fn list_commendations(ctx: Ctx, Query(query): Query<CommendationQuery>) -> Result<Json<Page<CommendationView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx.read(move |conn, scope| queries::list_commendations(conn, scope, query.area_id, &cursor)).await?;
    Ok(Json(page.map(CommendationView::from)))
}

async fn create_commendation(ctx: Ctx, body: Body<CreateCommendation>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_commendation(tx, scope, input)?;
        Ok(Saved { path: format!("/commendations/{}", row.id), rev: Some(row.rev), view: CommendationView::from(row) })
    })
    .await
}

async fn show_commendation(ctx: Ctx, PathId(id): PathId<of::Commendation>) -> Result<Tagged<CommendationView>> {
    let row = ctx
        .read(move |conn, scope| queries::commendation(conn, scope, id))
        .await?
        .ok_or_else(Error::not_found)?
        .into_inner();
    Ok(Tagged(row.rev, row.into()))
}
