//! What people can do in supervision.
use super::{
    api::{
        ChangeFinding, ChangeInspection, ChangeMember, CreateCommendation, CreateFinding, CreateInspection,
        CreateMember, TaskBody,
    },
    model::{Commendation, Finding, Inspection, InspectionStatus, Member, Task},
    problems, queries,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result,
        id::{CommitteeMemberId, FindingId, InspectionId},
        problem::CHANGED_MEANWHILE,
    },
    db::{Event, Tx},
    features::{
        areas, documents,
        lists::{self, List},
        organisations,
    },
};

const COMMITTEE: &str = "steering_committee";

fn check_order(from: Option<Day>, to: Option<Day>, pointer: &'static str) -> Result<()> {
    match from.zip(to) {
        Some((from, to)) if to < from => {
            Err(problems::SUPERVISION_DATES.field(pointer, "before-start", problems::SUPERVISION_DATES.title).into())
        }
        _ => Ok(()),
    }
}

fn tasks(member_id: CommitteeMemberId, bodies: Vec<TaskBody>) -> Vec<Task> {
    (0..)
        .zip(bodies)
        .map(|(position, t)| Task {
            id: Id::new(),
            member_id,
            task: t.task.into_inner(),
            due_on: t.due_on,
            done_on: t.done_on,
            position,
        })
        .collect()
}

/// Gives a seat on a steering committee, with its tasks.
///
/// # Errors
/// When the organisation is no steering committee or lies outside the scope.
pub fn create_member(tx: &mut Tx, scope: &Scope, input: CreateMember) -> Result<(Member, Vec<Task>)> {
    let committee = organisations::require_own(tx.conn()?, scope, input.committee_id, "/committee_id")?;
    if committee.kind != COMMITTEE {
        return Err(problems::NOT_A_COMMITTEE
            .field("/committee_id", "other-kind", problems::NOT_A_COMMITTEE.title)
            .into());
    }
    if let Some(body) = input.represents_id {
        organisations::require(tx.conn()?, body, "/represents_id")?;
    }
    check_order(input.valid_from, input.valid_to, "/valid_to")?;
    let row = Member {
        id: input.id.unwrap_or_else(Id::new),
        committee_id: committee.id,
        area_id: committee.area_id,
        role: input.role,
        position: input.position.into_inner(),
        represents_id: input.represents_id,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        rev: 1,
    };
    let tasks = tasks(row.id, input.tasks);
    queries::insert_member(tx, &row, &tasks)?;
    tx.record(Event::new("committee_member.seated", "committee_member", row.id).in_area(row.area_id).fields([
        "committee_id",
        "role",
        "position",
        "tasks",
    ]));
    Ok((row, tasks))
}

/// Changes a seat's tasks, or ends it.
pub fn change_member(
    tx: &mut Tx,
    scope: &Scope,
    id: CommitteeMemberId,
    rev: i64,
    input: ChangeMember,
) -> Result<Member> {
    let old = queries::member(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let valid_to = input.valid_to.apply(old.valid_to);
    check_order(old.valid_from, valid_to, "/valid_to")?;
    let tasks = input.tasks.map(|bodies| tasks(id, bodies));
    queries::update_member(tx, &old, valid_to, tasks.as_deref())?;
    tx.record(
        Event::new("committee_member.changed", "committee_member", id)
            .in_area(old.area_id)
            .fields(["tasks", "valid_to"]),
    );
    Ok(Member { valid_to, rev: rev + 1, ..old.into_inner() })
}

/// Plans an inspection, or notes one that was held.
///
/// # Errors
/// When something it names is not there.
pub fn create_inspection(tx: &mut Tx, scope: &Scope, input: CreateInspection) -> Result<Inspection> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    for (day, pointer) in [(input.planned_on, "/planned_on"), (input.held_on, "/held_on")] {
        if let Some(day) = day {
            areas::check_alive(&area, day, pointer)?;
        }
    }
    let mut partners = input.co_ids;
    partners.sort();
    partners.dedup();
    for body in partners.iter().chain([&input.lead_id]).chain(&input.subject_id) {
        organisations::require(tx.conn()?, *body, "/lead_id")?;
    }
    check_held(tx, input.held_on)?;
    let row = Inspection {
        id: input.id.unwrap_or_else(Id::new),
        lead_id: input.lead_id,
        area_id: input.area_id,
        subject_id: input.subject_id,
        period_label: input.period_label.into_inner(),
        every_months: input.every_months.map(|m| m.0),
        planned_on: input.planned_on,
        held_on: input.held_on,
        status: if input.held_on.is_some() { InspectionStatus::Held } else { InspectionStatus::Planned },
        note: input.note.map(|n| n.into_inner()),
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_inspection(tx, &row, &partners)?;
    tx.record(Event::new("inspection.created", "inspection", row.id).in_area(row.area_id).fields([
        "lead_id",
        "co_ids",
        "period_label",
        "planned_on",
        "held_on",
    ]));
    Ok(row)
}

fn check_held(tx: &Tx, held_on: Option<Day>) -> Result<()> {
    match held_on {
        Some(day) if day > tx.today() => Err(problems::INSPECTION_STATUS
            .field("/held_on", "in-the-future", problems::INSPECTION_STATUS.title)
            .into()),
        _ => Ok(()),
    }
}

/// Moves an inspection, notes that it was held, or cancels it.
pub fn change_inspection(
    tx: &mut Tx,
    scope: &Scope,
    id: InspectionId,
    rev: i64,
    input: ChangeInspection,
) -> Result<Inspection> {
    let old = queries::inspection(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let area = areas::require(tx.conn()?, scope, old.area_id, "/area_id")?;
    for (day, pointer) in [(input.planned_on.new_value(), "/planned_on"), (input.held_on.as_ref(), "/held_on")] {
        if let Some(day) = day {
            areas::check_alive(&area, *day, pointer)?;
        }
    }
    check_held(tx, input.held_on)?;
    let mut new = (*old).clone();
    new.planned_on = input.planned_on.apply(new.planned_on);
    new.held_on = input.held_on.or(new.held_on);
    new.note = input.note.map(|n| n.into_inner()).apply(new.note);
    new.status = match (input.cancelled, new.held_on) {
        (true, Some(_)) => return Err(problems::INSPECTION_STATUS.now().into()),
        (true, None) => InspectionStatus::Cancelled,
        (false, Some(_)) => InspectionStatus::Held,
        (false, None) => new.status,
    };
    queries::update_inspection(tx, &old, &new)?;
    new.rev = rev + 1;
    tx.record(Event::new("inspection.changed", "inspection", id).in_area(new.area_id).fields([
        "planned_on",
        "held_on",
        "status",
        "note",
    ]));
    Ok(new)
}

/// Notes a finding of an inspection that was held.
pub fn create_finding(tx: &mut Tx, scope: &Scope, id: InspectionId, input: CreateFinding) -> Result<Finding> {
    let inspection = queries::inspection(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if inspection.status != InspectionStatus::Held {
        return Err(problems::INSPECTION_STATUS.now().into());
    }
    if let Some(body) = input.responsible_id {
        organisations::require(tx.conn()?, body, "/responsible_id")?;
    }
    let position = i32::try_from(queries::findings(tx.conn()?, &inspection)?.len()).map_err(Error::internal)?;
    let row = Finding {
        id: Id::new(),
        inspection_id: id,
        finding: input.finding.into_inner(),
        recommendation: input.recommendation.map(|r| r.into_inner()),
        responsible_id: input.responsible_id,
        due_on: input.due_on,
        resolved_on: None,
        resolution: None,
        position,
        rev: 1,
    };
    queries::insert_finding(tx, &inspection, &row)?;
    tx.record(Event::new("finding.noted", "finding", row.id).in_area(inspection.area_id).fields([
        "finding",
        "recommendation",
        "responsible_id",
        "due_on",
    ]));
    Ok(row)
}

/// Notes what became of a finding.
pub fn change_finding(tx: &mut Tx, scope: &Scope, id: FindingId, rev: i64, input: ChangeFinding) -> Result<Finding> {
    let old = queries::finding(tx.conn()?, id)?.ok_or_else(Error::not_found)?;
    let inspection = queries::inspection(tx.conn()?, scope, old.inspection_id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    if let Some(body) = input.responsible_id.new_value() {
        organisations::require(tx.conn()?, *body, "/responsible_id")?;
    }
    let new = Finding {
        responsible_id: input.responsible_id.apply(old.responsible_id),
        due_on: input.due_on.apply(old.due_on),
        resolved_on: input.resolved_on.apply(old.resolved_on),
        resolution: input.resolution.map(|r| r.into_inner()).apply(old.resolution),
        rev: rev + 1,
        ..old
    };
    queries::update_finding(tx, &inspection, &new)?;
    tx.record(Event::new("finding.changed", "finding", id).in_area(inspection.area_id).fields([
        "responsible_id",
        "due_on",
        "resolved_on",
        "resolution",
    ]));
    Ok(new)
}

/// Records praise awarded.
///
/// # Errors
/// When something it names is not there, or nobody is praised.
pub fn create_commendation(tx: &mut Tx, scope: &Scope, input: CreateCommendation) -> Result<Commendation> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    if let Some(day) = input.awarded_on {
        areas::check_alive(&area, day, "/awarded_on")?;
    }
    check_order(input.period_from, input.period_to, "/period_to")?;
    lists::require(tx.conn()?, List::CommendationForm, &input.form, "/form")?;
    organisations::require(tx.conn()?, input.awarded_by_id, "/awarded_by_id")?;
    if let Some(document) = input.document_id {
        documents::require(tx.conn()?, scope, document, "/document_id")?;
    }
    if input.collectives.0 + input.individuals.0 == 0 {
        return Err(problems::NOBODY_PRAISED.field("/collectives", "zero", problems::NOBODY_PRAISED.title).into());
    }
    let row = Commendation {
        id: input.id.unwrap_or_else(Id::new),
        awarded_by_id: input.awarded_by_id,
        area_id: input.area_id,
        form: input.form.into_inner(),
        collectives: input.collectives.0,
        individuals: input.individuals.0,
        reason: input.reason.into_inner(),
        awarded_on: input.awarded_on,
        period_from: input.period_from,
        period_to: input.period_to,
        document_id: input.document_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_commendation(tx, &row)?;
    tx.record(Event::new("commendation.recorded", "commendation", row.id).in_area(row.area_id).fields([
        "awarded_by_id",
        "form",
        "collectives",
        "individuals",
        "awarded_on",
    ]));
    Ok(row)
}
