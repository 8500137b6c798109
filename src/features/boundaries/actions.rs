//! What an operator does with a file of boundaries: match it with the areas of a day, import it, take it back.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    drawing::{Placed, Sketch, United},
    fault::{self, Sure},
    model::{Boundary, BoundaryImport},
    plane::project,
    queries,
    reading::File,
    shape::on_the_plane,
};
use crate::{
    base::{Day, Error, Id, Result, id::AreaId},
    db::{Conn, Event, Tx},
    features::areas::{self, Area, Level},
};

/// The country's code.
const COUNTRY: &str = "VN";
/// Levels that have official codes, and so can be drawn.
const CODED: [Level; 3] = [Level::Province, Level::District, Level::Commune];

/// Which areas a file means.
#[derive(Debug, Clone)]
pub struct Matching {
    /// The day whose codes the file has.
    pub on: Day,
    /// From when on its boundaries hold; from when each area began unless said.
    pub valid_from: Option<Day>,
    /// Whether codes that no area has are passed over.
    pub skip_unknown: bool,
}

/// What a file comes to, before it is drawn.
#[derive(Debug, Default)]
pub struct Matched {
    /// Areas that the file draws.
    pub placed: Vec<Placed>,
    /// Areas that are drawn around them.
    pub united: Vec<United>,
    /// Codes that no area has.
    pub unknown: Vec<String>,
    /// Codes of areas too small for the plane.
    pub too_small: Vec<String>,
    /// By level how many areas of that day the file draws, and how many there are.
    pub levels: BTreeMap<Level, (usize, usize)>,
    /// Areas of a level of the file that it does not draw.
    pub missing: Vec<String>,
}

/// The areas of a file.
///
/// # Errors
/// When the database fails; the inner result when the file cannot be matched.
pub fn matched(conn: &mut Conn, file: &File, how: &Matching) -> Result<Sure<Matched>> {
    let country = country(conn, how.on)?;
    let mut known: HashMap<String, Area> = HashMap::new();
    for level in CODED {
        let rows = areas::descendants_of(conn, country, level, how.on)?;
        known.extend(rows.into_iter().map(|area| (area.code.clone(), area)));
    }
    let mut found = Matched::default();
    let mut drawn: HashMap<AreaId, usize> = HashMap::new();
    for one in &file.areas {
        let area = match known.get(&one.code) {
            Some(area) => Some(area.clone()),
            None => areas::by_code(conn, &one.code, how.on)?.filter(|area| CODED.contains(&area.level)),
        };
        let Some(area) = area else {
            found.unknown.push(one.code.clone());
            continue;
        };
        let valid_from = how.valid_from.unwrap_or(area.valid_from);
        if valid_from < area.valid_from {
            return Ok(Err(fault::before_the_area(format_args!("{} < {}", valid_from, area.valid_from))));
        }
        let rings = on_the_plane(&one.parts);
        if rings.is_empty() {
            found.too_small.push(one.code.clone());
            continue;
        }
        if drawn.insert(area.id, found.placed.len()).is_some() {
            return Ok(Err(fault::code_twice(&one.code)));
        }
        found.levels.entry(area.level).or_default().0 += 1;
        found.placed.push(Placed { area_id: area.id, valid_from, place: place(&area), rings });
    }
    if !found.unknown.is_empty() && !how.skip_unknown {
        return Ok(Err(fault::unknown_codes(some_of(&found.unknown))));
    }
    if found.placed.is_empty() {
        return Ok(Err(fault::empty("")));
    }
    for area in known.values() {
        let Some((_, all)) = found.levels.get_mut(&area.level) else { continue };
        *all += 1;
        if !drawn.contains_key(&area.id) {
            found.missing.push(area.code.clone());
        }
    }
    found.missing.sort_unstable();
    found.united = united(&known, &drawn, how.valid_from);
    Ok(Ok(found))
}

/// A few of many, for a message.
pub fn some_of(codes: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown = codes.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if codes.len() > SHOWN { format!("{shown}, … {}", codes.len()) } else { shown }
}

fn place(area: &Area) -> Option<super::plane::Point> {
    area.lat.zip(area.lon).and_then(|(lat, lon)| project(lon, lat))
}

fn country(conn: &mut Conn, on: Day) -> Result<AreaId> {
    let country = areas::by_code(conn, COUNTRY, on)?;
    country.map(|area| area.id).ok_or_else(|| Error::internal("the official lists are missing. Run: tungnha migrate"))
}

/// Provinces and districts that the file does not draw, while it draws every commune in them.
fn united(known: &HashMap<String, Area>, drawn: &HashMap<AreaId, usize>, valid_from: Option<Day>) -> Vec<United> {
    let parents: HashMap<AreaId, Option<AreaId>> = known.values().map(|area| (area.id, area.parent_id)).collect();
    let mut communes: HashMap<AreaId, (Vec<usize>, bool)> = HashMap::new();
    for commune in known.values().filter(|area| area.level == Level::Commune) {
        let mut above = commune.parent_id;
        while let Some(id) = above.filter(|id| parents.contains_key(id)) {
            let (members, whole) = communes.entry(id).or_insert((Vec::new(), true));
            match drawn.get(&commune.id) {
                Some(n) => members.push(*n),
                None => *whole = false,
            }
            above = parents.get(&id).copied().flatten();
        }
    }
    let taken: HashSet<AreaId> = drawn.keys().copied().collect();
    let of = |area: &Area| {
        let (members, whole) = communes.get(&area.id)?;
        let mut members = members.clone();
        members.sort_unstable();
        let valid_from = valid_from.unwrap_or(area.valid_from);
        (*whole && !taken.contains(&area.id) && valid_from >= area.valid_from)
            .then(|| (area.code.clone(), United { area_id: area.id, valid_from, place: place(area), members }))
    };
    let mut all: Vec<(String, United)> = known.values().filter_map(of).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, one)| one).collect()
}

/// The file behind an import.
#[derive(Debug, Clone)]
pub struct Origin {
    pub file_name: String,
    pub sha256: String,
    /// Who drew the boundaries, shown beside every map.
    pub source: String,
}

/// Imports what was drawn; `None` when the same stands already as the last import.
///
/// # Errors
/// When the database fails.
pub fn import(
    tx: &mut Tx,
    origin: Origin,
    how: &Matching,
    (sketches, united): (Vec<Sketch>, usize),
) -> Result<Option<BoundaryImport>> {
    let Origin { file_name, sha256, source } = origin;
    let last = queries::standing(tx.conn()?)?.into_iter().next();
    let same = |last: &BoundaryImport| {
        (&last.sha256, &last.source, last.on_day, last.valid_from) == (&sha256, &source, how.on, how.valid_from)
    };
    if last.as_ref().is_some_and(same) {
        tx.unchanged();
        return Ok(None);
    }
    let areas: HashSet<AreaId> = sketches.iter().map(|one| one.area_id).collect();
    let import = BoundaryImport {
        id: Id::new(),
        file_name,
        sha256,
        source,
        on_day: how.on,
        valid_from: how.valid_from,
        areas: i64::try_from(areas.len()).map_err(Error::internal)?,
        united: i64::try_from(united).map_err(Error::internal)?,
        imported_at: tx.now(),
        withdrawn_at: None,
    };
    let row = |one: Sketch| Boundary {
        import_id: import.id,
        area_id: one.area_id,
        detail: one.detail,
        valid_from: one.valid_from,
        path: one.path,
        x: one.label.0,
        y: one.label.1,
        west: one.extent.west,
        north: one.extent.north,
        east: one.extent.east,
        south: one.extent.south,
    };
    let rows: Vec<Boundary> = sketches.into_iter().map(row).collect();
    queries::insert(tx, &import, &rows)?;
    let country = country(tx.conn()?, how.on)?;
    let event = Event::new("boundaries.imported", "boundary_import", import.id).in_area(country);
    tx.record(event.fields(["file_name", "sha256", "source", "on_day", "valid_from"]));
    Ok(Some(import))
}

/// Takes the last import back, so that what it stood before holds again; `None` when there is none.
///
/// # Errors
/// When the database fails.
pub fn take_back(tx: &mut Tx) -> Result<Option<BoundaryImport>> {
    let Some(last) = queries::standing(tx.conn()?)?.into_iter().next() else {
        tx.unchanged();
        return Ok(None);
    };
    let now = tx.now();
    queries::withdraw(tx, last.id, now)?;
    let country = country(tx.conn()?, last.on_day)?;
    tx.record(Event::new("boundaries.taken_back", "boundary_import", last.id).in_area(country));
    Ok(Some(last))
}
