//! Rows of the register, counted by groups as far as the scope reaches them: a query that is boxed can no longer be grouped.
use diesel::{dsl, prelude::*};

use super::{Backend, among, area_closure, schema};
use crate::access::Scope;

type Counted<Table, Group, Columns> =
    dsl::IntoBoxed<'static, dsl::Select<dsl::GroupBy<Table, Group>, Columns>, Backend>;

/// `households` within the scope, counted by the area they lie in.
pub fn households_by_area(
    scope: &Scope,
) -> Counted<
    schema::households::table,
    schema::households::area_id,
    (schema::households::area_id, dsl::count<schema::households::id>),
> {
    use schema::households::{area_id, id, table};
    let query = table.group_by(area_id).select((area_id, dsl::count(id))).into_boxed();
    if scope.is_whole() { query } else { query.filter(area_id.eq_any(reach!(scope))) }
}
