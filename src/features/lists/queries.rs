//! All SQL of the lists. They belong to no area: every signed-in user sees them.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    model::{Entry, EventType, List, VisitOutcome},
    problems::{CODE_EXISTS, UNKNOWN_CODE},
};
use crate::{
    base::Result,
    db::{
        Conn, OnDuplicate, Tx, UniqueRule,
        schema::{code_lists, event_types, visit_outcomes},
    },
};

const ONE_PER_CODE: UniqueRule = UniqueRule { postgres: "code_lists_pkey", sqlite: "code_lists.list, code_lists.code" };
const ONE_EVENT_TYPE: UniqueRule = UniqueRule { postgres: "event_types_pkey", sqlite: "event_types.code" };

/// Refuses a code that is not in its list.
///
/// # Errors
/// `unknown-code` at the field.
pub fn require(conn: &mut Conn, list: List, code: &str, pointer: &'static str) -> Result<()> {
    let found: bool =
        diesel::select(diesel::dsl::exists(code_lists::table.find((list.as_str().to_owned(), code.to_owned()))))
            .get_result(conn)?;
    if found { Ok(()) } else { Err(UNKNOWN_CODE.field(pointer, "unknown-code", UNKNOWN_CODE.title).into()) }
}

/// The event type with this code.
///
/// # Errors
/// `unknown-code` at the field.
pub fn require_event_type(conn: &mut Conn, code: &str, pointer: &'static str) -> Result<EventType> {
    let found = event_types::table.find(code.to_owned()).select(EventType::as_select()).first(conn).optional()?;
    found.ok_or_else(|| UNKNOWN_CODE.field(pointer, "unknown-code", UNKNOWN_CODE.title).into())
}

pub fn entries(conn: &mut Conn, list: List) -> Result<Vec<Entry>> {
    Ok(code_lists::table
        .filter(code_lists::list.eq(list.as_str()))
        .order((code_lists::position, code_lists::code))
        .select(Entry::as_select())
        .load(conn)?)
}

/// The codes of a list.
///
/// # Errors
/// When the database fails.
pub fn codes(conn: &mut Conn, list: List) -> Result<Vec<String>> {
    Ok(code_lists::table.filter(code_lists::list.eq(list.as_str())).select(code_lists::code).load(conn)?)
}

/// What the codes of a list are called in Vietnamese.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, list: List) -> Result<BTreeMap<String, String>> {
    Ok(entries(conn, list)?.into_iter().map(|entry| (entry.code, entry.name_vi)).collect())
}

pub fn event_types(conn: &mut Conn) -> Result<Vec<EventType>> {
    Ok(event_types::table
        .order((event_types::position, event_types::code))
        .select(EventType::as_select())
        .load(conn)?)
}

/// Every outcome a visit may have had, past ones too, in the order in which they are shown.
///
/// # Errors
/// When the database fails.
pub fn visit_outcomes(conn: &mut Conn) -> Result<Vec<VisitOutcome>> {
    Ok(visit_outcomes::table
        .order((visit_outcomes::position, visit_outcomes::code))
        .select(VisitOutcome::as_select())
        .load(conn)?)
}

pub fn insert_visit_outcome(tx: &mut Tx, row: &VisitOutcome) -> Result<()> {
    diesel::insert_into(visit_outcomes::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn insert(tx: &mut Tx, row: &Entry) -> Result<()> {
    diesel::insert_into(code_lists::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_CODE, &CODE_EXISTS)
}

pub fn insert_event_type(tx: &mut Tx, row: &EventType) -> Result<()> {
    diesel::insert_into(event_types::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_EVENT_TYPE, &CODE_EXISTS)
}

pub fn any(conn: &mut Conn) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(event_types::table.select(event_types::code))).get_result(conn)?)
}
