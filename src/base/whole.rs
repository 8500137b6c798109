//! Whole numbers on the wire. JSON knows no integers: `12` and `12.0` are the same number and both are taken.
use serde::{
    Deserializer,
    de::{Error, Visitor},
};

struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;
    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a whole number")
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| E::custom("out of range"))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        if number.fract() != 0.0 || number.abs() > 9_007_199_254_740_992.0 {
            return Err(E::custom("not a whole number"));
        }
        format!("{number:.0}").parse().map_err(|_| E::custom("out of range"))
    }
}

/// Reads a whole number between `least` and `most`.
///
/// # Errors
/// Anything else.
pub fn between<'de, D: Deserializer<'de>>(deserializer: D, least: i64, most: i64) -> Result<i64, D::Error> {
    let number = deserializer.deserialize_any(Whole)?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(D::Error::custom("out of range")) }
}

/// Makes a count on the wire: a whole number within bounds, with its schema.
macro_rules! whole_number {
    ($(#[$doc:meta])* $name:ident: $kind:ty, $least:literal to $most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub $kind);
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let number = $crate::base::whole::between(deserializer, $least, $most)?;
                <$kind>::try_from(number).map(Self).map_err(|_| serde::de::Error::custom("out of range"))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::Integer)
                    .minimum(Some($least))
                    .maximum(Some($most))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use whole_number;
