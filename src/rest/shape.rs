//! What a body of JSON looks like, read without keeping any of it.
use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// What it looks like.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// It is an object.
    pub object: bool,
    list: bool,
    /// Somewhere within it a list holds a list.
    pub list_in_list: bool,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list_in_list = false;
        while let Some(item) = items.next_element::<Shape>()? {
            list_in_list |= item.list || item.list_in_list;
        }
        Ok(Shape { object: false, list: true, list_in_list })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape, A::Error> {
        let mut list_in_list = false;
        while let Some((_, value)) = fields.next_entry::<IgnoredAny, Shape>()? {
            list_in_list |= value.list_in_list;
        }
        Ok(Shape { object: true, list: false, list_in_list })
    }
}
