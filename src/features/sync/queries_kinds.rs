//! All SQL of the records that phones work on: which of them lie in a scope, and a page of them.
use diesel::prelude::*;

use super::kinds::{Places, Which};
use crate::{
    access::Scope,
    base::{Id, Result, id::AreaId, of},
    db::{
        Conn, among,
        schema::{consents, covers, follow_ups, group_claims, households, persons, visits, walk_lists},
        scoped,
    },
    features::{
        people::{Consent, Cover, GroupClaim, Household, Person},
        visits::{FollowUp, Visit},
        walk_lists::WalkList,
    },
};

/// For so many days back a phone that begins gets to see visits.
const SEEN_DAYS: i64 = 180;

/// Those of these records whose area lies within the scope. Found by their ids first: their areas are few, and each is
/// looked at once.
fn within(conn: &mut Conn, scope: &Scope, found: Places) -> Result<Places> {
    let mut areas: Vec<AreaId> = found.iter().map(|(_, area)| *area).collect();
    areas.sort();
    areas.dedup();
    let reached = scoped::reached_among(conn, scope, &areas)?;
    Ok(found.into_iter().filter(|(_, area)| reached.contains(area)).collect())
}

/// Ids of whatever kind; what is no id is nothing's.
fn parsed(ids: &[String]) -> Vec<Id<of::SyncOp>> {
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

macro_rules! records {
    ($($known:ident, $load:ident: $table:ident, $row:ty $(, $more:expr)?);+ $(;)?) => { $(
        pub fn $known(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Places> {
            let ids = parsed(ids);
            let found: Places =
                $table::table.filter(among($table::id, &ids)).select(($table::id, $table::area_id)).load(conn)?;
            within(conn, scope, found)
        }
        pub fn $load(conn: &mut Conn, scope: &Scope, which: Which<'_>) -> Result<Vec<$row>> {
            let query = scoped::$table(scope).order($table::id);
            let query = match which {
                Which::These(ids) => query.filter(among($table::id, &parsed(ids))),
                Which::After(id, limit) => {
                    let query = query.filter($table::id.gt(id.to_owned())).limit(limit);
                    $(let query = query.filter($more(scope));)?
                    query
                }
            };
            Ok(query.select(<$row>::as_select()).load(conn)?)
        }
    )+ };
}
records! {
    known_households, households: households, Household;
    known_persons, persons: persons, Person;
    known_claims, claims: group_claims, GroupClaim;
    known_consents, consents: consents, Consent;
    known_covers, covers: covers, Cover;
    known_visits, visits: visits, Visit, |scope: &Scope| visits::counted_on.ge(scope.today().plus_days(-SEEN_DAYS));
    known_follow_ups, follow_ups: follow_ups, FollowUp;
    known_walk_lists, walk_lists: walk_lists, WalkList, |_: &Scope| walk_lists::closed_at.is_null();
}
