//! What a row adds to somebody of the register: pure. Only what is empty is filled; what differs stays and is said.
use std::collections::BTreeSet;

use super::{
    entry::Entry,
    fields::Field,
    issues::{Issue, IssueCode},
    model::{Home, HomeFill},
    queries_match::Door,
};
use crate::{
    base::{
        Day,
        birth::BirthDate,
        identity::{CardNumber, CitizenId, InsuranceNumber},
        phone::Phone,
        scheme::Scheme,
        text::fold,
    },
    features::people::{Cover, CoverState, Person, sealing::PersonSecrets},
};

/// Somebody of the register, with what is known.
#[derive(Clone)]
pub struct Known {
    pub person: Person,
    pub secrets: PersonSecrets,
    pub covers: Vec<Cover>,
    /// Codes of the groups, the household's included, that hold today.
    pub groups: BTreeSet<String>,
}

/// What a row adds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fill {
    /// Fields that are empty.
    pub fields: Vec<Field>,
    /// Covers that last longer than what is known.
    pub covers: Vec<(Scheme, Day)>,
    /// Groups that are not known.
    pub groups: Vec<&'static str>,
}

impl Fill {
    /// Whether the row adds nothing.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.covers.is_empty() && self.groups.is_empty()
    }
}

/// A field of the row beside the same one of the register, in one spelling.
fn beside(entry: &Entry, known: &Known) -> Vec<(Field, Option<String>, Option<String>)> {
    let (p, s) = (&known.person, &known.secrets);
    let text = |text: Option<&str>| text.map(str::to_owned);
    vec![
        (Field::FullName, entry.full_name.as_deref().map(fold), Some(p.name_key.clone())),
        (Field::Birth, entry.birth.map(|b| b.to_string()), s.birth.map(|b| b.to_string())),
        (Field::Sex, entry.sex.map(|sex| sex.to_string()), p.sex.map(|sex| sex.to_string())),
        (Field::Relation, text(entry.relation), p.relation.clone()),
        (
            Field::CitizenId,
            text(entry.citizen_id.as_ref().map(CitizenId::as_str)),
            text(s.citizen_id.as_ref().map(CitizenId::as_str)),
        ),
        (
            Field::InsuranceNumber,
            text(entry.insurance_number.as_ref().map(InsuranceNumber::as_str)),
            text(s.insurance_number.as_ref().map(InsuranceNumber::as_str)),
        ),
        (
            Field::CardNumber,
            text(entry.card_number.as_ref().map(CardNumber::as_str)),
            text(s.card_number.as_ref().map(CardNumber::as_str)),
        ),
        (Field::Phone, text(entry.phone.as_ref().map(Phone::as_str)), text(s.phone.as_ref().map(Phone::as_str))),
        (Field::Note, text(entry.note.as_deref()), s.note.clone()),
    ]
}

/// What the row adds, and where the register says something else.
pub fn compare(entry: &Entry, known: &Known) -> (Fill, Vec<Issue>) {
    let (mut fill, mut issues) = (Fill::default(), Vec::new());
    for (field, new, old) in beside(entry, known) {
        match (new, old) {
            (None, _) => {}
            (Some(_), None) => fill.fields.push(field),
            (Some(new), Some(old)) if new == old => {}
            // A year is no other date than a day of that year.
            (Some(new), Some(old)) if field == Field::Birth && old.starts_with(&new) => {}
            (Some(_), Some(_)) => issues.push(IssueCode::Differs.at(field)),
        }
    }
    for (scheme, last) in &entry.covers {
        let ends = || known.covers.iter().filter(|cover| cover.scheme == *scheme).filter_map(|cover| cover.valid_to);
        match ends().max() {
            _ if ends().any(|end| end == *last) => {}
            Some(longest) if longest > *last => issues.push(IssueCode::Differs.at(cover_field(*scheme))),
            _ => fill.covers.push((*scheme, *last)),
        }
    }
    fill.groups = entry.groups.iter().copied().filter(|group| !known.groups.contains(*group)).collect();
    (fill, issues)
}

fn cover_field(scheme: Scheme) -> Field {
    match scheme {
        Scheme::BhytHgd => Field::BhytHgdTo,
        Scheme::BhxhTn => Field::BhxhTnTo,
        _ => Field::BhytTo,
    }
}

/// What a roster adds to a household that is there, and where the register says something else.
pub fn compare_home(home: &Home, door: &Door) -> (Option<HomeFill>, Vec<Issue>) {
    let mut issues = Vec::new();
    let mut part = |field: Field, new: &Option<String>, old: &Option<String>| match (new, old) {
        (Some(new), None) => Some(new.clone()),
        (Some(new), Some(old)) if fold(new) != fold(old) => {
            issues.push(IssueCode::Differs.at(field));
            None
        }
        _ => None,
    };
    let fill = HomeFill {
        code: part(Field::HouseholdCode, &home.code, &door.code),
        house_number: part(Field::HouseNumber, &home.house_number, &door.house_number),
        address: part(Field::Address, &home.address, &door.address),
        landmark: part(Field::Landmark, &home.landmark, &door.landmark),
    };
    (Some(fill).filter(|fill| *fill != HomeFill::default()), issues)
}

/// Whether the row can be this member of its household: one name, and nothing known of both that differs.
pub fn may_be(entry: &Entry, known: &Known) -> bool {
    let apart = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| a != b);
    let s = &known.secrets;
    let same_name = entry.full_name.as_deref().map(fold).as_deref() == Some(known.person.name_key.as_str());
    let other_birth = entry.birth.zip(s.birth).is_some_and(|(a, b)| !alike(a, b));
    same_name
        && !other_birth
        && !apart(entry.citizen_id.as_ref().map(CitizenId::as_str), s.citizen_id.as_ref().map(CitizenId::as_str))
        && !apart(
            entry.insurance_number.as_ref().map(InsuranceNumber::as_str),
            s.insurance_number.as_ref().map(InsuranceNumber::as_str),
        )
}

/// Two dates as precise as they are known.
fn alike(a: BirthDate, b: BirthDate) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    a.starts_with(&b) || b.starts_with(&a)
}

/// The state of a cover with this last day.
pub fn cover_state(last: Day, today: Day) -> CoverState {
    if last < today { CoverState::Lapsed } else { CoverState::Covered }
}
