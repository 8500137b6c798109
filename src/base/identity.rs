//! Identity numbers: their form, what of them may be shown, and what about them looks doubtful.
//!
//! A number is digits in a text, never a number: leading zeros count. None of them has a public checksum, so a wrong
//! digit cannot be seen; what disagrees with sex or birth year is a doubt and never a refusal. No `Debug` shows one.
use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use super::{lang::Text, text_enum::text_enum};

text_enum! {
    /// Sex, as papers state it.
    pub enum Sex {
        /// Nam.
        Male = "male",
        /// Nữ.
        Female = "female",
        /// Stated as neither.
        Other = "other",
    }
}

text_enum! {
    /// Why a citizen number looks doubtful. A warning for a person to judge.
    pub enum IdentityDoubt {
        /// The first three digits are no province of the 63 and no country.
        PlaceUnknown = "place_unknown",
        /// The fourth digit stands for a century that has not begun.
        CenturyAhead = "century_ahead",
        /// The fourth digit stands for the other sex.
        SexDiffers = "sex_differs",
        /// The birth year within the number is another.
        BirthYearDiffers = "birth_year_differs",
    }
}

impl IdentityDoubt {
    /// The doubt as a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::PlaceUnknown => Text {
                vi: "Ba số đầu của số CCCD không phải mã tỉnh (63 tỉnh cũ) hay mã nước",
                en: "The first three digits of the citizen number are no code of a (former) province or a country",
            },
            Self::CenturyAhead => Text {
                vi: "Số thứ tư của số CCCD chỉ một thế kỷ chưa tới",
                en: "The fourth digit of the citizen number stands for a century that has not begun",
            },
            Self::SexDiffers => Text {
                vi: "Số thứ tư của số CCCD không khớp giới tính",
                en: "The fourth digit of the citizen number disagrees with the sex",
            },
            Self::BirthYearDiffers => Text {
                vi: "Năm sinh trong số CCCD không khớp năm sinh đã ghi",
                en: "The birth year within the citizen number disagrees with the one recorded",
            },
        }
    }
}

/// The text without what people put between digits: spaces of any kind, dots, and invisible marks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '\u{200b}' | '\u{feff}')).collect()
}

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// The text with its middle starred.
fn starred(text: &str, head: usize, tail: usize) -> String {
    let middle = text.len().saturating_sub(head + tail);
    let first = text.get(..head).unwrap_or_default();
    let last = text.get(head + middle..).unwrap_or_default();
    format!("{first}{}{last}", "*".repeat(middle))
}

macro_rules! identity_number {
    ($(#[$doc:meta])* $name:ident, expected = $expected:literal, pattern = $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The whole number. Whoever calls this answers for where it goes.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom(concat!("expected an identity number of ", $expected)))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern)).into()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

identity_number! {
    /// A citizen's number (số ĐDCN/CCCD), 12 digits: place 3, century and sex 1, birth year 2, drawn 6.
    /// Since 1/8/2025 it is the social insurance number too (CV 1804/BHXH-QLT).
    CitizenId, expected = "12 digits", pattern = "^[0-9]{12}$"
}
identity_number! {
    /// A social insurance number of the older kind (mã số BHXH), 10 digits.
    InsuranceNumber, expected = "10 digits", pattern = "^[0-9]{10}$"
}
identity_number! {
    /// The number on a health insurance card: 15 characters (QĐ 1351), 10 digits since 1/4/2021 (QĐ 1666), or the
    /// citizen's number.
    CardNumber, expected = "a card: 15 characters, or 10 or 12 digits",
    pattern = "^([A-Z]{2}[1-5][0-9]{12}|[0-9]{10}|[0-9]{12})$"
}

impl CitizenId {
    /// The number, if the text is one; spaces and dots do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text);
        digits(&text, 12).then_some(Self(text))
    }
    /// What lists show: `086*****4321`.
    pub fn masked(&self) -> String {
        starred(&self.0, 3, 4)
    }
    /// The three digits of the place where the birth was registered.
    pub fn place(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }
    /// The birth year within the number.
    pub fn birth_year(&self) -> Option<i32> {
        let in_century: i32 = self.0.get(4..6)?.parse().ok()?;
        Some(1900 + self.century_and_sex()? / 2 * 100 + in_century)
    }
    /// The sex within the number: even digits are men, odd ones women.
    pub fn sex(&self) -> Option<Sex> {
        Some(if self.century_and_sex()? % 2 == 0 { Sex::Male } else { Sex::Female })
    }
    fn century_and_sex(&self) -> Option<i32> {
        self.0.get(3..4)?.parse().ok()
    }
}

impl InsuranceNumber {
    /// The number, if the text is one; spaces and dots do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text);
        digits(&text, 10).then_some(Self(text))
    }
    /// What lists show: `79*****321`.
    pub fn masked(&self) -> String {
        starred(&self.0, 2, 3)
    }
}

impl CardNumber {
    /// The number, if the text is one of the three kinds; spaces, dots and case do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text).to_ascii_uppercase();
        let old = || {
            let (group, rest) = (text.get(..2)?, text.get(2..)?);
            let benefit = rest.starts_with(['1', '2', '3', '4', '5']);
            Some(group.bytes().all(|b| b.is_ascii_uppercase()) && benefit && digits(rest, 13))
        };
        (digits(&text, 10) || digits(&text, 12) || old() == Some(true)).then_some(Self(text))
    }
    /// What lists show: `GD4********6789`; numbers of 10 and 12 digits as everywhere.
    pub fn masked(&self) -> String {
        if self.0.len() == 10 { starred(&self.0, 2, 3) } else { starred(&self.0, 3, 4) }
    }
    /// The two letters of the group, on cards of the old form. Which groups exist is data, not code.
    pub fn group(&self) -> Option<&str> {
        self.0.get(..2).filter(|_| self.0.len() == 15)
    }
    /// The benefit digit, on cards of the old form.
    pub fn benefit(&self) -> Option<u8> {
        self.0.get(2..3).filter(|_| self.0.len() == 15)?.parse().ok()
    }
    /// The social insurance number within: the last ten digits of an old card, or the card itself.
    pub fn insurance_number(&self) -> Option<InsuranceNumber> {
        let from = match self.0.len() {
            15 => 5,
            10 => 0,
            _ => return None,
        };
        self.0.get(from..).and_then(InsuranceNumber::parse)
    }
    /// The citizen's number, where the card has it.
    pub fn citizen_id(&self) -> Option<CitizenId> {
        CitizenId::parse(&self.0)
    }
}

/// The codes of the 63 provinces as citizen numbers have them; the map of 1/7/2025 left them as they were.
const PLACES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
    46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92,
    93, 94, 95, 96,
];
/// Countries stand between these; the list is long, grows, and is not needed to warn.
const COUNTRIES: std::ops::RangeInclusive<u16> = 101..=399;

/// What about the number disagrees with itself or with what else is known of the person.
pub fn doubts(id: &CitizenId, sex: Option<Sex>, birth_year: Option<i32>) -> Vec<IdentityDoubt> {
    let mut found = Vec::new();
    let place = id.place().parse::<u16>().unwrap_or_default();
    if !PLACES.contains(&place) && !COUNTRIES.contains(&place) {
        found.push(IdentityDoubt::PlaceUnknown);
    }
    if id.century_and_sex().is_some_and(|digit| digit > 3) {
        found.push(IdentityDoubt::CenturyAhead);
    }
    if sex.is_some_and(|sex| sex != Sex::Other && id.sex() != Some(sex)) {
        found.push(IdentityDoubt::SexDiffers);
    }
    if birth_year.is_some() && birth_year != id.birth_year() {
        found.push(IdentityDoubt::BirthYearDiffers);
    }
    found
}
