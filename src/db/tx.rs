//! A writing transaction: who does it, when, what it recorded. Every action takes `&mut Tx`; there is no other way to write.
//!
//! At its end the transaction writes its audit line and its feed numbers. An action that records nothing, or
//! twice, is a mistake of ours and is undone.
use std::collections::{BTreeMap, HashMap};

use crate::base::id::AreaId;
use aws_lc_rs::digest::{SHA256, digest};
use diesel::{
    connection::{Connection, TransactionManager},
    prelude::*,
};

use super::{
    Conn, Event, Faults, Keys, Line, Place, Seals,
    cells::{self, Counted, Sheet},
    feed::{self, Change, FeedKind},
    field_versions::FieldVersionRow,
    insert_all, on_backend,
    schema::{audit_lines, feed as feed_rows, field_versions, idempotency_keys, ledger},
};
use crate::{
    access::Actor,
    base::{Clock, Day, Error, Id, Moment, Problem, Result, field_version::Writer, hex::hex, problem::KEY_REUSED},
};

type Transactions = <Conn as Connection>::TransactionManager;

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
    seals: &'c Seals,
    faults: &'c Faults,
    who: &'c Who,
    now: Moment,
    events: Vec<Event>,
    changes: Vec<Change>,
    counted: Vec<(&'static Sheet, Counted)>,
    /// The ledger, once it is locked.
    held: Option<Held>,
    stamps: Vec<Stamp>,
    writer: Option<Writer>,
    unchanged: bool,
}

impl<'c> Tx<'c> {
    pub(super) fn new(
        conn: &'c mut Conn,
        (keys, seals): (&'c Keys, &'c Seals),
        faults: &'c Faults,
        who: &'c Who,
        clock: &Clock,
    ) -> Self {
        Self {
            conn,
            keys,
            seals,
            faults,
            who,
            now: clock.now(),
            events: Vec::new(),
            changes: Vec::new(),
            counted: Vec::new(),
            held: None,
            stamps: Vec::new(),
            writer: None,
            unchanged: false,
        }
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
    /// The sealing of personal columns.
    pub fn seals(&self) -> &'c Seals {
        self.seals
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
    /// Says what something counts for in the figures that are kept on a sheet, or counts for no more.
    pub fn count(&mut self, sheet: &'static Sheet, counted: impl IntoIterator<Item = Counted>) {
        self.counted.extend(counted.into_iter().map(|one| (sheet, one)));
    }
    /// Says which fields of a thing changed, for phones that edit it offline; with the feed number of its last change.
    pub fn stamp<K>(&mut self, entity: &'static str, id: Id<K>, fields: impl IntoIterator<Item = &'static str>) {
        let entity_id = id.to_string();
        self.stamps.extend(fields.into_iter().map(|field| Stamp { entity, entity_id: entity_id.clone(), field }));
    }
    /// Says on which phone what follows was written.
    pub fn written_on(&mut self, writer: Writer) {
        self.writer = Some(writer);
    }
    /// Gives the changes so far their feed numbers, each thing its last one. The ledger stays locked from here on, so
    /// that the numbers hold.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revs(&mut self) -> Result<HashMap<(&str, &str), i64>> {
        let base = self.hold()?.feed_n;
        self.changes = self.once();
        let numbered = self.changes.len();
        self.hold()?.numbered = numbered;
        Ok((base + 1..).zip(&self.changes).map(|(rev, c)| ((c.entity, c.entity_id.as_str()), rev)).collect())
    }
    /// Waits until no other transaction that writes is under way, also of another server on the same database, and keeps
    /// others waiting until the commit: what is read from here on stays true.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alone(&mut self) -> Result<()> {
        self.hold().map(drop)
    }
    /// The ledger as it stood, locked from here on until the commit.
    fn hold(&mut self) -> Result<&mut Held> {
        let held = match self.held.take() {
            Some(held) => held,
            None => {
                let (feed_n, audit_n, audit_hash) = diesel::update(ledger::table)
                    .set(ledger::feed_n.eq(ledger::feed_n + 0))
                    .returning((ledger::feed_n, ledger::audit_n, ledger::audit_hash))
                    .get_result(self.conn()?)?;
                Held { feed_n, audit_n, audit_hash, numbered: 0 }
            }
        };
        Ok(self.held.insert(held))
    }
    /// The changes, those without a number yet each once.
    fn once(&mut self) -> Vec<Change> {
        let mut changes = std::mem::take(&mut self.changes);
        let later = changes.split_off(self.held.as_ref().map_or(0, |held| held.numbered.min(changes.len())));
        changes.extend(feed::once(later));
        changes
    }
    /// Tries a part of the work: what a refused part did is undone, and the rest goes on.
    ///
    /// # Errors
    /// When the database fails; a refusal is the inner result.
    pub fn attempt<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<std::result::Result<T, Box<Problem>>> {
        let (changes, stamps, counted) = (self.changes.len(), self.stamps.len(), self.counted.len());
        let held = self.held.is_some();
        Transactions::begin_transaction(self.conn()?)?;
        match part(self) {
            Ok(value) => {
                Transactions::commit_transaction(self.conn()?)?;
                Ok(Ok(value))
            }
            Err(error) => {
                Transactions::rollback_transaction(self.conn()?)?;
                self.changes.truncate(changes);
                self.stamps.truncate(stamps);
                self.counted.truncate(counted);
                if !held {
                    // A lock that was taken in here went with the rest.
                    self.held = None;
                }
                match error {
                    Error::Problem(problem) => Ok(Err(problem)),
                    internal => Err(internal),
                }
            }
        }
    }
    /// Does something that is a part of a larger deed: its feed numbers stay, the audit line is that of the larger one.
    ///
    /// # Errors
    /// Those of the part.
    pub fn part<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let events = self.events.len();
        let done = part(self);
        self.events.truncate(events);
        done
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
                let body = self.seals.open(Self::kept_body(repeat), &answer.body)?;
                Ok(Some(GivenAnswer { body, ..answer }))
            }
        }
    }
    fn kept_body(repeat: &Repeat) -> Place<'_> {
        Place { table: "idempotency_keys", column: "body", row: &repeat.key_hash }
    }
    /// Keeps the answer for the next time the same request comes; sealed, for an answer may show what is sealed
    /// elsewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remember(&mut self, repeat: &Repeat, answer: &GivenAnswer) -> Result<()> {
        let now = self.now;
        let body = self.seals.seal(Self::kept_body(repeat), &answer.body)?;
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::key_hash.eq(&repeat.key_hash),
                idempotency_keys::request_hash.eq(&repeat.request_hash),
                idempotency_keys::status.eq(answer.status),
                idempotency_keys::location.eq(&answer.location),
                idempotency_keys::etag.eq(&answer.etag),
                idempotency_keys::body.eq(body),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(self.conn()?)?;
        Ok(())
    }

    /// Writes the audit line and the feed numbers: the last statements before the commit.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.unchanged && self.events.is_empty() {
            return match self.counted.is_empty() {
                true => Ok(()),
                false => Err(Error::internal("a write that changed nothing counted something")),
            };
        }
        if self.events.len() != 1 {
            return Err(Error::internal(format_args!(
                "a write recorded {} audit lines instead of one",
                self.events.len()
            )));
        }
        self.add_counted()?;
        let changes = self.once();
        let count = i64::try_from(changes.len()).map_err(Error::internal)?;
        let held = self.hold()?;
        let (before, n, prev) = (held.feed_n, held.audit_n + 1, std::mem::take(&mut held.audit_hash));
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
            let after = (ledger::audit_n.eq(n), ledger::audit_hash.eq(&line.hash), ledger::feed_n.eq(before + count));
            diesel::update(ledger::table).set(after).execute(self.conn()?)?;
        }
        self.stamp_fields(before, &changes)?;
        let rows: Vec<_> = (before + 1..).zip(changes).map(|(rev, change)| change.numbered(rev)).collect();
        insert_all!(self.conn()?, feed_rows::table, &rows)?;
        self.faults.pass()
    }

    /// Adds what was counted to the cells, all of a sheet together. Under the lock of the ledger: two servers that changed the
    /// same cells in different orders would wait for each other without end.
    fn add_counted(&mut self) -> Result<()> {
        if !self.counted.is_empty() {
            self.hold()?;
        }
        let mut sheets: BTreeMap<&'static str, (&'static Sheet, Vec<Counted>)> = BTreeMap::new();
        for (sheet, one) in std::mem::take(&mut self.counted) {
            sheets.entry(sheet.table).or_insert((sheet, Vec::new())).1.push(one);
        }
        for (sheet, counted) in sheets.into_values() {
            cells::write(self.conn()?, sheet, counted)?;
        }
        Ok(())
    }

    /// Writes who changed which field at which feed number.
    fn stamp_fields(&mut self, before: i64, changes: &[Change]) -> Result<()> {
        let mut stamps = std::mem::take(&mut self.stamps);
        stamps.sort();
        stamps.dedup();
        if stamps.is_empty() {
            return Ok(());
        }
        let revs: HashMap<(&str, &str), i64> =
            (before + 1..).zip(changes).map(|(rev, c)| ((c.entity, c.entity_id.as_str()), rev)).collect();
        let ids: Vec<String> = stamps.iter().map(|s| s.entity_id.clone()).collect();
        let mut entities: Vec<&str> = stamps.iter().map(|s| s.entity).collect();
        entities.dedup();
        let known: Vec<FieldVersionRow> = field_versions::table
            .filter(field_versions::entity.eq_any(entities))
            .filter(field_versions::entity_id.eq_any(ids))
            .select(FieldVersionRow::as_select())
            .load(self.conn()?)?;
        let known: HashMap<_, _> = known
            .into_iter()
            .map(|row| ((row.entity.clone(), row.entity_id.clone(), row.field.clone()), row.version()))
            .collect();
        let writer = self.writer.clone();
        for stamp in stamps {
            let rev = revs.get(&(stamp.entity, stamp.entity_id.as_str())).copied();
            let rev =
                rev.ok_or_else(|| Error::internal(format_args!("{} was stamped but not changed", stamp.entity)))?;
            let key = (stamp.entity.to_owned(), stamp.entity_id.clone(), stamp.field.to_owned());
            let version = known.get(&key).cloned().unwrap_or_default().changed(writer.as_ref(), rev);
            let row = FieldVersionRow::of(key, version);
            on_backend!(self.conn()?, |c| diesel::insert_into(field_versions::table)
                .values(&row)
                .on_conflict((field_versions::entity, field_versions::entity_id, field_versions::field))
                .do_update()
                .set((
                    field_versions::rev.eq(row.rev),
                    field_versions::device_id.eq(&row.device_id),
                    field_versions::epoch.eq(&row.epoch),
                    field_versions::others_rev.eq(row.others_rev),
                ))
                .execute(c))?;
        }
        Ok(())
    }
}

/// The ledger while it is locked.
struct Held {
    /// The last feed number given before this transaction.
    feed_n: i64,
    /// The last audit line before it, and its hash.
    audit_n: i64,
    audit_hash: String,
    /// How many changes have their number already.
    numbered: usize,
}

/// A field that was changed, waiting for its number.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stamp {
    entity: &'static str,
    entity_id: String,
    field: &'static str,
}
