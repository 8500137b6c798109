//! All SQL of the records that phones work on: which of them lie in a scope, and a page of them.
use diesel::prelude::*;

use super::kinds::{Places, Which};
use crate::{
    access::Scope,
    base::{
        Id, Result,
        id::{AreaId, OrganisationId},
        of,
    },
    db::{
        Conn, among,
        schema::{
            consents, covers, enrolments, follow_ups, group_claims, hand_overs, households, kept_quotes, persons,
            renewals, visits, walk_lists,
        },
        scoped,
    },
    features::{
        enrolments::Enrolment,
        hand_overs::HandOver,
        people::{Consent, Cover, GroupClaim, Household, Person},
        renewals::{Renewal, RenewalState},
        visits::{FollowUp, Visit},
        walk_lists::WalkList,
    },
};

/// For so many days back a phone that begins gets to see visits, and sign-ups and hand-overs that have ended.
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

macro_rules! known {
    ($($known:ident: $table:ident),+ $(,)?) => { $(
        pub fn $known(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Places> {
            let ids = parsed(ids);
            let found: Places =
                $table::table.filter(among($table::id, &ids)).select(($table::id, $table::area_id)).load(conn)?;
            within(conn, scope, found)
        }
    )+ };
}
known! {
    known_households: households,
    known_persons: persons,
    known_claims: group_claims,
    known_consents: consents,
    known_covers: covers,
    known_visits: visits,
    known_follow_ups: follow_ups,
    known_walk_lists: walk_lists,
    known_kept_quotes: kept_quotes,
}

/// Those of these records that lie within the scope and belong to an organisation it reaches there; and of others those
/// that may once have done so.
macro_rules! owned {
    ($($known:ident, $left:ident: $table:ident);+ $(;)?) => { $(
        pub fn $known(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Places> {
            let query = scoped::$table(scope).filter(among($table::id, &parsed(ids)));
            Ok(query.select(($table::id, $table::area_id)).load(conn)?)
        }
        pub fn $left(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Vec<String>> {
            let query = $table::table.filter(among($table::id, &parsed(ids)));
            let found: Vec<(String, OrganisationId)> = query.select(($table::id, $table::organisation_id)).load(conn)?;
            let seen = found.into_iter().filter(|(_, organisation)| !scope.roots_for(*organisation).is_empty());
            Ok(seen.map(|(id, _)| id).collect())
        }
    )+ };
}
owned! {
    known_enrolments, left_enrolments: enrolments;
    known_hand_overs, left_hand_overs: hand_overs;
    known_renewals, left_renewals: renewals;
}

macro_rules! records {
    ($($load:ident: $table:ident, $row:ty $(, $more:expr)?);+ $(;)?) => { $(
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
    households: households, Household;
    persons: persons, Person;
    claims: group_claims, GroupClaim;
    consents: consents, Consent;
    covers: covers, Cover;
    visits: visits, Visit, |scope: &Scope| visits::counted_on.ge(scope.today().plus_days(-SEEN_DAYS));
    follow_ups: follow_ups, FollowUp;
    walk_lists: walk_lists, WalkList, |_: &Scope| walk_lists::closed_at.is_null();
    hand_overs: hand_overs, HandOver, |scope: &Scope| {
        let since = scope.today().plus_days(-SEEN_DAYS).begins_at();
        hand_overs::ended_at.is_null().or(hand_overs::ended_at.ge(since))
    };
    enrolments: enrolments, Enrolment, |scope: &Scope| enrolments::kept_to.ge(scope.today().plus_days(-SEEN_DAYS));
    renewals: renewals, Renewal, |_: &Scope| renewals::state.eq(RenewalState::Due);
}
