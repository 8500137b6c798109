//! What people can do with quotes: ask, keep one, and have it computed again.
use super::{
    answer::Quote,
    api::{KeepQuote, RecomputedView},
    compute::{self, Books},
    desktop::{self, Desktop},
    holds, kept,
    model::KeptQuote,
    queries,
    question::Question,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Day, Error, Id, Result,
        id::{KeptQuoteId, OrganisationId},
    },
    db::{Conn, Event, InScope, Seals, Tx, scoped},
    features::organisations,
    rest::Standing,
};

/// Keeps a quote: question and answer sealed, totals in clear, bound to what was known of the law. `asked_on` is the day of
/// payment where the question names none.
///
/// # Errors
/// `not-found` for the area, `unknown-group`, a refusal for every wrong fact; `organisation-not-yours`; `already-exists`.
pub fn keep_quote(
    tx: &mut Tx,
    scope: &Scope,
    shelf: &Standing,
    input: KeepQuote,
    asked_on: Day,
) -> Result<(KeptQuote, Question, Quote)> {
    let mut question = input.question;
    question.on = question.on.or(Some(asked_on));
    let organisation_id = organisation(tx, input.organisation_id)?;
    let (quote, law_n) = desktop::quote(tx.conn()?, scope, shelf, &question)?;
    if let Some(organisation) = organisation_id
        && !scoped::reaches_for(tx.conn()?, scope, question.area_id, organisation)?
    {
        let wrong = &organisations::NOT_YOURS;
        return Err(wrong.field("/organisation_id", "not-yours", wrong.title).into());
    }
    let id = input.id.unwrap_or_else(Id::new);
    let (question_sealed, answer_sealed) = kept::seal(tx.seals(), id, &question, &quote)?;
    let row = KeptQuote {
        id,
        area_id: question.area_id,
        organisation_id,
        scheme: question.scheme,
        on_day: quote.on,
        law_n,
        question_sealed,
        answer_sealed,
        seal_key: tx.seals().key_number()?,
        members: i32::try_from(quote.members.len()).map_err(Error::internal)?,
        full_vnd: quote.full_vnd,
        state_vnd: quote.state_vnd,
        local_vnd: quote.local_vnd,
        other_vnd: quote.other_vnd,
        payable_vnd: quote.payable_vnd,
        starts_on: quote.starts_on,
        paid_to: quote.paid_to,
        due_by: quote.due_by,
        valid_to: quote.valid_to,
        used_at: None,
        kept_at: tx.now(),
        kept_by: tx.actor().user_id,
        shown_vnd: input.shown_vnd.map(|shown| shown.0),
    };
    queries::insert(tx, &row)?;
    let fields = ["scheme", "members", "payable_vnd", "shown_vnd"];
    tx.record(Event::new("quote.kept", "kept_quote", row.id).in_area(row.area_id).fields(fields));
    Ok((row, question, quote))
}

/// The organisation named, or that of the grant by which the caller makes quotes.
fn organisation(tx: &mut Tx, named: Option<OrganisationId>) -> Result<Option<OrganisationId>> {
    if let Some(organisation) = named {
        organisations::require(tx.conn()?, organisation, "/organisation_id")?;
        return Ok(named);
    }
    let makes = |grant: &&crate::access::HeldGrant| grant.role.may(Permission::QuotesMake);
    Ok(tx.actor().grants.iter().filter(makes).find_map(|grant| grant.organisation_id))
}

/// A kept quote as computed from these books, which may be others than those on the desktop.
///
/// # Errors
/// A refusal when the question no longer has an answer.
pub fn recomputed(
    conn: &mut Conn,
    seals: &Seals,
    desktop: &Desktop,
    (books, known): (&Books, i64),
    row: &KeptQuote,
) -> Result<Quote> {
    let question = kept::question(seals, row)?;
    let lineage = desktop.ground(conn, books, &question)?;
    compute::quote(books, known, &lineage, &question, row.on_day)
}

/// Computes a kept quote again, as the law was known when it was kept.
///
/// # Errors
/// `not-found`.
pub fn recompute(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    shelf: &Standing,
    id: KeptQuoteId,
) -> Result<RecomputedView> {
    let row: InScope<KeptQuote> = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    let (desktop, _) = desktop::present(conn, shelf)?;
    let answer = recomputed(conn, seals, &desktop, (desktop.books(), row.law_n), &row)?;
    let same = holds::promise_of(&answer)? == kept::promise(seals, &row)?;
    if !same {
        tracing::error!(quote = %id, "a kept quote does not come out again");
    }
    Ok(RecomputedView { same, answer: Some(answer) })
}
