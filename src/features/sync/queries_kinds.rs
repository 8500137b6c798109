//! All SQL of the records that phones work on: which of them lie in a scope, and a page of them.
use diesel::prelude::*;

use super::kinds::{Places, Which};
use crate::{
    access::Scope,
    base::Result,
    db::{
        Conn,
        schema::{consents, covers, follow_ups, group_claims, households, persons, visits},
        scoped,
    },
    features::{
        people::{Consent, Cover, GroupClaim, Household, Person},
        visits::{FollowUp, Visit},
    },
};

/// For so many days back a phone that begins gets to see visits.
const SEEN_DAYS: i64 = 180;

macro_rules! records {
    ($($known:ident, $load:ident: $table:ident, $row:ty $(, $more:expr)?);+ $(;)?) => { $(
        pub fn $known(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Places> {
            Ok(scoped::$table(scope)
                .filter($table::id.eq_any(ids.to_vec()))
                .select(($table::id, $table::area_id))
                .load(conn)?)
        }
        pub fn $load(conn: &mut Conn, scope: &Scope, which: Which<'_>) -> Result<Vec<$row>> {
            let query = scoped::$table(scope).order($table::id);
            let query = match which {
                Which::These(ids) => query.filter($table::id.eq_any(ids.to_vec())),
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
}
