//! Passwords: length and a blocklist instead of composition rules (NIST SP 800-63B), argon2id for storage.
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use unicode_normalization::UnicodeNormalization;

use crate::base::{Error, Result, Text, text::fold};

/// Shortest password, in characters.
pub const MIN_CHARACTERS: usize = 15;
/// Longest password, in characters.
pub const MAX_CHARACTERS: usize = 256;

/// Words that a guesser tries first here; a password made of them and digits only is refused.
const CONTEXT_WORDS: &[&str] = &[
    "bao",
    "hiem",
    "xa",
    "hoi",
    "bhxh",
    "bhyt",
    "bhtn",
    "tung",
    "nha",
    "tungnha",
    "matkhau",
    "mat",
    "khau",
    "password",
    "admin",
    "administrator",
    "viet",
    "nam",
    "vietnam",
    "y",
    "te",
    "that",
    "nghiep",
    "qwerty",
    "qwertyuiop",
    "abc",
    "asdfghjkl",
    "zxcvbnm",
    "iloveyou",
    "welcome",
    "letmein",
    "tuyengiao",
    "tuyen",
    "giao",
    "dang",
    "uy",
    "ban",
    "baohiem",
    "baohiemxahoi",
    "baohiemyte",
    "xahoi",
];

/// Why this password will not do, or `None`.
pub fn weakness(password: &str, username: &str) -> Option<Text> {
    let count = password.nfc().count();
    if count < MIN_CHARACTERS {
        return Some(Text {
            vi: "Mật khẩu cần ít nhất 15 ký tự, có thể là một câu dễ nhớ",
            en: "At least 15 characters; a sentence you remember is good",
        });
    }
    if count > MAX_CHARACTERS {
        return Some(Text { vi: "Mật khẩu dài tối đa 256 ký tự", en: "At most 256 characters" });
    }
    let folded: String = fold(password).chars().filter(|c| c.is_alphabetic()).collect();
    let name: String = fold(username).chars().filter(|c| c.is_alphabetic()).collect();
    let distinct = password.chars().collect::<std::collections::BTreeSet<_>>().len();
    if distinct < 6 || is_made_of_words(&folded, &name) {
        return Some(Text {
            vi: "Mật khẩu quá dễ đoán, hãy chọn câu khác",
            en: "Too easy to guess; choose another sentence",
        });
    }
    None
}

/// Whether `letters` can be cut into context words and the user's name without a rest.
fn is_made_of_words(letters: &str, name: &str) -> bool {
    let mut reachable = vec![false; letters.len() + 1];
    if let Some(start) = reachable.first_mut() {
        *start = true;
    }
    for end in 1..=letters.len() {
        let hit = CONTEXT_WORDS.iter().copied().chain(std::iter::once(name)).any(|word| {
            !word.is_empty()
                && letters.get(..end).is_some_and(|head| head.ends_with(word))
                && end.checked_sub(word.len()).and_then(|start| reachable.get(start)).copied().unwrap_or(false)
        });
        if let Some(slot) = reachable.get_mut(end) {
            *slot = hit;
        }
    }
    reachable.last().copied().unwrap_or(false)
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The password as it is stored: argon2id, 19 MiB, two passes, a PHC string.
///
/// # Errors
/// Only when hashing itself fails.
pub fn hash(password: &str) -> Result<String> {
    let password: String = password.nfc().collect();
    Ok(hasher()?.hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}

/// Whether the password is the one that was stored. Takes as long for a wrong one as for the right one.
///
/// # Errors
/// When the stored text is not a PHC string.
pub fn matches(password: &str, stored: &str) -> Result<bool> {
    let password: String = password.nfc().collect();
    let stored = PasswordHash::new(stored).map_err(Error::internal)?;
    Ok(hasher()?.verify_password(password.as_bytes(), &stored).is_ok())
}
