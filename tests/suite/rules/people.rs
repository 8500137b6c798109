//! Names as they are found, house numbers as they stand along a road, and when two records look like one person.
use proptest::prelude::*;
use tungnha::{
    base::{
        Edit, Id, Moment,
        birth::BirthDate,
        id::HouseholdId,
        identity::{CardNumber, CitizenId, Sex},
        name::{after_prefix, exact_key, house_sort_key, tails},
        phone::Phone,
        text::fold,
    },
    features::people::matching::{Look, WORTH_A_LOOK, score},
    rest::Allowance,
};

#[test]
fn accents_count_and_where_the_tone_stands_does_not() {
    for (one, other) in [
        ("Hòa", "hoà"),
        ("KHỎE", "khoẻ"),
        ("Thủy", "Thuỷ"),
        ("Thúy", "thuý"),
        ("Ðức", "đức"),
        ("Nguy\u{ea}\u{303}n", "nguyễn"),
        ("  Trần\u{a0} Mẫu ", "trần mẫu"),
        ("Y'Mẫu", "y’mẫu"),
    ] {
        assert_eq!(exact_key(one), exact_key(other), "{one} {other}");
    }
    for (one, other) in [("hòa", "hoa"), ("Thúy", "Thùy"), ("Thủy", "Thúy"), ("quý", "quy"), ("toàn", "toan")] {
        assert_ne!(exact_key(one), exact_key(other), "{one} {other}");
        assert_eq!(fold(one), fold(other));
    }
    // Where another letter follows, or `qu` begins, both spellings are one already.
    assert_eq!((exact_key("Quý").as_str(), exact_key("Toàn").as_str()), ("quý", "toàn"));
}

#[test]
fn a_name_is_found_from_each_of_its_words_on() {
    let found = tails("Đặng  Thị-Huệ", 12);
    let keys: Vec<&str> = found.iter().map(|tail| tail.key.as_str()).collect();
    let exact: Vec<&str> = found.iter().map(|tail| tail.exact.as_str()).collect();
    assert_eq!(keys, ["dang thi hue", "thi hue", "hue"]);
    assert_eq!(exact, ["đặng thị huệ", "thị huệ", "huệ"]);
    assert_eq!(tails("a b c d e f g", 3).len(), 3);
    assert!(tails(" %_ ", 12).is_empty());
    for later in ["hue", "hue mau", "hueza", "hue\u{10fffe}"] {
        assert!(("hue".."huf").contains(&later) && later < after_prefix("hue").as_str(), "{later}");
    }
    assert!("huf" > after_prefix("hue").as_str());
}

#[test]
fn houses_stand_in_the_order_of_their_numbers() {
    let road = ["1", "2", "9", "10", "12", "12/3", "12/10", "12A", "12B", "100", "A1", "A10", "Lô 7"];
    let keys: Vec<String> = road.iter().map(|number| house_sort_key(Some(number), "x")).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(house_sort_key(Some("007"), "x"), house_sort_key(Some("7"), "x"));
    assert!(house_sort_key(None, "An") > house_sort_key(Some("Lô 9999"), "Ý"), "no number comes last");
    assert!(house_sort_key(Some(" - "), "An Mẫu") < house_sort_key(None, "Bình Mẫu"), "then by name");
}

fn person(name: &str, birth: &str) -> Look {
    Look {
        name_key: fold(name),
        sex: None,
        birth: BirthDate::parse(birth, 2026),
        household_id: Id::new(),
        citizen_id: None,
        insurance_number: None,
        card_number: None,
        phone: None,
    }
}

#[test]
fn a_name_and_a_birth_year_are_never_enough() {
    let one = person("Nguyễn Thị Mẫu", "1985");
    for birth in ["1985", "1985-03", "1985-03-20", ""] {
        let score = score(&one, &person("Nguyen Thi Mau", birth));
        assert!(score < WORTH_A_LOOK, "{birth}: {score}");
    }
}

#[test]
fn name_with_day_household_or_telephone_is_worth_a_look() {
    let home: HouseholdId = Id::new();
    let full = person("Nguyễn Thị Mẫu", "1985-03-20");
    assert!(score(&full, &full.clone()) >= WORTH_A_LOOK);
    assert!(score(&full, &person("Nguyễn Thị Mẫu", "20/3/1985")) >= WORTH_A_LOOK);
    assert!(score(&full, &person("Nguyễn Thị Mẫu", "1985-03-21")) < WORTH_A_LOOK, "another day");
    let at_home = |name: &str, birth: &str| Look { household_id: home, ..person(name, birth) };
    assert!(score(&at_home("Lê Mẫu", ""), &at_home("Lê Mẫu", "1985")) >= WORTH_A_LOOK);
    assert!(
        score(&at_home("Lê Văn Mẫu", "1985"), &at_home("Lê Mẫu", "1985")) >= WORTH_A_LOOK,
        "a middle name left out"
    );
    assert!(score(&at_home("Lê Mẫu", "1955"), &at_home("Lê Mẫu", "1985")) < WORTH_A_LOOK, "father and son");
    assert!(score(&at_home("Lê Văn Mẫu", "1985"), &at_home("Lê Văn Kiểu", "1985")) < WORTH_A_LOOK, "brothers");
    let calls = |name: &str| Look { phone: Phone::parse("0901234567"), ..person(name, "") };
    assert!(score(&calls("Lê Mẫu"), &calls("Lê Mẫu")) >= WORTH_A_LOOK);
    assert_eq!(score(&calls("Lê Mẫu"), &calls("Trần Kiểu")), 0, "one telephone in a house");
    let other_sex = |sex| Look { sex: Some(sex), ..person("Nguyễn Mẫu", "1985-03-20") };
    assert!(score(&other_sex(Sex::Male), &other_sex(Sex::Female)) < WORTH_A_LOOK);
}

#[test]
fn the_same_number_is_the_same_person_whatever_the_name() {
    let citizen = Look { citizen_id: CitizenId::parse("096185001234"), ..person("Lê Mẫu", "1985") };
    let by_card = Look { card_number: CardNumber::parse("096185001234"), ..person("Trần Kiểu", "1990") };
    assert_eq!(score(&citizen, &by_card), 100, "the card bears the citizen's number");
    assert_eq!(score(&citizen, &Look { citizen_id: None, ..by_card.clone() }), 100);
}

#[test]
fn an_edit_keeps_empties_or_sets() {
    let read = |json: &str| serde_json::from_str::<Edit<u8>>(json).expect("an edit");
    assert_eq!((read("null"), read("7"), Edit::<u8>::default()), (Edit::Clear, Edit::Set(7), Edit::Keep));
    let after = |edit: Edit<u8>| edit.apply(Some(1));
    assert_eq!((after(Edit::Keep), after(Edit::Clear), after(Edit::Set(2))), (Some(1), None, Some(2)));
}

#[test]
fn an_allowance_comes_back_one_by_one_within_the_hour() {
    let (allowance, start) = (Allowance::an_hour(3), Moment::from_unix_micros(1_795_572_000_000_000));
    for minutes in [0, 10, 20] {
        allowance.take("minh", start.plus_seconds(minutes * 60)).expect("three an hour");
    }
    let refused = allowance.take("minh", start.plus_seconds(1_800)).expect_err("a fourth");
    assert_eq!((refused.spec.status, refused.retry_after), (429, Some(1_800)));
    allowance.take("dao", start.plus_seconds(1_800)).expect("somebody else");
    allowance.take("minh", start.plus_seconds(3_600)).expect("the first is an hour ago");
    allowance.take("minh", start.plus_seconds(3_601)).expect_err("the second is not");
}

proptest! {
    #[test]
    fn every_tail_lies_in_the_range_of_its_beginnings(name in "\\PC{1,40}", cut in 1_usize..10) {
        for tail in tails(&name, 12) {
            let prefix: String = tail.exact.chars().take(cut).collect();
            prop_assert!(tail.exact >= prefix && tail.exact < after_prefix(&prefix));
        }
    }
    #[test]
    fn a_score_is_the_same_from_both_sides(a in "[a-c]( [a-c]){0,3}", b in "[a-c]( [a-c]){0,3}") {
        let (a, b) = (person(&a, "1985"), person(&b, "1985-02"));
        prop_assert_eq!(score(&a, &b), score(&b, &a));
    }
}
