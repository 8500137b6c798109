//! In which order the operations of one push are done, and which are not done: over facts, before anything is written.
//!
//! Order matters per record only: an operation that must wait never holds up those on other records. Nothing is
//! dropped: each gets a step, and what the phone has counted but the server never saw is named. What an operation does
//! to its record is decided by `three_way` and by the feature that owns the record.
use std::collections::{BTreeMap, BTreeSet};

use crate::base::text_enum::text_enum;

/// A record: its kind and its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// What it is, such as `person`.
    pub entity: String,
    /// Which one.
    pub id: String,
}

/// What must be known of an operation to give it its place. A push holds those of one device and epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedOp {
    /// The operation's id, made on the phone.
    pub op_id: String,
    /// SHA-256 of its canonical form.
    pub hash: String,
    /// Its number within (device, epoch), counted from 1 without gaps.
    pub seq: i64,
    /// The record it is about.
    pub record: RecordKey,
    /// Whether it makes that record.
    pub creates: bool,
    /// Other records it hangs on, such as a visit's household.
    pub parents: Vec<RecordKey>,
    /// The number of the phone's previous operation on the same record, so that order per record can be kept while
    /// gaps elsewhere are not waited for.
    pub after_seq: Option<i64>,
}

/// An operation the server has settled before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOp<R> {
    /// The hash it had.
    pub hash: String,
    /// What was answered.
    pub result: R,
}

/// What the server knows of this device and epoch, and of the records named in the push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<R> {
    /// Settled operations among the pushed ids, whoever brought them.
    pub known: BTreeMap<String, KnownOp<R>>,
    /// Every number up to here has arrived.
    pub complete_to: i64,
    /// Which operation has a number: at least those above `complete_to` and those in the push.
    pub seqs: BTreeMap<i64, String>,
    /// Records that exist, among those named in the push.
    pub records: BTreeSet<RecordKey>,
}

text_enum! {
    /// Why an operation is refused before it is looked into.
    pub enum Refusal {
        /// Its id belongs to an operation with another content.
        OpIdReused = "op-id-reused",
        /// Its number belongs to another operation: a copied or reset local database.
        SeqReused = "seq-reused",
    }
}

text_enum! {
    /// Why an operation has to wait. It is not acknowledged; the phone sends it again.
    pub enum Waiting {
        /// Its record, or one it hangs on, is not there yet.
        RecordMissing = "record-missing",
        /// An earlier operation on the same record has not arrived.
        EarlierMissing = "earlier-missing",
    }
}

/// What to do with one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<R> {
    /// Do it.
    Apply,
    /// It was done before: give this answer again.
    Duplicate(R),
    /// The same operation stands twice in this push: give the answer of the one at this place.
    SameAs(usize),
    /// Refuse it, and keep it.
    Refuse(Refusal),
    /// Let it wait.
    Defer(Waiting),
}

/// Numbers that never arrived, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeqGap {
    /// The first.
    pub from: i64,
    /// The last.
    pub to: i64,
}

/// The whole push, decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<R> {
    /// (place in the push, what to do), in the order of doing. When doing one fails, those that hang on it wait.
    pub steps: Vec<(usize, Step<R>)>,
    /// What the phone should look for in its queue.
    pub missing_seqs: Vec<SeqGap>,
}

/// Decides over `ops`, all of one device and epoch.
pub fn plan<R: Clone>(ops: &[PushedOp], facts: &Facts<R>) -> Plan<R> {
    let mut order: Vec<(usize, &PushedOp)> = ops.iter().enumerate().collect();
    order.sort_by_key(|(place, op)| (op.seq, *place));
    let mut seen =
        Seen { by_id: BTreeMap::new(), owners: BTreeMap::new(), made: BTreeSet::new(), settled: BTreeSet::new() };
    let steps = order.into_iter().map(|(place, op)| (place, seen.step(place, op, facts))).collect();
    Plan { steps, missing_seqs: missing(ops, facts) }
}

/// What the operations of this push before the present one have settled.
struct Seen<'a> {
    by_id: BTreeMap<&'a str, (usize, &'a str)>,
    owners: BTreeMap<i64, &'a str>,
    made: BTreeSet<&'a RecordKey>,
    settled: BTreeSet<i64>,
}

impl<'a> Seen<'a> {
    fn step<R: Clone>(&mut self, place: usize, op: &'a PushedOp, facts: &Facts<R>) -> Step<R> {
        if let Some(known) = facts.known.get(&op.op_id) {
            self.settled.insert(op.seq);
            return if known.hash == op.hash {
                Step::Duplicate(known.result.clone())
            } else {
                Step::Refuse(Refusal::OpIdReused)
            };
        }
        match self.by_id.get(op.op_id.as_str()) {
            Some((first, hash)) if *hash == op.hash => return Step::SameAs(*first),
            Some(_) => return Step::Refuse(Refusal::OpIdReused),
            None => self.by_id.insert(&op.op_id, (place, &op.hash)),
        };
        let owner = *self.owners.entry(op.seq).or_insert(&op.op_id);
        let stored = facts.seqs.get(&op.seq).is_some_and(|id| *id != op.op_id);
        if stored || owner != op.op_id {
            return Step::Refuse(Refusal::SeqReused);
        }
        if let Some(why) = self.waits(op, facts) {
            return Step::Defer(why);
        }
        self.settled.insert(op.seq);
        if op.creates {
            self.made.insert(&op.record);
        }
        Step::Apply
    }

    fn waits<R>(&self, op: &PushedOp, facts: &Facts<R>) -> Option<Waiting> {
        let there = |key: &RecordKey| facts.records.contains(key) || self.made.contains(key);
        let arrived =
            |seq: i64| seq <= facts.complete_to || facts.seqs.contains_key(&seq) || self.settled.contains(&seq);
        if !op.after_seq.is_none_or(arrived) {
            return Some(Waiting::EarlierMissing);
        }
        (!(op.creates || there(&op.record)) || !op.parents.iter().all(there)).then_some(Waiting::RecordMissing)
    }
}

/// The numbers below the highest one known that neither this push nor an earlier one brought.
fn missing<R>(ops: &[PushedOp], facts: &Facts<R>) -> Vec<SeqGap> {
    let arrived: BTreeSet<i64> = ops.iter().map(|op| op.seq).chain(facts.seqs.keys().copied()).collect();
    let (mut gaps, mut next) = (Vec::new(), facts.complete_to.saturating_add(1));
    for seq in arrived.into_iter().filter(|seq| *seq > facts.complete_to) {
        if next < seq {
            gaps.push(SeqGap { from: next, to: seq.saturating_sub(1) });
        }
        next = seq.saturating_add(1);
    }
    gaps
}
