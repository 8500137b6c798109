//! Telephone numbers: today's form, whatever was written (domain.md §4).
use proptest::prelude::*;
use tungnha::base::phone::Phone;

fn read(text: &str) -> Option<String> {
    Phone::parse(text).map(|phone| phone.as_str().to_owned())
}

#[test]
fn old_and_foreign_spellings_become_the_number_of_today() {
    for (text, number) in [
        ("0901234567", "0901234567"),
        ("090 123 45 67", "0901234567"),
        ("090.123.4567", "0901234567"),
        ("090-123-4567", "0901234567"),
        ("\u{a0}090\u{a0}1234567 ", "0901234567"),
        ("+84901234567", "0901234567"),
        ("+84 (0)90 123 4567", "0901234567"),
        ("84901234567", "0901234567"),
        ("0084901234567", "0901234567"),
        ("901234567", "0901234567"),
        ("01681234567", "0381234567"),
        ("01621234567", "0321234567"),
        ("01201234567", "0701234567"),
        ("01211234567", "0791234567"),
        ("01221234567", "0771234567"),
        ("01231234567", "0831234567"),
        ("01241234567", "0841234567"),
        ("01251234567", "0851234567"),
        ("01261234567", "0761234567"),
        ("01271234567", "0811234567"),
        ("01281234567", "0781234567"),
        ("01291234567", "0821234567"),
        ("01861234567", "0561234567"),
        ("01881234567", "0581234567"),
        ("01991234567", "0591234567"),
        ("+841681234567", "0381234567"),
        ("0436 281 539", "02436281539"),
        ("04.36281539", "02436281539"),
        ("024 3628 1539", "02436281539"),
        ("+84 24 3628 1539", "02436281539"),
        ("(08) 3829 5601", "02838295601"),
        ("08 38295601", "02838295601"),
        ("08 3829 5601", "02838295601"),
        ("0838295601", "0838295601"),
        ("0841234567", "0841234567"),
    ] {
        assert_eq!(read(text).as_deref(), Some(number), "{text:?}");
    }
}

#[test]
fn what_cannot_be_called_is_no_number() {
    for text in [
        "",
        "0",
        "113",
        "1900 1234",
        "090123456",
        "09012345678",
        "+66 81 234 5678",
        "0101234567",
        "02412345",
        "090123456a",
        "không có",
        "0901234567 / 0911234567",
        "01611234567",
        "86123456789012",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn lists_and_logs_do_not_show_the_number() {
    let phone = Phone::parse("0901234567").expect("a mobile");
    assert_eq!(phone.masked(), "090****567");
    assert_eq!(format!("{phone:?}"), "***");
    assert!(phone.is_mobile());
    let landline = Phone::parse("02436281539").expect("a landline");
    assert_eq!((landline.masked().as_str(), landline.is_mobile()), ("024*****539", false));
    let refusal = serde_json::from_str::<Phone>("\"113\"").expect_err("too short").to_string();
    assert!(refusal.starts_with("expected a telephone number"), "{refusal}");
}

proptest! {
    #[test]
    fn a_number_read_again_is_itself(text in "[0-9+ .()-]{0,16}") {
        if let Some(number) = read(&text) {
            prop_assert_eq!(read(&number), Some(number));
        }
    }
}
