//! Rows of walk lists.
use diesel::prelude::*;

use super::holding::Stint;
use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, HouseholdId, UserId, WalkListAssignmentId, WalkListId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        schema::{walk_list_assignments, walk_list_entries, walk_list_reasons, walk_lists},
        text_column,
    },
};

text_enum! {
    /// Why a household is on a list, the most pressing first.
    pub enum ReasonCode {
        /// The window of an open follow-up has begun.
        FollowUpDue = "follow_up_due",
        /// Somebody was signed up, and nobody paid on.
        RenewalDue = "renewal_due",
        /// A cover is about to end.
        Ending = "ending",
        /// A cover ended.
        Lapsed = "lapsed",
        /// Somebody is known to be without cover.
        Uncovered = "uncovered",
        /// Nobody there was ever met.
        NeverMet = "never_met",
        /// Nobody there was met for long.
        NotMetSince = "not_met_since",
        /// A live claim to one of the groups asked for.
        Group = "group",
        /// Nothing is known of the cover of somebody there.
        CoverUnknown = "cover_unknown",
    }
}
text_enum! {
    /// In which order the doors stand.
    pub enum OrderedBy {
        /// A short way on foot from a start point.
        Distance = "distance",
        /// By hamlet, along the road.
        House = "house",
        /// By lot.
        Random = "random",
    }
}
text_enum! {
    /// How somebody came to walk a list.
    pub enum AssignWhy {
        /// Nobody walked it before.
        Assign = "assign",
        /// In the place of who walked it before, for good.
        HandOver = "hand_over",
        /// In the place of who walks it, to a last day.
        Substitute = "substitute",
    }
}
text_enum! {
    /// Where a list stands.
    pub enum WalkListState {
        /// It is walked.
        Open = "open",
        /// It is done with.
        Closed = "closed",
    }
}
text_column!(ReasonCode, OrderedBy, AssignWhy);

/// A frozen list. What it was made from is kept beside it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = walk_lists, treat_none_as_default_value = false)]
pub struct WalkList {
    pub id: WalkListId,
    pub name: String,
    pub area_id: AreaId,
    pub campaign_id: Option<CampaignId>,
    /// As they were sent, JSON.
    pub criteria: String,
    pub ordered_by: OrderedBy,
    /// Of a drawn order.
    pub seed: Option<String>,
    pub start_latitude: Option<f64>,
    pub start_longitude: Option<f64>,
    /// The limit asked for.
    pub most: Option<i32>,
    pub cap_contacts: i32,
    pub cap_days: i32,
    /// The day whose facts it rests on.
    pub as_of: Day,
    pub starts_on: Day,
    pub ends_on: Option<Day>,
    pub doors: i32,
    pub closed_at: Option<Moment>,
    pub closed_by: Option<UserId>,
    pub closed_why_sealed: Option<String>,
    pub seal_key: i32,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

impl WalkList {
    /// Where it stands.
    pub fn state(&self) -> WalkListState {
        if self.closed_at.is_none() { WalkListState::Open } else { WalkListState::Closed }
    }
}

/// A door of a list.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = walk_list_entries)]
pub struct Entry {
    pub list_id: WalkListId,
    /// From 1.
    pub position: i32,
    pub household_id: HouseholdId,
    /// When the list was made.
    pub never_met: bool,
    /// Where the household lay when the list was made.
    pub area_id: AreaId,
    /// Whether it was called at while the list was walked.
    pub attempted: bool,
}

/// One reason of a door.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = walk_list_reasons, treat_none_as_default_value = false)]
pub struct ReasonRow {
    pub list_id: WalkListId,
    pub position: i32,
    /// From 1, the most pressing first.
    pub n: i32,
    pub code: ReasonCode,
    pub scheme: Option<Scheme>,
    pub on_day: Option<Day>,
    pub days: Option<i32>,
    pub persons: Option<i32>,
}

/// That somebody walks a list.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = walk_list_assignments, treat_none_as_default_value = false)]
pub struct Assignment {
    pub id: WalkListAssignmentId,
    pub list_id: WalkListId,
    pub user_id: UserId,
    pub why: AssignWhy,
    pub until_day: Option<Day>,
    pub assigned_by: Option<UserId>,
    pub assigned_at: Moment,
    pub ended_at: Option<Moment>,
}

impl From<&Assignment> for Stint {
    fn from(row: &Assignment) -> Self {
        Self { user_id: row.user_id, why: row.why, until: row.until_day, ended: row.ended_at.is_some() }
    }
}
