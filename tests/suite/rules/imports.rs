//! Rosters: what headings mean, what rows say, who lives together. All people are invented.
use tungnha::{
    base::{Day, identity::Sex, legacy::Encoding, scheme::Scheme},
    features::imports::{
        entry::{self, Entry, Reading},
        fields::{self, Field},
        households::{Households, Says},
        issues::IssueCode,
    },
    intake::{Cell, Row},
};

fn today() -> Day {
    "2026-11-25".parse().expect("a day")
}

fn row(number: u32, cells: &[&str]) -> Row {
    let cells = cells.iter().map(|text| Cell { text: (*text).to_owned(), was_number: false }).collect();
    Row { number, cells }
}

/// One cell that holds `field`, behind a name.
fn read(field: Field, text: &str, was_number: bool) -> Entry {
    read_with(&[], field, text, was_number)
}

fn read_with(more: &[(Field, &str)], field: Field, text: &str, was_number: bool) -> Entry {
    let mut cells = vec![(Field::FullName, "Lê Thị Mẫu", false)];
    cells.extend(more.iter().map(|(field, text)| (*field, *text, false)));
    cells.push((field, text, was_number));
    let columns: Vec<Reading> =
        cells.iter().map(|cell| Reading { field: Some(cell.0), encoding: Encoding::Unicode }).collect();
    let cells = cells.iter().map(|cell| Cell { text: cell.1.to_owned(), was_number: cell.2 }).collect();
    entry::read(&Row { number: 2, cells }, &columns, today())
}

fn codes(entry: &Entry) -> Vec<IssueCode> {
    entry.issues.iter().map(|issue| issue.code).collect()
}

#[test]
fn headings_are_known_in_many_spellings() {
    for (heading, field) in [
        ("Họ và tên", Some(Field::FullName)),
        ("HỌ TÊN (*)", Some(Field::FullName)),
        ("Ngày, tháng, năm sinh", Some(Field::Birth)),
        ("Số CCCD/ĐDCN", Some(Field::CitizenId)),
        ("Mã số BHXH", Some(Field::InsuranceNumber)),
        ("Số thẻ BHYT", Some(Field::CardNumber)),
        ("SĐT", Some(Field::Phone)),
        ("Quan hệ với chủ hộ", Some(Field::Relation)),
        ("Thôn/ấp/khóm", Some(Field::Hamlet)),
        ("Số sổ hộ khẩu", Some(Field::HouseholdCode)),
        ("STT", None),
        ("Lỗi", None),
        ("", None),
    ] {
        assert_eq!(fields::field_of(heading), field, "{heading}");
    }
    let guessed = fields::guess(&["Họ tên".to_owned(), "Họ và tên".to_owned()]);
    assert_eq!(guessed, [Some(Field::FullName), None], "one meaning, one column");
}

#[test]
fn headings_are_found_below_titles() {
    let rows = [
        row(1, &["UBND PHƯỜNG MẪU"]),
        row(2, &["DANH SÁCH", "Năm 2026"]),
        row(4, &["STT", "Họ và tên", "Năm sinh", "CCCD"]),
        row(5, &["1", "Lê Mẫu", "1985", "086085004321"]),
    ];
    assert_eq!(fields::header_of(&rows, str::to_owned, fields::known), Some(2));
    let strange = [row(1, &["tiêu đề"]), row(2, &["a", "b"]), row(3, &["1", "2"])];
    assert_eq!(fields::header_of(&strange, str::to_owned, fields::known), Some(1), "the first row with two cells");
    assert_eq!(fields::header_of(&[row(1, &["x"])], str::to_owned, fields::known), None);
    let narrow = [row(1, &["Danh sách"]), row(2, &["Mã số BHXH"]), row(3, &["0123456789"])];
    assert_eq!(fields::header_of(&narrow, str::to_owned, fields::known), Some(1), "one column that is known");
}

#[test]
fn numbers_that_lost_their_zeros_get_them_back_where_one_number_fits() {
    use IssueCode::*;
    let woman = [(Field::Sex, "Nữ"), (Field::Birth, "20/3/1985")];
    for (more, field, text, was_number, number, issues) in [
        (&[][..], Field::CitizenId, "096185004321", false, Some("096185004321"), vec![]),
        (&[], Field::CitizenId, "96185004321", true, Some("096185004321"), vec![ZerosRestored]),
        (&[], Field::CitizenId, "96185004321", false, Some("096185004321"), vec![ZerosRestored]),
        // Two zeros only where sex and birth bear it out.
        (&woman, Field::CitizenId, "1185004321", true, Some("001185004321"), vec![ZerosRestored]),
        (&[], Field::CitizenId, "1185004321", true, None, vec![NumberWrong]),
        (&woman, Field::CitizenId, "1085004321", true, None, vec![NumberWrong]),
        (&[], Field::CitizenId, "9.6185E+10", false, None, vec![DigitsLost]),
        (&[], Field::CitizenId, "99185004321", true, None, vec![NumberWrong]),
        (&[], Field::CitizenId, "385004321", false, None, vec![NumberWrong]),
        (&woman, Field::CitizenId, "096085004321", false, Some("096085004321"), vec![SexDiffers]),
    ] {
        let entry = read_with(more, field, text, was_number);
        assert_eq!((entry.citizen_id.as_ref().map(|n| n.as_str()), codes(&entry)), (number, issues), "{text}");
    }
    for (text, number, issues) in [
        ("9612345678", Some("9612345678"), vec![]),
        ("961234567", Some("0961234567"), vec![ZerosRestored]),
        ("96123456", None, vec![NumberWrong]),
    ] {
        let entry = read(Field::InsuranceNumber, text, true);
        assert_eq!((entry.insurance_number.as_ref().map(|n| n.as_str()), codes(&entry)), (number, issues), "{text}");
    }
    let entry = read(Field::InsuranceNumber, "096185004321", false);
    assert_eq!(entry.citizen_id.as_ref().map(|n| n.as_str()), Some("096185004321"), "both are one since 2025");
}

#[test]
fn telephones_become_what_they_are_today() {
    use IssueCode::*;
    for (text, was_number, phone, issues) in [
        ("0901234567", false, Some("0901234567"), vec![]),
        ("+84 901 234 567", false, Some("0901234567"), vec![]),
        ("901234567", true, Some("0901234567"), vec![ZerosRestored]),
        ("01651234567", false, Some("0351234567"), vec![PhoneConverted]),
        ("12345", false, None, vec![PhoneWrong]),
        ("9.01E+08", false, None, vec![DigitsLost]),
    ] {
        let entry = read(Field::Phone, text, was_number);
        assert_eq!((entry.phone.as_ref().map(|p| p.as_str()), codes(&entry)), (phone, issues), "{text}");
    }
}

#[test]
fn dates_marks_and_words_are_read_or_said_not_to_be() {
    use IssueCode::*;
    for (text, birth, issues) in [
        ("1985-03-20", Some("1985-03-20"), vec![]),
        ("20/3/1985", Some("1985-03-20"), vec![]),
        ("1985", Some("1985"), vec![]),
        ("1985-03-20T00:00:01", Some("1985-03-20"), vec![]),
        ("26/11/2026", None, vec![BirthAhead]),
        ("2031", None, vec![BirthAhead]),
        ("31/2/1985", None, vec![DateWrong]),
        ("khoảng 1985", None, vec![DateWrong]),
    ] {
        let entry = read(Field::Birth, text, false);
        assert_eq!((entry.birth.map(|b| b.to_string()).as_deref(), codes(&entry)), (birth, issues), "{text}");
    }
    assert_eq!(read(Field::Sex, "NỮ", false).sex, Some(Sex::Female));
    assert_eq!(codes(&read(Field::Sex, "?", false)), [SexUnknown]);
    assert_eq!(read(Field::Relation, "Con gái", false).relation, Some("child"));
    assert_eq!(read(Field::Relation, "Bà", false).relation, Some("grandparent"));
    assert_eq!(read(Field::Relation, "ba", false).relation, Some("parent"));
    assert_eq!(codes(&read(Field::Relation, "láng giềng", false)), [RelationUnknown]);
    assert_eq!(read(Field::Groups, "Hộ cận nghèo; DTTS", false).groups, ["near_poor", "ethnic_minority"]);
    assert_eq!(read(Field::Groups, "không", false).issues, []);
    assert_eq!(codes(&read(Field::Groups, "lạ", false)), [GroupUnknown]);
    assert_eq!(read(Field::Poor, "x", false).groups, ["poor"]);
    assert_eq!(read(Field::Poor, "", false).groups, [""; 0]);
    let last = |text: &str| read(Field::BhytTo, text, false).covers;
    assert_eq!(last("31/12/2026"), [(Scheme::Bhyt, "2026-12-31".parse().expect("a day"))]);
    assert_eq!(last("02/2027"), [(Scheme::Bhyt, "2027-02-28".parse().expect("a day"))]);
    assert_eq!(codes(&read(Field::BhytTo, "2026", false)), [DateWrong]);
    assert_eq!(codes(&read(Field::Note, &"dài".repeat(1_000), false)), [TextWrong]);
    let nobody = entry::read(
        &row(3, &["", "1985"]),
        &[Field::FullName, Field::Birth].map(|field| Reading { field: Some(field), encoding: Encoding::Unicode }),
        today(),
    );
    assert_eq!(codes(&nobody), [NameMissing]);
}

#[test]
fn old_letters_and_kept_formulas_become_plain() {
    assert_eq!(entry::plain("NguyÔn V¨n MÉu", Encoding::Tcvn3), "Nguyễn Văn Mẫu");
    assert_eq!(entry::plain("Nguyeãn Vaên Maãu", Encoding::Vni), "Nguyễn Văn Mẫu");
    for text in ["=1+1", "+84901234567", "-5", "@a", "\u{200b}=x"] {
        assert_eq!(entry::plain(&tungnha::render::neutral(text), Encoding::Unicode), text);
    }
    assert_eq!(entry::plain("'a'", Encoding::Unicode), "'a'", "an apostrophe of one's own");
}

#[test]
fn rows_live_together_by_code_or_by_standing_together() {
    let says = |hamlet: &str, code: &str, head: &str, address: &str, relation: &str| Says {
        hamlet: hamlet.into(),
        code: code.into(),
        head: head.into(),
        address: address.into(),
        is_head: relation == "head",
        is_member: !relation.is_empty() && relation != "head",
    };
    let number = |rows: &[Says]| {
        let mut all = Households::default();
        rows.iter().map(|row| all.of(row.clone())).collect::<Vec<_>>()
    };
    let by_code = [
        says("1", "A", "", "", "head"),
        says("1", "B", "", "", "head"),
        says("1", "A", "", "", "child"),
        says("2", "A", "", "", ""),
    ];
    assert_eq!(number(&by_code), [0, 1, 0, 2], "one code in one hamlet, wherever the rows stand");
    let by_head = [
        says("1", "", "", "", "head"),
        says("", "", "", "", "spouse"),
        says("", "", "", "", "child"),
        says("1", "", "", "", "head"),
        says("2", "", "", "", "child"),
    ];
    assert_eq!(number(&by_head), [0, 0, 0, 1, 2], "a head begins, another hamlet ends");
    let by_address = [
        says("1", "", "", "12a duong mau", ""),
        says("1", "", "", "12a duong mau", ""),
        says("1", "", "", "14 duong mau", ""),
        says("2", "", "", "14 duong mau", ""),
    ];
    assert_eq!(number(&by_address), [0, 0, 1, 2]);
    let by_name = [says("", "", "le mau", "", ""), says("", "", "le mau", "", ""), says("", "", "tran mau", "", "")];
    assert_eq!(number(&by_name), [0, 0, 1]);
    let alone = [says("1", "", "", "", ""), says("1", "", "", "", ""), says("", "", "", "", "")];
    assert_eq!(number(&alone), [0, 1, 2], "nothing says that they live together");
    let merged = [says("1", "A", "", "x", "head"), says("", "", "", "", "child"), says("1", "A", "", "", "other")];
    assert_eq!(number(&merged), [0, 0, 0], "merged cells are empty below their first");
}
