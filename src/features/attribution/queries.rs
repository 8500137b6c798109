//! SQL of attribution: the sign-ups that are counted.
use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Measure, SignUp};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, EnrolmentId, PersonId},
        scheme::Scheme,
    },
    db::{
        Conn, among,
        schema::{area_closure, enrolment_counts, enrolment_receipts, enrolments},
        scoped,
    },
};

/// Which sign-ups.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    pub area_id: AreaId,
    pub scheme: Option<Scheme>,
    pub measure: Measure,
    pub from: Day,
    pub to: Day,
}

type Row = (EnrolmentId, PersonId, Scheme);

const ROW: (enrolments::id, enrolments::person_id, enrolments::scheme) =
    (enrolments::id, enrolments::person_id, enrolments::scheme);

/// Narrows a question about sign-ups to what is asked of.
macro_rules! narrowed {
    ($query:expr, $filter:expr) => {{
        let (mut query, filter) = ($query, $filter);
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(filter.area_id));
        query = query.filter(enrolments::area_id.eq_any(below.select(area_closure::descendant_id)));
        if let Some(scheme) = filter.scheme {
            query = query.filter(enrolments::scheme.eq(scheme));
        }
        query
    }};
}

/// The sign-ups that are counted, by id; one more than `most` when there are more.
pub fn sign_ups(conn: &mut Conn, scope: &Scope, filter: &Filter, most: usize) -> Result<Vec<SignUp>> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let rows: Vec<Row> = match filter.measure {
        Measure::Promised => narrowed!(scoped::enrolments(scope), filter)
            .filter(
                enrolments::id.eq_any(
                    enrolment_counts::table
                        .filter(enrolment_counts::on_day.between(filter.from, filter.to))
                        .select(enrolment_counts::enrolment_id),
                ),
            )
            .select(ROW)
            .order(enrolments::id)
            .limit(limit)
            .load(conn)?,
        Measure::Paid => narrowed!(scoped::receipted(scope), filter)
            .filter(enrolment_receipts::voided_at.is_null())
            .filter(enrolment_receipts::paid_on.ge(filter.from))
            .filter(enrolment_receipts::paid_on.le(filter.to))
            .select(ROW)
            .order(enrolments::id)
            .limit(limit)
            .load(conn)?,
    };
    let ids: Vec<EnrolmentId> = rows.iter().map(|(id, ..)| *id).collect();
    let days: Vec<(EnrolmentId, Day)> = enrolment_counts::table
        .filter(among(enrolment_counts::enrolment_id, &ids))
        .select((enrolment_counts::enrolment_id, enrolment_counts::on_day))
        .load(conn)?;
    let days: HashMap<EnrolmentId, Day> = days.into_iter().collect();
    let sign_up = |(id, person_id, scheme): Row| Some(SignUp { id, person_id, scheme, on: *days.get(&id)? });
    Ok(rows.into_iter().filter_map(sign_up).collect())
}
