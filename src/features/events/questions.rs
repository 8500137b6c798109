//! Questions of a dialogue: what was asked, what was answered, who owes an answer and until when.
use super::{
    api::{ChangeQuestion, CreateQuestion},
    model::{Event, Question},
    queries, queries_questions,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        edit::Edit,
        id::{EventId, QuestionId},
        problem::CHANGED_MEANWHILE,
    },
    db::{self, Tx},
    features::{
        objections::{Asked, Sums},
        organisations,
    },
};

fn asked<'q>(event: &Event, topic: Option<&'q str>, answered: bool) -> Asked<'q> {
    Asked { area_id: event.area_id, on: event.counted_on, campaign_id: event.campaign_id, topic, answered }
}

/// The questions of an event count so many times, if it counts; less than nothing where it counts for no more.
///
/// # Errors
/// When the database fails.
pub(super) fn count_all(tx: &mut Tx, event: &Event, times: i64) -> Result<()> {
    if !event.status.counts() {
        return Ok(());
    }
    // A question that comes at this moment is counted by one of the two, and not by both.
    tx.alone()?;
    let all = queries_questions::asked_at(tx.conn()?, event.id)?;
    let counted = all.iter().map(|(topic, answered)| asked(event, topic.as_deref(), *answered).counted(times));
    tx.count(Sums::SHEET, counted);
    Ok(())
}

/// A question counts as it stands now, and no more as it stood.
fn count(tx: &mut Tx, event: &Event, before: Option<&Question>, after: &Question) {
    let sides = [(before, -1), (Some(after), 1)].into_iter().filter(|_| event.status.counts());
    let counted = sides.filter_map(|(question, times)| {
        let question = question?;
        Some(asked(event, question.topic.as_deref(), question.answer.is_some()).counted(times))
    });
    tx.count(Sums::SHEET, counted);
}

/// Notes a question.
pub fn create_question(tx: &mut Tx, scope: &Scope, event_id: EventId, input: CreateQuestion) -> Result<Question> {
    tx.alone()?;
    let event = queries::find_own(tx.conn()?, scope, event_id)?.ok_or_else(Error::not_found)?;
    if let Some(body) = input.owed_by_id {
        organisations::require(tx.conn()?, body, "/owed_by_id")?;
    }
    let position = i32::try_from(queries_questions::count(tx.conn()?, &event)?).map_err(Error::internal)?;
    let answered_on = input.answer.as_ref().map(|_| event.counted_on.unwrap_or_else(|| tx.today()));
    let row = Question {
        id: Id::new(),
        event_id,
        topic: input.topic.map(|t| t.into_inner()),
        question: input.question.into_inner(),
        answer: input.answer.map(|a| a.into_inner()),
        answered_on,
        owed_by_id: input.owed_by_id,
        due_on: input.due_on,
        position,
        rev: 1,
    };
    queries_questions::insert(tx, &event, &row)?;
    count(tx, &event, None, &row);
    tx.record(db::Event::new("question.noted", "question", row.id).in_area(event.area_id).fields([
        "topic",
        "question",
        "answer",
        "owed_by_id",
        "due_on",
    ]));
    Ok(row)
}

/// Answers a question, or promises the answer anew.
pub fn change_question(
    tx: &mut Tx,
    scope: &Scope,
    id: QuestionId,
    rev: i64,
    input: ChangeQuestion,
) -> Result<Question> {
    tx.alone()?;
    let old = queries_questions::find(tx.conn()?, id)?.ok_or_else(Error::not_found)?;
    let event = queries::find_own(tx.conn()?, scope, old.event_id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    if let Some(body) = input.owed_by_id.new_value() {
        organisations::require(tx.conn()?, *body, "/owed_by_id")?;
    }
    let answered_on = match (input.answered_on, &input.answer) {
        (Edit::Keep, Edit::Set(_)) => Some(tx.today()),
        (Edit::Keep, Edit::Clear) => None,
        (day, _) => day.apply(old.answered_on),
    };
    let new = Question {
        answer: input.answer.map(|a| a.into_inner()).apply(old.answer.clone()),
        answered_on,
        owed_by_id: input.owed_by_id.apply(old.owed_by_id),
        due_on: input.due_on.apply(old.due_on),
        rev: rev + 1,
        ..old.clone()
    };
    queries_questions::update(tx, &event, &new)?;
    count(tx, &event, Some(&old), &new);
    tx.record(db::Event::new("question.answered", "question", id).in_area(event.area_id).fields([
        "answer",
        "answered_on",
        "owed_by_id",
        "due_on",
    ]));
    Ok(new)
}
