//! SQL of collectors' figures.
use std::collections::HashMap;

use diesel::prelude::*;

use super::{model::Fact, tally::Happened};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, OrganisationId, PersonId, UserId},
        scheme::Scheme,
    },
    db::{
        Conn,
        schema::{area_closure, areas, enrolment_receipts, enrolment_reversals, enrolment_steps, enrolments, renewals},
        scoped,
    },
    features::enrolments::{kinds::Kind, lifecycle::Step},
};

/// Of what the figures speak.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub collector_id: Option<UserId>,
    pub scheme: Option<Scheme>,
}

/// Narrows a question about sign-ups, or about renewals, to what is asked of.
macro_rules! narrowed {
    ($query:expr, $table:ident, $filter:expr) => {{
        let (mut query, filter) = ($query, $filter);
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(filter.area_id));
        query = query.filter($table::area_id.eq_any(below.select(area_closure::descendant_id)));
        if let Some(organisation) = filter.organisation_id {
            query = query.filter($table::organisation_id.eq(organisation));
        }
        if let Some(collector) = filter.collector_id {
            query = query.filter($table::collector_id.eq(collector));
        }
        if let Some(scheme) = filter.scheme {
            query = query.filter($table::scheme.eq(scheme));
        }
        query
    }};
}

type Whose = (OrganisationId, Option<UserId>, AreaId);

fn fact((organisation_id, collector_id, area_id): Whose, on: Day, what: Happened) -> Fact {
    Fact { organisation_id, collector_id, area_id, on, what }
}

const WHOSE: (enrolments::organisation_id, enrolments::collector_id, enrolments::area_id) =
    (enrolments::organisation_id, enrolments::collector_id, enrolments::area_id);

/// What was paid from one day to another, by receipts that stand.
pub fn paid(conn: &mut Conn, scope: &Scope, filter: &Filter, (from, to): (Day, Day)) -> Result<Vec<Fact>> {
    type Row = (Whose, Day, Kind, PersonId, i32, i64);
    let rows: Vec<Row> = narrowed!(scoped::receipted(scope), enrolments, filter)
        .filter(enrolment_receipts::voided_at.is_null())
        .filter(enrolment_receipts::paid_on.ge(from))
        .filter(enrolment_receipts::paid_on.le(to))
        .select((
            WHOSE,
            enrolment_receipts::paid_on,
            enrolments::kind,
            enrolments::person_id,
            enrolments::months,
            enrolment_receipts::amount_vnd,
        ))
        .load(conn)?;
    let paid = |(whose, on, kind, person, months, amount_vnd): Row| {
        fact(whose, on, Happened::Paid { kind, person, months: i64::from(months), amount_vnd })
    };
    Ok(rows.into_iter().map(paid).collect())
}

/// Who stopped, by the last day that was kept.
pub fn stopped(conn: &mut Conn, scope: &Scope, filter: &Filter, (from, to): (Day, Day)) -> Result<Vec<Fact>> {
    let rows: Vec<(Whose, Option<Day>)> = narrowed!(scoped::stepped(scope), enrolments, filter)
        .filter(enrolments::step.eq(Step::Stopped).or(enrolments::step.eq(Step::Refunded)))
        .filter(enrolment_steps::to_step.eq(Step::Stopped))
        .filter(enrolment_steps::on_day.ge(from))
        .filter(enrolment_steps::on_day.le(to))
        .select((WHOSE, enrolment_steps::on_day))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(whose, on)| Some(fact(whose, on?, Happened::Stopped))).collect())
}

/// What was paid back, by the day of the decision.
pub fn refunded(conn: &mut Conn, scope: &Scope, filter: &Filter, (from, to): (Day, Day)) -> Result<Vec<Fact>> {
    let rows: Vec<(Whose, Day, i32, i64)> = narrowed!(scoped::reversed(scope), enrolments, filter)
        .filter(enrolment_reversals::decided_on.ge(from))
        .filter(enrolment_reversals::decided_on.le(to))
        .select((WHOSE, enrolment_reversals::decided_on, enrolment_reversals::months, enrolment_reversals::payer_vnd))
        .load(conn)?;
    let refunded = |(whose, on, months, amount_vnd): (Whose, Day, i32, i64)| {
        fact(whose, on, Happened::Refunded { months: i64::from(months), amount_vnd })
    };
    Ok(rows.into_iter().map(refunded).collect())
}

/// Whose last day to go on passed, and who did not.
pub fn lapsed(conn: &mut Conn, scope: &Scope, filter: &Filter, (from, to): (Day, Day)) -> Result<Vec<Fact>> {
    let rows: Vec<(Whose, Day)> = narrowed!(scoped::renewals(scope), renewals, filter)
        .filter(renewals::state.eq("due"))
        .filter(renewals::lapsed_after.ge(from))
        .filter(renewals::lapsed_after.le(to))
        .select(((renewals::organisation_id, renewals::collector_id, renewals::area_id), renewals::lapsed_after))
        .load(conn)?;
    Ok(rows.into_iter().map(|(whose, on)| fact(whose, on, Happened::Lapsed)).collect())
}

/// In which of the areas directly below an area everything in it lies.
pub fn directly_in(conn: &mut Conn, area_id: AreaId) -> Result<HashMap<AreaId, AreaId>> {
    let rows: Vec<(AreaId, AreaId)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(areas::parent_id.eq(area_id))
        .filter(area_closure::via.eq("tree"))
        .select((area_closure::descendant_id, area_closure::ancestor_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
