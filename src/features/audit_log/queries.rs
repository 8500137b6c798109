//! All SQL of reading the trail.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::api::AuditQuery;
use crate::{
    access::Scope,
    base::{Cursor, Day, Id, Page, Result},
    db::{Conn, Line, schema::audit_lines, scoped},
};

pub fn list(conn: &mut Conn, scope: &Scope, query: &AuditQuery, cursor: &Cursor) -> Result<Page<Line>> {
    let mut lines = scoped::audit_lines(scope);
    if let Some(actor) = query.actor_id {
        lines = lines.filter(audit_lines::actor_id.eq(actor));
    }
    if let Some(entity_id) = query.entity_id {
        lines = lines.filter(audit_lines::entity_id.eq(entity_id.to_string()));
    }
    if let Some(action) = &query.action {
        lines = lines.filter(audit_lines::action.eq(action.to_string()));
    }
    if let Some(from) = query.from {
        lines = lines.filter(audit_lines::n.ge(first_since(conn, from)?));
    }
    if let Some(to) = query.to {
        lines = lines.filter(audit_lines::n.lt(first_since(conn, to.plus_days(1))?));
    }
    if let Some(n) = cursor.after.as_deref().and_then(|after| after.parse::<i64>().ok()) {
        lines = lines.filter(audit_lines::n.lt(n));
    }
    let rows = lines.order(audit_lines::n.desc()).limit(cursor.fetch()).select(Line::as_select()).load(conn)?;
    Ok(cursor.page(rows, |line: &Line| line.n.to_string()))
}

/// The number of the first line of a day or after it. Lines are numbered as they are written: days are ranges of numbers.
fn first_since(conn: &mut Conn, day: Day) -> Result<i64> {
    let lines = audit_lines::table.filter(audit_lines::at.ge(day.begins_at()));
    let first = lines.order((audit_lines::at, audit_lines::n)).select(audit_lines::n).first(conn).optional()?;
    Ok(first.unwrap_or(i64::MAX))
}

/// Whether the trail has a line about this thing, for the program itself.
///
/// # Errors
/// When the database fails.
pub fn has_line<K>(conn: &mut Conn, id: Id<K>) -> Result<bool> {
    let lines = audit_lines::table.filter(audit_lines::entity_id.eq(id.to_string()));
    Ok(diesel::select(diesel::dsl::exists(lines)).get_result(conn)?)
}

/// Everything of one kind that the trail has a line about, for the program itself.
///
/// # Errors
/// When the database fails.
pub fn subjects(conn: &mut Conn, entity: &'static str) -> Result<BTreeSet<String>> {
    let ids = audit_lines::table.filter(audit_lines::entity.eq(entity)).select(audit_lines::entity_id);
    Ok(ids.load::<String>(conn)?.into_iter().collect())
}
