//! The office's lists: what headings mean, what rows say, what they come to, what may settle them. All people are invented.
use proptest::prelude::*;
use tungnha::{
    base::{Day, Id, identity::CardNumber, legacy::Encoding, scheme::Scheme},
    features::{
        enrolments::lifecycle::Step,
        office_lists::{
            Column, ListKind,
            fields::{Field, field_of, guess},
            finding::{Difference, End, Finding, Held, Ours, Whom, of_answer, of_expiry, of_participant},
            said::{Answer, Fault, Manner, Said, read},
            settling::{ALIKE, ALLOWED, APPLIED, Settlement, may_settle},
        },
    },
    intake::{Cell, Row},
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn said_on(kind: ListKind, cells: &[(Field, &str)]) -> Said {
    let columns = cells.iter().map(|(field, _)| Column {
        heading: field.as_str().to_owned(),
        field: Some(*field),
        encoding: Encoding::Unicode,
    });
    let manner = Manner {
        kind,
        columns: columns.collect(),
        scheme: None,
        as_of: day("2026-11-20"),
        today: day("2026-11-25"),
        reasons: vec![("name_differs".to_owned(), vec!["name differs".to_owned(), "ho ten khong khop".to_owned()])],
    };
    let cells = cells.iter().map(|(_, text)| Cell { text: (*text).to_owned(), was_number: false }).collect();
    read(&Row { number: 2, cells }, &manner)
}

/// The same of somebody whose number is good.
fn answer_of(cells: &[(Field, &str)]) -> Said {
    let mut all = vec![(Field::InsuranceNumber, "9612345678")];
    all.extend_from_slice(cells);
    said_on(ListKind::Answers, &all)
}

#[test]
fn columns_are_asked_for_by_headings_that_are_understood() {
    for field in Field::ALL {
        assert_eq!(field_of(field.heading()), Some(*field), "{}", field.heading());
    }
}

#[test]
fn a_heading_means_what_offices_mean_by_it() {
    for (heading, field) in [
        ("Mã số BHXH", Some(Field::InsuranceNumber)),
        ("Số CCCD (*)", Some(Field::CitizenId)),
        ("HỌ VÀ TÊN", Some(Field::FullName)),
        ("Số thẻ BHYT", Some(Field::CardNumber)),
        ("Ngày cấp", Some(Field::AnsweredOn)),
        ("Kết quả", Some(Field::Answer)),
        ("Lý do trả lại", Some(Field::Reason)),
        ("Ngày hết hạn", Some(Field::PaidTo)),
        ("Hạn thẻ BHYT", Some(Field::PaidTo)),
        ("Từ tháng/năm", Some(Field::PaidFrom)),
        ("Số tiền (đồng)", Some(Field::Amount)),
        ("Số tháng đóng", Some(Field::Months)),
        ("Thôn", Some(Field::Place)),
        ("Loại hình tham gia", Some(Field::Scheme)),
        ("Số biên lai", Some(Field::Receipt)),
        ("Ghi chú", Some(Field::Note)),
        ("STT", None),
        ("Mã nhân viên thu", None),
    ] {
        assert_eq!(field_of(heading), field, "{heading}");
    }
    let twice = ["Họ tên".to_owned(), "Họ và tên".to_owned(), "Hạn".to_owned()];
    assert_eq!(guess(&twice), [Some(Field::FullName), None, Some(Field::PaidTo)]);
}

#[test]
fn an_answer_is_issued_or_refused_and_never_a_guess() {
    let number = || CardNumber::parse("9677000123").expect("a number");
    let issued = |on: &str| Some(Answer::Issued { number: number(), on: day(on) });
    let card = (Field::CardNumber, "9677000123");
    assert!(answer_of(&[card]).answer == issued("2026-11-20"), "the day of the list");
    assert!(answer_of(&[card, (Field::AnsweredOn, "24/11/2026")]).answer == issued("2026-11-24"));
    for word in ["Đã cấp", "Đã cấp thẻ", "đã cấp thẻ BHYT", "ĐÃ CẤP SỔ", "Cấp thẻ"] {
        assert!(answer_of(&[(Field::Answer, word), card]).answer == issued("2026-11-20"), "{word}");
    }
    let own =
        Some(Answer::Issued { number: CardNumber::parse("9612345678").expect("a number"), on: day("2026-11-20") });
    assert!(answer_of(&[(Field::Answer, "đã cấp")]).answer == own, "the number in the book is the insurance number");
    let refused = |reason: &str, why: Option<&str>| {
        let why = why.and_then(tungnha::base::text::Prose::parse);
        Some(Answer::Refused { reason: reason.to_owned(), why, on: day("2026-11-20") })
    };
    assert!(answer_of(&[(Field::Reason, "Họ tên không khớp")]).answer == refused("name_differs", None));
    assert!(
        answer_of(&[(Field::Reason, "name_differs"), (Field::Note, "Sai đệm")]).answer
            == refused("name_differs", Some("Sai đệm"))
    );
    assert!(
        answer_of(&[(Field::Reason, "Trùng thẻ")]).answer == refused("other", Some("Trùng thẻ")),
        "their words are kept"
    );
    assert!(
        answer_of(&[(Field::Answer, "Trả lại"), card, (Field::Reason, "name_differs")]).answer
            == refused("name_differs", None)
    );
    for (cells, fault) in [
        (vec![], (Field::Answer, Fault::AnswerWrong)),
        (vec![(Field::Answer, "xem sau")], (Field::Answer, Fault::AnswerWrong)),
        (vec![(Field::Answer, "Trả lại")], (Field::Reason, Fault::ReasonMissing)),
        (vec![(Field::CardNumber, "12")], (Field::CardNumber, Fault::NumberWrong)),
        (vec![card, (Field::AnsweredOn, "26/11/2026")], (Field::AnsweredOn, Fault::DateAhead)),
        (vec![card, (Field::AnsweredOn, "hôm qua")], (Field::AnsweredOn, Fault::DateWrong)),
        (vec![card, (Field::Scheme, "bảo hiểm xe")], (Field::Scheme, Fault::SchemeWrong)),
        (vec![card, (Field::CitizenId, "123")], (Field::CitizenId, Fault::NumberWrong)),
    ] {
        let said = answer_of(&cells);
        assert!(said.faults.contains(&fault), "{cells:?}: {:?}", said.faults);
        assert!(said.is_unreadable());
    }
    let nobody = said_on(ListKind::Answers, &[(Field::FullName, "Lê Mẫu"), card]);
    assert_eq!(nobody.faults, [(Field::FullName, Fault::PersonMissing)], "a name alone is nobody");
    let named = said_on(ListKind::Answers, &[(Field::FullName, "Lê Mẫu"), (Field::Birth, "1985"), card]);
    assert!(!named.is_unreadable());
}

#[test]
fn ends_and_amounts_are_read_as_they_are_written() {
    let end = |text: &str| {
        said_on(
            ListKind::Expiries,
            &[(Field::InsuranceNumber, "9612345678"), (Field::Scheme, "BHYT"), (Field::PaidTo, text)],
        )
        .paid_to
    };
    assert_eq!(end("31/12/2026"), Some(day("2026-12-31")));
    assert_eq!(end("2026-12-31T00:00:00"), Some(day("2026-12-31")));
    assert_eq!(end("02/2028"), Some(day("2028-02-29")), "a month lasts until its last day");
    assert_eq!(end("2026"), None);
    let amount = |text: &str| {
        said_on(ListKind::Participants, &[(Field::InsuranceNumber, "9612345678"), (Field::Amount, text)]).amount_vnd
    };
    for (text, vnd) in [
        ("1.366.200 đ", Some(1_366_200)),
        ("1,366,200", Some(1_366_200)),
        ("1366200", Some(1_366_200)),
        ("1 366 200 VNĐ", Some(1_366_200)),
        ("12.5", None),
        ("-1", None),
        ("1.36.200", None),
        ("9999999999999", None),
        ("", None),
    ] {
        assert_eq!(amount(text), vnd, "{text}");
    }
    let lacking = said_on(ListKind::Expiries, &[(Field::InsuranceNumber, "9612345678")]);
    assert_eq!(lacking.faults, [(Field::PaidTo, Fault::DateMissing), (Field::Scheme, Fault::SchemeMissing)]);
}

fn ours(step: Step, answers: Vec<Answer>) -> Ours {
    Ours { id: Id::new(), scheme: Scheme::BhxhTn, step, receipt: Some("BL1".to_owned()), answers }
}

#[test]
fn an_answer_comes_to_what_the_record_says() {
    let said = answer_of(&[(Field::CardNumber, "9677000123")]);
    let answer = said.answer.clone().expect("an answer");
    let person = Whom::One(Id::new());
    let waiting = ours(Step::HandedIn, vec![]);
    let finding = |whom, said: &Said, ours: &[Ours]| of_answer(whom, said, ours).0;
    assert_eq!(of_answer(person, &said, std::slice::from_ref(&waiting)), (Finding::Ready, Some(waiting.id)));
    assert_eq!(finding(Whom::Nobody, &said, &[]), Finding::Unknown);
    assert_eq!(finding(Whom::Several, &said, &[]), Finding::Several);
    assert_eq!(finding(person, &said, &[]), Finding::NotHandedIn);
    assert_eq!(finding(person, &said, &[waiting.clone(), ours(Step::HandedIn, vec![])]), Finding::Several);
    for step in Step::ALL.iter().filter(|step| **step != Step::HandedIn) {
        assert_eq!(finding(person, &said, &[ours(*step, vec![])]), Finding::NotHandedIn, "{step}");
        assert_eq!(finding(person, &said, &[ours(*step, vec![answer.clone()])]), Finding::Already, "{step}");
    }
    let other = answer_of(&[(Field::CardNumber, "9677000999")]).answer.expect("an answer");
    assert_eq!(finding(person, &said, &[ours(Step::Issued, vec![other])]), Finding::NotHandedIn, "another answer");
    let receipt = answer_of(&[(Field::CardNumber, "9677000123"), (Field::Receipt, "BL2")]);
    assert_eq!(finding(person, &receipt, std::slice::from_ref(&waiting)), Finding::NotHandedIn, "of another receipt");
    let scheme = answer_of(&[(Field::CardNumber, "9677000123"), (Field::Scheme, "BHYT")]);
    assert_eq!(finding(person, &scheme, std::slice::from_ref(&waiting)), Finding::NotHandedIn, "of another scheme");
    let refused = answer_of(&[(Field::Reason, "name_differs"), (Field::Note, "Sai đệm")]);
    let before = answer_of(&[(Field::Reason, "name_differs")]).answer.expect("an answer");
    // Handed in again after that: the old list enters nothing a second time.
    assert_eq!(finding(person, &refused, &[ours(Step::HandedIn, vec![before])]), Finding::Already);
    assert_eq!(finding(person, &answer_of(&[]), &[waiting]), Finding::Unreadable);
}

#[test]
fn an_end_comes_to_what_the_record_says() {
    let said = said_on(
        ListKind::Expiries,
        &[(Field::InsuranceNumber, "9612345678"), (Field::Scheme, "BHYT"), (Field::PaidTo, "31/12/2026")],
    );
    let person = Whom::One(Id::new());
    let end = |paid_to: &str, renewed| End { id: Id::new(), paid_to: day(paid_to), renewed };
    let (same, older, other) = (end("2026-12-31", false), end("2025-12-31", true), end("2026-11-30", false));
    assert_eq!(of_expiry(person, &said, &[older, same]), (Finding::Same, Some(same.id)));
    assert_eq!(of_expiry(person, &said, &[older, other]), (Finding::Differs, Some(other.id)), "the one that stands");
    assert_eq!(of_expiry(person, &said, &[]), (Finding::UnknownRenewal, None));
    assert_eq!(of_expiry(Whom::Nobody, &said, &[]), (Finding::UnknownPerson, None));
    assert_eq!(of_expiry(Whom::Several, &said, &[same]), (Finding::Several, None));
}

fn held() -> Held {
    Held {
        id: Id::new(),
        scheme: Scheme::BhytHgd,
        payable_vnd: 956_340,
        full_vnd: 1_366_200,
        months: 12,
        from: day("2026-01-15"),
        to: day("2027-01-14"),
        number: CardNumber::parse("9677000123"),
    }
}

fn participant(cells: &[(Field, &str)]) -> Said {
    let mut all = vec![(Field::InsuranceNumber, "9612345678"), (Field::Scheme, "BHYT hộ gia đình")];
    all.extend_from_slice(cells);
    said_on(ListKind::Participants, &all)
}

#[test]
fn somebody_on_the_books_is_compared_in_what_the_office_says() {
    let (own, person) = (held(), Whom::One(Id::new()));
    let differs = |cells: &[(Field, &str)]| of_participant(person, &participant(cells), std::slice::from_ref(&own)).2;
    for cells in [
        vec![],
        vec![(Field::Amount, "956.340")],
        vec![(Field::Amount, "1.366.200")],
        vec![(Field::Months, "12 tháng"), (Field::PaidFrom, "01/2026"), (Field::PaidTo, "14/01/2027")],
        vec![(Field::CardNumber, "9677000123")],
    ] {
        assert_eq!(differs(&cells), [], "{cells:?}");
    }
    for (cells, what) in [
        ((Field::Amount, "956.341"), Difference::Amount),
        ((Field::Months, "6"), Difference::Months),
        ((Field::PaidFrom, "02/2026"), Difference::PaidFrom),
        ((Field::PaidTo, "31/12/2026"), Difference::PaidTo),
        ((Field::CardNumber, "9677000124"), Difference::Number),
    ] {
        assert_eq!(differs(&[cells]), [what]);
    }
    assert_eq!(of_participant(person, &participant(&[]), &[]).0, Finding::MissingHere);
    assert_eq!(of_participant(Whom::Nobody, &participant(&[]), std::slice::from_ref(&own)).0, Finding::MissingHere);
    assert_eq!(of_participant(Whom::Several, &participant(&[]), &[]).0, Finding::Several);
    assert_eq!(of_participant(person, &participant(&[]), &[held(), held()]).0, Finding::Several);
}

#[test]
fn only_what_is_listed_settles_a_row() {
    let mut allowed = 0;
    for kind in ListKind::ALL {
        for finding in Finding::ALL {
            for settlement in Settlement::ALL {
                let may = may_settle(*kind, *finding, *settlement);
                assert_eq!(may, ALLOWED.contains(&(*kind, *finding, *settlement)), "{kind} {finding} {settlement}");
                allowed += usize::from(may);
                let by_itself = matches!(settlement, Settlement::Ordered | Settlement::Applied);
                assert!(!may || !by_itself && !ALIKE.contains(finding), "{kind} {finding} {settlement}");
            }
        }
    }
    assert_eq!(allowed, ALLOWED.len(), "none twice");
    for finding in Finding::ALL.iter().filter(|finding| !ALIKE.contains(finding)) {
        assert!(ALLOWED.iter().any(|(_, of, _)| of == finding), "{finding} could never be settled");
    }
    assert!(APPLIED.iter().all(|finding| !ALIKE.contains(finding)));
}

#[test]
fn whoever_brings_lists_may_do_all_that_they_do() {
    use tungnha::access::{Permission, Role};
    let needed = [Permission::OfficeListsRead, Permission::EnrolmentsManage, Permission::PeopleRead];
    for role in Role::ALL.iter().filter(|role| role.may(Permission::OfficeListsManage)) {
        assert!(needed.iter().all(|permission| role.may(*permission)), "{role}");
    }
}

proptest! {
    #[test]
    fn nothing_a_cell_holds_hurts(texts in proptest::collection::vec(".{0,40}", 17)) {
        let cells: Vec<(Field, &str)> = Field::ALL.iter().copied().zip(texts.iter().map(String::as_str)).collect();
        for kind in ListKind::ALL {
            let said = said_on(*kind, &cells);
            prop_assert!(*kind != ListKind::Answers || said.answer.is_some() || said.is_unreadable());
            prop_assert!(format!("{said:?}").len() < 20, "no value is shown");
        }
    }
}
