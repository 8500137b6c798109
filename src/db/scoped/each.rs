//! Rows asked for by their ids: where each lies is looked up, since a list of all areas of a wide scope would take longer
//! than everything else the question does.
use diesel::prelude::*;

use super::{Backend, among, area_closure, schema};
use crate::access::Scope;

macro_rules! each {
    ($($table:ident . $column:ident),+ $(,)?) => { $(
        #[doc = concat!("`", stringify!($table), "` within the scope.")]
        pub fn $table(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
            let query = schema::$table::table.into_boxed();
            if scope.is_whole() { query } else { query.filter(holds!(scope, schema::$table::$column)) }
        }
    )+ };
}

each! {
    users.home_area_id,
    documents.area_id,
    campaigns.area_id,
    events.area_id,
    media_outputs.area_id,
    committee_members.area_id,
    inspections.area_id,
    commendations.area_id,
    targets.area_id,
    denominators.area_id,
    coverage_snapshots.area_id,
    organisations.area_id,
    grants.area_id,
    conflicts.area_id,
    visits.area_id,
    follow_ups.area_id,
    walk_lists.area_id,
    households.area_id,
    persons.area_id,
    group_claims.area_id,
    consents.area_id,
    imports.area_id,
    evaluations.area_id,
    support_rules.area_id,
    event_attendees.area_id,
}
