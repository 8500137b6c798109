//! Text typed in the fonts of before Unicode: TCVN3 (ABC fonts, `NguyÔn V¨n A`) and VNI (`Nguyeãn Vaên A`).
//!
//! Such text reaches us as if it were Western European. It is recognised by spelling: its words are Vietnamese syllables
//! in one encoding and none as they stand. When in doubt the text stays as it is. A single short word may be right
//! in two encodings (`Tó`): evidence of the whole column decides better, see `encoding_of`.
use unicode_normalization::UnicodeNormalization;

use super::{syllable::is_syllable, text_enum::text_enum};

text_enum! {
    /// How a text was encoded.
    pub enum Encoding {
        /// As today; composed or decomposed.
        Unicode = "unicode",
        /// TCVN 5712:1993, third table: the fonts whose names begin with `.Vn`.
        Tcvn3 = "tcvn3",
        /// The fonts whose names begin with `VNI-`.
        Vni = "vni",
    }
}

/// A text in NFC, and what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// How it had been encoded.
    pub was: Encoding,
}

/// TCVN3, from 0xA1 to 0xFE; a dot where the table has no letter. The seven capitals stand first.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";

/// Letters that VNI has as one sign.
const VNI_SINGLE: [(char, char); 9] =
    [('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('ô', 'ơ'), ('ö', 'ư'), ('î', 'ỵ'), ('ñ', 'đ')];

/// Signs that VNI puts after a vowel: the shape and the tone they stand for.
const VNI_MARKS: [(char, &str, &str); 17] = [
    ('ù', "aeouyơư", "\u{301}"),
    ('ø', "aeouyơư", "\u{300}"),
    ('û', "aeouyơư", "\u{309}"),
    ('õ', "aeouyơư", "\u{303}"),
    ('ï', "aeouyơư", "\u{323}"),
    ('â', "aeo", "\u{302}"),
    ('á', "aeo", "\u{302}\u{301}"),
    ('à', "aeo", "\u{302}\u{300}"),
    ('å', "aeo", "\u{302}\u{309}"),
    ('ã', "aeo", "\u{302}\u{303}"),
    ('ä', "aeo", "\u{302}\u{323}"),
    ('ê', "a", "\u{306}"),
    ('é', "a", "\u{306}\u{301}"),
    ('è', "a", "\u{306}\u{300}"),
    ('ú', "a", "\u{306}\u{309}"),
    ('ü', "a", "\u{306}\u{303}"),
    ('ë', "a", "\u{306}\u{323}"),
];

/// A letter or mark of Vietnamese that no Western European text has: the text is Unicode already.
fn is_surely_unicode(c: char) -> bool {
    matches!(c, '\u{102}'..='\u{111}' | '\u{128}' | '\u{129}' | '\u{168}' | '\u{169}' | '\u{1a0}'..='\u{1b0}')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}')
}

/// The pieces that are words and the pieces between them, in order.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| (c.is_ascii() && !c.is_ascii_alphanumeric()) || c == '\u{a0}' || c > '\u{ff}';
    text.split_inclusive(between).flat_map(move |piece| {
        let at = piece.char_indices().next_back().filter(|(_, c)| between(*c)).map_or(piece.len(), |(at, _)| at);
        piece.split_at_checked(at).map(<[&str; 2]>::from).into_iter().flatten()
    })
}

/// A word in TCVN3; `None` where the table has no such letter. `capital`: in the capitals' fonts (their names end in H).
fn from_tcvn3(word: &str, capital: bool) -> Option<String> {
    let letter = |c: char| match u32::from(c) {
        0..=0x7f => Some(c),
        code @ 0xa1..=0xfe => {
            let at = usize::try_from(code - 0xa1).ok()?;
            TCVN3.chars().nth(at).filter(|c| *c != '.')
        }
        _ => None,
    };
    let text: String = word.chars().map(letter).collect::<Option<_>>()?;
    Some(if capital { text.to_uppercase() } else { text })
}

/// A word in VNI; `None` where a sign follows no vowel that takes it.
fn from_vni(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len() * 2);
    let mut before = None;
    for c in word.chars() {
        let lower = c.to_lowercase().next()?;
        if c.is_ascii() {
            out.push(c);
            before = Some(lower);
        } else if let Some((_, letter)) = VNI_SINGLE.iter().find(|(sign, _)| *sign == lower) {
            out.extend(if c == lower {
                letter.to_lowercase().collect::<Vec<_>>()
            } else {
                letter.to_uppercase().collect()
            });
            before = Some(*letter);
        } else {
            let (_, vowels, marks) = VNI_MARKS.iter().find(|(sign, _, _)| *sign == lower)?;
            before.take().filter(|vowel| vowels.contains(*vowel))?;
            out.push_str(marks);
        }
    }
    Some(out.nfc().collect())
}

/// Was the text typed in capitals? All its plain letters are, and one word has two of them.
fn is_in_capitals(text: &str) -> bool {
    let big = |word: &&str| word.chars().filter(char::is_ascii_uppercase).count() >= 2;
    !text.chars().any(|c| c.is_ascii_lowercase()) && pieces(text).any(|word| big(&word))
}

/// How many words beyond plain letters, and how many of them are syllables in each encoding.
#[derive(Default)]
struct Votes {
    words: usize,
    unicode: usize,
    tcvn3: usize,
    vni: usize,
    /// Words that only the old encoding explains, and that are more than a lone sign.
    tcvn3_strong: usize,
    vni_strong: usize,
    sure: bool,
}

impl Votes {
    fn count(&mut self, text: &str) {
        self.sure |= text.chars().any(is_surely_unicode);
        for word in pieces(text).filter(|w| !w.is_ascii() && !w.bytes().any(|b| b.is_ascii_digit())) {
            self.words += 1;
            let plain = is_syllable(word.trim_matches(['«', '»']));
            self.unicode += usize::from(plain);
            // A lone sign, or one before a unit (`µm`), is no evidence.
            let begins = word.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '§' | '®' | 'Ñ' | 'ñ'));
            let weighty = begins && word.chars().count() >= 2;
            for (read, all, strong) in [
                (from_tcvn3(word, false), &mut self.tcvn3, &mut self.tcvn3_strong),
                (from_vni(word), &mut self.vni, &mut self.vni_strong),
            ] {
                let valid = read.is_some_and(|read| is_syllable(&read));
                *all += usize::from(valid);
                *strong += usize::from(valid && !plain && weighty);
            }
        }
    }
    fn verdict(&self) -> Encoding {
        let most = |valid: usize| valid * 10 >= self.words * 8 && valid > self.unicode;
        match () {
            () if self.sure || self.words == self.unicode => Encoding::Unicode,
            () if self.tcvn3 > self.vni && self.tcvn3_strong > 0 && most(self.tcvn3) => Encoding::Tcvn3,
            () if self.vni > self.tcvn3 && self.vni_strong > 0 && most(self.vni) => Encoding::Vni,
            () => Encoding::Unicode,
        }
    }
}

/// How a whole column was encoded. One cell that is surely Unicode makes the column Unicode: it is mixed, and its
/// cells are judged one by one.
pub fn encoding_of(column: &[&str]) -> Encoding {
    let mut votes = Votes::default();
    for text in column {
        votes.count(text);
    }
    votes.verdict()
}

/// The text in NFC, converted if it speaks for an old encoding by itself.
pub fn to_unicode(text: &str) -> Converted {
    from_encoding(text, encoding_of(&[text]))
}

/// The text in NFC, read as the column's encoding. Text that is surely Unicode, and words that the encoding cannot
/// have, stay as they are.
pub fn from_encoding(text: &str, encoding: Encoding) -> Converted {
    if encoding == Encoding::Unicode || text.chars().any(is_surely_unicode) {
        return Converted { text: text.nfc().collect(), was: Encoding::Unicode };
    }
    let capital = is_in_capitals(text);
    let read = |word: &str| {
        let read = if encoding == Encoding::Vni { from_vni(word) } else { from_tcvn3(word, capital) };
        read.unwrap_or_else(|| word.to_owned())
    };
    Converted { text: pieces(text).map(read).collect(), was: encoding }
}
