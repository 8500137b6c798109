//! What people can do to objections: answer them. Nothing is ever edited.
use super::{api::CreateObjectionAnswer, model::ObjectionAnswer, queries};
use crate::{
    access::Scope,
    base::{Id, Result},
    db::{Event, Tx},
    features::{areas, documents, lists},
};

/// Says something to a reason, from a day on.
///
/// # Errors
/// `not-found`, `unknown-code`, `area-not-alive`.
pub fn create_objection_answer(tx: &mut Tx, scope: &Scope, input: CreateObjectionAnswer) -> Result<ObjectionAnswer> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    let valid_from = input.valid_from.unwrap_or(scope.today());
    areas::check_alive(&area, valid_from, "/valid_from")?;
    lists::require(tx.conn()?, input.list.list(), &input.reason, "/reason")?;
    if let Some(document) = input.document_id {
        documents::require(tx.conn()?, scope, document, "/document_id")?;
    }
    let row = ObjectionAnswer {
        id: input.id.unwrap_or_else(Id::new),
        area_id: area.id,
        list: input.list,
        reason: input.reason.into_inner(),
        answer: input.answer.into_inner(),
        valid_from,
        document_id: input.document_id,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    queries::insert(tx, &row)?;
    let fields = ["list", "reason", "answer", "valid_from", "document_id"];
    tx.record(Event::new("objection.answered", "objection_answer", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}
