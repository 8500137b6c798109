//! A short way on foot past many doors: from door to nearest door, then pairs of legs that cost more than their exchange
//! are exchanged (2-opt, between near doors) until nothing gets shorter. Deterministic, pure.
//!
//! Distances are great-circle metres on a sphere of the mean radius of the earth. Streets and rivers are not known here.

/// Metres from the centre of the earth to its surface (IUGG mean radius).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Among how many of its nearest doors a door looks for a better neighbour.
const NEAR: usize = 10;
/// How often all doors are looked at, at the most. Two thousand doors are done within a dozen times.
const SWEEPS: usize = 100;
/// What an exchange must gain to be made, metres: less is rounding.
const GAIN_M: f64 = 0.001;

/// A point on the unit sphere.
#[derive(Debug, Clone, Copy)]
struct Point([f64; 3]);

impl Point {
    fn of((latitude, longitude): (f64, f64)) -> Self {
        let ((sin_a, cos_a), (sin_o, cos_o)) = (latitude.to_radians().sin_cos(), longitude.to_radians().sin_cos());
        Self([cos_a * cos_o, cos_a * sin_o, sin_a])
    }
    /// The square of the straight line between two points: tells nearer from farther without roots.
    fn chord_squared(self, other: Self) -> f64 {
        let (Self([a, b, c]), Self([x, y, z])) = (self, other);
        (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
    }
    fn metres_to(self, other: Self) -> f64 {
        2.0 * EARTH_RADIUS_M * (self.chord_squared(other).sqrt() / 2.0).min(1.0).asin()
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
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for (slot, (number, place)) in left.iter().enumerate() {
            let far = at.chord_squared(*place);
            if best.is_none_or(|(nearest, first, _)| far < nearest || (far <= nearest && *number < first)) {
                best = Some((far, *number, slot));
            }
        }
        let Some((_, number, slot)) = best else { return walk };
        at = left.swap_remove(slot).1;
        walk.push(number);
    }
}

/// The same, shortened: never longer than [`nearest_first`].
pub fn short_walk(start: (f64, f64), places: &[(f64, f64)]) -> Vec<usize> {
    let mut walk = Walk::of(start, places);
    for _ in 0..SWEEPS {
        if !walk.shorten() {
            break;
        }
    }
    walk.order.iter().filter_map(|number| number.checked_sub(1)).collect()
}

/// A walk that begins at the point with the number 0.
struct Walk {
    points: Vec<Point>,
    /// For each point the numbers of those near it, the nearest first.
    near: Vec<Vec<usize>>,
    /// The numbers of the points in the order of the walk.
    order: Vec<usize>,
    /// For each point its place in the order.
    slots: Vec<usize>,
}

impl Walk {
    fn of(start: (f64, f64), places: &[(f64, f64)]) -> Self {
        let points: Vec<Point> = std::iter::once(&start).chain(places).map(|place| Point::of(*place)).collect();
        let order: Vec<usize> = std::iter::once(0).chain(nearest_first(start, places).iter().map(|n| n + 1)).collect();
        let mut slots = vec![0; points.len()];
        note(&mut slots, &order, 0);
        let near = points.iter().enumerate().map(|(number, point)| nearest(&points, number, *point)).collect();
        Self { points, near, order, slots }
    }

    fn at(&self, slot: usize) -> Option<Point> {
        self.points.get(*self.order.get(slot)?).copied()
    }

    /// What is gained when the stretch after `low` up to `high` is walked the other way round, metres.
    fn gain(&self, low: usize, high: usize) -> Option<f64> {
        let (before, first, last) = (self.at(low)?, self.at(low + 1)?, self.at(high)?);
        let after = self.at(high + 1);
        let (old, new) = after.map_or((0.0, 0.0), |after| (last.metres_to(after), first.metres_to(after)));
        Some(before.metres_to(first) + old - before.metres_to(last) - new)
    }

    /// Looks at every door once; whether anything got shorter.
    fn shorten(&mut self) -> bool {
        let mut shorter = false;
        for number in 0..self.points.len() {
            while let Some((low, high)) = self.exchange(number) {
                if let Some(stretch) = self.order.get_mut(low + 1..=high) {
                    stretch.reverse();
                    note(&mut self.slots, stretch, low + 1);
                }
                shorter = true;
            }
        }
        shorter
    }

    /// The best stretch to turn round so that a door stands beside one of those near it.
    fn exchange(&self, number: usize) -> Option<(usize, usize)> {
        let here = *self.slots.get(number)?;
        let mut best: Option<(f64, (usize, usize))> = None;
        for other in self.near.get(number)? {
            let there = *self.slots.get(*other)?;
            let (low, high) = (here.min(there), here.max(there));
            // Beside it as the end of the stretch, or as what comes after it.
            for (low, high) in [Some((low, high)), low.checked_sub(1).map(|low| (low, high - 1))].into_iter().flatten()
            {
                let gain = self.gain(low, high).filter(|_| low < high).unwrap_or(0.0);
                if gain > best.map_or(GAIN_M, |(most, _)| most) {
                    best = Some((gain, (low, high)));
                }
            }
        }
        best.map(|(_, stretch)| stretch)
    }
}

/// Notes the places of these points, of which the first has the place `from`.
fn note(slots: &mut [usize], numbers: &[usize], from: usize) {
    for (slot, number) in (from..).zip(numbers) {
        if let Some(own) = slots.get_mut(*number) {
            *own = slot;
        }
    }
}

/// The numbers of the points near one, the nearest first; of equals the first.
fn nearest(points: &[Point], number: usize, point: Point) -> Vec<usize> {
    let others = points.iter().enumerate().filter(|(other, _)| *other != number);
    let mut far: Vec<(f64, usize)> = others.map(|(other, place)| (point.chord_squared(*place), other)).collect();
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if far.len() > NEAR {
        far.select_nth_unstable_by(NEAR, order);
        far.truncate(NEAR);
    }
    far.sort_by(order);
    far.into_iter().map(|(_, other)| other).collect()
}
