//! The only doors to scoped tables: each begins with the part of the area tree one may see.
//!
//! `below` is one's own areas and everything in them, the areas they wholly succeeded included; `below_or_above`
//! also shows what a higher level issued for all (documents, campaigns, targets); `owned` also asks whose it is: what
//! belongs to a collection organisation is shown to that organisation's own people alone. Out of scope looks exactly like
//! not there.
use std::collections::BTreeSet;

use crate::base::id::{AreaId, OrganisationId};
use diesel::{
    prelude::*,
    query_dsl::methods::{LimitDsl, LoadQuery},
};

use super::{
    Backend, Conn, among, asked_of_each,
    schema::{self, area_closure},
};
use crate::{access::Scope, base::Result};

/// Something that was found within a scope: the proof that a change needs.
#[derive(Debug, Clone)]
pub struct InScope<T>(T);

impl<T> std::ops::Deref for InScope<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T> InScope<T> {
    /// The thing itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// The first row of a scoped query, with its proof.
///
/// # Errors
/// When the database fails.
pub fn first<'q, T, Q>(conn: &mut Conn, query: Q) -> Result<Option<InScope<T>>>
where
    Q: LimitDsl,
    diesel::dsl::Limit<Q>: LoadQuery<'q, Conn, T>,
{
    use diesel::RunQueryDsl;
    let row: Option<T> = LimitDsl::limit(query, 1).get_result(conn).optional()?;
    Ok(row.map(InScope))
}

/// All rows of a scoped query, each with its proof.
///
/// # Errors
/// When the database fails.
pub fn all<'q, T, Q>(conn: &mut Conn, query: Q) -> Result<Vec<InScope<T>>>
where
    Q: LoadQuery<'q, Conn, T>,
{
    let rows: Vec<T> = diesel::RunQueryDsl::load(query, conn)?;
    Ok(rows.into_iter().map(InScope).collect())
}

/// The rows of the closure that lead down from the roots at the scope's day.
macro_rules! reach {
    ($scope:expr) => {
        reach!($scope, $scope.roots())
    };
    ($scope:expr, $roots:expr) => {
        area_closure::table
            .filter(among(area_closure::ancestor_id, $roots))
            .filter(area_closure::valid_from.le($scope.today()))
            .filter(area_closure::valid_to.is_null().or(area_closure::valid_to.ge($scope.today())))
            .select(area_closure::descendant_id)
    };
}

/// Whether this area lies within the scope, as part of a question about it: one look at the closure, where `below`
/// would first list every area of the scope.
macro_rules! holds {
    ($scope:expr, $area_id:expr) => {
        holds!($scope, $scope.roots(), $area_id)
    };
    ($scope:expr, $roots:expr, $area_id:expr) => {
        diesel::dsl::exists(
            area_closure::table
                .filter(among(area_closure::ancestor_id, $roots))
                .filter(area_closure::descendant_id.eq($area_id))
                .filter(area_closure::valid_from.le($scope.today()))
                .filter(area_closure::valid_to.is_null().or(area_closure::valid_to.ge($scope.today()))),
        )
    };
}

/// The areas above the roots.
macro_rules! above {
    ($scope:expr) => {
        area_closure::table.filter(among(area_closure::descendant_id, $scope.roots())).select(area_closure::ancestor_id)
    };
}

macro_rules! below {
    ($($table:ident . $column:ident),+ $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($table), "` within the scope.")]
            pub fn $table(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
                let query = schema::$table::table.into_boxed();
                if scope.is_whole() {
                    return query;
                }
                query.filter(schema::$table::$column.eq_any(reach!(scope)))
            }
        )+

        /// The same of rows asked for by their ids: where each lies is looked up, since a list of all areas of a wide scope
        /// would take longer than everything else the question does.
        pub mod each {
            use diesel::prelude::*;

            use super::{Backend, Scope, among, area_closure, schema};
            pub use super::{each_for_all::*, owned::each::*};

            $(
                #[doc = concat!("`", stringify!($table), "` within the scope.")]
                pub fn $table(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
                    let query = schema::$table::table.into_boxed();
                    if scope.is_whole() { query } else { query.filter(holds!(scope, schema::$table::$column)) }
                }
            )+
        }
    };
}

macro_rules! below_or_above {
    ($($name:ident: $table:ident . $column:ident),+ $(,)?) => { $(
        #[doc = concat!("`", stringify!($table), "` within the scope, or of an area that lies above it.")]
        pub fn $name(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
            let query = schema::$table::table.into_boxed();
            if scope.is_whole() {
                return query;
            }
            query.filter(
                schema::$table::$column
                    .eq_any(reach!(scope))
                    .or(schema::$table::$column.eq_any(above!(scope))),
            )
        }
    )+
        /// The same of rows asked for by their ids.
        mod each_for_all {
            use diesel::prelude::*;

            use super::{Backend, Scope, among, area_closure, schema};

            $(
                #[doc = concat!("`", stringify!($table), "` within the scope, or of an area that lies above it.")]
                pub fn $name(scope: &Scope) -> schema::$table::BoxedQuery<'static, Backend> {
                    let query = schema::$table::table.into_boxed();
                    if scope.is_whole() {
                        return query;
                    }
                    query.filter(holds!(scope, schema::$table::$column).or(schema::$table::$column.eq_any(above!(scope))))
                }
            )+
        }
    };
}

below! {
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
    coverage_shifts.area_id,
    organisations.area_id,
    grants.area_id,
    conflicts.area_id,
    visits.area_id,
    follow_ups.area_id,
    walk_lists.area_id,
    walk_list_entries.area_id,
    households.area_id,
    persons.area_id,
    group_claims.area_id,
    consents.area_id,
    covers.area_id,
    imports.area_id,
    support_rules.area_id,
    event_attendees.area_id,
    evaluations.area_id,
}

below_or_above! {
    users_about: users.home_area_id,
    documents_for_all: documents.area_id,
    campaigns_for_all: campaigns.area_id,
    targets_for_all: targets.area_id,
    coverage_shifts_for_all: coverage_shifts.area_id,
    objection_answers_for_all: objection_answers.area_id,
}

#[macro_use]
mod owned;
mod beside;
mod measured;
mod touched;
pub use beside::{receipted, renewals_by_chain, renewals_by_end, reversed, stepped};
pub use measured::{measured_at, measured_below, targets_at, targets_below};
pub use owned::{
    enrolment_batches, enrolments, hand_overs, kept_quotes, office_lists, papers, remuneration_lines,
    remuneration_rates, remuneration_statements, renewals,
};
pub use touched::{messaged, messages, met};

/// Whether things of this organisation are within the scope in this area.
///
/// # Errors
/// When the database fails.
pub fn reaches_for(conn: &mut Conn, scope: &Scope, area_id: AreaId, organisation_id: OrganisationId) -> Result<bool> {
    if scope.is_whole() {
        return Ok(true);
    }
    let there = holds!(scope, &scope.roots_for(organisation_id), area_id);
    Ok(diesel::RunQueryDsl::get_result(diesel::select(there), conn)?)
}

/// Whether things of every organisation are within the scope in this area: whoever sees them so works for none of them.
///
/// # Errors
/// When the database fails.
pub fn reaches_freely(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<bool> {
    if scope.is_whole() {
        return Ok(true);
    }
    Ok(diesel::RunQueryDsl::get_result(diesel::select(holds!(scope, scope.free(), area_id)), conn)?)
}

/// Whether everything of organisations that `seen` reaches in this area is reached by `working` as well: things of every
/// organisation, or, where only those of some are seen, those of each of them. Groups of few people are shown to nobody else.
///
/// # Errors
/// When the database fails.
pub fn works_with_all(conn: &mut Conn, seen: &Scope, working: &Scope, area_id: AreaId) -> Result<bool> {
    if reaches_freely(conn, working, area_id)? {
        return Ok(true);
    }
    if reaches_freely(conn, seen, area_id)? {
        return Ok(false);
    }
    let mut any = false;
    for (own, _) in seen.bound() {
        if reaches_for(conn, seen, area_id, own)? {
            if !reaches_for(conn, working, area_id, own)? {
                return Ok(false);
            }
            any = true;
        }
    }
    Ok(any)
}

/// The area, when it lies within the scope.
pub fn areas_at(scope: &Scope, area_id: AreaId) -> schema::areas::BoxedQuery<'static, Backend> {
    let query = schema::areas::table.filter(schema::areas::id.eq(area_id)).into_boxed();
    if scope.is_whole() { query } else { query.filter(holds!(scope, area_id)) }
}

/// Those of these areas that lie within the scope. For many rows at once, found by their ids: their areas are few, and
/// each is looked at once. Rows of other areas are then as if they were not there.
///
/// # Errors
/// When the database fails.
pub fn reached_among(conn: &mut Conn, scope: &Scope, ids: &[AreaId]) -> Result<BTreeSet<AreaId>> {
    use schema::areas;
    let query = areas::table.filter(among(areas::id, ids)).select(areas::id).into_boxed();
    let query = if scope.is_whole() { query } else { query.filter(holds!(scope, areas::id)) };
    let rows: Vec<AreaId> = diesel::RunQueryDsl::load(query, conn)?;
    Ok(rows.into_iter().collect())
}

/// Events held within the scope, or with a venue point in it.
pub fn events_seen(scope: &Scope) -> schema::events::BoxedQuery<'static, Backend> {
    use schema::{event_venues, events};
    let query = events::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let venues = event_venues::table.filter(event_venues::area_id.eq_any(reach!(scope))).select(event_venues::event_id);
    query.filter(events::area_id.eq_any(reach!(scope)).or(events::id.eq_any(venues)))
}

/// Questions of events held within the scope.
pub fn questions(scope: &Scope) -> schema::event_questions::BoxedQuery<'static, Backend> {
    use schema::{event_questions, events};
    let query = event_questions::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let held = events::table.filter(events::area_id.eq_any(reach!(scope))).select(events::id);
    query.filter(event_questions::event_id.eq_any(held))
}

/// The areas within the scope, past ones too.
pub fn areas_within(scope: &Scope) -> schema::areas::BoxedQuery<'static, Backend> {
    let query = schema::areas::table.into_boxed();
    if scope.is_whole() { query } else { query.filter(schema::areas::id.eq_any(reach!(scope))) }
}

/// Numbers of the feed about things within the scope.
pub fn feed(scope: &Scope) -> schema::feed::BoxedQuery<'static, Backend> {
    let query = schema::feed::table.into_boxed();
    if scope.is_whole() { query } else { query.filter(schema::feed::area_id.eq_any(reach!(scope).nullable())) }
}

/// Phones whose people work within the scope.
pub fn devices(scope: &Scope) -> schema::devices::BoxedQuery<'static, Backend> {
    let query = schema::devices::table.into_boxed();
    if scope.is_whole() { query } else { query.filter(schema::devices::area_id.eq_any(reach!(scope).nullable())) }
}

/// Refused operations of phones whose people work within the scope, and for an organisation that it reaches there if they
/// work for one.
pub fn refused_ops(scope: &Scope) -> schema::refused_ops::BoxedQuery<'static, Backend> {
    use schema::refused_ops::{area_id, organisation_id};
    let query = schema::refused_ops::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let nobodys = query.filter(organisation_id.is_null().and(area_id.eq_any(reach!(scope).nullable())));
    let free = nobodys.or_filter(area_id.eq_any(reach!(scope, scope.free()).nullable()));
    scope.bound().fold(free, |query, (own, roots)| {
        query.or_filter(organisation_id.eq(own).and(area_id.eq_any(reach!(scope, roots).nullable())))
    })
}

/// The level of the whole country. That nothing stands above an area says less: a made-up province has nothing above it.
const COUNTRY: &str = "country";

/// Audit lines within the scope; lines that belong to no area only for those who see the whole country.
pub fn audit_lines(scope: &Scope) -> schema::audit_lines::BoxedQuery<'static, Backend> {
    use schema::{areas, audit_lines::area_id};
    let query = schema::audit_lines::table.into_boxed();
    if scope.is_whole() {
        return query;
    }
    let country = areas::table.filter(among(areas::id, scope.roots())).filter(areas::level.eq(COUNTRY));
    let below = reach!(scope).nullable();
    query.filter(area_id.eq_any(below).or(area_id.is_null().and(diesel::dsl::exists(country))))
}

/// Whether an area lies within the scope.
///
/// # Errors
/// When the database fails.
pub fn reaches(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<bool> {
    Ok(areas_at(scope, area_id).count().get_result::<i64>(conn)? > 0)
}

/// Whether the scope is over the whole country.
///
/// # Errors
/// When the database fails.
pub fn reaches_country(conn: &mut Conn, scope: &Scope) -> Result<bool> {
    use schema::areas;
    if scope.is_whole() {
        return Ok(true);
    }
    let country = areas::table.filter(among(areas::id, scope.roots())).filter(areas::level.eq(COUNTRY));
    Ok(diesel::RunQueryDsl::get_result(diesel::select(diesel::dsl::exists(country)), conn)?)
}

/// How many changes of the law are recorded, and in the same statement whether an area lies within the scope: quotes ask
/// nothing else, and many are asked at once.
///
/// # Errors
/// When the database fails.
pub fn law_and_reach(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<(i64, bool)> {
    use diesel::RunQueryDsl;
    use schema::law_state;
    if scope.is_whole() {
        return Ok((law_state::table.select(law_state::n).get_result(conn)?, true));
    }
    Ok(law_state::table.select((law_state::n, holds!(scope, area_id))).get_result(conn)?)
}

/// Where a question about people plays: a part of a scope. Few areas are named one by one, and their rows are gathered
/// and put in order; a wide part is walked in the order that is wanted, asking of each row whether it lies there.
#[derive(Debug, Clone)]
pub struct Ground {
    few: Option<Vec<AreaId>>,
    scope: Scope,
    area_id: Option<AreaId>,
}

/// A commune with its hamlets is few, a province is not.
const FEW: usize = 64;

/// The ground of a scope, or of an area within it; of an area outside nothing.
///
/// # Errors
/// When the database fails.
pub fn ground(conn: &mut Conn, scope: &Scope, area_id: Option<AreaId>) -> Result<Ground> {
    let whole = Ground { few: None, scope: scope.clone(), area_id };
    if scope.is_whole() && area_id.is_none() {
        return Ok(whole);
    }
    // Read no further than it takes to know that they are many: a list of all would be made first.
    let most = i64::try_from(FEW).unwrap_or(i64::MAX);
    let mut ids: Vec<AreaId> = match area_id {
        Some(area_id) => {
            let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
            LimitDsl::limit(below.select(area_closure::descendant_id), most + 1).load(conn)?
        }
        None => LimitDsl::limit(reach!(scope), most + 1).load(conn)?,
    };
    if ids.len() > FEW {
        return Ok(whole);
    }
    if area_id.is_some() && !scope.is_whole() {
        ids = reached_among(conn, scope, &ids)?.into_iter().collect();
    }
    Ok(Ground { few: Some(ids), ..whole })
}

impl Ground {
    /// Whether its rows are gathered rather than walked in order.
    pub fn is_few(&self) -> bool {
        self.few.is_some()
    }
}

macro_rules! on_ground {
    ($($name:ident: $table:ident),+ $(,)?) => { $(
        #[doc = concat!("`", stringify!($table), "` of a ground.")]
        pub fn $name(ground: &Ground) -> schema::$table::BoxedQuery<'static, Backend> {
            use schema::$table;
            let mut query = $table::table.into_boxed();
            if let Some(few) = &ground.few {
                return query.filter(among($table::area_id, few));
            }
            if !ground.scope.is_whole() {
                query = query.filter(asked_of_each!(holds!(ground.scope, $table::area_id)));
            }
            if let Some(area_id) = ground.area_id {
                let there = area_closure::table
                    .filter(area_closure::ancestor_id.eq(area_id))
                    .filter(area_closure::descendant_id.eq($table::area_id));
                query = query.filter(asked_of_each!(diesel::dsl::exists(there)));
            }
            query
        }
    )+ };
}

on_ground! {
    households_on: households,
    persons_on: persons,
    name_words_on: person_name_words,
}
