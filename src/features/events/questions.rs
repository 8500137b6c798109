//! Questions of a dialogue: what was asked, what was answered, who owes an answer and until when.
use super::{
    api::{ChangeQuestion, CreateQuestion},
    model::Question,
    queries,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Result,
        id::{EventId, QuestionId},
        problem::CHANGED_MEANWHILE,
    },
    db::{self, Tx},
    features::organisations,
};

/// Notes a question.
pub fn create_question(tx: &mut Tx, scope: &Scope, event_id: EventId, input: CreateQuestion) -> Result<Question> {
    let event = queries::find_own(tx.conn()?, scope, event_id)?.ok_or_else(Error::not_found)?;
    if let Some(body) = input.owed_by_id {
        organisations::require(tx.conn()?, body, "/owed_by_id")?;
    }
    let position = i32::try_from(queries::count_questions(tx.conn()?, &event)?).map_err(Error::internal)?;
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
    queries::insert_question(tx, &event, &row)?;
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
    let old = queries::question(tx.conn()?, id)?.ok_or_else(Error::not_found)?;
    let event = queries::find_own(tx.conn()?, scope, old.event_id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    if let Some(body) = input.owed_by_id {
        organisations::require(tx.conn()?, body, "/owed_by_id")?;
    }
    let today = tx.today();
    let answered_on = input.answered_on.or_else(|| input.answer.as_ref().map(|_| today)).or(old.answered_on);
    let new = Question {
        answer: input.answer.map(|a| a.into_inner()).or(old.answer),
        answered_on,
        owed_by_id: input.owed_by_id.or(old.owed_by_id),
        due_on: input.due_on.or(old.due_on),
        rev: rev + 1,
        ..old
    };
    queries::update_question(tx, &event, &new)?;
    tx.record(db::Event::new("question.answered", "question", id).in_area(event.area_id).fields([
        "answer",
        "answered_on",
        "owed_by_id",
        "due_on",
    ]));
    Ok(new)
}
