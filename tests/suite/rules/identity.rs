//! Identity numbers (domain.md §4). All numbers are invented.
use proptest::prelude::*;
use tungnha::base::{
    identity::{CardNumber, CitizenId, IdentityDoubt, InsuranceNumber, Sex, doubts},
    unit_code::{PointCode, UnitCode},
};

fn citizen(text: &str) -> CitizenId {
    CitizenId::parse(text).unwrap_or_else(|| panic!("{text:?} is a citizen's number"))
}

#[test]
fn numbers_are_digits_whatever_stands_between_them() {
    for text in ["086085004321", " 086 085 004 321 ", "086.085.004.321", "086\u{a0}085\u{a0}004321\u{feff}"] {
        assert_eq!(citizen(text).as_str(), "086085004321", "{text:?}");
    }
    for text in ["", "86085004321", "0860850043210", "08608500432a", "086-085-004-321", "٠٨٦٠٨٥٠٠٤٣٢١"] {
        assert_eq!(CitizenId::parse(text), None, "{text:?}");
    }
    assert_eq!(InsuranceNumber::parse("00 1234.5678").map(|n| n.as_str().to_owned()).as_deref(), Some("0012345678"));
    assert_eq!(InsuranceNumber::parse("012345678"), None);
}

#[test]
fn cards_have_fifteen_ten_or_twelve() {
    let old = CardNumber::parse("gd 4 96 0123456789").expect("an old card");
    assert_eq!((old.as_str(), old.group(), old.benefit()), ("GD4960123456789", Some("GD"), Some(4)));
    assert_eq!(old.insurance_number(), InsuranceNumber::parse("0123456789"));
    assert_eq!(old.citizen_id(), None);
    let ten = CardNumber::parse("0123456789").expect("a card of 2021");
    assert_eq!((ten.group(), ten.insurance_number()), (None, InsuranceNumber::parse("0123456789")));
    let twelve = CardNumber::parse("086085004321").expect("a citizen's number");
    assert_eq!((twelve.insurance_number(), twelve.citizen_id()), (None, Some(citizen("086085004321"))));
    for text in
        ["GD6960123456789", "GD0960123456789", "G14960123456789", "GD496012345678", "01234567890", "ĐD4960123456"]
    {
        assert_eq!(CardNumber::parse(text), None, "{text:?}");
    }
}

#[test]
fn lists_and_logs_do_not_show_the_number() {
    let (id, insurance) = (citizen("086085004321"), InsuranceNumber::parse("7912345321").expect("ten digits"));
    let card = CardNumber::parse("GD4960123456789").expect("an old card");
    assert_eq!(id.masked(), "086*****4321");
    assert_eq!(insurance.masked(), "79*****321");
    assert_eq!(card.masked(), "GD4********6789");
    assert_eq!(format!("{id:?} {insurance:?} {card:?}"), "*** *** ***");
    let refusal = serde_json::from_str::<CitizenId>("\"0123456789\"").expect_err("ten digits").to_string();
    assert!(refusal.starts_with("expected an identity number"), "{refusal}");
    assert!(!refusal.contains("0123456789"), "{refusal}");
}

#[test]
fn doubts_warn_of_what_disagrees() {
    let id = citizen("086085004321");
    assert_eq!((id.place(), id.birth_year(), id.sex()), ("086", Some(1985), Some(Sex::Male)));
    assert_eq!(doubts(&id, Some(Sex::Male), Some(1985)), []);
    assert_eq!(doubts(&id, None, None), []);
    assert_eq!(doubts(&id, Some(Sex::Other), Some(1985)), []);
    assert_eq!(
        doubts(&id, Some(Sex::Female), Some(1986)),
        [IdentityDoubt::SexDiffers, IdentityDoubt::BirthYearDiffers]
    );
    assert_eq!(doubts(&citizen("001305000001"), Some(Sex::Female), Some(2005)), []);
    assert_eq!(doubts(&citizen("001305000001"), Some(Sex::Female), Some(1905)), [IdentityDoubt::BirthYearDiffers]);
    assert_eq!(doubts(&citizen("003085000001"), None, None), [IdentityDoubt::PlaceUnknown]);
    assert_eq!(doubts(&citizen("000085000001"), None, None), [IdentityDoubt::PlaceUnknown]);
    assert_eq!(doubts(&citizen("097085000001"), None, None), [IdentityDoubt::PlaceUnknown]);
    assert_eq!(doubts(&citizen("086485000001"), None, None), [IdentityDoubt::CenturyAhead]);
    for place in ["054", "080", "086", "093", "096", "001"] {
        assert_eq!(doubts(&citizen(&format!("{place}085000001")), None, None), [], "{place}");
    }
    assert!(IdentityDoubt::ALL.iter().all(|d| !d.text().vi.is_empty() && !d.text().en.is_empty()));
}

#[test]
fn unit_codes_are_read_as_the_letter_of_2025_writes_them() {
    for (text, number, kind, part) in [
        ("0123456789DNA03", "0123456789", "DN", Some("A03")),
        ("1234567HC", "1234567", "HC", None),
        ("2345678CN", "2345678", "CN", None),
        ("2345678TE", "2345678", "TE", None),
        (" 2345678 kt ", "2345678", "KT", None),
    ] {
        let code = UnitCode::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((code.number.as_str(), code.kind.as_str(), code.part.as_deref()), (number, kind, part));
        assert_eq!(UnitCode::parse(&code.to_string()), Some(code));
    }
    for text in ["", "IS0212M", "12345678HC", "1234567H", "1234567HC1", "1234567", "3456789000TH0100070003"] {
        assert_eq!(UnitCode::parse(text), None, "{text:?}");
    }
    let point = PointCode::parse("3456789000TH0100070003").expect("a collection point");
    assert_eq!((point.number.as_str(), point.abbreviation.as_str()), ("3456789000", "TH"));
    assert_eq!((point.province.as_str(), point.commune.as_str(), point.point.as_str()), ("01", "00070", "003"));
    assert_eq!(point.to_string(), "3456789000TH0100070003");
    assert_eq!(PointCode::parse("3456789000TH010007000"), None);
    assert_eq!(PointCode::parse("0123456789DNA03"), None);
}

proptest! {
    #[test]
    fn masks_keep_the_length_and_hide_the_middle(digits in "[0-9]{12}") {
        let masked = citizen(&digits).masked();
        prop_assert_eq!(masked.len(), 12);
        prop_assert_eq!(&masked[3..8], "*****");
    }
    #[test]
    fn any_text_is_a_number_or_none(text in ".{0,24}") {
        let _ = (CitizenId::parse(&text), InsuranceNumber::parse(&text), CardNumber::parse(&text));
        let _ = (UnitCode::parse(&text), PointCode::parse(&text));
    }
}
