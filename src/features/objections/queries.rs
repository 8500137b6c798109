//! SQL of objections.
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    cells::Sums,
    counting::Reasons,
    model::{ObjectionAnswer, ObjectionList},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, ObjectionAnswerId},
        month::Month,
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        cells::{self, By, Grouping, Label, Named, Part, Rows, span::stretches},
        schema::{area_closure, objection_answers},
        scoped,
    },
    features::funnel,
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
    let query = scoped::each::objection_answers_for_all(scope).filter(objection_answers::id.eq(id));
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

/// Where and when; the area was found in scope.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    pub campaign_id: Option<CampaignId>,
}

/// Sums by a key and a day, each day's in its month.
fn by_month<S>(rows: BTreeMap<String, Named<S>>, count: fn(&S) -> i64) -> Reasons {
    let mut reasons = Reasons::default();
    for (key, (_, sums)) in rows {
        let Some((reason, day)) = key.rsplit_once(' ') else { continue };
        if let Ok(day) = day.parse::<Day>() {
            reasons.add(reason, Month::of(day), count(&sums));
        }
    }
    reasons.without_empty()
}

/// How often each reason was given at the doors of a span, and at how many visits somebody was met.
pub fn at_the_door(conn: &mut Conn, span: Span) -> Result<(Reasons, i64)> {
    let over = |years| stretches(span.from, span.to, years);
    let reasons = Rows::GroupsOnDays(Grouping::of_campaign(By::Reason, span.campaign_id));
    let met = match span.campaign_id {
        Some(_) => Rows::Groups(Grouping::of(By::Campaign), Label::None),
        None => Rows::Groups(Grouping::of(By::All), Label::None),
    };
    let parts = [Part { rows: reasons, stretches: over(false) }, Part { rows: met, stretches: over(true) }];
    let [reasons, met] = cells::sums::<funnel::Sums, 2>(conn, funnel::Sums::SHEET, span.area_id, &parts)?;
    let of = span.campaign_id.map(|id| id.to_string()).unwrap_or_default();
    Ok((by_month(reasons, |sums| sums.met), met.get(&of).map_or(0, |(_, sums)| sums.met)))
}

/// By topic how many questions there were, and how many of them were answered.
pub type Topics = BTreeMap<String, (i64, i64)>;

/// How often each reason was given in a span when a promise was taken back or a participation given up; how many questions
/// there were on each topic at the events of the span, and how many of them were answered.
pub fn stops_and_questions(conn: &mut Conn, span: Span) -> Result<(Reasons, Topics)> {
    let over = |years| stretches(span.from, span.to, years);
    let stops = Rows::GroupsOnDays(Grouping::of(By::Reason));
    let topics = Rows::Groups(Grouping::of_campaign(By::Topic, span.campaign_id), Label::None);
    let parts = [Part { rows: stops, stretches: over(false) }, Part { rows: topics, stretches: over(true) }];
    let [stops, topics] = cells::sums::<Sums, 2>(conn, Sums::SHEET, span.area_id, &parts)?;
    let asked = topics.into_iter().map(|(topic, (_, sums))| (topic, (sums.questions, sums.answered)));
    Ok((by_month(stops, |sums| sums.stops), asked.filter(|(_, (questions, _))| *questions != 0).collect()))
}
