//! Vietnamese text: the vectors of the reference (domain.md §8), and what must hold of any text.
use proptest::prelude::*;
use tungnha::base::text::{Code, Line, Prose, fold, like_literal, name_sort_key, sort_key, tidy_line};
use unicode_normalization::UnicodeNormalization;

#[test]
fn folding_takes_away_case_accents_and_tone_placement() {
    for (text, folded) in [
        ("Đặng Thị Huệ", "dang thi hue"),
        ("Thủy", "thuy"),
        ("Thuỷ", "thuy"),
        ("Thúy", "thuy"),
        ("Thùy", "thuy"),
        ("Đắk Lắk", "dak lak"),
        ("ĐẮK LẮK", "dak lak"),
        ("Hòa Bình", "hoa binh"),
        ("Hoà Bình", "hoa binh"),
        ("khỏe", "khoe"),
        ("khoẻ", "khoe"),
        ("Lý", "ly"),
        ("Lí", "li"),
        ("Mỹ", "my"),
        ("quý, già", "quy gia"),
        ("Nguyễn", "nguyen"),
        ("Nguy\u{ea}\u{303}n", "nguyen"),
        ("Nguy\u{1ec5}n", "nguyen"),
        ("vi\u{ea}\u{323}t", "viet"),
        ("vi\u{1ec7}t", "viet"),
        ("ƯỜNG ữ ở ợ", "uong u o o"),
        ("Ð\u{1eaf}k", "dak"),
        ("ðak ɖak Ɖak", "dak dak dak"),
        ("TP. Vị Thanh", "tp vi thanh"),
        ("  nhiều \u{a0}  khoảng\ttrắng\n", "nhieu khoang trang"),
        ("M'Drắk", "mdrak"),
        ("Ea H’leo", "ea hleo"),
        ("Tân An - Long An", "tan an long an"),
        ("05/2023/NQ-HĐND", "05 2023 nq hdnd"),
        ("", ""),
        ("…—!", ""),
    ] {
        assert_eq!(fold(text), folded, "{text:?}");
    }
}

#[test]
fn a_name_is_six_code_points_composed_and_eight_decomposed() {
    assert_eq!(("Nguyễn".nfc().count(), "Nguyễn".nfd().count()), (6, 8));
    let decomposed: String = "Nguyễn".nfd().collect();
    assert_eq!((tidy_line(&decomposed).chars().count(), tidy_line(&decomposed).len()), (6, 8));
    // ệ = e U+0323 U+0302; ữ = u U+031B U+0303.
    assert_eq!("ệữ".nfd().collect::<String>(), "e\u{323}\u{302}u\u{31b}\u{303}");
    // As CP1258 gives it: ê + U+0323, neither composed nor decomposed.
    assert_eq!(tidy_line("vi\u{ea}\u{323}t"), "việt");
}

#[test]
fn lines_are_tidied_and_nothing_else() {
    for (raw, tidy) in [
        ("  a  b ", "a b"),
        ("a\u{a0}b", "a b"),
        ("a\u{200b}b", "ab"),
        ("\u{feff}a", "a"),
        ("a\u{200b}\u{301}", "á"),
        ("a\u{202f}\u{3000}b", "a b"),
        ("gia đình 👨‍👩‍👧", "gia đình 👨‍👩‍👧"),
        ("100 %", "100 %"),
    ] {
        assert_eq!(tidy_line(raw), tidy, "{raw:?}");
        assert_eq!(Line::<90>::parse(raw).map(Line::into_inner).as_deref(), Some(tidy), "{raw:?}");
    }
}

#[test]
fn what_no_name_holds_is_refused() {
    for bad in
        ["", "   ", "\u{200b}", "a\u{0}b", "a\u{7}b", "a\u{1b}[31m", "a\u{7f}", "a\u{85}b", "a\nb", "a\tb", "a\rb"]
    {
        assert!(Line::<90>::parse(bad).is_none(), "{bad:?}");
    }
    for turn in [
        '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
        '\u{2067}', '\u{2068}', '\u{2069}', '\u{2028}', '\u{2029}', '\u{fffe}', '\u{ffff}',
    ] {
        assert!(Line::<90>::parse(&format!("Nguyễn{turn}Văn")).is_none(), "{turn:?}");
        assert!(Prose::<90>::parse(&format!("Nguyễn{turn}Văn")).is_none(), "{turn:?}");
    }
    assert!(Line::<90>::parse(&format!("a{}", "\u{301}".repeat(5))).is_none());
    assert!(Line::<20_000>::parse(&format!("a{}", "\u{301}".repeat(10_000))).is_none());
    assert!(Line::<90>::parse(&format!("a{}", "\u{301}".repeat(4))).is_some());
    // What is taken out does not hide a pile.
    assert!(Line::<90>::parse(&format!("a{}", "\u{301}\u{302}\u{200b}".repeat(20))).is_none());
    assert!(Line::<90>::parse(&format!("a{}", "\u{301}\u{302}\u{feff}".repeat(20))).is_none());
    assert!(Line::<5>::parse("abcdef").is_none());
    assert!(Line::<5>::parse("ếếếếế").is_some());
}

#[test]
fn prose_keeps_its_lines() {
    assert_eq!(
        Prose::<90>::parse(" dòng một\n\tdòng hai \n").map(Prose::into_inner).as_deref(),
        Some("dòng một\n\tdòng hai")
    );
    assert!(Prose::<90>::parse("a\u{0}b").is_none());
    assert!(Prose::<3>::parse("abcd").is_none());
}

#[test]
fn codes_are_lower_case_words() {
    assert!(["a", "peoples_committee", "2026", &"x".repeat(60)].iter().all(|c| Code::parse(c).is_some()));
    assert!(["", "A", "ấp", "a-b", "a b", "a%", &"x".repeat(61)].iter().all(|c| Code::parse(c).is_none()));
}

fn sorted_by<'a>(key: fn(&str) -> String, words: &[&'a str]) -> Vec<&'a str> {
    let mut out = words.to_vec();
    out.reverse();
    out.sort_by_key(|word| key(word));
    out
}

#[test]
fn the_alphabet_is_the_vietnamese_one() {
    let alphabet = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(' ').collect::<Vec<_>>();
    assert_eq!(sorted_by(sort_key, &alphabet), alphabet);
    let capitals: Vec<String> = alphabet.iter().map(|letter| letter.to_uppercase()).collect();
    let capitals: Vec<&str> = capitals.iter().map(String::as_str).collect();
    assert_eq!(sorted_by(sort_key, &capitals), capitals);
}

#[test]
fn tones_come_second_in_the_order_ngang_huyen_hoi_nga_sac_nang() {
    for tones in [["a", "à", "ả", "ã", "á", "ạ"], ["ơ", "ờ", "ở", "ỡ", "ớ", "ợ"], ["y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"]]
    {
        assert_eq!(sorted_by(sort_key, &tones), tones);
    }
    // Letters first, over the whole word: the tone of the first letter weighs less than the last letter.
    let words = ["ma", "mà", "má", "mạ", "man", "mán", "măn", "mân"];
    assert_eq!(sorted_by(sort_key, &words), words);
    let places = [
        "An Giang",
        "Bà Rịa",
        "Bạc Liêu",
        "Cà Mau",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Đồng Nai",
        "Đồng Tháp",
        "Hà Nội",
        "Huế",
        "Long An",
        "Phú Yên",
        "Vĩnh Long",
    ];
    assert_eq!(sorted_by(sort_key, &places), places);
    // Word by word: a shorter first word comes first.
    let words = ["An", "An Bình", "An Giang", "Ana", "Anh"];
    assert_eq!(sorted_by(sort_key, &words), words);
}

#[test]
fn people_are_sorted_by_given_name_then_family_and_middle_names() {
    let people = [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Phạm Bình",
        "Đặng Thị Dung",
        "Lê Văn Đạt",
        "Nguyễn Anh Huệ",
        "Nguyễn Thị Huệ",
        "Trần Huệ",
        "Ư",
    ];
    assert_eq!(sorted_by(name_sort_key, &people), people);
    assert_eq!(name_sort_key("  Nguyễn Văn An "), name_sort_key("Nguyễn Văn An"));
}

#[test]
fn signs_of_patterns_are_made_literal() {
    for (text, literal) in
        [("100%", "100\\%"), ("a_b", "a\\_b"), ("a\\b", "a\\\\b"), ("\\%_", "\\\\\\%\\_"), ("Cà Mau", "Cà Mau")]
    {
        assert_eq!(like_literal(text), literal);
    }
}

proptest! {
    #[test]
    fn folding_is_the_same_whatever_the_normal_form_and_folds_once(text in "\\PC{0,40}") {
        let folded = fold(&text);
        prop_assert_eq!(&fold(&text.nfc().collect::<String>()), &folded);
        prop_assert_eq!(&fold(&text.nfd().collect::<String>()), &folded);
        prop_assert_eq!(&fold(&folded), &folded);
        prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
    }

    #[test]
    fn order_does_not_depend_on_the_normal_form(text in "[a-zàảãáạăâđêôơưÀĐƯ ]{0,30}") {
        prop_assert_eq!(sort_key(&text.nfd().collect::<String>()), sort_key(&text));
    }

    #[test]
    fn a_tidy_line_is_taken_as_it_is(text in "[a-zđ\u{300}-\u{304}\u{31b}\u{200b}\u{feff}\u{a0} ]{1,20}|\\PC{1,40}") {
        if let Some(line) = Line::<200>::parse(&text) {
            prop_assert_eq!(Line::<200>::parse(&line), Some(line));
        }
    }
}
