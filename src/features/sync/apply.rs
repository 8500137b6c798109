//! Doing the operations of a push: what others hang on first, records of one kind together, and a refusal hurts nobody else.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    api::{CaseState, OpStatus},
    kinds::{Arrival, Desk, Edit, RecordKind, Turn, kind},
    known::{Known, Reach, parents},
    model::{ConflictRow, Device},
    op::{Op, OpKind},
    order::{RecordKey, Waiting},
    problems,
    push::End,
    queries,
    restore::known_base,
    skew::{Timing, timing},
    three_way::{Field, Merge, Patch, Verdict, merge},
};
use crate::{
    access::{Permission, Scope},
    base::{
        Error, Id, Moment, Problem, Result,
        field_version::Writer,
        id::{AreaId, ConflictId, UserId},
        problem::{NOT_ALLOWED, NOT_FOUND},
    },
    db::{FeedKind, Place, Tx},
};

/// An operation that stands in the database.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// How.
    pub status: OpStatus,
    /// What is to be known of it.
    pub code: Option<&'static str>,
    /// Whether the record changed, so that it has a feed number of its own.
    pub changed: bool,
}

/// Both clocks at the push.
#[derive(Debug, Clone, Copy)]
pub struct Clocks {
    /// What the phone's shows.
    pub phone_now: Moment,
    /// What ours shows.
    pub server_now: Moment,
}

impl Clocks {
    fn timing(self, occurred_at: Moment) -> Timing {
        timing(occurred_at, self.phone_now, self.server_now)
    }
}

/// Who did something, which phone brought it, and what it is computed with.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// Who.
    pub user_id: UserId,
    /// The phone.
    pub device: &'a Device,
    /// What it is computed with.
    pub desk: Desk<'a>,
}

/// What is needed for every operation.
struct Bench<'a> {
    reach: &'a Reach,
    known: &'a Known,
    sender: Sender<'a>,
    clocks: Clocks,
    /// Records whose making was refused: what hangs on them waits.
    failed: BTreeSet<RecordKey>,
    made: BTreeSet<RecordKey>,
}

/// The place of an operation in the push, the operation, its kind.
type Job<'a> = (usize, &'a Op, &'static RecordKind);

/// Where the record of an operation, or what it hangs on, lies.
enum Ground {
    Now,
    Before,
    Failed,
}

/// Does `work`, in which what an operation hangs on may come later than it: first records that others hang on.
///
/// # Errors
/// When the database fails.
pub fn apply(
    tx: &mut Tx,
    reach: &Reach,
    known: &Known,
    sender: Sender<'_>,
    clocks: Clocks,
    work: Vec<(usize, &Op)>,
    ends: &mut BTreeMap<usize, End>,
) -> Result<()> {
    let (failed, made) = (known.refused.clone(), BTreeSet::new());
    let mut bench = Bench { reach, known, sender, clocks, failed, made };
    let mut rounds: BTreeMap<u8, Vec<Job<'_>>> = BTreeMap::new();
    let mut in_turn: Vec<Job<'_>> = Vec::new();
    for (place, op) in work {
        match (kind(&op.entity), op.kind) {
            (None, _) => drop(ends.insert(place, refused(problems::OP_UNKNOWN.now(), false))),
            (Some(own), OpKind::Create) => match own.turn {
                Turn::Round(round) => rounds.entry(round).or_default().push((place, op, own)),
                Turn::Own => in_turn.push((place, op, own)),
            },
            (Some(own), _) => in_turn.push((place, op, own)),
        }
    }
    if in_turn.iter().any(|(_, _, own)| own.turn == Turn::Own) {
        tx.alone()?;
    }
    for (_, jobs) in rounds {
        bench.create(tx, &jobs, ends)?;
    }
    for job in in_turn {
        let (place, op, own) = job;
        if op.kind == OpKind::Create {
            bench.create(tx, &[job], ends)?;
        } else {
            let end = bench.change(tx, op, own)?;
            ends.insert(place, end);
        }
    }
    Ok(())
}

fn refused(problem: Problem, quarantined: bool) -> End {
    End::Refused { problem: Box::new(problem), quarantined }
}

/// What becomes of something that hangs on what was refused.
fn stranded(own: &RecordKind) -> End {
    match own.turn {
        Turn::Round(_) => End::Deferred(Waiting::RecordMissing.as_str()),
        Turn::Own => refused(problems::HANGS_ON_REFUSED.now(), false),
    }
}

fn key_of(op: &Op) -> RecordKey {
    RecordKey { entity: op.entity.clone(), id: op.entity_id.clone() }
}

impl Bench<'_> {
    /// Where the caller has this right; the one to sync is that of the whole push.
    fn scope(&self, tx: &Tx, right: Permission) -> Scope {
        if right == Permission::SyncUse { self.reach.now.clone() } else { Scope::of(tx.actor(), right, tx.today()) }
    }

    fn ground(&self, keys: impl Iterator<Item = RecordKey>) -> Ground {
        let mut ground = Ground::Now;
        for key in keys {
            if self.failed.contains(&key) {
                return Ground::Failed;
            }
            if !self.known.now.contains_key(&key) && !self.made.contains(&key) {
                ground = Ground::Before;
            }
        }
        ground
    }

    /// Makes the records of one round, those of one kind in one go.
    fn create(&mut self, tx: &mut Tx, jobs: &[Job<'_>], ends: &mut BTreeMap<usize, End>) -> Result<()> {
        let mut groups: BTreeMap<(&'static str, bool), Vec<Job<'_>>> = BTreeMap::new();
        for (place, op, own) in jobs.iter().copied() {
            let keys = parents(own, op).into_iter().map(|(_, (e, id))| RecordKey { entity: e.into(), id: id.into() });
            match self.ground(keys) {
                Ground::Failed => drop(ends.insert(place, stranded(own))),
                Ground::Before if !own.late => drop(ends.insert(place, refused(problems::QUARANTINED.now(), true))),
                Ground::Before => groups.entry((own.entity, true)).or_default().push((place, op, own)),
                Ground::Now => groups.entry((own.entity, false)).or_default().push((place, op, own)),
            }
            if matches!(ends.get(&place), Some(End::Deferred(_) | End::Refused { .. })) {
                self.failed.insert(key_of(op));
            }
        }
        for ((_, late), group) in groups {
            let Some((_, _, own)) = group.first().copied() else { continue };
            let scope = if late { self.reach.before.clone() } else { self.scope(tx, own.right) };
            let arrivals: Vec<Arrival<'_>> = group.iter().map(|(_, op, _)| self.arrival(op)).collect();
            let outcomes = if scope.roots().is_empty() && !late {
                arrivals.iter().map(|_| Err(Box::new(NOT_ALLOWED.now()))).collect()
            } else {
                tx.part(|tx| (own.create)(tx, &scope, &arrivals))?
            };
            for ((place, op, _), outcome) in group.into_iter().zip(outcomes) {
                let end = match outcome {
                    Ok(note) => {
                        self.failed.remove(&key_of(op));
                        self.made.insert(key_of(op));
                        let code = if late { Some("past-scope") } else { note };
                        End::Settled(Done { status: OpStatus::Accepted, code, changed: true })
                    }
                    Err(problem) => {
                        self.failed.insert(key_of(op));
                        End::Refused { problem, quarantined: false }
                    }
                };
                ends.insert(place, end);
            }
        }
        Ok(())
    }

    fn arrival<'o>(&'o self, op: &'o Op) -> Arrival<'o> {
        Arrival {
            op,
            timing: self.clocks.timing(op.occurred_at),
            user_id: self.sender.user_id,
            device_id: self.sender.device.id,
            desk: self.sender.desk,
        }
    }

    /// Changes one record.
    fn change(&mut self, tx: &mut Tx, op: &Op, own: &'static RecordKind) -> Result<End> {
        match self.ground(std::iter::once(key_of(op))) {
            Ground::Failed => return Ok(stranded(own)),
            Ground::Before => return Ok(refused(problems::QUARANTINED.now(), true)),
            Ground::Now => {}
        }
        let arrival = self.arrival(op);
        let done = match (op.kind, own.edit) {
            (OpKind::Patch, Some(edit)) => tx.attempt(|tx| self.patch(tx, op, own, edit))?,
            (kind, _) => match own.acts.iter().find(|(what, ..)| *what == kind) {
                Some((_, right, act)) => {
                    let scope = self.scope(tx, *right);
                    if scope.roots().is_empty() {
                        return Ok(refused(NOT_ALLOWED.now(), false));
                    }
                    tx.attempt(|tx| {
                        tx.part(|tx| act(tx, &scope, arrival))?;
                        Ok(Done { status: OpStatus::Accepted, code: None, changed: true })
                    })?
                }
                None => return Ok(refused(problems::OP_UNKNOWN.now(), false)),
            },
        };
        Ok(match done {
            Ok(done) => End::Settled(done),
            Err(problem) => End::Refused { problem, quarantined: false },
        })
    }

    /// Merges a patch into its record, field by field; what loses is kept as a conflict.
    fn patch(&self, tx: &mut Tx, op: &Op, own: &'static RecordKind, edit: Edit) -> Result<Done> {
        let now: &Scope = &self.reach.now;
        let present = (edit.read)(tx, now, &op.entity_id)?.ok_or_else(|| Error::from(NOT_FOUND.now()))?;
        let mut versions = queries::versions(tx.conn()?, own.entity, &op.entity_id)?;
        let record: BTreeMap<String, Field<'_>> = edit
            .classes
            .iter()
            .map(|(name, class)| {
                let value = present.get(*name).cloned().unwrap_or(Value::Null);
                let version = versions.remove(*name).unwrap_or_default();
                ((*name).to_owned(), Field { class: *class, value, version })
            })
            .collect();
        let writer = Writer { device: self.sender.device.id.to_string(), epoch: self.sender.device.epoch.clone() };
        let state = queries::feed_state(tx.conn()?)?;
        let base_rev = match &op.base {
            Some(mark) => known_base(mark, &queries::epochs(tx.conn()?, &state.feed_epoch)?),
            None => 0,
        };
        let fields: BTreeMap<String, Value> = op.fields.clone().into_iter().collect();
        let merged = merge(&record, Patch { writer: &writer, base_rev, fields: &fields });
        self.keep_conflicts(tx, op, own, &merged)?;
        let changed = !merged.writes.is_empty();
        if changed {
            let writes: Map<String, Value> = merged.writes.into_iter().collect();
            (edit.write)(tx, now, &op.entity_id, writes)?;
        }
        let status = match merged.verdict {
            Verdict::Accepted => OpStatus::Accepted,
            Verdict::Merged => OpStatus::Merged,
            Verdict::Conflict => OpStatus::Conflict,
        };
        Ok(Done { status, code: None, changed })
    }

    fn keep_conflicts(&self, tx: &mut Tx, op: &Op, own: &'static RecordKind, merged: &Merge) -> Result<()> {
        let area_id: AreaId =
            self.known.now.get(&key_of(op)).copied().or(self.sender.device.area_id).ok_or_else(Error::not_found)?;
        let user_id = self.sender.user_id;
        let (mut rows, seals) = (Vec::new(), tx.seals());
        for conflict in &merged.conflicts {
            let id: ConflictId = Id::new();
            let seal = |column: &'static str, value: &Value| {
                seals.seal(Place { table: "conflicts", column, row: id.as_str() }, &value.to_string())
            };
            tx.touch("conflict", id, FeedKind::Upsert, Some(area_id));
            rows.push(ConflictRow {
                id,
                entity: own.entity.to_owned(),
                entity_id: op.entity_id.clone(),
                area_id,
                field: conflict.field.clone(),
                kept_sealed: seal("kept_sealed", &conflict.kept)?,
                losing_sealed: seal("losing_sealed", &conflict.losing)?,
                seal_key: seals.key_number()?,
                base_rev: conflict.base_rev,
                op_id: op.op_id.to_string(),
                user_id,
                state: CaseState::Open,
                resolution: None,
                resolved_by: None,
                resolved_at: None,
                created_at: tx.now(),
                rev: 1,
            });
        }
        queries::insert_conflicts(tx, &rows)
    }
}
