//! All SQL of events.
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    lifecycle::EventStatus,
    model::{Event, EventFilter, Headcount, Merge, Partner, Parts, Venue},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, EventId, EventMergeId, OrganisationId},
        problem::ALREADY_EXISTS,
        text::like_literal,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{area_closure, event_headcounts, event_merges, event_partners, event_venues, events},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "events_pkey", sqlite: "events.id" };

/// An event that the caller may read: held in the own areas, or with a venue point there.
pub fn find(conn: &mut Conn, scope: &Scope, id: EventId) -> Result<Option<InScope<Event>>> {
    scoped::first(conn, scoped::events_seen(scope).filter(events::id.eq(id)).select(Event::as_select()))
}

/// An event that the caller may change: held in the own areas.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: EventId) -> Result<Option<InScope<Event>>> {
    scoped::first(conn, scoped::each::events(scope).filter(events::id.eq(id)).select(Event::as_select()))
}

pub fn list(conn: &mut Conn, scope: &Scope, filter: &EventFilter, cursor: &Cursor) -> Result<Page<Event>> {
    let mut query = scoped::events_seen(scope);
    if let Some(area_id) = filter.area_id {
        let within =
            || area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
        let venues = event_venues::table.filter(event_venues::area_id.eq_any(within())).select(event_venues::event_id);
        query = query.filter(events::area_id.eq_any(within()).or(events::id.eq_any(venues)));
    }
    if let Some(campaign) = filter.campaign_id {
        query = query.filter(events::campaign_id.eq(campaign));
    }
    if let Some(kind) = &filter.event_type {
        query = query.filter(events::event_type.eq(kind.clone()));
    }
    query = match filter.status {
        Some(status) => query.filter(events::status.eq(status)),
        None => query.filter(events::status.ne(EventStatus::Merged)),
    };
    if let Some(partner) = filter.partner_id {
        query = query.filter(events::id.eq_any(
            event_partners::table.filter(event_partners::organisation_id.eq(partner)).select(event_partners::event_id),
        ));
    }
    if let Some(from) = filter.from {
        query = query.filter(events::counted_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(events::counted_on.le(to));
    }
    if let Some(q) = &filter.q {
        query = query.filter(events::search_key.like(format!("%{}%", like_literal(q))).escape('\\'));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(events::id.lt(after.clone()));
    }
    let rows = query.order(events::id.desc()).limit(cursor.fetch()).select(Event::as_select()).load(conn)?;
    Ok(cursor.page(rows, |e: &Event| e.id.to_string()))
}

/// What hangs on these events.
pub fn parts(conn: &mut Conn, ids: &[EventId]) -> Result<BTreeMap<EventId, Parts>> {
    let mut out: BTreeMap<EventId, Parts> = ids.iter().map(|id| (*id, Parts::default())).collect();
    let partners: Vec<Partner> = event_partners::table
        .filter(event_partners::event_id.eq_any(ids.to_vec()))
        .order((event_partners::event_id, event_partners::organisation_id))
        .select(Partner::as_select())
        .load(conn)?;
    for partner in partners {
        out.entry(partner.event_id).or_default().partners.push(partner);
    }
    let venues: Vec<Venue> = event_venues::table
        .filter(event_venues::event_id.eq_any(ids.to_vec()))
        .order((event_venues::event_id, event_venues::position))
        .select(Venue::as_select())
        .load(conn)?;
    for venue in venues {
        out.entry(venue.event_id).or_default().venues.push(venue);
    }
    let heads: Vec<Headcount> = event_headcounts::table
        .filter(event_headcounts::event_id.eq_any(ids.to_vec()))
        .order((event_headcounts::event_id, event_headcounts::position))
        .select(Headcount::as_select())
        .load(conn)?;
    for head in heads {
        out.entry(head.event_id).or_default().headcounts.push(head);
    }
    Ok(out)
}

pub fn parts_of(conn: &mut Conn, id: EventId) -> Result<Parts> {
    Ok(parts(conn, &[id])?.remove(&id).unwrap_or_default())
}

/// Organisers and partners of the records merged into these events: they are partners of the kept ones as well.
pub fn bodies_of_merged_into(conn: &mut Conn, ids: &[EventId]) -> Result<BTreeMap<EventId, Vec<OrganisationId>>> {
    let merged: Vec<(EventId, Option<EventId>, OrganisationId)> = events::table
        .filter(events::merged_into_id.eq_any(ids.to_vec()))
        .select((events::id, events::merged_into_id, events::organiser_id))
        .load(conn)?;
    let kept: BTreeMap<EventId, EventId> = merged.iter().filter_map(|m| Some((m.0, m.1?))).collect();
    let partners: Vec<(EventId, OrganisationId)> = event_partners::table
        .filter(event_partners::event_id.eq_any(kept.keys().copied().collect::<Vec<_>>()))
        .select((event_partners::event_id, event_partners::organisation_id))
        .load(conn)?;
    let mut out: BTreeMap<EventId, Vec<OrganisationId>> = BTreeMap::new();
    for (id, body) in merged.into_iter().map(|m| (m.0, m.2)).chain(partners) {
        if let Some(kept) = kept.get(&id) {
            out.entry(*kept).or_default().push(body);
        }
    }
    Ok(out)
}

/// The same of one event.
pub fn bodies_of_merged(conn: &mut Conn, id: EventId) -> Result<Vec<OrganisationId>> {
    Ok(bodies_of_merged_into(conn, &[id])?.remove(&id).unwrap_or_default())
}

/// Events that count, after `after`, a page at a time, for the recount.
pub fn counting(conn: &mut Conn, after: Option<EventId>, limit: i64) -> Result<Vec<Event>> {
    let mut query = events::table.filter(events::status.eq_any([EventStatus::Held, EventStatus::Closed])).into_boxed();
    if let Some(after) = after {
        query = query.filter(events::id.gt(after));
    }
    Ok(query.order(events::id).limit(limit).select(Event::as_select()).load(conn)?)
}

/// The areas in which events that count, or venue points of them, lie.
pub fn areas_of_counting(conn: &mut Conn) -> Result<Vec<AreaId>> {
    let counting = || events::status.eq_any([EventStatus::Held, EventStatus::Closed]);
    let mut all: Vec<AreaId> = events::table.filter(counting()).select(events::area_id).distinct().load(conn)?;
    let venues: Vec<AreaId> = event_venues::table
        .inner_join(events::table)
        .filter(counting())
        .select(event_venues::area_id)
        .distinct()
        .load(conn)?;
    all.extend(venues);
    Ok(all)
}

/// Records near `day` in the area, above or below it: candidates for being the same event.
pub fn near(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    from: Day,
    to: Day,
    except: EventId,
) -> Result<Vec<Event>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
    let above = area_closure::table.filter(area_closure::descendant_id.eq(area_id)).select(area_closure::ancestor_id);
    Ok(scoped::events(scope)
        .filter(events::area_id.eq_any(below).or(events::area_id.eq_any(above)))
        .filter(events::starts_on.le(to))
        .filter(events::counted_on.ge(from))
        .filter(events::id.ne(except))
        .filter(events::status.ne_all([EventStatus::Merged, EventStatus::Cancelled]))
        .order(events::id)
        .limit(200)
        .select(Event::as_select())
        .load(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Event, parts: &Parts) -> Result<()> {
    diesel::insert_into(events::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
    insert_parts(tx, parts)
}

pub fn insert_parts(tx: &mut Tx, parts: &Parts) -> Result<()> {
    for partner in &parts.partners {
        diesel::insert_into(event_partners::table).values(partner).execute(tx.conn()?)?;
    }
    for venue in &parts.venues {
        diesel::insert_into(event_venues::table).values(venue).execute(tx.conn()?)?;
    }
    for head in &parts.headcounts {
        diesel::insert_into(event_headcounts::table).values(head).execute(tx.conn()?)?;
    }
    Ok(())
}

/// Takes away what `replaced` says, so that it can be put anew.
pub fn clear_parts(tx: &mut Tx, event: &InScope<Event>, partners: bool, places: bool) -> Result<()> {
    let id = event.id;
    if partners {
        diesel::delete(event_partners::table.filter(event_partners::event_id.eq(id))).execute(tx.conn()?)?;
    }
    if places {
        diesel::delete(event_headcounts::table.filter(event_headcounts::event_id.eq(id))).execute(tx.conn()?)?;
        diesel::delete(event_venues::table.filter(event_venues::event_id.eq(id))).execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn update(tx: &mut Tx, old: &InScope<Event>, new: &Event) -> Result<()> {
    diesel::update(events::table.find(old.id))
        .set((
            (
                events::campaign_id.eq(new.campaign_id),
                events::event_type.eq(&new.event_type),
                events::title.eq(&new.title),
                events::search_key.eq(&new.search_key),
            ),
            (
                events::starts_on.eq(new.starts_on),
                events::ends_on.eq(new.ends_on),
                events::counted_on.eq(new.counted_on),
                events::period_label.eq(&new.period_label),
            ),
            (
                events::sessions.eq(new.sessions),
                events::sessions_qualifier.eq(new.sessions_qualifier),
                events::schemes.eq(&new.schemes),
            ),
            (
                events::status.eq(new.status),
                events::outcome.eq(&new.outcome),
                events::cancel_reason.eq(&new.cancel_reason),
                events::note.eq(&new.note),
            ),
            (
                events::closed_at.eq(new.closed_at),
                events::merged_into_id.eq(new.merged_into_id),
                events::rev.eq(old.rev + 1),
            ),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_merge(tx: &mut Tx, row: &Merge) -> Result<()> {
    diesel::insert_into(event_merges::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn merge(conn: &mut Conn, id: EventMergeId) -> Result<Option<Merge>> {
    Ok(event_merges::table.find(id).select(Merge::as_select()).first(conn).optional()?)
}

/// The merges that stand of an event that is kept.
pub fn merges_of(conn: &mut Conn, kept: EventId) -> Result<Vec<Merge>> {
    Ok(event_merges::table
        .filter(event_merges::kept_id.eq(kept))
        .filter(event_merges::undone_at.is_null())
        .order(event_merges::id)
        .select(Merge::as_select())
        .load(conn)?)
}

/// Marks a merge, whose kept event was found in scope, as undone.
pub fn undo_merge(tx: &mut Tx, kept: &InScope<Event>, merge: &Merge, now: Moment) -> Result<()> {
    diesel::update(event_merges::table.find(merge.id).filter(event_merges::kept_id.eq(kept.id)))
        .set(event_merges::undone_at.eq(now))
        .execute(tx.conn()?)?;
    Ok(())
}
