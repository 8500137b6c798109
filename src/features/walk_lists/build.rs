//! From what is asked for to the doors of a list: facts, criteria, who stays, the order. The preview and the making of a
//! list are the same work, so that what was shown is what is made.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    api::{OrderBody, PreviewWalkList, cap},
    criteria::{Criteria, Home, Reason, reasons},
    model::{OrderedBy, ReasonCode},
    ordering,
    pick::{Candidate, Cap, LeftOut, chosen, left_out},
    problems, queries_facts as facts,
    walking::{metres, short_walk},
};
use crate::{
    access::Scope,
    base::{
        Day, Result, Text,
        id::{AreaId, HouseholdId},
        problem::NOT_FOUND,
    },
    db::Conn,
    features::{
        areas,
        lists::{self, List},
    },
};

/// The most doors of a list.
pub const MAX_DOORS: usize = 2_000;

/// An order with all it needs.
#[derive(Debug, Clone)]
pub enum Order {
    /// On foot from here, degrees.
    Distance((f64, f64)),
    /// Along the road.
    House,
    /// By lot with this seed.
    Random(String),
}

/// What is asked for, checked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Where.
    pub area_id: AreaId,
    /// Only in these areas within it.
    pub hamlets: Vec<AreaId>,
    /// Who.
    pub criteria: Criteria,
    /// How they stand.
    pub order: Order,
    /// How many at the most.
    pub limit: Option<usize>,
    /// Whom to leave alone.
    pub cap: Cap,
    /// The last day of the list.
    pub ends_on: Option<Day>,
}

impl Wanted {
    /// Reads what is asked for; `draw` makes a seed where one is wanted and none is given.
    ///
    /// # Errors
    /// `walk-list-criteria`, `walk-list-order`.
    pub fn of(asked: &PreviewWalkList, as_of: Day, draw: impl FnOnce() -> Result<String>) -> Result<Self> {
        let criteria = asked.criteria.criteria(as_of);
        if criteria.is_empty() {
            return Err(problems::CRITERIA.field("/criteria", "empty", problems::CRITERIA.title).into());
        }
        Ok(Self {
            area_id: asked.area_id,
            hamlets: asked.criteria.hamlets.clone(),
            criteria,
            order: order(&asked.order, draw)?,
            limit: asked.limit.and_then(|limit| usize::try_from(limit.0).ok()),
            cap: cap(asked.contact_cap),
            ends_on: asked.ends_on,
        })
    }
}

fn order(body: &OrderBody, draw: impl FnOnce() -> Result<String>) -> Result<Order> {
    let wrong = |pointer: &'static str, code| Err(problems::ORDER.field(pointer, code, problems::ORDER.title).into());
    match (body.by, body.start, &body.seed) {
        (OrderedBy::Distance, None, _) => wrong("/order/start", "missing"),
        (OrderedBy::House | OrderedBy::Random, Some(_), _) => wrong("/order/start", "unwanted"),
        (OrderedBy::Distance | OrderedBy::House, _, Some(_)) => wrong("/order/seed", "unwanted"),
        (OrderedBy::Distance, Some(start), None) => {
            Ok(Order::Distance((four_decimals(start.latitude.0), four_decimals(start.longitude.0))))
        }
        (OrderedBy::House, None, None) => Ok(Order::House),
        (OrderedBy::Random, None, Some(seed)) => Ok(Order::Random(seed.to_string())),
        (OrderedBy::Random, None, None) => draw().map(Order::Random),
    }
}

/// About ten metres, as precise as doors are kept.
fn four_decimals(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}

/// A door as it would stand on the list.
#[derive(Debug, Clone)]
pub struct Door {
    /// Which.
    pub household_id: HouseholdId,
    /// Whether nobody there was ever met.
    pub never_met: bool,
    /// The most pressing first.
    pub reasons: Vec<Reason>,
}

/// What a list would be.
#[derive(Debug, Default)]
pub struct Draft {
    /// How many households meet the criteria.
    pub households: usize,
    /// To how many of them each reason applies.
    pub by_reason: BTreeMap<ReasonCode, usize>,
    /// How many of them are no candidates.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// How many candidates the limit cuts off.
    pub cut: usize,
    /// How many candidates nobody ever met.
    pub never_met: usize,
    /// How many doors it has.
    pub size: usize,
    /// The doors in order; none when there are too many for a list.
    pub doors: Vec<Door>,
}

/// Finds the doors of a list as of the scope's day.
///
/// # Errors
/// When an area is not there, a group is unknown, or the area is too large.
pub fn draft(conn: &mut Conn, scope: &Scope, wanted: &Wanted) -> Result<Draft> {
    let as_of = scope.today();
    areas::require(conn, scope, wanted.area_id, "/area_id")?;
    check_hamlets(conn, scope, wanted)?;
    for group in &wanted.criteria.groups {
        lists::require(conn, List::Group, group, "/criteria/groups")?;
    }
    let homes = facts::homes(conn, scope, wanted, as_of)?.ok_or_else(|| problems::AREA_TOO_LARGE.now())?;
    let names = facts::area_names(conn, &homes)?;
    let (mut out, mut candidates, mut why) = (Draft::default(), Vec::new(), HashMap::new());
    let by = wanted.ends_on.unwrap_or(as_of).max(as_of);
    for home in homes {
        let found = reasons(&wanted.criteria, &home, as_of);
        if found.is_empty() {
            continue;
        }
        out.households += 1;
        for code in found.iter().map(|r| r.code).collect::<BTreeSet<_>>() {
            *out.by_reason.entry(code).or_default() += 1;
        }
        match left_out(&home, wanted.cap, by) {
            Some(reason) => *out.left_out.entry(reason).or_default() += 1,
            None => {
                why.insert(home.id, found);
                candidates.push(home);
            }
        }
    }
    sort(&mut candidates, &wanted.order, &names);
    out.never_met = candidates.iter().filter(|home| home.last_met.is_none()).count();
    let all = candidates.len();
    cut(&mut candidates, &why, wanted.limit);
    (out.size, out.cut) = (candidates.len(), all - candidates.len());
    if out.size <= MAX_DOORS {
        walk(&mut candidates, &wanted.order);
        out.doors = candidates
            .into_iter()
            .map(|home| Door {
                household_id: home.id,
                never_met: home.last_met.is_none(),
                reasons: why.remove(&home.id).unwrap_or_default(),
            })
            .collect();
    }
    Ok(out)
}

/// Every hamlet that is named lies in the area.
fn check_hamlets(conn: &mut Conn, scope: &Scope, wanted: &Wanted) -> Result<()> {
    let within = facts::hamlets_within(conn, scope, wanted.area_id, &wanted.hamlets)?;
    let missing = Text { vi: "Không nằm trong địa bàn của danh sách", en: "Not an area of the list's area" };
    match wanted.hamlets.iter().position(|hamlet| !within.contains(hamlet)) {
        Some(n) => Err(NOT_FOUND.field(format!("/criteria/hamlets/{n}"), "not-found", missing).into()),
        None => Ok(()),
    }
}

/// Puts candidates in the order in which equals are taken: as they will stand, but for the way on foot, which is known
/// only when the doors are: there the nearest to the start first.
fn sort(homes: &mut [Home], order: &Order, names: &HashMap<AreaId, String>) {
    match order {
        Order::Random(seed) => ordering::by_lot(homes, seed),
        Order::House => ordering::by_house(homes, names),
        Order::Distance(start) => {
            ordering::by_house(homes, names);
            let far = |home: &Home| home.place.map_or(f64::INFINITY, |place| metres(*start, place));
            homes.sort_by(|a, b| far(a).total_cmp(&far(b)));
        }
    }
}

/// Keeps the candidates that stay, in their order.
fn cut(homes: &mut Vec<Home>, why: &HashMap<HouseholdId, Vec<Reason>>, limit: Option<usize>) {
    let candidate = |home: &Home| {
        let reason = why.get(&home.id).and_then(|reasons| reasons.first()).map(|r| r.code);
        reason.map(|reason| Candidate { id: home.id, reason, never_met: home.last_met.is_none() })
    };
    let all: Vec<Candidate> = homes.iter().filter_map(candidate).collect();
    let kept: BTreeSet<HouseholdId> = chosen(&all, limit).into_iter().collect();
    homes.retain(|home| kept.contains(&home.id));
}

/// Doors with a place in the order of the walk; those without one follow as they stand, by hamlet and house.
fn walk(homes: &mut Vec<Home>, order: &Order) {
    let Order::Distance(start) = order else { return };
    let (placed, lost): (Vec<Home>, Vec<Home>) = homes.drain(..).partition(|home| home.place.is_some());
    let places: Vec<(f64, f64)> = placed.iter().filter_map(|home| home.place).collect();
    homes.extend(short_walk(*start, &places).into_iter().filter_map(|n| placed.get(n).cloned()));
    homes.extend(lost);
}
