//! Until when a kept quote holds, by the law as it is known now.
//!
//! What was promised never changes; whether it may still be taken up does. A decree that was recorded after the quote ends it
//! on the day before the decree, and one that says otherwise of the quote's own day ends it at once.
use super::{
    actions,
    answer::Quote,
    compute::Books,
    desktop::{self, Desktop},
    kept::{self, AnswerPromise},
    model::KeptQuote,
    queries,
};
use crate::{
    base::{Day, Error, Result, id::KeptQuoteId},
    db::{Conn, Seals, Tx},
    features::rates,
};

/// The last day on which a kept quote holds; none where the law as it is known now gives another answer.
///
/// # Errors
/// When the database fails or the quote does not open.
pub fn holds_to(conn: &mut Conn, seals: &Seals, row: &KeptQuote) -> Result<Option<Day>> {
    let known = rates::law_number(conn)?;
    if known == row.law_n {
        return Ok(Some(row.valid_to));
    }
    let desktop = desktop::fresh(conn)?;
    let again = answered(conn, seals, &desktop, (desktop.books(), known), row)?;
    let Some(again) = again else { return Ok(None) };
    let same = promise_of(&again)? == kept::promise(seals, row)?;
    Ok(same.then_some(row.valid_to.min(again.valid_to)))
}

/// Whether the quote of an enrolment holds on a day.
///
/// # Errors
/// When the database fails or the quote does not open.
pub fn holds_on(tx: &mut Tx, id: KeptQuoteId, day: Day) -> Result<bool> {
    let Some(row) = queries::named(tx.conn()?, id)? else { return Ok(false) };
    let seals = tx.seals().clone();
    Ok(holds_to(tx.conn()?, &seals, &row)?.is_some_and(|last| day <= last))
}

/// The answer that these books give to a kept question; none where they refuse it.
///
/// # Errors
/// When the database fails or the quote does not open.
pub fn answered(
    conn: &mut Conn,
    seals: &Seals,
    desktop: &Desktop,
    (books, known): (&Books, i64),
    row: &KeptQuote,
) -> Result<Option<Quote>> {
    unless_refused(actions::recomputed(conn, seals, desktop, (books, known), row))
}

/// The answer; none where it is a refusal.
///
/// # Errors
/// Every other failure.
pub fn unless_refused(answer: Result<Quote>) -> Result<Option<Quote>> {
    match answer {
        Ok(quote) => Ok(Some(quote)),
        Err(Error::Problem(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What an answer promises.
///
/// # Errors
/// When it cannot be written down.
pub fn promise_of(answer: &Quote) -> Result<AnswerPromise> {
    serde_json::to_value(answer).and_then(serde_json::from_value).map_err(Error::internal)
}
