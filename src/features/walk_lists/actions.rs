//! What people can do to walk lists: look what one would be, make it, give it to somebody, close it.
use std::collections::HashMap;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

use super::{
    api::{AssignWalkList, CloseWalkList, CreateWalkList, PreviewWalkList},
    build::{Draft, MAX_DOORS, Order, Wanted, draft},
    holding::{Stint, check, is_ended_by},
    model::{AssignWhy, Assignment, Entry, OrderedBy, ReasonRow, WalkList},
    problems, queries, queries_figures,
    views::{number, why_place},
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result, Text,
        id::{AreaId, HouseholdId, UserId, WalkListId},
        problem::NOT_FOUND,
    },
    db::{Conn, Event, InScope, Tx},
    features::{areas, campaigns, funnel::Sums, people::Household, visits},
};

/// A seed for a lottery: 128 random bits, hexadecimal.
///
/// # Errors
/// When there is no randomness.
pub fn drawn_seed() -> Result<String> {
    let mut bits = [0_u8; 16];
    SystemRandom::new().fill(&mut bits).map_err(|_| Error::internal("no randomness"))?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What a list would be, and in which order.
///
/// # Errors
/// As for making it, but an empty or overlong list is shown as such.
pub fn preview(conn: &mut Conn, scope: &Scope, asked: &PreviewWalkList) -> Result<(Order, Draft)> {
    let wanted = Wanted::of(asked, scope.today(), drawn_seed)?;
    let draft = draft(conn, scope, &wanted)?;
    Ok((wanted.order, draft))
}

/// Makes a list, frozen as of today.
///
/// # Errors
/// `walk-list-empty`, `walk-list-too-long`, and when something it names is not there.
pub fn create_walk_list(tx: &mut Tx, scope: &Scope, input: CreateWalkList) -> Result<InScope<WalkList>> {
    let starts_on = input.starts_on.unwrap_or(tx.today());
    if input.ends_on.is_some_and(|end| end < starts_on) {
        return Err(problems::DATES.field("/ends_on", "before-start", problems::DATES.title).into());
    }
    let wanted = Wanted::of(&input.preview(), tx.today(), drawn_seed)?;
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    if let Some(campaign) = input.campaign_id {
        campaigns::require(tx.conn()?, scope, campaign, "/campaign_id")?;
    }
    if let Some(user) = input.assigned_to {
        check_walker(tx, user, input.area_id, "/assigned_to")?;
    }
    let draft = draft(tx.conn()?, scope, &wanted)?;
    if draft.size == 0 {
        return Err(problems::EMPTY.now().into());
    }
    if draft.size > MAX_DOORS {
        return Err(problems::TOO_LONG.now().into());
    }
    let row = frozen(tx, &input, &wanted, starts_on, &draft)?;
    let homes: Vec<HouseholdId> = draft.doors.iter().map(|door| door.household_id).collect();
    let (entries, reasons) = doors(row.id, &draft, &queries::homes(tx.conn()?, scope, &homes)?);
    queries::insert(tx, &row, &entries, &reasons)?;
    tx.count(Sums::SHEET, queries_figures::counted_of(&row, &entries));
    if let Some(user_id) = input.assigned_to {
        let first = assignment(tx, row.id, &Stint { user_id, why: AssignWhy::Assign, until: None, ended: false });
        queries::insert_assignment(tx, &first, &[])?;
    }
    tx.record(Event::new("walk_list.made", "walk_list", row.id).in_area(row.area_id).fields([
        "name",
        "campaign_id",
        "criteria",
        "order",
        "limit",
        "contact_cap",
        "starts_on",
        "ends_on",
        "assigned_to",
    ]));
    found(tx, scope, row.id)
}

fn frozen(tx: &Tx, input: &CreateWalkList, wanted: &Wanted, starts_on: Day, draft: &Draft) -> Result<WalkList> {
    let (ordered_by, seed, start) = match &wanted.order {
        Order::Distance(start) => (OrderedBy::Distance, None, Some(*start)),
        Order::House => (OrderedBy::House, None, None),
        Order::Random(seed) => (OrderedBy::Random, Some(seed.clone()), None),
    };
    Ok(WalkList {
        id: input.id.unwrap_or_else(Id::new),
        name: input.name.to_string(),
        area_id: input.area_id,
        campaign_id: input.campaign_id,
        criteria: serde_json::to_string(&input.criteria).map_err(Error::internal)?,
        ordered_by,
        seed,
        start_latitude: start.map(|(latitude, _)| latitude),
        start_longitude: start.map(|(_, longitude)| longitude),
        most: input.limit.map(|limit| limit.0),
        cap_contacts: wanted.cap.contacts,
        cap_days: wanted.cap.days,
        as_of: tx.today(),
        starts_on,
        ends_on: input.ends_on,
        doors: number(draft.size),
        closed_at: None,
        closed_by: None,
        closed_why_sealed: None,
        seal_key: tx.seals().key_number()?,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    })
}

/// The rows of a draft's doors.
fn doors(list_id: WalkListId, draft: &Draft, homes: &HashMap<HouseholdId, Household>) -> (Vec<Entry>, Vec<ReasonRow>) {
    let (mut entries, mut reasons) = (Vec::new(), Vec::new());
    for (n, door) in draft.doors.iter().enumerate() {
        let position = number(n + 1);
        let (household_id, never_met) = (door.household_id, door.never_met);
        entries.extend(homes.get(&household_id).map(|home| Entry {
            list_id,
            position,
            household_id,
            never_met,
            area_id: home.area_id,
            attempted: false,
        }));
        let why = door.reasons.iter().enumerate();
        reasons.extend(why.map(|(k, reason)| ReasonRow::of(list_id, position, k + 1, reason)));
    }
    (entries, reasons)
}

/// Gives a list to somebody: for the first time, for good in another's place, or for a time.
///
/// # Errors
/// `walk-list-closed`, `walk-list-held`, `walk-list-not-held`, `walk-list-same-person`, `walk-list-until`; `not-found` for
/// somebody who may not record visits there.
pub fn assign_walk_list(
    tx: &mut Tx,
    scope: &Scope,
    id: WalkListId,
    input: &AssignWalkList,
) -> Result<InScope<WalkList>> {
    let old = open(tx, scope, id)?;
    check_walker(tx, input.user_id, old.area_id, "/user_id")?;
    let before = queries::assignments(tx.conn()?, &[id])?.remove(&id).unwrap_or_default();
    let stints: Vec<Stint> = before.iter().map(Stint::from).collect();
    let new = Stint { user_id: input.user_id, why: input.why, until: input.until, ended: false };
    check(&stints, &new, tx.today()).map_err(|cannot| cannot.spec().now())?;
    let ended: Vec<_> =
        before.iter().zip(&stints).filter(|(_, stint)| is_ended_by(stint, &new)).map(|(row, _)| row.id).collect();
    let row = assignment(tx, id, &new);
    queries::insert_assignment(tx, &row, &ended)?;
    queries::next_version(tx, &old)?;
    let fields = ["assigned_to", "why", "until"];
    tx.record(Event::new("walk_list.assigned", "walk_list", id).in_area(old.area_id).fields(fields));
    found(tx, scope, id)
}

fn assignment(tx: &Tx, list_id: WalkListId, new: &Stint) -> Assignment {
    Assignment {
        id: Id::new(),
        list_id,
        user_id: new.user_id,
        why: new.why,
        until_day: new.until,
        assigned_by: tx.actor().user_id,
        assigned_at: tx.now(),
        ended_at: None,
    }
}

/// Closes a list. Its doors, reasons and assignments stay.
///
/// # Errors
/// `walk-list-closed` when it is closed already.
pub fn close_walk_list(tx: &mut Tx, scope: &Scope, id: WalkListId, input: &CloseWalkList) -> Result<InScope<WalkList>> {
    let old = open(tx, scope, id)?;
    let mut new = (*old).clone();
    let seals = tx.seals();
    new.closed_why_sealed = input.reason.as_ref().map(|why| seals.seal(why_place(&id), why)).transpose()?;
    new.seal_key = seals.key_number()?;
    (new.closed_at, new.closed_by) = (Some(tx.now()), tx.actor().user_id);
    queries::close(tx, &old, &new)?;
    let fields = ["closed_at", "closed_reason"];
    tx.record(Event::new("walk_list.closed", "walk_list", id).in_area(old.area_id).fields(fields));
    found(tx, scope, id)
}

fn found(tx: &mut Tx, scope: &Scope, id: WalkListId) -> Result<InScope<WalkList>> {
    queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

fn open(tx: &mut Tx, scope: &Scope, id: WalkListId) -> Result<InScope<WalkList>> {
    let list = found(tx, scope, id)?;
    if list.closed_at.is_some() { Err(problems::CLOSED.now().into()) } else { Ok(list) }
}

/// Who walks a list must be able to record what happens there.
fn check_walker(tx: &mut Tx, user_id: UserId, area_id: AreaId, pointer: &'static str) -> Result<()> {
    let today = tx.today();
    if visits::may_record(tx.conn()?, user_id, area_id, today)? {
        return Ok(());
    }
    let nobody = Text {
        vi: "Không tìm thấy người dùng được ghi lượt đến nhà ở đây",
        en: "Nobody who may record visits there",
    };
    Err(NOT_FOUND.field(pointer, "not-found", nobody).into())
}
