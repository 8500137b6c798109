//! Which columns of the register are sealed, and how: opened all together, sealed again all together.
use std::fmt;

use super::{
    api::SealedField,
    model::{Household, Person},
    queries,
};
use crate::{
    base::{
        Error, Result,
        birth::BirthDate,
        identity::{CardNumber, CitizenId, InsuranceNumber},
        phone::Phone,
    },
    db::{Place, SealedTable, Seals, Tx},
};

/// What of a person is sealed, in the clear: only on its way.
#[derive(Clone, Default)]
pub struct PersonSecrets {
    pub birth: Option<BirthDate>,
    pub citizen_id: Option<CitizenId>,
    pub insurance_number: Option<InsuranceNumber>,
    pub card_number: Option<CardNumber>,
    pub phone: Option<Phone>,
    pub note: Option<String>,
}

/// What of a household is sealed, in the clear: only on its way.
#[derive(Clone, Default)]
pub struct HouseholdSecrets {
    pub address: Option<String>,
    pub landmark: Option<String>,
    pub note: Option<String>,
}

impl fmt::Debug for PersonSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonSecrets(***)")
    }
}
impl fmt::Debug for HouseholdSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HouseholdSecrets(***)")
    }
}

/// The columns of one row.
struct Row<'a> {
    seals: &'a Seals,
    table: &'static str,
    id: &'a str,
}

impl Row<'_> {
    fn place(&self, column: &'static str) -> Place<'_> {
        Place { table: self.table, column, row: self.id }
    }
    fn open(&self, column: &'static str, sealed: Option<&String>) -> Result<Option<String>> {
        sealed.map(|text| self.seals.open(self.place(column), text)).transpose()
    }
    fn read<T>(
        &self,
        column: &'static str,
        sealed: Option<&String>,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let unreadable = || Error::internal(format_args!("{}.{column} holds something else", self.table));
        self.open(column, sealed)?.map(|text| parse(&text).ok_or_else(unreadable)).transpose()
    }
    fn seal(&self, column: &'static str, plain: Option<&str>) -> Result<Option<String>> {
        plain.map(|text| self.seals.seal(self.place(column), text)).transpose()
    }
    fn index(&self, field: SealedField, plain: Option<&str>) -> Result<Option<String>> {
        plain.map(|text| self.seals.index(field.as_str(), text)).transpose()
    }
}

fn birth(text: &str) -> Option<BirthDate> {
    BirthDate::parse(text, 2199)
}

impl PersonSecrets {
    /// Opens what is sealed of a person.
    ///
    /// # Errors
    /// When a value does not open where it stands.
    pub fn open(seals: &Seals, person: &Person) -> Result<Self> {
        let row = Row { seals, table: "persons", id: person.id.as_str() };
        Ok(Self {
            birth: row.read("birth_sealed", person.birth_sealed.as_ref(), birth)?,
            citizen_id: row.read("citizen_sealed", person.citizen_sealed.as_ref(), CitizenId::parse)?,
            insurance_number: row.read("insurance_sealed", person.insurance_sealed.as_ref(), InsuranceNumber::parse)?,
            card_number: row.read("card_sealed", person.card_sealed.as_ref(), CardNumber::parse)?,
            phone: row.read("phone_sealed", person.phone_sealed.as_ref(), Phone::parse)?,
            note: row.open("note_sealed", person.note_sealed.as_ref())?,
        })
    }
    /// Seals all of it into the person's row, with the newest key and its index.
    ///
    /// # Errors
    /// When the library fails.
    pub fn seal_into(&self, seals: &Seals, person: &mut Person) -> Result<()> {
        let id = person.id;
        let row = Row { seals, table: "persons", id: id.as_str() };
        let birth = self.birth.map(|date| date.to_string());
        let numbers =
            [SealedField::CitizenId, SealedField::InsuranceNumber, SealedField::CardNumber, SealedField::Phone];
        let [citizen, insurance, card, phone] = numbers.map(|field| self.found_by(field));
        person.birth_year = self.birth.map(BirthDate::year);
        person.birth_sealed = row.seal("birth_sealed", birth.as_deref())?;
        person.citizen_sealed = row.seal("citizen_sealed", self.citizen_id.as_ref().map(CitizenId::as_str))?;
        person.insurance_sealed =
            row.seal("insurance_sealed", self.insurance_number.as_ref().map(InsuranceNumber::as_str))?;
        person.card_sealed = row.seal("card_sealed", self.card_number.as_ref().map(CardNumber::as_str))?;
        person.phone_sealed = row.seal("phone_sealed", self.phone.as_ref().map(Phone::as_str))?;
        person.note_sealed = row.seal("note_sealed", self.note.as_deref())?;
        person.citizen_index = row.index(SealedField::CitizenId, citizen.as_deref())?;
        person.insurance_index = row.index(SealedField::InsuranceNumber, insurance.as_deref())?;
        person.card_index = row.index(SealedField::CardNumber, card.as_deref())?;
        person.phone_index = row.index(SealedField::Phone, phone.as_deref())?;
        person.seal_key = seals.key_number()?;
        Ok(())
    }
    /// One of them as text.
    pub fn get(&self, field: SealedField) -> Option<String> {
        match field {
            SealedField::CitizenId => self.citizen_id.as_ref().map(|n| n.as_str().to_owned()),
            SealedField::InsuranceNumber => self.insurance_number.as_ref().map(|n| n.as_str().to_owned()),
            SealedField::CardNumber => self.card_number.as_ref().map(|n| n.as_str().to_owned()),
            SealedField::Phone => self.phone.as_ref().map(|n| n.as_str().to_owned()),
            SealedField::Birth => self.birth.map(|date| date.to_string()),
        }
    }
    /// Under which number the person is found: a card that has the citizen's or the insurance number in it is found by
    /// that number too.
    pub fn found_by(&self, field: SealedField) -> Option<String> {
        let card = self.card_number.as_ref();
        self.get(field).or_else(|| match field {
            SealedField::CitizenId => card.and_then(CardNumber::citizen_id).map(|n| n.as_str().to_owned()),
            SealedField::InsuranceNumber => card.and_then(CardNumber::insurance_number).map(|n| n.as_str().to_owned()),
            SealedField::CardNumber | SealedField::Phone | SealedField::Birth => None,
        })
    }
}

impl HouseholdSecrets {
    /// Opens what is sealed of a household.
    ///
    /// # Errors
    /// When a value does not open where it stands.
    pub fn open(seals: &Seals, household: &Household) -> Result<Self> {
        let row = Row { seals, table: "households", id: household.id.as_str() };
        Ok(Self {
            address: row.open("address_sealed", household.address_sealed.as_ref())?,
            landmark: row.open("landmark_sealed", household.landmark_sealed.as_ref())?,
            note: row.open("note_sealed", household.note_sealed.as_ref())?,
        })
    }
    /// Seals all of it into the household's row, with the newest key.
    ///
    /// # Errors
    /// When the library fails.
    pub fn seal_into(&self, seals: &Seals, household: &mut Household) -> Result<()> {
        let id = household.id;
        let row = Row { seals, table: "households", id: id.as_str() };
        household.address_sealed = row.seal("address_sealed", self.address.as_deref())?;
        household.landmark_sealed = row.seal("landmark_sealed", self.landmark.as_deref())?;
        household.note_sealed = row.seal("note_sealed", self.note.as_deref())?;
        household.seal_key = seals.key_number()?;
        Ok(())
    }
}

/// Households, for resealing: none of their sealed columns has an index.
pub const HOUSEHOLDS: SealedTable =
    SealedTable { name: "households", id_column: "id", columns: &["address_sealed", "landmark_sealed", "note_sealed"] };

/// Seals up to `most` persons anew who were sealed with an older key, their indexes too; how many there were.
///
/// # Errors
/// When a value does not open where it stands, or the database fails.
pub fn reseal_persons(tx: &mut Tx, most: i64) -> Result<usize> {
    let newest = tx.seals().key_number()?;
    let old = queries::sealed_before(tx.conn()?, newest, most)?;
    for person in &old {
        let mut new = person.clone();
        PersonSecrets::open(tx.seals(), person)?.seal_into(tx.seals(), &mut new)?;
        queries::reseal_person(tx, &new)?;
    }
    Ok(old.len())
}
