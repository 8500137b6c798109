//! Finding persons: what a query means, who has a number, who may be the same person.
use super::{
    api::{LookUpPerson, SealedField, SearchPersons},
    matching::{self, Look, WORTH_A_LOOK},
    model::{Person, PersonStatus},
    problems, queries, queries_search,
    queries_search::{Indexes, Wanted},
    sealing::PersonSecrets,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Page, Result, Text,
        id::PersonId,
        identity::{self, CardNumber, CitizenId, InsuranceNumber},
        name::exact_key,
        phone::Phone,
        text::fold,
    },
    db::{Conn, Seals},
};

/// Something worth a look before going on; never a refusal.
#[derive(Debug, Clone)]
pub struct Warning {
    pub code: &'static str,
    pub field: Option<SealedField>,
    pub text: Text,
    /// The other record.
    pub person_id: Option<PersonId>,
    /// How alike, 0 to 100.
    pub score: Option<i32>,
}

/// Somebody who may be the same person.
#[derive(Debug, Clone)]
pub struct Duplicate {
    pub person: Person,
    pub score: i32,
}

/// Persons whose name has a word that begins as asked; a query without letters finds nobody.
pub fn search(conn: &mut Conn, scope: &Scope, asked: &SearchPersons, cursor: &Cursor) -> Result<Page<Person>> {
    let wanted = Wanted {
        key: fold(&asked.q),
        exact: exact_key(&asked.q),
        area_id: asked.area_id,
        household_id: asked.household_id,
    };
    if wanted.key.is_empty() {
        return Ok(Page { items: Vec::new(), next_cursor: None });
    }
    queries_search::search(conn, scope, &wanted, cursor)
}

/// The one number a look-up names, with its index under every key.
///
/// # Errors
/// `look-up-by-one-number` when it names none or several.
pub fn one_number(seals: &Seals, asked: &LookUpPerson) -> Result<(SealedField, Indexes)> {
    let named = [
        (SealedField::CitizenId, asked.citizen_id.as_ref().map(CitizenId::as_str)),
        (SealedField::InsuranceNumber, asked.insurance_number.as_ref().map(InsuranceNumber::as_str)),
        (SealedField::CardNumber, asked.card_number.as_ref().map(CardNumber::as_str)),
        (SealedField::Phone, asked.phone.as_ref().map(Phone::as_str)),
    ];
    let mut named = named.into_iter().filter_map(|(field, number)| Some((field, number?)));
    match (named.next(), named.next()) {
        (Some((field, number)), None) => Ok((field, indexes_of(seals, [(field, number)]))),
        _ => Err(problems::ONE_NUMBER.now().into()),
    }
}

fn indexes_of<'n>(seals: &Seals, numbers: impl IntoIterator<Item = (SealedField, &'n str)>) -> Indexes {
    let mut out = Indexes::default();
    for (field, number) in numbers {
        let under_every_key = seals.indexes(field.as_str(), number);
        match field {
            SealedField::CitizenId => out.citizen = under_every_key,
            SealedField::InsuranceNumber => out.insurance = under_every_key,
            SealedField::CardNumber => out.card = under_every_key,
            SealedField::Phone => out.phone = under_every_key,
            SealedField::Birth => {}
        }
    }
    out
}

/// Persons in scope with this number; a merged record stands for the one it went into.
pub fn look_up(conn: &mut Conn, scope: &Scope, indexes: &Indexes) -> Result<Vec<Person>> {
    let mut out: Vec<Person> = Vec::new();
    for person in queries_search::by_number(conn, scope, indexes)? {
        let shown = match person.merged_into_id {
            None => Some(person),
            Some(kept) => queries::find_person(conn, scope, kept)?.map(|kept| kept.into_inner()),
        };
        out.extend(shown.filter(|shown| out.iter().all(|other| other.id != shown.id)));
    }
    Ok(out)
}

fn look(person: &Person, secrets: PersonSecrets) -> Look {
    Look {
        name_key: person.name_key.clone(),
        sex: person.sex,
        birth: secrets.birth,
        household_id: person.household_id,
        citizen_id: secrets.citizen_id,
        insurance_number: secrets.insurance_number,
        card_number: secrets.card_number,
        phone: secrets.phone,
    }
}

/// Persons in scope who may be this one, the likeliest first.
pub fn duplicates(conn: &mut Conn, seals: &Seals, scope: &Scope, person: &Person) -> Result<Vec<Duplicate>> {
    let secrets = PersonSecrets::open(seals, person)?;
    let numbers = [SealedField::CitizenId, SealedField::InsuranceNumber, SealedField::CardNumber, SealedField::Phone];
    let numbers = numbers.map(|field| (field, secrets.found_by(field)));
    let named = numbers.iter().filter_map(|(field, number)| Some((*field, number.as_deref()?)));
    let near = queries_search::near(conn, scope, person, &indexes_of(seals, named))?;
    let own = look(person, secrets);
    let mut out = Vec::new();
    for other in near {
        let score = matching::score(&own, &look(&other, PersonSecrets::open(seals, &other)?));
        if score >= WORTH_A_LOOK {
            out.push(Duplicate { person: other, score });
        }
    }
    out.sort_by(|a, b| b.score.cmp(&a.score).then(a.person.id.cmp(&b.person.id)));
    Ok(out)
}

/// What about the person's own numbers looks doubtful.
pub fn doubts(seals: &Seals, person: &Person) -> Result<Vec<Warning>> {
    let secrets = PersonSecrets::open(seals, person)?;
    let found = secrets.citizen_id.map(|id| identity::doubts(&id, person.sex, person.birth_year)).unwrap_or_default();
    let warning = |doubt: identity::IdentityDoubt| Warning {
        code: doubt.as_str(),
        field: Some(SealedField::CitizenId),
        text: doubt.text(),
        person_id: None,
        score: None,
    };
    Ok(found.into_iter().map(warning).collect())
}

/// Everything worth a look about a record that was just written.
pub fn warnings(conn: &mut Conn, seals: &Seals, scope: &Scope, person: &Person) -> Result<Vec<Warning>> {
    let mut out = doubts(seals, person)?;
    let own = PersonSecrets::open(seals, person)?;
    for Duplicate { person: other, score } in duplicates(conn, seals, scope, person)? {
        let theirs = PersonSecrets::open(seals, &other)?;
        let numbers = [SealedField::CitizenId, SealedField::InsuranceNumber, SealedField::CardNumber];
        let same =
            |field: &SealedField| own.found_by(*field).is_some() && own.found_by(*field) == theirs.found_by(*field);
        let field = numbers.into_iter().find(same).filter(|_| other.status == PersonStatus::Active);
        let (code, text) = match field {
            Some(_) => ("number_in_use", NUMBER_IN_USE),
            None => ("possible_duplicate", POSSIBLE_DUPLICATE),
        };
        out.push(Warning { code, field, text, person_id: Some(other.id), score: Some(score) });
    }
    Ok(out)
}

const NUMBER_IN_USE: Text = Text {
    vi: "Số này đã ghi cho người khác trên địa bàn",
    en: "Another person of the area has this number",
};
const POSSIBLE_DUPLICATE: Text =
    Text { vi: "Có thể trùng với người đã ghi", en: "This may be somebody who is recorded already" };
