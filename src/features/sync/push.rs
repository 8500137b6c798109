//! What a phone brings: all of one push in one transaction, each operation answered by itself.
//!
//! The order is decided by `order`, the meeting of values by `three_way`, the doubt about clocks by `skew`. Here facts are
//! gathered, the kinds of records do their work, and every operation that is not deferred is stored for ever.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{
    api::{FeedView, Gap, OpResult, OpStatus, Push, PushAnswer},
    apply::{self, Done},
    kinds::{Desk, kind},
    known::{Known, Reach, parents, records},
    model::{Device, RefusedOp, SettledOp},
    op::{Op, OpKind, ReadOp},
    order::{Facts, KnownOp, PushedOp, RecordKey, Refusal, Step, plan},
    problems,
    queries::{self, Settled},
    refusals::{Origin, Why, kept, organisation_of},
    restore::{FeedMark, Standing, standing},
    skew::timing,
};
use crate::{
    access::Scope,
    base::{
        Error, Lang, Problem, Result,
        field_version::Writer,
        id::{OpId, UserId},
    },
    db::{Event, FeedKind, Tx},
};

/// How an operation ended, before it is written down.
#[derive(Debug)]
pub enum End {
    /// It stands in the database.
    Settled(Done),
    /// It was refused.
    Refused {
        /// Why.
        problem: Box<Problem>,
        /// Whether somebody should decide whether it counts after all.
        quarantined: bool,
    },
    /// It has to come again.
    Deferred(&'static str),
    /// It was settled before.
    Known(Settled),
    /// The same as another one of this push.
    SameAs(usize),
}

/// How a push came, as the audit line says it.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// In the open, by the phone that did it.
    Plain,
    /// Sealed to the server.
    Sealed,
}

/// Takes a push.
///
/// # Errors
/// `device-of-another-user`, `device-revoked`; whatever is wrong with single operations is in their results.
pub fn push(
    tx: &mut Tx,
    scope: &Scope,
    desk: Desk<'_>,
    lang: Lang,
    input: Push,
    read: &[ReadOp],
    way: Way,
) -> Result<PushAnswer> {
    let user_id = tx.actor().user_id.ok_or_else(Error::not_found)?;
    let epoch = input.epoch.to_string();
    let (mut device, is_new) = the_device(tx, user_id, &input)?;
    let server_now = tx.now();
    let skew = timing(input.phone_now, input.phone_now, server_now).skew_seconds;
    let reach = Reach::of(tx, scope, user_id)?;
    let ops: Vec<(usize, &Op)> =
        read.iter().enumerate().filter_map(|(place, op)| Some((place, op.as_ref().ok()?))).collect();
    let known = records(tx, device.id, &reach, &ops)?;
    let facts = facts(tx, &device, read, &ops, &known)?;
    let pushed: Vec<PushedOp> = ops.iter().map(|(_, op)| as_pushed(op)).collect();
    let plan = plan(&pushed, &facts);

    tx.written_on(Writer { device: device.id.to_string(), epoch: epoch.clone() });
    let mut ends: BTreeMap<usize, End> = BTreeMap::new();
    let mut work = Vec::new();
    for (n, step) in plan.steps {
        let Some((place, op)) = ops.get(n).copied() else { continue };
        match step {
            Step::Apply => work.push((place, op)),
            Step::Duplicate(settled) => drop(ends.insert(place, End::Known(settled))),
            Step::SameAs(other) => {
                let first = ops.get(other).map_or(place, |(first, _)| *first);
                ends.insert(place, End::SameAs(first));
            }
            Step::Refuse(why) => {
                let spec = match why {
                    Refusal::OpIdReused => &problems::OP_ID_REUSED,
                    Refusal::SeqReused => &problems::SEQ_REUSED,
                };
                ends.insert(place, End::Refused { problem: Box::new(spec.now()), quarantined: false });
            }
            Step::Defer(why) => drop(ends.insert(place, End::Deferred(why.as_str()))),
        }
    }
    for (place, unreadable) in read.iter().enumerate().filter_map(|(place, op)| Some((place, op.as_ref().err()?))) {
        let again = unreadable.op_id.and_then(|id| facts.known.get(&id.to_string()));
        let end = match again.filter(|known| known.hash == unreadable.hash) {
            Some(known) => End::Known(known.result.clone()),
            None => End::Refused { problem: Box::new(problems::OP_MALFORMED.now()), quarantined: false },
        };
        ends.insert(place, end);
    }
    let clocks = apply::Clocks { phone_now: input.phone_now, server_now };
    apply::apply(tx, &reach, &known, apply::Sender { user_id, device: &device, desk }, clocks, work, &mut ends)?;

    let mut stored = Stored::default();
    let from = Origin { device: &device, epoch: &epoch, organisation_id: organisation_of(&tx.actor().grants) };
    // What could be read goes first: something that is no operation never takes its id or its number.
    let (unreadable, readable): (Vec<_>, Vec<_>) =
        ends.iter().partition(|(place, _)| read.get(**place).is_some_and(std::result::Result::is_err));
    for (place, end) in readable.into_iter().chain(unreadable) {
        stored.take(tx, &from, read, &input.ops, &facts, *place, end)?;
    }
    let revs = stored.write(tx)?;
    let results = results(read, &ends, &revs, lang);

    device.complete_to = complete_to(&facts, &stored.settled);
    device.last_contact_at = server_now;
    device.last_push_at = Some(server_now);
    device.clock_skew_s = Some(skew);
    device.reported_waiting = input.waiting.map(|c| c.0);
    device.reported_refused = input.refused.map(|c| c.0);
    if is_new {
        queries::insert_device(tx, &device)?
    } else {
        queries::update_device(tx, &device)?
    }
    if stored.is_empty() && !is_new {
        tx.housekeeping("a phone that brought nothing new was heard of");
    } else {
        let action = match way {
            Way::Plain => "sync.pushed",
            Way::Sealed => "sync.sealed_pushed",
        };
        tx.record(device_event(action, &device));
    }
    let feed = queries::feed_state(tx.conn()?)?;
    let have = input.have.map(|m| FeedMark { feed_epoch: m.feed_epoch.into_inner(), rev: m.rev.0 });
    let head = revs.values().copied().max().unwrap_or(feed.head).max(feed.head);
    Ok(PushAnswer {
        results,
        missing_seqs: plan.missing_seqs.into_iter().map(|gap| Gap { from: gap.from, to: gap.to }).collect(),
        server_now,
        clock_skew_s: skew,
        server_rolled_back: standing(&feed, have.as_ref()) == Standing::ServerRolledBack,
        feed: FeedView { feed_epoch: feed.feed_epoch, head, durable_rev: feed.durable_rev },
    })
}

/// The audit line of something a phone did.
pub fn device_event(action: &'static str, device: &Device) -> Event {
    let event = Event::new(action, "device", device.id);
    match device.area_id {
        Some(area_id) => event.in_area(area_id),
        None => event,
    }
}

/// The phone as it will be, and whether it is new.
fn the_device(tx: &mut Tx, user_id: UserId, input: &Push) -> Result<(Device, bool)> {
    let now = tx.now();
    let known = queries::device(tx.conn()?, input.device_id)?;
    let is_new = known.is_none();
    let area_id = tx.actor().grants.first().map(|grant| grant.area_id);
    let mut device = match known {
        Some(device) if device.user_id != user_id => return Err(problems::DEVICE_OF_ANOTHER.now().into()),
        Some(device) if device.revoked_at.is_some() => return Err(problems::DEVICE_REVOKED.now().into()),
        Some(device) => device,
        None => Device {
            id: input.device_id,
            user_id,
            area_id,
            epoch: input.epoch.to_string(),
            complete_to: 0,
            label: None,
            app_version: None,
            schema_version: 0,
            last_contact_at: now,
            last_push_at: None,
            reported_waiting: None,
            reported_refused: None,
            have_rev: 0,
            clock_skew_s: None,
            created_at: now,
            revoked_at: None,
            session_id: None,
        },
    };
    device.area_id = area_id.or(device.area_id);
    device.session_id = tx.actor().session_id;
    if device.epoch != *input.epoch {
        (device.epoch, device.complete_to) = (input.epoch.to_string(), 0);
    }
    device.label = input.label.as_ref().map(ToString::to_string).or(device.label);
    device.app_version = input.app_version.as_ref().map(ToString::to_string).or(device.app_version);
    device.schema_version = input.schema_version.0;
    device.have_rev = input.have.as_ref().map_or(device.have_rev, |mark| mark.rev.0);
    Ok((device, is_new))
}

fn as_pushed(op: &Op) -> PushedOp {
    let key = |entity: &str, id: &str| RecordKey { entity: entity.to_owned(), id: id.to_owned() };
    PushedOp {
        op_id: op.op_id.to_string(),
        hash: op.hash.clone(),
        seq: op.seq,
        record: key(&op.entity, &op.entity_id),
        creates: op.kind == OpKind::Create,
        parents: kind(&op.entity)
            .map(|own| parents(own, op).into_iter().map(|(_, (entity, id))| key(entity, id)).collect())
            .unwrap_or_default(),
        after_seq: op.after_seq,
    }
}

fn facts(tx: &mut Tx, device: &Device, read: &[ReadOp], ops: &[(usize, &Op)], known: &Known) -> Result<Facts<Settled>> {
    // Of what could not be read too: it may come again, and is settled then.
    let ids: Vec<OpId> =
        read.iter().filter_map(|op| op.as_ref().map_or_else(|bad| bad.op_id, |op| Some(op.op_id))).collect();
    let seqs: Vec<i64> =
        read.iter().filter_map(|op| op.as_ref().map_or_else(|bad| bad.seq, |op| Some(op.seq))).collect();
    let settled = queries::settled(tx.conn()?, &ids)?;
    // What cannot be named is looked into, so that it is refused and not waited for.
    let foreign = ops.iter().filter(|(_, op)| kind(&op.entity).is_none());
    let foreign = foreign.map(|(_, op)| RecordKey { entity: op.entity.clone(), id: op.entity_id.clone() });
    Ok(Facts {
        known: settled
            .into_iter()
            .map(|s| (s.op_id.clone(), KnownOp { hash: s.payload_hash.clone(), result: s }))
            .collect(),
        complete_to: device.complete_to,
        seqs: queries::numbered(tx.conn()?, device, &seqs)?,
        records: known.now.keys().chain(known.before.keys()).chain(&known.refused).cloned().chain(foreign).collect(),
    })
}

/// Up to where every number of this epoch has arrived.
fn complete_to(facts: &Facts<Settled>, settled: &[SettledOp<'_>]) -> i64 {
    let arrived: BTreeSet<i64> = facts.seqs.keys().copied().chain(settled.iter().map(|row| row.seq)).collect();
    let mut to = facts.complete_to;
    while arrived.contains(&(to + 1)) {
        to += 1;
    }
    to
}

/// What will be written of operations that came to an end.
#[derive(Debug, Default)]
struct Stored<'a> {
    settled: Vec<SettledOp<'a>>,
    refused: Vec<RefusedOp>,
    /// The numbers and ids among them.
    seqs: BTreeSet<i64>,
    ids: BTreeSet<OpId>,
}

impl<'a> Stored<'a> {
    fn is_empty(&self) -> bool {
        self.settled.is_empty() && self.refused.is_empty()
    }

    #[expect(clippy::too_many_arguments, reason = "everything that is known of one operation")]
    fn take(
        &mut self,
        tx: &mut Tx,
        from: &Origin<'_, 'a>,
        read: &'a [ReadOp],
        sent: &[Value],
        facts: &Facts<Settled>,
        place: usize,
        end: &'a End,
    ) -> Result<()> {
        let (Some(read), Some(sent)) = (read.get(place), sent.get(place)) else { return Ok(()) };
        let (op_id, seq, hash) = match read {
            Ok(op) => (Some(op.op_id), Some(op.seq), &op.hash),
            Err(op) => (op.op_id, op.seq, &op.hash),
        };
        let op = read.as_ref().ok();
        let (status, code, field) = match end {
            End::Settled(done) => (done.status, done.code, None),
            End::Refused { problem, .. } => (OpStatus::Refused, Some(problem.spec.code), field_of(problem)),
            End::Deferred(_) | End::Known(_) | End::SameAs(_) => return Ok(()),
        };
        if let End::Refused { quarantined, .. } = end {
            let why = Why { code: code.unwrap_or_default(), field: field.clone(), quarantined: *quarantined };
            self.refused.push(kept(tx, from, read, sent, why)?);
        }
        let (Some(op_id), Some(seq)) = (op_id, seq) else { return Ok(()) };
        // An id or a number that belongs to another operation is not given twice.
        let taken = facts.known.contains_key(&op_id.to_string())
            || facts.seqs.contains_key(&seq)
            || self.seqs.contains(&seq)
            || self.ids.contains(&op_id);
        if taken {
            return Ok(());
        }
        let changed = matches!(end, End::Settled(done) if done.changed);
        if !changed {
            tx.touch("sync_op", op_id, FeedKind::Upsert, None);
        }
        self.seqs.insert(seq);
        self.ids.insert(op_id);
        self.settled.push(SettledOp {
            op_id,
            device_id: from.device.id,
            epoch: from.epoch,
            seq,
            user_id: from.device.user_id,
            entity: op.map(|op| op.entity.as_str()).unwrap_or_default(),
            entity_id: op.map(|op| op.entity_id.as_str()).unwrap_or_default(),
            kind: op.map(|op| op.kind.as_str()).unwrap_or_default(),
            payload_hash: hash,
            status,
            code,
            field,
            rev: 0,
            occurred_at: op.map(|op| op.occurred_at),
            received_at: tx.now(),
        });
        Ok(())
    }

    /// Writes it all, with the feed numbers of what was changed; the number of each operation.
    fn write(&mut self, tx: &mut Tx) -> Result<HashMap<OpId, i64>> {
        if self.is_empty() {
            return Ok(HashMap::new());
        }
        let revs = tx.revs()?;
        for row in &mut self.settled {
            let of = |entity: &str, id: &str| revs.get(&(entity, id)).copied();
            row.rev = of("sync_op", row.op_id.as_str()).or_else(|| of(row.entity, row.entity_id)).unwrap_or_default();
        }
        queries::insert_settled(tx, &self.settled)?;
        queries::insert_refused(tx, &self.refused)?;
        Ok(self.settled.iter().map(|row| (row.op_id, row.rev)).collect())
    }
}

/// The field at fault, without its pointer's slash.
fn field_of(problem: &Problem) -> Option<String> {
    problem.errors.first().map(|issue| issue.pointer.trim_start_matches('/').to_owned())
}

fn results(read: &[ReadOp], ends: &BTreeMap<usize, End>, revs: &HashMap<OpId, i64>, lang: Lang) -> Vec<OpResult> {
    let result = |place: usize, end: &End| {
        let op_id = read.get(place).and_then(|op| op.as_ref().map_or_else(|bad| bad.op_id, |op| Some(op.op_id)));
        let rev = op_id.as_ref().and_then(|id| revs.get(id).copied());
        let plain = OpResult {
            place,
            op_id: op_id.map(|id| id.to_string()),
            status: OpStatus::Accepted,
            was: None,
            code: None,
            field: None,
            reason: None,
            rev,
        };
        match end {
            End::Settled(done) => OpResult { status: done.status, code: done.code.map(str::to_owned), ..plain },
            End::Refused { problem, .. } => {
                let issue = problem.errors.first().map(|issue| lang.pick(issue.detail).to_owned());
                OpResult {
                    status: OpStatus::Refused,
                    code: Some(problem.spec.code.to_owned()),
                    field: field_of(problem),
                    reason: Some(issue.unwrap_or_else(|| lang.pick(problem.spec.title).to_owned())),
                    ..plain
                }
            }
            End::Deferred(why) => OpResult { status: OpStatus::Deferred, code: Some((*why).to_owned()), ..plain },
            End::Known(settled) => OpResult {
                status: OpStatus::Duplicate,
                was: Some(settled.status),
                code: settled.code.clone(),
                field: settled.field.clone(),
                rev: Some(settled.rev),
                ..plain
            },
            End::SameAs(_) => OpResult { status: OpStatus::Duplicate, ..plain },
        }
    };
    let mut all: Vec<OpResult> = ends.iter().map(|(place, end)| result(*place, end)).collect();
    let first: HashMap<usize, (OpStatus, Option<String>)> =
        all.iter().map(|r| (r.place, (r.status, r.code.clone()))).collect();
    for (place, end) in ends {
        if let End::SameAs(other) = end
            && let (Some(result), Some((was, code))) = (all.iter_mut().find(|r| r.place == *place), first.get(other))
        {
            (result.was, result.code) = (Some(*was), code.clone());
        }
    }
    all
}
