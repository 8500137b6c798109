//! Boundaries for tests: two invented wards side by side, and the file that an operator may have.
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// The communes of the country as an operator would bring them; the project ships no boundaries. Named by
/// `TUNGNHA_TEST_BOUNDARIES`, or lying beside the project.
#[expect(clippy::disallowed_methods, reason = "the file lies where the machine of the tests has it")]
pub fn operators_file() -> Option<Vec<u8>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/communes_2025.topojson");
    let path = std::env::var_os("TUNGNHA_TEST_BOUNDARIES").map_or_else(beside, PathBuf::from);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: no boundaries of communes at {}; set TUNGNHA_TEST_BOUNDARIES", path.display());
    }
    bytes
}

/// A ward as a square with a crooked side, so many hundredths of a degree to the east of Bạc Liêu.
fn ward(code: &str, east: f64) -> Value {
    let (west, side) = (105.6 + east, 0.1);
    let crooked =
        |lon: f64| (0..=10).map(move |n| [lon + if n % 2 == 1 { 0.003 } else { 0.0 }, 9.2 + f64::from(n) / 100.0]);
    let mut ring: Vec<[f64; 2]> = crooked(west).collect();
    ring.extend(crooked(west + side).rev());
    ring.push([west, 9.2]);
    json!({ "type": "Feature", "properties": { "code": code, "ten": "Mẫu" },
            "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

/// The wards 31825 and 31834 of Cà Mau, invented: two neighbours.
pub fn two_wards() -> Value {
    json!({ "type": "FeatureCollection", "features": [ward("31825", 0.0), ward("31834", 0.1)] })
}
