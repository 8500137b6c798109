//! Is a word a Vietnamese syllable as it is spelt? Onset, rhyme and tone have to fit.
//!
//! Needed to tell old encodings apart: `Vâ` is no syllable, `Võ` is. It judges spelling and knows no dictionary.
use unicode_normalization::UnicodeNormalization;

/// Longest first, so that `ngh` is found before `ng`.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

const RHYMES: &str = " a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
     e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia iêc iêm iên iêng iêp iêt iêu ich im in inh ip it iu \
     o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong \
     op ot ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui uk um un ung uôc uôi \
     uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưn ưng ưt ươc ươi ươm ươn ương ươp ươt ươu \
     ưu y yêm yên yêng yêt yêu ych yn ynh yt ";

/// Can this be a syllable of Vietnamese? Case does not matter.
pub fn is_syllable(word: &str) -> bool {
    let (mut bare, mut tones, mut dot) = (String::with_capacity(word.len()), 0, false);
    for c in word.to_lowercase().nfd() {
        match c {
            '\u{300}' | '\u{303}' | '\u{309}' => tones += 1,
            '\u{301}' | '\u{323}' => {
                tones += 1;
                dot = true;
            }
            other => bare.push(other),
        }
    }
    let bare: String = bare.nfc().collect();
    let stopped = ["c", "ch", "p", "t", "k"].iter().any(|end| bare.ends_with(end));
    let tone_fits = tones <= 1 && (tones == 0 || dot || !stopped);
    let fits = |onset: &&str| bare.strip_prefix(*onset).is_some_and(is_rhyme);
    tone_fits && ONSETS.iter().any(fits)
}

fn is_rhyme(rhyme: &str) -> bool {
    !rhyme.is_empty() && RHYMES.split(' ').any(|known| known == rhyme)
}
