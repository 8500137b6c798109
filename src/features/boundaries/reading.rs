//! GeoJSON and TopoJSON to areas with a code and rings of longitudes and latitudes. What a file may not be, it is not.
use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

use super::{
    checking,
    coordinates::{Coordinates, Line, TOO_DEEP},
    fault::{self, Fault, Sure},
};

/// The largest file, bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;
/// The most corners of all areas together.
const CORNERS: usize = 4_000_000;
/// The most areas.
const AREAS: usize = 20_000;
/// Properties that hold the code in files as they go round, the likeliest first.
const USUAL: &[&str] = &[
    "code",
    "ma",
    "ma_xa",
    "maxa",
    "ma_tinh",
    "matinh",
    "ma_dvhc",
    "madvhc",
    "gso_code",
    "ward_code",
    "province_code",
];

/// An area of a file.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The official code.
    pub code: String,
    /// Its parts, each the outer ring and then the holes.
    pub parts: Vec<Vec<Line>>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct File {
    /// The areas.
    pub areas: Vec<Drawn>,
    /// Codes of areas that the file names and does not draw.
    pub undrawn: Vec<String>,
    /// Where the codes stood.
    pub property: String,
    /// Corners of all areas together.
    pub corners: usize,
}

/// How a file is to be read, where it is not to be guessed.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The property with the code.
    pub property: Option<String>,
    /// The layer of a TopoJSON file.
    pub object: Option<String>,
}

#[derive(Deserialize)]
struct Whole {
    #[serde(rename = "type")]
    form: String,
    features: Option<Vec<Feature>>,
    objects: Option<BTreeMap<String, Layer>>,
    arcs: Option<Coordinates>,
    transform: Option<Transform>,
}
#[derive(Deserialize)]
struct Feature {
    id: Option<Value>,
    properties: Option<BTreeMap<String, Value>>,
    geometry: Option<Geometry>,
}
#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    form: String,
    coordinates: Option<Coordinates>,
}
#[derive(Deserialize)]
struct Layer {
    geometries: Option<Vec<Shape>>,
}
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    form: Option<String>,
    id: Option<Value>,
    properties: Option<BTreeMap<String, Value>>,
    arcs: Option<Value>,
}
#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// What is known of an area before its code is.
struct Found {
    id: Option<Value>,
    properties: BTreeMap<String, Value>,
    parts: Option<Vec<Vec<Line>>>,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it, in a word.
pub fn read(bytes: &[u8], how: &Reading) -> Sure<File> {
    if bytes.len() > LARGEST {
        return Err(fault::too_large(format_args!("{} MB > {} MB", bytes.len() / 1_000_000, LARGEST / 1_000_000)));
    }
    let whole: Whole = serde_json::from_slice(bytes).map_err(|error| not_read(&error))?;
    let found = match (whole.form.as_str(), whole.features, whole.objects) {
        ("FeatureCollection", Some(features), _) => features.into_iter().map(of_geojson).collect::<Sure<Vec<_>>>()?,
        ("Topology", _, Some(objects)) => {
            let arcs = super::topojson::unpacked(whole.arcs, whole.transform.map(|t| (t.scale, t.translate)))?;
            of_topojson(objects, &arcs, how.object.as_deref())?
        }
        _ => return Err(fault::other_form(whole.form)),
    };
    if found.len() > AREAS {
        return Err(fault::too_large(format_args!("{} > {AREAS}", found.len())));
    }
    let property = chosen(&found, how.property.as_deref())?;
    let mut file = File { property, ..File::default() };
    let mut seen = HashSet::new();
    for one in found {
        let code = code_of(&one, &file.property)?.ok_or_else(|| fault::no_code(&file.property))?;
        if !seen.insert(code.clone()) {
            return Err(fault::code_twice(code));
        }
        let Some(parts) = one.parts else {
            file.undrawn.push(code);
            continue;
        };
        file.corners += parts.iter().flatten().map(Vec::len).sum::<usize>();
        if file.corners > CORNERS {
            return Err(fault::too_large(format_args!("> {CORNERS}")));
        }
        for ring in parts.iter().flatten() {
            checking::check(ring).map_err(|fault| Fault { at: format!("{code}: {}", fault.at), ..fault })?;
        }
        file.areas.push(Drawn { code, parts });
    }
    if file.areas.is_empty() { Err(fault::empty("")) } else { Ok(file) }
}

fn not_read(error: &serde_json::Error) -> Fault {
    let says = error.to_string();
    let deep = says.contains(TOO_DEEP) || says.contains("recursion limit");
    if deep { fault::too_deep(says) } else { fault::unreadable(says) }
}

fn of_geojson(feature: Feature) -> Sure<Found> {
    let parts = match feature.geometry {
        None => None,
        Some(Geometry { form, coordinates }) => match (form.as_str(), coordinates) {
            ("Polygon", Some(Coordinates::Lines(rings))) => Some(vec![rings]),
            ("MultiPolygon", Some(Coordinates::Polygons(parts))) => Some(parts),
            ("Polygon" | "MultiPolygon", None | Some(Coordinates::Nothing)) => None,
            _ => return Err(fault::no_polygon(form)),
        },
    };
    Ok(Found { id: feature.id, properties: feature.properties.unwrap_or_default(), parts })
}

fn of_topojson(mut objects: BTreeMap<String, Layer>, arcs: &[Line], object: Option<&str>) -> Sure<Vec<Found>> {
    let names = objects.keys().cloned().collect::<Vec<_>>().join(", ");
    let layer = match object {
        Some(name) => objects.remove(name),
        None if objects.len() == 1 => objects.pop_first().map(|(_, layer)| layer),
        None => None,
    };
    let shapes = layer.ok_or_else(|| fault::which_object(names))?.geometries.unwrap_or_default();
    let mut room = CORNERS;
    let of_shape = |shape: Shape| {
        let form = shape.form.unwrap_or_default();
        let parts = match shape.arcs {
            None => None,
            Some(walks) => Some(super::topojson::parts(&form, &walks, arcs, &mut room)?),
        };
        Ok(Found { id: shape.id, properties: shape.properties.unwrap_or_default(), parts })
    };
    shapes.into_iter().map(of_shape).collect()
}

/// The property with the codes: the one that was named, or the first usual one that every area has; else their `id`.
fn chosen(found: &[Found], named: Option<&str>) -> Sure<String> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let Some(first) = found.first() else { return Err(fault::empty("")) };
    let likely = USUAL.iter().find_map(|usual| first.properties.keys().find(|key| key.eq_ignore_ascii_case(usual)));
    let all_have = |key: &String| found.iter().all(|one| one.properties.contains_key(key));
    match likely.filter(|key| all_have(key)) {
        Some(key) => Ok(key.clone()),
        None if found.iter().all(|one| one.id.is_some()) => Ok("id".to_owned()),
        None => Err(fault::no_code(first.properties.keys().cloned().collect::<Vec<_>>().join(", "))),
    }
}

fn code_of(one: &Found, property: &str) -> Sure<Option<String>> {
    let value = one.properties.get(property).or(if property == "id" { one.id.as_ref() } else { None });
    match value {
        Some(Value::String(code)) => Ok(Some(code.trim().to_owned()).filter(|code| !code.is_empty())),
        Some(Value::Number(number)) => Err(fault::code_is_number(number)),
        _ => Ok(None),
    }
}
