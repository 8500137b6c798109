//! SQL of touches: a few statements, however many people are asked about.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use super::touch::{Touch, Way};
use crate::{
    access::Scope,
    base::{
        Day, Moment, Result,
        id::{AreaId, AttendeeId, CampaignId, EventId, MessageId, OrganisationId, PersonId, VisitId},
    },
    db::{
        Conn, among,
        schema::{area_closure, event_attendees, events, messages, persons, visit_people, visits},
        scoped,
    },
    features::{
        events::{self as held, Event},
        lists,
    },
};

/// Ids looked up in one statement.
const AT_ONCE: usize = 1_000;

/// Whose touches.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// Of one person, found in scope.
    Person(PersonId),
    /// Of everybody who lives in an area and in what lies in it.
    Area(AreaId),
}

/// An event at which somebody was.
#[derive(Debug, Clone)]
pub struct HeldEvent {
    /// Its type.
    pub event_type: String,
    /// Its organiser and its partners, those of records merged into it as well; each once.
    pub partners: Vec<OrganisationId>,
}

/// Touches of people, each person's in order.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By person, then in order.
    pub touches: Vec<Touch>,
    /// The events that they name.
    pub events: HashMap<EventId, HeldEvent>,
}

impl Ledger {
    /// Each person's touches, in order.
    pub fn by_person(&self) -> HashMap<PersonId, &[Touch]> {
        let runs = self.touches.chunk_by(|a, b| a.person_id == b.person_id);
        runs.filter_map(|own| Some((own.first()?.person_id, own))).collect()
    }
    /// The event at which it was.
    pub fn event(&self, touch: &Touch) -> Option<&HeldEvent> {
        match &touch.way {
            Way::Attendance { event_id, .. } => self.events.get(event_id),
            Way::Message { .. } | Way::Visit { .. } => None,
        }
    }
    /// Whose work a touch was: of an event its organiser and its partners.
    pub fn partners(&self, touch: &Touch) -> Vec<OrganisationId> {
        match self.event(touch) {
            Some(event) => event.partners.clone(),
            None => touch.organisation_id.into_iter().collect(),
        }
    }
}

/// The touches from one day to another of people within the scope; none when there are more than so many of a kind.
///
/// # Errors
/// When the database fails.
pub fn ledger(conn: &mut Conn, scope: &Scope, whose: Whose, span: (Day, Day), most: usize) -> Result<Option<Ledger>> {
    let mut ledger = Ledger::default();
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    for load in [visits_of, messages_of] {
        let rows = load(conn, scope, whose, span, limit)?;
        if rows.len() > most {
            return Ok(None);
        }
        ledger.touches.extend(rows);
    }
    let attended = attended(conn, scope, whose, span, limit)?;
    if attended.len() > most {
        return Ok(None);
    }
    add_attended(conn, &mut ledger, attended, span)?;
    ledger.touches.sort_by(|a, b| a.person_id.cmp(&b.person_id).then_with(|| a.order().cmp(&b.order())));
    Ok(Some(ledger))
}

/// Visits that stand at which somebody was met.
fn visits_of(conn: &mut Conn, scope: &Scope, whose: Whose, (from, to): (Day, Day), limit: i64) -> Result<Vec<Touch>> {
    type Row = (PersonId, VisitId, Day, Moment, Option<OrganisationId>, Option<CampaignId>, String);
    let mut query = scoped::met(scope)
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_on.ge(from))
        .filter(visits::counted_on.le(to));
    query = match whose {
        Whose::Person(person) => query.filter(visit_people::person_id.eq(person)),
        Whose::Area(area) => query.filter(persons::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area)).select(area_closure::descendant_id),
        )),
    };
    let rows: Vec<Row> = query
        .select((
            visit_people::person_id,
            visits::id,
            visits::counted_on,
            visits::counted_at,
            visits::organisation_id,
            visits::campaign_id,
            visits::outcome,
        ))
        .limit(limit)
        .load(conn)?;
    let outcomes = lists::visit_outcomes(conn)?;
    let met: HashSet<&str> = outcomes.iter().filter(|o| o.met).map(|o| o.code.as_str()).collect();
    let touch = |(person_id, id, on, at, organisation_id, campaign_id, _): Row| Touch {
        person_id,
        on,
        way: Way::Visit { id, at },
        organisation_id,
        campaign_id,
    };
    Ok(rows.into_iter().filter(|row| met.contains(row.6.as_str())).map(touch).collect())
}

/// Messages that were not taken back.
fn messages_of(conn: &mut Conn, scope: &Scope, whose: Whose, (from, to): (Day, Day), limit: i64) -> Result<Vec<Touch>> {
    type Row = (PersonId, MessageId, Day, String, Option<OrganisationId>, Option<CampaignId>);
    let mut query = scoped::messaged(scope)
        .filter(messages::withdrawn_at.is_null())
        .filter(messages::sent_on.ge(from))
        .filter(messages::sent_on.le(to));
    query = match whose {
        Whose::Person(person) => query.filter(messages::person_id.eq(person)),
        Whose::Area(area) => query.filter(messages::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area)).select(area_closure::descendant_id),
        )),
    };
    let rows: Vec<Row> = query
        .select((
            messages::person_id,
            messages::id,
            messages::sent_on,
            messages::channel,
            messages::organisation_id,
            messages::campaign_id,
        ))
        .limit(limit)
        .load(conn)?;
    let touch = |(person_id, id, on, channel, organisation_id, campaign_id): Row| Touch {
        person_id,
        on,
        way: Way::Message { id, channel },
        organisation_id,
        campaign_id,
    };
    Ok(rows.into_iter().map(touch).collect())
}

type Attended = (AttendeeId, PersonId, EventId);

/// Attendances that were not taken back, at events of these days and at records that were merged: the kept one has the day.
fn attended(conn: &mut Conn, scope: &Scope, whose: Whose, (from, to): (Day, Day), limit: i64) -> Result<Vec<Attended>> {
    let on_these_days = events::table
        .filter(events::id.eq(event_attendees::event_id))
        .filter(events::merged_into_id.is_not_null().or(events::counted_on.ge(from).and(events::counted_on.le(to))));
    let mut query = scoped::event_attendees(scope)
        .filter(event_attendees::withdrawn_at.is_null())
        .filter(diesel::dsl::exists(on_these_days));
    query = match whose {
        Whose::Person(person) => query.filter(event_attendees::person_id.eq(person)),
        Whose::Area(area) => query.filter(event_attendees::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area)).select(area_closure::descendant_id),
        )),
    };
    let columns = (event_attendees::id, event_attendees::person_id, event_attendees::event_id);
    Ok(query.select(columns).limit(limit).load(conn)?)
}

/// Events by their ids.
fn events_of(conn: &mut Conn, ids: &BTreeSet<EventId>) -> Result<BTreeMap<EventId, Event>> {
    let ids: Vec<EventId> = ids.iter().copied().collect();
    let mut all = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<Event> = events::table.filter(among(events::id, ids)).select(Event::as_select()).load(conn)?;
        all.extend(rows.into_iter().map(|event| (event.id, event)));
    }
    Ok(all)
}

/// Attendances as touches: those at records that were merged count for the event that is kept, once; those at events that do
/// not count for nothing.
fn add_attended(
    conn: &mut Conn,
    ledger: &mut Ledger,
    mut attended: Vec<Attended>,
    (from, to): (Day, Day),
) -> Result<()> {
    let mut all = events_of(conn, &attended.iter().map(|row| row.2).collect())?;
    let kept: BTreeSet<EventId> = all.values().filter_map(|event| event.merged_into_id).collect();
    all.extend(events_of(conn, &kept)?);
    attended.sort();
    let mut counted = HashSet::new();
    for (id, person_id, recorded_at) in attended {
        let Some(recorded) = all.get(&recorded_at) else { continue };
        let kept = recorded.merged_into_id.and_then(|kept| all.get(&kept)).unwrap_or(recorded);
        let Some(on) = kept.counted_on.filter(|_| kept.status.counts()) else { continue };
        if on >= from && on <= to && counted.insert((person_id, kept.id)) {
            ledger.touches.push(Touch {
                person_id,
                on,
                way: Way::Attendance { id, event_id: kept.id },
                organisation_id: Some(kept.organiser_id),
                campaign_id: kept.campaign_id,
            });
        }
    }
    let named: BTreeSet<EventId> = counted.into_iter().map(|(_, event)| event).collect();
    let named: Vec<EventId> = named.into_iter().collect();
    for ids in named.chunks(AT_ONCE) {
        let (parts, merged) = (held::parts(conn, ids)?, held::bodies_of_merged_into(conn, ids)?);
        for (id, event) in ids.iter().filter_map(|id| Some((id, all.get(id)?))) {
            let partners = parts.get(id).into_iter().flat_map(|parts| &parts.partners).map(|p| p.organisation_id);
            let merged = merged.get(id).into_iter().flatten().copied();
            let each: BTreeSet<OrganisationId> = partners.chain(merged).chain([event.organiser_id]).collect();
            let held = HeldEvent { event_type: event.event_type.clone(), partners: each.into_iter().collect() };
            ledger.events.insert(*id, held);
        }
    }
    Ok(())
}
