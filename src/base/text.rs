//! Vietnamese text: stored in NFC, folded once for search, keyed once for order. SQL only compares bytes.
//!
//! `đ` has no decomposition, so stripping marks alone leaves it; tone placement (hòa, hoà) vanishes in
//! the folded form. Order follows the Vietnamese alphabet, tones second.
use std::{borrow::Cow, fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

/// The text without case, accents, tone placement and punctuation: `Đắk Lắk` → `dak lak`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let ch = match ch {
            'đ' | 'ð' | 'ɖ' => 'd',
            '\'' | '’' | '‘' | 'ʼ' => continue,
            other => other,
        };
        if ch.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(ch);
        } else {
            gap = true;
        }
    }
    out
}

/// A key whose byte order is the Vietnamese alphabet's: letters first, then tones (ngang huyền hỏi ngã sắc nặng).
pub fn sort_key(text: &str) -> String {
    let (mut letters, mut tones) = (String::with_capacity(text.len() * 2), String::with_capacity(text.len()));
    let mut gap = false;
    for ch in text.to_lowercase().nfc() {
        let marks: Vec<char> = std::iter::once(ch).nfd().collect();
        let base = match marks.first() {
            Some('đ' | 'ð' | 'ɖ') => 'd',
            Some(other) => *other,
            None => continue,
        };
        if !base.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !letters.is_empty() {
            letters.push_str("  ");
            tones.push(' ');
        }
        gap = false;
        let has = |mark: char| marks.contains(&mark);
        let shape = match base {
            'a' if has('\u{306}') => '1',
            'a' | 'o' | 'e' if has('\u{302}') => {
                if base == 'a' {
                    '2'
                } else {
                    '1'
                }
            }
            'o' if has('\u{31b}') => '2',
            'u' if has('\u{31b}') => '1',
            'd' if ch == 'đ' => '1',
            _ => '0',
        };
        letters.push(base);
        letters.push(shape);
        tones.push(match () {
            () if has('\u{300}') => '1',
            () if has('\u{309}') => '2',
            () if has('\u{303}') => '3',
            () if has('\u{301}') => '4',
            () if has('\u{323}') => '5',
            () => '0',
        });
    }
    letters + "\u{1}" + &tones
}

/// A key that orders people: by given name, then family and middle names.
pub fn name_sort_key(name: &str) -> String {
    let (rest, given) = name.trim().rsplit_once(char::is_whitespace).unwrap_or(("", name.trim()));
    format!("{}\u{2}{}", sort_key(given), sort_key(rest))
}

/// NFC, no-break and zero-width spaces made plain, runs of spaces made one, ends trimmed.
pub fn tidy_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .filter_map(|c| match c {
            '\u{200b}' | '\u{feff}' => None,
            c if c.is_whitespace() => Some(' '),
            c => Some(c),
        })
        .nfc()
        .collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Why a character may not stand in text that people read: control characters, and the marks that turn the
/// reading direction and so make a name look like another.
fn is_forbidden(c: char, lines: bool) -> bool {
    match c {
        '\n' | '\t' => !lines,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// More combining marks in a row than any language needs.
fn has_mark_pile(text: &str) -> bool {
    let mut run = 0;
    text.nfd().any(|c| {
        run = if is_combining_mark(c) { run + 1 } else { 0 };
        run > 4
    })
}

fn read_text<'de, D: Deserializer<'de>>(deserializer: D, max: usize, lines: bool) -> Result<String, D::Error> {
    let raw = Cow::<str>::deserialize(deserializer)?;
    if raw.chars().any(|c| is_forbidden(c, lines)) {
        return Err(D::Error::custom("control or direction characters are not taken"));
    }
    let text = if lines { raw.trim().nfc().collect() } else { tidy_line(&raw) };
    if has_mark_pile(&text) {
        return Err(D::Error::custom("too many combining marks on one letter"));
    }
    let length = text.chars().count();
    if length == 0 {
        return Err(D::Error::custom("must not be empty"));
    }
    if raw.chars().count() > max || length > max {
        return Err(D::Error::custom(format_args!("at most {max} characters")));
    }
    Ok(text)
}

macro_rules! text_kind {
    ($(#[$doc:meta])* $name:ident, lines = $lines:literal, pattern = $pattern:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            /// The text itself.
            pub fn into_inner(self) -> String {
                self.0
            }
            /// The text, tidied and checked.
            pub fn parse(text: &str) -> Option<Self> {
                let deserializer = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
                read_text(deserializer, MAX, $lines).ok().map(Self)
            }
        }
        impl<const MAX: usize> Deref for $name<MAX> {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl<const MAX: usize> Serialize for $name<MAX> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de, const MAX: usize> Deserialize<'de> for $name<MAX> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer, MAX, $lines).map(Self)
            }
        }
        impl<const MAX: usize> utoipa::PartialSchema for $name<MAX> {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(MAX)).pattern(Some($pattern)).into()
            }
        }
        impl<const MAX: usize> utoipa::ToSchema for $name<MAX> {
            fn name() -> Cow<'static, str> {
                Cow::Owned(format!("{}{MAX}", stringify!($name)))
            }
        }
    };
}

text_kind! {
    /// One line of text for people, 1 to `MAX` characters, NFC, tidied.
    Line, lines = false,
    pattern = r"^[ !-~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”]*[!-~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”][ !-~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”]*$"
}
text_kind! {
    /// Several lines of text for people, 1 to `MAX` characters, NFC.
    Prose, lines = true,
    pattern = r"^[\n\t -~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”]*[!-~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”][\n\t -~¡-¬®-˿Ͱ-ͷͻ-ͽЀ-ҁҊ-ԯḀ-ỿ‐-‧₫–—“”]*$"
}

/// A word code that a client sends or a row carries: `[a-z0-9_]`, 1 to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// The code itself.
    pub fn into_inner(self) -> String {
        self.0
    }
    /// The text as a code.
    pub fn parse(text: &str) -> Option<Self> {
        let good = (1..=60).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        good.then(|| Self(text.to_owned()))
    }
}
impl Deref for Code {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&raw).ok_or_else(|| D::Error::custom("expected a code of lower-case letters, digits and _"))
    }
}
impl utoipa::PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(60))
            .pattern(Some("^[a-z0-9_]{1,60}$"))
            .into()
    }
}
impl utoipa::ToSchema for Code {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Code")
    }
}

/// The text with `\`, `%` and `_` made literal for a `LIKE … ESCAPE '\'`.
pub fn like_literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '%' | '_') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
