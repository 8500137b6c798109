//! Boundaries: reading files, finding shared borders, simplifying them without tearing neighbours apart.
use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tungnha::features::boundaries::{
    archipelagos, fault,
    net::{Net, Ring, doubled_area},
    plane::{Point, UNIT_METRES, project},
    reading::{File, Reading, read},
    shape::{extent, holds, middle, on_the_plane, path},
    simplify::{distance, simplify},
};

use crate::support::boundaries::operators_file;

fn feature(code: &str, ring: &[[f64; 2]]) -> Value {
    json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

const SQUARE: [[f64; 2]; 5] = [[105.0, 9.0], [105.1, 9.0], [105.1, 9.1], [105.0, 9.1], [105.0, 9.0]];

fn read_text(text: &str) -> Result<File, fault::Fault> {
    read(text.as_bytes(), &Reading::default())
}

#[track_caller]
fn refused(file: &Value, word: &str) {
    refused_text(&file.to_string(), word);
}

#[track_caller]
fn refused_text(text: &str, word: &str) {
    let fault = read_text(text).expect_err(word);
    assert_eq!(fault.word, word, "{fault}");
    assert!(fault::WORDS.contains(&word));
}

#[test]
fn a_file_of_either_form_says_the_same() {
    let geojson = collection(&[feature("31825", &SQUARE)]);
    let topojson = json!({
        "type": "Topology",
        "transform": { "scale": [0.1, 0.1], "translate": [105.0, 9.0] },
        "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [0, 1], [1, 0]]],
        "objects": { "xa": { "type": "GeometryCollection", "geometries": [
            { "type": "Polygon", "id": "31825", "properties": { "code": "31825" }, "arcs": [[0, -2]] } ] } },
    });
    for file in [geojson, topojson] {
        let read = read_text(&file.to_string()).expect("a file");
        let [area] = read.areas.as_slice() else { panic!("{read:?}") };
        let [part] = area.parts.as_slice() else { panic!("{read:?}") };
        let ring = part.first().expect("a ring");
        assert_eq!((area.code.as_str(), ring.len(), read.property.as_str()), ("31825", 5, "code"));
        let near = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 1e-9;
        assert!(ring.iter().zip(SQUARE).all(|(a, b)| near(*a, b)), "{ring:?}");
    }
}

#[test]
fn the_code_stands_where_it_usually_does_or_where_it_is_said_to() {
    let with = |properties: Value, id: Value| {
        let mut feature = feature("", &SQUARE);
        feature["properties"] = properties;
        feature["id"] = id;
        collection(&[feature]).to_string()
    };
    let property = |text: &str| read_text(text).map(|file| file.property);
    assert_eq!(property(&with(json!({ "MA_XA": "31825", "ten": "Xã Mẫu" }), Value::Null)).expect("read"), "MA_XA");
    assert_eq!(property(&with(json!({ "ten": "Xã Mẫu" }), json!("31825"))).expect("read"), "id");
    refused_text(&with(json!({ "ten": "Xã Mẫu" }), Value::Null), "boundaries-no-code");
    refused_text(&with(json!({ "code": 1825 }), Value::Null), "boundaries-code-is-number");
    let named = Reading { property: Some("ten".into()), object: None };
    let file = read(with(json!({ "ten": "31825", "code": "x" }), Value::Null).as_bytes(), &named).expect("read");
    assert_eq!(file.areas.first().map(|area| area.code.as_str()), Some("31825"));
}

#[test]
fn hostile_and_broken_files_are_refused_with_a_word() {
    refused_text("", "boundaries-unreadable");
    refused_text("{\"type\": \"FeatureCollection\", \"features\": [", "boundaries-unreadable");
    refused_text(
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[NaN,9]]]}}]}",
        "boundaries-unreadable",
    );
    refused_text(
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1e999,9]]]}}]}",
        "boundaries-unreadable",
    );
    let deep = format!("{}{}", "[".repeat(60), "]".repeat(60));
    for nested in [&deep, &"[".repeat(100_000), &"[[[[[1,2]]]]]".to_owned()] {
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":{nested}}}}}]}}"
        );
        let fault = read_text(&text).expect_err("too deep");
        assert!(["boundaries-too-deep", "boundaries-unreadable"].contains(&fault.word), "{fault}");
    }
    refused(&json!({ "type": "FeatureCollection", "features": [] }), "boundaries-empty");
    refused(&json!({ "type": "Feature" }), "boundaries-other-form");
    refused(&json!({ "type": "Topology", "objects": { "a": {}, "b": {} }, "arcs": [] }), "boundaries-which-object");
    let line = json!({ "type": "Feature", "properties": { "code": "1" }, "geometry": { "type": "LineString", "coordinates": SQUARE } });
    refused(&collection(&[line]), "boundaries-no-polygon");
    refused(&collection(&[feature("1", &SQUARE[..4])]), "boundaries-open-ring");
    refused(&collection(&[feature("1", &SQUARE[..2])]), "boundaries-open-ring");
    refused(&collection(&[feature("1", &SQUARE), feature("1", &SQUARE)]), "boundaries-code-twice");
    let turned: Vec<[f64; 2]> = SQUARE.iter().map(|[lon, lat]| [*lat, *lon]).collect();
    refused(&collection(&[feature("1", &turned)]), "boundaries-outside-viet-nam");
    refused(&collection(&[feature("1", &[[582_000.0, 1_010_000.0]; 4])]), "boundaries-outside-viet-nam");
    let bow = [[105.0, 9.0], [105.1, 9.1], [105.1, 9.0], [105.0, 9.1], [105.0, 9.0]];
    refused(&collection(&[feature("1", &bow)]), "boundaries-ring-meets-itself");
    let touching =
        [[105.0, 9.0], [105.1, 9.0], [105.05, 9.05], [105.1, 9.1], [105.0, 9.1], [105.05, 9.05], [105.0, 9.0]];
    refused(&collection(&[feature("1", &touching)]), "boundaries-ring-meets-itself");
    let shape = |arcs: Value| {
        json!({ "type": "Topology", "arcs": [[[105.0, 9.0], [105.1, 9.0], [105.0, 9.1], [105.0, 9.0]]],
        "objects": { "xa": { "geometries": [{ "type": "Polygon", "properties": { "code": "1" }, "arcs": arcs }] } } })
    };
    for nowhere in
        [json!([[1]]), json!([[-2]]), json!([["0"]]), json!([[0.5]]), json!([[9_000_000_000_000_000_000_i64]])]
    {
        refused(&shape(nowhere), "boundaries-no-such-arc");
    }
    refused(&shape(json!([0])), "boundaries-no-polygon");
}

#[test]
fn a_small_file_does_not_grow_without_end() {
    let arc: Vec<[f64; 2]> = (0..20_000).map(|n| [105.0 + f64::from(n % 2) / 10.0, 9.0]).collect();
    let walk = vec![0; 2_000];
    let bomb = json!({ "type": "Topology", "arcs": [arc],
        "objects": { "xa": { "geometries": [{ "type": "Polygon", "properties": { "code": "1" }, "arcs": [walk] }] } } });
    refused(&bomb, "boundaries-too-large");
}

#[test]
fn the_plane_measures_as_the_ground_does() {
    // Hà Nội to TP.HCM, Hà Nội to Hải Phòng, Cà Mau to Trường Sa: kilometres along the globe.
    for ((from_lat, from_lon), (to_lat, to_lon), kilometres) in [
        ((21.0285, 105.8542), (10.7769, 106.7009), 1_143.7),
        ((21.0285, 105.8542), (20.8449, 106.6881), 89.0),
        ((9.1769, 105.1500), (8.6447, 111.9200), 746.6),
    ] {
        let (a, b) = (project(from_lon, from_lat).expect("here"), project(to_lon, to_lat).expect("here"));
        let on_plane = f64::from(a.0 - b.0).hypot(f64::from(a.1 - b.1)) * UNIT_METRES / 1_000.0;
        assert!((on_plane / kilometres - 1.0).abs() < 0.012, "{on_plane} {kilometres}");
    }
    // Equal squares of the globe are equal on the plane, in the north and in the south.
    let area = |lat: f64| {
        let corners = [(106.0, lat), (106.1, lat), (106.1, lat + 0.1), (106.0, lat + 0.1)];
        let ring: Ring = corners.iter().filter_map(|(lon, lat)| project(*lon, *lat)).collect();
        let units = doubled_area(&ring).unsigned_abs() as f64 / 2.0;
        units * UNIT_METRES * UNIT_METRES / ((lat + 0.1).to_radians().sin() - lat.to_radians().sin())
    };
    assert!((area(9.0) / area(22.5) - 1.0).abs() < 0.002, "{} {}", area(9.0), area(22.5));
    assert!(project(f64::NAN, 9.0).is_none() && project(9.0, 105.0).is_none());
}

#[test]
fn a_path_says_what_the_rings_are() {
    let ring: Ring = vec![(10, 10), (20, 10), (20, 25), (10, 25)];
    assert_eq!(path(std::slice::from_ref(&ring)), "M10 10l10 0 0 15-10 0z");
    let hole: Ring = vec![(12, 12), (12, 14), (14, 14), (14, 12)];
    let rings = [ring, hole];
    assert!(holds(&rings, (11, 11)) && !holds(&rings, (13, 13)) && !holds(&rings, (30, 11)));
    let horseshoe: Ring = vec![(0, 0), (40, 0), (40, 30), (30, 30), (30, 10), (10, 10), (10, 30), (0, 30)];
    let inside = middle(std::slice::from_ref(&horseshoe)).expect("a point");
    assert!(holds(&[horseshoe], inside), "{inside:?}");
}

#[test]
fn outer_rings_go_one_way_and_holes_the_other() {
    let hole = [[105.02, 9.02], [105.04, 9.02], [105.04, 9.04], [105.02, 9.04], [105.02, 9.02]];
    for turned in [false, true] {
        let line = |ring: &[[f64; 2]]| if turned { ring.iter().rev().copied().collect() } else { ring.to_vec() };
        let rings = on_the_plane(&[vec![line(&SQUARE), line(&hole)]]);
        let signs: Vec<i64> = rings.iter().map(|ring| doubled_area(ring).signum()).collect();
        assert_eq!(signs, [1, -1], "{turned}");
    }
}

#[test]
fn an_enclave_and_the_hole_around_it_are_one_border() {
    let around: Ring = vec![(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000)];
    let enclave: Ring = (0..40)
        .map(|n| f64::from(n) * 9.0_f64.to_radians())
        .map(|at| round(500.0 + 200.0 * at.cos(), 500.0 + 200.0 * at.sin()))
        .collect();
    let hole: Ring = enclave.iter().rev().copied().collect();
    let simple = Net::of(&[vec![around, hole], vec![enclave]]).simplified(30.0);
    let mut of_hole = simple[0][1].clone();
    of_hole.reverse();
    assert_eq!(edges(&[vec![of_hole]]), edges(&[simple[1].clone()]));
    assert!(simple[1][0].len() < 40);
}

fn round(x: f64, y: f64) -> Point {
    let whole = |value: f64| value.round() as i32;
    (whole(x), whole(y))
}

/// Sides of rings with how often each is walked, there less back.
fn edges(areas: &[Vec<Ring>]) -> HashMap<(Point, Point), i32> {
    let mut all = HashMap::new();
    for ring in areas.iter().flatten() {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (side, n) = if a < b { ((*a, *b), 1) } else { ((*b, *a), -1) };
            *all.entry(side).or_default() += n;
        }
    }
    all.retain(|_, n| *n != 0);
    all
}

/// A country of `across` × `down` areas with crooked borders.
fn country(across: usize, down: usize, crooked: &[(i32, i32)]) -> Vec<Vec<Ring>> {
    const SIDE: i32 = 200;
    const PIECES: i32 = 8;
    let jitter = |at: Point| {
        let n = usize::try_from(at.0 * 31 + at.1 * 17).unwrap_or(0) % crooked.len();
        (at.0 + crooked[n].0, at.1 + crooked[n].1)
    };
    let mut areas = Vec::new();
    for row in 0..down {
        for column in 0..across {
            let (x, y) = (i32::try_from(column).unwrap() * SIDE, i32::try_from(row).unwrap() * SIDE);
            let step = SIDE / PIECES;
            let mut ring: Ring = Vec::new();
            ring.extend((0..PIECES).map(|n| (x + n * step, y)));
            ring.extend((0..PIECES).map(|n| (x + SIDE, y + n * step)));
            ring.extend((0..PIECES).map(|n| (x + SIDE - n * step, y + SIDE)));
            ring.extend((0..PIECES).map(|n| (x, y + SIDE - n * step)));
            areas.push(vec![ring.into_iter().map(jitter).collect()]);
        }
    }
    areas
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neighbours_stay_neighbours_and_no_ring_turns_over(
        across in 1_usize..5,
        down in 1_usize..4,
        crooked in prop::collection::vec((-9_i32..=9, -9_i32..=9), 1..40),
        tolerance in 0.5_f64..400.0,
    ) {
        let areas = country(across, down, &crooked);
        let mut net = Net::of(&areas);
        let all: Vec<usize> = (0..areas.len()).collect();
        net.unite(&all);
        let simple = net.simplified(tolerance);
        let (parts, whole) = simple.split_at(areas.len());
        // What is left of all sides after each was walked there and back is the coast, and the coast of the whole is that.
        prop_assert_eq!(edges(parts), edges(whole));
        for (was, is) in areas.iter().zip(parts) {
            prop_assert_eq!(was.len(), is.len());
            for (was, is) in was.iter().zip(is) {
                prop_assert_eq!(doubled_area(was).signum(), doubled_area(is).signum());
                prop_assert!(is.len() >= 3);
                prop_assert!(is.iter().all(|at| was.contains(at)), "no corner is moved");
            }
        }
    }

    #[test]
    fn what_is_left_out_lies_near_what_stays(
        line in prop::collection::vec((-500_i32..500, -500_i32..500), 2..60),
        tolerance in 0.0_f64..300.0,
    ) {
        let simple = simplify(&line, tolerance);
        prop_assert_eq!((simple.first(), simple.last()), (line.first(), line.last()));
        for at in &line {
            let near = simple.windows(2).map(|side| distance(*at, side[0], side[1])).fold(f64::INFINITY, f64::min);
            prop_assert!(near <= tolerance + 1e-9, "{:?} is off by {}", at, near);
        }
        let back: Vec<Point> = line.iter().rev().copied().collect();
        prop_assert!(simplify(&back, tolerance).len() >= 2);
    }

    #[test]
    fn reading_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..400) {
        let _ = read(&bytes, &Reading::default());
        let whole = collection(&[feature("31825", &SQUARE)]).to_string();
        let _ = read_text(&whole.chars().take(cut).collect::<String>());
    }
}

#[test]
fn the_archipelagos_lie_where_they_are() {
    let [hoang_sa, truong_sa] = &archipelagos::ALL;
    for (one, islands) in [(hoang_sa, 6), (truong_sa, 8)] {
        let around = one.extent().expect("an extent");
        let dots = one.dots();
        assert_eq!(dots.len(), islands, "{}", one.name);
        for (x, y) in dots.into_iter().chain([one.label()]) {
            assert!((around.west..=around.east).contains(&x) && (around.north..=around.south).contains(&y));
        }
    }
    let apart = hoang_sa.extent().expect("it").south < truong_sa.extent().expect("it").north;
    assert!(apart, "Hoàng Sa lies north of Trường Sa");
}

#[test]
fn the_operators_file_draws_every_commune_with_its_neighbours() {
    let Some(bytes) = operators_file() else { return };
    let file = read(&bytes, &Reading::default()).expect("it is read");
    assert_eq!((file.areas.len(), file.undrawn.len(), file.property.as_str()), (3_321, 0, "code"));
    for known in &archipelagos::ALL {
        let drawn = file.areas.iter().find(|area| known.is("dac_khu", &area.code)).expect("it is drawn");
        let rings = on_the_plane(&drawn.parts);
        for dot in known.dots() {
            let near = rings.iter().flatten().map(|at| f64::from(at.0 - dot.0).hypot(f64::from(at.1 - dot.1)));
            let near = near.fold(f64::INFINITY, f64::min);
            assert!(near < 1_500.0, "{}: an island {near} units off", known.name);
        }
        let (drawn, around) = (extent(&rings).expect("it"), known.extent().expect("it"));
        assert_eq!(drawn.and(around), around, "{} is wider", known.name);
    }
    // One province: the coast of all its communes is the coast of the whole, at both tolerances.
    let of_province: Vec<Vec<Ring>> =
        file.areas.iter().filter(|area| area.code.starts_with("31")).map(|area| on_the_plane(&area.parts)).collect();
    let mut net = Net::of(&of_province);
    net.unite(&(0..of_province.len()).collect::<Vec<_>>());
    for tolerance in [10.0, 100.0] {
        let simple = net.simplified(tolerance);
        let (parts, whole) = simple.split_at(of_province.len());
        assert_eq!(edges(parts), edges(whole));
    }
}
