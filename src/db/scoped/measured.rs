//! Figures and targets of one area, or of the areas directly below it: one look at the closure says whether they are within
//! the scope.
use diesel::prelude::*;

use super::{Backend, among, area_closure, schema};
use crate::{access::Scope, base::id::AreaId};

/// `coverage_snapshots`, each beside the denominator it names.
type Measured = diesel::dsl::IntoBoxed<
    'static,
    diesel::dsl::LeftJoin<schema::coverage_snapshots::table, schema::denominators::table>,
    Backend,
>;

/// Snapshots with their denominators of one area, when it lies within the scope.
pub fn measured_at(scope: &Scope, area_id: AreaId) -> Measured {
    use schema::{coverage_snapshots, denominators};
    let query = coverage_snapshots::table
        .left_join(denominators::table)
        .filter(coverage_snapshots::area_id.eq(area_id))
        .into_boxed();
    if scope.is_whole() { query } else { query.filter(holds!(scope, area_id)) }
}

/// Snapshots with their denominators of the areas directly below one that lies within the scope.
pub fn measured_below(scope: &Scope, parent_id: AreaId) -> Measured {
    use schema::{areas, coverage_snapshots, denominators};
    let below = areas::table.filter(areas::parent_id.eq(parent_id)).select(areas::id);
    let query = coverage_snapshots::table
        .left_join(denominators::table)
        .filter(coverage_snapshots::area_id.eq_any(below))
        .into_boxed();
    if scope.is_whole() { query } else { query.filter(holds!(scope, parent_id)) }
}

/// `targets` of one area, when it lies within the scope or above it.
pub fn targets_at(scope: &Scope, area_id: AreaId) -> schema::targets::BoxedQuery<'static, Backend> {
    let query = schema::targets::table.filter(schema::targets::area_id.eq(area_id)).into_boxed();
    if scope.is_whole() {
        return query;
    }
    let above = area_closure::table
        .filter(area_closure::ancestor_id.eq(area_id))
        .filter(among(area_closure::descendant_id, scope.roots()));
    query.filter(holds!(scope, area_id).or(diesel::dsl::exists(above)))
}

/// `targets` of the areas directly below one that lies within the scope.
pub fn targets_below(scope: &Scope, parent_id: AreaId) -> schema::targets::BoxedQuery<'static, Backend> {
    use schema::{areas, targets};
    let below = areas::table.filter(areas::parent_id.eq(parent_id)).select(areas::id);
    let query = targets::table.filter(targets::area_id.eq_any(below)).into_boxed();
    if scope.is_whole() { query } else { query.filter(holds!(scope, parent_id)) }
}
