//! What reached people within the scope: where it happened and whose it was does not matter to them.
use diesel::{dsl, prelude::*};

use super::{Backend, among, area_closure, schema};
use crate::{
    access::Scope,
    base::id::{AreaId, OrganisationId},
};

type Met = dsl::IntoBoxed<
    'static,
    dsl::InnerJoin<dsl::InnerJoin<schema::visit_people::table, schema::visits::table>, schema::persons::table>,
    Backend,
>;

/// `visit_people`, each beside the visit and the person, of people within the scope.
pub fn met(scope: &Scope) -> Met {
    use schema::{persons, visit_people, visits};
    let query = visit_people::table.inner_join(visits::table).inner_join(persons::table).into_boxed();
    if scope.is_whole() { query } else { query.filter(persons::area_id.eq_any(reach!(scope))) }
}

/// `messages` to people within the scope, of every organisation: for what reached somebody. Which of them may be named
/// [`messages`] says.
pub fn messaged(scope: &Scope) -> schema::messages::BoxedQuery<'static, Backend> {
    let query = schema::messages::table.into_boxed();
    if scope.is_whole() { query } else { query.filter(schema::messages::area_id.eq_any(reach!(scope))) }
}

/// `messages` within the scope: those of an organisation where the scope reaches it, and those of none.
pub fn messages(scope: &Scope) -> schema::messages::BoxedQuery<'static, Backend> {
    use schema::messages::{area_id, organisation_id};
    let query = schema::messages::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let nobodys = organisation_id.is_null().and(area_id.eq_any(reach!(scope)));
    owned_rows!(query.filter(nobodys), messages, scope)
}
