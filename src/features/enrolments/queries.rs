//! SQL of enrolments and their batches. What hangs on them stands in `queries_parts`, what decides about a new one in
//! `queries_facts`.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    kinds::Kind,
    lifecycle::{INSURED, LOST, Status, Step, WITH_OFFICE},
    model::{Batch, Enrolment, Source},
    queries_figures::STOPS,
    queries_joining, queries_parts,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, EnrolmentBatchId, EnrolmentId, OrganisationId, PersonId, UserId},
        problem::ALREADY_EXISTS,
        scheme::Scheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        cells::whole_time,
        schema::{area_closure, enrolment_batches, enrolment_counts, enrolment_receipts, enrolment_steps, enrolments},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "enrolments_pkey", sqlite: "enrolments.id" };
const ONE_BATCH_PER_ID: UniqueRule = UniqueRule { postgres: "enrolment_batches_pkey", sqlite: "enrolment_batches.id" };

pub fn find(conn: &mut Conn, scope: &Scope, id: EnrolmentId) -> Result<Option<InScope<Enrolment>>> {
    scoped::first(conn, scoped::each::enrolments(scope).filter(enrolments::id.eq(id)).select(Enrolment::as_select()))
}

/// Those of these that are there and within the scope.
pub fn found_among(conn: &mut Conn, scope: &Scope, ids: &[EnrolmentId]) -> Result<BTreeSet<EnrolmentId>> {
    let found: Vec<EnrolmentId> =
        scoped::each::enrolments(scope).filter(among(enrolments::id, ids)).select(enrolments::id).load(conn)?;
    Ok(found.into_iter().collect())
}

/// The enrolments with these ids that are there and within the scope, by id.
pub fn found(conn: &mut Conn, scope: &Scope, ids: &[EnrolmentId]) -> Result<Vec<InScope<Enrolment>>> {
    let query = scoped::each::enrolments(scope).filter(among(enrolments::id, ids)).order(enrolments::id);
    scoped::all(conn, query.select(Enrolment::as_select()))
}

/// The enrolments of these people with one organisation that lie within the scope, by id.
pub fn of_people(
    conn: &mut Conn,
    scope: &Scope,
    organisation_id: OrganisationId,
    people: &[PersonId],
) -> Result<Vec<InScope<Enrolment>>> {
    let query = scoped::enrolments(scope)
        .filter(among(enrolments::person_id, people))
        .filter(enrolments::organisation_id.eq(organisation_id))
        .order(enrolments::id);
    scoped::all(conn, query.select(Enrolment::as_select()))
}

/// Sign-ups of an organisation that cover some of a time.
#[derive(Debug, Clone, Copy)]
pub struct Covering {
    pub organisation_id: OrganisationId,
    /// In this area and everything that lies in it.
    pub area_id: AreaId,
    pub scheme: Option<Scheme>,
    pub from: Day,
    pub to: Day,
}

/// Those that the office has: handed in, not sent back, and nothing of the time given back; by id, after one of them.
pub fn covering(
    conn: &mut Conn,
    scope: &Scope,
    asked: Covering,
    after: Option<EnrolmentId>,
    most: i64,
) -> Result<Vec<Enrolment>> {
    let mut query = in_area(scoped::enrolments(scope), asked.area_id)
        .filter(enrolments::organisation_id.eq(asked.organisation_id))
        .filter(enrolments::step.eq_any(WITH_OFFICE))
        .filter(enrolments::period_from.le(asked.to))
        .filter(enrolments::kept_to.ge(asked.from));
    if let Some(scheme) = asked.scheme {
        query = query.filter(enrolments::scheme.eq(scheme));
    }
    if let Some(after) = after {
        query = query.filter(enrolments::id.gt(after));
    }
    Ok(query.order(enrolments::id).limit(most).select(Enrolment::as_select()).load(conn)?)
}

/// Which enrolments a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub collector_id: Option<UserId>,
    pub person_id: Option<PersonId>,
    pub batch_id: Option<EnrolmentBatchId>,
    pub scheme: Option<Scheme>,
    pub status: Option<Status>,
    pub kind: Option<Kind>,
    /// Only those that go on, or only those that do not.
    pub renewed: Option<bool>,
    /// By a receipt that stands, paid within.
    pub paid: Span,
    /// Paid, not sent back, and its cover began within.
    pub insured: Span,
    /// Its cover was given up or paid back, and its last day lay within.
    pub lost: Span,
    pub counted: Counted,
    pub stopped: Stopped,
}

/// From which day on, until which: either may be open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Span {
    /// Its first and last day, where any is asked for.
    fn days(self) -> Option<(Day, Day)> {
        let (first, last) = whole_time();
        (self != Self::default()).then(|| (self.from.unwrap_or(first), self.to.unwrap_or(last)))
    }
}

/// Narrows sign-ups to those paid then, to those whose cover began then, and to those whose cover was lost then. Of a cover that
/// never began nothing was lost.
fn covering_then(mut query: Rows, filter: &Filter) -> Rows {
    let receipts = || enrolment_receipts::table.filter(enrolment_receipts::voided_at.is_null());
    if let Some((from, to)) = filter.paid.days() {
        let paid = receipts().filter(enrolment_receipts::paid_on.between(from, to));
        query = query.filter(enrolments::id.eq_any(paid.select(enrolment_receipts::enrolment_id)));
    }
    if let Some((from, to)) = filter.insured.days() {
        query = query
            .filter(enrolments::step.eq_any(INSURED))
            .filter(enrolments::starts_on.between(from, to))
            .filter(enrolments::kept_to.ge(enrolments::starts_on))
            .filter(enrolments::id.eq_any(receipts().select(enrolment_receipts::enrolment_id)));
    }
    if let Some((from, to)) = filter.lost.days() {
        query = query
            .filter(enrolments::step.eq_any(LOST))
            .filter(enrolments::kept_to.between(from, to))
            .filter(enrolments::kept_to.ge(enrolments::starts_on));
    }
    query
}

/// Which of them were given up with a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stopped {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub reason: Option<String>,
}

/// Narrows sign-ups to those that were given up then.
fn given_up(query: Rows, stopped: &Stopped) -> Rows {
    if *stopped == Stopped::default() {
        return query;
    }
    let (first, last) = whole_time();
    let (from, to) = (stopped.from.unwrap_or(first), stopped.to.unwrap_or(last));
    let steps = enrolment_steps::table
        .filter(enrolment_steps::to_step.eq_any(STOPS))
        .filter(enrolment_steps::reason.is_not_null())
        .filter(enrolment_steps::at.ge(from.begins_at()))
        .filter(enrolment_steps::at.lt(to.plus_days(1).begins_at()))
        .select(enrolment_steps::enrolment_id);
    match &stopped.reason {
        Some(reason) => query.filter(enrolments::id.eq_any(steps.filter(enrolment_steps::reason.eq(reason.clone())))),
        None => query.filter(enrolments::id.eq_any(steps)),
    }
}

/// Which of them count where and when.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    pub area_id: Option<AreaId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub channel: Option<Source>,
    pub campaign_id: Option<CampaignId>,
    pub user_id: Option<UserId>,
    /// Those that came at least so far.
    pub reached: Option<Step>,
}

/// Narrows sign-ups to those that count there and then.
fn counting(mut query: Rows, counted: &Counted) -> Rows {
    if let Some(channel) = counted.channel {
        query = query.filter(enrolments::source.eq(channel));
    }
    if let Some(user) = counted.user_id {
        query = query.filter(enrolments::created_by.eq(user));
    }
    let asked = counted.from.is_some() || counted.to.is_some() || counted.reached.is_some();
    if !asked && counted.area_id.is_none() && counted.campaign_id.is_none() {
        return query;
    }
    let (first, last) = whole_time();
    let rows = enrolment_counts::table
        .filter(enrolment_counts::on_day.between(counted.from.unwrap_or(first), counted.to.unwrap_or(last)))
        .filter(enrolment_counts::reached.eq_any(counted.reached.unwrap_or(Step::Promised).and_on()))
        .select(enrolment_counts::enrolment_id);
    let below = |area_id: AreaId| {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        enrolment_counts::area_id.eq_any(below.select(area_closure::descendant_id))
    };
    let of = |campaign: CampaignId| enrolment_counts::campaign_id.eq(campaign);
    match (counted.area_id, counted.campaign_id) {
        (Some(area), Some(campaign)) => {
            query.filter(enrolments::id.eq_any(rows.filter(below(area)).filter(of(campaign))))
        }
        (Some(area), None) => query.filter(enrolments::id.eq_any(rows.filter(below(area)))),
        (None, Some(campaign)) => query.filter(enrolments::id.eq_any(rows.filter(of(campaign)))),
        (None, None) => query.filter(enrolments::id.eq_any(rows)),
    }
}

type Rows = enrolments::BoxedQuery<'static, crate::db::Backend>;

fn in_area(query: Rows, area_id: AreaId) -> Rows {
    query.filter(
        enrolments::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ),
    )
}

/// Those whose status, which follows from the step and the days, is this one today.
fn standing(query: Rows, status: Status, today: Day) -> Rows {
    let query = query.filter(enrolments::step.eq(status.step()));
    match status {
        Status::Issued => query.filter(enrolments::starts_on.gt(today)),
        Status::Active => query.filter(enrolments::starts_on.le(today)).filter(enrolments::kept_to.ge(today)),
        Status::Ended => query.filter(enrolments::starts_on.le(today)).filter(enrolments::kept_to.lt(today)),
        _ => query,
    }
}

/// Enrolments within the scope that a filter lets through.
fn matching(scope: &Scope, filter: &Filter) -> Rows {
    let mut query = scoped::enrolments(scope);
    if let Some(area_id) = filter.area_id {
        query = in_area(query, area_id);
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(enrolments::organisation_id.eq(organisation));
    }
    if let Some(collector) = filter.collector_id {
        query = query.filter(enrolments::collector_id.eq(collector));
    }
    if let Some(person) = filter.person_id {
        query = query.filter(enrolments::person_id.eq(person));
    }
    if let Some(batch) = filter.batch_id {
        query = query.filter(enrolments::batch_id.eq(batch));
    }
    if let Some(scheme) = filter.scheme {
        query = query.filter(enrolments::scheme.eq(scheme));
    }
    if let Some(status) = filter.status {
        query = standing(query, status, scope.today());
    }
    if let Some(kind) = filter.kind {
        query = query.filter(enrolments::kind.eq(kind));
    }
    query = match filter.renewed {
        Some(true) => query.filter(enrolments::kind.eq(Kind::Renewed)),
        Some(false) => query.filter(enrolments::kind.ne(Kind::Renewed)),
        None => query,
    };
    covering_then(given_up(counting(query, &filter.counted), &filter.stopped), filter)
}

/// How many a filter lets through.
pub fn count(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<i64> {
    Ok(matching(scope, filter).count().get_result(conn)?)
}

/// Enrolments, the newest first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Enrolment>> {
    let mut query = matching(scope, filter);
    if let Some(after) = &cursor.after {
        query = query.filter(enrolments::id.lt(after.clone()));
    }
    let rows = query.order(enrolments::id.desc()).limit(cursor.fetch()).select(Enrolment::as_select()).load(conn)?;
    Ok(cursor.page(rows, |e: &Enrolment| e.id.to_string()))
}

/// The enrolments of a person that lie within the scope, the newest first.
pub fn of_person(conn: &mut Conn, scope: &Scope, person: PersonId) -> Result<Vec<Enrolment>> {
    Ok(scoped::enrolments(scope)
        .filter(enrolments::person_id.eq(person))
        .order(enrolments::id.desc())
        .select(Enrolment::as_select())
        .load(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Enrolment) -> Result<()> {
    diesel::insert_into(enrolments::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

/// Writes what a step changes.
pub fn update(tx: &mut Tx, old: &InScope<Enrolment>, new: &Enrolment) -> Result<()> {
    diesel::update(enrolments::table.find(old.id))
        .set((
            enrolments::step.eq(new.step),
            enrolments::kept_to.eq(new.kept_to),
            enrolments::batch_id.eq(new.batch_id),
            enrolments::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Writes what another quote says. A receipt that stands counts for what the sign-up is now.
pub fn update_quote(tx: &mut Tx, old: &InScope<Enrolment>, new: &Enrolment) -> Result<()> {
    diesel::update(enrolments::table.find(old.id))
        .set((
            &new.quote,
            enrolments::kept_to.eq(new.kept_to),
            enrolments::kind.eq(new.kind),
            enrolments::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    if let Some(standing) = queries_parts::receipts(tx.conn()?, &[old.id])?.remove(&old.id) {
        queries_joining::count(tx, old, standing.paid_on, -1)?;
        queries_joining::count(tx, new, standing.paid_on, 1)?;
    }
    Ok(())
}

pub fn find_batch(conn: &mut Conn, scope: &Scope, id: EnrolmentBatchId) -> Result<Option<InScope<Batch>>> {
    let query = scoped::each::enrolment_batches(scope).filter(enrolment_batches::id.eq(id));
    scoped::first(conn, query.select(Batch::as_select()))
}

/// Which batches a list shows.
#[derive(Debug, Clone, Default)]
pub struct BatchFilter {
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Option<Scheme>,
}

/// Batches, the newest first.
pub fn batches(conn: &mut Conn, scope: &Scope, filter: &BatchFilter, cursor: &Cursor) -> Result<Page<Batch>> {
    let mut query = scoped::enrolment_batches(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(enrolment_batches::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(enrolment_batches::organisation_id.eq(organisation));
    }
    if let Some(scheme) = filter.scheme {
        query = query.filter(enrolment_batches::scheme.eq(scheme));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(enrolment_batches::id.lt(after.clone()));
    }
    let rows = query.order(enrolment_batches::id.desc()).limit(cursor.fetch()).select(Batch::as_select()).load(conn)?;
    Ok(cursor.page(rows, |batch: &Batch| batch.id.to_string()))
}

/// The enrolments with these ids within the scope that lie in an area and everything in it, by id.
pub fn for_batch(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    ids: &[EnrolmentId],
) -> Result<Vec<InScope<Enrolment>>> {
    let query =
        in_area(scoped::each::enrolments(scope).filter(among(enrolments::id, ids)), area_id).order(enrolments::id);
    scoped::all(conn, query.select(Enrolment::as_select()))
}

/// The enrolments of a batch that lie within the scope, by id.
pub fn of_batch(conn: &mut Conn, scope: &Scope, batch: EnrolmentBatchId) -> Result<Vec<InScope<Enrolment>>> {
    let query = scoped::enrolments(scope).filter(enrolments::batch_id.eq(batch)).order(enrolments::id);
    scoped::all(conn, query.select(Enrolment::as_select()))
}

pub fn insert_batch(tx: &mut Tx, row: &Batch) -> Result<()> {
    diesel::insert_into(enrolment_batches::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_BATCH_PER_ID, &ALREADY_EXISTS)
}

pub fn take_batch_back(tx: &mut Tx, old: &InScope<Batch>, new: &Batch) -> Result<()> {
    diesel::update(enrolment_batches::table.find(old.id))
        .set((
            enrolment_batches::taken_back_at.eq(new.taken_back_at),
            enrolment_batches::taken_back_by.eq(new.taken_back_by),
            enrolment_batches::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Those that were promised from one day to another, for the funnel: their ids.
pub fn promised_between(
    conn: &mut Conn,
    scope: &Scope,
    (area_id, from, to): (AreaId, Day, Day),
    scheme: Option<Scheme>,
    organisation_id: Option<OrganisationId>,
) -> Result<Vec<EnrolmentId>> {
    let counted = Counted { area_id: Some(area_id), from: Some(from), to: Some(to), ..Counted::default() };
    let mut query = counting(scoped::enrolments(scope), &counted);
    if let Some(scheme) = scheme {
        query = query.filter(enrolments::scheme.eq(scheme));
    }
    if let Some(organisation) = organisation_id {
        query = query.filter(enrolments::organisation_id.eq(organisation));
    }
    Ok(query.order(enrolments::id).select(enrolments::id).load(conn)?)
}
