//! Borders that neighbours share, found once, so that whatever is done to a border is done to both sides.
//!
//! Rings are cut where they part from or meet other rings; a piece that lies in several rings is kept once. Two rings
//! share a border when they have the same corners there; neighbours drawn apart from each other stay apart.
use std::collections::HashMap;

use super::{plane::Point, simplify::simplify};

/// A closed line, its first corner not repeated at its end.
pub type Ring = Vec<Point>;
/// A border, and whether it is walked from its end to its beginning.
type Step = (usize, bool);
/// A ring as a walk along borders.
type Walk = Vec<Step>;

/// Areas by the borders they are made of.
#[derive(Debug, Default)]
pub struct Net {
    borders: Vec<Vec<Point>>,
    areas: Vec<Vec<Walk>>,
}

/// Twice the area within a ring; its sign says which way round it goes.
pub fn doubled_area(ring: &[Point]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}

/// Where rings part: a corner with other neighbours in one ring than in another, or twice in one.
fn partings(areas: &[Vec<Ring>]) -> HashMap<Point, Option<(Point, Point)>> {
    let mut around: HashMap<Point, Option<(Point, Point)>> = HashMap::new();
    for ring in areas.iter().flatten() {
        let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
        let after = ring.iter().cycle().skip(1);
        for ((at, before), after) in ring.iter().zip(before).zip(after) {
            let pair = if before <= after { (*before, *after) } else { (*after, *before) };
            around.entry(*at).and_modify(|seen| *seen = seen.filter(|seen| *seen == pair)).or_insert(Some(pair));
        }
    }
    around
}

impl Net {
    /// The net of these areas, each with all its rings, outer ones and holes.
    pub fn of(areas: &[Vec<Ring>]) -> Self {
        let around = partings(areas);
        let parts = |at: &Point| around.get(at).is_some_and(Option::is_none);
        let (mut net, mut known) = (Self::default(), HashMap::new());
        for rings in areas {
            let walks = rings.iter().map(|ring| net.walk(ring, &parts, &mut known)).collect();
            net.areas.push(walks);
        }
        net
    }

    fn walk(
        &mut self,
        ring: &[Point],
        parts: &impl Fn(&Point) -> bool,
        known: &mut HashMap<Vec<Point>, usize>,
    ) -> Walk {
        // A ring that meets nothing begins at its lowest corner, so that the hole around an enclave is the same border.
        let lowest = ring.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(i, _)| i);
        let start = ring.iter().position(parts).unwrap_or(lowest);
        let mut corners = ring.iter().cycle().skip(start).take(ring.len() + 1).copied();
        let (mut walk, mut piece) = (Walk::new(), Vec::from_iter(corners.next()));
        let mut left = ring.len();
        for at in corners {
            piece.push(at);
            left -= 1;
            if left == 0 || parts(&at) {
                walk.push(self.border(std::mem::replace(&mut piece, vec![at]), known));
            }
        }
        walk
    }

    fn border(&mut self, mut piece: Vec<Point>, known: &mut HashMap<Vec<Point>, usize>) -> Step {
        let reversed = piece.iter().rev().lt(piece.iter());
        if reversed {
            piece.reverse();
        }
        let next = self.borders.len();
        let n = *known.entry(piece).or_insert_with_key(|piece| {
            self.borders.push(piece.clone());
            next
        });
        (n, reversed)
    }

    /// Adds the area that these make up together; its number. A border between two of them is none of its own.
    pub fn unite(&mut self, members: &[usize]) -> usize {
        let mut left: Vec<Step> = Vec::new();
        let mut walked: HashMap<Step, usize> = HashMap::new();
        let steps = members.iter().filter_map(|n| self.areas.get(*n)).flatten().flatten();
        for (border, reversed) in steps.copied() {
            match walked.get_mut(&(border, !reversed)).filter(|n| **n > 0) {
                Some(there_and_back) => *there_and_back -= 1,
                None => {
                    *walked.entry((border, reversed)).or_default() += 1;
                    left.push((border, reversed));
                }
            }
        }
        let mut outside: HashMap<Point, Vec<Step>> = HashMap::new();
        for step in left {
            if let Some(n) = walked.get_mut(&step).filter(|n| **n > 0) {
                *n -= 1;
                outside.entry(self.ends(step).0).or_default().push(step);
            }
        }
        self.areas.push(self.rings_along(outside));
        self.areas.len() - 1
    }

    /// Joins steps, known by where they begin, to rings.
    fn rings_along(&self, mut steps: HashMap<Point, Vec<Step>>) -> Vec<Walk> {
        let mut begins: Vec<Point> = steps.keys().copied().collect();
        begins.sort_unstable();
        let mut rings = Vec::new();
        for begin in begins {
            while let Some(first) = steps.get_mut(&begin).and_then(Vec::pop) {
                let (mut walk, mut at) = (vec![first], self.ends(first).1);
                while at != begin {
                    let Some(step) = steps.get_mut(&at).and_then(Vec::pop) else { break };
                    walk.push(step);
                    at = self.ends(step).1;
                }
                if at == begin {
                    rings.push(walk);
                }
            }
        }
        rings
    }

    fn ends(&self, (border, reversed): Step) -> (Point, Point) {
        let piece = self.borders.get(border).map_or(&[][..], Vec::as_slice);
        let (first, last) = (piece.first().copied().unwrap_or_default(), piece.last().copied().unwrap_or_default());
        if reversed { (last, first) } else { (first, last) }
    }

    fn ring(borders: &[Vec<Point>], walk: &Walk) -> Ring {
        let mut ring = Ring::new();
        for (border, reversed) in walk {
            let piece = borders.get(*border).map_or(&[][..], Vec::as_slice);
            let but_last = piece.len().saturating_sub(1);
            match reversed {
                false => ring.extend(piece.iter().take(but_last)),
                true => ring.extend(piece.iter().rev().take(but_last)),
            }
        }
        ring
    }

    /// The rings of every area with no corner moved and none that lies further off than `tolerance` left out.
    ///
    /// A border is simplified once, for all that share it. Where a ring would turn over or vanish, its borders are left
    /// nearer to what they were.
    pub fn simplified(&self, tolerance: f64) -> Vec<Vec<Ring>> {
        let mut allowed = vec![tolerance; self.borders.len()];
        let mut borders: Vec<Vec<Point>> = self.borders.iter().map(|border| simplify(border, tolerance)).collect();
        loop {
            let mut too_much: Vec<usize> = Vec::new();
            for walk in self.areas.iter().flatten() {
                let (was, is) = (Self::ring(&self.borders, walk), Self::ring(&borders, walk));
                if doubled_area(&was).signum() != doubled_area(&is).signum() {
                    too_much.extend(walk.iter().map(|(border, _)| *border));
                }
            }
            too_much.sort_unstable();
            too_much.dedup();
            too_much.retain(|n| allowed.get(*n).is_some_and(|allowed| *allowed > 0.0));
            if too_much.is_empty() {
                break;
            }
            for n in too_much {
                if let (Some(whole), Some(border), Some(allowed)) =
                    (self.borders.get(n), borders.get_mut(n), allowed.get_mut(n))
                {
                    *allowed = if *allowed > 1.0 { *allowed / 2.0 } else { 0.0 };
                    *border = simplify(whole, *allowed);
                }
            }
        }
        let rings = |walks: &Vec<Walk>| walks.iter().map(|walk| Self::ring(&borders, walk)).collect();
        self.areas.iter().map(rings).collect()
    }
}
