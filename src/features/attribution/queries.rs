//! SQL of attribution: the sign-ups that are counted.
use diesel::prelude::*;

use super::model::{Measure, SignUp};
use crate::{
    access::Scope,
    base::{
        Day, Moment, Result,
        id::{AreaId, EnrolmentId, PersonId},
        scheme::Scheme,
    },
    db::{
        Conn,
        schema::{area_closure, enrolment_receipts, enrolments},
        scoped,
    },
    features::touches::window,
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

type Row = (EnrolmentId, PersonId, Scheme, Day, Moment);

const ROW: (enrolments::id, enrolments::person_id, enrolments::scheme, enrolments::quoted_on, enrolments::created_at) =
    (enrolments::id, enrolments::person_id, enrolments::scheme, enrolments::quoted_on, enrolments::created_at);

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
    let (begins, ends) = (filter.from.begins_at(), filter.to.plus_days(1).begins_at());
    let rows: Vec<Row> = match filter.measure {
        // The day of a promise is the earlier of two: the one it was recorded on and the one it was quoted for.
        Measure::Promised => narrowed!(scoped::enrolments(scope), filter)
            .filter(enrolments::quoted_on.ge(filter.from))
            .filter(enrolments::created_at.ge(begins))
            .filter(enrolments::quoted_on.le(filter.to).or(enrolments::created_at.lt(ends)))
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
    let sign_up = |(id, person_id, scheme, quoted_on, created_at): Row| SignUp {
        id,
        person_id,
        scheme,
        on: window::signed_up_on(quoted_on, created_at),
    };
    Ok(rows.into_iter().map(sign_up).collect())
}
