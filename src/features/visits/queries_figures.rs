//! SQL of what visits count for in the funnel.
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use diesel::{connection::DefaultLoadingMode, prelude::*};

use super::model::Visit;
use crate::{
    base::{
        Day, Moment, Result,
        id::{AreaId, CampaignId, HouseholdId, OrganisationId, UserId, VisitId, WalkListId},
    },
    db::{
        Conn, Tx, among,
        cells::{Counted, Group},
        schema::{visits, walk_list_entries, walk_lists},
    },
    features::{
        funnel::{Facts, Reach, Sums},
        people,
    },
};

/// A visit as it counts.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = visits)]
pub struct Counting {
    pub id: VisitId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub counted_on: Day,
    pub organisation_id: Option<OrganisationId>,
    pub campaign_id: Option<CampaignId>,
    pub user_id: Option<UserId>,
    pub reached: Reach,
    pub led_on: bool,
    pub reason: Option<String>,
}

impl From<&Visit> for Counting {
    fn from(row: &Visit) -> Self {
        Self {
            id: row.id,
            household_id: row.household_id,
            area_id: row.area_id,
            counted_on: row.counted_on,
            organisation_id: row.organisation_id,
            campaign_id: row.campaign_id,
            user_id: row.user_id,
            reached: row.reached,
            led_on: row.led_on,
            reason: row.reason.clone(),
        }
    }
}

/// Whether a reason counts: one that was noted at a door where nobody was met is nobody's.
fn gives_reasons(reached: Reach) -> bool {
    reached >= Reach::People
}

impl Counting {
    /// What so many like it count for.
    pub fn counted(&self, times: i64) -> Counted {
        let facts = Facts {
            area_id: self.area_id,
            on: self.counted_on,
            organisation_id: self.organisation_id,
            campaign_id: self.campaign_id,
            channel: None,
            user_id: self.user_id,
            scheme: None,
            reason: self.reason.as_deref().filter(|_| gives_reasons(self.reached)),
        };
        facts.counted(Sums::visit(self.reached, self.led_on), times)
    }
}

/// These visits, found in scope while they were decided, as they count.
///
/// # Errors
/// When the database fails.
pub fn counting(tx: &mut Tx, ids: &[VisitId]) -> Result<Vec<Counting>> {
    match ids.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(visits::table.filter(among(visits::id, ids)).select(Counting::as_select()).load(tx.conn()?)?),
    }
}

/// A sign-up names a visit, found in scope, as what led to it: the version of it that stands led on. In which campaign it was.
///
/// # Errors
/// When the database fails.
pub fn lead_on(tx: &mut Tx, id: VisitId) -> Result<Option<CampaignId>> {
    let (mut at, mut campaign) = (Some(id), None);
    while let Some(id) = at {
        let row: Option<(Counting, Option<VisitId>)> = visits::table
            .find(id)
            .select((Counting::as_select(), visits::amended_by_id))
            .first(tx.conn()?)
            .optional()?;
        let Some((before, next)) = row else { break };
        campaign = before.campaign_id;
        if next.is_none() && !before.led_on {
            // Of two servers that do so at the same moment one finds it done, and counts nothing.
            let marked = diesel::update(visits::table.find(id).filter(visits::led_on.eq(false)))
                .set(visits::led_on.eq(true))
                .execute(tx.conn()?)?;
            let after = Counting { led_on: true, ..before.clone() };
            tx.count(Sums::SHEET, [before.counted(-1), after.counted(1)].into_iter().filter(|_| marked > 0));
        }
        at = next;
    }
    Ok(campaign)
}

/// A door on a list while it is or was walked.
#[derive(Debug, Queryable)]
struct ListedDoor {
    list_id: WalkListId,
    position: i32,
    household_id: HouseholdId,
    area_id: AreaId,
    attempted: bool,
    made_on: Day,
    campaign_id: Option<CampaignId>,
    made_at: Moment,
    closed_at: Option<Moment>,
}

/// Notes on every list which of these doors, whose visits changed, were called at while it was walked.
///
/// # Errors
/// When the database fails.
pub fn note_calls(tx: &mut Tx, homes: &[HouseholdId]) -> Result<()> {
    let doors: Vec<ListedDoor> = walk_list_entries::table
        .inner_join(walk_lists::table)
        .filter(among(walk_list_entries::household_id, homes))
        .select((
            walk_list_entries::list_id,
            walk_list_entries::position,
            walk_list_entries::household_id,
            walk_list_entries::area_id,
            walk_list_entries::attempted,
            walk_lists::as_of,
            walk_lists::campaign_id,
            walk_lists::created_at,
            walk_lists::closed_at,
        ))
        .load(tx.conn()?)?;
    if doors.is_empty() {
        return Ok(());
    }
    let listed: Vec<HouseholdId> = doors.iter().map(|door| door.household_id).collect();
    let rows: Vec<(HouseholdId, Moment)> = visits::table
        .filter(among(visits::household_id, &listed))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::reached.ne(Reach::Nowhere))
        .select((visits::household_id, visits::counted_at))
        .load(tx.conn()?)?;
    let mut calls: BTreeMap<HouseholdId, Vec<Moment>> = BTreeMap::new();
    for (home, at) in rows {
        calls.entry(home).or_default().push(at);
    }
    for door in doors {
        let made = calls.get(&door.household_id).into_iter().flatten();
        let mut within = made.filter(|at| **at >= door.made_at && door.closed_at.is_none_or(|closed| **at <= closed));
        let attempted = within.next().is_some();
        if attempted != door.attempted {
            let own = walk_list_entries::table.find((door.list_id, door.position));
            let marked = diesel::update(own.filter(walk_list_entries::attempted.ne(attempted)))
                .set(walk_list_entries::attempted.eq(attempted))
                .execute(tx.conn()?)?;
            let facts = Facts {
                area_id: door.area_id,
                on: door.made_on,
                organisation_id: None,
                campaign_id: door.campaign_id,
                channel: None,
                user_id: None,
                scheme: None,
                reason: None,
            };
            let each = |attempted, times| facts.counted(Sums::door_on_list(attempted), times);
            let counted = [each(door.attempted, -1), each(attempted, 1)];
            tx.count(Sums::SHEET, counted.into_iter().filter(|_| marked > 0));
        }
    }
    Ok(())
}

/// Notes of households, whose visits were corrected, whether anybody ever came to their door and was ever met there.
///
/// # Errors
/// When the database fails.
pub fn note_farthest(tx: &mut Tx, homes: &[HouseholdId]) -> Result<()> {
    if homes.is_empty() {
        return Ok(());
    }
    let rows: Vec<(HouseholdId, Reach)> = visits::table
        .filter(among(visits::household_id, homes))
        .filter(visits::amended_by_id.is_null())
        .select((visits::household_id, visits::reached))
        .distinct()
        .load(tx.conn()?)?;
    let far = |home: &HouseholdId, reach| rows.iter().any(|(at, reached)| at == home && *reached >= reach);
    let (called, not): (Vec<_>, Vec<_>) = homes.iter().copied().partition(|home| far(home, Reach::Door));
    people::note_called(tx, &called, true)?;
    people::note_called(tx, &not, false)?;
    let (met, not): (Vec<_>, Vec<_>) = homes.iter().copied().partition(|home| far(home, Reach::People));
    people::note_met(tx, &met, true)?;
    people::note_met(tx, &not, false)
}

/// The areas that visits count in.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(visits::table.select(visits::area_id).distinct().load(conn)?)
}

/// Of a visit what is counted: every column lies in `visits_by_area`.
type Read = (AreaId, Day, Option<OrganisationId>, Option<CampaignId>, Option<UserId>, Reach, bool, Option<String>);

/// What the visits in these areas that were not corrected count for.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let rows = visits::table
        .filter(among(visits::area_id, areas))
        .filter(visits::amended_by_id.is_null())
        .select((
            visits::area_id,
            visits::counted_on,
            visits::organisation_id,
            visits::campaign_id,
            visits::user_id,
            visits::reached,
            visits::led_on,
            visits::reason,
        ))
        .load_iter::<Read, DefaultLoadingMode>(conn)?;
    let mut known: HashMap<_, Arc<[Group]>> = HashMap::new();
    let mut counted = |(area_id, on, organisation_id, campaign_id, user_id, reached, led_on, reason): Read| {
        let reason = reason.filter(|_| gives_reasons(reached));
        let alike = known.entry((organisation_id, campaign_id, user_id, reason));
        let groups = alike.or_insert_with_key(|(_, _, _, reason)| {
            let reason = reason.as_deref();
            Facts { area_id, on, organisation_id, campaign_id, channel: None, user_id, scheme: None, reason }.groups()
        });
        let values = Sums::visit(reached, led_on).into();
        Counted { area_id, rises: true, on: Some(on), groups: groups.clone(), values }
    };
    rows.map(|row| Ok(counted(row?))).collect()
}
