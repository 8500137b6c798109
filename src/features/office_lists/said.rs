//! What a row of an office's list says: pure, over its cells, the meaning of the columns and the day. What cannot be read is a
//! fault of its column and never a guess.
use std::fmt;

use super::{
    fields::Field,
    model::{Column, ListKind},
};
use crate::{
    base::{
        Day, Text,
        birth::BirthDate,
        identity::CardNumber,
        scheme::Scheme,
        text::{Line, Prose, fold},
        text_enum::text_enum,
    },
    features::imports::{
        entry::{self, Entry, Reading, plain},
        issues::IssueCode,
    },
    intake::Row,
};

text_enum! {
    /// What is wrong with a row.
    pub enum Fault {
        /// Neither a number nor a name with a birth date.
        PersonMissing = "person_missing",
        /// No identity number of its kind.
        NumberWrong = "number_wrong",
        /// The office issued something without a number.
        NumberMissing = "number_missing",
        /// No date, or no month where a month will do.
        DateWrong = "date_wrong",
        /// No date where one is needed.
        DateMissing = "date_missing",
        /// A day that has not come.
        DateAhead = "date_ahead",
        /// No whole amount of money.
        AmountWrong = "amount_wrong",
        /// No number of months.
        MonthsWrong = "months_wrong",
        /// No insurance of this name.
        SchemeWrong = "scheme_wrong",
        /// Nothing says which insurance it is.
        SchemeMissing = "scheme_missing",
        /// Neither issued nor sent back.
        AnswerWrong = "answer_wrong",
        /// Sent back without a reason.
        ReasonMissing = "reason_missing",
        /// Too long, or with signs that no text has.
        TextWrong = "text_wrong",
    }
}

impl Fault {
    /// As a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::PersonMissing => Text {
                vi: "Thiếu số CCCD, mã số BHXH, hoặc họ tên cùng ngày sinh",
                en: "Neither a number nor a name with a birth date",
            },
            Self::NumberWrong => Text {
                vi: "CCCD gồm 12 chữ số; mã số BHXH 10; thẻ BHYT 10, 12 hoặc 15 ký tự",
                en: "A citizen number has 12 digits, a social insurance number 10, a health card 10, 12 or 15 characters",
            },
            Self::NumberMissing => {
                Text { vi: "Đã cấp nhưng thiếu số thẻ, sổ", en: "Issued, but without a number" }
            }
            Self::DateWrong => Text { vi: "Không phải ngày, tháng", en: "Not a date" },
            Self::DateMissing => Text { vi: "Thiếu ngày hết hạn", en: "The end is missing" },
            Self::DateAhead => Text { vi: "Ngày chưa đến", en: "A day that has not come" },
            Self::AmountWrong => Text { vi: "Không phải số tiền", en: "Not an amount of money" },
            Self::MonthsWrong => Text { vi: "Số tháng từ 1 đến 120", en: "A number of months is 1 to 120" },
            Self::SchemeWrong => Text { vi: "Không rõ loại bảo hiểm", en: "No insurance of this name" },
            Self::SchemeMissing => Text { vi: "Thiếu loại bảo hiểm", en: "Nothing says which insurance it is" },
            Self::AnswerWrong => {
                Text { vi: "Không rõ đã cấp hay trả lại", en: "Neither issued nor sent back" }
            }
            Self::ReasonMissing => Text { vi: "Trả lại nhưng thiếu lý do", en: "Sent back without a reason" },
            Self::TextWrong => Text {
                vi: "Văn bản quá dài hoặc có ký tự lạ",
                en: "The text is too long or has signs that no text has",
            },
        }
    }
}

/// What the office answered about one sign-up.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The card or the book has this number.
    Issued { number: CardNumber, on: Day },
    /// It came back: a code of the list `office_refusal`, and what else was said.
    Refused { reason: String, why: Option<Prose<500>>, on: Day },
}

/// What a row says. No `Debug` shows it.
#[derive(Clone, Default)]
pub struct Said {
    /// The row of the sheet or the line of the file.
    pub n: u32,
    /// Whom it means.
    pub person: Entry,
    pub place: Option<String>,
    pub scheme: Option<Scheme>,
    pub receipt: Option<String>,
    pub answer: Option<Answer>,
    pub paid_from: Option<Day>,
    pub paid_to: Option<Day>,
    pub months: Option<i32>,
    pub amount_vnd: Option<i64>,
    /// What is wrong with which column.
    pub faults: Vec<(Field, Fault)>,
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Said({})", self.n)
    }
}
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(***)")
    }
}

/// How the rows of one list are read.
#[derive(Debug, Clone)]
pub struct Manner {
    pub kind: ListKind,
    pub columns: Vec<Column>,
    /// The insurance of rows that do not say one.
    pub scheme: Option<Scheme>,
    /// The day of answers that do not say one.
    pub as_of: Day,
    pub today: Day,
    /// Codes of the list `office_refusal`, each beside the folded names it goes by.
    pub reasons: Vec<(String, Vec<String>)>,
}

/// What schemes are called, folded.
const SCHEMES: &[(Scheme, &[&str])] = &[
    (Scheme::BhxhTn, &["bhxh tn", "bhxh tu nguyen", "bhxhtn", "bao hiem xa hoi tu nguyen", "tu nguyen"]),
    (
        Scheme::BhytHgd,
        &[
            "bhyt",
            "bhyt hgd",
            "bhyt ho gia dinh",
            "bhythgd",
            "bao hiem y te",
            "bao hiem y te ho gia dinh",
            "ho gia dinh",
        ],
    ),
];
const ISSUED: &[&str] = &[
    "da cap",
    "da cap the",
    "da cap the bhyt",
    "da cap so",
    "da cap so bhxh",
    "cap moi",
    "cap the",
    "cap so",
    "cap",
    "da phat hanh the",
    "dong y",
    "duyet",
    "da duyet",
    "hoan thanh",
    "issued",
];
const REFUSED: &[&str] = &[
    "tra lai",
    "bi tra lai",
    "tra lai ho so",
    "tu choi",
    "khong duyet",
    "chua duyet",
    "khong cap",
    "khong cap the",
    "chua cap",
    "chua cap the",
    "loi",
    "refused",
];

/// The reason of answers whose words are no entry of the list.
const OTHER: &str = "other";

/// Reads a row.
pub fn read(row: &Row, manner: &Manner) -> Said {
    let of_people: Vec<Reading> = manner.columns.iter().map(|column| column.of_person(manner.kind)).collect();
    let person = entry::read(row, &of_people, manner.today);
    let mut said = Said { n: row.number, scheme: manner.scheme, person, ..Said::default() };
    let mut words = Words::default();
    for (cell, column) in row.cells.iter().zip(&manner.columns) {
        let text = plain(&cell.text, column.encoding);
        let Some(field) = column.field.filter(|_| !text.is_empty() && text != "-") else { continue };
        said.take(field, &text, &mut words, manner);
    }
    said.judge_person();
    match manner.kind {
        ListKind::Answers => said.answer = said.answered(words, manner),
        ListKind::Expiries => {
            said.want(said.paid_to.is_none(), Field::PaidTo, Fault::DateMissing);
            said.want(said.scheme.is_none(), Field::Scheme, Fault::SchemeMissing);
        }
        ListKind::Participants => said.want(said.scheme.is_none(), Field::Scheme, Fault::SchemeMissing),
    }
    said
}

/// What makes up an answer, until all of it was seen.
#[derive(Default)]
struct Words {
    issued: Option<bool>,
    number: Option<CardNumber>,
    on: Option<Day>,
    reason: Option<String>,
    note: Option<String>,
}

impl Said {
    /// Whether the row cannot be used.
    pub fn is_unreadable(&self) -> bool {
        !self.faults.is_empty()
    }
    fn fault(&mut self, field: Field, fault: Fault) {
        self.faults.push((field, fault));
    }
    /// A fault where something is missing that nothing else is said about.
    fn want(&mut self, missing: bool, field: Field, fault: Fault) {
        if missing && !self.faults.iter().any(|(of, _)| *of == field) {
            self.fault(field, fault);
        }
    }

    fn take(&mut self, field: Field, text: &str, words: &mut Words, manner: &Manner) {
        let folded = fold(text);
        match field {
            Field::Place => self.place = Line::<200>::parse(text).map(Line::into_inner),
            Field::Scheme => {
                let named = SCHEMES.iter().find(|(_, names)| names.contains(&folded.as_str()));
                self.scheme = named.map(|(scheme, _)| *scheme);
                self.want(self.scheme.is_none(), field, Fault::SchemeWrong);
            }
            Field::Receipt => {
                self.receipt = Line::<40>::parse(text).map(Line::into_inner);
                self.want(self.receipt.is_none(), field, Fault::TextWrong);
            }
            Field::Answer => {
                let issued = ISSUED.contains(&folded.as_str());
                words.issued = (issued || REFUSED.contains(&folded.as_str())).then_some(issued);
                self.want(words.issued.is_none(), field, Fault::AnswerWrong);
            }
            Field::CardNumber if manner.kind == ListKind::Answers => {
                words.number = CardNumber::parse(text);
                self.want(words.number.is_none(), field, Fault::NumberWrong);
            }
            Field::AnsweredOn => {
                words.on = date(text).and_then(BirthDate::day);
                self.want(words.on.is_none(), field, Fault::DateWrong);
            }
            Field::Reason => words.reason = Some(text.to_owned()),
            Field::Note => words.note = Some(text.to_owned()),
            Field::PaidFrom => {
                self.paid_from = date(text).and_then(first_of);
                self.want(self.paid_from.is_none(), field, Fault::DateWrong);
            }
            Field::PaidTo => {
                self.paid_to = date(text).and_then(last_of);
                self.want(self.paid_to.is_none(), field, Fault::DateWrong);
            }
            Field::Months => {
                let number = folded.split(' ').next().and_then(|word| word.parse().ok());
                self.months = number.filter(|months| (1..=120).contains(months));
                self.want(self.months.is_none(), field, Fault::MonthsWrong);
            }
            Field::Amount => {
                self.amount_vnd = amount(text);
                self.want(self.amount_vnd.is_none(), field, Fault::AmountWrong);
            }
            _ => {}
        }
    }

    /// A number that is none is a fault; a name alone is enough only beside a birth date.
    fn judge_person(&mut self) {
        let person = &self.person;
        let numbers = [Field::CitizenId, Field::InsuranceNumber, Field::CardNumber];
        let wrong = |issue: &&crate::features::imports::issues::Issue| {
            matches!(issue.code, IssueCode::NumberWrong | IssueCode::DigitsLost)
        };
        let column = person.issues.iter().filter(wrong).find_map(|issue| {
            numbers.into_iter().find(|own| issue.field.is_some_and(|field| field.as_str() == own.as_str()))
        });
        let known = person.citizen_id.is_some() || person.insurance_number.is_some() || person.card_number.is_some();
        let weak = person.full_name.is_some() && person.birth.is_some();
        match column {
            Some(field) => self.fault(field, Fault::NumberWrong),
            None => self.want(!known && !weak, Field::FullName, Fault::PersonMissing),
        }
    }

    fn answered(&mut self, words: Words, manner: &Manner) -> Option<Answer> {
        let on = words.on.unwrap_or(manner.as_of);
        self.want(on > manner.today, Field::AnsweredOn, Fault::DateAhead);
        let issued = words.issued.unwrap_or(words.number.is_some());
        if issued {
            // The number in the book is the insurance number.
            let own = self.person.insurance_number.as_ref().and_then(|number| CardNumber::parse(number.as_str()));
            let number = words.number.or(own);
            self.want(number.is_none(), Field::CardNumber, Fault::NumberMissing);
            return number.map(|number| Answer::Issued { number, on });
        }
        let Some(text) = words.reason.or_else(|| words.note.clone()) else {
            let (field, fault) = match words.issued {
                Some(_) => (Field::Reason, Fault::ReasonMissing),
                None => (Field::Answer, Fault::AnswerWrong),
            };
            self.want(true, field, fault);
            return None;
        };
        let folded = fold(&text);
        let entry = manner.reasons.iter().find(|(code, names)| *code == text || names.contains(&folded));
        let more = if entry.is_some() { words.note.filter(|note| *note != text) } else { Some(text.clone()) };
        let why = more.as_deref().map(Prose::parse);
        self.want(why == Some(None), Field::Reason, Fault::TextWrong);
        let reason = entry.map_or_else(|| OTHER.to_owned(), |(code, _)| code.clone());
        Some(Answer::Refused { reason, why: why.flatten(), on })
    }
}

fn date(text: &str) -> Option<BirthDate> {
    BirthDate::parse(text.split('T').next().unwrap_or(text), 2199)
}

/// A month begins on its first day; a year alone says too little.
fn first_of(date: BirthDate) -> Option<Day> {
    date.day().or_else(|| Day::of(date.year(), date.month()?, 1))
}

/// A month lasts until its last day; a year alone says too little.
fn last_of(date: BirthDate) -> Option<Day> {
    date.day().or_else(|| Some(Day::of(date.year(), date.month()?, 1)?.plus_months(1).before()))
}

/// Whole đồng: `1.234.567 đ`, `1,234,567`, `1234567`.
fn amount(text: &str) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let bare = ["đồng", "vnđ", "vnd", "đ"].iter().find_map(|unit| bare.strip_suffix(unit)).unwrap_or(&bare);
    let mut parts = bare.split(['.', ',']);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let thousands = rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|part| part.len() == 3));
    let digits = format!("{first}{}", rest.concat());
    let whole = thousands && (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}
