//! Codes of participating units and of collection points (CV 1804/BHXH-QLT). Not personal; older codes stay plain text.

/// The code of a unit (mã đơn vị): 10 digits of the business or 7 of the budget unit, 2 letters for the kind of
/// participants, and 3 characters where one unit has several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitCode {
    /// The business code (10 digits) or budget code (7 digits).
    pub number: String,
    /// The kind of participants, such as `DN`, `HC`, `CN`, `TE`, `KT`.
    pub kind: String,
    /// Which of several, such as `A03`.
    pub part: Option<String>,
}

/// The code of a collection point (điểm thu): the organisation's number, its abbreviation, the area and the point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointCode {
    /// The organisation's number, 10 or 7 digits.
    pub number: String,
    /// The organisation's abbreviation, such as `TH`.
    pub abbreviation: String,
    /// The province, 2 digits.
    pub province: String,
    /// The commune, 5 digits of the national list.
    pub commune: String,
    /// The point, 3 digits.
    pub point: String,
}

/// 10 or 7 digits, the letters after them, and the rest.
fn parts(text: &str) -> Option<(String, String, String)> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '.').map(|c| c.to_ascii_uppercase()).collect();
    let letters_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(letters_at)?;
    let (letters, rest) = rest.split_at_checked(2)?;
    let good = matches!(number.len(), 7 | 10) && letters.bytes().all(|b| b.is_ascii_uppercase());
    good.then(|| (number.to_owned(), letters.to_owned(), rest.to_owned()))
}

impl UnitCode {
    /// The code, if the text is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, kind, rest) = parts(text)?;
        let whole = rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        match rest.as_str() {
            "" => Some(Self { number, kind, part: None }),
            _ => whole.then_some(Self { number, kind, part: Some(rest) }),
        }
    }
}

impl PointCode {
    /// The code, if the text is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, abbreviation, rest) = parts(text)?;
        if rest.len() != 10 || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let piece = |from, to| rest.get(from..to).map(str::to_owned);
        let (province, commune, point) = (piece(0, 2)?, piece(2, 7)?, piece(7, 10)?);
        Some(Self { number, abbreviation, province, commune, point })
    }
}

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.number, self.kind, self.part.as_deref().unwrap_or_default())
    }
}
impl std::fmt::Display for PointCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}{}{}", self.number, self.abbreviation, self.province, self.commune, self.point)
    }
}
