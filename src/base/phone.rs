//! Telephone numbers of Viet Nam, in the national form of today: old numbers are converted, foreign ones refused.
//!
//! Mobiles had 11 digits until 2018; landlines of Hà Nội and Hồ Chí Minh City had 04 and 08 until 2017. Ten digits that
//! begin with 08 are a mobile of today unless they are written as a landline, `(08) 3829 …` or `08 3829 …`.
use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

/// Prefixes of the 11-digit mobiles and what they became on 15/9/2018.
const OLD_MOBILES: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// A number that can be called: a mobile (`0` and 9 digits) or a landline (`02` and 9 digits). `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// The number, if the text is one; spaces, dots, hyphens, brackets and +84 do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if text.chars().count() > 40 || text.chars().any(|c| !is_written_in_numbers(c)) {
            return None;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let abroad = if text.contains('+') { digits.strip_prefix("84")? } else { digits.as_str() };
        let national = match abroad.strip_prefix("0084").or_else(|| abroad.strip_prefix("84")) {
            Some(rest) if abroad.starts_with("00") || abroad.len() > 10 => rest,
            _ => abroad,
        };
        let national = format!("0{}", national.strip_prefix('0').unwrap_or(national));
        let national = today(&national, is_written_as_landline(text)).unwrap_or(national);
        is_callable(&national).then_some(Self(national))
    }
    /// The number in its national form, `0…`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// What lists show: `090****567`.
    pub fn masked(&self) -> String {
        let middle = self.0.len().saturating_sub(6);
        let (head, tail) = (self.0.get(..3).unwrap_or_default(), self.0.get(3 + middle..).unwrap_or_default());
        format!("{head}{}{tail}", "*".repeat(middle))
    }
    /// Can it receive a message?
    pub fn is_mobile(&self) -> bool {
        self.0.len() == 10
    }
}

fn is_written_in_numbers(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')' | '+' | '/' | '–')
}

/// An area code of two digits set apart from eight digits in one or two groups.
fn is_written_as_landline(text: &str) -> bool {
    let groups: Vec<usize> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::len).collect();
    let bracket = text.starts_with("(08)");
    bracket || (text.starts_with("08") && matches!(groups.as_slice(), [2, 8] | [2, 4, 4]))
}

/// What an old number is today.
fn today(number: &str, landline: bool) -> Option<String> {
    match number.len() {
        11 => OLD_MOBILES.iter().find_map(|(old, new)| Some(format!("{new}{}", number.strip_prefix(old)?))),
        10 if number.starts_with("04") || (landline && number.starts_with("08")) => {
            Some(format!("02{}", number.strip_prefix('0')?))
        }
        _ => None,
    }
}

fn is_callable(number: &str) -> bool {
    match number.len() {
        10 => ["03", "05", "07", "08", "09"].iter().any(|start| number.starts_with(start)),
        11 => number.starts_with("02"),
        _ => false,
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected a telephone number such as 0901234567"))
    }
}
impl utoipa::PartialSchema for Phone {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^0([35789][0-9]{8}|2[0-9]{9})$")).into()
    }
}
impl utoipa::ToSchema for Phone {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Phone")
    }
}
