//! All SQL of rates. The law belongs to no area: every signed-in user sees it.
use diesel::prelude::*;

use super::{kinds::RateKind, law::LawBook, model::Rate};
use crate::{
    base::{Day, Moment, Result, id::RateId, problem::ALREADY_EXISTS},
    db::{
        Conn, OnDuplicate, Tx, UniqueRule, insert_all,
        schema::{law_state, rates},
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "rates_pkey", sqlite: "rates.id" };

/// How many changes of the law are recorded.
///
/// # Errors
/// When the database fails.
pub fn law_number(conn: &mut Conn) -> Result<i64> {
    Ok(law_state::table.select(law_state::n).first(conn)?)
}

/// The number of the change of the law that this transaction makes.
///
/// # Errors
/// When the database fails.
pub fn next_law_number(tx: &mut Tx) -> Result<i64> {
    Ok(diesel::update(law_state::table)
        .set(law_state::n.eq(law_state::n + 1))
        .returning(law_state::n)
        .get_result(tx.conn()?)?)
}

/// Every fact ever recorded.
///
/// # Errors
/// When the database fails.
pub fn book(conn: &mut Conn) -> Result<LawBook> {
    let rows: Vec<Rate> = rates::table.select(Rate::as_select()).load(conn)?;
    Ok(LawBook::of(rows.into_iter().map(Into::into)))
}

pub fn find(conn: &mut Conn, id: RateId) -> Result<Option<Rate>> {
    Ok(rates::table.find(id).select(Rate::as_select()).first(conn).optional()?)
}

/// Rates by kind, key and day; those withdrawn too, or as they were known at an instant.
pub fn list(conn: &mut Conn, kind: Option<RateKind>, key: Option<&str>, known_at: Option<Moment>) -> Result<Vec<Rate>> {
    let mut query = rates::table.into_boxed();
    if let Some(kind) = kind {
        query = query.filter(rates::kind.eq(kind));
    }
    if let Some(key) = key {
        query = query.filter(rates::key.eq(key.to_owned()));
    }
    if let Some(at) = known_at {
        query = query
            .filter(rates::recorded_at.le(at))
            .filter(rates::withdrawn_at.is_null().or(rates::withdrawn_at.gt(at)));
    }
    Ok(query
        .order((rates::kind, rates::key, rates::effective_from, rates::recorded_n))
        .select(Rate::as_select())
        .load(conn)?)
}

/// The rate of this kind and key that begins on this day and counts: the one recorded last of those not withdrawn.
pub fn begins_on(conn: &mut Conn, kind: RateKind, key: &str, day: Day) -> Result<Option<Rate>> {
    Ok(rates::table
        .filter(rates::kind.eq(kind))
        .filter(rates::key.eq(key.to_owned()))
        .filter(rates::effective_from.eq(day))
        .filter(rates::withdrawn_at.is_null())
        .order(rates::recorded_n.desc())
        .select(Rate::as_select())
        .first(conn)
        .optional()?)
}

/// Kind, key and first day of everything recorded.
pub fn recorded(conn: &mut Conn) -> Result<Vec<(RateKind, String, Day)>> {
    Ok(rates::table.select((rates::kind, rates::key, rates::effective_from)).load(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Rate) -> Result<()> {
    diesel::insert_into(rates::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

pub fn insert_many(tx: &mut Tx, rows: &[Rate]) -> Result<()> {
    insert_all!(tx.conn()?, rates::table, rows)?;
    Ok(())
}

pub fn withdraw(tx: &mut Tx, row: &Rate) -> Result<()> {
    diesel::update(rates::table.find(row.id))
        .set((
            rates::withdrawn_at.eq(row.withdrawn_at),
            rates::withdrawn_n.eq(row.withdrawn_n),
            rates::withdrawn_by.eq(row.withdrawn_by),
            rates::withdrawn_why.eq(row.withdrawn_why.clone()),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
