//! SQL of what stands on a paper: first who or what, by their ids, then some hundred at a time what is known of them.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model_lines::{Ending, Issued, SignUp};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{
            AreaId, EnrolmentBatchId, EnrolmentId, EnrolmentStepId, HouseholdId, KeptQuoteId, OrganisationId, PersonId,
            ReceiptId, UserId,
        },
        scheme::Scheme,
    },
    db::{
        Backend, Conn, among,
        schema::{
            area_closure, areas, enrolment_receipts, enrolment_reversals, enrolment_steps, enrolments, households,
            kept_quotes, paper_endings, persons, users,
        },
        scoped,
    },
    features::{
        areas::Level,
        enrolments::{kinds::Kind, lifecycle::Step},
        people::{Household, Person, PersonStatus},
    },
};

/// How many ids one statement names.
const AT_ONCE: usize = 1_000;

/// The sign-ups of an organisation that lie in an area within the scope.
fn own(scope: &Scope, organisation: OrganisationId, area_id: AreaId) -> enrolments::BoxedQuery<'static, Backend> {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
    scoped::enrolments(scope)
        .filter(enrolments::organisation_id.eq(organisation))
        .filter(enrolments::area_id.eq_any(below.select(area_closure::descendant_id)))
}

/// Who is in these batches: their sign-ups, those of a household together.
pub fn members(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    batches: &[EnrolmentBatchId],
) -> Result<Vec<(HouseholdId, EnrolmentId, Kind)>> {
    let mut all = Vec::new();
    for batches in batches.chunks(AT_ONCE) {
        let query = own(scope, organisation, area_id).filter(among(enrolments::batch_id, batches));
        let rows = query.select((enrolments::household_id, enrolments::id, enrolments::kind)).load(conn)?;
        all.extend::<Vec<(HouseholdId, EnrolmentId, Kind)>>(rows);
    }
    all.sort();
    Ok(all)
}

/// The stops and refunds of what the office had, of which no paper has told it; in the order in which they happened.
pub fn untold_endings(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    scheme: Scheme,
) -> Result<Vec<(EnrolmentStepId, EnrolmentId)>> {
    let ended: Vec<EnrolmentId> = own(scope, organisation, area_id)
        .filter(enrolments::step.eq(Step::Stopped).or(enrolments::step.eq(Step::Refunded)))
        .filter(enrolments::scheme.eq(scheme))
        .select(enrolments::id)
        .load(conn)?;
    let mut untold = Vec::new();
    for ids in ended.chunks(AT_ONCE) {
        let told =
            paper_endings::table.select(paper_endings::step_id).filter(paper_endings::step_id.eq(enrolment_steps::id));
        let rows: Vec<(EnrolmentStepId, EnrolmentId)> = enrolment_steps::table
            .filter(among(enrolment_steps::enrolment_id, ids))
            .filter(enrolment_steps::to_step.eq(Step::Stopped).or(enrolment_steps::to_step.eq(Step::Refunded)))
            .filter(enrolment_steps::from_step.eq(Step::Issued).or(enrolment_steps::from_step.eq(Step::Stopped)))
            .filter(diesel::dsl::not(diesel::dsl::exists(told)))
            .select((enrolment_steps::id, enrolment_steps::enrolment_id))
            .load(conn)?;
        untold.extend(rows);
    }
    untold.sort();
    Ok(untold)
}

/// The receipts of an organisation of a span whose sign-ups lie in an area within the scope: number, id, sign-up.
pub fn receipts(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    (from, to): (Day, Day),
) -> Result<Vec<(String, ReceiptId, EnrolmentId)>> {
    let all: Vec<(String, ReceiptId, EnrolmentId)> = enrolment_receipts::table
        .filter(enrolment_receipts::organisation_id.eq(organisation))
        .filter(enrolment_receipts::issued_on.ge(from))
        .filter(enrolment_receipts::issued_on.le(to))
        .select((enrolment_receipts::number, enrolment_receipts::id, enrolment_receipts::enrolment_id))
        .load(conn)?;
    let named: BTreeSet<EnrolmentId> = all.iter().map(|(_, _, of)| *of).collect();
    let there = found(conn, scope, (organisation, area_id), &named.into_iter().collect::<Vec<_>>())?;
    Ok(all.into_iter().filter(|(_, _, of)| there.contains(of)).collect())
}

/// What an organisation paid back in a span, of sign-ups that lie in an area within the scope.
pub fn refunds(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    (from, to): (Day, Day),
) -> Result<Vec<EnrolmentId>> {
    let paid_back: Vec<EnrolmentId> = enrolment_reversals::table
        .filter(enrolment_reversals::decided_on.ge(from))
        .filter(enrolment_reversals::decided_on.le(to))
        .order((enrolment_reversals::decided_on, enrolment_reversals::enrolment_id))
        .select(enrolment_reversals::enrolment_id)
        .load(conn)?;
    let there = found(conn, scope, (organisation, area_id), &paid_back)?;
    Ok(paid_back.into_iter().filter(|of| there.contains(of)).collect())
}

fn found(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, area_id): (OrganisationId, AreaId),
    ids: &[EnrolmentId],
) -> Result<BTreeSet<EnrolmentId>> {
    let mut there = BTreeSet::new();
    for ids in ids.chunks(AT_ONCE) {
        let query = own(scope, organisation, area_id).filter(among(enrolments::id, ids));
        there.extend(query.select(enrolments::id).load::<EnrolmentId>(conn)?);
    }
    Ok(there)
}

/// Those who live in a household within the scope, the head first.
pub fn residents(conn: &mut Conn, scope: &Scope, household: HouseholdId) -> Result<Vec<PersonId>> {
    let mut rows: Vec<(Option<String>, PersonId)> = scoped::persons(scope)
        .filter(persons::household_id.eq(household))
        .filter(persons::status.eq(PersonStatus::Active))
        .filter(persons::merged_into_id.is_null())
        .order(persons::id)
        .select((persons::relation, persons::id))
        .load(conn)?;
    rows.sort_by_key(|(relation, _)| relation.as_deref() != Some("head"));
    Ok(rows.into_iter().map(|(_, person)| person).collect())
}

/// Whether an area is another one or lies in it.
pub fn lies_in(conn: &mut Conn, area_id: AreaId, above: AreaId) -> Result<bool> {
    let line =
        area_closure::table.filter(area_closure::ancestor_id.eq(above)).filter(area_closure::descendant_id.eq(area_id));
    Ok(diesel::select(diesel::dsl::exists(line)).get_result(conn)?)
}

/// The sign-ups of a household with an organisation that stand, in a scheme: the latest of each person.
pub fn standing_of(
    conn: &mut Conn,
    scope: &Scope,
    (organisation, household): (OrganisationId, HouseholdId),
    scheme: Scheme,
) -> Result<BTreeMap<PersonId, EnrolmentId>> {
    let rows: Vec<(PersonId, EnrolmentId, Step)> = scoped::enrolments(scope)
        .filter(enrolments::organisation_id.eq(organisation))
        .filter(enrolments::household_id.eq(household))
        .filter(enrolments::scheme.eq(scheme))
        .order(enrolments::id)
        .select((enrolments::person_id, enrolments::id, enrolments::step))
        .load(conn)?;
    let stands = |step: Step| step.rank().is_some();
    Ok(rows.into_iter().filter(|(_, _, step)| stands(*step)).map(|(person, id, _)| (person, id)).collect())
}

/// What these sign-ups say.
pub fn sign_ups(conn: &mut Conn, scope: &Scope, ids: &[EnrolmentId]) -> Result<BTreeMap<EnrolmentId, SignUp>> {
    let query = scoped::each::enrolments(scope).filter(among(enrolments::id, ids));
    let rows: Vec<SignUp> = query.select(SignUp::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// People within the scope.
pub fn people(conn: &mut Conn, scope: &Scope, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Person>> {
    let query = scoped::each::persons(scope).filter(among(persons::id, ids));
    let rows: Vec<Person> = query.select(Person::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Households within the scope.
pub fn homes(conn: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, Household>> {
    let query = scoped::each::households(scope).filter(among(households::id, ids));
    let rows: Vec<Household> = query.select(Household::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Every receipt of these sign-ups, which were found in scope.
pub fn receipts_of(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<Vec<Issued>> {
    let query = enrolment_receipts::table.filter(among(enrolment_receipts::enrolment_id, ids));
    Ok(query.select(Issued::as_select()).load(conn)?)
}

/// These stops and refunds of sign-ups that were found in scope.
pub fn endings(conn: &mut Conn, ids: &[EnrolmentStepId]) -> Result<BTreeMap<EnrolmentStepId, Ending>> {
    let query = enrolment_steps::table.filter(among(enrolment_steps::id, ids));
    let rows: Vec<Ending> = query.select(Ending::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The sealed answers of kept quotes within the scope.
pub fn answers(conn: &mut Conn, scope: &Scope, ids: &[KeptQuoteId]) -> Result<Vec<(KeptQuoteId, String)>> {
    let query = scoped::kept_quotes(scope).filter(among(kept_quotes::id, ids));
    Ok(query.select((kept_quotes::id, kept_quotes::answer_sealed)).load(conn)?)
}

/// By what these collectors sign in.
pub fn usernames(conn: &mut Conn, ids: &[UserId]) -> Result<Vec<(UserId, String)>> {
    Ok(users::table.filter(among(users::id, ids)).select((users::id, users::username)).load(conn)?)
}

/// The names of an area and of those it lies in, up to the province.
pub fn names_up(conn: &mut Conn, id: AreaId) -> Result<Vec<String>> {
    let rows: Vec<(String, Level)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(area_closure::descendant_id.eq(id))
        .filter(area_closure::via.eq("tree"))
        .order(area_closure::depth)
        .select((areas::full_name, areas::level))
        .load(conn)?;
    let country_alone = rows.len() == 1;
    let kept = rows.into_iter().filter(|(_, level)| country_alone || *level != Level::Country);
    Ok(kept.map(|(name, _)| name).collect())
}
