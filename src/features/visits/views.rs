//! Visits and follow-ups as they are shown, on the web and on phones.
use super::{
    api::{InterestView, VisitView},
    api_follow_ups::FollowUpView,
    model::{FollowUp, Visit},
    queries,
    write::open,
};
use crate::{
    base::Result,
    db::{Conn, Seals},
};

/// Visits with all that hangs on them.
///
/// # Errors
/// When the database fails, or a sealed value does not open.
pub fn views(conn: &mut Conn, seals: &Seals, rows: Vec<Visit>) -> Result<Vec<VisitView>> {
    let mut parts = queries::parts(conn, &rows)?;
    rows.into_iter()
        .map(|v| {
            let own = parts.remove(&v.id).unwrap_or_default();
            let text =
                |column, sealed: &Option<String>| open(seals, "visits", column, v.id.as_str(), sealed.as_deref());
            Ok(VisitView {
                note: text("note_sealed", &v.note_sealed)?,
                amend_reason: text("amend_reason_sealed", &v.amend_reason_sealed)?,
                people: own.met.iter().map(|met| met.person_id).collect(),
                interests: own
                    .said
                    .iter()
                    .map(|s| InterestView { person_id: s.person_id, scheme: s.scheme, interest: s.interest })
                    .collect(),
                follow_up_id: own.left,
                fulfilled: own.kept,
                id: v.id,
                household_id: v.household_id,
                area_id: v.area_id,
                user_id: v.user_id,
                organisation_id: v.organisation_id,
                campaign_id: v.campaign_id,
                device_id: v.device_id,
                outing_id: v.outing_id,
                occurred_at: v.occurred_at,
                counted_at: v.counted_at,
                clock_suspect: v.clock_suspect,
                outcome: v.outcome,
                reason: v.reason,
                place_state: v.place_state,
                duration_min: v.duration_min,
                amends_id: v.amends_id,
                amended_by_id: v.amended_by_id,
                created_at: v.created_at,
                warnings: Vec::new(),
            })
        })
        .collect()
}

/// A follow-up.
///
/// # Errors
/// When a sealed value does not open.
pub fn follow_up_view(seals: &Seals, f: FollowUp) -> Result<FollowUpView> {
    let text = |column, sealed: &Option<String>| open(seals, "follow_ups", column, f.id.as_str(), sealed.as_deref());
    Ok(FollowUpView {
        closed_why: text("closed_why_sealed", &f.closed_why_sealed)?,
        note: text("note_sealed", &f.note_sealed)?,
        id: f.id,
        household_id: f.household_id,
        person_id: f.person_id,
        area_id: f.area_id,
        scheme: f.scheme,
        due_from: f.due_from,
        due_to: f.due_to,
        priority: f.priority,
        origin: f.origin,
        origin_visit_id: f.origin_visit_id,
        assigned_to: f.assigned_to,
        status: f.status,
        closed_by_visit_id: f.closed_by_visit_id,
        closed_at: f.closed_at,
        created_by: f.created_by,
        created_at: f.created_at,
    })
}
