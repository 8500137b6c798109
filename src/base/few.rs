//! Lists on the wire end somewhere: what the document says as `max_items`, the reader keeps.
use serde::{Deserialize, Deserializer, de::Error as _};

/// Reads a list of at most `MAX` items.
///
/// # Errors
/// A longer list.
pub fn at_most<'de, const MAX: usize, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let items = Vec::<T>::deserialize(deserializer)?;
    if items.len() <= MAX { Ok(items) } else { Err(D::Error::custom("too many items")) }
}

/// Reads a list of at most `MAX` items, or nothing.
///
/// # Errors
/// A longer list.
pub fn at_most_optional<'de, const MAX: usize, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    match Option::<Vec<T>>::deserialize(deserializer)? {
        Some(items) if items.len() > MAX => Err(D::Error::custom("too many items")),
        other => Ok(other),
    }
}
