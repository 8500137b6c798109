//! The audit trail: one chained line per change of state, in the same transaction as the change.
//!
//! `hash = HMAC(key outside the database, prev ‖ canonical line)`: a line edited, dropped or slipped in breaks
//! the chain. Lines carry ids and field names, never values, so erasing a person does not break them.
use crate::base::id::{AreaId, SessionId, UserId};
use diesel::prelude::*;

use super::{Conn, Keys, Purpose, schema::audit_lines};
use crate::base::{Id, Moment, Result, hex::hex};

/// What happened, in words: said once by every action.
#[derive(Debug)]
pub struct Event {
    /// `event.closed`.
    pub action: &'static str,
    /// `event`.
    pub entity: &'static str,
    /// Which one.
    pub entity_id: String,
    /// Where, so that the trail can be read by area.
    pub area_id: Option<AreaId>,
    /// Which fields were set or changed.
    pub fields: Vec<&'static str>,
}

impl Event {
    /// `action` happened to this entity.
    pub fn new<K>(action: &'static str, entity: &'static str, id: Id<K>) -> Self {
        Self { action, entity, entity_id: id.to_string(), area_id: None, fields: Vec::new() }
    }
    /// In this area.
    pub fn in_area(mut self, area_id: AreaId) -> Self {
        self.area_id = Some(area_id);
        self
    }
    /// These fields were changed.
    pub fn fields(mut self, fields: impl IntoIterator<Item = &'static str>) -> Self {
        self.fields = fields.into_iter().collect();
        self
    }
}

/// One line as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_lines)]
pub struct Line {
    /// Gapless number.
    pub n: i64,
    /// When.
    pub at: Moment,
    /// Who; empty for the program itself and for people not signed in.
    pub actor_id: Option<UserId>,
    /// On which signed-in device.
    pub session_id: Option<SessionId>,
    /// In which request.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub entity: String,
    /// To which one.
    pub entity_id: String,
    /// Where.
    pub area_id: Option<AreaId>,
    /// Names of the fields, comma-separated.
    pub fields: String,
    /// The hash of the line before.
    pub prev: String,
    /// This line's hash.
    pub hash: String,
}

impl Line {
    /// The hash this line should have.
    pub(super) fn expected_hash(&self, keys: &Keys) -> String {
        let text = |id: Option<&str>| id.unwrap_or("-").to_owned();
        let canonical = [
            self.prev.clone(),
            self.n.to_string(),
            self.at.to_string(),
            text(self.actor_id.as_ref().map(Id::as_str)),
            text(self.session_id.as_ref().map(Id::as_str)),
            self.request_id.clone(),
            self.action.clone(),
            self.entity.clone(),
            self.entity_id.clone(),
            text(self.area_id.as_ref().map(Id::as_str)),
            self.fields.clone(),
        ]
        .join("\u{1f}");
        hex(&keys.tag(Purpose::Audit, canonical.as_bytes()))
    }
}

/// The hash before the first line.
pub(super) fn genesis() -> String {
    "0".repeat(64)
}

/// Walks the whole chain. `Ok(Ok(count))` when it is whole, `Ok(Err(n))` with the first bad number otherwise.
///
/// # Errors
/// When the database cannot be read.
pub fn verify_chain(conn: &mut Conn, keys: &Keys) -> Result<std::result::Result<i64, i64>> {
    use super::schema::ledger;
    const STEP: i64 = 1_000;
    let (head_n, head_hash): (i64, String) = ledger::table.select((ledger::audit_n, ledger::audit_hash)).first(conn)?;
    let (mut prev, mut next) = (genesis(), 1);
    loop {
        let lines: Vec<Line> = audit_lines::table
            .filter(audit_lines::n.ge(next))
            .order(audit_lines::n)
            .limit(STEP)
            .select(Line::as_select())
            .load(conn)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.n != next || line.prev != prev || line.hash != line.expected_hash(keys) {
                return Ok(Err(next));
            }
            (prev, next) = (line.hash, next + 1);
        }
    }
    Ok(if next - 1 == head_n && prev == head_hash { Ok(head_n) } else { Err(next) })
}
