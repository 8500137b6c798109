//! All SQL of reading the trail.
use diesel::prelude::*;

use super::api::AuditQuery;
use crate::{
    access::Scope,
    base::{Cursor, Page, Result},
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
    if let Some(n) = cursor.after.as_deref().and_then(|after| after.parse::<i64>().ok()) {
        lines = lines.filter(audit_lines::n.lt(n));
    }
    let rows = lines.order(audit_lines::n.desc()).limit(cursor.fetch()).select(Line::as_select()).load(conn)?;
    Ok(cursor.page(rows, |line: &Line| line.n.to_string()))
}
