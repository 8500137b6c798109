//! The insurance schemes, and the denominator each is measured against.
use serde::{Deserialize, Deserializer, de::Error as _};

use super::text_enum::text_enum;

text_enum! {
    /// An insurance scheme.
    pub enum Scheme {
        /// Compulsory social insurance.
        BhxhBb = "bhxh_bb",
        /// Voluntary social insurance.
        BhxhTn = "bhxh_tn",
        /// Both together.
        Bhxh = "bhxh",
        /// Health insurance.
        Bhyt = "bhyt",
        /// Its household form.
        BhytHgd = "bhyt_hgd",
        /// Unemployment insurance.
        Bhtn = "bhtn",
    }
}
text_enum! {
    /// What a rate is measured against.
    pub enum DenominatorKind {
        /// Everybody.
        Population = "population",
        /// The labour force of working age.
        LabourForce = "labour_force",
    }
}

text_enum! {
    /// A scheme that people are signed up for at the door.
    pub enum SoldScheme {
        /// Voluntary social insurance.
        BhxhTn = "bhxh_tn",
        /// Health insurance: the household form, and its supported groups.
        BhytHgd = "bhyt_hgd",
    }
}

impl From<SoldScheme> for Scheme {
    fn from(sold: SoldScheme) -> Self {
        match sold {
            SoldScheme::BhxhTn => Self::BhxhTn,
            SoldScheme::BhytHgd => Self::BhytHgd,
        }
    }
}

impl Scheme {
    /// The scheme that people are signed up for one by one and that counts towards this one.
    pub fn signed_up_as(self) -> Option<SoldScheme> {
        match self {
            Self::Bhyt | Self::BhytHgd => Some(SoldScheme::BhytHgd),
            Self::Bhxh | Self::BhxhTn => Some(SoldScheme::BhxhTn),
            Self::BhxhBb | Self::Bhtn => None,
        }
    }
    /// The denominator of its coverage: population for health insurance, the labour force of working age for the others.
    pub fn denominator(self) -> DenominatorKind {
        match self {
            Self::Bhyt | Self::BhytHgd => DenominatorKind::Population,
            Self::BhxhBb | Self::BhxhTn | Self::Bhxh | Self::Bhtn => DenominatorKind::LabourForce,
        }
    }
}

/// Schemes as they stand in a column: words with commas.
pub fn join(schemes: &[Scheme]) -> String {
    let mut sorted = schemes.to_vec();
    sorted.sort();
    sorted.dedup();
    sorted.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(",")
}

/// Schemes read from such a column.
pub fn split(column: &str) -> Vec<Scheme> {
    column.split(',').filter_map(|word| word.parse().ok()).collect()
}

/// Reads one to six schemes.
///
/// # Errors
/// An empty or longer list.
pub fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Scheme>, D::Error> {
    let schemes = Vec::<Scheme>::deserialize(deserializer)?;
    if (1..=6).contains(&schemes.len()) { Ok(schemes) } else { Err(D::Error::custom("one to six schemes")) }
}

/// Reads one to six schemes, or nothing.
///
/// # Errors
/// An empty or longer list.
pub fn one_or_more_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Scheme>>, D::Error> {
    match Option::<Vec<Scheme>>::deserialize(deserializer)? {
        Some(schemes) if !(1..=6).contains(&schemes.len()) => Err(D::Error::custom("one to six schemes")),
        other => Ok(other),
    }
}
