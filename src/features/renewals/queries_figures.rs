//! SQL of what the ends of periods count for in the funnel, and of the rows behind it.
use diesel::{
    dsl::{count_star, exists},
    prelude::*,
};

use super::{
    api::EndState,
    model::{Renewal, RenewalState},
    queries,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, OrganisationId},
        scheme::Scheme,
    },
    db::{
        Conn, Tx, among,
        cells::Counted,
        schema::{area_closure, renewals},
        scoped,
    },
    features::funnel::{Facts, Sums},
};

fn counted_as(
    (area_id, on, organisation, scheme): (AreaId, Day, OrganisationId, Scheme),
    state: RenewalState,
    times: i64,
) -> Option<Counted> {
    let facts = Facts {
        area_id,
        on,
        organisation_id: Some(organisation),
        campaign_id: None,
        channel: None,
        user_id: None,
        scheme: Some(scheme),
        reason: None,
    };
    let sums = Sums { ended: 1, renewed: i64::from(state == RenewalState::Renewed), ..Sums::default() };
    // What ended before its time did not come to its end.
    (state != RenewalState::Ended).then(|| facts.counted(sums, times))
}

/// The end of a period counts as it stands now, and no more as it stood.
pub fn count(tx: &mut Tx, before: Option<&Renewal>, after: Option<&Renewal>) {
    let sides = [(before, -1), (after, 1)].into_iter();
    let counted = sides.filter_map(|(row, times)| {
        let row = row?;
        counted_as((row.counted_area_id, row.paid_to, row.organisation_id, row.scheme), row.state, times)
    });
    tx.count(Sums::SHEET, counted);
}

/// The areas that ends of periods count in.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(renewals::table.select(renewals::counted_area_id).distinct().load(conn)?)
}

/// What the ends of periods in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let alike =
        (renewals::counted_area_id, renewals::paid_to, renewals::organisation_id, renewals::scheme, renewals::state);
    let rows: Vec<(AreaId, Day, OrganisationId, Scheme, RenewalState, i64)> = renewals::table
        .filter(among(renewals::counted_area_id, areas))
        .group_by(alike)
        .select((
            renewals::counted_area_id,
            renewals::paid_to,
            renewals::organisation_id,
            renewals::scheme,
            renewals::state,
            count_star(),
        ))
        .load(conn)?;
    let counted = rows.into_iter().filter_map(|(area, on, organisation, scheme, state, times)| {
        counted_as((area, on, organisation, scheme), state, times)
    });
    Ok(counted.collect())
}

/// Which ends are asked for.
#[derive(Debug, Clone)]
pub struct Filter {
    pub area_id: AreaId,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Option<Scheme>,
    pub state: EndState,
}

/// Ends of periods within the scope that did not come early and that a filter lets through.
fn matching(scope: &Scope, filter: &Filter) -> queries::Rows {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(filter.area_id));
    let mut query = scoped::renewals(scope)
        .filter(renewals::state.ne(RenewalState::Ended))
        .filter(renewals::counted_area_id.eq_any(below.select(area_closure::descendant_id)));
    if let Some(from) = filter.from {
        query = query.filter(renewals::paid_to.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(renewals::paid_to.le(to));
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(renewals::organisation_id.eq(organisation));
    }
    if let Some(scheme) = filter.scheme {
        query = query.filter(renewals::scheme.eq(scheme));
    }
    match filter.state {
        EndState::Any => query,
        EndState::Renewed => query.filter(renewals::state.eq(RenewalState::Renewed)),
        EndState::Lost => {
            let next = diesel::alias!(renewals as next);
            let after_a_gap = next
                .filter(next.field(renewals::id).nullable().eq(renewals::renewed_by_id))
                .filter(next.field(renewals::chain_from).gt(renewals::paid_to));
            let open = renewals::state.eq_any([RenewalState::Due, RenewalState::Stopped]);
            query.filter(open.or(renewals::state.eq(RenewalState::Renewed).and(exists(after_a_gap))))
        }
    }
}

/// How many a filter lets through.
///
/// # Errors
/// When the database fails.
pub fn count_ends(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<i64> {
    Ok(matching(scope, filter).count().get_result(conn)?)
}

/// Those a filter lets through, the earliest first.
pub fn ends(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Renewal>> {
    queries::page(conn, matching(scope, filter), cursor)
}
