//! How a list is shown before it is made.
use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    build::{Draft, MAX_DOORS, Order},
    model::{ReasonCode, ReasonRow},
    pick::LeftOut,
    queries,
    views::{OrderView, WalkListReason, number},
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{HouseholdId, WalkListId},
    },
    db::Conn,
    features::people::HouseholdRow,
};

/// To how many households a reason applies.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonCount {
    pub code: ReasonCode,
    pub households: i32,
}

/// Households that meet the criteria and are not on the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutView {
    /// Moved away, or no more.
    pub not_there: i32,
    pub do_not_contact: i32,
    /// Called on often enough, and nobody there asked for a visit.
    pub cap_reached: i32,
    /// Less pressing than those that fill the limit.
    pub limit: i32,
}

/// A door as it would stand on the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewDoor {
    pub position: i32,
    pub household: HouseholdRow,
    pub never_met: bool,
    pub reasons: Vec<WalkListReason>,
}

/// What a list would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListPreview {
    pub as_of: Day,
    /// With the seed that was drawn: named when the list is made, it gives the same order.
    pub order: OrderView,
    /// How many households meet the criteria.
    pub households: i32,
    /// How many doors the list would have.
    pub doors: i32,
    /// Whether that is more than a list can have.
    pub too_long: bool,
    /// How many doors nobody ever met at; of all candidates and of those on the list.
    pub never_met_candidates: i32,
    pub never_met: i32,
    /// By pressure; a household with two reasons counts twice.
    pub reasons: Vec<ReasonCount>,
    pub left_out: LeftOutView,
    /// The first 20.
    pub first: Vec<PreviewDoor>,
}

/// How many doors a preview shows.
const PREVIEWED: usize = 20;

/// A draft as it is shown.
///
/// # Errors
/// When the database fails.
pub fn preview(conn: &mut Conn, scope: &Scope, order: &Order, draft: Draft) -> Result<WalkListPreview> {
    let never_met = draft.doors.iter().filter(|door| door.never_met).count();
    let shown: Vec<_> = draft.doors.into_iter().take(PREVIEWED).collect();
    let ids: Vec<HouseholdId> = shown.iter().map(|door| door.household_id).collect();
    let mut homes = queries::homes(conn, scope, &ids)?;
    let mut first = Vec::new();
    for (n, door) in shown.iter().enumerate() {
        let Some(home) = homes.remove(&door.household_id) else { continue };
        let why = door.reasons.iter().enumerate();
        first.push(PreviewDoor {
            position: number(n + 1),
            household: home.into(),
            never_met: door.never_met,
            reasons: why.map(|(k, r)| ReasonRow::of(WalkListId::new(), 0, k, r).into()).collect(),
        });
    }
    let out = |why: LeftOut| number(draft.left_out.get(&why).copied().unwrap_or_default());
    Ok(WalkListPreview {
        as_of: scope.today(),
        order: order.into(),
        households: number(draft.households),
        doors: number(draft.size),
        too_long: draft.size > MAX_DOORS,
        never_met_candidates: number(draft.never_met),
        never_met: number(never_met),
        reasons: counts(&draft.by_reason),
        left_out: LeftOutView {
            not_there: out(LeftOut::NotThere),
            do_not_contact: out(LeftOut::DoNotContact),
            cap_reached: out(LeftOut::CapReached),
            limit: number(draft.cut),
        },
        first,
    })
}

fn counts(by_reason: &BTreeMap<ReasonCode, usize>) -> Vec<ReasonCount> {
    by_reason.iter().map(|(code, households)| ReasonCount { code: *code, households: number(*households) }).collect()
}
