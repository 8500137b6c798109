//! What people can do with quotes: ask, keep one, and have it computed again.
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

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
        Day, Error, Id, Result,
        id::{AreaId, KeptQuoteId, OrganisationId},
        text::Code,
    },
    db::{Conn, Event, InScope, Seals, Tx},
    features::{
        areas::{self, Lineage},
        lists::{self, List},
        organisations, rates, support_rules,
    },
    rest::Standing,
};

/// What questions are answered from, kept in memory until the law changes.
#[derive(Default)]
pub struct Desktop {
    books: Books,
    /// Where places lay: areas and their past never change, only new ones are made.
    lineages: Mutex<HashMap<AreaId, Arc<Lineage>>>,
    /// Groups that were found in the list: entries are never taken out.
    groups: Mutex<HashSet<String>>,
}

/// The most places whose past is kept in memory: more than the country has communes.
const MOST_LINEAGES: usize = 20_000;

impl Desktop {
    /// The books.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// The ground a question is asked on; where there are no local rules nobody has to know.
    fn ground(&self, conn: &mut Conn, books: &Books, q: &Question) -> Result<Arc<Lineage>> {
        if !books.rules.any(q.scheme) && q.former_area_id.is_none() {
            return Ok(Arc::new(Lineage::of(q.area_id, BTreeMap::new())));
        }
        let kept = self.lineages.lock().unwrap_or_else(PoisonError::into_inner).get(&q.area_id).cloned();
        let lineage = match kept {
            Some(lineage) => lineage,
            None => {
                let lineage = Arc::new(areas::lineage(conn, q.area_id)?);
                let mut all = self.lineages.lock().unwrap_or_else(PoisonError::into_inner);
                if all.len() >= MOST_LINEAGES {
                    all.clear();
                }
                all.insert(q.area_id, Arc::clone(&lineage));
                lineage
            }
        };
        if q.former_area_id.is_some_and(|former| lineage.former_lay_in(former, former).is_none()) {
            return Err(problems::NOT_FORMER.field("/former_area_id", "not-former", problems::NOT_FORMER.title).into());
        }
        Ok(lineage)
    }

    /// Refuses a group that the list does not have; the list is read only for one that was never met.
    fn refuse_unknown_groups(&self, conn: &mut Conn, q: &Question) -> Result<()> {
        let mut known = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if q.claimed().all(|group| known.contains(&**group)) {
            return Ok(());
        }
        known.extend(lists::codes(conn, List::Group)?);
        let unknown = |groups: &[Code]| groups.iter().position(|group| !known.contains(&**group));
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
}

/// What questions are answered from after `known` changes: from the shelf, unless the law changed since.
fn desktop(conn: &mut Conn, shelf: &Standing, known: i64) -> Result<Arc<Desktop>> {
    shelf.newest(known, || {
        let books = Books { law: rates::book(conn)?, rules: support_rules::book(conn)? };
        Ok(Desktop { books, ..Desktop::default() })
    })
}

/// The same with the number of changes that are recorded.
///
/// # Errors
/// When the database fails.
pub fn present(conn: &mut Conn, shelf: &Standing) -> Result<(Arc<Desktop>, i64)> {
    let known = rates::law_number(conn)?;
    Ok((desktop(conn, shelf, known)?, known))
}

/// Answers a question within the scope.
///
/// # Errors
/// `not-found` for the area, `unknown-group`, and a refusal for every wrong fact.
pub fn quote(conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<(Quote, i64)> {
    let (desktop, known, lineage) = desk(conn, scope, shelf, q)?;
    Ok((compute::quote(&desktop.books, known, &lineage, q, scope.today())?, known))
}

/// Everything an answer takes, after the question was held against what is there.
///
/// # Errors
/// As [`quote`].
pub fn desk(
    conn: &mut Conn,
    scope: &Scope,
    shelf: &Standing,
    q: &Question,
) -> Result<(Arc<Desktop>, i64, Arc<Lineage>)> {
    refuse_far_days(q, scope.today())?;
    let (known, reached) = queries::standing(conn, scope, q.area_id)?;
    if !reached {
        areas::require(conn, scope, q.area_id, "/area_id")?;
    }
    let desktop = desktop(conn, shelf, known)?;
    desktop.refuse_unknown_groups(conn, q)?;
    let lineage = desktop.ground(conn, &desktop.books, q)?;
    Ok((desktop, known, lineage))
}

/// Nobody pays further ahead, and no card is held for longer.
const YEARS_AHEAD: u32 = 10;

/// Refuses days from which nothing could be computed that a calendar here holds.
fn refuse_far_days(q: &Question, today: Day) -> Result<()> {
    let last = today.plus_months(YEARS_AHEAD * 12);
    let far = |pointer: String| Error::from(problems::TOO_FAR.field(pointer, "too-far", problems::TOO_FAR.title));
    if q.on.is_some_and(|on| on > last) {
        return Err(far("/on".into()));
    }
    match q.members.iter().position(|m| m.previous_cover_ended_on.is_some_and(|ended| ended > last)) {
        Some(at) => Err(far(format!("/members/{at}/previous_cover_ended_on"))),
        None => Ok(()),
    }
}

/// Keeps a quote: question and answer sealed, totals in clear, bound to what was known of the law. `asked_on` is the day of
/// payment where the question names none.
///
/// # Errors
/// As [`quote`]; `already-exists`.
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
    let (desktop, _) = present(conn, shelf)?;
    let answer = recomputed(conn, seals, &desktop, (&desktop.books, row.law_n), &row)?;
    let again: AnswerPromise =
        serde_json::to_value(&answer).and_then(serde_json::from_value).map_err(Error::internal)?;
    let same = again == kept::promise(seals, &row)?;
    if !same {
        tracing::error!(quote = %id, "a kept quote does not come out again");
    }
    Ok(RecomputedView { same, answer: Some(answer) })
}
