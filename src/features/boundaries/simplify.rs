//! Leaving corners out of a line: those that lie within a tolerance of what is left (Douglas and Peucker).
use super::plane::Point;

/// The line with fewer corners. Its ends stay; a line that is closed keeps at least three corners.
pub fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    let last = line.len().saturating_sub(1);
    if last < 2 || tolerance <= 0.0 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    let mut keep = |i: usize| kept.get_mut(i).map(|kept| *kept = true);
    keep(0);
    keep(last);
    let mut spans = Vec::new();
    if line.first() == line.last() {
        let far = farthest(line, 0, last).map_or(1, |(i, _)| i);
        let third = [farthest(line, 0, far), farthest(line, far, last)].into_iter().flatten();
        let third = third.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i);
        keep(far);
        let mut stops = vec![0, far, last];
        if let Some(third) = third {
            keep(third);
            stops.push(third);
        }
        stops.sort_unstable();
        spans.extend(stops.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))));
    } else {
        spans.push((0, last));
    }
    while let Some((from, to)) = spans.pop() {
        if let Some((i, _)) = farthest(line, from, to).filter(|(_, distance)| *distance > tolerance) {
            keep(i);
            spans.extend([(from, i), (i, to)]);
        }
    }
    line.iter().zip(kept).filter_map(|(at, kept)| kept.then_some(*at)).collect()
}

/// Of the corners between two the one that lies farthest from the straight line between them.
fn farthest(line: &[Point], from: usize, to: usize) -> Option<(usize, f64)> {
    let (a, b) = (*line.get(from)?, *line.get(to)?);
    let between = line.iter().enumerate().take(to).skip(from + 1);
    // Of equally far ones the first: the same whichever file a border came from.
    between.map(|(i, at)| (i, distance(*at, a, b))).fold(None, |best: Option<(usize, f64)>, one| match best {
        Some(best) if best.1 >= one.1 => Some(best),
        _ => Some(one),
    })
}

/// How far a corner lies from the straight line between two others.
pub fn distance(at: Point, a: Point, b: Point) -> f64 {
    let less = |p: Point, q: Point| (f64::from(p.0) - f64::from(q.0), f64::from(p.1) - f64::from(q.1));
    let (along, off) = (less(b, a), less(at, a));
    let length = along.0 * along.0 + along.1 * along.1;
    let part = if length > 0.0 { ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    (off.0 - part * along.0).hypot(off.1 - part * along.1)
}
