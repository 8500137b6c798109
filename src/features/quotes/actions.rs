//! What people can do with quotes: ask, keep one, and have it computed again.
use std::sync::Arc;

use super::{
    answer::Quote,
    api::{KeepQuote, RecomputedView},
    compute::{self, Books},
    kept::{self, AnswerPromise},
    model::KeptQuote,
    problems, queries,
    question::Question,
};
use crate::{
    access::{Permission, Scope},
    base::{
        Error, Id, Result,
        id::{KeptQuoteId, OrganisationId},
    },
    db::{Conn, Event, InScope, Seals, Tx},
    features::{
        areas::{self, Lineage},
        lists::{self, List},
        organisations, rates, support_rules,
    },
    rest::Standing,
};

/// The books and how many changes they hold: from the shelf, unless something was recorded since.
///
/// # Errors
/// When the database fails.
pub fn books(conn: &mut Conn, shelf: &Standing) -> Result<(Arc<Books>, i64)> {
    let known = rates::law_number(conn)?;
    let books = shelf.newest(known, || Ok(Books { law: rates::book(conn)?, rules: support_rules::book(conn)? }))?;
    Ok((books, known))
}

/// Answers a question within the scope.
///
/// # Errors
/// `not-found` for the area, `unknown-group`, and a refusal for every wrong fact.
pub fn quote(conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<(Quote, i64)> {
    let (books, known, lineage) = desk(conn, scope, shelf, q)?;
    Ok((compute::quote(&books, known, &lineage, q, scope.today())?, known))
}

/// Everything an answer takes, after the question was held against what is there.
///
/// # Errors
/// As [`quote`].
pub fn desk(conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<(Arc<Books>, i64, Lineage)> {
    areas::require(conn, scope, q.area_id, "/area_id")?;
    refuse_unknown_groups(conn, q)?;
    let (books, known) = books(conn, shelf)?;
    let lineage = ground(conn, &books, q)?;
    Ok((books, known, lineage))
}

/// The ground a question is asked on; where there are no local rules nobody has to know.
fn ground(conn: &mut Conn, books: &Books, q: &Question) -> Result<Lineage> {
    if !books.rules.any(q.scheme) && q.former_area_id.is_none() {
        return Ok(Lineage::of(q.area_id, std::collections::BTreeMap::new()));
    }
    let lineage = areas::lineage(conn, q.area_id)?;
    if q.former_area_id.is_some_and(|former| lineage.former_lay_in(former, former).is_none()) {
        return Err(problems::NOT_FORMER.field("/former_area_id", "not-former", problems::NOT_FORMER.title).into());
    }
    Ok(lineage)
}

fn refuse_unknown_groups(conn: &mut Conn, q: &Question) -> Result<()> {
    if q.claimed().next().is_none() {
        return Ok(());
    }
    let known = lists::codes(conn, List::Group)?;
    let unknown = |groups: &[crate::base::text::Code]| groups.iter().position(|g| !known.iter().any(|k| **k == **g));
    if let Some(at) = unknown(&q.groups) {
        return Err(problems::unknown_group(format!("/groups/{at}")).into());
    }
    for (member, asked) in q.members.iter().enumerate() {
        if let Some(at) = unknown(&asked.groups) {
            return Err(problems::unknown_group(format!("/members/{member}/groups/{at}")).into());
        }
    }
    Ok(())
}

/// Keeps a quote: question and answer sealed, totals in clear, bound to what was known of the law.
///
/// # Errors
/// As [`quote`]; `already-exists`.
pub fn keep_quote(
    tx: &mut Tx,
    scope: &Scope,
    shelf: &Standing,
    input: KeepQuote,
) -> Result<(KeptQuote, Question, Quote)> {
    let mut question = input.question;
    question.on = question.on.or(Some(tx.today()));
    let organisation_id = organisation(tx, input.organisation_id)?;
    let (quote, law_n) = quote(tx.conn()?, scope, shelf, &question)?;
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
    };
    queries::insert(tx, &row)?;
    let fields = ["scheme", "members", "payable_vnd"];
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

/// A kept quote as computed from these books.
///
/// # Errors
/// A refusal when the question no longer has an answer.
pub fn recomputed(conn: &mut Conn, seals: &Seals, (books, known): (&Books, i64), row: &KeptQuote) -> Result<Quote> {
    let question = kept::question(seals, row)?;
    let lineage = ground(conn, books, &question)?;
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
    let (books, _) = books(conn, shelf)?;
    let answer = recomputed(conn, seals, (&books, row.law_n), &row)?;
    let again: AnswerPromise =
        serde_json::to_value(&answer).and_then(serde_json::from_value).map_err(Error::internal)?;
    let same = again == kept::promise(seals, &row)?;
    if !same {
        tracing::error!(quote = %id, "a kept quote does not come out again");
    }
    Ok(RecomputedView { same, answer })
}
