//! How sure a number is: "gần", "hơn", "khoảng" survive into every sum.
use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use super::text_enum::text_enum;

text_enum! {
    /// The doubt a count carries.
    pub enum Qualifier {
        /// Counted.
        Exact = "exact",
        /// "khoảng", or a sum of numbers that lean both ways.
        Approx = "approx",
        /// "hơn", "trên": the true number is larger.
        MoreThan = "more_than",
        /// "gần": the true number is a little smaller.
        Nearly = "nearly",
    }
}

/// How many of a sum's parts carried which doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubts {
    /// Parts that were "more than".
    pub more_than: i64,
    /// Parts that were "nearly".
    pub nearly: i64,
    /// Parts that were approximate.
    pub approx: i64,
}

impl Doubts {
    /// The doubts of one number.
    pub fn of(qualifier: Qualifier) -> Self {
        let one = |is: Qualifier| i64::from(qualifier == is);
        Self { more_than: one(Qualifier::MoreThan), nearly: one(Qualifier::Nearly), approx: one(Qualifier::Approx) }
    }
    /// The doubts of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            more_than: self.more_than + other.more_than,
            nearly: self.nearly + other.nearly,
            approx: self.approx + other.approx,
        }
    }
    /// The doubts taken away again.
    pub fn negated(self) -> Self {
        Self { more_than: -self.more_than, nearly: -self.nearly, approx: -self.approx }
    }
    /// What may be said of the sum: one "more than" makes it "more than"; leaning both ways makes it approximate.
    pub fn qualifier(self) -> Qualifier {
        match (self.more_than > 0, self.nearly > 0, self.approx > 0) {
            (false, false, false) => Qualifier::Exact,
            (true, false, false) => Qualifier::MoreThan,
            (false, true, false) => Qualifier::Nearly,
            _ => Qualifier::Approx,
        }
    }
}

/// A count of people on the wire: 0 to 200,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

/// More people than the country has.
pub const MOST_PEOPLE: i64 = 200_000_000;

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = i64::deserialize(deserializer)?;
        (0..=MOST_PEOPLE).contains(&count).then_some(Self(count)).ok_or_else(|| D::Error::custom("out of range"))
    }
}
impl utoipa::PartialSchema for Count {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(MOST_PEOPLE)).into()
    }
}
impl utoipa::ToSchema for Count {}
