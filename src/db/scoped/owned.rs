//! What belongs to a collection organisation: shown to that organisation's own people alone, and to those who see every one's.
use diesel::prelude::*;

use super::{Backend, among, area_closure, schema};
use crate::{
    access::Scope,
    base::id::{AreaId, OrganisationId},
};

/// What belongs to an organisation and lies in an area: of every organisation where the scope is free, of the own one
/// where it is bound to it.
macro_rules! owned_rows {
    ($query:expr, $table:ident, $scope:expr) => {
        owned_rows!($query, $table, $scope, schema::$table::area_id.eq_any(reach!($scope, $scope.free())))
    };
    ($query:expr, $table:ident, $scope:expr, $free:expr) => {{
        let (query, scope) = ($query, $scope);
        if scope.is_whole() {
            return query;
        }
        let free = || $free;
        let own = |(own, roots): (OrganisationId, &[AreaId])| {
            schema::$table::organisation_id.eq(own).and(holds!(scope, roots, schema::$table::area_id))
        };
        // Each beside what the query asks for already, where it asks for anything.
        let mut bound = scope.bound();
        // Whoever is bound to one organisation alone gets a plain condition, by which its rows are found in order; where they
        // lie is looked up for each, since a list of all areas would tempt the database to go by area and sort.
        let first = match bound.next() {
            Some(only) if scope.free().is_empty() => query.or_filter(own(only)),
            Some(one) => query.or_filter(free()).or_filter(own(one)),
            None => query.or_filter(free()),
        };
        bound.fold(first, |query, one| query.or_filter(own(one)))
    }};
}
macro_rules! owned {
    ($($table:ident),+ $(,)?) => { $(
        #[doc = concat!("`", stringify!($table), "` within the scope, of the organisations it reaches there.")]
        pub fn $table(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
            owned_rows!(schema::$table::table.into_boxed(), $table, scope)
        }
    )+
        /// The same of rows asked for by their ids.
        pub mod each {
            use diesel::prelude::*;

            use super::{AreaId, Backend, OrganisationId, Scope, among, area_closure, schema};

            $(
                #[doc = concat!("`", stringify!($table), "` within the scope, of the organisations it reaches there.")]
                pub fn $table(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
                    let there = || holds!(scope, scope.free(), schema::$table::area_id);
                    owned_rows!(schema::$table::table.into_boxed(), $table, scope, there())
                }
            )+
        }
    };
}

owned! {
    hand_overs,
    enrolments,
    enrolment_batches,
    renewals,
    papers,
    office_lists,
    remuneration_rates,
    remuneration_statements,
    remuneration_lines,
}

/// Kept quotes within the scope: those of an organisation where the scope reaches it, and those of none.
pub fn kept_quotes(scope: &Scope) -> schema::kept_quotes::BoxedQuery<'static, Backend> {
    use schema::kept_quotes::organisation_id;
    let query = schema::kept_quotes::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let nobodys = organisation_id.is_null().and(schema::kept_quotes::area_id.eq_any(reach!(scope)));
    owned_rows!(query.filter(nobodys), kept_quotes, scope)
}
