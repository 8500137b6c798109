//! Walk lists as phones see them: with all their doors, so that they can be walked without a network.
use serde::Serialize;

use super::{
    model::{Entry, OrderedBy, ReasonRow, WalkList, WalkListState},
    queries,
    views::{AssignmentView, WalkListReason},
};
use crate::{
    base::{
        Day, Result,
        id::{AreaId, CampaignId, HouseholdId, WalkListId},
    },
    db::Conn,
};

/// A door of a list on a phone, which has the household itself.
#[derive(Debug, Serialize)]
pub struct DoorOnPhone {
    position: i32,
    household_id: HouseholdId,
    never_met: bool,
    reasons: Vec<WalkListReason>,
}

/// A list on a phone: all its doors while it is open, none when it is closed.
#[derive(Debug, Serialize)]
pub struct WalkListOnPhone {
    /// Which.
    pub id: WalkListId,
    name: String,
    area_id: AreaId,
    campaign_id: Option<CampaignId>,
    state: WalkListState,
    as_of: Day,
    starts_on: Day,
    ends_on: Option<Day>,
    ordered_by: OrderedBy,
    doors: i32,
    /// Those that no other took the place of: a phone knows by `until` whose day it is.
    assignments: Vec<AssignmentView>,
    entries: Vec<DoorOnPhone>,
}

/// Lists that were found in scope, as phones see them.
///
/// # Errors
/// When the database fails.
pub fn on_phones(conn: &mut Conn, lists: Vec<WalkList>) -> Result<Vec<WalkListOnPhone>> {
    let ids: Vec<WalkListId> = lists.iter().map(|list| list.id).collect();
    let open: Vec<WalkListId> =
        lists.iter().filter(|list| list.state() == WalkListState::Open).map(|list| list.id).collect();
    let mut assignments = queries::assignments(conn, &ids)?;
    let mut entries = queries::whole(conn, &open)?;
    let door = |(entry, reasons): (Entry, Vec<ReasonRow>)| DoorOnPhone {
        position: entry.position,
        household_id: entry.household_id,
        never_met: entry.never_met,
        reasons: reasons.into_iter().map(WalkListReason::from).collect(),
    };
    let shown = lists.into_iter().map(|list| {
        let own = assignments.remove(&list.id).unwrap_or_default();
        WalkListOnPhone {
            state: list.state(),
            assignments: own.iter().filter(|a| a.ended_at.is_none()).map(AssignmentView::from).collect(),
            entries: entries.remove(&list.id).unwrap_or_default().into_iter().map(door).collect(),
            id: list.id,
            name: list.name,
            area_id: list.area_id,
            campaign_id: list.campaign_id,
            as_of: list.as_of,
            starts_on: list.starts_on,
            ends_on: list.ends_on,
            ordered_by: list.ordered_by,
            doors: list.doors,
        }
    });
    Ok(shown.collect())
}
