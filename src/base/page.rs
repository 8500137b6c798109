//! Pages of growing lists: a limit up to 200 and an opaque cursor, never a page number.
use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{GeneralPurpose, GeneralPurposeConfig, general_purpose::NO_PAD},
    prelude::BASE64_URL_SAFE_NO_PAD,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::{
    ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr, Schema,
        schema::{SchemaType, Type},
    },
};

use super::{Result, problem::BAD_CURSOR};

/// Reads what [`BASE64_URL_SAFE_NO_PAD`] writes, and does not mind bits that nobody set.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);
const CONFIG: GeneralPurposeConfig = NO_PAD.with_decode_allow_trailing_bits(true);

/// The most rows one page holds.
pub const MAX_LIMIT: u32 = 200;
/// The rows of a page when nobody says otherwise.
pub const DEFAULT_LIMIT: u32 = 50;

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next_cursor: self.next_cursor }
    }
}

impl<T: ToSchema> utoipa::PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let cursor = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
        ObjectBuilder::new()
            .description(Some("One page of a list."))
            .property("items", ArrayBuilder::new().items(Ref::from_schema_name(T::name())))
            .required("items")
            .property("next_cursor", cursor.description(Some("What to send as `cursor` for the next page.")))
            .required("next_cursor")
            .into()
    }
}
impl<T: ToSchema> ToSchema for Page<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// Where a page starts and how long it may be. Lists are ordered by one text key that ends in the row's id.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// The key of the last row already shown.
    pub after: Option<String>,
    /// How many rows.
    pub limit: u32,
}

impl Cursor {
    /// Reads `?cursor=` and `?limit=`.
    ///
    /// # Errors
    /// `bad-cursor` when the text was not made by [`Cursor::page`].
    pub fn read(cursor: Option<&str>, limit: Option<u32>) -> Result<Self> {
        let after = match cursor {
            None => None,
            Some(text) => {
                let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
                if !(2..=MAX_CURSOR).contains(&text.len()) || !text.bytes().all(known) {
                    return Err(BAD_CURSOR.now().into());
                }
                // A length that base64 cannot have is read without its last character.
                let whole = if text.len() % 4 == 1 { text.len() - 1 } else { text.len() };
                let bytes = LENIENT.decode(text.get(..whole).unwrap_or_default()).map_err(|_| BAD_CURSOR.now())?;
                // Only a place to start from: text that no list gave out shows whatever comes after it.
                Some(String::from_utf8_lossy(&bytes).replace('\0', " "))
            }
        };
        Ok(Self { after, limit: limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) })
    }
    /// One row more than the page, so that we know whether there is another page.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }
    /// Cuts what was fetched down to the page and writes the next cursor.
    pub fn page<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|last| BASE64_URL_SAFE_NO_PAD.encode(key(last)));
        Page { items: rows, next_cursor }
    }
}

/// `?limit=`: 1 to 200.
#[derive(Debug, Clone, Copy)]
pub struct Limit(pub u32);

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let limit = u32::deserialize(deserializer)?;
        (1..=MAX_LIMIT).contains(&limit).then_some(Self(limit)).ok_or_else(|| D::Error::custom("out of range"))
    }
}
impl utoipa::PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(MAX_LIMIT)).into()
    }
}
impl ToSchema for Limit {}

/// `?cursor=`: text that a list gave out.
#[derive(Debug, Clone, Deserialize)]
pub struct CursorText(String);

/// The longest cursor.
const MAX_CURSOR: usize = 8_000;

impl std::ops::Deref for CursorText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl utoipa::PartialSchema for CursorText {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Za-z0-9_-]{2,8000}$")).into()
    }
}
impl ToSchema for CursorText {}
