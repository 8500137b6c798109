//! SQL of objections.
use diesel::prelude::*;

use super::model::{ObjectionAnswer, ObjectionList};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, CampaignId, EventId, ObjectionAnswerId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, enrolment_steps, enrolments, event_questions, events, objection_answers, visits},
        scoped,
    },
    features::{enrolments::lifecycle::Step, events::lifecycle::EventStatus},
};

const ONE: UniqueRule = UniqueRule { postgres: "objection_answers_pkey", sqlite: "objection_answers.id" };

/// Answers, the newest first.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    (area_id, list, reason): (Option<AreaId>, Option<ObjectionList>, Option<String>),
    cursor: &Cursor,
) -> Result<Page<ObjectionAnswer>> {
    let mut query = scoped::objection_answers_for_all(scope);
    if let Some(area_id) = area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(objection_answers::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(list) = list {
        query = query.filter(objection_answers::list.eq(list));
    }
    if let Some(reason) = reason {
        query = query.filter(objection_answers::reason.eq(reason));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(objection_answers::id.lt(after.clone()));
    }
    let rows = query
        .order(objection_answers::id.desc())
        .limit(cursor.fetch())
        .select(ObjectionAnswer::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |row: &ObjectionAnswer| row.id.to_string()))
}

pub fn find(conn: &mut Conn, scope: &Scope, id: ObjectionAnswerId) -> Result<Option<InScope<ObjectionAnswer>>> {
    let query = scoped::objection_answers_for_all(scope).filter(objection_answers::id.eq(id));
    scoped::first(conn, query.select(ObjectionAnswer::as_select()))
}

pub fn insert(tx: &mut Tx, row: &ObjectionAnswer) -> Result<()> {
    diesel::insert_into(objection_answers::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE, &ALREADY_EXISTS)
}

/// Every answer that was given in one of these areas, which lie above a place that was found in scope.
pub fn given_in(conn: &mut Conn, above: &[AreaId]) -> Result<Vec<ObjectionAnswer>> {
    Ok(objection_answers::table
        .filter(among(objection_answers::area_id, above))
        .select(ObjectionAnswer::as_select())
        .load(conn)?)
}

/// Where and when.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    pub campaign_id: Option<CampaignId>,
}

/// Visits alike: reason, outcome, day, how many.
pub type Alike = (Option<String>, String, Day, i64);

/// The visits of a span that stand, counted by reason, outcome and day.
pub fn visits(conn: &mut Conn, scope: &Scope, span: Span) -> Result<Vec<Alike>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(span.area_id));
    let mut query = scoped::visits_by_reason(scope)
        .filter(visits::area_id.eq_any(below.select(area_closure::descendant_id)))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_at.ge(span.from.begins_at()))
        .filter(visits::counted_at.lt(span.to.plus_days(1).begins_at()));
    if let Some(campaign) = span.campaign_id {
        query = query.filter(visits::campaign_id.eq(campaign));
    }
    Ok(query.load(conn)?)
}

/// Why promises were taken back and participations given up, and when it was recorded.
pub fn stops(conn: &mut Conn, scope: &Scope, span: Span) -> Result<Vec<(String, Moment)>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(span.area_id));
    let rows: Vec<(Option<String>, Moment)> = scoped::stepped(scope)
        .filter(enrolments::area_id.eq_any(below.select(area_closure::descendant_id)))
        .filter(enrolment_steps::to_step.eq_any(vec![Step::Cancelled, Step::Stopped]))
        .filter(enrolment_steps::at.ge(span.from.begins_at()))
        .filter(enrolment_steps::at.lt(span.to.plus_days(1).begins_at()))
        .select((enrolment_steps::reason, enrolment_steps::at))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(reason, at)| Some((reason?, at))).collect())
}

/// The topics of questions at events that were held in the span, and whether each was answered.
pub fn questions(conn: &mut Conn, scope: &Scope, span: Span) -> Result<Vec<(Option<String>, bool)>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(span.area_id));
    let mut query = scoped::events(scope)
        .filter(events::area_id.eq_any(below.select(area_closure::descendant_id)))
        .filter(events::counted_on.ge(span.from))
        .filter(events::counted_on.le(span.to))
        .filter(events::merged_into_id.is_null())
        .filter(events::status.eq_any(vec![EventStatus::Held, EventStatus::Closed]));
    if let Some(campaign) = span.campaign_id {
        query = query.filter(events::campaign_id.eq(campaign));
    }
    let ids: Vec<EventId> = query.select(events::id).load(conn)?;
    let mut all = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(Option<String>, Option<String>)> = event_questions::table
            .filter(among(event_questions::event_id, ids))
            .select((event_questions::topic, event_questions::answer))
            .load(conn)?;
        all.extend(rows.into_iter().map(|(topic, answer)| (topic, answer.is_some())));
    }
    Ok(all)
}

/// Ids looked up in one statement.
const AT_ONCE: usize = 1_000;
