//! Enrolments as they are shown. Money, receipts, the number of the card and what people said are shown only where the
//! caller has the right to them; everybody else sees where an enrolment stands.
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    kinds::Kind,
    lifecycle::{Status, Step, status},
    model::{Batch, Card, Enrolment, Instalment, Receipt, Reversal, Source, StepRow},
    prior_cover::is_recorded,
    queries, queries_facts, queries_parts, sealing,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Day, Error, Moment, Result,
        id::{
            AreaId, EnrolmentBatchId, EnrolmentId, HouseholdId, InstalmentId, KeptQuoteId, OrganisationId, PersonId,
            UserId,
        },
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{Conn, InScope, Seals},
    features::{people, quotes},
};

/// How long before an enrolment the record is looked through for what may have led to it.
const SEEN_DAYS: i64 = 90;
/// At most so many visits, and so many events, are shown.
const SEEN_MOST: i64 = 20;

/// What led to it, as whoever recorded it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    pub kind: Source,
    #[schema(required)]
    pub id: Option<String>,
}

/// What the record shows of the time before, without anybody saying so.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenView {
    /// `visit` to the household, or `event` held in its area.
    pub what: &'static str,
    pub id: String,
    pub on: Day,
    pub days_before: i64,
    /// The outcome of the visit, or the type of the event.
    pub detail: String,
}

text_enum! {
    /// What to beware of before anybody pays.
    pub enum EnrolmentWarningCode {
        /// The quote took somebody's word for a card that ended on this day, and the record shows none that did: whoever had
        /// none waits 30 days.
        PriorCoverNotRecorded = "prior_cover_not_recorded",
    }
}

/// Something to beware of.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentWarning {
    pub code: EnrolmentWarningCode,
    pub on: Day,
}

/// The receipt that stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptView {
    pub number: String,
    pub year: i32,
    pub issued_on: Day,
    pub paid_on: Day,
    pub amount_vnd: i64,
    /// When the payment was taken back, or another receipt replaced this one.
    #[schema(required)]
    pub voided_at: Option<Moment>,
}

impl From<Receipt> for ReceiptView {
    fn from(row: Receipt) -> Self {
        Self {
            number: row.number,
            year: row.year,
            issued_on: row.issued_on,
            paid_on: row.paid_on,
            amount_vnd: row.amount_vnd,
            voided_at: row.voided_at,
        }
    }
}

/// The receipts of an enrolment, those that hold no more too.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentReceipts {
    pub items: Vec<ReceiptView>,
}

/// A part of the money. It is no receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstalmentView {
    pub id: InstalmentId,
    pub paid_on: Day,
    /// Below 0 when it was given back.
    pub amount_vnd: i64,
}

/// What was paid back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReversalView {
    pub from_month: Day,
    pub months: i32,
    pub payer_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub reason: String,
    pub decided_on: Day,
}

/// The money of an enrolment.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoneyView {
    #[schema(required)]
    pub income_vnd: Option<i64>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    #[schema(required)]
    pub receipt: Option<ReceiptView>,
    pub instalments: Vec<InstalmentView>,
    pub instalments_vnd: i64,
    #[schema(required)]
    pub reversal: Option<ReversalView>,
    /// The number that the office issued, masked.
    #[schema(required)]
    pub number: Option<String>,
}

/// One person, one scheme, one period.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentView {
    pub id: EnrolmentId,
    pub person_id: PersonId,
    #[schema(required)]
    pub person_name: Option<String>,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    #[schema(required)]
    pub collector_id: Option<UserId>,
    pub kept_quote_id: KeptQuoteId,
    pub member_key: String,
    pub scheme: Scheme,
    pub method: String,
    pub months: i32,
    pub quoted_on: Day,
    pub period_from: Day,
    pub paid_to: Day,
    /// The last day that is kept: `paid_to` until somebody stops or is paid back.
    pub kept_to: Day,
    #[schema(required)]
    pub due_by: Option<Day>,
    pub lapsed_after: Day,
    pub starts_on: Day,
    /// By what the record shows, not by anybody's word.
    pub kind: Kind,
    /// The last step that was recorded.
    pub step: Step,
    /// Where it stands today: a cover runs and ends by its days.
    pub status: Status,
    pub source: SourceView,
    /// Only where one enrolment is shown.
    #[schema(required)]
    pub seen: Option<Vec<SeenView>>,
    /// Only where one enrolment is shown.
    #[schema(required)]
    pub warnings: Option<Vec<EnrolmentWarning>>,
    #[schema(required)]
    pub batch_id: Option<EnrolmentBatchId>,
    #[schema(required)]
    pub issued_on: Option<Day>,
    #[schema(required)]
    pub created_by: Option<UserId>,
    pub created_at: Moment,
    /// Null for whoever may see where enrolments stand, but not their money.
    #[schema(required)]
    pub money: Option<MoneyView>,
}

/// What hangs on enrolments.
#[derive(Default)]
struct Parts {
    names: BTreeMap<PersonId, String>,
    receipts: BTreeMap<EnrolmentId, Receipt>,
    instalments: BTreeMap<EnrolmentId, Vec<Instalment>>,
    reversals: BTreeMap<EnrolmentId, Reversal>,
    cards: BTreeMap<EnrolmentId, Card>,
    /// Those whose money the caller may see.
    open: BTreeSet<EnrolmentId>,
}

/// Which of these the caller may see the money of.
fn open_to(conn: &mut Conn, actor: &Actor, today: Day, ids: &[EnrolmentId]) -> Result<BTreeSet<EnrolmentId>> {
    if !actor.may(Permission::EnrolmentsMoney) {
        return Ok(BTreeSet::new());
    }
    queries::found_among(conn, &Scope::of(actor, Permission::EnrolmentsMoney, today), ids)
}

/// Enrolments that were found in scope, as this caller may see them.
pub fn views(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    actor: &Actor,
    rows: Vec<Enrolment>,
) -> Result<Vec<EnrolmentView>> {
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id).collect();
    let people: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let mut parts = Parts {
        names: queries_parts::names(conn, scope, &people)?,
        receipts: queries_parts::receipts(conn, &ids)?,
        instalments: queries_parts::instalments(conn, &ids)?,
        reversals: queries_parts::reversals(conn, &ids)?,
        cards: queries_parts::cards(conn, &ids)?,
        open: open_to(conn, actor, scope.today(), &ids)?,
    };
    rows.into_iter().map(|row| view(seals, scope.today(), row, &mut parts)).collect()
}

fn view(seals: &Seals, today: Day, row: Enrolment, parts: &mut Parts) -> Result<EnrolmentView> {
    let card = parts.cards.remove(&row.id);
    let issued_on = card.as_ref().map(|card| card.issued_on);
    let money = if parts.open.contains(&row.id) { Some(money(seals, &row, card, parts)?) } else { None };
    let quote = row.quote;
    Ok(EnrolmentView {
        id: row.id,
        person_id: row.person_id,
        person_name: parts.names.get(&row.person_id).cloned(),
        household_id: row.household_id,
        area_id: row.area_id,
        organisation_id: row.organisation_id,
        collector_id: row.collector_id,
        kept_quote_id: quote.kept_quote_id,
        member_key: quote.member_key,
        scheme: quote.scheme,
        method: quote.method,
        months: quote.months,
        quoted_on: quote.quoted_on,
        period_from: quote.period_from,
        paid_to: quote.paid_to,
        kept_to: row.kept_to,
        due_by: quote.due_by,
        lapsed_after: quote.lapsed_after,
        starts_on: quote.starts_on,
        kind: row.kind,
        step: row.step,
        status: status(row.step, quote.starts_on, row.kept_to, today),
        source: SourceView { kind: row.source, id: row.source_id },
        seen: None,
        warnings: None,
        batch_id: row.batch_id,
        issued_on,
        created_by: row.created_by,
        created_at: row.created_at,
        money,
    })
}

fn money(seals: &Seals, row: &Enrolment, card: Option<Card>, parts: &mut Parts) -> Result<MoneyView> {
    let quote = &row.quote;
    let instalments = parts.instalments.remove(&row.id).unwrap_or_default();
    let number = card.map(|card| sealing::open_number(seals, &card)).transpose()?;
    Ok(MoneyView {
        income_vnd: quote.income_vnd,
        full_vnd: quote.full_vnd,
        state_vnd: quote.state_vnd,
        local_vnd: quote.local_vnd,
        other_vnd: quote.other_vnd,
        payable_vnd: quote.payable_vnd,
        receipt: parts.receipts.remove(&row.id).map(ReceiptView::from),
        instalments_vnd: instalments.iter().map(|part| part.amount_vnd).sum(),
        instalments: instalments
            .into_iter()
            .map(|part| InstalmentView { id: part.id, paid_on: part.paid_on, amount_vnd: part.amount_vnd })
            .collect(),
        reversal: parts.reversals.remove(&row.id).map(|back| ReversalView {
            from_month: back.from_month,
            months: back.months,
            payer_vnd: back.payer_vnd,
            state_vnd: back.state_vnd,
            local_vnd: back.local_vnd,
            other_vnd: back.other_vnd,
            reason: back.reason,
            decided_on: back.decided_on,
        }),
        number: number.map(|number| number.masked()),
    })
}

/// One enrolment that was found in scope, with what the record shows of the time before it.
pub fn shown(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    actor: &Actor,
    row: InScope<Enrolment>,
) -> Result<EnrolmentView> {
    let (seen, warnings) = (seen(conn, scope, &row)?, warnings(conn, scope, seals, &row)?);
    let view = views(conn, scope, seals, actor, vec![row.into_inner()])?.pop().ok_or_else(Error::not_found)?;
    Ok(EnrolmentView { seen: Some(seen), warnings: Some(warnings), ..view })
}

/// What the quote took somebody's word for and the record does not show.
fn warnings(conn: &mut Conn, scope: &Scope, seals: &Seals, row: &InScope<Enrolment>) -> Result<Vec<EnrolmentWarning>> {
    let said = quotes::card_before(conn, seals, row.quote.kept_quote_id, &row.quote.member_key)?;
    let (Some(on), Some(person)) = (said, people::find_person(conn, scope, row.person_id)?) else {
        return Ok(Vec::new());
    };
    let history = queries_facts::history(conn, &person, Some(row.id))?;
    if is_recorded(row.quote.scheme, on, &history.before) {
        return Ok(Vec::new());
    }
    Ok(vec![EnrolmentWarning { code: EnrolmentWarningCode::PriorCoverNotRecorded, on }])
}

/// What the record shows, the newest first.
fn seen(conn: &mut Conn, scope: &Scope, row: &InScope<Enrolment>) -> Result<Vec<SeenView>> {
    let on = row.created_at.day();
    let span = (on.plus_days(-SEEN_DAYS), on);
    let visits = queries_facts::visits_before(conn, scope, row, span, SEEN_MOST)?;
    let events = queries_facts::events_before(conn, scope, row, span, SEEN_MOST)?;
    let seen = |what: &'static str, id: String, day: Day, detail: String| SeenView {
        what,
        id,
        on: day,
        days_before: on.days_since(day),
        detail,
    };
    let visits = visits.into_iter().map(|(id, day, outcome)| seen("visit", id.to_string(), day, outcome));
    let events = events.into_iter().map(|(id, day, kind)| seen("event", id.to_string(), day, kind));
    let mut all: Vec<SeenView> = visits.chain(events).collect();
    all.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
    Ok(all)
}

/// A step that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentStepView {
    pub n: i32,
    #[schema(required)]
    pub from_step: Option<Step>,
    pub to_step: Step,
    /// The day it took place by the papers.
    #[schema(required)]
    pub on: Option<Day>,
    /// A code of a list.
    #[schema(required)]
    pub reason: Option<String>,
    /// What was said; null for whoever may not see the money.
    #[schema(required)]
    pub why: Option<String>,
    #[schema(required)]
    pub by_id: Option<UserId>,
    pub at: Moment,
    /// Hours since the step before.
    #[schema(required)]
    pub hours: Option<f64>,
}

/// The steps of an enrolment that was found in scope, in order.
pub fn steps(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    actor: &Actor,
    of: &InScope<Enrolment>,
) -> Result<Vec<EnrolmentStepView>> {
    let open = !open_to(conn, actor, scope.today(), &[of.id])?.is_empty();
    let rows = queries_parts::steps(conn, of)?;
    let before: Vec<Option<Moment>> = std::iter::once(None).chain(rows.iter().map(|row| Some(row.at))).collect();
    let step = |(row, before): (StepRow, Option<Moment>)| {
        Ok(EnrolmentStepView {
            n: row.n,
            from_step: row.from_step,
            to_step: row.to_step,
            on: row.on_day,
            why: if open { sealing::open_why(seals, &row)? } else { None },
            reason: row.reason,
            by_id: row.by_id,
            at: row.at,
            hours: before.map(|before| super::funnel::hours_between(before, row.at)),
        })
    };
    rows.into_iter().zip(before).map(step).collect()
}

/// The enrolments of a person within the caller's scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonEnrolments {
    pub items: Vec<EnrolmentView>,
}

/// The steps of an enrolment.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentSteps {
    pub items: Vec<EnrolmentStepView>,
}

/// Enrolments that were handed in together.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentBatchView {
    pub id: EnrolmentBatchId,
    pub organisation_id: OrganisationId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub handed_in_on: Day,
    /// How many were handed in; the list of enrolments asked for this batch shows those that are in it now.
    pub members: i32,
    #[schema(required)]
    pub taken_back_at: Option<Moment>,
    #[schema(required)]
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}

impl From<Batch> for EnrolmentBatchView {
    fn from(row: Batch) -> Self {
        Self {
            id: row.id,
            organisation_id: row.organisation_id,
            area_id: row.area_id,
            scheme: row.scheme,
            handed_in_on: row.handed_in_on,
            members: row.members,
            taken_back_at: row.taken_back_at,
            created_by: row.created_by,
            created_at: row.created_at,
        }
    }
}
