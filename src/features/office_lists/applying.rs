//! Enters what a list says, some rows at a time: each row is held against the record once more, and what no longer fits stays out.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::Finding,
    matching::{Judged, judge, manner},
    model::{ListKind, ListRow, ListState, OfficeList},
    queries,
    said::{Answer, Said},
    settling::Settlement,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Result,
        id::{EnrolmentId, PersonId, RenewalId},
        month::Month,
        scheme::Scheme,
        text::Code,
    },
    db::{Event, FeedKind, InScope, Tx, scoped},
    features::{
        enrolments::{self, Enrolment, IssueEnrolment, RefuseEnrolment},
        renewals,
    },
};

/// Rows of one transaction.
const AT_ONCE: i64 = 50;

/// Enters the next rows that were ordered; without any left the list is ready again.
///
/// # Errors
/// When the database fails.
pub fn apply_part(tx: &mut Tx, scope: &Scope, list: &InScope<OfficeList>) -> Result<()> {
    let rows = queries::ordered(tx.conn()?, list, AT_ONCE)?;
    let mut new = OfficeList { rev: list.rev + 1, ..(**list).clone() };
    let action = if rows.is_empty() {
        new.state = ListState::Ready;
        "office_list.applied"
    } else {
        apply_rows(tx, scope, list, rows)?;
        "office_list.rows_applied"
    };
    queries::update(tx, &new)?;
    tx.record(Event::new(action, "office_list", list.id).in_area(list.area_id).fields(["rows", "state"]));
    Ok(())
}

fn apply_rows(tx: &mut Tx, scope: &Scope, list: &InScope<OfficeList>, rows: Vec<ListRow>) -> Result<()> {
    let seals = tx.seals();
    let manner = manner(tx.conn()?, seals, list)?;
    let mut saids = Vec::with_capacity(rows.len());
    for row in &rows {
        saids.push(row.said(seals, &manner)?.unwrap_or_default());
    }
    let judged = judge(tx.conn()?, scope, seals, list, &saids)?;
    let ids: Vec<EnrolmentId> = judged.iter().filter_map(|judged| judged.enrolment_id).collect();
    let found = enrolments::found_enrolments(tx.conn()?, scope, &ids)?;
    let found: BTreeMap<EnrolmentId, InScope<Enrolment>> = found.into_iter().map(|row| (row.id, row)).collect();
    let (mut answered, mut ended) = (BTreeSet::new(), BTreeSet::new());
    for ((old, said), judged) in rows.into_iter().zip(&saids).zip(&judged) {
        let done = match list.kind {
            ListKind::Answers => answer(tx, &found, said, judged, &mut answered)?,
            ListKind::Expiries => end(tx, scope, list, said, judged, &mut ended)?,
            ListKind::Participants => Done::Otherwise,
        };
        save(tx, old, judged, done)?;
    }
    Ok(())
}

/// What became of a row.
enum Done {
    /// It was entered.
    Entered(Option<RenewalId>),
    /// An earlier row speaks of the same; this one is looked at again after that.
    Later,
    /// It no longer comes to what it did.
    Otherwise,
    /// The record refuses it.
    Refused,
}

fn save(tx: &mut Tx, old: ListRow, judged: &Judged, done: Done) -> Result<()> {
    let mut new = ListRow { rev: old.rev + 1, ..old };
    match done {
        Done::Later => return Ok(()),
        Done::Entered(renewal) => {
            judged.put_into(&mut new);
            new.renewal_id = renewal.or(new.renewal_id);
            (new.settled_as, new.settled_by) = (Some(Settlement::Applied), tx.actor().user_id);
            new.settled_at = Some(tx.now());
        }
        Done::Otherwise => {
            judged.put_into(&mut new);
            new.settled_as = None;
        }
        Done::Refused => (new.finding, new.settled_as) = (Finding::NotHandedIn, None),
    }
    queries::update_row(tx, &new)
}

/// Enters an answer: the same step that somebody would take by hand.
fn answer(
    tx: &mut Tx,
    found: &BTreeMap<EnrolmentId, InScope<Enrolment>>,
    said: &Said,
    judged: &Judged,
    answered: &mut BTreeSet<EnrolmentId>,
) -> Result<Done> {
    let (Finding::Ready, Some(id), Some(answer)) = (judged.finding, judged.enrolment_id, &said.answer) else {
        return Ok(Done::Otherwise);
    };
    let Some(old) = found.get(&id) else { return Ok(Done::Otherwise) };
    if !answered.insert(id) {
        return Ok(Done::Later);
    }
    let taken = tx.attempt(|tx| take(tx, old, answer))?;
    Ok(if taken.is_ok() { Done::Entered(None) } else { Done::Refused })
}

/// Takes the step that an answer means. The audit line is the caller's.
///
/// # Errors
/// Those of `enrolments::issue` and `enrolments::refuse`.
pub fn take(tx: &mut Tx, old: &InScope<Enrolment>, answer: &Answer) -> Result<()> {
    match answer {
        Answer::Issued { number, on } => {
            enrolments::issue(tx, old, &IssueEnrolment { number: number.clone(), issued_on: *on })?;
        }
        Answer::Refused { reason, why, on } => {
            let reason = Code::parse(reason).ok_or_else(|| Error::internal("a reason that is no code"))?;
            enrolments::refuse(tx, old, &RefuseEnrolment { reason, why: why.clone(), on: *on })?;
        }
    }
    tx.touch("enrolment", old.id, FeedKind::Upsert, Some(old.area_id));
    Ok(())
}

/// Enters an end that is not recorded here. When it began the office does not say: the last day is the only one it proves.
fn end(
    tx: &mut Tx,
    scope: &Scope,
    list: &InScope<OfficeList>,
    said: &Said,
    judged: &Judged,
    ended: &mut BTreeSet<(PersonId, Scheme)>,
) -> Result<Done> {
    let (Finding::UnknownRenewal, Some(paid_to), Some(scheme)) = (judged.finding, said.paid_to, said.scheme) else {
        return Ok(Done::Otherwise);
    };
    let Some((person_id, household_id, area_id)) = judged.person else { return Ok(Done::Otherwise) };
    if !ended.insert((person_id, scheme)) {
        return Ok(Done::Later);
    }
    if !scoped::reaches_for(tx.conn()?, scope, area_id, list.organisation_id)? {
        return Ok(Done::Otherwise);
    }
    let paid = renewals::Paid {
        enrolment_id: None,
        person_id,
        household_id,
        area_id,
        organisation_id: list.organisation_id,
        collector_id: None,
        scheme,
        covered_from: paid_to,
        paid_to,
        lapsed_after: lapsed_after(scheme, paid_to),
    };
    Ok(Done::Entered(Some(renewals::follow(tx, paid)?.id)))
}

/// The last day on which nobody is lapsed whose period ended so, however it was paid: contributions of the next month are due by
/// its end at the earliest (Luật 41/2024/QH15, Điều 36); a card ends with its last day.
fn lapsed_after(scheme: Scheme, paid_to: Day) -> Day {
    if scheme == Scheme::BhxhTn { Month::of(paid_to).plus(1).last() } else { paid_to }
}
