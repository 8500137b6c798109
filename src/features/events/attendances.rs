//! What known people who were at an event count for: each once under every organisation that held it, on the event's day, where
//! the person lived when it was recorded. Whoever is recorded at two records that were made one counts once.
use std::{collections::BTreeSet, sync::Arc};

use super::{
    model::{Attended, Event},
    queries, queries_attendances as rows,
};
use crate::{
    base::{
        Day, Result,
        id::{AreaId, EventId, OrganisationId, PersonId},
    },
    db::{
        Conn, Tx,
        cells::{By, Counted, Group, Grouping, Values, added, sums_in},
    },
};

sums_in! { "attendance_cells" =>
    /// What a cell holds.
    pub struct AttendanceSums {
        /// People known by name who were at an event.
        attended,
        /// Of those, the ones whose sign-up names the event as what led to it.
        led_on,
    }
}

/// An event by what tells one from another here.
struct Held {
    on: Option<Day>,
    groups: Arc<[Group]>,
}

impl Held {
    fn new(on: Option<Day>, bodies: &BTreeSet<OrganisationId>) -> Self {
        let group = |key: &str| Group { grouping: Grouping::of(By::Partner), key: key.into() };
        let groups = [group("")].into_iter().chain(bodies.iter().map(|body| group(body.as_str()))).collect();
        Self { on, groups }
    }
    fn counted(&self, area_id: AreaId, sums: AttendanceSums, times: i64) -> Counted {
        let values = added(Values::default(), sums.into(), times);
        Counted { area_id, rises: true, on: self.on, groups: self.groups.clone(), values }
    }
    fn attended(&self, alike: &Attended, times: i64) -> Counted {
        let sums = AttendanceSums { attended: 1, led_on: alike.led_on.into() };
        self.counted(alike.area_id, sums, alike.people * times)
    }
}

/// The organisations that held an event: its organiser and its partners, those of records merged into it as well.
fn bodies(conn: &mut Conn, event: &Event) -> Result<BTreeSet<OrganisationId>> {
    let own = queries::parts_of(conn, event.id)?.partners.into_iter().map(|partner| partner.organisation_id);
    Ok(own.chain(queries::bodies_of_merged(conn, event.id)?).chain([event.organiser_id]).collect())
}

/// Everybody who was at an event counts so many times, if the event counts; less than nothing where it counts for no more.
///
/// # Errors
/// When the database fails.
pub fn count_all(tx: &mut Tx, event: &Event, times: i64) -> Result<()> {
    if !event.status.counts() {
        return Ok(());
    }
    // Somebody who is recorded at this moment is counted by one of the two, and not by both.
    tx.alone()?;
    let records = rows::records_of(tx.conn()?, event.id)?;
    let alike = rows::attended(tx.conn()?, &records)?;
    if !alike.is_empty() {
        let held = Held::new(event.counted_on, &bodies(tx.conn()?, event)?);
        tx.count(AttendanceSums::SHEET, alike.iter().map(|one| held.attended(one, times)));
    }
    Ok(())
}

/// Of everybody who is recorded twice at an event, of which records were made one, only the first counts.
///
/// # Errors
/// When the database fails.
pub fn tell_twice(tx: &mut Tx, event: EventId) -> Result<()> {
    let records = rows::records_of(tx.conn()?, event)?;
    let mut seen: BTreeSet<PersonId> = BTreeSet::new();
    let (mut once, mut twice) = (Vec::new(), Vec::new());
    for (id, person, was_twice) in rows::people(tx.conn()?, &records)? {
        match (seen.insert(person), was_twice) {
            (true, true) => once.push(id),
            (false, false) => twice.push(id),
            _ => {}
        }
    }
    rows::note_twice(tx, &once, false)?;
    rows::note_twice(tx, &twice, true)
}

/// The event that a record counts for: the one it was merged into, or itself.
///
/// # Errors
/// When the database fails.
pub fn kept(conn: &mut Conn, id: EventId) -> Result<Option<Event>> {
    let own = rows::event(conn, id)?;
    match own.as_ref().and_then(|event| event.merged_into_id) {
        Some(kept) => rows::event(conn, kept),
        None => Ok(own),
    }
}

/// A sign-up of somebody names an event, found in scope, as what led to it: the attendance led on.
///
/// # Errors
/// When the database fails.
pub fn lead_on(tx: &mut Tx, id: EventId, person: PersonId) -> Result<()> {
    tx.alone()?;
    let Some(event) = kept(tx.conn()?, id)? else { return Ok(()) };
    let records = rows::records_of(tx.conn()?, event.id)?;
    // Of two servers that do so at the same moment one finds it done, and counts nothing.
    let marked = rows::mark_led_on(tx, &records, person)?;
    if !marked.is_empty() && event.status.counts() {
        let held = Held::new(event.counted_on, &bodies(tx.conn()?, &event)?);
        let sums = AttendanceSums { led_on: 1, ..AttendanceSums::default() };
        tx.count(AttendanceSums::SHEET, marked.into_iter().map(|area_id| held.counted(area_id, sums, 1)));
    }
    Ok(())
}

/// The areas in which people lived who were at events.
///
/// # Errors
/// When the database fails.
pub fn attendance_places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    rows::places(conn)
}

/// What everybody who was at an event counts for; those of all areas, whichever are asked for.
///
/// # Errors
/// When the database fails.
pub fn attendances_counted(conn: &mut Conn, _: &[AreaId]) -> Result<Vec<Counted>> {
    let mut counted = Vec::new();
    for event in rows::events_attended(conn)? {
        let records = rows::records_of(conn, event.id)?;
        let held = Held::new(event.counted_on, &bodies(conn, &event)?);
        counted.extend(rows::attended(conn, &records)?.iter().map(|one| held.attended(one, 1)));
    }
    Ok(counted)
}

/// The records of events that count from one day to another and that an organisation held alone or with others.
///
/// # Errors
/// When the database fails.
pub fn records_held(conn: &mut Conn, (from, to): (Day, Day), by: Option<OrganisationId>) -> Result<Vec<EventId>> {
    let mut all = Vec::new();
    for event in rows::events_attended(conn)? {
        let then = event.counted_on.is_some_and(|on| on >= from && on <= to);
        let theirs = match by {
            Some(body) if then => bodies(conn, &event)?.contains(&body),
            _ => then,
        };
        if theirs {
            all.extend(rows::records_of(conn, event.id)?);
        }
    }
    Ok(all)
}
