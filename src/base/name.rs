//! Names of people as they are looked for: any word may begin the search, with its accents or without.
//!
//! `hòa` and `hoà` are one spelling here; `hoa`, `hòa` and `hoá` are three. Order of names stands in `text`.
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::text::fold;

/// A name from one of its words to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// Folded: `thi hue`.
    pub key: String,
    /// With its accents: `thị huệ`.
    pub exact: String,
}

/// The tails of a name, from its first word on; at most as many as `most`.
pub fn tails(name: &str, most: usize) -> Vec<Tail> {
    let exact = exact_key(name);
    let words: Vec<&str> = exact.split(' ').filter(|word| !word.is_empty()).collect();
    (0..words.len().min(most))
        .map(|at| words.get(at..).unwrap_or_default().join(" "))
        .map(|exact| Tail { key: fold(&exact), exact })
        .collect()
}

/// Lower case, NFC, one space between words, tone marks where the newer spelling has them (`hoà`, `thuý`).
pub fn exact_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.to_lowercase().nfc() {
        if matches!(c, '\'' | '’' | '‘' | 'ʼ') {
            continue;
        }
        if c.is_alphanumeric() || is_combining_mark(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(if matches!(c, 'ð' | 'ɖ') { 'đ' } else { c });
        } else {
            gap = true;
        }
    }
    out.split(' ').map(newer_spelling).collect::<Vec<_>>().join(" ")
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// Puts the tone of an open `oa`, `oe`, `uy` on its second letter; `quý` has it there already.
fn newer_spelling(word: &str) -> String {
    let letters: String = word.nfd().filter(|c| !is_tone(*c)).collect();
    let open = ["oa", "oe", "uy"].iter().any(|end| letters.ends_with(end)) && !letters.ends_with("quy");
    let tones: Vec<char> = word.nfd().filter(|c| is_tone(*c)).collect();
    match tones.as_slice() {
        [tone] if open => format!("{letters}{tone}").nfc().collect(),
        _ => word.to_owned(),
    }
}

/// The first text after every one that begins with `prefix`.
pub fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// A key whose byte order is the order along a road: `9` before `10`, `12` before `12A`, what has no number last.
pub fn house_sort_key(number: Option<&str>, name: &str) -> String {
    let Some(folded) = number.map(fold).filter(|folded| !folded.is_empty()) else {
        return format!("~{}", super::text::name_sort_key(name));
    };
    let mut out = String::with_capacity(folded.len() * 2);
    let mut digits = String::new();
    for c in folded.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            out.push_str(&format!("{:02}{number}", number.len()));
            digits.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}
