//! What the figures need to know of an event, and the recount over all of them.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::{Event, Parts},
    queries, queries_questions,
};
use crate::{
    base::{
        Result,
        id::{AreaId, OrganisationId},
    },
    db::{Conn, cells::Counted},
    features::{
        activity::{self, EventFacts, HeadFacts, VenueFacts},
        areas::{self, Chain},
        objections::Asked,
    },
};

const EVENTS_AT_ONCE: i64 = 1_000;

/// The facts of an event that counts; `None` for one that does not.
pub(super) fn of(conn: &mut Conn, event: &Event, parts: &Parts) -> Result<Option<EventFacts>> {
    let merged = queries::bodies_of_merged(conn, event.id)?;
    gather(event, parts, &merged, &mut |area| areas::ancestors(conn, area))
}

fn gather(
    event: &Event,
    parts: &Parts,
    merged: &[OrganisationId],
    chain_of: &mut dyn FnMut(AreaId) -> Result<Chain>,
) -> Result<Option<EventFacts>> {
    if !event.status.counts() {
        return Ok(None);
    }
    let partners: BTreeSet<String> = parts
        .partners
        .iter()
        .map(|p| p.organisation_id)
        .chain(merged.iter().copied())
        .map(|id| id.to_string())
        .collect();
    let venues =
        parts.venues.iter().map(|v| Ok(VenueFacts { chain: chain_of(v.area_id)? })).collect::<Result<Vec<_>>>()?;
    let heads = parts
        .headcounts
        .iter()
        .map(|h| HeadFacts {
            venue: h.venue_id.and_then(|id| parts.venues.iter().position(|v| v.id == id)),
            measure: h.measure,
            count: h.people,
            qualifier: h.qualifier,
        })
        .collect();
    Ok(Some(EventFacts {
        counted_on: event.counted_on,
        event_type: event.event_type.clone(),
        sessions: i64::from(event.sessions),
        sessions_qualifier: event.sessions_qualifier,
        chain: chain_of(event.area_id)?,
        venues,
        partners: partners.into_iter().collect(),
        heads,
    }))
}

/// The facts of every event that counts.
fn all(conn: &mut Conn) -> Result<Vec<EventFacts>> {
    let (mut out, mut after, mut chains) = (Vec::new(), None, BTreeMap::<AreaId, Chain>::new());
    loop {
        let page = queries::counting(conn, after, EVENTS_AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(out) };
        after = Some(last.id);
        let mut parts = queries::parts(conn, &page.iter().map(|e| e.id).collect::<Vec<_>>())?;
        let mut merged = queries::bodies_of_merged_into(conn, &page.iter().map(|e| e.id).collect::<Vec<_>>())?;
        for event in &page {
            let own = parts.remove(&event.id).unwrap_or_default();
            let bodies = merged.remove(&event.id).unwrap_or_default();
            let facts = gather(event, &own, &bodies, &mut |area| match chains.get(&area) {
                Some(chain) => Ok(chain.clone()),
                None => {
                    let chain = areas::ancestors(conn, area)?;
                    chains.insert(area, chain.clone());
                    Ok(chain)
                }
            })?;
            out.extend(facts);
        }
    }
}

/// The areas in which any event counts.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    let held_in = queries::areas_of_counting(conn)?;
    Ok(areas::trees_above(conn, &held_in)?.into_iter().map(|(_, above)| above).collect())
}

/// What every event counts for; those of all areas, whichever are asked for.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Conn, _: &[AreaId]) -> Result<Vec<Counted>> {
    Ok(all(conn)?.iter().flat_map(|facts| activity::counted(facts, 1)).collect())
}

/// The areas in which any question was asked.
///
/// # Errors
/// When the database fails.
pub fn question_places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(queries_questions::all_asked(conn)?.into_iter().map(|(area_id, ..)| area_id).collect())
}

/// What the questions in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn questions(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let areas: BTreeSet<&AreaId> = areas.iter().collect();
    let all = queries_questions::all_asked(conn)?.into_iter().filter(|(area_id, ..)| areas.contains(area_id));
    let counted = all.map(|(area_id, on, campaign_id, topic, answered)| {
        Asked { area_id, on, campaign_id, topic: topic.as_deref(), answered }.counted(1)
    });
    Ok(counted.collect())
}
