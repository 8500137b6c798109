//! SQL of what areas were exposed to: events that were held and media outputs, by their days.
use diesel::prelude::*;

use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, CampaignId, MediaOutputId, OrganisationId},
    },
    db::{
        Conn,
        schema::{area_closure, event_venues, events, media_outputs},
        scoped,
    },
    features::events::{Event, lifecycle::EventStatus},
};

/// In which area and days.
#[derive(Debug, Clone, Copy)]
pub struct Where {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
}

/// Events that were held on some of these days, in the area or with a venue point there; the latest recorded first.
pub fn events_exposed(
    conn: &mut Conn,
    scope: &Scope,
    asked: Where,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<Event>> {
    let within =
        || area_closure::table.filter(area_closure::ancestor_id.eq(asked.area_id)).select(area_closure::descendant_id);
    let venues = event_venues::table.filter(event_venues::area_id.eq_any(within())).select(event_venues::event_id);
    let mut query = scoped::events_seen(scope)
        .filter(events::area_id.eq_any(within()).or(events::id.eq_any(venues)))
        .filter(events::status.eq_any([EventStatus::Held, EventStatus::Closed]))
        .filter(events::counted_on.ge(asked.from))
        .filter(events::starts_on.le(asked.to).or(events::starts_on.is_null().and(events::counted_on.le(asked.to))));
    if let Some(after) = after {
        query = query.filter(events::id.lt(after.to_owned()));
    }
    Ok(query.order(events::id.desc()).limit(most).select(Event::as_select()).load(conn)?)
}

/// A media output with the days on which it was to be seen or heard.
#[derive(Debug, Clone, Queryable)]
pub struct Shown {
    pub id: MediaOutputId,
    pub kind: String,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub published_on: Option<Day>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub campaign_id: Option<CampaignId>,
}

impl Shown {
    /// From when to when; nothing without a day.
    pub fn days(&self) -> Option<(Day, Day)> {
        let first = self.period_from.or(self.published_on)?;
        Some((first, self.period_to.or(self.published_on).unwrap_or(first).max(first)))
    }
}

/// Media outputs of some of these days in the area, the latest recorded first.
pub fn media_exposed(
    conn: &mut Conn,
    scope: &Scope,
    asked: Where,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<Shown>> {
    use media_outputs::{area_id, campaign_id, id, kind, organisation_id, period_from, period_to, published_on};
    let within = area_closure::table.filter(area_closure::ancestor_id.eq(asked.area_id));
    // The first day is that of the period, else of publication; the last one likewise, but never before the first.
    let begun = period_from.le(asked.to).or(period_from.is_null().and(published_on.le(asked.to)));
    let not_over = period_to
        .ge(asked.from)
        .or(period_to.is_null().and(published_on.ge(asked.from)))
        .or(period_from.ge(asked.from));
    let mut query = scoped::media_outputs(scope)
        .filter(area_id.eq_any(within.select(area_closure::descendant_id)))
        .filter(begun)
        .filter(not_over);
    if let Some(after) = after {
        query = query.filter(id.lt(after.to_owned()));
    }
    let columns = (id, kind, organisation_id, area_id, published_on, period_from, period_to, campaign_id);
    Ok(query.order(id.desc()).limit(most).select(columns).load(conn)?)
}
