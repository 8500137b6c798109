//! Whether two receipt numbers are one, however they were typed.
use unicode_normalization::UnicodeNormalization;

/// A receipt number as it is kept, and by what it is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptNumber {
    /// As it was typed, full-width letters made plain.
    pub text: String,
    /// Its letters and digits, in capitals.
    pub key: String,
}

/// What was typed, if it is made of the letters A to Z, digits, spaces and `-`, `/`, `.`, with a digit among them: what looks
/// like such a letter and is another one would make two receipts of one.
pub fn receipt_number(typed: &str) -> Option<ReceiptNumber> {
    let text: String = typed.nfkc().collect();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.');
    let key: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    (text.chars().all(fits) && key.contains(|c: char| c.is_ascii_digit())).then_some(ReceiptNumber { text, key })
}
