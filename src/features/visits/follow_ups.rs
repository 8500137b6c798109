//! What people can do to follow-ups: enter, change, close with a reason, open again. Visits keep them (`decide`).
use super::{
    api_follow_ups::{ChangeFollowUp, CloseFollowUp, CreateFollowUp},
    model::{FollowUp, FollowUpOrigin, FollowUpStatus, Priority},
    problems::{PERSON_ELSEWHERE, Refused, WINDOW, WRONG_STATUS},
    queries_follow_ups as queries,
    write::{open, seal},
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::{AreaId, FollowUpId, UserId},
        problem::{CHANGED_MEANWHILE, NOT_FOUND},
    },
    db::{Event, FeedKind, InScope, Tx},
};

const TABLE: &str = "follow_ups";

/// Enters a follow-up by hand.
///
/// # Errors
/// When something it names is not there, or its window ends before it starts.
pub fn create_follow_up(tx: &mut Tx, scope: &Scope, input: CreateFollowUp) -> Result<FollowUp> {
    let row = insert_follow_up(tx, scope, input)?;
    tx.record(Event::new("follow_up.entered", "follow_up", row.id).in_area(row.area_id).fields([
        "household_id",
        "person_id",
        "scheme",
        "due_from",
        "due_to",
        "priority",
        "assigned_to",
        "note",
    ]));
    Ok(row)
}

/// The same without its audit line, which is the caller's.
///
/// # Errors
/// The same.
pub fn insert_follow_up(tx: &mut Tx, scope: &Scope, input: CreateFollowUp) -> Result<FollowUp> {
    let area_id = queries::area_of_household(tx.conn()?, scope, input.household_id)?.ok_or_else(|| {
        Error::from(Refused::because(&NOT_FOUND, "/household_id", "Không tìm thấy hộ", "No such household"))
    })?;
    if let Some(person) = input.person_id
        && queries::household_of_person(tx.conn()?, scope, person)? != Some(input.household_id)
    {
        return Err(Refused::at(&PERSON_ELSEWHERE, "/person_id").into());
    }
    check_assigned(tx, input.assigned_to, area_id)?;
    let id = input.id.unwrap_or_else(Id::new);
    let seals = tx.seals();
    let row = FollowUp {
        id,
        household_id: input.household_id,
        person_id: input.person_id,
        area_id,
        scheme: input.scheme,
        due_from: input.due_from,
        due_to: input.due_to,
        priority: input.priority.unwrap_or(Priority::Normal),
        origin: FollowUpOrigin::Manual,
        origin_visit_id: None,
        assigned_to: input.assigned_to,
        status: FollowUpStatus::Open,
        closed_by_visit_id: None,
        closed_at: None,
        closed_why_sealed: None,
        note_sealed: seal(seals, TABLE, "note_sealed", id.as_str(), input.note.as_deref())?,
        seal_key: seals.key_number()?,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    check_window(&row)?;
    queries::insert(tx, &row)?;
    tx.touch("follow_up", id, FeedKind::Upsert, Some(area_id));
    Ok(row)
}

/// Changes a follow-up that waits.
///
/// # Errors
/// `follow-up-status` for one that is closed; as for a new one otherwise.
pub fn change_follow_up(
    tx: &mut Tx,
    scope: &Scope,
    id: FollowUpId,
    rev: i64,
    input: ChangeFollowUp,
) -> Result<FollowUp> {
    let old = found(tx, scope, id)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    require_status(&old, &[FollowUpStatus::Open])?;
    check_assigned(tx, input.assigned_to.new_value().copied(), old.area_id)?;
    let mut new = (*old).clone();
    new.due_from = input.due_from.unwrap_or(new.due_from);
    new.due_to = input.due_to.unwrap_or(new.due_to);
    new.priority = input.priority.unwrap_or(new.priority);
    new.assigned_to = input.assigned_to.apply(new.assigned_to);
    check_window(&new)?;
    if input.note.is_change() {
        let note = input.note.apply(None);
        let seals = tx.seals();
        new.note_sealed = seal(seals, TABLE, "note_sealed", id.as_str(), note.as_deref())?;
        new.seal_key = seals.key_number()?;
    }
    let fields = ["due_from", "due_to", "priority", "assigned_to", "note"];
    save(tx, &old, new, "follow_up.changed", &fields)
}

/// Closes a follow-up that nobody will keep, with the reason.
///
/// # Errors
/// `follow-up-status` when it does not wait.
pub fn close_follow_up(tx: &mut Tx, scope: &Scope, id: FollowUpId, input: &CloseFollowUp) -> Result<FollowUp> {
    let row = end_follow_up(tx, scope, id, input)?;
    tx.record(Event::new("follow_up.closed", "follow_up", id).in_area(row.area_id).fields(["status", "closed_why"]));
    Ok(row)
}

/// The same without its audit line, which is the caller's.
///
/// # Errors
/// The same.
pub fn end_follow_up(tx: &mut Tx, scope: &Scope, id: FollowUpId, input: &CloseFollowUp) -> Result<FollowUp> {
    let old = found(tx, scope, id)?;
    require_status(&old, &[FollowUpStatus::Open])?;
    let (seals, mut new) = (tx.seals(), (*old).clone());
    // One key number stands for both sealed values of a row, so both are sealed now.
    let note = open(seals, TABLE, "note_sealed", id.as_str(), old.note_sealed.as_deref())?;
    new.note_sealed = seal(seals, TABLE, "note_sealed", id.as_str(), note.as_deref())?;
    new.closed_why_sealed = seal(seals, TABLE, "closed_why_sealed", id.as_str(), Some(&input.why))?;
    new.seal_key = seals.key_number()?;
    (new.status, new.closed_at) = (FollowUpStatus::Closed, Some(tx.now()));
    queries::update(tx, &old, &new)?;
    new.rev = old.rev + 1;
    tx.touch("follow_up", id, FeedKind::Upsert, Some(new.area_id));
    Ok(new)
}

/// Opens a follow-up again that was closed or kept by mistake.
///
/// # Errors
/// `follow-up-status` when it waits, or was taken back with the visit it came from.
pub fn reopen_follow_up(tx: &mut Tx, scope: &Scope, id: FollowUpId) -> Result<FollowUp> {
    let old = found(tx, scope, id)?;
    require_status(&old, &[FollowUpStatus::Kept, FollowUpStatus::Closed])?;
    let mut new = (*old).clone();
    new.status = FollowUpStatus::Open;
    (new.closed_by_visit_id, new.closed_at, new.closed_why_sealed) = (None, None, None);
    save(tx, &old, new, "follow_up.reopened", &["status"])
}

fn found(tx: &mut Tx, scope: &Scope, id: FollowUpId) -> Result<InScope<FollowUp>> {
    queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

fn save(
    tx: &mut Tx,
    old: &InScope<FollowUp>,
    mut new: FollowUp,
    action: &'static str,
    fields: &[&'static str],
) -> Result<FollowUp> {
    queries::update(tx, old, &new)?;
    new.rev = old.rev + 1;
    tx.record(Event::new(action, "follow_up", new.id).in_area(new.area_id).fields(fields.iter().copied()));
    Ok(new)
}

fn require_status(row: &FollowUp, wanted: &[FollowUpStatus]) -> Result<()> {
    if wanted.contains(&row.status) {
        return Ok(());
    }
    let status = row.status;
    Err(WRONG_STATUS
        .because(format!("Việc hẹn đang ở trạng thái {status}."), format!("The follow-up is {status}."))
        .into())
}

fn check_window(row: &FollowUp) -> Result<()> {
    if row.due_to < row.due_from { Err(Refused::at(&WINDOW, "/due_to").into()) } else { Ok(()) }
}

/// Who is to go there must be able to record what happens there.
fn check_assigned(tx: &mut Tx, user_id: Option<UserId>, area_id: AreaId) -> Result<()> {
    let (Some(user_id), today) = (user_id, tx.today()) else { return Ok(()) };
    if queries::may_record(tx.conn()?, user_id, area_id, today)? {
        return Ok(());
    }
    let nobody = ("Không tìm thấy người dùng được ghi lượt đến nhà ở đây", "Nobody who may record visits there");
    Err(Refused::because(&NOT_FOUND, "/assigned_to", nobody.0, nobody.1).into())
}
