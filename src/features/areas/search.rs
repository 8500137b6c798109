//! Finding an area by what people type: without accents, with or without `P.`, `X.`, `TP.`, in either spelling.
//!
//! `dak lak`, `Đắk Lắk`, `TP Vị Thanh`, `Hoà Bình`, `Phường 08` all find.
use crate::base::text::fold;

/// What a word before a name says about its kind.
const PREFIXES: &[(&[&str], &[&str])] = &[
    (&["thanh pho", "tp", "t p"], &["thanh_pho"]),
    (&["dac khu", "dk"], &["dac_khu"]),
    (&["thi xa", "tx", "t x"], &["thi_xa"]),
    (&["thi tran", "tt", "t t"], &["thi_tran"]),
    (&["tinh", "t"], &["tinh"]),
    (&["quan", "q"], &["quan"]),
    (&["huyen", "h"], &["huyen"]),
    (&["phuong", "p"], &["phuong"]),
    (&["xa", "x"], &["xa"]),
    (
        &["thon", "ap", "ban", "buon", "khom", "khu pho", "to dan pho", "tdp"],
        &["thon", "ap", "ban", "buon", "khom", "khu_pho", "to_dan_pho"],
    ),
];

/// A name as it is compared: folded, numbers without leading zeros.
pub fn key(name: &str) -> String {
    fold(name)
        .split(' ')
        .map(|word| match word.trim_start_matches('0') {
            trimmed if !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit()) => trimmed,
            _ => word,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The whole text, folded: names may begin with a word that looks like a prefix.
    pub whole: String,
    /// The text after a prefix and the kinds that prefix stands for, when there is one.
    pub of_kind: Option<(String, Vec<&'static str>)>,
    /// The text as typed, in lower case with accents, for ranking.
    pub accented: String,
}

/// Reads what somebody typed.
pub fn wanted(typed: &str) -> Wanted {
    use unicode_normalization::UnicodeNormalization;
    let whole = key(typed);
    let of_kind = PREFIXES.iter().find_map(|(words, kinds)| {
        words.iter().find_map(|word| {
            let rest = whole.strip_prefix(word)?.strip_prefix(' ')?;
            (!rest.is_empty()).then(|| (rest.to_owned(), kinds.to_vec()))
        })
    });
    Wanted { whole, of_kind, accented: typed.nfc().collect::<String>().trim().to_lowercase() }
}

/// How well an area fits, smaller is better: the very spelling, the very name, its beginning, a later word.
pub fn rank(wanted: &Wanted, name: &str, full_name: &str, name_key: &str, kind: &str) -> u8 {
    let (rest, kinds) =
        wanted.of_kind.as_ref().map_or((wanted.whole.as_str(), None), |(rest, kinds)| (rest.as_str(), Some(kinds)));
    let right_kind = kinds.is_none_or(|kinds| kinds.contains(&kind));
    let lower = |text: &str| text.to_lowercase();
    match () {
        () if lower(full_name) == wanted.accented || lower(name) == wanted.accented => 0,
        () if right_kind && (name_key == rest || name_key == wanted.whole) => 1,
        () if right_kind && (name_key.starts_with(rest) || name_key.starts_with(wanted.whole.as_str())) => 2,
        () => 3,
    }
}

/// The name without the word for its kind, when somebody wrote both: "Khóm 1" of a khóm is "1".
pub fn without_prefix<'n>(name: &'n str, title: &str) -> &'n str {
    let mut words = name.splitn(2, ' ');
    match (words.next(), words.next()) {
        (Some(first), Some(rest)) if fold(first) == fold(title) => rest,
        _ => name,
    }
}
