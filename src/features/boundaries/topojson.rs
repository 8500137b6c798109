//! What TopoJSON adds to coordinates: borders kept once, as steps on a grid, and rings as walks along them.
use serde_json::Value;

use super::{
    coordinates::{Coordinates, Line},
    fault::{self, Sure},
};

/// The borders in degrees.
///
/// # Errors
/// When they are no lines.
pub fn unpacked(arcs: Option<Coordinates>, grid: Option<([f64; 2], [f64; 2])>) -> Sure<Vec<Line>> {
    let mut arcs = match arcs {
        Some(Coordinates::Lines(arcs)) => arcs,
        None | Some(Coordinates::Nothing) => Vec::new(),
        Some(_) => return Err(fault::other_form("arcs")),
    };
    let Some(([dx, dy], [x0, y0])) = grid else { return Ok(arcs) };
    for arc in &mut arcs {
        let (mut x, mut y) = (0.0, 0.0);
        for place in arc {
            let [step_x, step_y] = *place;
            (x, y) = (x + step_x, y + step_y);
            *place = [x * dx + x0, y * dy + y0];
        }
    }
    Ok(arcs)
}

/// The parts of one shape; `room` is how many corners more may come.
///
/// # Errors
/// When it is no area, leads to a border that is not there, or is too large.
pub fn parts(form: &str, walks: &Value, arcs: &[Line], room: &mut usize) -> Sure<Vec<Vec<Line>>> {
    let lists = |value: &Value| value.as_array().cloned().ok_or_else(|| fault::no_polygon(form));
    let mut polygon = |rings: &Value| -> Sure<Vec<Line>> {
        lists(rings)?.iter().map(|walk| along(&lists(walk)?, arcs, room)).collect()
    };
    match form {
        "Polygon" => Ok(vec![polygon(walks)?]),
        "MultiPolygon" => lists(walks)?.iter().map(polygon).collect(),
        _ => Err(fault::no_polygon(form)),
    }
}

/// A ring along these borders; `-1` is the first one from its end to its beginning.
fn along(walk: &[Value], arcs: &[Line], room: &mut usize) -> Sure<Line> {
    let mut ring = Line::new();
    for step in walk {
        let missing = || fault::no_such_arc(step);
        let step = step.as_i64().ok_or_else(missing)?;
        let (n, reversed) = if step < 0 { (!step, true) } else { (step, false) };
        let arc = usize::try_from(n).ok().and_then(|n| arcs.get(n)).ok_or_else(missing)?;
        *room = room.checked_sub(arc.len()).ok_or_else(|| fault::too_large(""))?;
        // The last corner of one border is the first of the next.
        ring.pop();
        match reversed {
            false => ring.extend(arc),
            true => ring.extend(arc.iter().rev()),
        }
    }
    Ok(ring)
}
