//! What areas were exposed to, page by page: events first, then media outputs.
use super::{
    api::{ExposureCount, ExposureQuery, ExposureSource, ExposureView},
    problems,
    queries_exposures::{self as queries, Where},
};
use crate::{
    access::Scope,
    base::{Cursor, Day, Page, Result, id::AreaId},
    db::Conn,
    features::events::{self, Event, Parts},
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 90;
/// What a cursor begins with, so that it says in which of the two lists it stands.
const IN_MEDIA: &str = "m";

fn asked(query: &ExposureQuery, today: Day) -> Result<Where> {
    let to = query.to.unwrap_or(today);
    let from = query.from.unwrap_or(to.plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(problems::EXPOSURE_SPAN.field("from", "out-of-range", problems::EXPOSURE_SPAN.title).into());
    }
    Ok(Where { area_id: query.area_id, from, to })
}

/// A page of what an area was exposed to.
///
/// # Errors
/// `exposure-span`.
pub fn page(conn: &mut Conn, scope: &Scope, query: &ExposureQuery, cursor: &Cursor) -> Result<Page<ExposureView>> {
    let asked = asked(query, scope.today())?;
    let (in_media, after) = match cursor.after.as_deref() {
        Some(after) => match after.strip_prefix(IN_MEDIA) {
            Some(after) => (true, Some(after)),
            None => (false, Some(after)),
        },
        None => (false, None),
    };
    let mut items = match in_media {
        true => Vec::new(),
        false => {
            let rows = queries::events_exposed(conn, scope, asked, after, cursor.fetch())?;
            of_events(conn, rows)?
        }
    };
    let left = cursor.fetch() - i64::try_from(items.len()).unwrap_or(i64::MAX);
    if left > 0 {
        let after = after.filter(|_| in_media);
        let shown = queries::media_exposed(conn, scope, asked, after, left)?;
        items.extend(shown.iter().filter_map(of_media));
    }
    let key = |item: &ExposureView| match item.source {
        ExposureSource::Event => item.id.clone(),
        ExposureSource::MediaOutput => format!("{IN_MEDIA}{}", item.id),
    };
    Ok(cursor.page(items, key))
}

fn of_media(shown: &queries::Shown) -> Option<ExposureView> {
    let (first_day, last_day) = shown.days()?;
    Some(ExposureView {
        id: shown.id.to_string(),
        source: ExposureSource::MediaOutput,
        kind: shown.kind.clone(),
        area_ids: vec![shown.area_id],
        first_day,
        last_day,
        days: last_day.days_since(first_day) + 1,
        organisation_ids: vec![shown.organisation_id],
        campaign_id: shown.campaign_id,
        headcounts: Vec::new(),
    })
}

fn of_events(conn: &mut Conn, rows: Vec<Event>) -> Result<Vec<ExposureView>> {
    let mut parts = events::parts(conn, &rows.iter().map(|event| event.id).collect::<Vec<_>>())?;
    let view = |event: Event| {
        let parts = parts.remove(&event.id).unwrap_or_default();
        let last_day = event.counted_on?;
        let first_day = event.starts_on.unwrap_or(last_day);
        Some(ExposureView {
            id: event.id.to_string(),
            source: ExposureSource::Event,
            area_ids: exposed(event.area_id, &parts),
            first_day,
            last_day,
            days: last_day.days_since(first_day) + 1,
            organisation_ids: bodies(&event, &parts),
            campaign_id: event.campaign_id,
            headcounts: counts(&parts),
            kind: event.event_type,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

fn exposed(own: AreaId, parts: &Parts) -> Vec<AreaId> {
    let mut areas: Vec<AreaId> = parts.venues.iter().map(|venue| venue.area_id).chain([own]).collect();
    areas.sort();
    areas.dedup();
    areas
}

fn bodies(event: &Event, parts: &Parts) -> Vec<crate::base::id::OrganisationId> {
    let mut bodies: Vec<_> = parts.partners.iter().map(|p| p.organisation_id).chain([event.organiser_id]).collect();
    bodies.sort();
    bodies.dedup();
    bodies
}

fn counts(parts: &Parts) -> Vec<ExposureCount> {
    let each = parts.headcounts.iter();
    each.map(|h| ExposureCount { measure: h.measure, count: h.people, qualifier: h.qualifier }).collect()
}
