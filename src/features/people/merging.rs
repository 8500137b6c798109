//! Two records of one person made one, and the way back. What hangs on the merged record goes over and is written down,
//! so that undoing puts back exactly that; what the kept record has as well stays where it is.
use super::{
    model::{Merge, Move, Moved, Person},
    problems, queries, queries_parts, write,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::{AreaId, FollowUpId, PersonId, PersonMergeId},
    },
    db::{Event, FeedKind, InScope, Tx},
    features::renewals,
};

fn found(tx: &mut Tx, scope: &Scope, id: PersonId) -> Result<InScope<Person>> {
    queries::find_person(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)
}

/// Lets the record `merged_id` go into `kept_id`.
///
/// # Errors
/// When one of them is not there; `persons-cannot-be-merged` with itself, twice, or while others are merged into it.
pub fn merge_persons(tx: &mut Tx, scope: &Scope, merged_id: PersonId, kept_id: PersonId) -> Result<Merge> {
    let merged = found(tx, scope, merged_id)?;
    let kept = write::require_person(tx, scope, kept_id, "/into_id")?;
    let good = kept_id != merged_id
        && kept.merged_into_id.is_none()
        && merged.merged_into_id.is_none()
        && queries_parts::merges_into(tx.conn()?, merged_id)?.is_empty();
    if !good {
        return Err(problems::CANNOT_MERGE.now().into());
    }
    let row = Merge {
        id: Id::new(),
        kept_id,
        merged_id,
        merged_at: tx.now(),
        merged_by: tx.actor().user_id,
        undone_at: None,
    };
    let moves: Vec<Move> = queries_parts::hanging_on(tx, &merged, &kept)?
        .into_iter()
        .map(|(entity, row_id, detail)| Move { merge_id: row.id, entity, row_id, detail })
        .collect();
    queries_parts::insert_merge(tx, &row, &moves)?;
    take_over(tx, &moves, &merged, &kept)?;
    let new = Person { merged_into_id: Some(kept_id), rev: merged.rev + 1, ..(*merged).clone() };
    queries::update_person(tx, &merged, &new)?;
    queries::replace_words(tx, merged_id, &[])?;
    renewals::bring_together(tx, kept_id)?;
    tx.touch("person", merged_id, FeedKind::Upsert, Some(merged.area_id));
    tx.record(Event::new("person.merged", "person", kept_id).in_area(kept.area_id).fields(["merged_id"]));
    Ok(row)
}

/// Takes a merge apart again: what went over goes back, and the merged record is found again.
///
/// # Errors
/// When the merge is not there, or was undone; `persons-cannot-be-merged` while the kept record is merged itself.
pub fn undo_merge(tx: &mut Tx, scope: &Scope, id: PersonMergeId) -> Result<Merge> {
    let merge = queries_parts::merge(tx.conn()?, id)?.filter(|m| m.undone_at.is_none()).ok_or_else(Error::not_found)?;
    let (kept, merged) = (found(tx, scope, merge.kept_id)?, found(tx, scope, merge.merged_id)?);
    if kept.merged_into_id.is_some() {
        return Err(problems::CANNOT_MERGE.now().into());
    }
    let moves = queries_parts::moves_of(tx.conn()?, id)?;
    take_over(tx, &moves, &kept, &merged)?;
    let new = Person { merged_into_id: None, rev: merged.rev + 1, ..(*merged).clone() };
    queries::update_person(tx, &merged, &new)?;
    queries::replace_words(tx, merged.id, &write::words_of(&new))?;
    for person in [kept.id, merged.id] {
        renewals::bring_together(tx, person)?;
    }
    let now = tx.now();
    queries_parts::undo_merge(tx, &kept, &merge, now)?;
    tx.touch("person", merged.id, FeedKind::Upsert, Some(merged.area_id));
    tx.record(Event::new("person.merge_undone", "person", kept.id).in_area(kept.area_id).fields(["merged_id"]));
    Ok(Merge { undone_at: Some(now), ..merge })
}

fn take_over(tx: &mut Tx, moves: &[Move], from: &InScope<Person>, to: &InScope<Person>) -> Result<()> {
    for what in moves {
        queries_parts::take_over(tx, what, from, to)?;
        touch(tx, what, from.area_id, to.area_id)?;
    }
    Ok(())
}

/// A number for what went over; what was noted of a visit is a change of that visit.
fn touch(tx: &mut Tx, what: &Move, from: AreaId, to: AreaId) -> Result<()> {
    let id: FollowUpId = what.row_id.parse().map_err(|_| Error::internal("a move names no id"))?;
    match what.entity {
        Moved::Claim
        | Moved::Consent
        | Moved::Cover
        | Moved::Enrolment
        | Moved::Renewal
        | Moved::Attendee
        | Moved::Message => {
            if from != to {
                tx.touch(what.entity.as_str(), id, FeedKind::Left, Some(from));
            }
            tx.touch(what.entity.as_str(), id, FeedKind::Upsert, Some(to));
        }
        Moved::FollowUp | Moved::VisitPerson | Moved::VisitInterest | Moved::HandOverPerson => {
            let (entity, area_id) = queries_parts::place_of(tx, what)?;
            tx.touch(entity, id, FeedKind::Upsert, area_id);
        }
    }
    Ok(())
}
