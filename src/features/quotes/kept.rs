//! Kept quotes: what was promised to whom, computed again on demand, and handed to whoever makes an enrolment of it.
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    answer::Source,
    holds::holds_to,
    model::KeptQuote,
    problems, queries,
    question::{CardForm, Method, Question},
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Day, Error, Result,
        id::{AreaId, KeptQuoteId, OrganisationId},
        scheme::SoldScheme,
        share::Percent,
    },
    db::{Conn, InScope, Place, Seals, Tx, scoped},
};

/// What a kept quote promises one member: everything an enrolment copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    pub quote_id: KeptQuoteId,
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub scheme: SoldScheme,
    pub method: Method,
    /// How the member joins health insurance.
    pub form: Option<CardForm>,
    pub months: i32,
    /// The day of payment that was asked about.
    pub on: Day,
    pub period_from: Day,
    pub starts_on: Day,
    pub paid_to: Day,
    pub due_by: Option<Day>,
    pub lapsed_after: Day,
    /// The last day on which the quote holds.
    pub valid_to: Day,
    pub income_vnd: Option<i64>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub groups_claimed: Vec<String>,
    /// The place on the ladder of a household.
    pub rank: Option<i32>,
}

/// What of an answer was promised to a member; fields that a later program adds are not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPromise {
    pub key: String,
    pub method: Method,
    pub months: i32,
    pub income_vnd: Option<i64>,
    pub rank: Option<i32>,
    pub form: Option<CardForm>,
    pub groups: Vec<String>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub period_from: Day,
    pub starts_on: Day,
    pub paid_to: Day,
    pub due_by: Option<Day>,
    pub lapsed_after: Day,
}

/// What of an answer must come out again when it is computed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerPromise {
    pub on: Day,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    pub members: Vec<MemberPromise>,
}

fn place<'i>(id: &'i KeptQuoteId, column: &'static str) -> Place<'i> {
    Place { table: "kept_quotes", column, row: id.as_str() }
}

/// Seals question and answer for a row.
///
/// # Errors
/// When sealing fails.
pub fn seal<Q: Serialize, A: Serialize>(
    seals: &Seals,
    id: KeptQuoteId,
    question: &Q,
    answer: &A,
) -> Result<(String, String)> {
    let text = |value: serde_json::Result<String>| value.map_err(Error::internal);
    Ok((
        seals.seal(place(&id, "question_sealed"), &text(serde_json::to_string(question))?)?,
        seals.seal(place(&id, "answer_sealed"), &text(serde_json::to_string(answer))?)?,
    ))
}

/// The question of a kept quote.
///
/// # Errors
/// When it does not open.
pub fn question(seals: &Seals, kept: &KeptQuote) -> Result<Question> {
    let text = seals.open(place(&kept.id, "question_sealed"), &kept.question_sealed)?;
    serde_json::from_str(&text).map_err(Error::internal)
}

/// Its answer, as it was given.
///
/// # Errors
/// When it does not open.
pub fn answer(seals: &Seals, kept: &KeptQuote) -> Result<serde_json::Value> {
    let text = seals.open(place(&kept.id, "answer_sealed"), &kept.answer_sealed)?;
    serde_json::from_str(&text).map_err(Error::internal)
}

/// What of its answer was promised.
///
/// # Errors
/// When it does not open.
pub fn promise(seals: &Seals, kept: &KeptQuote) -> Result<AnswerPromise> {
    serde_json::from_value(answer(seals, kept)?).map_err(Error::internal)
}

/// What a quote said of whoever else pays for a member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Supported {
    pub key: String,
    /// The group that decided about the state's support.
    pub group_won: Option<SupportedGroup>,
    /// The place on the ladder of a household.
    pub rank: Option<i32>,
    pub supports: Vec<SupportedBy>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SupportedGroup {
    pub group: String,
}

/// One support.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SupportedBy {
    pub source: Source,
    /// As the law says it; none for a fixed amount.
    pub percent: Option<Percent>,
    /// For the first so many of the months paid.
    pub months: i32,
    pub amount_vnd: i64,
}

impl Supported {
    /// The percent of a source, where it is one share.
    pub fn percent(&self, source: Source) -> Option<Percent> {
        let mut own = self.supports.iter().filter(|support| support.source == source);
        let first = own.next()?.percent;
        if own.next().is_some() { None } else { first }
    }
}

#[derive(Deserialize)]
struct AnswerSupports {
    members: Vec<Supported>,
}

/// Who else pays for each member, by a kept answer as it lies in its row.
///
/// # Errors
/// When it does not open.
pub fn supported(seals: &Seals, id: &KeptQuoteId, answer_sealed: &str) -> Result<Vec<Supported>> {
    let text = seals.open(place(id, "answer_sealed"), answer_sealed)?;
    let read: AnswerSupports = serde_json::from_str(&text).map_err(Error::internal)?;
    Ok(read.members)
}

/// The promise to this member of a kept quote within the scope, for somebody who lives in this area. Its last day is that of the
/// law as it is known now: a quote that a later decree answers otherwise held until the day before its own.
///
/// # Errors
/// `kept-quote-unknown`, `quote-member-unknown`; `quote-for-another-area`, because local rules are those of the quote's area.
pub fn promised(tx: &mut Tx, scope: &Scope, id: KeptQuoteId, member_key: &str, lives_in: AreaId) -> Result<Promised> {
    let kept = find(tx, scope, id)?;
    let (seals, today) = (tx.seals().clone(), tx.today());
    let said = promise(&seals, &kept)?;
    let within = |conn: &mut Conn, above: AreaId, area: AreaId| scoped::reaches(conn, &Scope::at(above, today), area);
    if !within(tx.conn()?, kept.area_id, lives_in)? && !within(tx.conn()?, lives_in, kept.area_id)? {
        let wrong = &problems::ELSEWHERE;
        return Err(wrong.field("/kept_quote_id", "other-area", wrong.title).into());
    }
    let valid_to = holds_to(tx.conn()?, &seals, &kept)?.unwrap_or_else(|| said.on.before());
    let (on, members) = (said.on, said.members);
    let member = members.into_iter().find(|member| member.key == member_key).ok_or_else(|| {
        problems::MEMBER_UNKNOWN.field("/member_key", "quote-member-unknown", problems::MEMBER_UNKNOWN.title)
    })?;
    Ok(Promised {
        quote_id: kept.id,
        area_id: kept.area_id,
        organisation_id: kept.organisation_id,
        scheme: kept.scheme,
        method: member.method,
        form: member.form,
        months: member.months,
        on,
        period_from: member.period_from,
        starts_on: member.starts_on,
        paid_to: member.paid_to,
        due_by: member.due_by,
        lapsed_after: member.lapsed_after,
        valid_to,
        income_vnd: member.income_vnd,
        full_vnd: member.full_vnd,
        state_vnd: member.state_vnd,
        local_vnd: member.local_vnd,
        other_vnd: member.other_vnd,
        payable_vnd: member.payable_vnd,
        groups_claimed: member.groups,
        rank: member.rank,
    })
}

/// On which day the card that a member held before ended, as was said when the quote of an enrolment was asked for.
///
/// # Errors
/// When it does not open.
pub fn card_before(conn: &mut Conn, seals: &Seals, id: KeptQuoteId, member_key: &str) -> Result<Option<Day>> {
    let Some(kept) = queries::named(conn, id)? else { return Ok(None) };
    let asked = question(seals, &kept)?;
    let member = asked.members.iter().find(|member| *member.key == *member_key);
    Ok(member.and_then(|member| member.previous_cover_ended_on))
}

/// Says that an enrolment was made from this quote: it is no longer open. Part of the caller's own change.
///
/// # Errors
/// `kept-quote-unknown`.
pub fn note_used(tx: &mut Tx, scope: &Scope, id: KeptQuoteId) -> Result<()> {
    let kept = find(tx, scope, id)?;
    let now = tx.now();
    queries::note_used(tx, &kept, now)
}

/// Those of these quotes, found in scope, whose sums are open to this person: their own, and those of whoever's sign-ups they
/// may see the money of.
///
/// # Errors
/// When the database fails.
pub fn open_to(conn: &mut Conn, actor: &Actor, today: Day, rows: &[KeptQuote]) -> Result<BTreeSet<KeptQuoteId>> {
    let money = Scope::of(actor, Permission::EnrolmentsMoney, today);
    let mut asked: BTreeMap<(AreaId, Option<OrganisationId>), bool> = BTreeMap::new();
    let mut open = BTreeSet::new();
    for row in rows {
        let own = row.kept_by.is_some() && row.kept_by == actor.user_id;
        let place = (row.area_id, row.organisation_id);
        let seen = match asked.get(&place) {
            _ if own => true,
            Some(seen) => *seen,
            None => {
                let seen = match row.organisation_id {
                    Some(organisation) => scoped::reaches_for(conn, &money, row.area_id, organisation)?,
                    None => scoped::reaches_freely(conn, &money, row.area_id)?,
                };
                asked.insert(place, seen);
                seen
            }
        };
        if seen {
            open.insert(row.id);
        }
    }
    Ok(open)
}

fn find(tx: &mut Tx, scope: &Scope, id: KeptQuoteId) -> Result<InScope<KeptQuote>> {
    let found = queries::find(tx.conn()?, scope, id)?;
    found.ok_or_else(|| {
        problems::KEPT_UNKNOWN.field("/kept_quote_id", "kept-quote-unknown", problems::KEPT_UNKNOWN.title).into()
    })
}
