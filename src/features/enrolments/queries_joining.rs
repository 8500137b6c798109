//! SQL of who joined: what payments count for.
use diesel::{dsl::count_star, prelude::*};

use super::{
    joining::{Paid, Sums},
    kinds::Kind,
    model::Enrolment,
    queries_figures,
};
use crate::{
    base::{
        Day, Result,
        id::{AreaId, OrganisationId},
        scheme::Scheme,
    },
    db::{
        Conn, Tx, among,
        cells::Counted,
        schema::{enrolment_counts, enrolment_receipts, enrolments},
    },
};

/// A sign-up, found in scope, was paid on this day so many times more; less than nothing where a payment is taken back.
pub fn count(tx: &mut Tx, row: &Enrolment, paid_on: Day, times: i64) -> Result<()> {
    let paid = Paid {
        area_id: queries_figures::of(tx.conn()?, row.id)?.area_id,
        on: paid_on,
        organisation_id: row.organisation_id,
        scheme: row.quote.scheme,
        kind: row.kind,
    };
    tx.count(Sums::SHEET, [paid.counted(times)]);
    Ok(())
}

/// The areas in which somebody joined.
///
/// # Errors
/// When the database fails.
pub fn joined_places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(enrolment_counts::table
        .inner_join(enrolments::table.inner_join(enrolment_receipts::table))
        .filter(enrolment_receipts::voided_at.is_null())
        .select(enrolment_counts::area_id)
        .distinct()
        .load(conn)?)
}

/// What the payments in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn joined_counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let alike = (
        enrolment_counts::area_id,
        enrolment_receipts::paid_on,
        enrolments::organisation_id,
        enrolments::scheme,
        enrolments::kind,
    );
    let rows: Vec<(AreaId, Day, OrganisationId, Scheme, Kind, i64)> = enrolment_counts::table
        .inner_join(enrolments::table.inner_join(enrolment_receipts::table))
        .filter(enrolment_receipts::voided_at.is_null())
        .filter(among(enrolment_counts::area_id, areas))
        .group_by(alike)
        .select((
            enrolment_counts::area_id,
            enrolment_receipts::paid_on,
            enrolments::organisation_id,
            enrolments::scheme,
            enrolments::kind,
            count_star(),
        ))
        .load(conn)?;
    let counted = |(area_id, on, organisation_id, scheme, kind, times)| {
        Paid { area_id, on, organisation_id, scheme, kind }.counted(times)
    };
    Ok(rows.into_iter().map(counted).collect())
}
