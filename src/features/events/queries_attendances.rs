//! SQL of who was at events, as they count. What is recorded of them stands in `features::touches`.
use std::collections::BTreeSet;

use diesel::{dsl::count_star, prelude::*};

use super::{
    lifecycle::EventStatus,
    model::{Attended, Event},
};
use crate::{
    base::{
        Result,
        id::{AreaId, AttendeeId, EventId, PersonId},
    },
    db::{
        Conn, Tx, among,
        schema::{event_attendees, events},
    },
};

/// An event by its id, wherever it was held.
pub fn event(conn: &mut Conn, id: EventId) -> Result<Option<Event>> {
    Ok(events::table.find(id).select(Event::as_select()).first(conn).optional()?)
}

/// An event and the records that were merged into it.
pub fn records_of(conn: &mut Conn, id: EventId) -> Result<Vec<EventId>> {
    let merged = events::table.filter(events::merged_into_id.eq(id)).order(events::id).select(events::id);
    let merged: Vec<EventId> = merged.load(conn)?;
    Ok([id].into_iter().chain(merged).collect())
}

/// Those who were at these records of an event, each once, by where they lived.
pub fn attended(conn: &mut Conn, records: &[EventId]) -> Result<Vec<Attended>> {
    Ok(event_attendees::table
        .filter(among(event_attendees::event_id, records))
        .filter(event_attendees::withdrawn_at.is_null())
        .filter(event_attendees::twice.eq(false))
        .group_by((event_attendees::counted_area_id, event_attendees::led_on))
        .select((event_attendees::counted_area_id, event_attendees::led_on, count_star()))
        .load(conn)?)
}

/// Who stands at these records of an event, in their order, and whether somebody is recorded there before.
pub fn people(conn: &mut Conn, records: &[EventId]) -> Result<Vec<(AttendeeId, PersonId, bool)>> {
    let mut all = Vec::new();
    for record in records {
        let rows: Vec<(AttendeeId, PersonId, bool)> = event_attendees::table
            .filter(event_attendees::event_id.eq(record))
            .filter(event_attendees::withdrawn_at.is_null())
            .order(event_attendees::id)
            .select((event_attendees::id, event_attendees::person_id, event_attendees::twice))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

pub fn note_twice(tx: &mut Tx, ids: &[AttendeeId], twice: bool) -> Result<()> {
    if !ids.is_empty() {
        diesel::update(event_attendees::table.filter(among(event_attendees::id, ids)))
            .set(event_attendees::twice.eq(twice))
            .execute(tx.conn()?)?;
    }
    Ok(())
}

/// Marks that somebody's attendance led on; where those lived that were not marked before, and count.
pub fn mark_led_on(tx: &mut Tx, records: &[EventId], person: PersonId) -> Result<Vec<AreaId>> {
    let own = event_attendees::table
        .filter(among(event_attendees::event_id, records))
        .filter(event_attendees::person_id.eq(person))
        .filter(event_attendees::withdrawn_at.is_null())
        .filter(event_attendees::led_on.eq(false));
    let marked: Vec<(AreaId, bool)> = diesel::update(own)
        .set(event_attendees::led_on.eq(true))
        .returning((event_attendees::counted_area_id, event_attendees::twice))
        .get_results(tx.conn()?)?;
    Ok(marked.into_iter().filter(|(_, twice)| !twice).map(|(area, _)| area).collect())
}

pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    let standing = event_attendees::table.filter(event_attendees::withdrawn_at.is_null());
    Ok(standing.select(event_attendees::counted_area_id).distinct().load(conn)?)
}

/// Ids looked up in one statement.
const AT_ONCE: usize = 1_000;

/// The events that count at which anybody is recorded, or at a record that was merged into them.
pub fn events_attended(conn: &mut Conn) -> Result<Vec<Event>> {
    let rows: Vec<(EventId, Option<EventId>)> = event_attendees::table
        .inner_join(events::table)
        .filter(event_attendees::withdrawn_at.is_null())
        .select((events::id, events::merged_into_id))
        .distinct()
        .load(conn)?;
    let kept: BTreeSet<EventId> = rows.into_iter().map(|(id, into)| into.unwrap_or(id)).collect();
    let kept: Vec<EventId> = kept.into_iter().collect();
    let mut all = Vec::new();
    for ids in kept.chunks(AT_ONCE) {
        let rows: Vec<Event> = events::table
            .filter(among(events::id, ids))
            .filter(events::status.eq_any([EventStatus::Held, EventStatus::Closed]))
            .select(Event::as_select())
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}
