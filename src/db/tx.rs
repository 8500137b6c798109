//! A writing transaction: who does it, when, what it recorded. Every action takes `&mut Tx`; there is no other way to write.
//!
//! At its end the transaction writes its audit line and its feed numbers. An action that records nothing, or
//! twice, is a mistake of ours and is undone.
use crate::base::id::AreaId;
use aws_lc_rs::digest::{SHA256, digest};
use diesel::prelude::*;

use super::{
    Conn, Event, Faults, Keys, Line,
    audit::hex,
    feed::{Change, FeedKind},
    on_backend,
    schema::{audit_lines, feed, idempotency_keys, ledger},
};
use crate::{
    access::Actor,
    base::{Clock, Day, Error, Id, Moment, Result, problem::KEY_REUSED},
};

/// Who asks for a write, and in which request.
#[derive(Debug, Clone)]
pub struct Who {
    /// The signed-in user, or nobody.
    pub actor: Actor,
    /// The request's id; `cli` for the command line.
    pub request_id: String,
}

impl Who {
    /// The program itself.
    pub fn program(what: &str) -> Self {
        Self { actor: Actor::nobody(), request_id: what.to_owned() }
    }
}

/// A repeated request, known by its `Idempotency-Key`.
#[derive(Debug, Clone)]
pub struct Repeat {
    /// SHA-256 over user, route and key.
    pub key_hash: String,
    /// SHA-256 over the body.
    pub request_hash: String,
}

impl Repeat {
    /// For this user, route, key and body.
    pub fn new(user: &str, route: &str, key: &str, body: &[u8]) -> Self {
        let of = |bytes: &[u8]| hex(digest(&SHA256, bytes).as_ref());
        Self { key_hash: of(format!("{user}\u{1f}{route}\u{1f}{key}").as_bytes()), request_hash: of(body) }
    }
}

/// The answer given the first time.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
pub struct GivenAnswer {
    /// The status.
    pub status: i32,
    /// The `Location` header.
    pub location: Option<String>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

/// A writing transaction.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    keys: &'c Keys,
    faults: &'c Faults,
    who: &'c Who,
    now: Moment,
    events: Vec<Event>,
    changes: Vec<Change>,
    unchanged: bool,
}

impl<'c> Tx<'c> {
    pub(super) fn new(conn: &'c mut Conn, keys: &'c Keys, faults: &'c Faults, who: &'c Who, clock: &Clock) -> Self {
        Self { conn, keys, faults, who, now: clock.now(), events: Vec::new(), changes: Vec::new(), unchanged: false }
    }

    /// The connection, for one statement.
    ///
    /// # Errors
    /// Only when a test injected a fault here.
    pub fn conn(&mut self) -> Result<&mut Conn> {
        self.faults.pass()?;
        Ok(self.conn)
    }
    /// Who does this.
    pub fn actor(&self) -> &Actor {
        &self.who.actor
    }
    /// The instant of this transaction.
    pub fn now(&self) -> Moment {
        self.now
    }
    /// The civil day of this transaction.
    pub fn today(&self) -> Day {
        self.now.day()
    }
    /// The keys, for what is derived from them.
    pub fn keys(&self) -> &Keys {
        self.keys
    }
    /// Says what was done: the audit line, and a feed number for the thing itself. Once per transaction.
    pub fn record(&mut self, event: Event) {
        self.changes.push(Change {
            entity: event.entity,
            entity_id: event.entity_id.clone(),
            kind: FeedKind::Upsert,
            area_id: event.area_id,
        });
        self.events.push(event);
    }
    /// Gives another thing that changed along with it a feed number.
    pub fn touch<K>(&mut self, entity: &'static str, id: Id<K>, kind: FeedKind, area_id: Option<AreaId>) {
        self.changes.push(Change { entity, entity_id: id.to_string(), kind, area_id });
    }
    /// Says that nothing had to be changed (a repeated request).
    pub fn unchanged(&mut self) {
        self.unchanged = true;
    }

    /// Says that the program looks after its own rows here (mail leaving, old keys thrown away): no audit line.
    pub fn housekeeping(&mut self, _why: &'static str) {
        self.unchanged = true;
    }

    /// The answer that was given to this very request before, if it was.
    ///
    /// # Errors
    /// `idempotency-key-reused` when the key came with another body.
    pub fn recall(&mut self, repeat: &Repeat) -> Result<Option<GivenAnswer>> {
        let found: Option<(String, GivenAnswer)> = idempotency_keys::table
            .find(&repeat.key_hash)
            .select((idempotency_keys::request_hash, GivenAnswer::as_select()))
            .first(self.conn()?)
            .optional()?;
        match found {
            None => Ok(None),
            Some((hash, _)) if hash != repeat.request_hash => Err(KEY_REUSED.now().into()),
            Some((_, answer)) => {
                self.unchanged();
                Ok(Some(answer))
            }
        }
    }
    /// Keeps the answer for the next time the same request comes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remember(&mut self, repeat: &Repeat, answer: &GivenAnswer) -> Result<()> {
        let now = self.now;
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::key_hash.eq(&repeat.key_hash),
                idempotency_keys::request_hash.eq(&repeat.request_hash),
                idempotency_keys::status.eq(answer.status),
                idempotency_keys::location.eq(&answer.location),
                idempotency_keys::etag.eq(&answer.etag),
                idempotency_keys::body.eq(&answer.body),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(self.conn()?)?;
        Ok(())
    }

    /// Writes the audit line and the feed numbers: the last statements before the commit.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.unchanged && self.events.is_empty() {
            return Ok(());
        }
        if self.events.len() != 1 {
            return Err(Error::internal(format_args!(
                "a write recorded {} audit lines instead of one",
                self.events.len()
            )));
        }
        let changes = std::mem::take(&mut self.changes);
        let count = i64::try_from(changes.len()).map_err(Error::internal)?;
        let (n, prev, feed_n): (i64, String, i64) = diesel::update(ledger::table)
            .set((ledger::audit_n.eq(ledger::audit_n + 1), ledger::feed_n.eq(ledger::feed_n + count)))
            .returning((ledger::audit_n, ledger::audit_hash, ledger::feed_n))
            .get_result(self.conn()?)?;
        for event in std::mem::take(&mut self.events) {
            let mut line = Line {
                n,
                at: self.now,
                actor_id: self.who.actor.user_id,
                session_id: self.who.actor.session_id,
                request_id: self.who.request_id.clone(),
                action: event.action.to_owned(),
                entity: event.entity.to_owned(),
                entity_id: event.entity_id,
                area_id: event.area_id,
                fields: event.fields.join(","),
                prev: prev.clone(),
                hash: String::new(),
            };
            line.hash = line.expected_hash(self.keys);
            diesel::insert_into(audit_lines::table).values(&line).execute(self.conn()?)?;
            diesel::update(ledger::table).set(ledger::audit_hash.eq(&line.hash)).execute(self.conn()?)?;
        }
        let rows: Vec<_> = (feed_n - count + 1..).zip(changes).map(|(rev, change)| change.numbered(rev)).collect();
        on_backend!(self.conn()?, |c| diesel::insert_into(feed::table).values(&rows).execute(c))?;
        self.faults.pass()
    }
}
