//! All SQL of supervision.
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Commendation, Finding, Inspection, InspectionStatus, Member, Task};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CommendationId, CommitteeMemberId, FindingId, InspectionId, OrganisationId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{
            area_closure, commendations, committee_members, findings, inspection_partners, inspections, member_tasks,
        },
        scoped,
    },
};

const ONE_MEMBER: UniqueRule = UniqueRule { postgres: "committee_members_pkey", sqlite: "committee_members.id" };
const ONE_INSPECTION: UniqueRule = UniqueRule { postgres: "inspections_pkey", sqlite: "inspections.id" };
const ONE_COMMENDATION: UniqueRule = UniqueRule { postgres: "commendations_pkey", sqlite: "commendations.id" };

pub fn member(conn: &mut Conn, scope: &Scope, id: CommitteeMemberId) -> Result<Option<InScope<Member>>> {
    scoped::first(
        conn,
        scoped::each::committee_members(scope).filter(committee_members::id.eq(id)).select(Member::as_select()),
    )
}

pub fn list_members(
    conn: &mut Conn,
    scope: &Scope,
    committee: Option<OrganisationId>,
    area_id: Option<AreaId>,
    cursor: &Cursor,
) -> Result<Page<Member>> {
    let mut query = scoped::committee_members(scope);
    if let Some(committee) = committee {
        query = query.filter(committee_members::committee_id.eq(committee));
    }
    if let Some(area_id) = area_id {
        query = query.filter(committee_members::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(committee_members::id.gt(after.clone()));
    }
    let rows = query.order(committee_members::id).limit(cursor.fetch()).select(Member::as_select()).load(conn)?;
    Ok(cursor.page(rows, |m: &Member| m.id.to_string()))
}

pub fn tasks(conn: &mut Conn, members: &[CommitteeMemberId]) -> Result<BTreeMap<CommitteeMemberId, Vec<Task>>> {
    let rows: Vec<Task> = member_tasks::table
        .filter(member_tasks::member_id.eq_any(members.to_vec()))
        .order((member_tasks::member_id, member_tasks::position))
        .select(Task::as_select())
        .load(conn)?;
    let mut out: BTreeMap<CommitteeMemberId, Vec<Task>> = BTreeMap::new();
    for row in rows {
        out.entry(row.member_id).or_default().push(row);
    }
    Ok(out)
}

pub fn insert_member(tx: &mut Tx, row: &Member, tasks: &[Task]) -> Result<()> {
    diesel::insert_into(committee_members::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_MEMBER, &ALREADY_EXISTS)?;
    insert_tasks(tx, tasks)
}

fn insert_tasks(tx: &mut Tx, tasks: &[Task]) -> Result<()> {
    for task in tasks {
        diesel::insert_into(member_tasks::table).values(task).execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn update_member(tx: &mut Tx, old: &InScope<Member>, valid_to: Option<Day>, tasks: Option<&[Task]>) -> Result<()> {
    if let Some(tasks) = tasks {
        diesel::delete(member_tasks::table.filter(member_tasks::member_id.eq(old.id))).execute(tx.conn()?)?;
        insert_tasks(tx, tasks)?;
    }
    diesel::update(committee_members::table.find(old.id))
        .set((committee_members::valid_to.eq(valid_to), committee_members::rev.eq(old.rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn inspection(conn: &mut Conn, scope: &Scope, id: InspectionId) -> Result<Option<InScope<Inspection>>> {
    scoped::first(conn, scoped::each::inspections(scope).filter(inspections::id.eq(id)).select(Inspection::as_select()))
}

pub fn list_inspections(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    status: Option<InspectionStatus>,
    cursor: &Cursor,
) -> Result<Page<Inspection>> {
    let mut query = scoped::inspections(scope);
    if let Some(area_id) = area_id {
        query = query.filter(inspections::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(status) = status {
        query = query.filter(inspections::status.eq(status));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(inspections::id.lt(after.clone()));
    }
    let rows = query.order(inspections::id.desc()).limit(cursor.fetch()).select(Inspection::as_select()).load(conn)?;
    Ok(cursor.page(rows, |i: &Inspection| i.id.to_string()))
}

pub fn partners(conn: &mut Conn, id: InspectionId) -> Result<Vec<OrganisationId>> {
    Ok(inspection_partners::table
        .filter(inspection_partners::inspection_id.eq(id))
        .order(inspection_partners::organisation_id)
        .select(inspection_partners::organisation_id)
        .load(conn)?)
}

pub fn insert_inspection(tx: &mut Tx, row: &Inspection, partners: &[OrganisationId]) -> Result<()> {
    diesel::insert_into(inspections::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_INSPECTION, &ALREADY_EXISTS)?;
    for partner in partners {
        diesel::insert_into(inspection_partners::table)
            .values((inspection_partners::inspection_id.eq(row.id), inspection_partners::organisation_id.eq(partner)))
            .execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn update_inspection(tx: &mut Tx, old: &InScope<Inspection>, new: &Inspection) -> Result<()> {
    diesel::update(inspections::table.find(old.id))
        .set((
            inspections::planned_on.eq(new.planned_on),
            inspections::held_on.eq(new.held_on),
            inspections::status.eq(new.status),
            inspections::note.eq(&new.note),
            inspections::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn findings(conn: &mut Conn, inspection: &InScope<Inspection>) -> Result<Vec<Finding>> {
    Ok(findings::table
        .filter(findings::inspection_id.eq(inspection.id))
        .order(findings::position)
        .select(Finding::as_select())
        .load(conn)?)
}

pub fn finding(conn: &mut Conn, id: FindingId) -> Result<Option<Finding>> {
    Ok(findings::table.find(id).select(Finding::as_select()).first(conn).optional()?)
}

/// Adds a finding to an inspection that was found in scope.
pub fn insert_finding(tx: &mut Tx, inspection: &InScope<Inspection>, row: &Finding) -> Result<()> {
    let row = Finding { inspection_id: inspection.id, ..row.clone() };
    diesel::insert_into(findings::table).values(&row).execute(tx.conn()?)?;
    Ok(())
}

/// Notes what became of a finding of an inspection that was found in scope.
pub fn update_finding(tx: &mut Tx, inspection: &InScope<Inspection>, new: &Finding) -> Result<()> {
    diesel::update(findings::table.find(new.id).filter(findings::inspection_id.eq(inspection.id)))
        .set((
            findings::responsible_id.eq(new.responsible_id),
            findings::due_on.eq(new.due_on),
            findings::resolved_on.eq(new.resolved_on),
            findings::resolution.eq(&new.resolution),
            findings::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn commendation(conn: &mut Conn, scope: &Scope, id: CommendationId) -> Result<Option<InScope<Commendation>>> {
    scoped::first(
        conn,
        scoped::each::commendations(scope).filter(commendations::id.eq(id)).select(Commendation::as_select()),
    )
}

pub fn list_commendations(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    cursor: &Cursor,
) -> Result<Page<Commendation>> {
    let mut query = scoped::commendations(scope);
    if let Some(area_id) = area_id {
        query = query.filter(commendations::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(commendations::id.lt(after.clone()));
    }
    let rows =
        query.order(commendations::id.desc()).limit(cursor.fetch()).select(Commendation::as_select()).load(conn)?;
    Ok(cursor.page(rows, |c: &Commendation| c.id.to_string()))
}

pub fn insert_commendation(tx: &mut Tx, row: &Commendation) -> Result<()> {
    diesel::insert_into(commendations::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_COMMENDATION, &ALREADY_EXISTS)
}
