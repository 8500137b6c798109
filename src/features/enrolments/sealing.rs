//! What of an enrolment is sealed: the reasons people give, and the number of the card or book.
use super::{
    model::{Card, StepRow},
    queries_parts as queries,
};
use crate::{
    base::{
        Day, Error, Result,
        id::{EnrolmentId, EnrolmentStepId},
        identity::CardNumber,
    },
    db::{Place, SealedTable, Seals, Tx},
};

/// The steps, for resealing.
pub const STEPS: SealedTable = SealedTable { name: "enrolment_steps", id_column: "id", columns: &["why_sealed"] };

/// The column under which a number is found.
const NUMBER: &str = "enrolment_cards.number";

fn why_place(id: &EnrolmentStepId) -> Place<'_> {
    Place { table: "enrolment_steps", column: "why_sealed", row: id.as_str() }
}
fn number_place(id: &EnrolmentId) -> Place<'_> {
    Place { table: "enrolment_cards", column: "number_sealed", row: id.as_str() }
}

/// Seals what somebody said.
pub fn seal_why(seals: &Seals, id: &EnrolmentStepId, why: Option<&str>) -> Result<Option<String>> {
    why.map(|why| seals.seal(why_place(id), why)).transpose()
}

/// What somebody said.
pub fn open_why(seals: &Seals, row: &StepRow) -> Result<Option<String>> {
    row.why_sealed.as_ref().map(|why| seals.open(why_place(&row.id), why)).transpose()
}

/// The card of an enrolment, sealed.
pub fn card(seals: &Seals, enrolment_id: EnrolmentId, number: &CardNumber, issued_on: Day) -> Result<Card> {
    Ok(Card {
        enrolment_id,
        number_sealed: seals.seal(number_place(&enrolment_id), number.as_str())?,
        number_index: seals.index(NUMBER, number.as_str())?,
        seal_key: seals.key_number()?,
        issued_on,
    })
}

/// Under which values a number may lie, whatever key it was sealed with.
pub fn indexes(seals: &Seals, number: &CardNumber) -> Vec<String> {
    seals.indexes(NUMBER, number.as_str())
}

/// The number on a card.
pub fn open_number(seals: &Seals, card: &Card) -> Result<CardNumber> {
    let number = seals.open(number_place(&card.enrolment_id), &card.number_sealed)?;
    CardNumber::parse(&number).ok_or_else(|| Error::internal("enrolment_cards.number_sealed holds something else"))
}

/// Seals up to `most` cards anew that were sealed with an older key, their index too; how many there were.
///
/// # Errors
/// When a value does not open where it stands, or the database fails.
pub fn reseal_cards(tx: &mut Tx, most: i64) -> Result<usize> {
    let (seals, newest) = (tx.seals(), tx.seals().key_number()?);
    let old = queries::cards_sealed_before(tx.conn()?, newest, most)?;
    for row in &old {
        let number = open_number(seals, row)?;
        queries::reseal_card(tx, &card(seals, row.enrolment_id, &number, row.issued_on)?)?;
    }
    Ok(old.len())
}
