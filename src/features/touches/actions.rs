//! What people can do with touches: record who was at an event and what was sent, take it back, set a window.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    api::{CreateAttendees, CreateMessages, CreateTouchWindow},
    model::{Attendee, Message, Named, WindowRow},
    problems, queries,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Problem, Result, Text,
        id::{AreaId, AttendeeId, EventId, HouseholdId, MessageId, PersonId},
        problem::{ALREADY_EXISTS, INVALID, NOT_ALLOWED, NOT_FOUND},
    },
    db::{Event, FeedKind, Tx, scoped},
    features::{
        areas, campaigns, events,
        lists::{self, List},
        organisations,
        people::PERSON_MERGED,
    },
};

/// Where a request names somebody.
fn pointer(n: usize) -> String {
    format!("/person_ids/{n}")
}

/// The people that a request names, all of them within the scope and none merged into another record.
fn named(tx: &mut Tx, scope: &Scope, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Named>> {
    if ids.is_empty() {
        let empty = Text { vi: "Ghi ít nhất một người", en: "Name one person at least" };
        return Err(INVALID.field("/person_ids", "empty", empty).into());
    }
    let found = queries::named(tx.conn()?, scope, ids)?;
    for (n, id) in ids.iter().enumerate() {
        let refusal = match found.get(id) {
            None => NOT_FOUND.field(pointer(n), "not-found", Text { vi: "Không tìm thấy người", en: "No such person" }),
            Some(person) if person.merged_into_id.is_some() => {
                PERSON_MERGED.field(pointer(n), "merged", PERSON_MERGED.title)
            }
            Some(_) => continue,
        };
        return Err(refusal.into());
    }
    Ok(found)
}

/// Records who was at an event; who is recorded already stays recorded once.
///
/// # Errors
/// `not-found` for the event or a person, `attendance-event-not-held`, `person-merged`.
pub fn record_attendees(tx: &mut Tx, scope: &Scope, id: EventId, input: &CreateAttendees) -> Result<Vec<Attendee>> {
    tx.alone()?;
    let event = events::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if !event.status.counts() || event.counted_on.is_none() {
        return Err(problems::NOT_HELD.now().into());
    }
    let people = named(tx, scope, &input.person_ids)?;
    let mut all = queries::recorded_at(tx.conn()?, id, &input.person_ids)?;
    let there: BTreeSet<PersonId> = all.iter().map(|row| row.person_id).collect();
    let (now, by) = (tx.now(), tx.actor().user_id);
    let led_on = queries::signed_up_for(tx.conn()?, id, &input.person_ids)?;
    let new: Vec<Attendee> = people
        .values()
        .filter(|person| !there.contains(&person.id))
        .map(|person| Attendee {
            id: Id::new(),
            event_id: id,
            person_id: person.id,
            area_id: person.area_id,
            recorded_by: by,
            created_at: now,
            withdrawn_at: None,
            withdrawn_by: None,
            counted_area_id: person.area_id,
            led_on: led_on.contains(&person.id),
            twice: false,
        })
        .collect();
    let Some(first) = new.first() else {
        tx.unchanged();
        return Ok(all);
    };
    events::count_attendances(tx, &event, -1)?;
    queries::insert_attendees(tx, &new)?;
    events::tell_twice(tx, id)?;
    events::count_attendances(tx, &event, 1)?;
    let line = Event::new("event_attendees.recorded", "event_attendee", first.id);
    record(tx, line.fields(["event_id", "person_id"]), new.iter().map(|row| row.area_id).collect())?;
    for row in &new {
        tx.touch("event_attendee", row.id, FeedKind::Upsert, Some(row.area_id));
    }
    all.extend(new);
    Ok(all)
}

/// The line about many rows, in the lowest area in which all of them lie.
fn record(tx: &mut Tx, line: Event, places: Vec<AreaId>) -> Result<()> {
    let common = areas::common(tx.conn()?, &places)?;
    tx.record(match common {
        Some(area) => line.in_area(area),
        None => line,
    });
    Ok(())
}

/// Takes an attendance back that was a mistake.
///
/// # Errors
/// When it is not there, or was taken back.
pub fn withdraw_attendee(tx: &mut Tx, scope: &Scope, id: AttendeeId) -> Result<()> {
    tx.alone()?;
    let row = queries::attendee(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let stamp = (tx.now(), tx.actor().user_id);
    let event = events::kept(tx.conn()?, row.event_id)?.ok_or_else(Error::not_found)?;
    events::count_attendances(tx, &event, -1)?;
    queries::withdraw_attendee(tx, &row, stamp)?;
    events::tell_twice(tx, event.id)?;
    events::count_attendances(tx, &event, 1)?;
    tx.record(Event::new("event_attendee.withdrawn", "event_attendee", id).in_area(row.area_id));
    Ok(())
}

/// Somebody who asked to be left alone is sent nothing.
fn refuse_left_alone(tx: &mut Tx, ids: &[PersonId], people: &BTreeMap<PersonId, Named>) -> Result<()> {
    let homes: BTreeSet<HouseholdId> = people.values().map(|person| person.household_id).collect();
    let alone = queries::left_alone(tx.conn()?, &homes.into_iter().collect::<Vec<_>>())?;
    let asked = |id: &PersonId| {
        people.get(id).is_some_and(|person| person.do_not_contact || alone.contains(&person.household_id))
    };
    let issue = |(n, _)| -> Problem {
        problems::DO_NOT_CONTACT.field(pointer(n), "do-not-contact", problems::DO_NOT_CONTACT.title)
    };
    match ids.iter().enumerate().find(|(_, id)| asked(id)).map(issue) {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}

/// Records a message that was sent: to all of these people, or to none when one is refused.
///
/// # Errors
/// `not-found`, `unknown-code`, `message-day-ahead`, `message-do-not-contact`, `person-merged`, `organisation-not-yours`.
pub fn record_messages(tx: &mut Tx, scope: &Scope, input: CreateMessages) -> Result<Vec<Message>> {
    let people = named(tx, scope, &input.person_ids)?;
    lists::require(tx.conn()?, List::MessageChannel, &input.channel, "/channel")?;
    if input.sent_on > tx.today() {
        return Err(problems::SENT_AHEAD.field("/sent_on", "ahead", problems::SENT_AHEAD.title).into());
    }
    if let Some(campaign) = input.campaign_id {
        campaigns::require(tx.conn()?, scope, campaign, "/campaign_id")?;
    }
    let places: BTreeSet<AreaId> = people.values().map(|person| person.area_id).collect();
    if let Some(body) = input.organisation_id {
        organisations::require(tx.conn()?, body, "/organisation_id")?;
        for place in &places {
            if !scoped::reaches_for(tx.conn()?, scope, *place, body)? {
                let title = organisations::NOT_YOURS.title;
                return Err(organisations::NOT_YOURS.field("/organisation_id", "not-yours", title).into());
            }
        }
    }
    refuse_left_alone(tx, &input.person_ids, &people)?;
    let (now, by) = (tx.now(), tx.actor().user_id);
    let channel = input.channel.into_inner();
    let rows: Vec<Message> = people
        .values()
        .map(|person| Message {
            id: Id::new(),
            person_id: person.id,
            area_id: person.area_id,
            channel: channel.clone(),
            sent_on: input.sent_on,
            campaign_id: input.campaign_id,
            organisation_id: input.organisation_id,
            sent_by: by,
            created_at: now,
            withdrawn_at: None,
            withdrawn_by: None,
        })
        .collect();
    queries::insert_messages(tx, &rows)?;
    let first = rows.first().ok_or_else(|| Error::internal("a message to nobody"))?;
    let line = Event::new("messages.recorded", "message", first.id);
    let fields = ["person_id", "channel", "sent_on", "campaign_id", "organisation_id"];
    record(tx, line.fields(fields), places.into_iter().collect())?;
    for row in &rows {
        tx.touch("message", row.id, FeedKind::Upsert, Some(row.area_id));
    }
    Ok(rows)
}

/// Takes a message back that was recorded by mistake.
///
/// # Errors
/// When it is not there, or was taken back.
pub fn withdraw_message(tx: &mut Tx, scope: &Scope, id: MessageId) -> Result<()> {
    let row = queries::message(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let stamp = (tx.now(), tx.actor().user_id);
    queries::withdraw_message(tx, &row, stamp)?;
    tx.record(Event::new("message.withdrawn", "message", id).in_area(row.area_id));
    Ok(())
}

/// Sets how long a touch counts, from a day after today on.
///
/// # Errors
/// `not-allowed` without the right for the whole country; `touch-window-begun`, `touch-window-same-day`, `already-exists`.
pub fn create_touch_window(tx: &mut Tx, scope: &Scope, input: CreateTouchWindow) -> Result<WindowRow> {
    if !scoped::reaches_country(tx.conn()?, scope)? {
        return Err(NOT_ALLOWED
            .because(
                "Số ngày này dùng chung cho mọi nơi: chỉ người được giao quyền trên cả nước được đặt.",
                "Windows hold everywhere: only who has the right for the whole country sets them.",
            )
            .into());
    }
    if input.valid_from <= tx.today() {
        return Err(problems::WINDOW_BEGUN.field("/valid_from", "begun", problems::WINDOW_BEGUN.title).into());
    }
    if let Some(id) = input.id
        && queries::window_exists(tx.conn()?, id)?
    {
        return Err(ALREADY_EXISTS.now().into());
    }
    let row = WindowRow {
        id: input.id.unwrap_or_else(Id::new),
        scheme: input.scheme.into(),
        days: input.days.0,
        valid_from: input.valid_from,
        basis: input.basis.into_inner(),
        recorded_at: tx.now(),
        recorded_by: tx.actor().user_id,
    };
    queries::insert_window(tx, &row)?;
    tx.record(Event::new("touch_window.set", "touch_window", row.id).fields(["scheme", "days", "valid_from"]));
    Ok(row)
}
