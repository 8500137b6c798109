//! All SQL of kept quotes.
use diesel::prelude::*;

use super::{model::KeptQuote, next_payment::Ending};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, EnrolmentId, KeptQuoteId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, areas, enrolments, kept_quotes, renewals},
        scoped,
    },
};

/// How many ids one statement names.
const AT_ONCE: usize = 1_000;

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "kept_quotes_pkey", sqlite: "kept_quotes.id" };

/// How many changes of the law are recorded, and whether an area lies within the scope: all that every question asks.
pub fn standing(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<(i64, bool)> {
    scoped::law_and_reach(conn, scope, area_id)
}

/// All places within the scope.
pub fn within(conn: &mut Conn, scope: &Scope) -> Result<Vec<AreaId>> {
    Ok(scoped::areas_within(scope).select(areas::id).load(conn)?)
}

pub fn find(conn: &mut Conn, scope: &Scope, id: KeptQuoteId) -> Result<Option<InScope<KeptQuote>>> {
    scoped::first(conn, scoped::kept_quotes(scope).filter(kept_quotes::id.eq(id)).select(KeptQuote::as_select()))
}

/// The kept quote that something found in scope names.
pub fn named(conn: &mut Conn, id: KeptQuoteId) -> Result<Option<KeptQuote>> {
    Ok(kept_quotes::table.find(id).select(KeptQuote::as_select()).first(conn).optional()?)
}

/// Kept quotes, the newest first; those that are open on a day, or those that are not.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    area_id: Option<AreaId>,
    open: Option<(bool, Day)>,
    cursor: &Cursor,
) -> Result<Page<KeptQuote>> {
    let mut query = scoped::kept_quotes(scope);
    if let Some(area_id) = area_id {
        query = query.filter(kept_quotes::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    query = match open {
        Some((true, today)) => query.filter(kept_quotes::used_at.is_null()).filter(kept_quotes::valid_to.ge(today)),
        Some((false, today)) => query.filter(kept_quotes::used_at.is_not_null().or(kept_quotes::valid_to.lt(today))),
        None => query,
    };
    if let Some(after) = &cursor.after {
        query = query.filter(kept_quotes::id.lt(after.clone()));
    }
    let rows = query.order(kept_quotes::id.desc()).limit(cursor.fetch()).select(KeptQuote::as_select()).load(conn)?;
    Ok(cursor.page(rows, |quote: &KeptQuote| quote.id.to_string()))
}

/// Quotes that hold on a day and wait for somebody to pay, the newest first, so many at the most: those nobody took up, and
/// those of which an enrolment is promised or declared.
pub fn open(conn: &mut Conn, scope: &Scope, today: Day, most: i64) -> Result<Vec<KeptQuote>> {
    let unpaid = enrolments::table
        .filter(enrolments::kept_quote_id.eq(kept_quotes::id))
        .filter(enrolments::step.eq_any(["promised", "declared"]));
    Ok(scoped::kept_quotes(scope)
        .filter(kept_quotes::valid_to.ge(today))
        .filter(kept_quotes::used_at.is_null().or(diesel::dsl::exists(unpaid)))
        .order(kept_quotes::id.desc())
        .limit(most)
        .select(KeptQuote::as_select())
        .load(conn)?)
}

/// Paid periods that end, are due to be renewed and are not lapsed on a day, the earliest end first, so many at the most, each
/// with the quote that it was paid by.
pub fn endings(conn: &mut Conn, scope: &Scope, today: Day, most: i64) -> Result<Vec<(KeptQuote, Ending)>> {
    let ids: Vec<Option<EnrolmentId>> = scoped::renewals(scope)
        .filter(renewals::state.eq("due"))
        .filter(renewals::enrolment_id.is_not_null())
        .filter(renewals::lapsed_after.ge(today))
        .order((renewals::paid_to, renewals::id))
        .limit(most)
        .select(renewals::enrolment_id)
        .load(conn)?;
    let ids: Vec<EnrolmentId> = ids.into_iter().flatten().collect();
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(KeptQuote, String, Day, i32)> = enrolments::table
            .inner_join(kept_quotes::table)
            .filter(among(enrolments::id, ids))
            .order(enrolments::id)
            .select((KeptQuote::as_select(), enrolments::member_key, enrolments::kept_to, enrolments::months))
            .load(conn)?;
        let ending = |(kept, member_key, paid_to, months)| (kept, Ending { member_key, paid_to, months });
        all.extend(rows.into_iter().map(ending));
    }
    Ok(all)
}

pub fn insert(tx: &mut Tx, row: &KeptQuote) -> Result<()> {
    diesel::insert_into(kept_quotes::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

/// Says that an enrolment was made from it; the first time stays.
pub fn note_used(tx: &mut Tx, quote: &InScope<KeptQuote>, at: Moment) -> Result<()> {
    diesel::update(kept_quotes::table.find(quote.id).filter(kept_quotes::used_at.is_null()))
        .set(kept_quotes::used_at.eq(at))
        .execute(tx.conn()?)?;
    Ok(())
}
