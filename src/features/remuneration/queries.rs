//! SQL of remuneration.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::{
    model::{Earned, RateRow, Said, Statement, StatementLine},
    owing::{Rate, Standing},
    problems::{MONTH, SAME_DAY},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{
            AreaId, EnrolmentId, OrganisationId, RemunerationLineId, RemunerationRateId, RemunerationStatementId,
            UserId,
        },
        scheme::Scheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            area_closure, areas, enrolment_receipts, enrolment_reversals, enrolments, remuneration_lines,
            remuneration_rates, remuneration_statements,
        },
        scoped,
    },
    features::{areas::Level, enrolments::kinds::Kind},
};

/// How many ids one statement names.
const AT_ONCE: usize = 1_000;

const ONE_RATE_PER_DAY: UniqueRule = UniqueRule {
    postgres: "remuneration_rates_one_per_day",
    sqlite: "remuneration_rates.organisation_id, remuneration_rates.area_id, remuneration_rates.scheme, remuneration_rates.kind, remuneration_rates.min_months, remuneration_rates.effective_from",
};
const ONE_STATEMENT_PER_MONTH: UniqueRule = UniqueRule {
    postgres: "remuneration_statements_one_per_month",
    sqlite: "remuneration_statements.organisation_id, remuneration_statements.area_id, remuneration_statements.month",
};

/// Rates, the newest first.
pub fn rates_page(
    conn: &mut Conn,
    scope: &Scope,
    (area_id, organisation): (Option<AreaId>, Option<OrganisationId>),
    cursor: &Cursor,
) -> Result<Page<RateRow>> {
    let mut query = scoped::remuneration_rates(scope);
    if let Some(area_id) = area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(remuneration_rates::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(organisation) = organisation {
        query = query.filter(remuneration_rates::organisation_id.eq(organisation));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(remuneration_rates::id.lt(after.clone()));
    }
    let rows =
        query.order(remuneration_rates::id.desc()).limit(cursor.fetch()).select(RateRow::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &RateRow| row.id.to_string()))
}

/// The rates of an organisation that was found in scope, by the areas where they hold: those for an area and for what it
/// lies in.
pub fn rates_in(
    conn: &mut Conn,
    organisation: OrganisationId,
    areas: &BTreeSet<AreaId>,
) -> Result<HashMap<AreaId, Vec<Rate>>> {
    let areas: Vec<AreaId> = areas.iter().copied().collect();
    let mut all: HashMap<AreaId, Vec<Rate>> = HashMap::new();
    for areas in areas.chunks(AT_ONCE) {
        let rows: Vec<(AreaId, Level, RateRow)> = area_closure::table
            .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
            .inner_join(remuneration_rates::table.on(remuneration_rates::area_id.eq(area_closure::ancestor_id)))
            .filter(remuneration_rates::organisation_id.eq(organisation))
            .filter(among(area_closure::descendant_id, areas))
            .select((area_closure::descendant_id, areas::level, RateRow::as_select()))
            .load(conn)?;
        for (area, level, row) in rows {
            all.entry(area).or_default().push(row.of(level));
        }
    }
    Ok(all)
}

/// Whether there is a rate of this id, wherever it is.
pub fn rate_exists(conn: &mut Conn, id: RemunerationRateId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(remuneration_rates::table.find(id))).get_result(conn)?)
}

pub fn insert_rate(tx: &mut Tx, row: &RateRow) -> Result<()> {
    diesel::insert_into(remuneration_rates::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_RATE_PER_DAY, &SAME_DAY)
}

/// Statements, the newest first.
pub fn statements(
    conn: &mut Conn,
    scope: &Scope,
    (area_id, organisation): (Option<AreaId>, Option<OrganisationId>),
    cursor: &Cursor,
) -> Result<Page<Statement>> {
    let mut query = scoped::remuneration_statements(scope);
    if let Some(area_id) = area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(remuneration_statements::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(organisation) = organisation {
        query = query.filter(remuneration_statements::organisation_id.eq(organisation));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(remuneration_statements::id.lt(after.clone()));
    }
    let ordered = query.order(remuneration_statements::id.desc()).limit(cursor.fetch());
    let rows = ordered.select(Statement::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &Statement| row.id.to_string()))
}

pub fn statement(conn: &mut Conn, scope: &Scope, id: RemunerationStatementId) -> Result<Option<InScope<Statement>>> {
    let query = scoped::each::remuneration_statements(scope).filter(remuneration_statements::id.eq(id));
    scoped::first(conn, query.select(Statement::as_select()))
}

/// Whether there is a statement of this id, wherever it is.
pub fn statement_exists(conn: &mut Conn, id: RemunerationStatementId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(remuneration_statements::table.find(id))).get_result(conn)?)
}

/// Whether there is a statement of an organisation about an area and a month.
pub fn is_drawn_up(conn: &mut Conn, organisation: OrganisationId, area_id: AreaId, month: Day) -> Result<bool> {
    let drawn_up = remuneration_statements::table
        .filter(remuneration_statements::organisation_id.eq(organisation))
        .filter(remuneration_statements::area_id.eq(area_id))
        .filter(remuneration_statements::month.eq(month));
    Ok(diesel::select(diesel::dsl::exists(drawn_up)).get_result(conn)?)
}

pub fn insert_statement(tx: &mut Tx, row: &Statement, lines: &[StatementLine]) -> Result<()> {
    diesel::insert_into(remuneration_statements::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_STATEMENT_PER_MONTH, &MONTH)?;
    insert_all!(tx.conn()?, remuneration_lines::table, lines)?;
    Ok(())
}

/// The lines of a statement that was found in scope, by collector and sign-up.
pub fn lines_of(conn: &mut Conn, statement: &InScope<Statement>) -> Result<Vec<StatementLine>> {
    Ok(remuneration_lines::table
        .filter(remuneration_lines::statement_id.eq(statement.id))
        .order((remuneration_lines::collector_id, remuneration_lines::enrolment_id))
        .select(StatementLine::as_select())
        .load(conn)?)
}

/// Which lines a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineFilter {
    pub area_id: Option<AreaId>,
    pub statement_id: Option<RemunerationStatementId>,
    pub collector_id: Option<UserId>,
}

/// Lines, the newest first.
pub fn lines(conn: &mut Conn, scope: &Scope, filter: &LineFilter, cursor: &Cursor) -> Result<Page<StatementLine>> {
    let mut query = scoped::remuneration_lines(scope);
    if let Some(area_id) = filter.area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(remuneration_lines::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(statement) = filter.statement_id {
        query = query.filter(remuneration_lines::statement_id.eq(statement));
    }
    if let Some(collector) = filter.collector_id {
        query = query.filter(remuneration_lines::collector_id.eq(collector));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(remuneration_lines::id.lt(after.clone()));
    }
    let ordered = query.order(remuneration_lines::id.desc()).limit(cursor.fetch());
    let rows = ordered.select(StatementLine::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &StatementLine| row.id.to_string()))
}

/// What all statements of an organisation said of each sign-up.
pub fn said(conn: &mut Conn, organisation: OrganisationId) -> Result<HashMap<EnrolmentId, Said>> {
    let rows: Vec<(EnrolmentId, RemunerationLineId, i64, AreaId)> = remuneration_lines::table
        .filter(remuneration_lines::organisation_id.eq(organisation))
        .order(remuneration_lines::id)
        .select((
            remuneration_lines::enrolment_id,
            remuneration_lines::id,
            remuneration_lines::amount_vnd,
            remuneration_lines::area_id,
        ))
        .load(conn)?;
    let mut all: HashMap<EnrolmentId, Said> = HashMap::new();
    for (enrolment, last, vnd, area_id) in rows {
        let before = all.get(&enrolment).map_or(0, |said| said.vnd);
        all.insert(enrolment, Said { last, vnd: before + vnd, area_id });
    }
    Ok(all)
}

type Row = (EnrolmentId, AreaId, Option<UserId>, Scheme, Kind, i32);

const ROW: (
    enrolments::id,
    enrolments::area_id,
    enrolments::collector_id,
    enrolments::scheme,
    enrolments::kind,
    enrolments::months,
) = (
    enrolments::id,
    enrolments::area_id,
    enrolments::collector_id,
    enrolments::scheme,
    enrolments::kind,
    enrolments::months,
);

fn earned((enrolment_id, area_id, collector_id, scheme, kind, months): Row) -> Earned {
    let standing = Standing { scheme, kind, months, paid: None, refunded_vnd: 0, all_refunded: false };
    Earned { enrolment_id, area_id, collector_id, standing }
}

/// The sign-ups of an organisation that are settled in an area, as they stand now: those there that were paid, by receipts
/// that stand, and those of which something was said there before, wherever their people live by now.
pub fn standing(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    said: &HashMap<EnrolmentId, Said>,
) -> Result<Vec<Earned>> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id);
    let rows: Vec<Row> = scoped::receipted(scope)
        .filter(enrolments::organisation_id.eq(organisation))
        .filter(enrolments::area_id.eq_any(below))
        .filter(enrolment_receipts::voided_at.is_null())
        .select(ROW)
        .load(conn)?;
    let new = rows.into_iter().filter(|row| !said.contains_key(&row.0));
    let mut all: BTreeMap<EnrolmentId, Earned> = new.map(|row| (row.0, earned(row))).collect();
    let below: Vec<AreaId> = below.load(conn)?;
    let below: BTreeSet<AreaId> = below.into_iter().collect();
    let before: Vec<EnrolmentId> =
        said.iter().filter(|(_, said)| below.contains(&said.area_id)).map(|(id, _)| *id).collect();
    for ids in before.chunks(AT_ONCE) {
        let rows: Vec<Row> = enrolments::table.filter(among(enrolments::id, ids)).select(ROW).load(conn)?;
        for row in rows {
            let area_id = said.get(&row.0).map_or(row.1, |said| said.area_id);
            all.insert(row.0, Earned { area_id, ..earned(row) });
        }
    }
    let ids: Vec<EnrolmentId> = all.keys().copied().collect();
    for ids in ids.chunks(AT_ONCE) {
        add_money(conn, ids, &mut all)?;
    }
    Ok(all.into_values().collect())
}

/// What was paid by the receipts that stand for these sign-ups, and what went back.
fn add_money(conn: &mut Conn, ids: &[EnrolmentId], all: &mut BTreeMap<EnrolmentId, Earned>) -> Result<()> {
    let receipts: Vec<(EnrolmentId, Day, i64)> = enrolment_receipts::table
        .filter(among(enrolment_receipts::enrolment_id, ids))
        .filter(enrolment_receipts::voided_at.is_null())
        .select((enrolment_receipts::enrolment_id, enrolment_receipts::paid_on, enrolment_receipts::amount_vnd))
        .load(conn)?;
    for (id, on, vnd) in receipts {
        if let Some(own) = all.get_mut(&id) {
            own.standing.paid = Some((on, vnd));
        }
    }
    let refunds: Vec<(EnrolmentId, i32, i64)> = enrolment_reversals::table
        .filter(among(enrolment_reversals::enrolment_id, ids))
        .select((enrolment_reversals::enrolment_id, enrolment_reversals::months, enrolment_reversals::payer_vnd))
        .load(conn)?;
    for (id, back, payer_vnd) in refunds {
        if let Some(own) = all.get_mut(&id) {
            (own.standing.refunded_vnd, own.standing.all_refunded) = (payer_vnd, back >= own.standing.months);
        }
    }
    Ok(())
}
