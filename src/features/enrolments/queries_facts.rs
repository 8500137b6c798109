//! SQL of the facts that decide about an enrolment: what the person has already, what the form knows, what led to it.
use diesel::prelude::*;

use super::{
    kinds::Before,
    lifecycle::Step,
    model::{Enrolment, Source},
    overlap::{Held, Span, holds, promise_lapsed},
    queries_parts,
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{EnrolmentId, EventId, HandOverId, HouseholdId, KeptQuoteId, OrganisationId, VisitId},
        of,
        scheme::Scheme,
    },
    db::{
        Conn, InScope, among,
        schema::{covers, enrolments, events, hand_overs, kept_quotes, visits},
        scoped,
    },
    features::people::{CoverSource, CoverState, Person},
};

/// What the person has: a sign-up, or a cover that the office told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Enrolment(EnrolmentId, OrganisationId),
    Cover,
}

/// What a person, found in scope, holds and had: everybody's, since one card is one card whoever sold it. What of it is
/// shown is decided later.
#[derive(Debug, Clone, Default)]
pub struct History {
    pub held: Vec<Held<Has>>,
    pub before: Vec<Before>,
}

impl History {
    /// The enrolments among what is held.
    pub fn enrolments(&self) -> Vec<EnrolmentId> {
        let id = |held: &Held<Has>| if let Has::Enrolment(id, _) = held.what { Some(id) } else { None };
        self.held.iter().filter_map(id).collect()
    }
}

/// Reads it, but for one enrolment.
pub fn history(conn: &mut Conn, person: &InScope<Person>, but: Option<EnrolmentId>) -> Result<History> {
    type Row = (EnrolmentId, OrganisationId, Scheme, Step, (Day, Day), Day, Day);
    let rows: Vec<Row> = enrolments::table
        .filter(enrolments::person_id.eq(person.id))
        .order(enrolments::id)
        .select((
            enrolments::id,
            enrolments::organisation_id,
            enrolments::scheme,
            enrolments::step,
            (enrolments::period_from, enrolments::starts_on),
            enrolments::kept_to,
            enrolments::lapsed_after,
        ))
        .load(conn)?;
    let mut history = History::default();
    for (id, organisation, scheme, step, (period_from, starts_on), to, lapsed_after) in rows {
        let from = period_from.min(starts_on);
        if Some(id) == but || !holds(step) {
            continue;
        }
        history.held.push(Held { what: Has::Enrolment(id, organisation), scheme, span: Span { from, to } });
        // What was never paid insured nobody.
        if !matches!(step, Step::Promised | Step::Declared) && from <= to {
            let lapsed_after = (step != Step::Stopped && step != Step::Refunded).then_some(lapsed_after);
            history.before.push(Before { scheme, ended_on: to, lapsed_after });
        }
    }
    type Known = (Scheme, CoverState, (Option<Day>, Option<Day>), CoverSource);
    let known: Vec<Known> = covers::table
        .filter(covers::person_id.eq(person.id))
        .order((covers::known_on.desc(), covers::created_at.desc(), covers::id.desc()))
        .select((covers::scheme, covers::state, (covers::valid_from, covers::valid_to), covers::source))
        .load(conn)?;
    let mut seen: Vec<Scheme> = Vec::new();
    for (scheme, state, (from, to), source) in known {
        let latest = !seen.contains(&scheme);
        seen.push(scheme);
        let (CoverState::Covered | CoverState::Lapsed, Some(to)) = (state, to) else { continue };
        history.before.push(Before { scheme, ended_on: to, lapsed_after: None });
        // Only the office knows for certain, and only what it said last.
        if latest && state == CoverState::Covered && source == CoverSource::Official {
            history.held.push(Held { what: Has::Cover, scheme, span: Span { from: from.unwrap_or(to), to } });
        }
    }
    Ok(history)
}

/// What a person, found in scope, signed up for in a scheme and that stands, whoever sold it, but for one.
pub fn standing(
    conn: &mut Conn,
    person: &InScope<Person>,
    scheme: Scheme,
    but: Option<EnrolmentId>,
) -> Result<Vec<Enrolment>> {
    let rows: Vec<Enrolment> = enrolments::table
        .filter(enrolments::person_id.eq(person.id))
        .filter(enrolments::scheme.eq(scheme))
        .order(enrolments::id)
        .select(Enrolment::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| holds(row.step) && Some(row.id) != but).collect())
}

/// The sealed answer of a kept quote that an enrolment was made of.
pub fn quote_answer(conn: &mut Conn, id: KeptQuoteId) -> Result<String> {
    Ok(kept_quotes::table.find(id).select(kept_quotes::answer_sealed).first(conn)?)
}

/// Of these enrolments, those whose promise no longer holds its months: no money was brought, and the quote ended some days ago.
pub fn lapsed(conn: &mut Conn, ids: &[EnrolmentId], today: Day) -> Result<Vec<EnrolmentId>> {
    let rows: Vec<(EnrolmentId, Day)> = enrolments::table
        .inner_join(kept_quotes::table)
        .filter(among(enrolments::id, ids))
        .filter(enrolments::step.eq(Step::Promised))
        .select((enrolments::id, kept_quotes::valid_to))
        .load(conn)?;
    let gone = rows.into_iter().filter(|(_, valid_to)| promise_lapsed(*valid_to, today));
    let gone: Vec<EnrolmentId> = gone.map(|(id, _)| id).collect();
    let money = queries_parts::instalments(conn, &gone)?;
    let bare =
        |id: &EnrolmentId| money.get(id).is_none_or(|parts| parts.iter().map(|p| p.amount_vnd).sum::<i64>() == 0);
    Ok(gone.into_iter().filter(bare).collect())
}

/// The enrolments that took up a kept quote, whoever sees them: which member's part, and where they stand.
pub fn taken_up(conn: &mut Conn, id: KeptQuoteId) -> Result<Vec<(EnrolmentId, String, Step)>> {
    let query = enrolments::table.filter(enrolments::kept_quote_id.eq(id)).order(enrolments::id);
    Ok(query.select((enrolments::id, enrolments::member_key, enrolments::step)).load(conn)?)
}

/// Whether what led to an enrolment is there, within the scope, and of the household where it is of one; a visit that was corrected
/// meanwhile led to it all the same.
pub fn is_source(
    conn: &mut Conn,
    scope: &Scope,
    household: HouseholdId,
    kind: Source,
    id: EnrolmentId,
) -> Result<bool> {
    let found = match kind {
        Source::Visit => scoped::each::visits(scope)
            .filter(visits::id.eq(id.cast::<of::Visit>()))
            .filter(visits::household_id.eq(household))
            .select(visits::id)
            .first::<VisitId>(conn)
            .optional()?
            .is_some(),
        Source::Event => scoped::events_seen(scope)
            .filter(events::id.eq(id.cast::<of::Event>()))
            .select(events::id)
            .first::<EventId>(conn)
            .optional()?
            .is_some(),
        Source::HandOver => scoped::hand_overs(scope)
            .filter(hand_overs::id.eq(id.cast::<of::HandOver>()))
            .filter(hand_overs::household_id.eq(household))
            .select(hand_overs::id)
            .first::<HandOverId>(conn)
            .optional()?
            .is_some(),
        Source::OwnInitiative | Source::Other => false,
    };
    Ok(found)
}

/// Visits within the scope that reached the household of an enrolment, found in scope, from one day to another: the newest.
pub fn visits_before(
    conn: &mut Conn,
    scope: &Scope,
    of: &InScope<Enrolment>,
    (from, to): (Day, Day),
    most: i64,
) -> Result<Vec<(VisitId, Day, String)>> {
    Ok(scoped::visits(scope)
        .filter(visits::household_id.eq(of.household_id))
        .filter(visits::amended_by_id.is_null())
        .filter(visits::counted_on.between(from, to))
        .order((visits::counted_on.desc(), visits::id.desc()))
        .limit(most)
        .select((visits::id, visits::counted_on, visits::outcome))
        .load(conn)?)
}

/// Events that were held in the area of an enrolment, found in scope, from one day to another: the newest.
pub fn events_before(
    conn: &mut Conn,
    scope: &Scope,
    of: &InScope<Enrolment>,
    (from, to): (Day, Day),
    most: i64,
) -> Result<Vec<(EventId, Day, String)>> {
    let rows: Vec<(EventId, Option<Day>, String)> = scoped::events_seen(scope)
        .filter(events::area_id.eq(of.area_id))
        .filter(events::counted_on.between(from, to))
        .filter(events::status.eq_any(["held", "closed"]))
        .order((events::counted_on.desc(), events::id.desc()))
        .limit(most)
        .select((events::id, events::counted_on, events::event_type))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, on, what)| Some((id, on?, what))).collect())
}
