//! A short way on foot past many doors: from door to nearest door, then pairs of legs that cross are uncrossed (2-opt)
//! until nothing gets shorter or the work is used up. Deterministic, pure.
//!
//! Distances are great-circle metres on a sphere of the mean radius of the earth. Streets and rivers are not known here.

/// Metres from the centre of the earth to its surface (IUGG mean radius).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Pairs of legs that are compared at the most, so that 2,000 doors are ordered within a fraction of a second.
const COMPARISONS: usize = 4_000_000;

/// What a swap must gain to be made, metres: less is rounding.
const GAIN_M: f64 = 0.001;

/// A point on the unit sphere.
#[derive(Debug, Clone, Copy)]
struct Point([f64; 3]);

impl Point {
    fn of((latitude, longitude): (f64, f64)) -> Self {
        let ((sin_a, cos_a), (sin_o, cos_o)) = (latitude.to_radians().sin_cos(), longitude.to_radians().sin_cos());
        Self([cos_a * cos_o, cos_a * sin_o, sin_a])
    }
    fn metres_to(self, other: Self) -> f64 {
        let squares: f64 = self.0.iter().zip(other.0).map(|(a, b)| (a - b) * (a - b)).sum();
        2.0 * EARTH_RADIUS_M * (squares.sqrt() / 2.0).min(1.0).asin()
    }
}

/// The great-circle distance between two places in degrees, metres.
pub fn metres(from: (f64, f64), to: (f64, f64)) -> f64 {
    Point::of(from).metres_to(Point::of(to))
}

/// How long the way from `start` past all of these places is, metres. Nobody walks back.
pub fn length(start: (f64, f64), places: &[(f64, f64)]) -> f64 {
    let mut at = Point::of(start);
    places
        .iter()
        .map(|place| {
            let next = Point::of(*place);
            let leg = at.metres_to(next);
            at = next;
            leg
        })
        .sum()
}

/// The places by their number in the order of a walk from `start`, always to the nearest that is left; of equals the first.
pub fn nearest_first(start: (f64, f64), places: &[(f64, f64)]) -> Vec<usize> {
    let mut left: Vec<(usize, Point)> = places.iter().map(|place| Point::of(*place)).enumerate().collect();
    let (mut at, mut walk) = (Point::of(start), Vec::with_capacity(places.len()));
    while !left.is_empty() {
        let near = |(_, a): &(usize, (usize, Point)), (_, b): &(usize, (usize, Point))| {
            at.metres_to(a.1).total_cmp(&at.metres_to(b.1)).then(a.0.cmp(&b.0))
        };
        let Some((slot, _)) = left.iter().copied().enumerate().min_by(near) else { break };
        let (number, place) = left.swap_remove(slot);
        walk.push(number);
        at = place;
    }
    walk
}

/// The same, shortened: never longer than [`nearest_first`].
pub fn short_walk(start: (f64, f64), places: &[(f64, f64)]) -> Vec<usize> {
    let walk = nearest_first(start, places);
    let mut legs: Vec<(usize, Point)> =
        walk.into_iter().filter_map(|n| Some((n, Point::of(*places.get(n)?)))).collect();
    uncross(Point::of(start), &mut legs);
    legs.into_iter().map(|(number, _)| number).collect()
}

/// Walks stretches the other way round as long as that makes the whole shorter.
fn uncross(start: Point, walk: &mut [(usize, Point)]) {
    let mut compared = 0;
    let mut shorter = true;
    while shorter && compared < COMPARISONS {
        shorter = false;
        for first in 0..walk.len() {
            let before = first.checked_sub(1).and_then(|n| walk.get(n)).map_or(start, |leg| leg.1);
            let Some(from) = walk.get(first).map(|leg| leg.1) else { continue };
            let Some(best) = best_end(before, from, first, walk) else { continue };
            if let Some(stretch) = walk.get_mut(first..=best) {
                stretch.reverse();
                shorter = true;
            }
        }
        compared = compared.saturating_add(walk.len().saturating_mul(walk.len()) / 2);
    }
}

/// Up to which door the stretch that begins at `first` is best turned round, if that gains anything.
fn best_end(before: Point, from: Point, first: usize, walk: &[(usize, Point)]) -> Option<usize> {
    let to_first = before.metres_to(from);
    let mut best: Option<(f64, usize)> = None;
    let rest = walk.get(first..)?;
    for (offset, (_, last)) in rest.iter().enumerate().skip(1) {
        let (old_after, new_after) = match rest.get(offset + 1) {
            Some((_, after)) => (last.metres_to(*after), from.metres_to(*after)),
            None => (0.0, 0.0),
        };
        let gain = to_first + old_after - before.metres_to(*last) - new_after;
        if gain > best.map_or(GAIN_M, |(most, _)| most) {
            best = Some((gain, first + offset));
        }
    }
    best.map(|(_, end)| end)
}
