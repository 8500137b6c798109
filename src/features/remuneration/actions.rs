//! What people can do with remuneration: record a rate, see what a month comes to, draw its statement up.
use std::collections::BTreeMap;

use super::{
    api::{CollectorRemuneration, CreateRemunerationRate, CreateRemunerationStatement},
    model::{RateRow, Statement, StatementLine},
    owing, problems, queries,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Moment, Result,
        id::{AreaId, OrganisationId, UserId},
        problem::ALREADY_EXISTS,
    },
    db::{Conn, Event, Tx},
    features::{
        areas,
        organisations::{self, Organisation},
    },
};

/// The organisation, when the caller may work for it in this area.
fn serving(conn: &mut Conn, scope: &Scope, id: OrganisationId, area_id: AreaId) -> Result<Organisation> {
    areas::require(conn, scope, area_id, "/area_id")?;
    organisations::require_serving(conn, scope, id, area_id, "/organisation_id")
}

/// Records what is given for a kind of sign-up from a day on.
///
/// # Errors
/// `remuneration-rate`, `remuneration-rate-same-day`, `already-exists`, and what stands against the organisation.
pub fn create_remuneration_rate(tx: &mut Tx, scope: &Scope, input: CreateRemunerationRate) -> Result<RateRow> {
    let body = serving(tx.conn()?, scope, input.organisation_id, input.area_id)?;
    if input.share_ppm.is_some() && input.per_head_vnd.is_some() {
        return Err(problems::RATE.field("/per_head_vnd", "one-of-two", problems::RATE.title).into());
    }
    if let Some(id) = input.id
        && queries::rate_exists(tx.conn()?, id)?
    {
        return Err(ALREADY_EXISTS.now().into());
    }
    let row = RateRow {
        id: input.id.unwrap_or_else(Id::new),
        organisation_id: body.id,
        area_id: input.area_id,
        scheme: input.scheme.into(),
        kind: input.kind,
        min_months: input.min_months.map_or(1, |months| months.0),
        effective_from: input.effective_from,
        share_ppm: input.share_ppm.map(|share| share.0),
        per_head_vnd: input.per_head_vnd.map(|vnd| vnd.0),
        legal_basis: input.legal_basis.into_inner(),
        recorded_at: tx.now(),
        recorded_by: tx.actor().user_id,
    };
    queries::insert_rate(tx, &row)?;
    let fields = ["scheme", "kind", "min_months", "effective_from", "share_ppm", "per_head_vnd"];
    let line = Event::new("remuneration_rate.recorded", "remuneration_rate", row.id);
    tx.record(line.in_area(row.area_id).fields(fields));
    Ok(row)
}

/// A statement as it would be drawn up now.
///
/// # Errors
/// `remuneration-month`, and what stands against the organisation.
pub fn draft(
    conn: &mut Conn,
    scope: &Scope,
    input: &CreateRemunerationStatement,
    (at, by): (Moment, Option<UserId>),
) -> Result<(Statement, Vec<StatementLine>)> {
    let body = serving(conn, scope, input.organisation_id, input.area_id)?;
    let is_over = input.month.last() < scope.today();
    if !is_over || queries::is_drawn_up(conn, body.id, input.area_id, input.month.first())? {
        return Err(problems::MONTH.field("/month", "not-to-be-drawn-up", problems::MONTH.title).into());
    }
    let said = queries::said(conn, body.id)?;
    let id = input.id.unwrap_or_else(Id::new);
    let mut lines = Vec::new();
    let (to, none) = (input.month.last(), Vec::new());
    let standing = queries::standing(conn, scope, (body.id, input.area_id), &said)?;
    let rates = queries::rates_in(conn, body.id, &standing.iter().map(|own| own.area_id).collect())?;
    for own in standing {
        let before = said.get(&own.enrolment_id);
        if !owing::concerns(&own.standing, before.is_some(), to) {
            continue;
        }
        let owed = owing::owed(rates.get(&own.area_id).unwrap_or(&none), &own.standing);
        let Some(amount_vnd) = owing::to_say(&owed, before.map(|said| said.vnd)) else { continue };
        lines.push(StatementLine {
            id: Id::new(),
            statement_id: id,
            organisation_id: body.id,
            area_id: own.area_id,
            collector_id: own.collector_id,
            enrolment_id: own.enrolment_id,
            paid_on: own.standing.paid.map(|(on, _)| on),
            scheme: own.standing.scheme,
            kind: own.standing.kind,
            months: own.standing.months,
            base_vnd: owed.base_vnd,
            rate_id: owed.rate_id,
            rate_missing: owed.vnd.is_none(),
            due_vnd: owed.vnd.unwrap_or(0),
            amount_vnd,
            adjusts_id: before.map(|said| said.last),
        });
    }
    let count = |lines: usize| i32::try_from(lines).map_err(Error::internal);
    let statement = Statement {
        id,
        organisation_id: body.id,
        area_id: input.area_id,
        month: input.month.first(),
        line_count: count(lines.len())?,
        missing: count(lines.iter().filter(|line| line.rate_missing).count())?,
        base_vnd: lines.iter().filter(|line| line.adjusts_id.is_none()).map(|line| line.base_vnd).sum(),
        amount_vnd: lines.iter().map(|line| line.amount_vnd).sum(),
        created_by: by,
        created_at: at,
    };
    Ok((statement, lines))
}

/// Draws a statement up; it never changes after that.
///
/// # Errors
/// As [`draft`]; `already-exists`.
pub fn create_statement(
    tx: &mut Tx,
    scope: &Scope,
    input: &CreateRemunerationStatement,
) -> Result<(Statement, Vec<StatementLine>)> {
    if let Some(id) = input.id
        && queries::statement_exists(tx.conn()?, id)?
    {
        return Err(ALREADY_EXISTS.now().into());
    }
    // What was said before is summed up: no other statement may come between.
    tx.alone()?;
    let (now, by) = (tx.now(), tx.actor().user_id);
    let (statement, lines) = draft(tx.conn()?, scope, input, (now, by))?;
    queries::insert_statement(tx, &statement, &lines)?;
    let line = Event::new("remuneration_statement.drawn_up", "remuneration_statement", statement.id);
    tx.record(line.in_area(statement.area_id).fields(["organisation_id", "month"]));
    Ok((statement, lines))
}

/// What each collector gets.
pub fn by_collector(lines: &[StatementLine]) -> Vec<CollectorRemuneration> {
    let mut all: BTreeMap<Option<UserId>, CollectorRemuneration> = BTreeMap::new();
    for line in lines {
        let nothing = || CollectorRemuneration {
            collector_id: line.collector_id,
            lines: 0,
            rate_missing: 0,
            base_vnd: 0,
            amount_vnd: 0,
        };
        let own = all.entry(line.collector_id).or_insert_with(nothing);
        own.lines += 1;
        own.rate_missing += i64::from(line.rate_missing);
        own.base_vnd += if line.adjusts_id.is_none() { line.base_vnd } else { 0 };
        own.amount_vnd += line.amount_vnd;
    }
    all.into_values().collect()
}
