//! What people can do to events: plan, change, hold, close out, cancel.
use std::collections::BTreeSet;

use super::{
    api::{
        CancelEvent, ChangeEvent, CloseEvent, CreateEvent, EventWarning, HeadcountBody, PartnerBody, StartStatus,
        VenueBody,
    },
    attendances,
    duplicates::{self, Look, WORTH_A_LOOK},
    facts,
    lifecycle::EventStatus,
    model::{Event, Headcount, Partner, Parts, Venue},
    problems, queries, questions,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, FieldIssue, Id, Result,
        figure::Qualifier,
        id::{EventId, VenueId},
        problem::CHANGED_MEANWHILE,
        scheme,
        text::fold,
    },
    db::{self, InScope, Tx},
    features::{
        activity, areas, campaigns,
        lists::{self, List},
        organisations,
    },
};

/// Days to either side in which a second record of the same event is looked for.
const LOOK_AROUND_DAYS: i64 = 2;

/// Enters an event, planned or held.
///
/// # Errors
/// When something it names is not there, or its days cannot be.
pub fn create_event(tx: &mut Tx, scope: &Scope, input: CreateEvent) -> Result<(Event, Vec<EventWarning>)> {
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    lists::require_event_type(tx.conn()?, &input.event_type, "/event_type")?;
    organisations::require(tx.conn()?, input.organiser_id, "/organiser_id")?;
    if let Some(campaign) = input.campaign_id {
        campaigns::require(tx.conn()?, scope, campaign, "/campaign_id")?;
    }
    let id = input.id.unwrap_or_else(Id::new);
    let parts =
        Parts { partners: partners(tx, id, input.partners)?, ..places(tx, scope, id, input.headcounts, input.venues)? };
    let row = Event {
        id,
        campaign_id: input.campaign_id,
        event_type: input.event_type.into_inner(),
        search_key: fold(&input.title),
        title: input.title.into_inner(),
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        counted_on: input.ends_on.or(input.starts_on),
        period_label: input.period_label.map(|l| l.into_inner()),
        sessions: input.sessions.map_or(1, |s| s.0),
        sessions_qualifier: input.sessions_qualifier.unwrap_or(Qualifier::Exact),
        area_id: input.area_id,
        organiser_id: input.organiser_id,
        organisers_unclear: input.organisers_unclear,
        schemes: scheme::join(&input.schemes),
        status: match input.status {
            Some(StartStatus::Held) => EventStatus::Held,
            Some(StartStatus::Planned) | None => EventStatus::Planned,
        },
        outcome: None,
        cancel_reason: None,
        phrase: input.phrase.map(|p| p.into_inner()),
        note: input.note.map(|n| n.into_inner()),
        closed_at: None,
        merged_into_id: None,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    check_days(tx, scope, &row)?;
    queries::insert(tx, &row, &parts)?;
    let facts = facts::of(tx.conn()?, &row, &parts)?;
    activity::replace(tx, None, facts.as_ref());
    tx.record(db::Event::new("event.created", "event", id).in_area(row.area_id).fields([
        "title",
        "event_type",
        "starts_on",
        "ends_on",
        "sessions",
        "partners",
        "headcounts",
        "status",
    ]));
    let warnings = look_alikes(tx, scope, &row, &parts)?;
    Ok((row, warnings))
}

/// The days must be in order, within the area's life, and not ahead of us for what was held.
fn check_days(tx: &mut Tx, scope: &Scope, event: &Event) -> Result<()> {
    let area = areas::require(tx.conn()?, scope, event.area_id, "/area_id")?;
    match (event.starts_on, event.ends_on) {
        (Some(start), Some(end)) if end < start => {
            return Err(problems::EVENT_DATES.field("/ends_on", "before-start", problems::EVENT_DATES.title).into());
        }
        (None, Some(_)) => {
            return Err(problems::EVENT_DATES.field("/starts_on", "missing", problems::EVENT_DATES.title).into());
        }
        (None, None) if event.period_label.is_none() => {
            return Err(problems::NO_PERIOD.field("/period_label", "missing", problems::NO_PERIOD.title).into());
        }
        _ => {}
    }
    for (day, pointer) in [(event.starts_on, "/starts_on"), (event.ends_on, "/ends_on")] {
        if let Some(day) = day {
            areas::check_alive(&area, day, pointer)?;
        }
    }
    if event.status.counts() && event.starts_on.is_some_and(|day| day > tx.today()) {
        return Err(problems::NOT_YET.field("/starts_on", "in-the-future", problems::NOT_YET.title).into());
    }
    Ok(())
}

fn partners(tx: &mut Tx, event_id: EventId, bodies: Vec<PartnerBody>) -> Result<Vec<Partner>> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for body in bodies {
        organisations::require(tx.conn()?, body.organisation_id, "/partners")?;
        lists::require(tx.conn()?, List::PartnerRole, &body.role, "/partners")?;
        if seen.insert(body.organisation_id) {
            out.push(Partner { event_id, organisation_id: body.organisation_id, role: body.role.into_inner() });
        }
    }
    Ok(out)
}

/// Headcounts and venue points, each headcount at its place.
fn places(
    tx: &mut Tx,
    scope: &Scope,
    event_id: EventId,
    heads: Vec<HeadcountBody>,
    venues: Vec<VenueBody>,
) -> Result<Parts> {
    let mut parts = Parts::default();
    add_heads(tx, &mut parts, event_id, None, heads)?;
    for (position, venue) in (0..).zip(venues) {
        areas::require(tx.conn()?, scope, venue.area_id, "/venues")?;
        if let Some(host) = venue.host_id {
            organisations::require(tx.conn()?, host, "/venues")?;
        }
        let id = Id::new();
        parts.venues.push(Venue {
            id,
            event_id,
            area_id: venue.area_id,
            name: venue.name.into_inner(),
            host_id: venue.host_id,
            position,
        });
        add_heads(tx, &mut parts, event_id, Some(id), venue.headcounts)?;
    }
    Ok(parts)
}

fn add_heads(
    tx: &mut Tx,
    parts: &mut Parts,
    event_id: EventId,
    venue_id: Option<VenueId>,
    heads: Vec<HeadcountBody>,
) -> Result<()> {
    for head in heads {
        if let Some(audience) = &head.audience {
            lists::require(tx.conn()?, List::Audience, audience, "/headcounts")?;
        }
        let position = i32::try_from(parts.headcounts.len()).map_err(Error::internal)?;
        parts.headcounts.push(Headcount {
            id: Id::new(),
            event_id,
            venue_id,
            measure: head.measure,
            audience: head.audience.map(|a| a.into_inner()),
            people: head.count.0,
            qualifier: head.qualifier.unwrap_or(Qualifier::Exact),
            position,
        });
    }
    Ok(())
}

fn found(tx: &mut Tx, scope: &Scope, id: EventId) -> Result<InScope<Event>> {
    queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

fn wrong_status(event: &Event) -> Error {
    problems::WRONG_STATUS
        .because(format!("Sự kiện đang ở trạng thái {}.", event.status), format!("The event is {}.", event.status))
        .into()
}

/// Changes an event that is not closed.
pub fn change_event(tx: &mut Tx, scope: &Scope, id: EventId, rev: i64, input: ChangeEvent) -> Result<Event> {
    let old = found(tx, scope, id)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    if !old.status.may_change() {
        return Err(wrong_status(&old));
    }
    let mut new = (*old).clone();
    if let Some(campaign) = input.campaign_id.new_value() {
        campaigns::require(tx.conn()?, scope, *campaign, "/campaign_id")?;
    }
    new.campaign_id = input.campaign_id.apply(new.campaign_id);
    if let Some(kind) = input.event_type {
        lists::require_event_type(tx.conn()?, &kind, "/event_type")?;
        new.event_type = kind.into_inner();
    }
    if let Some(title) = input.title {
        new.search_key = fold(&title);
        new.title = title.into_inner();
    }
    new.starts_on = input.starts_on.apply(new.starts_on);
    new.ends_on = input.ends_on.apply(new.ends_on);
    new.period_label = input.period_label.map(|l| l.into_inner()).apply(new.period_label);
    new.sessions = input.sessions.map_or(new.sessions, |s| s.0);
    new.sessions_qualifier = input.sessions_qualifier.unwrap_or(new.sessions_qualifier);
    if let Some(schemes) = input.schemes {
        new.schemes = scheme::join(&schemes);
    }
    new.note = input.note.map(|n| n.into_inner()).apply(new.note);
    let new_partners = input.partners.map(|p| partners(tx, id, p)).transpose()?;
    let new_places = match (input.headcounts, input.venues) {
        (None, None) => None,
        (heads, venues) => Some(places(tx, scope, id, heads.unwrap_or_default(), venues.unwrap_or_default())?),
    };
    let fields =
        ["title", "event_type", "starts_on", "ends_on", "sessions", "partners", "headcounts", "venues", "note"];
    save(tx, scope, &old, new, new_partners, new_places, "event.changed", &fields)
}

/// Says that a planned event was held.
pub fn hold_event(tx: &mut Tx, scope: &Scope, id: EventId) -> Result<Event> {
    let old = found(tx, scope, id)?;
    let mut new = (*old).clone();
    become_status(&mut new, EventStatus::Held)?;
    save(tx, scope, &old, new, None, None, "event.held", &["status"])
}

/// Closes an event out: figures, partners and outcome in one step.
pub fn close_event(tx: &mut Tx, scope: &Scope, id: EventId, input: CloseEvent) -> Result<Event> {
    let old = found(tx, scope, id)?;
    let mut new = (*old).clone();
    become_status(&mut new, EventStatus::Closed)?;
    new.ends_on = input.ends_on.or(new.ends_on);
    new.sessions = input.sessions.map_or(new.sessions, |s| s.0);
    new.sessions_qualifier = input.sessions_qualifier.unwrap_or(new.sessions_qualifier);
    new.outcome = input.outcome.map(|o| o.into_inner());
    new.closed_at = Some(tx.now());
    let last = new.ends_on.or(new.starts_on);
    if last.is_some_and(|day| day > tx.today()) {
        let mut problem = problems::NOT_YET.now();
        problem.errors.push(FieldIssue {
            pointer: "/ends_on".into(),
            code: "in-the-future",
            detail: problems::NOT_YET.title,
        });
        return Err(problem.into());
    }
    let new_partners = input.partners.map(|p| partners(tx, id, p)).transpose()?;
    let kept_venues = match input.venues {
        Some(venues) => venues,
        None => venues_again(tx, id)?,
    };
    let new_places = places(tx, scope, id, input.headcounts, kept_venues)?;
    save(
        tx,
        scope,
        &old,
        new,
        new_partners,
        Some(new_places),
        "event.closed",
        &["status", "headcounts", "venues", "partners", "outcome", "ends_on", "sessions"],
    )
}

/// The venue points as they are, to be put anew beside new headcounts.
fn venues_again(tx: &mut Tx, id: EventId) -> Result<Vec<VenueBody>> {
    let parts = queries::parts_of(tx.conn()?, id)?;
    let again = |venue: &Venue| {
        let heads = parts.headcounts.iter().filter(|h| h.venue_id == Some(venue.id)).map(|h| HeadcountBody {
            measure: h.measure,
            audience: h.audience.as_deref().and_then(crate::base::text::Code::parse),
            count: crate::base::figure::Count(h.people),
            qualifier: Some(h.qualifier),
        });
        let name =
            crate::base::text::Line::parse(&venue.name).ok_or_else(|| Error::internal("a venue without a name"))?;
        Ok(VenueBody { area_id: venue.area_id, name, host_id: venue.host_id, headcounts: heads.collect() })
    };
    parts.venues.iter().map(again).collect()
}

/// Cancels an event, with the reason.
pub fn cancel_event(tx: &mut Tx, scope: &Scope, id: EventId, input: CancelEvent) -> Result<Event> {
    let old = found(tx, scope, id)?;
    let mut new = (*old).clone();
    become_status(&mut new, EventStatus::Cancelled)?;
    new.cancel_reason = Some(input.reason.into_inner());
    save(tx, scope, &old, new, None, None, "event.cancelled", &["status", "cancel_reason"])
}

fn become_status(event: &mut Event, next: EventStatus) -> Result<()> {
    if !event.status.may_become(next) {
        return Err(wrong_status(event));
    }
    event.status = next;
    Ok(())
}

/// Writes the changed event, and takes the figures from the old to the new state.
#[expect(clippy::too_many_arguments, reason = "old state, new state and what is said of it belong in one step")]
fn save(
    tx: &mut Tx,
    scope: &Scope,
    old: &InScope<Event>,
    mut new: Event,
    partners: Option<Vec<Partner>>,
    places: Option<Parts>,
    action: &'static str,
    fields: &[&'static str],
) -> Result<Event> {
    new.counted_on = new.ends_on.or(new.starts_on);
    check_days(tx, scope, &new)?;
    let before = queries::parts_of(tx.conn()?, old.id)?;
    let old_facts = facts::of(tx.conn()?, old, &before)?;
    attendances::count_all(tx, old, -1)?;
    queries::clear_parts(tx, old, partners.is_some(), places.is_some())?;
    let added = Parts { partners: partners.clone().unwrap_or_default(), ..places.clone().unwrap_or_default() };
    queries::insert_parts(tx, &added)?;
    queries::update(tx, old, &new)?;
    let places = places.unwrap_or_else(|| before.clone());
    let after =
        Parts { partners: partners.unwrap_or(before.partners), venues: places.venues, headcounts: places.headcounts };
    let new_facts = facts::of(tx.conn()?, &new, &after)?;
    activity::replace(tx, old_facts.as_ref(), new_facts.as_ref());
    questions::count_all(tx, old, -1)?;
    questions::count_all(tx, &new, 1)?;
    attendances::count_all(tx, &new, 1)?;
    new.rev = old.rev + 1;
    tx.record(db::Event::new(action, "event", old.id).in_area(new.area_id).fields(fields.iter().copied()));
    Ok(new)
}

fn look(event: &Event, parts: &Parts) -> Look {
    Look {
        words: event.search_key.split(' ').map(str::to_owned).collect(),
        days: event.starts_on.map(|start| (start, event.ends_on.unwrap_or(start))),
        event_type: event.event_type.clone(),
        bodies: parts.partners.iter().map(|p| p.organisation_id).chain([event.organiser_id]).collect(),
        heads: parts.headcounts.iter().map(|h| h.people).sum(),
    }
}

/// Other records that look like the same event.
pub fn look_alikes(tx: &mut Tx, scope: &Scope, event: &Event, parts: &Parts) -> Result<Vec<EventWarning>> {
    let Some(start) = event.starts_on else { return Ok(Vec::new()) };
    let end: Day = event.ends_on.unwrap_or(start);
    let near = queries::near(
        tx.conn()?,
        scope,
        event.area_id,
        start.plus_days(-LOOK_AROUND_DAYS),
        end.plus_days(LOOK_AROUND_DAYS),
        event.id,
    )?;
    let mut others = queries::parts(tx.conn()?, &near.iter().map(|e| e.id).collect::<Vec<_>>())?;
    let own = look(event, parts);
    let mut out: Vec<EventWarning> = near
        .iter()
        .filter_map(|other| {
            let score = duplicates::score(&own, &look(other, &others.remove(&other.id).unwrap_or_default()));
            (score >= WORTH_A_LOOK).then(|| EventWarning {
                code: "possible-duplicate".into(),
                detail: "Có thể trùng với một sự kiện đã ghi · Looks like an event entered before".into(),
                event_id: other.id,
                score,
            })
        })
        .collect();
    out.sort_by_key(|w| std::cmp::Reverse(w.score));
    Ok(out)
}
