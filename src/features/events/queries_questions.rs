//! All SQL of questions.
use diesel::prelude::*;

use super::{
    api::{QuestionQuery, QuestionState},
    lifecycle::EventStatus,
    model::{Event, Question},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, EventId, OrganisationId, QuestionId},
    },
    db::{
        Backend, Conn, InScope, Tx,
        schema::{area_closure, event_questions, events},
        scoped,
    },
};

/// Events that count.
const COUNTS: [EventStatus; 2] = [EventStatus::Held, EventStatus::Closed];

pub fn of_event(conn: &mut Conn, event: &InScope<Event>) -> Result<Vec<Question>> {
    Ok(event_questions::table
        .filter(event_questions::event_id.eq(event.id))
        .order(event_questions::position)
        .select(Question::as_select())
        .load(conn)?)
}

/// Which questions a list shows.
#[derive(Debug, Clone)]
pub struct QuestionFilter {
    pub state: QuestionState,
    pub owed_by_id: Option<OrganisationId>,
    /// Asked at events that count here.
    pub counted_in: Option<AreaId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub campaign_id: Option<CampaignId>,
    pub topic: Option<Topic>,
}

/// What a question is about.
#[derive(Debug, Clone)]
pub enum Topic {
    /// As it was recorded.
    Named(String),
    /// Nobody noted one.
    None,
}

impl From<QuestionQuery> for QuestionFilter {
    fn from(query: QuestionQuery) -> Self {
        let named = query.topic.map(|topic| Topic::Named(topic.into_inner()));
        Self {
            state: query.state.unwrap_or(QuestionState::Waiting),
            owed_by_id: query.owed_by_id,
            counted_in: query.counted_in,
            from: query.from,
            to: query.to,
            campaign_id: query.campaign_id,
            topic: if query.without_topic == Some(true) { Some(Topic::None) } else { named },
        }
    }
}

/// Questions at events within the scope, the first noted first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &QuestionFilter, cursor: &Cursor) -> Result<Page<Question>> {
    let mut query = at_such_events(scoped::questions(scope), filter);
    query = match filter.state {
        QuestionState::Any => query,
        QuestionState::Waiting => query.filter(event_questions::answer.is_null()),
        QuestionState::Answered => query.filter(event_questions::answer.is_not_null()),
    };
    query = match &filter.topic {
        None => query,
        Some(Topic::None) => query.filter(event_questions::topic.is_null()),
        Some(Topic::Named(topic)) => query.filter(event_questions::topic.eq(topic.clone())),
    };
    if let Some(body) = filter.owed_by_id {
        query = query.filter(event_questions::owed_by_id.eq(body));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(event_questions::id.gt(after.clone()));
    }
    let rows = query.order(event_questions::id).limit(cursor.fetch()).select(Question::as_select()).load(conn)?;
    Ok(cursor.page(rows, |q: &Question| q.id.to_string()))
}

type Questions = event_questions::BoxedQuery<'static, Backend>;

/// Those of these questions that were asked where, when and in which campaign the filter says.
fn at_such_events(mut query: Questions, filter: &QuestionFilter) -> Questions {
    if let Some(area_id) = filter.counted_in {
        let within =
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
        let counted = events::table.filter(events::area_id.eq_any(within)).filter(events::status.eq_any(COUNTS));
        query = query.filter(event_questions::event_id.eq_any(counted.select(events::id)));
    }
    if let Some(from) = filter.from {
        let later = events::table.filter(events::counted_on.ge(from)).select(events::id);
        query = query.filter(event_questions::event_id.eq_any(later));
    }
    if let Some(to) = filter.to {
        let earlier = events::table.filter(events::counted_on.le(to)).select(events::id);
        query = query.filter(event_questions::event_id.eq_any(earlier));
    }
    if let Some(campaign) = filter.campaign_id {
        let of_campaign = events::table.filter(events::campaign_id.eq(campaign)).select(events::id);
        query = query.filter(event_questions::event_id.eq_any(of_campaign));
    }
    query
}

/// The topics of an event's questions, and whether each was answered; the event was found in scope.
pub fn asked_at(conn: &mut Conn, event: EventId) -> Result<Vec<(Option<String>, bool)>> {
    Ok(event_questions::table
        .filter(event_questions::event_id.eq(event))
        .select((event_questions::topic, event_questions::answer.is_not_null()))
        .load(conn)?)
}

/// Where the questions of an event that counts were asked, when, in which campaign, about what, and whether each was answered.
pub type AskedAt = (AreaId, Option<Day>, Option<CampaignId>, Option<String>, bool);

/// The questions of every event that counts.
pub fn all_asked(conn: &mut Conn) -> Result<Vec<AskedAt>> {
    Ok(event_questions::table
        .inner_join(events::table)
        .filter(events::status.eq_any(COUNTS))
        .select((
            events::area_id,
            events::counted_on,
            events::campaign_id,
            event_questions::topic,
            event_questions::answer.is_not_null(),
        ))
        .load(conn)?)
}

pub fn find(conn: &mut Conn, id: QuestionId) -> Result<Option<Question>> {
    Ok(event_questions::table.find(id).select(Question::as_select()).first(conn).optional()?)
}

pub fn insert(tx: &mut Tx, event: &InScope<Event>, row: &Question) -> Result<()> {
    let row = Question { event_id: event.id, ..row.clone() };
    diesel::insert_into(event_questions::table).values(&row).execute(tx.conn()?)?;
    Ok(())
}

pub fn count(conn: &mut Conn, event: &InScope<Event>) -> Result<i64> {
    Ok(event_questions::table.filter(event_questions::event_id.eq(event.id)).count().get_result(conn)?)
}

/// Answers a question of an event that was found in scope.
pub fn update(tx: &mut Tx, event: &InScope<Event>, new: &Question) -> Result<()> {
    diesel::update(event_questions::table.find(new.id).filter(event_questions::event_id.eq(event.id)))
        .set((
            event_questions::answer.eq(&new.answer),
            event_questions::answered_on.eq(new.answered_on),
            event_questions::owed_by_id.eq(new.owed_by_id),
            event_questions::due_on.eq(new.due_on),
            event_questions::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
