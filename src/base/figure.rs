//! How sure a number is: "gần", "hơn", "khoảng" survive into every sum.
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
    /// The doubts of a number that is taken away: less than "more than" is "nearly", and the other way round.
    pub fn taken_away(self) -> Self {
        Self { more_than: self.nearly, nearly: self.more_than, approx: self.approx }
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

super::whole::whole_number! {
    /// A count of people on the wire: 0 to 200,000,000, more than the country has.
    Count: i64, 0 to 200_000_000
}
