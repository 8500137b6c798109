//! An area on the plane: its path for SVG, its extent, a point inside it for its name.
use std::fmt::Write;

use super::{
    coordinates::{Line, Place},
    net::{Ring, doubled_area},
    plane::{Point, project},
};

/// The smallest upright rectangle around something: west, north, east, south.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    pub west: i32,
    pub north: i32,
    pub east: i32,
    pub south: i32,
}

impl Extent {
    /// Around one corner.
    pub fn at((x, y): Point) -> Self {
        Self { west: x, north: y, east: x, south: y }
    }
    /// Around both.
    pub fn and(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            north: self.north.min(other.north),
            east: self.east.max(other.east),
            south: self.south.max(other.south),
        }
    }
    /// Around all of them.
    pub fn around(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(Self::and)
    }
    /// With a margin: so many hundredths of its longer side, and not less than `least` units.
    pub fn with_margin(self, hundredths: i32, least: i32) -> Self {
        let longer = (self.east - self.west).max(self.south - self.north);
        let margin = (longer / 100 * hundredths).max(least);
        Self {
            west: self.west - margin,
            north: self.north - margin,
            east: self.east + margin,
            south: self.south + margin,
        }
    }
    /// As SVG's `viewBox`: x, y, width, height.
    pub fn view_box(self) -> [i32; 4] {
        [self.west, self.north, self.east - self.west, self.south - self.north]
    }
}

/// The rings of an area on the plane: outer ones one way round, holes the other; corners that fall together once. Parts
/// too small for the plane are left out.
pub fn on_the_plane(parts: &[Vec<Line>]) -> Vec<Ring> {
    let mut rings = Vec::new();
    for part in parts {
        for (n, line) in part.iter().enumerate() {
            let mut ring: Ring = line.iter().filter_map(|[lon, lat]: &Place| project(*lon, *lat)).collect();
            ring.dedup();
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            let area = doubled_area(&ring);
            if area == 0 || ring.len() < 3 {
                if n == 0 {
                    break;
                }
                continue;
            }
            if (area > 0) != (n == 0) {
                ring.reverse();
            }
            rings.push(ring);
        }
    }
    rings
}

/// The extent of rings.
pub fn extent(rings: &[Ring]) -> Option<Extent> {
    Extent::around(rings.iter().flatten().map(|at| Extent::at(*at)))
}

/// The path for SVG, with steps instead of places: `M12 34l5-6 7 8z`. To be filled by `evenodd`.
pub fn path(rings: &[Ring]) -> String {
    let mut text = String::new();
    for ring in rings {
        let Some((x, y)) = ring.first() else { continue };
        // Writing to a string does not fail.
        let _ = write!(text, "M{x} {y}l");
        let steps = ring.iter().zip(ring.iter().skip(1));
        for (n, (from, to)) in steps.enumerate() {
            for (part, step) in [(n, to.0 - from.0), (1, to.1 - from.1)] {
                if part > 0 && step >= 0 {
                    text.push(' ');
                }
                let _ = write!(text, "{step}");
            }
        }
        text.push('z');
    }
    text
}

/// Whether a point lies in rings.
pub fn holds(rings: &[Ring], (x, y): Point) -> bool {
    let (x, y) = (i64::from(x), i64::from(y));
    let mut inside = false;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let ((ax, ay), (bx, by)) = ((i64::from(a.0), i64::from(a.1)), (i64::from(b.0), i64::from(b.1)));
            if (ay > y) != (by > y) {
                let turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
                inside ^= (turn > 0) == (by > ay);
            }
        }
    }
    inside
}

/// A point inside the largest ring: in the middle of its widest stretch at half its height.
pub fn middle(rings: &[Ring]) -> Option<Point> {
    let largest = rings.iter().max_by_key(|ring| doubled_area(ring))?;
    let around = extent(std::slice::from_ref(largest))?;
    let y = i32::midpoint(around.north, around.south);
    let mut crossings: Vec<i64> = Vec::new();
    for (a, b) in largest.iter().zip(largest.iter().cycle().skip(1)) {
        if (a.1 > y) != (b.1 > y) {
            let (dx, dy) = (i64::from(b.0) - i64::from(a.0), i64::from(b.1) - i64::from(a.1));
            crossings.push(i64::from(a.0) + dx * (i64::from(y) - i64::from(a.1)) / dy);
        }
    }
    crossings.sort_unstable();
    let stretches = crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let (from, to) = stretches.max_by_key(|(from, to)| to - from)?;
    Some((i32::try_from(i64::midpoint(from, to)).ok()?, y))
}
