//! Walk lists as they are shown on the web. What phones get stands in `views_phones`, previews in `views_preview`.
use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    api::CriteriaBody,
    build::Order,
    criteria::Reason,
    holding::{Stint, walker},
    model::{AssignWhy, Assignment, Entry, OrderedBy, ReasonCode, ReasonRow, WalkList, WalkListState},
    queries,
    sheet::sheet,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Lang, Moment, Page, Result,
        id::{AreaId, CampaignId, HouseholdId, UserId, WalkListAssignmentId, WalkListId},
        scheme::Scheme,
    },
    db::{Conn, InScope, Place, Seals},
    features::{
        lists,
        people::{Household, HouseholdRow},
    },
};

/// Where a walk begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartView {
    pub latitude: f64,
    pub longitude: f64,
}

/// In which order the doors stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderView {
    pub by: OrderedBy,
    #[schema(required)]
    pub start: Option<StartView>,
    /// Of a drawn order: SHA-256 over the seed followed by a household's id gives its place.
    #[schema(required)]
    pub seed: Option<String>,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        match order {
            Order::Distance((latitude, longitude)) => {
                let start = StartView { latitude: *latitude, longitude: *longitude };
                Self { by: OrderedBy::Distance, start: Some(start), seed: None }
            }
            Order::House => Self { by: OrderedBy::House, start: None, seed: None },
            Order::Random(seed) => Self { by: OrderedBy::Random, start: None, seed: Some(seed.clone()) },
        }
    }
}

/// How often a household may be called on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactCapView {
    pub contacts: i32,
    pub days: i32,
}

/// A list among others.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListRow {
    pub id: WalkListId,
    pub name: String,
    pub area_id: AreaId,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    pub state: WalkListState,
    /// The day whose facts it rests on.
    pub as_of: Day,
    pub starts_on: Day,
    #[schema(required)]
    pub ends_on: Option<Day>,
    /// How many doors it has.
    pub doors: i32,
    /// Who walks it today: a substitute before the one who was given it.
    #[schema(required)]
    pub assigned_to: Option<UserId>,
    #[schema(required)]
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    #[schema(required)]
    pub closed_at: Option<Moment>,
    pub rev: i64,
}

/// How far a list has come, counted from the visits since it was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListProgress {
    pub doors: i32,
    /// Doors with a visit, whatever came of it.
    pub visited: i32,
    /// Doors where somebody was met.
    pub met: i32,
    /// Doors without a visit.
    pub left: i32,
}

/// That somebody walks a list, or walked it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentView {
    pub id: WalkListAssignmentId,
    pub user_id: UserId,
    pub why: AssignWhy,
    /// The last day of a substitution.
    #[schema(required)]
    pub until: Option<Day>,
    #[schema(required)]
    pub assigned_by: Option<UserId>,
    pub assigned_at: Moment,
    /// When another assignment took its place.
    #[schema(required)]
    pub ended_at: Option<Moment>,
}

/// A list with all it was made from.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListView {
    #[serde(flatten)]
    pub list: WalkListRow,
    pub criteria: CriteriaBody,
    pub order: OrderView,
    #[schema(required)]
    pub limit: Option<i32>,
    pub contact_cap: ContactCapView,
    #[schema(required)]
    pub closed_by: Option<UserId>,
    #[schema(required)]
    pub closed_reason: Option<String>,
    pub progress: WalkListProgress,
    /// The oldest first.
    pub assignments: Vec<AssignmentView>,
}

/// Why a door is on a list, as things stood on the day it was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListReason {
    pub code: ReasonCode,
    #[schema(required)]
    pub scheme: Option<Scheme>,
    /// The end of a cover or of a window, or when somebody was met last.
    #[schema(required)]
    pub date: Option<Day>,
    /// How far that was from the day of the list; less than 0 when it had passed.
    #[schema(required)]
    pub days: Option<i32>,
    /// How many people it is about.
    #[schema(required)]
    pub persons: Option<i32>,
}

impl From<ReasonRow> for WalkListReason {
    fn from(row: ReasonRow) -> Self {
        Self { code: row.code, scheme: row.scheme, date: row.on_day, days: row.days, persons: row.persons }
    }
}

impl ReasonRow {
    /// A reason as it is kept: `n` counts from 1.
    pub fn of(list_id: WalkListId, position: i32, n: usize, reason: &Reason) -> Self {
        Self {
            list_id,
            position,
            n: number(n),
            code: reason.code,
            scheme: reason.scheme,
            on_day: reason.on_day,
            days: reason.days.map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
            persons: reason.persons.map(number),
        }
    }
}

/// A count as it is kept and shown.
pub fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The latest visit to a door.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestVisit {
    pub outcome: String,
    pub counted_at: Moment,
}

/// A door of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalkListEntry {
    /// From 1.
    pub position: i32,
    pub household_id: HouseholdId,
    /// As it is today; null when it has moved out of the caller's areas.
    #[schema(required)]
    pub household: Option<HouseholdRow>,
    /// Nobody there had ever been met when the list was made.
    pub never_met: bool,
    /// The most pressing first.
    pub reasons: Vec<WalkListReason>,
    /// Since the list was made.
    #[schema(required)]
    pub latest_visit: Option<LatestVisit>,
}

impl From<&Assignment> for AssignmentView {
    fn from(row: &Assignment) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            why: row.why,
            until: row.until_day,
            assigned_by: row.assigned_by,
            assigned_at: row.assigned_at,
            ended_at: row.ended_at,
        }
    }
}

fn stints(rows: &[Assignment]) -> Vec<Stint> {
    rows.iter().map(Stint::from).collect()
}

fn row(list: WalkList, assignments: &[Assignment], today: Day) -> WalkListRow {
    WalkListRow {
        state: list.state(),
        assigned_to: walker(&stints(assignments), today),
        id: list.id,
        name: list.name,
        area_id: list.area_id,
        campaign_id: list.campaign_id,
        as_of: list.as_of,
        starts_on: list.starts_on,
        ends_on: list.ends_on,
        doors: list.doors,
        created_by: list.created_by,
        created_at: list.created_at,
        closed_at: list.closed_at,
        rev: list.rev,
    }
}

/// Lists among others.
///
/// # Errors
/// When the database fails.
pub fn rows(conn: &mut Conn, page: Page<WalkList>, today: Day) -> Result<Page<WalkListRow>> {
    let ids: Vec<WalkListId> = page.items.iter().map(|list| list.id).collect();
    let mut assignments = queries::assignments(conn, &ids)?;
    Ok(page.map(|list| {
        let own = assignments.remove(&list.id).unwrap_or_default();
        row(list, &own, today)
    }))
}

/// A list with all it was made from and how far it has come.
///
/// # Errors
/// When the database fails, or a sealed value does not open.
pub fn view(conn: &mut Conn, seals: &Seals, list: InScope<WalkList>, today: Day) -> Result<WalkListView> {
    let own = queries::assignments(conn, &[list.id])?.remove(&list.id).unwrap_or_default();
    let progress = progress(conn, &list)?;
    let closed_reason = open_why(seals, &list)?;
    let list = list.into_inner();
    Ok(WalkListView {
        criteria: serde_json::from_str(&list.criteria).map_err(Error::internal)?,
        order: OrderView {
            by: list.ordered_by,
            start: list
                .start_latitude
                .zip(list.start_longitude)
                .map(|(latitude, longitude)| StartView { latitude, longitude }),
            seed: list.seed.clone(),
        },
        limit: list.most,
        contact_cap: ContactCapView { contacts: list.cap_contacts, days: list.cap_days },
        closed_by: list.closed_by,
        closed_reason,
        progress,
        assignments: own.iter().map(AssignmentView::from).collect(),
        list: row(list, &own, today),
    })
}

/// Where the reason of a closed list is sealed.
pub fn why_place(id: &WalkListId) -> Place<'_> {
    Place { table: "walk_lists", column: "closed_why_sealed", row: id.as_str() }
}

fn open_why(seals: &Seals, list: &WalkList) -> Result<Option<String>> {
    list.closed_why_sealed.as_deref().map(|sealed| seals.open(why_place(&list.id), sealed)).transpose()
}

fn progress(conn: &mut Conn, list: &InScope<WalkList>) -> Result<WalkListProgress> {
    let by_door = queries::outcomes(conn, list)?;
    let outcomes = lists::visit_outcomes(conn)?;
    let is_met = |code: &String| outcomes.iter().any(|o| o.met && o.code == *code);
    let met = by_door.values().filter(|codes| codes.iter().any(is_met)).count();
    let visited = number(by_door.len());
    Ok(WalkListProgress { doors: list.doors, visited, met: number(met), left: list.doors - visited })
}

/// Doors of a list with their reasons, and what came of the latest visit.
///
/// # Errors
/// When the database fails.
pub fn entries(
    conn: &mut Conn,
    scope: &Scope,
    list: &InScope<WalkList>,
    page: Page<Entry>,
) -> Result<Page<WalkListEntry>> {
    let ids: Vec<HouseholdId> = page.items.iter().map(|entry| entry.household_id).collect();
    let mut homes: HashMap<HouseholdId, Household> = queries::homes(conn, scope, &ids)?;
    let mut latest = queries::latest(conn, scope, list, &ids)?;
    let mut reasons = queries::reasons(conn, &page.items)?;
    Ok(page.map(|entry| WalkListEntry {
        position: entry.position,
        household_id: entry.household_id,
        household: homes.remove(&entry.household_id).map(HouseholdRow::from),
        never_met: entry.never_met,
        reasons: reasons.remove(&entry.position).unwrap_or_default().into_iter().map(WalkListReason::from).collect(),
        latest_visit: latest
            .remove(&entry.household_id)
            .map(|(outcome, counted_at)| LatestVisit { outcome, counted_at }),
    }))
}

/// A list on paper, its households as they are today.
///
/// # Errors
/// When the database fails.
pub fn printed(conn: &mut Conn, scope: &Scope, lang: Lang, list: &InScope<WalkList>) -> Result<String> {
    let doors = queries::whole(conn, &[list.id])?.remove(&list.id).unwrap_or_default();
    let ids: Vec<HouseholdId> = doors.iter().map(|(entry, _)| entry.household_id).collect();
    let mut homes = queries::homes(conn, scope, &ids)?;
    let doors: Vec<_> = doors
        .into_iter()
        .map(|door| {
            let home = homes.remove(&door.0.household_id);
            (door, home)
        })
        .collect();
    Ok(sheet(lang, list, &doors))
}
