//! Text of before Unicode: recognised, converted, and never mistaken for what it is not (domain.md §8).
use proptest::prelude::*;
use tungnha::base::{
    legacy::{Encoding, encoding_of, from_encoding, to_unicode},
    syllable::is_syllable,
};
use unicode_normalization::UnicodeNormalization;

/// This side's own tables, letter by letter; the code under test has them in another form.
const LETTERS: &str = "à:µ:aø ả:¶:aû ã:·:aõ á:¸:aù ạ:¹:aï ă:¨:aê ằ:»:aè ẳ:¼:aú ẵ:½:aü ắ:¾:aé ặ:Æ:aë â:©:aâ ầ:Ç:aà \
     ẩ:È:aå ẫ:É:aã ấ:Ê:aá ậ:Ë:aä è:Ì:eø ẻ:Î:eû ẽ:Ï:eõ é:Ð:eù ẹ:Ñ:eï ê:ª:eâ ề:Ò:eà ể:Ó:eå ễ:Ô:eã ế:Õ:eá ệ:Ö:eä ì:×:ì \
     ỉ:Ø:æ ĩ:Ü:ó í:Ý:í ị:Þ:ò ò:ß:oø ỏ:á:oû õ:â:oõ ó:ã:où ọ:ä:oï ô:«:oâ ồ:å:oà ổ:æ:oå ỗ:ç:oã ố:è:oá ộ:é:oä ơ:¬:ô \
     ờ:ê:ôø ở:ë:ôû ỡ:ì:ôõ ớ:í:ôù ợ:î:ôï ù:ï:uø ủ:ñ:uû ũ:ò:uõ ú:ó:uù ụ:ô:uï ư:\u{ad}:ö ừ:õ:öø ử:ö:öû ữ:÷:öõ ứ:ø:öù \
     ự:ù:öï ỳ:ú:yø ỷ:û:yû ỹ:ü:yõ ý:ý:yù ỵ:þ:î đ:®:ñ";
const TCVN3_CAPITALS: &str = "Ă:¡ Â:¢ Ê:£ Ô:¤ Ơ:¥ Ư:¦ Đ:§";

fn letter(c: char, place: usize) -> Option<&'static str> {
    LETTERS.split_whitespace().find(|entry| entry.starts_with(c)).and_then(|entry| entry.split(':').nth(place))
}

fn tcvn3(text: &str) -> String {
    let capital = |c: char| TCVN3_CAPITALS.split(' ').find_map(|e| e.strip_prefix(c)?.strip_prefix(':'));
    let one = |c: char| capital(c).or(letter(c, 1)).map_or_else(|| c.to_string(), str::to_owned);
    text.chars().map(one).collect()
}

fn vni(text: &str) -> String {
    let one = |c: char| match letter(c.to_lowercase().next().unwrap_or(c), 2) {
        Some(sign) if c.is_uppercase() => sign.to_uppercase(),
        Some(sign) => sign.to_owned(),
        None => c.to_string(),
    };
    text.chars().map(one).collect()
}

#[test]
fn the_look_of_old_fonts_is_recognised() {
    for (text, meant, was) in [
        ("NguyÔn V¨n A", "Nguyễn Văn A", Encoding::Tcvn3),
        ("Ph¹m ThÞ", "Phạm Thị", Encoding::Tcvn3),
        ("§Æng", "Đặng", Encoding::Tcvn3),
        ("TrÇn ThÞ B×nh", "Trần Thị Bình", Encoding::Tcvn3),
        ("Tr\u{ad}¬ng Hång §µo", "Trương Hồng Đào", Encoding::Tcvn3),
        ("Hµ", "Hà", Encoding::Tcvn3),
        ("Lª V¨n Tó", "Lê Văn Tú", Encoding::Tcvn3),
        ("Vâ ThÞ S¸u", "Võ Thị Sáu", Encoding::Tcvn3),
        ("Ng« §×nh MÉu", "Ngô Đình Mẫu", Encoding::Tcvn3),
        ("NGUYÔN V¡N MÉU", "NGUYỄN VĂN MẪU", Encoding::Tcvn3),
        ("Êp 3, x· §¹i Hµ", "ấp 3, xã Đại Hà", Encoding::Tcvn3),
        ("Nguyeãn Vaên A", "Nguyễn Văn A", Encoding::Vni),
        ("NGUYEÃN VAÊN A", "NGUYỄN VĂN A", Encoding::Vni),
        ("Traàn Thò Höôøng", "Trần Thị Hường", Encoding::Vni),
        ("Ñaëng Thò Hueä", "Đặng Thị Huệ", Encoding::Vni),
        ("Huyønh Taán Phaùt", "Huỳnh Tấn Phát", Encoding::Vni),
    ] {
        let converted = to_unicode(text);
        assert_eq!((converted.text.as_str(), converted.was), (meant, was), "{text:?}");
    }
}

#[test]
fn proper_text_is_left_alone() {
    for text in [
        "",
        "Nguyen Van A",
        "Nguyễn Văn A",
        "Lê Thanh Hà",
        "Tú",
        "Lò Văn Hoà",
        "Hoà",
        "Võ",
        "Hồ Chí Minh",
        "Đặng",
        "NGUYỄN THỊ HUỆ",
        "café",
        "Müller",
        "résumé naïve",
        "Ba đồng/m²",
        "5 µm",
        "© 2026",
        "½ kg",
        "§ 5",
        "«Hà»",
        "30°C",
        "H'Hen Niê",
        "Đắk Lắk",
        "Ê Đê",
        "Krông Búk",
        "Tổ 5 – “khu phố”",
        "日本語",
        "naïve café São Paulo",
        "Ø 60",
        "Zoë",
    ] {
        let converted = to_unicode(text);
        assert_eq!((converted.text.as_str(), converted.was), (text, Encoding::Unicode), "{text:?}");
    }
    let half = "Đăng Thị Huê\u{323}";
    assert_eq!(to_unicode(half).text, half.nfc().collect::<String>(), "old Windows, half composed");
}

#[test]
fn a_column_decides_what_a_short_name_cannot() {
    let column = ["NguyÔn V¨n A", "Tó", "Lª ThÞ B", "§ç C", "Hoµng D"];
    assert_eq!(to_unicode("Tó").text, "Tó", "alone, it is right as it stands");
    let encoding = encoding_of(&column);
    assert_eq!(encoding, Encoding::Tcvn3);
    assert_eq!(from_encoding("Tó", encoding).text, "Tú");
    let column = ["Nguyeãn Vaên A", "Hoà Vaên B", "Leâ Thò C"];
    assert_eq!(encoding_of(&column), Encoding::Vni);
    assert_eq!(from_encoding("Hoà Vaên B", Encoding::Vni).text, "Hồ Văn B");
    assert_eq!(encoding_of(&["Lê Thanh Hà", "Nguyễn Văn A", "Tú"]), Encoding::Unicode);
    let mixed = ["NguyÔn V¨n A", "Nguyễn Văn B", "Lê C"];
    assert_eq!(encoding_of(&mixed), Encoding::Unicode, "mixed: cell by cell");
    assert_eq!(from_encoding("Nguyễn Tó", Encoding::Tcvn3).text, "Nguyễn Tó", "surely Unicode");
}

#[test]
fn every_letter_comes_back() {
    for entry in LETTERS.split_whitespace() {
        let c = entry.chars().next().expect("a letter").to_string();
        assert_eq!(from_encoding(&tcvn3(&c), Encoding::Tcvn3).text, c);
        assert_eq!(from_encoding(&vni(&c), Encoding::Vni).text, c);
        let capital = c.to_uppercase();
        assert_eq!(from_encoding(&vni(&capital), Encoding::Vni).text, capital);
    }
    for entry in TCVN3_CAPITALS.split(' ') {
        let (capital, sign) = entry.split_once(':').expect("a pair");
        assert_eq!(from_encoding(sign, Encoding::Tcvn3).text, capital);
    }
}

#[test]
fn syllables_are_told_by_their_spelling() {
    for word in ["Nguyễn", "quý", "già", "nghiêng", "khuya", "quyết", "Huỳnh", "ý", "yến", "thuở", "Đắk", "xoong", "gì"]
    {
        assert!(is_syllable(word), "{word}");
    }
    for word in ["", "Vâ", "Nguyeãn", "tàc", "hõc", "café", "Müller", "bcd", "hàã", "Þ"] {
        assert!(!is_syllable(word), "{word}");
    }
}

const NAMES: [&str; 20] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Văn", "Thị",
    "Hữu", "Đức", "Thuỷ", "Hường", "Khuê",
];

proptest! {
    #[test]
    fn names_in_old_fonts_come_back(
        names in proptest::collection::vec(proptest::sample::subsequence(&NAMES[..], 3), 4..12),
    ) {
        let names: Vec<String> = names.iter().map(|words| words.join(" ")).collect();
        for (encode, was) in [(tcvn3 as fn(&str) -> String, Encoding::Tcvn3), (vni, Encoding::Vni)] {
            let old: Vec<String> = names.iter().map(|name| encode(name)).collect();
            let column: Vec<&str> = old.iter().map(String::as_str).collect();
            prop_assert_eq!(encoding_of(&column), was, "{:?}", column);
            for (text, name) in column.iter().zip(&names) {
                prop_assert_eq!(&from_encoding(text, was).text, name);
            }
        }
        let column: Vec<&str> = names.iter().map(String::as_str).collect();
        prop_assert_eq!(encoding_of(&column), Encoding::Unicode);
    }
    #[test]
    fn any_text_passes(text in ".{0,40}") {
        let _ = to_unicode(&text);
        for encoding in Encoding::ALL {
            let _ = from_encoding(&text, *encoding);
        }
    }
    #[test]
    fn plain_letters_are_never_touched(text in "[ -~]{0,40}") {
        prop_assert_eq!(to_unicode(&text).text, text);
    }
}
