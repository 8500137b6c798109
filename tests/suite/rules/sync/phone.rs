//! A phone in memory: a ledger of operations, a copy of the server's records, and what it may forget when.
use std::{collections::BTreeMap, rc::Rc};

use serde_json::Value;
use tungnha::{
    base::{Moment, field_version::Writer},
    features::sync::{
        order::RecordKey,
        restore::{FeedMark, FeedState, Keeping, Standing, keeping},
    },
};

use super::model::{Op, PullAnswer, PushAnswer, Values};

#[derive(Debug, Clone)]
struct Kept {
    op: Rc<Op>,
    acked: Option<FeedMark>,
}

/// All of it survives a crash: an edit and its operation are written together, an answer is taken in whole or not.
#[derive(Debug, Clone)]
pub struct Phone {
    pub writer: Writer,
    /// What the next pull asks from; nothing when it has to begin anew.
    pub have: Option<FeedMark>,
    /// What the copy shows; an old copy stays until a new one has come.
    shown_at: FeedMark,
    pub copy: BTreeMap<RecordKey, Values>,
    server: Option<FeedState>,
    kept: Vec<Kept>,
    next_seq: i64,
    last_on: BTreeMap<RecordKey, i64>,
}

/// Something a person does on the phone.
#[derive(Debug, Clone)]
pub struct Edit {
    pub record: RecordKey,
    pub creates: bool,
    pub parents: Vec<RecordKey>,
    pub fields: Values,
}

impl Phone {
    pub fn new(device: &str) -> Self {
        Self {
            writer: Writer { device: device.to_owned(), epoch: "first".to_owned() },
            have: None,
            shown_at: FeedMark { feed_epoch: "e0".to_owned(), rev: 0 },
            copy: BTreeMap::new(),
            server: None,
            kept: Vec::new(),
            next_seq: 1,
            last_on: BTreeMap::new(),
        }
    }

    /// Whether the copy does not yet show what this operation did.
    fn overlays(&self, kept: &Kept) -> bool {
        let shown = &self.shown_at;
        kept.acked.as_ref().is_none_or(|acked| acked.feed_epoch != shown.feed_epoch || acked.rev > shown.rev)
    }

    fn overlaying(&self, record: &RecordKey) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(move |kept| kept.op.record == *record && self.overlays(kept))
    }

    /// What the screen shows of a record.
    pub fn shows(&self, record: &RecordKey) -> Option<Values> {
        let copy = self.copy.get(record);
        let mut shown = copy.cloned().unwrap_or_default();
        let mut there = copy.is_some();
        for kept in self.overlaying(record) {
            there = true;
            shown.extend(kept.op.fields.clone());
        }
        there.then_some(shown)
    }

    /// Records the screen shows.
    pub fn records(&self) -> Vec<RecordKey> {
        let own = self.kept.iter().filter(|kept| self.overlays(kept)).map(|kept| &kept.op.record);
        let all: std::collections::BTreeSet<_> = self.copy.keys().chain(own).cloned().collect();
        all.into_iter().collect()
    }

    /// Writes an edit and its operation. What the screen hides behind an own edit is not known: the base stays the one
    /// of the oldest edit that still overlays the copy.
    pub fn edit(&mut self, edit: Edit, clock: Moment, truly_at: Moment) -> Rc<Op> {
        let base = self.overlaying(&edit.record).next().map_or(&self.shown_at, |kept| &kept.op.base).clone();
        let seq = self.next_seq;
        self.next_seq += 1;
        let op = Rc::new(
            Op {
                op_id: format!("{}-{seq}", self.writer.device),
                writer: self.writer.clone(),
                seq,
                after_seq: self.last_on.insert(edit.record.clone(), seq),
                seen: self.shows(&edit.record).unwrap_or_default(),
                record: edit.record,
                creates: edit.creates,
                parents: edit.parents,
                base,
                fields: edit.fields,
                occurred_at: clock,
                truly_at,
                hash: String::new(),
            }
            .hashed(),
        );
        self.kept.push(Kept { op: op.clone(), acked: None });
        op
    }

    /// Operations to send, oldest first.
    pub fn to_push(&self) -> Vec<Rc<Op>> {
        let due = |kept: &&Kept| match &self.server {
            Some(server) => keeping(server, kept.acked.as_ref()) == Keeping::Push,
            None => kept.acked.is_none(),
        };
        self.kept.iter().filter(due).map(|kept| kept.op.clone()).collect()
    }

    pub fn take_push(&mut self, answer: &PushAnswer) {
        for (op_id, settled) in &answer.results {
            let acked = settled.as_ref().map(|s| FeedMark { feed_epoch: answer.state.feed_epoch.clone(), rev: s.rev });
            for kept in self.kept.iter_mut().filter(|kept| kept.op.op_id == *op_id && acked.is_some()) {
                kept.acked.clone_from(&acked);
            }
        }
        self.heard(&answer.state);
    }

    pub fn take_pull(&mut self, answer: PullAnswer) {
        match answer.standing {
            Standing::ServerRolledBack => self.have = None,
            Standing::Continues => {
                if self.have.is_none() {
                    self.copy.clear();
                }
                self.copy.extend(answer.rows);
                self.shown_at = FeedMark { feed_epoch: answer.state.feed_epoch.clone(), rev: answer.state.head };
                self.have = Some(self.shown_at.clone());
            }
        }
        self.heard(&answer.state);
    }

    /// Forgets what is in a backup and in the copy.
    fn heard(&mut self, server: &FeedState) {
        let forget = |phone: &Self, kept: &Kept| {
            keeping(server, kept.acked.as_ref()) == Keeping::Forget && !phone.overlays(kept)
        };
        let mut kept = std::mem::take(&mut self.kept);
        kept.retain(|kept| !forget(self, kept));
        self.kept = kept;
        self.server = Some(server.clone());
    }
}

/// One value of a field by name.
pub fn one(field: &str, value: impl Into<Value>) -> Values {
    BTreeMap::from([(field.to_owned(), value.into())])
}
