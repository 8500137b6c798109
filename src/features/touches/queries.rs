//! SQL of attendances, messages and windows. What of them counts as touches stands in `queries_ledger`.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    model::{Attendee, Message, Named, WindowRow},
    problems::WINDOW_SAME_DAY,
    window::Window,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{
            AreaId, AttendeeId, CampaignId, EventId, HouseholdId, MessageId, OrganisationId, PersonId, TouchWindowId,
            UserId, VisitId,
        },
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            area_closure, enrolments, event_attendees, events, households, messages, persons, touch_windows, visits,
        },
        scoped,
    },
    features::events::records_held,
};

const ONCE: UniqueRule =
    UniqueRule { postgres: "event_attendees_once", sqlite: "event_attendees.event_id, event_attendees.person_id" };
const ONE_WINDOW: UniqueRule =
    UniqueRule { postgres: "touch_windows_one_per_day", sqlite: "touch_windows.scheme, touch_windows.valid_from" };

/// Every window, the latest first.
pub fn window_rows(conn: &mut Conn) -> Result<Vec<WindowRow>> {
    Ok(touch_windows::table
        .order((touch_windows::scheme, touch_windows::valid_from.desc()))
        .select(WindowRow::as_select())
        .load(conn)?)
}

/// Every window as the rules need it.
///
/// # Errors
/// When the database fails.
pub fn windows(conn: &mut Conn) -> Result<Vec<Window>> {
    let rows = window_rows(conn)?.into_iter();
    Ok(rows.map(|row| Window { scheme: row.scheme, days: row.days, valid_from: row.valid_from }).collect())
}

pub fn insert_window(tx: &mut Tx, row: &WindowRow) -> Result<()> {
    diesel::insert_into(touch_windows::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_WINDOW, &WINDOW_SAME_DAY)
}

pub fn window_exists(conn: &mut Conn, id: TouchWindowId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(touch_windows::table.find(id))).get_result(conn)?)
}

/// Those of these people that are there and within the scope.
pub fn named(conn: &mut Conn, scope: &Scope, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Named>> {
    use persons::{area_id, do_not_contact, household_id, id, merged_into_id};
    let rows: Vec<Named> = scoped::each::persons(scope)
        .filter(among(id, ids))
        .select((id, household_id, area_id, do_not_contact, merged_into_id))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Those of these households, found by people within the scope, that asked to be left alone.
pub fn left_alone(conn: &mut Conn, ids: &[HouseholdId]) -> Result<BTreeSet<HouseholdId>> {
    let rows: Vec<HouseholdId> = households::table
        .filter(among(households::id, ids))
        .filter(households::do_not_contact.eq(true))
        .select(households::id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who of these is recorded at an event already.
pub fn recorded_at(conn: &mut Conn, event: EventId, people: &[PersonId]) -> Result<Vec<Attendee>> {
    Ok(event_attendees::table
        .filter(event_attendees::event_id.eq(event))
        .filter(among(event_attendees::person_id, people))
        .filter(event_attendees::withdrawn_at.is_null())
        .select(Attendee::as_select())
        .load(conn)?)
}

/// Those of these people, found in scope, of whom a sign-up names an event, or a record merged into it, as what led to it.
pub fn signed_up_for(conn: &mut Conn, event: EventId, people: &[PersonId]) -> Result<BTreeSet<PersonId>> {
    let merged = events::table.filter(events::merged_into_id.eq(event)).select(events::id);
    let mut records: Vec<EventId> = merged.load(conn)?;
    records.push(event);
    let rows: Vec<PersonId> = enrolments::table
        .filter(enrolments::source.eq("event"))
        .filter(among(enrolments::source_id, &records))
        .filter(among(enrolments::person_id, people))
        .select(enrolments::person_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn insert_attendees(tx: &mut Tx, rows: &[Attendee]) -> Result<()> {
    insert_all!(tx.conn()?, event_attendees::table, rows).on_duplicate(&ONCE, &ALREADY_EXISTS)
}

/// People within the scope who were at an event, the last recorded first.
pub fn attendees(conn: &mut Conn, scope: &Scope, event: EventId, cursor: &Cursor) -> Result<Page<Attendee>> {
    let mut query = scoped::event_attendees(scope)
        .filter(event_attendees::event_id.eq(event))
        .filter(event_attendees::withdrawn_at.is_null());
    if let Some(after) = &cursor.after {
        query = query.filter(event_attendees::id.lt(after.clone()));
    }
    let ordered = query.order(event_attendees::id.desc()).limit(cursor.fetch());
    Ok(cursor.page(ordered.select(Attendee::as_select()).load(conn)?, |row: &Attendee| row.id.to_string()))
}

/// Which attendances count.
#[derive(Debug, Clone)]
pub struct AttendeeFilter {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    pub partner_id: Option<OrganisationId>,
    pub led_on: Option<bool>,
}

/// Attendances within the scope that count, the last recorded first.
pub fn counted_attendees(
    conn: &mut Conn,
    scope: &Scope,
    filter: &AttendeeFilter,
    cursor: &Cursor,
) -> Result<Page<Attendee>> {
    let records = records_held(conn, (filter.from, filter.to), filter.partner_id)?;
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(filter.area_id));
    let mut query = scoped::event_attendees(scope)
        .filter(among(event_attendees::event_id, &records))
        .filter(event_attendees::withdrawn_at.is_null())
        .filter(event_attendees::twice.eq(false))
        .filter(event_attendees::counted_area_id.eq_any(below.select(area_closure::descendant_id)));
    if let Some(led_on) = filter.led_on {
        query = query.filter(event_attendees::led_on.eq(led_on));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(event_attendees::id.lt(after.clone()));
    }
    let ordered = query.order(event_attendees::id.desc()).limit(cursor.fetch());
    Ok(cursor.page(ordered.select(Attendee::as_select()).load(conn)?, |row: &Attendee| row.id.to_string()))
}

/// An attendance that stands.
pub fn attendee(conn: &mut Conn, scope: &Scope, id: AttendeeId) -> Result<Option<InScope<Attendee>>> {
    let query = scoped::each::event_attendees(scope).filter(event_attendees::id.eq(id));
    scoped::first(conn, query.filter(event_attendees::withdrawn_at.is_null()).select(Attendee::as_select()))
}

pub fn withdraw_attendee(tx: &mut Tx, row: &InScope<Attendee>, (at, by): (Moment, Option<UserId>)) -> Result<()> {
    diesel::update(event_attendees::table.find(row.id))
        .set((event_attendees::withdrawn_at.eq(at), event_attendees::withdrawn_by.eq(by)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_messages(tx: &mut Tx, rows: &[Message]) -> Result<()> {
    insert_all!(tx.conn()?, messages::table, rows)?;
    Ok(())
}

/// Which messages a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct MessageFilter {
    pub area_id: Option<AreaId>,
    pub person_id: Option<PersonId>,
    pub campaign_id: Option<CampaignId>,
}

/// Messages, the last recorded first.
pub fn messages_page(conn: &mut Conn, scope: &Scope, filter: &MessageFilter, cursor: &Cursor) -> Result<Page<Message>> {
    let mut query = scoped::messages(scope).filter(messages::withdrawn_at.is_null());
    if let Some(area_id) = filter.area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(messages::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(person) = filter.person_id {
        query = query.filter(messages::person_id.eq(person));
    }
    if let Some(campaign) = filter.campaign_id {
        query = query.filter(messages::campaign_id.eq(campaign));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(messages::id.lt(after.clone()));
    }
    let ordered = query.order(messages::id.desc()).limit(cursor.fetch());
    Ok(cursor.page(ordered.select(Message::as_select()).load(conn)?, |row: &Message| row.id.to_string()))
}

/// A message that stands.
pub fn message(conn: &mut Conn, scope: &Scope, id: MessageId) -> Result<Option<InScope<Message>>> {
    let query = scoped::messages(scope).filter(messages::id.eq(id)).filter(messages::withdrawn_at.is_null());
    scoped::first(conn, query.select(Message::as_select()))
}

pub fn withdraw_message(tx: &mut Tx, row: &InScope<Message>, (at, by): (Moment, Option<UserId>)) -> Result<()> {
    diesel::update(messages::table.find(row.id))
        .set((messages::withdrawn_at.eq(at), messages::withdrawn_by.eq(by)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Which of these rows the caller may name.
#[derive(Debug, Default)]
pub struct Nameable {
    pub visits: BTreeSet<VisitId>,
    pub messages: BTreeSet<MessageId>,
    pub events: BTreeSet<EventId>,
}

/// Those of these rows that are within the scope. Attendances are where their person is, and need no look.
pub fn nameable(
    conn: &mut Conn,
    scope: &Scope,
    visit_ids: &[VisitId],
    message_ids: &[MessageId],
    event_ids: &[EventId],
) -> Result<Nameable> {
    let mut all = Nameable::default();
    if !visit_ids.is_empty() {
        let query = scoped::each::visits(scope).filter(among(visits::id, visit_ids));
        all.visits = query.select(visits::id).load::<VisitId>(conn)?.into_iter().collect();
    }
    if !message_ids.is_empty() {
        let query = scoped::messages(scope).filter(among(messages::id, message_ids));
        all.messages = query.select(messages::id).load::<MessageId>(conn)?.into_iter().collect();
    }
    if !event_ids.is_empty() {
        let query = scoped::events_seen(scope).filter(among(events::id, event_ids));
        all.events = query.select(events::id).load::<EventId>(conn)?.into_iter().collect();
    }
    Ok(all)
}
