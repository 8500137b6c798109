//! What belongs to an organisation, counted by groups or beside its own rows: as far as the scope reaches it.
use diesel::{dsl, prelude::*};

use super::{Backend, among, area_closure, schema};
use crate::{
    access::Scope,
    base::id::{AreaId, OrganisationId},
};

type EndsAlike = (
    schema::renewals::organisation_id,
    schema::renewals::collector_id,
    schema::renewals::area_id,
    schema::renewals::paid_to,
);
type ChainsAlike = (schema::renewals::chain_from, schema::renewals::paid_to, schema::renewals::lapsed_after);
type Counted<Group, Columns> =
    dsl::IntoBoxed<'static, dsl::Select<dsl::GroupBy<schema::renewals::table, Group>, Columns>, Backend>;

/// `renewals` as [`super::renewals`] gives them, counted by organisation, collector, area and end.
pub fn renewals_by_end(
    scope: &Scope,
) -> Counted<
    EndsAlike,
    (
        schema::renewals::organisation_id,
        schema::renewals::collector_id,
        schema::renewals::area_id,
        schema::renewals::paid_to,
        dsl::count<schema::renewals::id>,
    ),
> {
    use schema::renewals::{area_id, collector_id, id, organisation_id, paid_to, table};
    let alike = table.group_by((organisation_id, collector_id, area_id, paid_to));
    let counted = alike.select((organisation_id, collector_id, area_id, paid_to, dsl::count(id)));
    owned_rows!(counted.into_boxed(), renewals, scope)
}

/// `renewals` as [`super::renewals`] gives them, counted by the first and the last day of unbroken participations.
pub fn renewals_by_chain(
    scope: &Scope,
) -> Counted<
    ChainsAlike,
    (
        schema::renewals::chain_from,
        schema::renewals::paid_to,
        schema::renewals::lapsed_after,
        dsl::count<schema::renewals::id>,
    ),
> {
    use schema::renewals::{chain_from, id, lapsed_after, paid_to, table};
    let alike = table.group_by((chain_from, paid_to, lapsed_after));
    let counted = alike.select((chain_from, paid_to, lapsed_after, dsl::count(id)));
    owned_rows!(counted.into_boxed(), renewals, scope)
}

type Beside<Table> = dsl::IntoBoxed<'static, dsl::InnerJoin<schema::enrolments::table, Table>, Backend>;

/// `enrolments` as [`super::enrolments`] gives them, each beside its receipts.
pub fn receipted(scope: &Scope) -> Beside<schema::enrolment_receipts::table> {
    let joined = schema::enrolments::table.inner_join(schema::enrolment_receipts::table);
    owned_rows!(joined.into_boxed(), enrolments, scope)
}

/// `enrolments` as [`super::enrolments`] gives them, each beside its steps.
pub fn stepped(scope: &Scope) -> Beside<schema::enrolment_steps::table> {
    let joined = schema::enrolments::table.inner_join(schema::enrolment_steps::table);
    owned_rows!(joined.into_boxed(), enrolments, scope)
}

/// `enrolments` as [`super::enrolments`] gives them, each beside what was paid back.
pub fn reversed(scope: &Scope) -> Beside<schema::enrolment_reversals::table> {
    let joined = schema::enrolments::table.inner_join(schema::enrolment_reversals::table);
    owned_rows!(joined.into_boxed(), enrolments, scope)
}
