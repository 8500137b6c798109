//! Coordinates as they stand in a file, read without keeping more of it than the numbers.
use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// Longitude and latitude.
pub type Place = [f64; 2];
/// Places one after the other.
pub type Line = Vec<Place>;

/// Lists within lists, as deep as a MultiPolygon needs.
#[derive(Debug)]
pub enum Coordinates {
    /// A number.
    Number(f64),
    /// A place; a height is passed over.
    Place(Place),
    /// A line, or a ring.
    Line(Line),
    /// A polygon, or the borders of a TopoJSON file.
    Lines(Vec<Line>),
    /// A MultiPolygon.
    Polygons(Vec<Vec<Line>>),
    /// A list with nothing in it.
    Nothing,
}

/// What stands in the error of a list that is too deep.
pub const TOO_DEEP: &str = "lists within lists too deeply";

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Lists)
    }
}

struct Lists;

/// Degrees and steps on a grid are small numbers.
fn whole<E: Error>(value: Result<i32, std::num::TryFromIntError>) -> Result<Coordinates, E> {
    value.map(|value| Coordinates::Number(f64::from(value))).map_err(E::custom)
}

impl<'de> Visitor<'de> for Lists {
    type Value = Coordinates;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Coordinates, E> {
        whole(i32::try_from(value))
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Coordinates, E> {
        whole(i32::try_from(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value))
    }
    fn visit_unit<E>(self) -> Result<Coordinates, E> {
        Ok(Coordinates::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Coordinates, A::Error> {
        let Some(first) = list.next_element()? else { return Ok(Coordinates::Nothing) };
        let mixed = || A::Error::custom("unlike things in one list of coordinates");
        macro_rules! rest {
            ($kind:ident, $first:expr) => {{
                let mut all = vec![$first];
                while let Some(next) = list.next_element()? {
                    let Coordinates::$kind(next) = next else { return Err(mixed()) };
                    all.push(next);
                }
                all
            }};
        }
        Ok(match first {
            Coordinates::Number(first) => match rest!(Number, first).as_slice() {
                [lon, lat, ..] => Coordinates::Place([*lon, *lat]),
                _ => return Err(A::Error::custom("a place has two coordinates")),
            },
            Coordinates::Place(first) => Coordinates::Line(rest!(Place, first)),
            Coordinates::Line(first) => Coordinates::Lines(rest!(Line, first)),
            Coordinates::Lines(first) => Coordinates::Polygons(rest!(Lines, first)),
            Coordinates::Polygons(_) => return Err(A::Error::custom(TOO_DEEP)),
            Coordinates::Nothing => return Err(A::Error::custom("an empty list among coordinates")),
        })
    }
}
