//! Two languages: Vietnamese first, English complete. A sentence for people has both or does not compile.

/// A sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

/// The language an answer is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The better of our two languages for an `Accept-Language` header; Vietnamese where it names neither.
    pub fn accepted(header: &str) -> Self {
        let weight = |lang: &str| {
            header
                .split(',')
                .filter_map(|part| {
                    let mut pieces = part.split(';').map(str::trim);
                    let tag = pieces.next()?.to_ascii_lowercase();
                    let named = tag == lang || tag.strip_prefix(lang).is_some_and(|rest| rest.starts_with('-'));
                    let q = pieces.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0_f32), |q| q.parse().ok())?;
                    named.then_some(q)
                })
                .fold(0.0_f32, f32::max)
        };
        if weight("en") > weight("vi") { Self::En } else { Self::Vi }
    }
    /// The sentence in this language.
    pub fn pick(self, text: Text) -> &'static str {
        match self {
            Self::Vi => text.vi,
            Self::En => text.en,
        }
    }
    /// `vi` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}
