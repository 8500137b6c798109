//! A server in memory that asks the pure rules exactly as the real one does, and what must be true of it afterwards.
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use serde_json::{Value, json};
use tungnha::{
    base::{
        Moment,
        field_version::{FieldVersion, Writer},
    },
    features::sync::{
        canonical::canonical,
        order::{Facts, KnownOp, PushedOp, RecordKey, Step, plan},
        restore::{EpochStart, FeedMark, FeedState, Standing, known_base, standing},
        skew::{Timing, timing},
        three_way::{Conflict, Field, FieldClass, Patch, merge},
    },
};

/// The fields of a household in this model: one of each class.
pub const FIELDS: [(&str, FieldClass<'static>); 5] = [
    ("identity", FieldClass::Identity),
    ("consent", FieldClass::Restrictive(&["given", "withdrawn"])),
    ("status", FieldClass::Status(MOVES)),
    ("note", FieldClass::Note),
    ("plain", FieldClass::Plain),
];
pub const MOVES: &[(&str, &str)] = &[("new", "met"), ("new", "closed"), ("met", "closed")];

/// An operation as it goes over the wire, and what its maker saw, which does not.
#[derive(Debug, Clone)]
pub struct Op {
    pub op_id: String,
    pub writer: Writer,
    pub seq: i64,
    pub after_seq: Option<i64>,
    pub record: RecordKey,
    pub creates: bool,
    pub parents: Vec<RecordKey>,
    pub base: FeedMark,
    pub fields: BTreeMap<String, Value>,
    pub occurred_at: Moment,
    pub hash: String,
    /// What the fields showed on the phone when the edit was made: the truth the invariants are measured by.
    pub seen: BTreeMap<String, Value>,
    /// When it truly happened.
    pub truly_at: Moment,
}

impl Op {
    /// The operation with the hash of its content; the content itself serves as one here.
    pub fn hashed(mut self) -> Self {
        self.hash = canonical(&json!({
            "op": self.op_id, "device": self.writer.device, "epoch": self.writer.epoch, "seq": self.seq,
            "after": self.after_seq, "id": self.record.id, "base": self.base.rev, "fields": self.fields,
            "occurred_at": self.occurred_at,
        }));
        self
    }
}

/// How a settled operation ended, and the number it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub word: &'static str,
    pub rev: i64,
}

#[derive(Debug, Clone)]
struct StoredOp {
    op: Rc<Op>,
    settled: Settled,
}

type Record = BTreeMap<String, Field<'static>>;
/// The values of a record, by field.
pub type Values = BTreeMap<String, Value>;

#[derive(Debug, Clone, PartialEq)]
struct Row {
    fields: Record,
    rev: i64,
}

/// What a push is answered with; `None` for an operation that waits.
#[derive(Debug, Clone)]
pub struct PushAnswer {
    pub results: Vec<(String, Option<Settled>)>,
    pub state: FeedState,
}

/// What a pull is answered with.
#[derive(Debug, Clone)]
pub struct PullAnswer {
    pub standing: Standing,
    pub state: FeedState,
    pub rows: Vec<(RecordKey, Values)>,
}

#[derive(Debug, Clone)]
pub struct Server {
    pub state: FeedState,
    epochs: Vec<EpochStart>,
    rows: BTreeMap<RecordKey, Rc<Row>>,
    ops: BTreeMap<String, StoredOp>,
    conflicts: Vec<(RecordKey, Conflict)>,
    timings: BTreeMap<String, Timing>,
    /// One line for each time an operation took effect.
    effects: Vec<String>,
}

impl Server {
    pub fn new() -> Self {
        let epoch = "e0".to_owned();
        Self {
            state: FeedState { feed_epoch: epoch.clone(), head: 0, durable_rev: 0 },
            epochs: vec![EpochStart { feed_epoch: epoch, began_at: 0 }],
            rows: BTreeMap::new(),
            ops: BTreeMap::new(),
            conflicts: Vec::new(),
            timings: BTreeMap::new(),
            effects: Vec::new(),
        }
    }

    /// A record that was there before any phone.
    pub fn seed(&mut self, key: RecordKey, values: &Values) {
        self.state.head += 1;
        let rev = self.state.head;
        let field = |name: &str, class| Field {
            class,
            value: values.get(name).cloned().unwrap_or(Value::Null),
            version: FieldVersion::default().changed(None, rev),
        };
        let fields = FIELDS.iter().map(|(name, class)| ((*name).to_owned(), field(name, *class))).collect();
        self.rows.insert(key, Rc::new(Row { fields, rev }));
    }

    /// This backup, brought back to life.
    pub fn restored(mut self, feed_epoch: String) -> Self {
        self.epochs.push(EpochStart { feed_epoch: feed_epoch.clone(), began_at: self.state.head });
        // What was restored is in a backup by nature.
        self.state = FeedState { feed_epoch, head: self.state.head, durable_rev: self.state.head };
        self
    }

    pub fn push(&mut self, ops: &[Rc<Op>], phone_now: Moment, server_now: Moment) -> PushAnswer {
        let pushed: Vec<PushedOp> = ops.iter().map(|op| as_pushed(op)).collect();
        let plan = plan(&pushed, &self.facts(ops));
        let mut answers: Vec<Option<Settled>> = vec![None; ops.len()];
        for (place, step) in plan.steps {
            answers[place] = match step {
                Step::Apply => Some(self.apply(&ops[place], phone_now, server_now)),
                Step::Duplicate(settled) => Some(settled),
                Step::SameAs(first) => answers[first].clone(),
                Step::Refuse(why) => panic!("{} of {:?}", why, ops[place]),
                Step::Defer(_) => None,
            };
        }
        let results = ops.iter().map(|op| op.op_id.clone()).zip(answers).collect();
        PushAnswer { results, state: self.state.clone() }
    }

    pub fn pull(&self, have: Option<&FeedMark>) -> PullAnswer {
        let standing = standing(&self.state, have);
        let from = have.map_or(0, |mark| mark.rev);
        let newer = self.rows.iter().filter(|(_, row)| row.rev > from);
        let rows = newer.map(|(key, row)| (key.clone(), values(row))).collect();
        PullAnswer { standing, state: self.state.clone(), rows }
    }

    fn facts(&self, ops: &[Rc<Op>]) -> Facts<Settled> {
        let known = |op: &Rc<Op>| {
            let stored = self.ops.get(&op.op_id)?;
            Some((op.op_id.clone(), KnownOp { hash: stored.op.hash.clone(), result: stored.settled.clone() }))
        };
        let writer = ops.first().map(|op| &op.writer);
        let mine = self.ops.values().filter(|stored| Some(&stored.op.writer) == writer);
        let seqs: BTreeMap<i64, String> = mine.map(|stored| (stored.op.seq, stored.op.op_id.clone())).collect();
        Facts {
            known: ops.iter().filter_map(known).collect(),
            complete_to: (1..).find(|seq| !seqs.contains_key(seq)).unwrap_or(1) - 1,
            seqs,
            records: ops
                .iter()
                .flat_map(|op| op.parents.iter().chain([&op.record]))
                .filter(|key| self.rows.contains_key(key))
                .cloned()
                .collect(),
        }
    }

    fn apply(&mut self, op: &Rc<Op>, phone_now: Moment, server_now: Moment) -> Settled {
        self.state.head += 1;
        let rev = self.state.head;
        let row = self.rows.entry(op.record.clone()).or_insert_with(|| {
            let field = |class: &FieldClass<'static>| Field {
                class: *class,
                value: Value::Null,
                version: FieldVersion::default(),
            };
            let fields = FIELDS.iter().map(|(name, class)| ((*name).to_owned(), field(class)));
            Rc::new(Row { fields: fields.collect(), rev })
        });
        let row = Rc::make_mut(row);
        row.rev = rev;
        let base_rev = known_base(&op.base, &self.epochs);
        let merged = merge(&row.fields, Patch { writer: &op.writer, base_rev, fields: &op.fields });
        for (name, value) in merged.writes {
            let field = row.fields.get_mut(&name).unwrap();
            field.version = field.version.changed(Some(&op.writer), rev);
            field.value = value;
        }
        self.conflicts.extend(merged.conflicts.into_iter().map(|conflict| (op.record.clone(), conflict)));
        self.timings.insert(op.op_id.clone(), timing(op.occurred_at, phone_now, server_now));
        self.effects.push(op.op_id.clone());
        let settled = Settled { word: merged.verdict.as_str(), rev };
        self.ops.insert(op.op_id.clone(), StoredOp { op: op.clone(), settled: settled.clone() });
        settled
    }

    /// Whether a phone's copy is what stands here.
    pub fn equals(&self, copy: &BTreeMap<RecordKey, Values>) -> bool {
        let same = |row: &Row, shown: &Values| row.fields.iter().map(|(name, f)| (name, &f.value)).eq(shown.iter());
        self.rows.len() == copy.len()
            && self.rows.iter().zip(copy).all(|((key, row), (k, shown))| key == k && same(row, shown))
    }

    /// All values, as a phone that has pulled everything must show them.
    pub fn tables(&self) -> BTreeMap<RecordKey, Values> {
        self.rows.iter().map(|(key, row)| (key.clone(), values(row))).collect()
    }

    /// Whether both have the same values, conflict rows and endings: what may not depend on any phone's clock.
    pub fn same_but_for_times(&self, other: &Self) -> bool {
        let ended = |server: &Self| -> Vec<(String, Settled)> {
            server.ops.iter().map(|(id, stored)| (id.clone(), stored.settled.clone())).collect()
        };
        self.rows == other.rows && self.conflicts == other.conflicts && ended(self) == ended(other)
    }

    /// How far the estimates of time are off, in seconds, at the most.
    pub fn worst_estimate(&self) -> i64 {
        let off =
            |stored: &StoredOp| (self.timings[&stored.op.op_id].estimated.unix() - stored.op.truly_at.unix()).abs();
        self.ops.values().map(off).max().unwrap_or(0)
    }

    /// Every operation made is here once and took effect once, and no value vanished.
    pub fn check(&self, made: &[Rc<Op>]) -> Result<(), String> {
        let lost: Vec<_> = made.iter().filter(|op| !self.ops.contains_key(&op.op_id)).map(|op| &op.op_id).collect();
        if !lost.is_empty() || self.ops.len() != made.len() {
            return Err(format!("lost {lost:?}; {} of {}", self.ops.len(), made.len()));
        }
        let distinct: BTreeSet<_> = self.effects.iter().collect();
        if distinct.len() != made.len() || self.effects.len() != made.len() {
            return Err(format!("{} effects of {} operations: {:?}", self.effects.len(), made.len(), self.effects));
        }
        for op in made {
            for (field, value) in &op.fields {
                self.accounted(made, op, field, value)?;
            }
        }
        Ok(())
    }

    /// Whether `value` stands, or lost visibly, or was changed by somebody who saw it.
    fn accounted(&self, made: &[Rc<Op>], op: &Op, field: &str, value: &Value) -> Result<(), String> {
        let stands = &self.rows[&op.record].fields[field].value;
        let on_field = || made.iter().filter(|o| o.record == op.record && o.fields.contains_key(field));
        let row = self.conflicts.iter().any(|(key, c)| *key == op.record && c.field == field && c.losing == *value);
        let changed_knowingly = on_field().any(|o| o.op_id != op.op_id && o.seen.get(field) == Some(value));
        let ok = match field {
            "note" => {
                let lines =
                    |v: &Value| v.as_str().unwrap_or("").split('\n').map(str::to_owned).collect::<BTreeSet<_>>();
                lines(value).is_subset(&lines(stands))
            }
            // A status is succeeded along the table, also by somebody who did not see it.
            "status" => {
                let moved = value.as_str().zip(stands.as_str()).is_some_and(|pair| MOVES.contains(&pair));
                stands == value || row || moved
            }
            "consent" if value == "withdrawn" => {
                let given_again =
                    on_field().any(|o| o.fields[field] == "given" && o.seen.get(field) == Some(&json!("withdrawn")));
                stands == value || given_again
            }
            _ => stands == value || row || changed_knowingly,
        };
        if ok { Ok(()) } else { Err(format!("{field} = {value} of {} vanished; {stands} stands", op.op_id)) }
    }
}

fn values(row: &Row) -> Values {
    row.fields.iter().map(|(name, field)| (name.clone(), field.value.clone())).collect()
}

fn as_pushed(op: &Op) -> PushedOp {
    PushedOp {
        op_id: op.op_id.clone(),
        hash: op.hash.clone(),
        seq: op.seq,
        record: op.record.clone(),
        creates: op.creates,
        parents: op.parents.clone(),
        after_seq: op.after_seq,
    }
}
