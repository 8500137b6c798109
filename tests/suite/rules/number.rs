//! Document numbers: the same paper in all its spellings.
use proptest::prelude::*;
use tungnha::features::documents::number::DocumentNumber;

fn key(text: &str) -> String {
    DocumentNumber::parse(text).unwrap_or_else(|| panic!("no number in {text:?}")).key()
}

#[test]
fn spellings_of_one_paper_have_one_key() {
    for spellings in [
        ["21/NQ-TW", "21-NQ/TW", "21- NQ/TW", "21 – NQ/TW", "021-nq/tw", "Nghị quyết số 21-NQ/TW", "21 NQ TW"]
            .as_slice(),
        &["28-NQ/TW", "28- NQ/TW", "28/NQ-TW", "số 28-NQ/TW"],
        &["186-Ctr/TU", "186-CTr/TU", "186/CTR-TU", "186 - Ctr / TU"],
        &["02-CT/ĐU", "2-CT/ĐU", "02-ct/đu", "02 CT-ĐU", "02-CT/ÐU"],
        &["2669/KH-UBND", "2669-KH/UBND", "Kế hoạch số 2669/KH-UBND"],
        &["05/2023/NQ-HĐND", "5/2023/NQ-HĐND", "05/2023/NQ–HĐND", "05/NQ-HĐND"],
        &["1804/BHXH-QLT", "CV 1804/BHXH-QLT"],
    ] {
        let keys: Vec<String> = spellings.iter().map(|s| key(s)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{spellings:?}: {keys:?}");
    }
}

#[test]
fn different_papers_have_different_keys() {
    let papers = [
        "21-NQ/TW",
        "28-NQ/TW",
        "21-CT/TW",
        "21-NQ/TU",
        "186-Ctr/TU",
        "2669/KH-UBND",
        "2669/QĐ-UBND",
        "266/KH-UBND",
        "02-CT/ĐU",
        "05/2023/NQ-HĐND",
    ];
    let keys: std::collections::BTreeSet<String> = papers.iter().map(|p| key(p)).collect();
    assert_eq!(keys.len(), papers.len(), "{keys:?}");
}

#[test]
fn a_legal_paper_carries_its_year() {
    let law = DocumentNumber::parse("05/2023/NQ-HĐND").unwrap();
    assert_eq!((law.serial.as_str(), law.year, law.marks), ("5", Some(2023), vec!["nq".to_owned(), "hdnd".to_owned()]));
    assert_eq!(DocumentNumber::parse("2023/KH-UBND").unwrap().year, None);
    assert_eq!(DocumentNumber::parse("05/1944/NQ-HĐND").unwrap().year, None);
    assert_eq!(DocumentNumber::parse("05/NQ-HĐND/2023").unwrap().year, None);
}

#[test]
fn text_without_a_number_is_none() {
    for text in ["", "Nghị quyết", "NQ/TW", "///", "123456789/KH-UBND", "12a/KH-UBND"] {
        assert_eq!(DocumentNumber::parse(text), None, "{text}");
    }
    assert_eq!(key("000/KH-UBND"), "0:kh:ubnd");
}

proptest! {
    #[test]
    fn signs_between_the_parts_do_not_matter(serial in 1..99_999_u32, kind in "[A-Z]{2,4}", issuer in "[A-ZĐ]{2,6}", one in "[-–/ ]{1,3}", two in "[-–/ ]{1,3}") {
        let plain = key(&format!("{serial}/{kind}-{issuer}"));
        prop_assert_eq!(key(&format!("{serial}{one}{kind}{two}{issuer}")), plain.clone());
        prop_assert_eq!(key(&format!("00{serial}-{}/{}", kind.to_lowercase(), issuer.to_lowercase())), plain);
    }
}
