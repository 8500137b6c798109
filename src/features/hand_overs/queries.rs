//! All SQL of hand-overs.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    lifecycle::State,
    model::{HandOver, Spoken},
    problems::OPEN_ALREADY,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, HandOverId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
        problem::ALREADY_EXISTS,
        scheme::Scheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            area_closure, enrolments, hand_over_people, hand_overs, households, persons, visit_interests, visits,
        },
        scoped,
    },
    features::{
        people::{Household, PersonStatus},
        visits::Interest,
    },
};

const ONE_OPEN: UniqueRule = UniqueRule {
    postgres: "hand_overs_one_per_household",
    sqlite: "hand_overs.household_id, hand_overs.organisation_id",
};

pub fn find(conn: &mut Conn, scope: &Scope, id: HandOverId) -> Result<Option<InScope<HandOver>>> {
    scoped::first(conn, scoped::each::hand_overs(scope).filter(hand_overs::id.eq(id)).select(HandOver::as_select()))
}

/// The hand-over of a household to an organisation that waits, if there is one.
pub fn waiting(
    conn: &mut Conn,
    scope: &Scope,
    household: HouseholdId,
    organisation: OrganisationId,
) -> Result<Option<InScope<HandOver>>> {
    let query = scoped::hand_overs(scope)
        .filter(hand_overs::household_id.eq(household))
        .filter(hand_overs::organisation_id.eq(organisation))
        .filter(hand_overs::ended_at.is_null());
    scoped::first(conn, query.select(HandOver::as_select()))
}

/// The hand-over of a household to an organisation that was done last.
pub fn done_last(
    conn: &mut Conn,
    scope: &Scope,
    household: HouseholdId,
    organisation: OrganisationId,
) -> Result<Option<InScope<HandOver>>> {
    let query = scoped::hand_overs(scope)
        .filter(hand_overs::household_id.eq(household))
        .filter(hand_overs::organisation_id.eq(organisation))
        .filter(hand_overs::state.eq(State::Done))
        .order((hand_overs::ended_at.desc(), hand_overs::id.desc()));
    scoped::first(conn, query.select(HandOver::as_select()))
}

/// Who of the household was signed up for what by the organisation since a hand-over, found in scope, was given.
pub fn signed_since(conn: &mut Conn, of: &InScope<HandOver>) -> Result<Vec<(PersonId, Scheme)>> {
    Ok(enrolments::table
        .filter(enrolments::household_id.eq(of.household_id))
        .filter(enrolments::organisation_id.eq(of.organisation_id))
        .filter(enrolments::created_at.ge(of.created_at))
        .filter(enrolments::step.ne("cancelled"))
        .order(enrolments::id)
        .select((enrolments::person_id, enrolments::scheme))
        .load(conn)?)
}

/// Which hand-overs a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
    pub organisation_id: Option<OrganisationId>,
    pub collector_id: Option<UserId>,
    pub given_by: Option<UserId>,
    pub state: Option<State>,
    pub overdue: bool,
}

type Rows = crate::db::schema::hand_overs::BoxedQuery<'static, crate::db::Backend>;

fn in_area(query: Rows, area_id: AreaId) -> Rows {
    query.filter(
        hand_overs::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ),
    )
}

/// Hand-overs, the oldest first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<HandOver>> {
    let mut query = scoped::hand_overs(scope);
    if let Some(area_id) = filter.area_id {
        query = in_area(query, area_id);
    }
    if let Some(household) = filter.household_id {
        query = query.filter(hand_overs::household_id.eq(household));
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(hand_overs::organisation_id.eq(organisation));
    }
    if let Some(collector) = filter.collector_id {
        query = query.filter(hand_overs::collector_id.eq(collector));
    }
    if let Some(giver) = filter.given_by {
        query = query.filter(hand_overs::given_by.eq(giver));
    }
    if let Some(state) = filter.state {
        query = query.filter(hand_overs::state.eq(state));
    }
    if filter.overdue {
        query = query.filter(hand_overs::ended_at.is_null()).filter(hand_overs::due_on.lt(scope.today()));
    }
    if let Some((at, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}'))
        && let Ok(at) = at.parse::<Moment>()
    {
        let id = id.to_owned();
        let later = hand_overs::created_at.gt(at).or(hand_overs::created_at.eq(at).and(hand_overs::id.gt(id)));
        query = query.filter(later);
    }
    let rows = query
        .order((hand_overs::created_at, hand_overs::id))
        .limit(cursor.fetch())
        .select(HandOver::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |h: &HandOver| format!("{}\u{3}{}", h.created_at, h.id)))
}

/// What the summary needs of a hand-over that waits.
#[derive(Debug, Clone, Queryable)]
pub struct Waiting {
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    pub state: State,
    pub due_on: Day,
    pub created_at: Moment,
}

/// Every hand-over that waits in an area and all that lies in it, the oldest first.
pub fn all_waiting(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    organisation_id: Option<OrganisationId>,
) -> Result<Vec<Waiting>> {
    let mut query = in_area(scoped::hand_overs(scope), area_id).filter(hand_overs::ended_at.is_null());
    if let Some(organisation) = organisation_id {
        query = query.filter(hand_overs::organisation_id.eq(organisation));
    }
    let columns = (
        hand_overs::organisation_id,
        hand_overs::collector_id,
        hand_overs::state,
        hand_overs::due_on,
        hand_overs::created_at,
    );
    Ok(query.order((hand_overs::created_at, hand_overs::id)).select(columns).load(conn)?)
}

/// Of whom these hand-overs speak.
pub fn people(conn: &mut Conn, ids: &[HandOverId]) -> Result<BTreeMap<HandOverId, Vec<PersonId>>> {
    let rows: Vec<Spoken> = hand_over_people::table
        .filter(among(hand_over_people::hand_over_id, ids))
        .order((hand_over_people::hand_over_id, hand_over_people::person_id))
        .select(Spoken::as_select())
        .load(conn)?;
    let mut all: BTreeMap<HandOverId, Vec<PersonId>> = BTreeMap::new();
    for row in rows {
        all.entry(row.hand_over_id).or_default().push(row.person_id);
    }
    Ok(all)
}

/// Somebody of a household.
#[derive(Debug, Clone, Queryable)]
pub struct Member {
    pub id: PersonId,
    pub do_not_contact: bool,
}

/// The living people of a household that was found in scope.
pub fn members(conn: &mut Conn, household: &InScope<Household>) -> Result<Vec<Member>> {
    Ok(persons::table
        .filter(persons::household_id.eq(household.id))
        .filter(persons::merged_into_id.is_null())
        .filter(persons::status.eq(PersonStatus::Active))
        .order(persons::id)
        .select((persons::id, persons::do_not_contact))
        .load(conn)?)
}

/// What the latest version of a visit to this household, found in scope, noted of interest; `None` without such a visit.
pub fn interest(
    conn: &mut Conn,
    scope: &Scope,
    household: &InScope<Household>,
    visit: VisitId,
) -> Result<Option<(BTreeSet<PersonId>, BTreeSet<Scheme>)>> {
    let mut latest = visit;
    loop {
        let found: Option<Option<VisitId>> = scoped::each::visits(scope)
            .filter(visits::id.eq(latest))
            .filter(visits::household_id.eq(household.id))
            .select(visits::amended_by_id)
            .first(conn)
            .optional()?;
        match found {
            None => return Ok(None),
            Some(Some(amended_by)) => latest = amended_by,
            Some(None) => break,
        }
    }
    let rows: Vec<(PersonId, Scheme)> = visit_interests::table
        .filter(visit_interests::visit_id.eq(latest))
        .filter(visit_interests::interest.ne(Interest::No))
        .select((visit_interests::person_id, visit_interests::scheme))
        .load(conn)?;
    Ok(Some(rows.into_iter().unzip()))
}

/// The names of households, and whether they asked not to be called on.
pub fn homes(conn: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, (String, bool)>> {
    let rows: Vec<(HouseholdId, String, bool)> = scoped::each::households(scope)
        .filter(among(households::id, ids))
        .select((households::id, households::name, households::do_not_contact))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, asked)| (id, (name, asked))).collect())
}

/// The visit from which a hand-over, found in scope, comes: its own, or that of the one it goes on from.
///
/// # Errors
/// When the database fails.
pub fn visit_behind(conn: &mut Conn, id: HandOverId) -> Result<Option<VisitId>> {
    let mut at = Some(id);
    while let Some(id) = at {
        let row: Option<(Option<VisitId>, Option<HandOverId>)> =
            hand_overs::table.find(id).select((hand_overs::visit_id, hand_overs::after_id)).first(conn).optional()?;
        match row {
            Some((None, before)) => at = before,
            found => return Ok(found.and_then(|(visit, _)| visit)),
        }
    }
    Ok(None)
}

/// Writes a hand-over with the people it speaks of.
///
/// # Errors
/// `already-exists` when the id is taken; `hand-over-open-already` while the organisation has the household.
pub fn insert(tx: &mut Tx, row: &HandOver, people: &[PersonId]) -> Result<()> {
    let taken: Option<HandOverId> =
        hand_overs::table.find(row.id).select(hand_overs::id).first(tx.conn()?).optional()?;
    if taken.is_some() {
        return Err(ALREADY_EXISTS.now().into());
    }
    diesel::insert_into(hand_overs::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_OPEN, &OPEN_ALREADY)?;
    let spoken: Vec<Spoken> = people.iter().map(|person| Spoken { hand_over_id: row.id, person_id: *person }).collect();
    insert_all!(tx.conn()?, hand_over_people::table, &spoken)?;
    Ok(())
}

pub fn update(tx: &mut Tx, old: &InScope<HandOver>, new: &HandOver) -> Result<()> {
    diesel::update(hand_overs::table.find(old.id))
        .set((
            hand_overs::collector_id.eq(new.collector_id),
            hand_overs::state.eq(new.state),
            hand_overs::accepted_at.eq(new.accepted_at),
            hand_overs::ended_at.eq(new.ended_at),
            hand_overs::reason.eq(&new.reason),
            hand_overs::enrolment_id.eq(new.enrolment_id),
            hand_overs::note_sealed.eq(&new.note_sealed),
            hand_overs::why_sealed.eq(&new.why_sealed),
            hand_overs::seal_key.eq(new.seal_key),
            hand_overs::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
