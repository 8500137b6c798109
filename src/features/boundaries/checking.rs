//! Whether a ring is one: closed, within Viet Nam, meeting itself nowhere.
use std::collections::HashSet;

use super::{
    coordinates::Place,
    fault::{self, Sure},
    plane::project,
};

/// The fewest places of a ring: three corners, and the first again.
const FEWEST: usize = 4;

/// Refuses what is no ring.
///
/// # Errors
/// What is wrong with it, and where.
pub fn check(ring: &[Place]) -> Sure<()> {
    if let Some([lon, lat]) = ring.iter().find(|[lon, lat]| project(*lon, *lat).is_none()) {
        return Err(fault::elsewhere(format_args!("{lon}, {lat}")));
    }
    let (Some(first), Some(last)) = (ring.first(), ring.last()) else { return Err(fault::open_ring("")) };
    if ring.len() < FEWEST || first != last {
        return Err(fault::open_ring(format_args!("{}, {}", last[0], last[1])));
    }
    let mut seen = HashSet::with_capacity(ring.len());
    let mut before = None;
    for [lon, lat] in ring.iter().skip(1) {
        // The same corner twice in a row is one corner.
        let at = (lon.to_bits(), lat.to_bits());
        if before.replace(at) != Some(at) && !seen.insert(at) {
            return Err(fault::crossing(format_args!("{lon}, {lat}")));
        }
    }
    match crossing(ring) {
        Some([lon, lat]) => Err(fault::crossing(format_args!("{lon}, {lat}"))),
        None => Ok(()),
    }
}

type Side = (Place, Place);

/// A corner near which two sides of a ring cross. Sides are gone through from west to east, each compared with those that
/// reach as far as it begins.
fn crossing(ring: &[Place]) -> Option<Place> {
    let mut sides: Vec<Side> = ring.iter().copied().zip(ring.iter().skip(1).copied()).collect();
    let west = |side: &Side| side.0[0].min(side.1[0]);
    let east = |side: &Side| side.0[0].max(side.1[0]);
    sides.sort_by(|a, b| west(a).total_cmp(&west(b)));
    let mut open: Vec<Side> = Vec::new();
    for side in sides {
        open.retain(|other| east(other) >= west(&side));
        if open.iter().any(|other| cross(side, *other)) {
            return Some(side.0);
        }
        open.push(side);
    }
    None
}

/// Whether two sides cross between their ends.
fn cross((a, b): Side, (c, d): Side) -> bool {
    let turn = |p: Place, q: Place, r: Place| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let apart = |p: f64, q: f64| (p > 0.0 && q < 0.0) || (p < 0.0 && q > 0.0);
    apart(turn(a, b, c), turn(a, b, d)) && apart(turn(c, d, a), turn(c, d, b))
}
