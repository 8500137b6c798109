//! Writes visits, one or many, with what follows from them. Reads the facts in bulk, lets `decide` judge each visit,
//! writes the accepted ones in bulk. Gives feed numbers; the audit line is the caller's.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    decide::{self, Door, Facts, NewFollowUp, NewVisit, Origin, Verdict},
    model::{FollowUp, FollowUpOrigin, FollowUpStatus, MetPerson, Visit, VisitInterest},
    outcome::Warning,
    problems::Refused,
    queries_bulk as bulk,
    queries_figures::{self as figures, Counting},
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Moment, Result,
        id::{FollowUpId, HouseholdId, UserId, VisitId},
    },
    db::{FeedKind, Place, Seals, Tx},
    features::{
        funnel::{Reach, Sums},
        people,
    },
};

/// A visit that was taken.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// As it was written.
    pub visit: Visit,
    /// What is worth a look.
    pub warnings: BTreeSet<Warning>,
}

/// What one batch writes.
#[derive(Default)]
struct Batch {
    visits: Vec<Visit>,
    met: Vec<MetPerson>,
    said: Vec<VisitInterest>,
    /// New follow-ups.
    left: BTreeMap<FollowUpId, FollowUp>,
    /// Where follow-ups that were there before stand now, and by which visit.
    turned: BTreeMap<FollowUpId, (FollowUpStatus, Option<VisitId>)>,
    /// Corrected visits, each with its correction.
    amended: BTreeMap<VisitId, VisitId>,
}

/// Records visits in the order given; each is taken or refused by itself. Not for an empty list: it writes nothing then.
///
/// Writes multi-row, gives a feed number to every visit and follow-up that is new or changed, and records no audit
/// line: the caller does, once.
///
/// # Errors
/// When the database fails; then nothing of the batch stands.
pub fn insert_many(
    tx: &mut Tx,
    scope: &Scope,
    visits: Vec<(NewVisit, Origin)>,
) -> Result<Vec<std::result::Result<Recorded, Refused>>> {
    let reported: Vec<&NewVisit> = visits.iter().map(|(new, _)| new).collect();
    let mut facts = bulk::facts(tx, scope, &reported)?;
    let (mut batch, mut results) = (Batch::default(), Vec::with_capacity(visits.len()));
    for (new, origin) in visits {
        results.push(match decide::decide(&facts, &new, &origin, Id::new()) {
            Err(refused) => Err(refused),
            Ok(verdict) => {
                facts.take(&new, &verdict);
                let warnings = verdict.warnings.clone();
                batch.add(tx.seals(), tx.now(), new, &origin, verdict)?;
                Ok(warnings)
            }
        });
    }
    batch.write(tx, &facts)?;
    let mut written = batch.visits.into_iter();
    let whole = |result: std::result::Result<_, Refused>| match result {
        Err(refused) => Ok(Err(refused)),
        Ok(warnings) => {
            let visit = written.next().ok_or_else(|| Error::internal("a visit that was taken was not written"))?;
            Ok(Ok(Recorded { visit, warnings }))
        }
    };
    results.into_iter().map(whole).collect()
}

/// Seals a text for a column of a row.
pub(super) fn seal(
    seals: &Seals,
    table: &'static str,
    column: &'static str,
    row: &str,
    text: Option<&str>,
) -> Result<Option<String>> {
    text.map(|text| seals.seal(Place { table, column, row }, text)).transpose()
}

/// Opens what was sealed for a column of a row.
pub(super) fn open(
    seals: &Seals,
    table: &'static str,
    column: &'static str,
    row: &str,
    sealed: Option<&str>,
) -> Result<Option<String>> {
    sealed.map(|sealed| seals.open(Place { table, column, row }, sealed)).transpose()
}

impl Batch {
    fn add(&mut self, seals: &Seals, now: Moment, new: NewVisit, origin: &Origin, verdict: Verdict) -> Result<()> {
        let id = new.id;
        let row = id.to_string();
        let reason = new.amends.as_ref().map(|a| a.reason.as_str());
        self.met.extend(verdict.people.iter().map(|person| MetPerson { visit_id: id, person_id: *person }));
        self.said.extend(verdict.interests.iter().map(|said| VisitInterest {
            visit_id: id,
            person_id: said.person_id,
            scheme: said.scheme,
            interest: said.interest,
        }));
        if let Some(amends) = &new.amends {
            self.amended.insert(amends.visit_id, id);
        }
        self.turn(&verdict.keeps, FollowUpStatus::Kept, Some(id), now);
        self.turn(&verdict.reopens, FollowUpStatus::Open, None, now);
        self.turn(&verdict.withdraws, FollowUpStatus::Withdrawn, Some(id), now);
        self.visits.push(Visit {
            id,
            household_id: new.household_id,
            area_id: verdict.area_id,
            user_id: verdict.user_id,
            organisation_id: new.organisation_id,
            campaign_id: new.campaign_id,
            device_id: origin.device_id,
            outing_id: new.outing_id,
            occurred_at: new.occurred_at,
            counted_at: verdict.counted_at,
            counted_on: verdict.counted_at.day(),
            clock_suspect: verdict.clock_suspect,
            outcome: new.outcome,
            reason: new.reason,
            place_state: new.place_state,
            duration_min: new.duration_min,
            note_sealed: seal(seals, "visits", "note_sealed", &row, new.note.as_deref())?,
            seal_key: seals.key_number()?,
            amends_id: new.amends.as_ref().map(|a| a.visit_id),
            amend_reason_sealed: seal(seals, "visits", "amend_reason_sealed", &row, reason)?,
            amended_by_id: None,
            created_at: now,
            rev: 1,
            reached: verdict.reached,
            led_on: false,
        });
        if let Some((given, from)) = verdict.follow_up {
            let left = Left { given, from, by: verdict.user_id, now };
            let follow_up = left.at(seals, self.visits.last())?;
            self.left.extend(follow_up.map(|f| (f.id, f)));
        }
        Ok(())
    }

    /// Follow-ups of this very batch change before they are written, others afterwards.
    fn turn(&mut self, ids: &BTreeSet<FollowUpId>, status: FollowUpStatus, by: Option<VisitId>, now: Moment) {
        for id in ids {
            match self.left.get_mut(id) {
                Some(new) => {
                    (new.status, new.closed_by_visit_id) = (status, by);
                    new.closed_at = by.map(|_| now);
                }
                None => drop(self.turned.insert(*id, (status, by))),
            }
        }
    }

    fn write(&mut self, tx: &mut Tx, facts: &Facts) -> Result<()> {
        let older: Vec<VisitId> =
            self.amended.keys().filter(|id| !self.visits.iter().any(|row| row.id == **id)).copied().collect();
        let older = figures::counting(tx, &older)?;
        self.inherit(&older);
        bulk::insert_visits(tx, &self.visits, &self.met, &self.said)?;
        let left: Vec<FollowUp> = self.left.values().cloned().collect();
        bulk::insert_follow_ups(tx, &left)?;
        let mut together: BTreeMap<(FollowUpStatus, Option<VisitId>), Vec<FollowUpId>> = BTreeMap::new();
        for (id, stand) in &self.turned {
            together.entry(*stand).or_default().push(*id);
        }
        for ((status, by), ids) in together {
            let closed_at = by.map(|_| tx.now());
            bulk::turn_follow_ups(tx, &ids, status, by, closed_at)?;
        }
        for (first, by) in &self.amended {
            bulk::mark_amended(tx, *first, *by)?;
            for row in self.visits.iter_mut().filter(|row| row.id == *first) {
                (row.amended_by_id, row.rev) = (Some(*by), row.rev + 1);
            }
        }
        self.count(tx, &older);
        self.touch(tx, facts);
        let mut homes: Vec<HouseholdId> = self.visits.iter().map(|row| row.household_id).collect();
        homes.extend(older.iter().map(|row| row.household_id));
        figures::note_calls(tx, &homes)?;
        self.note_homes(tx, facts, &older)
    }

    /// Notes of the households that were reached for the first time that they were, and of those of corrected visits how far
    /// anybody came now.
    fn note_homes(&self, tx: &mut Tx, facts: &Facts, older: &[Counting]) -> Result<()> {
        let corrected: BTreeSet<HouseholdId> =
            older.iter().filter(|row| row.reached > Reach::Nowhere).map(|row| row.household_id).collect();
        figures::note_farthest(tx, &corrected.iter().copied().collect::<Vec<_>>())?;
        let new =
            self.visits.iter().filter(|row| row.amended_by_id.is_none() && !corrected.contains(&row.household_id));
        let came_to = |reach: Reach, known: fn(&Door) -> bool| -> Vec<HouseholdId> {
            let far = new.clone().filter(|row| row.reached >= reach).map(|row| row.household_id);
            let first = far.filter(|home| !facts.doors.get(home).is_some_and(known));
            first.collect::<BTreeSet<_>>().into_iter().collect()
        };
        people::note_called(tx, &came_to(Reach::Door, |door| door.called), true)?;
        people::note_met(tx, &came_to(Reach::People, |door| door.met), true)
    }

    /// What a sign-up names stays named when it is corrected.
    fn inherit(&mut self, older: &[Counting]) {
        let mut named: BTreeSet<VisitId> = older.iter().filter(|row| row.led_on).map(|row| row.id).collect();
        for row in &mut self.visits {
            row.led_on = row.amends_id.is_some_and(|first| named.contains(&first));
            if row.led_on {
                named.insert(row.id);
            }
        }
    }

    /// Counts what stands now, and no longer what was corrected.
    fn count(&self, tx: &mut Tx, older: &[Counting]) {
        let standing = self.visits.iter().filter(|row| row.amended_by_id.is_none());
        let standing: Vec<Counting> = standing.map(Counting::from).collect();
        let counted = standing.iter().map(|row| row.counted(1)).chain(older.iter().map(|row| row.counted(-1)));
        tx.count(Sums::SHEET, counted);
    }

    fn touch(&self, tx: &mut Tx, facts: &Facts) {
        for row in &self.visits {
            tx.touch("visit", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        for first in self.amended.keys() {
            tx.touch("visit", *first, FeedKind::Upsert, facts.visits.get(first).map(|v| v.area_id));
        }
        for row in self.left.values() {
            tx.touch("follow_up", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        for id in self.turned.keys() {
            tx.touch("follow_up", *id, FeedKind::Upsert, facts.promises.get(id).map(|p| p.area_id));
        }
    }
}

/// A follow-up that a visit leaves behind.
struct Left {
    given: NewFollowUp,
    from: FollowUpOrigin,
    /// Who was at the door; goes back there, too.
    by: Option<UserId>,
    now: Moment,
}

impl Left {
    fn at(self, seals: &Seals, visit: Option<&Visit>) -> Result<Option<FollowUp>> {
        let Self { given, from, by, now } = self;
        let Some(visit) = visit else { return Ok(None) };
        let note_sealed = seal(seals, "follow_ups", "note_sealed", given.id.as_str(), given.note.as_deref())?;
        Ok(Some(FollowUp {
            id: given.id,
            household_id: visit.household_id,
            person_id: given.person_id,
            area_id: visit.area_id,
            scheme: given.scheme,
            due_from: given.due_from,
            due_to: given.due_to,
            priority: given.priority,
            origin: from,
            origin_visit_id: Some(visit.id),
            assigned_to: by,
            status: FollowUpStatus::Open,
            closed_by_visit_id: None,
            closed_at: None,
            closed_why_sealed: None,
            note_sealed,
            seal_key: seals.key_number()?,
            created_by: by,
            created_at: now,
            rev: 1,
        }))
    }
}
