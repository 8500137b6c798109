//! All SQL of renewals.
use std::collections::BTreeMap;

use diesel::{dsl::exists, dsl::not, prelude::*};

use super::{
    buckets::{Bucket, farthest},
    model::{Renewal, RenewalState},
    persistency::Chains,
    queries_figures,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, EnrolmentId, HouseholdId, OrganisationId, PersonId, RenewalId, UserId},
        month::Month,
        scheme::Scheme,
    },
    db::{
        Backend, Conn, FeedKind, InScope, Tx, among, asked_of_each,
        schema::{area_closure, households, persons, renewals},
        scoped,
    },
};

pub fn find(conn: &mut Conn, scope: &Scope, id: RenewalId) -> Result<Option<InScope<Renewal>>> {
    scoped::first(conn, scoped::each::renewals(scope).filter(renewals::id.eq(id)).select(Renewal::as_select()))
}

/// Which renewals a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub bucket: Option<Bucket>,
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub collector_id: Option<UserId>,
    pub scheme: Option<Scheme>,
}

impl Filter {
    /// The first and the last end it asks for on this day.
    fn ends(&self, today: Day) -> (Day, Day) {
        let every = || (Bucket::LongPast.ends(today).0, farthest(today));
        self.bucket.map_or_else(every, |bucket| bucket.ends(today))
    }
}

/// Narrows a question to what a filter asks for, whatever it selects.
macro_rules! matching {
    ($query:expr, $filter:expr) => {{
        let (mut query, filter): (_, &Filter) = ($query, $filter);
        if let Some(area_id) = filter.area_id {
            let within = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
            query = query.filter(renewals::area_id.eq_any(within.select(area_closure::descendant_id)));
        }
        if let Some(organisation) = filter.organisation_id {
            query = query.filter(renewals::organisation_id.eq(organisation));
        }
        if let Some(collector) = filter.collector_id {
            query = query.filter(renewals::collector_id.eq(collector));
        }
        if let Some(scheme) = filter.scheme {
            query = query.filter(renewals::scheme.eq(scheme));
        }
        query
    }};
}
/// Whether the person of a renewal lives in the household: nobody reminds those who died or moved away.
macro_rules! lives_there {
    ($person:expr) => {
        asked_of_each!(exists(persons::table.filter(persons::id.eq($person)).filter(persons::status.eq("active"))))
    };
}
/// The same of what is due.
macro_rules! due {
    ($query:expr, $filter:expr, $today:expr) => {{
        let (first, last) = $filter.ends($today);
        let due = $query.filter(renewals::state.eq(RenewalState::Due)).filter(lives_there!(renewals::person_id));
        matching!(due.filter(renewals::paid_to.ge(first)).filter(renewals::paid_to.le(last)), $filter)
    }};
}

pub type Rows = renewals::BoxedQuery<'static, Backend>;

/// A page in the order of the last day paid for.
pub fn page(conn: &mut Conn, mut query: Rows, cursor: &Cursor) -> Result<Page<Renewal>> {
    if let Some((paid_to, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}'))
        && let Ok(paid_to) = paid_to.parse::<Day>()
    {
        let id = id.to_owned();
        let same_day = renewals::paid_to.eq(paid_to).and(renewals::id.gt(id));
        query = query.filter(renewals::paid_to.ge(paid_to)).filter(renewals::paid_to.gt(paid_to).or(same_day));
    }
    let rows =
        query.order((renewals::paid_to, renewals::id)).limit(cursor.fetch()).select(Renewal::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &Renewal| format!("{}\u{3}{}", row.paid_to, row.id)))
}

/// What is due, the earliest end first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Renewal>> {
    page(conn, due!(scoped::renewals(scope), filter, scope.today()), cursor)
}

/// Of each household what ends first: one stop.
pub fn stops(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Renewal>> {
    let (first, _) = filter.ends(scope.today());
    let earlier = diesel::alias!(renewals as earlier);
    let sooner = earlier
        .field(renewals::paid_to)
        .lt(renewals::paid_to)
        .or(earlier.field(renewals::paid_to).eq(renewals::paid_to).and(earlier.field(renewals::id).lt(renewals::id)));
    let of_the_same_stop = earlier
        .filter(earlier.field(renewals::household_id).eq(renewals::household_id))
        .filter(earlier.field(renewals::organisation_id).eq(renewals::organisation_id))
        .filter(earlier.field(renewals::state).eq(RenewalState::Due))
        .filter(earlier.field(renewals::paid_to).ge(first))
        .filter(lives_there!(earlier.field(renewals::person_id)))
        .filter(sooner)
        .select(earlier.field(renewals::id));
    let every_scheme = Filter { scheme: None, ..filter.clone() };
    let due = due!(scoped::renewals(scope), &every_scheme, scope.today());
    // What ends sooner with another collector hides nothing from the one who is asked for.
    match filter.collector_id {
        Some(own) => {
            let of_the_same_stop = of_the_same_stop.filter(earlier.field(renewals::collector_id).eq(own));
            page(conn, due.filter(not(exists(of_the_same_stop))), cursor)
        }
        None => page(conn, due.filter(not(exists(of_the_same_stop))), cursor),
    }
}

/// Everything that is due in these households within 60 days or is past, the earliest end first.
pub fn of_households(conn: &mut Conn, scope: &Scope, homes: &[HouseholdId]) -> Result<Vec<Renewal>> {
    let due = due!(scoped::renewals(scope), &Filter::default(), scope.today());
    // Put in order here: asked for it, SQLite walks all that the organisation has in that order.
    let mut rows: Vec<Renewal> =
        due.filter(among(renewals::household_id, homes)).select(Renewal::as_select()).load(conn)?;
    rows.sort_by_key(|row| (row.paid_to, row.id));
    Ok(rows)
}

/// What a list shows of a person.
#[derive(Debug, Clone, Queryable)]
pub struct Named {
    pub id: PersonId,
    pub full_name: String,
    pub do_not_contact: bool,
}

/// The names of these people.
pub fn people(conn: &mut Conn, scope: &Scope, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Named>> {
    let rows: Vec<Named> = scoped::each::persons(scope)
        .filter(among(persons::id, ids))
        .select((persons::id, persons::full_name, persons::do_not_contact))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The names of these households, and whether they asked not to be called on.
pub fn homes(conn: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, (String, bool)>> {
    let rows: Vec<(HouseholdId, String, bool)> = scoped::each::households(scope)
        .filter(among(households::id, ids))
        .select((households::id, households::name, households::do_not_contact))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, asked)| (id, (name, asked))).collect())
}

/// Ends that are alike, and how many.
#[derive(Debug, Clone, Queryable)]
pub struct Ends {
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    pub area_id: AreaId,
    pub paid_to: Day,
    pub people: i64,
}

/// What is due within 60 days or is past, counted.
pub fn counted(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<Vec<Ends>> {
    Ok(due!(scoped::renewals_by_end(scope), filter, scope.today()).load(conn)?)
}

/// Unbroken participations that began in these months, counted. Of an end that only the office told of nobody knows when it
/// began.
pub fn chains(conn: &mut Conn, scope: &Scope, filter: &Filter, (from, to): (Month, Month)) -> Result<Vec<Chains>> {
    let query = scoped::renewals_by_chain(scope)
        .filter(renewals::state.ne(RenewalState::Renewed))
        .filter(renewals::enrolment_id.is_not_null())
        .filter(renewals::chain_from.ge(from.first()))
        .filter(renewals::chain_from.le(to.last()));
    let rows: Vec<(Day, Day, Day, i64)> = matching!(query, filter).load(conn)?;
    let chains = rows.into_iter();
    Ok(chains.map(|(from, paid_to, lapsed_after, people)| Chains { from, paid_to, lapsed_after, people }).collect())
}

/// Every end of a person in a scheme, whoever looks after it: the caller found the person in scope.
pub fn of_person(tx: &mut Tx, person: PersonId, scheme: Scheme) -> Result<Vec<Renewal>> {
    Ok(renewals::table
        .filter(renewals::person_id.eq(person))
        .filter(renewals::scheme.eq(scheme))
        .order((renewals::paid_to, renewals::id))
        .select(Renewal::as_select())
        .load(tx.conn()?)?)
}

/// The renewals with these ids that are there and within the scope.
pub fn found(conn: &mut Conn, scope: &Scope, ids: &[RenewalId]) -> Result<Vec<Renewal>> {
    Ok(scoped::each::renewals(scope).filter(among(renewals::id, ids)).select(Renewal::as_select()).load(conn)?)
}

/// Every end of these people with one organisation that lies within the scope.
pub fn of_people(
    conn: &mut Conn,
    scope: &Scope,
    organisation_id: OrganisationId,
    people: &[PersonId],
) -> Result<Vec<InScope<Renewal>>> {
    let query = scoped::renewals(scope)
        .filter(among(renewals::person_id, people))
        .filter(renewals::organisation_id.eq(organisation_id))
        .order((renewals::paid_to, renewals::id));
    scoped::all(conn, query.select(Renewal::as_select()))
}

/// The end that a sign-up brought.
pub fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Renewal>> {
    let query = renewals::table.filter(renewals::enrolment_id.eq(enrolment)).select(Renewal::as_select());
    Ok(query.first(tx.conn()?).optional()?)
}

/// What this one renewed.
pub fn renewed_by(tx: &mut Tx, id: RenewalId) -> Result<Vec<Renewal>> {
    let renewed = renewals::table.filter(renewals::renewed_by_id.eq(id)).order(renewals::id);
    Ok(renewed.select(Renewal::as_select()).load(tx.conn()?)?)
}

pub fn insert(tx: &mut Tx, row: &Renewal) -> Result<()> {
    diesel::insert_into(renewals::table).values(row).execute(tx.conn()?)?;
    queries_figures::count(tx, None, Some(row));
    tx.touch("renewal", row.id, FeedKind::Upsert, Some(row.area_id));
    Ok(())
}

pub fn set_state(tx: &mut Tx, row: &Renewal, state: RenewalState, renewed_by: Option<RenewalId>) -> Result<()> {
    tx.touch("renewal", row.id, FeedKind::Upsert, Some(row.area_id));
    queries_figures::count(tx, Some(row), Some(&Renewal { state, ..row.clone() }));
    diesel::update(renewals::table.find(row.id))
        .set((renewals::state.eq(state), renewals::renewed_by_id.eq(renewed_by), renewals::rev.eq(renewals::rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Puts another end in the place of the old one.
pub fn correct_end(tx: &mut Tx, of: &InScope<Renewal>, paid_to: Day, lapsed_after: Day) -> Result<()> {
    tx.touch("renewal", of.id, FeedKind::Upsert, Some(of.area_id));
    queries_figures::count(tx, Some(of), Some(&Renewal { paid_to, ..(**of).clone() }));
    diesel::update(renewals::table.find(of.id))
        .set((
            renewals::paid_to.eq(paid_to),
            renewals::lapsed_after.eq(lapsed_after),
            renewals::rev.eq(renewals::rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Ends a period on a day before its end.
pub fn end_early(tx: &mut Tx, row: &Renewal, paid_to: Day) -> Result<()> {
    tx.touch("renewal", row.id, FeedKind::Upsert, Some(row.area_id));
    queries_figures::count(tx, Some(row), None);
    diesel::update(renewals::table.find(row.id))
        .set((
            renewals::paid_to.eq(paid_to),
            renewals::lapsed_after.eq(paid_to),
            renewals::state.eq(RenewalState::Ended),
            renewals::renewed_by_id.eq(None::<RenewalId>),
            renewals::reason.eq(None::<String>),
            renewals::why_sealed.eq(None::<String>),
            renewals::rev.eq(renewals::rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Says since when somebody is there without a gap.
pub fn set_chain(tx: &mut Tx, row: &Renewal, chain_from: Day) -> Result<()> {
    tx.touch("renewal", row.id, FeedKind::Upsert, Some(row.area_id));
    diesel::update(renewals::table.find(row.id))
        .set((renewals::chain_from.eq(chain_from), renewals::rev.eq(renewals::rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, row: &Renewal) -> Result<()> {
    tx.touch("renewal", row.id, FeedKind::Tombstone, Some(row.area_id));
    queries_figures::count(tx, Some(row), None);
    diesel::delete(renewals::table.find(row.id)).execute(tx.conn()?)?;
    Ok(())
}

pub fn update(tx: &mut Tx, old: &InScope<Renewal>, new: &Renewal) -> Result<()> {
    queries_figures::count(tx, Some(old), Some(new));
    diesel::update(renewals::table.find(old.id))
        .set((
            renewals::collector_id.eq(new.collector_id),
            renewals::state.eq(new.state),
            renewals::reason.eq(&new.reason),
            renewals::why_sealed.eq(&new.why_sealed),
            renewals::seal_key.eq(new.seal_key),
            renewals::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
