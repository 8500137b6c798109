//! What a map shows: which areas, by boundary or by point, how far it reaches, and the archipelagos that belong to it.
use super::{
    api::{AreaMap, MapArchipelago, MapArea, MapQuery},
    archipelagos::{self, Archipelago},
    model::{Boundary, Detail},
    plane::project,
    problems::LEVEL_NOT_DRAWN,
    queries,
    shape::Extent,
};
use crate::{
    base::{Day, Error, Result, id::AreaId},
    db::Conn,
    features::areas::{self, Area, Level},
};

/// The levels that a map of an area may draw, the usual one first.
fn levels(of: Level) -> &'static [Level] {
    match of {
        Level::Country => &[Level::Province, Level::Commune],
        Level::Province => &[Level::Commune, Level::District],
        Level::District => &[Level::Commune],
        Level::Commune => &[Level::Hamlet],
        Level::Hamlet => &[],
    }
}

/// How close a map of a few points may come, units: 500 m.
const LEAST_MARGIN: i32 = 50;
const MARGIN_HUNDREDTHS: i32 = 3;

/// The map of an area.
///
/// # Errors
/// `not-found`; `map-level-not-drawn`.
pub fn map_of(conn: &mut Conn, id: AreaId, query: &MapQuery, today: Day) -> Result<AreaMap> {
    let root = areas::find(conn, id)?.ok_or_else(Error::not_found)?;
    let on = query.on.unwrap_or_else(|| root.valid_to.filter(|to| *to < today).unwrap_or(today));
    let drawn = levels(root.level);
    // A hamlet has nothing below it; its map is empty.
    let level = query.level.or_else(|| drawn.first().copied()).unwrap_or(Level::Hamlet);
    if !drawn.contains(&level) && (query.level.is_some() || root.level != Level::Hamlet) {
        return Err(LEVEL_NOT_DRAWN.field("/level", "not-drawn", LEVEL_NOT_DRAWN.title).into());
    }
    let detail = if root.level == Level::Country { Detail::Far } else { Detail::Near };
    let rows = if drawn.is_empty() { Vec::new() } else { areas::descendants_of(conn, id, level, on)? };
    let rows = areas::under_names_of(conn, rows, on)?;
    let held = archipelagos_of(conn, &root, on)?;

    let mut ids: Vec<AreaId> = rows.iter().map(|area| area.id).collect();
    ids.push(root.id);
    ids.extend(held.iter().map(|(_, id)| *id));
    ids.sort();
    ids.dedup();
    let boundaries = queries::holding(conn, &ids, detail, on)?;
    let boundary = |id: AreaId| boundaries.get(&id).map(|(boundary, _)| boundary);

    let mut sources: Vec<String> = boundaries.values().map(|(_, source)| source.clone()).collect();
    sources.sort_unstable();
    sources.dedup();
    let areas: Vec<MapArea> = rows.iter().map(|area| shown(area, boundary(area.id), root.level)).collect();
    let archipelagos: Vec<MapArchipelago> =
        held.iter().filter_map(|(known, id)| archipelago(known, *id, boundary(*id))).collect();
    let extent = reach(&root, boundary(id), &areas, &rows, &boundaries, &archipelagos);
    Ok(AreaMap {
        area_id: id,
        on,
        level,
        view_box: extent.with_margin(MARGIN_HUNDREDTHS, LEAST_MARGIN).view_box().to_vec(),
        outline: boundary(id).map(|boundary| boundary.path.clone()),
        areas,
        archipelagos,
        sources,
    })
}

fn extent_of(boundary: &Boundary) -> Extent {
    let Boundary { west, north, east, south, .. } = *boundary;
    Extent { west, north, east, south }
}

fn shown(area: &Area, boundary: Option<&Boundary>, root: Level) -> MapArea {
    let place = match boundary {
        Some(boundary) => Some((boundary.x, boundary.y)),
        None => area.lat.zip(area.lon).and_then(|(lat, lon)| project(lon, lat)),
    };
    let own = archipelagos::ALL.iter().find(|one| one.is(&area.kind, &area.code));
    MapArea {
        id: area.id,
        code: area.code.clone(),
        name: area.name.clone(),
        full_name: area.full_name.clone(),
        path: boundary.map(|boundary| boundary.path.clone()),
        x: place.map(|(x, _)| x),
        y: place.map(|(_, y)| y),
        // A map of the country has room for them where they are.
        archipelago: own.filter(|_| root != Level::Country).map(|one| one.key),
    }
}

/// The archipelagos that lie in an area on a day, with the area that each is. The country has both on every day.
fn archipelagos_of(conn: &mut Conn, root: &Area, on: Day) -> Result<Vec<(&'static Archipelago, AreaId)>> {
    let mut found = Vec::new();
    for known in &archipelagos::ALL {
        let mut itself = None;
        for (kind, code) in known.areas {
            let area = areas::by_code(conn, code, on)?.filter(|area| area.kind == kind);
            itself = itself.or(area.map(|area| area.id));
        }
        let within = match itself {
            Some(id) => queries::within(conn, root.id, &[id])?.first().copied(),
            None => None,
        };
        let held = within.or((root.level == Level::Country).then_some(root.id));
        found.extend(held.map(|id| (known, id)));
    }
    Ok(found)
}

fn archipelago(known: &Archipelago, id: AreaId, boundary: Option<&Boundary>) -> Option<MapArchipelago> {
    let extent = known.extent()?;
    let extent = boundary.map(extent_of).map_or(extent, |drawn| extent.and(drawn));
    let (x, y) = known.label();
    Some(MapArchipelago {
        id,
        key: known.key,
        name: known.name.to_owned(),
        view_box: extent.view_box().to_vec(),
        x,
        y,
        path: boundary.map(|boundary| boundary.path.clone()),
        dots: known.dots().into_iter().flat_map(|(x, y)| [x, y]).collect(),
    })
}

/// How far a map reaches: over everything that it draws, archipelagos off the coast only where the country is shown.
fn reach(
    root: &Area,
    outline: Option<&Boundary>,
    areas: &[MapArea],
    rows: &[Area],
    boundaries: &std::collections::HashMap<AreaId, (Boundary, String)>,
    archipelagos: &[MapArchipelago],
) -> Extent {
    let inside = areas.iter().zip(rows).filter(|(shown, _)| shown.archipelago.is_none());
    let mut parts: Vec<Extent> = inside
        .filter_map(|(shown, area)| match boundaries.get(&area.id) {
            Some((boundary, _)) => Some(extent_of(boundary)),
            None => shown.x.zip(shown.y).map(Extent::at),
        })
        .collect();
    if root.level == Level::Country || parts.is_empty() {
        let boxes = archipelagos.iter().filter_map(|one| match one.view_box.as_slice() {
            [x, y, width, height] => Some(Extent { west: *x, north: *y, east: x + width, south: y + height }),
            _ => None,
        });
        parts.extend(boxes);
    }
    if parts.is_empty() {
        parts.extend(outline.map(extent_of));
        parts.extend(root.lat.zip(root.lon).and_then(|(lat, lon)| project(lon, lat)).map(Extent::at));
    }
    Extent::around(parts).unwrap_or_else(whole_country)
}

/// The sea and land between the edges of the plane, for areas of which nothing is known.
fn whole_country() -> Extent {
    let corners = [(102.0, 23.5), (110.0, 8.0)];
    let corners = corners.iter().filter_map(|(lon, lat)| project(*lon, *lat)).map(Extent::at);
    Extent::around(corners).unwrap_or(Extent::at((0, 0)))
}
