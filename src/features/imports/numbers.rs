//! The numbers of a row as the register finds them.
use super::{entry::Entry, fields::Field, queries_match::Numbers};
use crate::{
    db::Seals,
    features::people::{SealedField, sealing::PersonSecrets},
};

/// A number of a row, under every key.
#[derive(Debug, Clone)]
pub struct Number {
    /// The column it came from.
    pub field: Field,
    /// Its indexes.
    pub indexes: Vec<String>,
}

const KINDS: [(SealedField, Field); 3] = [
    (SealedField::CitizenId, Field::CitizenId),
    (SealedField::InsuranceNumber, Field::InsuranceNumber),
    (SealedField::CardNumber, Field::CardNumber),
];

/// By which numbers a row's person is found; a card has others within it.
pub fn of(seals: &Seals, entry: &Entry) -> Vec<Number> {
    let secrets = PersonSecrets {
        citizen_id: entry.citizen_id.clone(),
        insurance_number: entry.insurance_number.clone(),
        card_number: entry.card_number.clone(),
        ..PersonSecrets::default()
    };
    let found = |(kind, field): (SealedField, Field)| {
        let number = secrets.found_by(kind)?;
        Some(Number { field, indexes: seals.indexes(kind.as_str(), &number) })
    };
    KINDS.into_iter().filter_map(found).collect()
}

/// All of them, each kind by itself.
pub fn wanted<'n>(named: impl IntoIterator<Item = &'n Number>) -> Numbers {
    let mut all = Numbers::default();
    for number in named {
        let list = match number.field {
            Field::CitizenId => &mut all.citizen,
            Field::InsuranceNumber => &mut all.insurance,
            _ => &mut all.card,
        };
        list.extend(number.indexes.iter().cloned());
    }
    all
}
