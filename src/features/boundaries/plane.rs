//! From the globe to the plane on which every map is drawn: one projection for all, so that maps fit each other.
//!
//! Albers' equal-area conic, since a choropleth's colour speaks by its area, with the parallels 11° and 21° between which
//! Viet Nam lies: no length is wrong by more than one in a hundred.

/// A corner in units of the plane, x to the east, y to the south, as pictures count.
pub type Point = (i32, i32);

/// What one unit measures on the ground, metres.
pub const UNIT_METRES: f64 = 10.0;

/// Longitudes and latitudes within which Viet Nam lies, with its islands.
pub const LONGITUDES: std::ops::RangeInclusive<f64> = 101.5..=118.5;
/// The same of latitudes.
pub const LATITUDES: std::ops::RangeInclusive<f64> = 6.0..=24.0;

/// The sphere with the surface of WGS 84, metres.
const RADIUS: f64 = 6_371_007.2;
const PARALLELS: (f64, f64) = (11.0, 21.0);
const CENTRE: (f64, f64) = (107.0, 16.0);

/// The corner nearest to a place; places outside Viet Nam have none.
pub fn project(lon: f64, lat: f64) -> Option<Point> {
    if !LONGITUDES.contains(&lon) || !LATITUDES.contains(&lat) {
        return None;
    }
    let (first, second) = (PARALLELS.0.to_radians().sin(), PARALLELS.1.to_radians().sin());
    let n = f64::midpoint(first, second);
    let c = 1.0 - first * first + 2.0 * n * first;
    let rho = |lat: f64| (c - 2.0 * n * lat.to_radians().sin()).sqrt() / n;
    let theta = n * (lon - CENTRE.0).to_radians();
    let scale = RADIUS / UNIT_METRES;
    let x = rho(lat) * theta.sin() * scale;
    let y = (rho(lat) * theta.cos() - rho(CENTRE.1)) * scale;
    #[expect(clippy::as_conversions, reason = "Viet Nam measures some 200,000 units")]
    let whole = |value: f64| value.round() as i32;
    Some((whole(x), whole(y)))
}
