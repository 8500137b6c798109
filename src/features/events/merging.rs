//! Two records of one event made one, and the way back. Both origins are kept; the totals count the event once.
use super::{
    attendances, facts,
    lifecycle::EventStatus,
    model::{Event, Merge},
    problems, queries, questions,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::{EventId, EventMergeId},
    },
    db::{self, FeedKind, InScope, Tx},
    features::activity,
};

fn found(tx: &mut Tx, scope: &Scope, id: EventId) -> Result<InScope<Event>> {
    queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

/// Lets `merged_id` go into `kept_id`: organiser and partners of both are partners of the one kept.
pub fn merge_events(tx: &mut Tx, scope: &Scope, kept_id: EventId, merged_id: EventId) -> Result<Merge> {
    let (kept, merged) = (found(tx, scope, kept_id)?, found(tx, scope, merged_id)?);
    let good = kept_id != merged_id
        && kept.status.counts()
        && merged.status.may_become(EventStatus::Merged)
        && queries::merges_of(tx.conn()?, merged_id)?.is_empty();
    if !good {
        return Err(problems::CANNOT_MERGE.now().into());
    }
    let new = Event { status: EventStatus::Merged, merged_into_id: Some(kept_id), ..(*merged).clone() };
    let row = Merge {
        id: Id::new(),
        kept_id,
        merged_id,
        merged_at: tx.now(),
        merged_by: tx.actor().user_id,
        undone_at: None,
    };
    swap(tx, &kept, &merged, &new, |tx| queries::insert_merge(tx, &row))?;
    tx.record(db::Event::new("event.merged", "event", kept_id).in_area(kept.area_id).fields(["merged_id"]));
    tx.touch("event", merged_id, FeedKind::Upsert, Some(merged.area_id));
    Ok(row)
}

/// Takes a merge apart again: the merged record counts by itself, as it did.
pub fn undo_merge(tx: &mut Tx, scope: &Scope, id: EventMergeId) -> Result<Merge> {
    let merge = queries::merge(tx.conn()?, id)?.filter(|m| m.undone_at.is_none()).ok_or_else(Error::not_found)?;
    let (kept, merged) = (found(tx, scope, merge.kept_id)?, found(tx, scope, merge.merged_id)?);
    let status = if merged.closed_at.is_some() { EventStatus::Closed } else { EventStatus::Held };
    let new = Event { status, merged_into_id: None, ..(*merged).clone() };
    let now = tx.now();
    swap(tx, &kept, &merged, &new, |tx| queries::undo_merge(tx, &kept, &merge, now))?;
    tx.record(db::Event::new("event.merge_undone", "event", kept.id).in_area(kept.area_id).fields(["merged_id"]));
    tx.touch("event", merged.id, FeedKind::Upsert, Some(merged.area_id));
    Ok(Merge { undone_at: Some(now), ..merge })
}

/// Changes the merged record's state and takes the figures of both records from old to new.
fn swap(
    tx: &mut Tx,
    kept: &InScope<Event>,
    merged: &InScope<Event>,
    new: &Event,
    note: impl FnOnce(&mut Tx) -> Result<()>,
) -> Result<()> {
    let (kept_parts, merged_parts) =
        (queries::parts_of(tx.conn()?, kept.id)?, queries::parts_of(tx.conn()?, merged.id)?);
    let kept_before = facts::of(tx.conn()?, kept, &kept_parts)?;
    let merged_before = facts::of(tx.conn()?, merged, &merged_parts)?;
    attendances::count_all(tx, kept, -1)?;
    attendances::count_all(tx, merged, -1)?;
    queries::update(tx, merged, new)?;
    note(tx)?;
    attendances::tell_twice(tx, kept.id)?;
    if new.merged_into_id.is_none() {
        attendances::tell_twice(tx, new.id)?;
    }
    attendances::count_all(tx, kept, 1)?;
    attendances::count_all(tx, new, 1)?;
    let kept_after = facts::of(tx.conn()?, kept, &kept_parts)?;
    let merged_after = facts::of(tx.conn()?, new, &merged_parts)?;
    activity::replace(tx, kept_before.as_ref(), kept_after.as_ref());
    activity::replace(tx, merged_before.as_ref(), merged_after.as_ref());
    questions::count_all(tx, merged, -1)?;
    questions::count_all(tx, new, 1)
}
