//! A row of a roster to what it says of a person: pure, over the cells, the meaning of the columns and the day.
//!
//! What cannot be read is an issue and never a guess. Zeros that a spreadsheet took away are put back where only one
//! number fits; digits it rounded away are gone.
use std::fmt;

use super::{
    fields::Field,
    households::Says,
    issues::{Issue, IssueCode},
};
use crate::{
    base::{
        Day,
        birth::BirthDate,
        identity::{CardNumber, CitizenId, InsuranceNumber, Sex, doubts},
        legacy::{self, Encoding},
        phone::Phone,
        scheme::Scheme,
        text::{Line, Prose, fold},
    },
    intake::{Cell, Row},
    render::neutral,
};

/// What a column holds, and how its text was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Nothing that is wanted, where it is empty.
    pub field: Option<Field>,
    /// As it was typed.
    pub encoding: Encoding,
}

/// What a row says. No `Debug` shows it.
#[derive(Clone, Default)]
pub struct Entry {
    /// The row of the sheet or the line of the file.
    pub number: u32,
    pub hamlet: Option<String>,
    pub household_code: Option<Line<40>>,
    pub head_name: Option<Line<120>>,
    pub house_number: Option<Line<40>>,
    pub address: Option<Line<300>>,
    pub landmark: Option<Line<300>>,
    /// A code of the list `relation`.
    pub relation: Option<&'static str>,
    pub full_name: Option<Line<120>>,
    pub birth: Option<BirthDate>,
    pub sex: Option<Sex>,
    pub citizen_id: Option<CitizenId>,
    pub insurance_number: Option<InsuranceNumber>,
    pub card_number: Option<CardNumber>,
    pub phone: Option<Phone>,
    /// Codes of the list `group`.
    pub groups: Vec<&'static str>,
    /// Last days of covers.
    pub covers: Vec<(Scheme, Day)>,
    pub note: Option<Prose<2000>>,
    pub issues: Vec<Issue>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({})", self.number)
    }
}

/// What relations are called, folded, and the codes they have.
const RELATIONS: &[(&str, &[&str])] = &[
    ("head", &["chu ho", "ch", "head"]),
    ("spouse", &["vo", "chong", "vo chong", "spouse"]),
    ("child", &["con", "con trai", "con gai", "con de", "con ruot", "con nuoi", "child"]),
    ("parent", &["cha", "me", "bo", "ba ma", "cha me", "bo me", "cha de", "me de", "bo de", "ma", "parent"]),
    ("grandchild", &["chau", "chau noi", "chau ngoai", "chau ruot", "grandchild"]),
    ("grandparent", &["ong", "ong ba", "ong noi", "ba noi", "ong ngoai", "ba ngoai", "grandparent"]),
    (
        "sibling",
        &[
            "anh",
            "chi",
            "em",
            "anh chi em",
            "anh trai",
            "chi gai",
            "em trai",
            "em gai",
            "anh ruot",
            "chi ruot",
            "em ruot",
            "sibling",
        ],
    ),
    ("in_law", &["dau", "re", "con dau", "con re", "dau re", "in law"]),
    ("other", &["khac", "o nho", "nguoi o nho", "other"]),
];

/// What groups are called, folded, and the codes they have.
const GROUPS: &[(&str, &[&str])] = &[
    ("poor", &["ho ngheo", "ngheo", "hn", "poor"]),
    ("near_poor", &["ho can ngheo", "can ngheo", "hcn", "near poor"]),
    ("ethnic_minority", &["dan toc thieu so", "nguoi dan toc thieu so", "dtts", "ethnic minority"]),
    ("island_commune", &["xa dao", "nguoi sinh song o xa dao", "island commune"]),
    (
        "agriculture_average",
        &[
            "nong lam ngu nghiep",
            "ho nong lam ngu nghiep co muc song trung binh",
            "muc song trung binh",
            "nln",
            "agriculture average",
        ],
    ),
    ("student", &["hoc sinh", "sinh vien", "hoc sinh sinh vien", "hssv", "student"]),
    ("disabled", &["khuyet tat", "nguoi khuyet tat", "nkt", "disabled"]),
    (
        "social_pension",
        &["huu tri xa hoi", "nguoi huong tro cap huu tri xa hoi", "tro cap huu tri xa hoi", "social pension"],
    ),
];

fn code_of(list: &[(&'static str, &[&str])], text: &str) -> Option<&'static str> {
    let folded = fold(text);
    list.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(code, _)| *code)
}

/// A cell as it was typed: without the apostrophe that keeps text from being a formula, in NFC, in letters of today.
pub fn plain(text: &str, encoding: Encoding) -> String {
    let bare = text.strip_prefix('\'').filter(|bare| neutral(bare) != **bare).unwrap_or(text);
    legacy::from_encoding(bare, encoding).text.trim().to_owned()
}

/// Reads a row.
pub fn read(row: &Row, columns: &[Reading], today: Day) -> Entry {
    let mut entry = Entry { number: row.number, ..Entry::default() };
    // Sex and birth come first: they tell which number lost its zeros.
    let is_early = |field: Field| matches!(field, Field::Sex | Field::Birth);
    for early in [true, false] {
        for (cell, column) in row.cells.iter().zip(columns) {
            let Some(field) = column.field.filter(|field| is_early(*field) == early) else { continue };
            let text = plain(&cell.text, column.encoding);
            if !text.is_empty() && !matches!(text.as_str(), "-" | "." | "0") {
                entry.take(field, &text, cell, today);
            }
        }
    }
    if entry.full_name.is_none() && !entry.says(Field::FullName, IssueCode::TextWrong) {
        entry.issue(Field::FullName, IssueCode::NameMissing);
    }
    if let Some(citizen) = &entry.citizen_id {
        let found = doubts(citizen, entry.sex, entry.birth.map(BirthDate::year));
        entry.issues.extend(found.into_iter().map(|doubt| IssueCode::from(doubt).at(Field::CitizenId)));
    }
    entry
}

impl Entry {
    /// Whether the row stays out.
    pub fn is_wrong(&self) -> bool {
        self.issues.iter().any(|issue| issue.code.is_error())
    }
    /// What the row says of its household.
    pub fn of_household(&self) -> Says {
        let folded = |text: Option<&str>| text.map(fold).unwrap_or_default();
        let number = folded(self.house_number.as_deref());
        let address = folded(self.address.as_deref());
        Says {
            hamlet: folded(self.hamlet.as_deref()),
            code: folded(self.household_code.as_deref()),
            head: folded(self.head_name.as_deref()),
            address: format!("{number} {address}").trim().to_owned(),
            is_head: self.relation == Some("head"),
            is_member: self.relation.is_some_and(|relation| relation != "head"),
        }
    }

    fn says(&self, field: Field, code: IssueCode) -> bool {
        self.issues.contains(&code.at(field))
    }
    fn issue(&mut self, field: Field, code: IssueCode) {
        self.issues.push(code.at(field));
    }

    fn line<const MAX: usize>(&mut self, field: Field, text: &str) -> Option<Line<MAX>> {
        let line = Line::parse(text);
        if line.is_none() {
            self.issue(field, IssueCode::TextWrong);
        }
        line
    }

    fn take(&mut self, field: Field, text: &str, cell: &Cell, today: Day) {
        match field {
            Field::Hamlet => self.hamlet = self.line::<120>(field, text).map(Line::into_inner),
            Field::HouseholdCode => self.household_code = self.line(field, text),
            Field::HeadName => self.head_name = self.line(field, text),
            Field::HouseNumber => self.house_number = self.line(field, text),
            Field::Address => self.address = self.line(field, text),
            Field::Landmark => self.landmark = self.line(field, text),
            Field::FullName => self.full_name = self.line(field, text),
            Field::Note => {
                self.note = Prose::parse(text);
                if self.note.is_none() {
                    self.issue(field, IssueCode::TextWrong);
                }
            }
            Field::Relation => {
                // Folded, a grandmother and a father of the south are one word.
                self.relation = match text.to_lowercase().as_str() {
                    "bà" => Some("grandparent"),
                    "ba" => Some("parent"),
                    _ => code_of(RELATIONS, text),
                };
                if self.relation.is_none() {
                    self.issue(field, IssueCode::RelationUnknown);
                }
            }
            Field::Birth => self.take_birth(text, today),
            Field::Sex => match fold(text).as_str() {
                "nam" | "male" | "m" | "trai" => self.sex = Some(Sex::Male),
                "nu" | "female" | "f" | "gai" => self.sex = Some(Sex::Female),
                _ => self.issue(field, IssueCode::SexUnknown),
            },
            Field::CitizenId | Field::InsuranceNumber | Field::CardNumber => self.take_number(field, text, cell),
            Field::Phone => self.take_phone(text, cell),
            Field::Groups => self.take_groups(text),
            Field::Poor | Field::NearPoor => {
                let mark = matches!(fold(text).as_str(), "x" | "co" | "1" | "v" | "true" | "yes");
                if mark {
                    self.add_group(if field == Field::Poor { "poor" } else { "near_poor" });
                }
            }
            Field::BhytTo => self.take_cover(field, Scheme::Bhyt, text),
            Field::BhytHgdTo => self.take_cover(field, Scheme::BhytHgd, text),
            Field::BhxhTnTo => self.take_cover(field, Scheme::BhxhTn, text),
        }
    }

    fn take_birth(&mut self, text: &str, today: Day) {
        // Of a day with a time of day only the day counts.
        let day = text.split('T').next().unwrap_or(text);
        match BirthDate::parse(day, today.year()) {
            Some(birth) if birth.day().is_none_or(|day| day <= today) => self.birth = Some(birth),
            Some(_) => self.issue(Field::Birth, IssueCode::BirthAhead),
            None if BirthDate::parse(day, 2199).is_some() => self.issue(Field::Birth, IssueCode::BirthAhead),
            None => self.issue(Field::Birth, IssueCode::DateWrong),
        }
    }

    fn take_cover(&mut self, field: Field, scheme: Scheme, text: &str) {
        let parsed = BirthDate::parse(text.split('T').next().unwrap_or(text), 2199);
        // A month lasts until its last day; a year alone says too little.
        let last = parsed.and_then(|date| match (date.day(), date.month()) {
            (Some(day), _) => Some(day),
            (None, Some(month)) => Day::of(date.year(), month, 1).map(|first| first.plus_months(1).before()),
            (None, None) => None,
        });
        match last {
            Some(day) => self.covers.push((scheme, day)),
            None => self.issue(field, IssueCode::DateWrong),
        }
    }

    fn take_groups(&mut self, text: &str) {
        for word in text.split([',', ';', '+', '/']).map(str::trim).filter(|word| !word.is_empty()) {
            match code_of(GROUPS, word) {
                Some(code) => self.add_group(code),
                None if matches!(fold(word).as_str(), "khong" | "binh thuong" | "khac") => {}
                None => self.issue(Field::Groups, IssueCode::GroupUnknown),
            }
        }
    }

    fn add_group(&mut self, code: &'static str) {
        if !self.groups.contains(&code) {
            self.groups.push(code);
        }
    }

    fn take_phone(&mut self, text: &str, cell: &Cell) {
        let Some(phone) = Phone::parse(text) else {
            let code = if is_rounded(text) { IssueCode::DigitsLost } else { IssueCode::PhoneWrong };
            return self.issue(Field::Phone, code);
        };
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if cell.was_number || digits.len() == 9 {
            self.issue(Field::Phone, IssueCode::ZerosRestored);
        } else if digits != phone.as_str() && !text.contains('+') && !digits.starts_with("84") {
            self.issue(Field::Phone, IssueCode::PhoneConverted);
        }
        self.phone = Some(phone);
    }

    fn take_number(&mut self, field: Field, text: &str, cell: &Cell) {
        if is_rounded(text) {
            return self.issue(field, IssueCode::DigitsLost);
        }
        let birth_year = self.birth.map(BirthDate::year);
        let whole = match field {
            Field::CitizenId => restored_citizen(text, self.sex, birth_year),
            Field::InsuranceNumber => restored(text, 10),
            _ => restored(text, 10).or_else(|| restored_citizen(text, self.sex, birth_year)),
        };
        let text = match &whole {
            Some(whole) => {
                self.issue(field, IssueCode::ZerosRestored);
                whole.as_str()
            }
            None => text,
        };
        let good = match field {
            Field::CitizenId => {
                self.citizen_id = CitizenId::parse(text);
                self.citizen_id.is_some()
            }
            Field::InsuranceNumber => {
                self.insurance_number = InsuranceNumber::parse(text);
                // Since 1/8/2025 the citizen's number is the insurance number too.
                let citizen = CitizenId::parse(text).filter(|_| self.insurance_number.is_none());
                let same = citizen.is_some();
                self.citizen_id = self.citizen_id.take().or(citizen);
                self.insurance_number.is_some() || same
            }
            _ => {
                self.card_number = CardNumber::parse(text);
                self.card_number.is_some()
            }
        };
        if !good {
            // A number with a fraction, or longer than a spreadsheet can hold, was rounded.
            let lost = cell.was_number && (text.contains('.') || text.len() > 15);
            self.issue(field, if lost { IssueCode::DigitsLost } else { IssueCode::NumberWrong });
        }
    }
}

/// `8.61E+10`: a number written with an exponent that its digits do not fill.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    number(mantissa) && exponent.strip_prefix('+').is_some_and(number)
}

/// The number with the zero in front that it lost; `None` when none is missing, or more than one.
fn restored(text: &str, length: usize) -> Option<String> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    (digits && text.len() + 1 == length).then(|| format!("0{text}"))
}

/// A citizen's number with the zeros in front that it lost. Two are put back only where sex and birth year bear it out:
/// ten digits may also be an insurance number.
fn restored_citizen(text: &str, sex: Option<Sex>, birth_year: Option<i32>) -> Option<String> {
    let one = restored(text, 12);
    let two = (text.len() == 10 && sex.is_some() && birth_year.is_some())
        .then(|| restored(text, 11))
        .flatten()
        .map(|eleven| format!("0{eleven}"));
    one.or(two).filter(|whole| CitizenId::parse(whole).is_some_and(|id| doubts(&id, sex, birth_year).is_empty()))
}
