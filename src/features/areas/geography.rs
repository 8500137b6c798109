//! The same ground on another day: which areas made it up, and whether they did so wholly.
use std::collections::{BTreeMap, BTreeSet};

use super::model::{Area, Level, Share};
use crate::base::id::AreaId;
use crate::{
    base::{Day, Result},
    db::Conn,
};

/// What covered an area's ground on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// The area itself, or areas that lie wholly in it: their figures add up to its own.
    Whole(Vec<AreaId>),
    /// Some area of that day was divided; which part went here is not recorded.
    Divided {
        /// The divided areas.
        ids: Vec<AreaId>,
    },
    /// The list of that day has nothing on this ground.
    Unknown,
}

/// The areas that made up `area`'s ground on `day`, through the changes recorded between.
///
/// # Errors
/// When the database fails.
pub fn ground_on(conn: &mut Conn, area: &Area, day: Day) -> Result<Ground> {
    if area.alive_on(day) {
        return Ok(Ground::Whole(vec![area.id]));
    }
    let mut wave = vec![area.id];
    // Each round goes one change of the map back or forth; ten are more than a century has seen.
    for _ in 0..10 {
        let links = if day < area.valid_from {
            super::queries::links_into(conn, &wave)?
        } else {
            super::queries::links_out_of(conn, &wave)?
        };
        if links.is_empty() {
            return Ok(Ground::Unknown);
        }
        let backward = day < area.valid_from;
        let mut divided: Vec<_> = links
            .iter()
            .filter(|l| l.share == Share::Part)
            .map(|l| if backward { l.old_id } else { l.new_id })
            .collect();
        divided.sort();
        divided.dedup();
        if !divided.is_empty() {
            return Ok(Ground::Divided { ids: divided });
        }
        let mut next: Vec<_> = links.iter().map(|l| if backward { l.old_id } else { l.new_id }).collect();
        next.sort();
        next.dedup();
        if !backward && !super::queries::all_wholly_from(conn, &next, &wave)? {
            // The successor is larger than the area asked about: its figures are not this ground's.
            return Ok(Ground::Divided { ids: next });
        }
        let areas = super::queries::by_ids(conn, &next)?;
        if areas.iter().all(|a| a.alive_on(day)) {
            return Ok(Ground::Whole(next));
        }
        wave = next;
    }
    Ok(Ground::Unknown)
}

/// Where a place lies and lay: itself with everything above it, and the same of everything it was made from.
#[derive(Debug, Clone)]
pub struct Lineage {
    at: AreaId,
    nodes: BTreeMap<AreaId, Origin>,
}

/// One area of a lineage.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Itself and everything above it in the tree of its time.
    pub within: BTreeSet<AreaId>,
    /// What it was made from, wholly or in part.
    pub made_of: Vec<AreaId>,
}

/// Whether a place lies in an area of any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    /// All of it.
    In,
    /// A part of it; which part is not recorded.
    PartlyIn,
    /// None of it.
    Outside,
}

impl Lineage {
    /// The lineage of `at` with these areas.
    pub fn of(at: AreaId, nodes: BTreeMap<AreaId, Origin>) -> Self {
        Self { at, nodes }
    }
    /// Whether the place lies in `area`: in the tree of today, or because everything it was made from did.
    pub fn lies_in(&self, area: AreaId) -> Lies {
        self.lies(self.at, area, 0)
    }
    /// Whether the old area `former`, when the place was made from it, lay in `area`.
    pub fn former_lay_in(&self, former: AreaId, area: AreaId) -> Option<Lies> {
        (former != self.at && self.nodes.contains_key(&former)).then(|| self.lies(former, area, 0))
    }
    fn lies(&self, place: AreaId, area: AreaId, depth: u8) -> Lies {
        let Some(origin) = self.nodes.get(&place).filter(|_| depth < DEEPEST) else { return Lies::Outside };
        if origin.within.contains(&area) {
            return Lies::In;
        }
        let parts: Vec<Lies> = origin.made_of.iter().map(|part| self.lies(*part, area, depth + 1)).collect();
        let every = |lies: Lies| parts.iter().all(|part| *part == lies);
        match () {
            () if parts.is_empty() || every(Lies::Outside) => Lies::Outside,
            () if every(Lies::In) => Lies::In,
            () => Lies::PartlyIn,
        }
    }
}

/// An area with every area that it wholly succeeded: the same ground through the years.
///
/// # Errors
/// When the database fails.
pub fn ground_of(conn: &mut Conn, id: AreaId) -> Result<Vec<AreaId>> {
    let (mut ground, mut wave) = (BTreeSet::from([id]), vec![id]);
    while !wave.is_empty() {
        let links = super::queries::links_into(conn, &wave)?;
        let whole = links.into_iter().filter(|link| link.share == Share::Whole);
        wave = whole.map(|link| link.old_id).filter(|old| ground.insert(*old)).collect();
    }
    Ok(ground.into_iter().collect())
}

/// Changes of the map that are followed back.
const DEEPEST: u8 = 6;

/// The lineages of these areas; of a hamlet that of its commune.
///
/// # Errors
/// When the database fails.
pub fn lineages(conn: &mut Conn, places: &[AreaId]) -> Result<Vec<(AreaId, Lineage)>> {
    let mut chains: BTreeMap<AreaId, Vec<(AreaId, Level)>> = places.iter().map(|place| (*place, Vec::new())).collect();
    for (place, above, level) in super::queries::levels_above(conn, places)? {
        chains.entry(place).or_default().push((above, level));
    }
    let ground = |place: AreaId, chain: &[(AreaId, Level)]| {
        chain.iter().find(|(_, level)| *level == Level::Commune).map_or(place, |(commune, _)| *commune)
    };
    let grounds: BTreeSet<AreaId> = chains.iter().map(|(place, chain)| ground(*place, chain)).collect();
    let origins = origins(conn, grounds)?;
    let lineage = |(place, chain): (AreaId, Vec<(AreaId, Level)>)| {
        let at = ground(place, &chain);
        let mut nodes = BTreeMap::new();
        gather(at, &origins, &mut nodes);
        nodes.entry(at).or_default().within.extend(chain.iter().map(|(above, _)| *above));
        (place, Lineage { at, nodes })
    };
    Ok(chains.into_iter().map(lineage).collect())
}

/// Of these areas what they were made from, and what that was made from, with what lay above the older ones.
fn origins(conn: &mut Conn, places: BTreeSet<AreaId>) -> Result<BTreeMap<AreaId, Origin>> {
    let mut origins: BTreeMap<AreaId, Origin> = places.iter().map(|place| (*place, Origin::default())).collect();
    let mut wave: Vec<AreaId> = places.into_iter().collect();
    for _ in 0..DEEPEST {
        let mut older = BTreeSet::new();
        for link in super::queries::links_into(conn, &wave)? {
            if !origins.contains_key(&link.old_id) {
                older.insert(link.old_id);
            }
            origins.entry(link.new_id).or_default().made_of.push(link.old_id);
        }
        if older.is_empty() {
            break;
        }
        wave = older.into_iter().collect();
        for (below, above) in super::queries::trees_above(conn, &wave)? {
            origins.entry(below).or_default().within.insert(above);
        }
    }
    Ok(origins)
}

/// Takes over an area and everything that it came from.
fn gather(place: AreaId, origins: &BTreeMap<AreaId, Origin>, nodes: &mut BTreeMap<AreaId, Origin>) {
    if let Some(origin) = origins.get(&place).filter(|_| !nodes.contains_key(&place)) {
        nodes.insert(place, origin.clone());
        for part in &origin.made_of {
            gather(*part, origins, nodes);
        }
    }
}
