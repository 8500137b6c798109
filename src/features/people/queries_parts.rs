//! SQL of what hangs on households and persons: claims, consents, covers, merges.
use diesel::prelude::*;

use super::model::{Consent, Cover, GroupClaim, Household, Merge, Move, Moved, Person};
use crate::{
    access::Scope,
    base::{
        Moment, Result,
        id::{AreaId, ConsentId, GroupClaimId, PersonId, PersonMergeId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, on_backend,
        schema::{
            consents, covers, enrolments, event_attendees, follow_ups, group_claims, hand_over_people, hand_overs,
            messages, person_merge_moves, person_merges, renewals, visit_interests, visit_people, visits,
        },
        scoped,
    },
};

const ONE_CLAIM_PER_ID: UniqueRule = UniqueRule { postgres: "group_claims_pkey", sqlite: "group_claims.id" };
const ONE_CONSENT_PER_ID: UniqueRule = UniqueRule { postgres: "consents_pkey", sqlite: "consents.id" };
const ONE_COVER_PER_ID: UniqueRule = UniqueRule { postgres: "covers_pkey", sqlite: "covers.id" };

pub fn find_claim(conn: &mut Conn, scope: &Scope, id: GroupClaimId) -> Result<Option<InScope<GroupClaim>>> {
    scoped::first(
        conn,
        scoped::each::group_claims(scope).filter(group_claims::id.eq(id)).select(GroupClaim::as_select()),
    )
}

pub fn find_consent(conn: &mut Conn, scope: &Scope, id: ConsentId) -> Result<Option<InScope<Consent>>> {
    scoped::first(conn, scoped::each::consents(scope).filter(consents::id.eq(id)).select(Consent::as_select()))
}

/// The claims of a household that was found in scope, its people's included, the newest first.
pub fn claims_of(conn: &mut Conn, household: &InScope<Household>) -> Result<Vec<GroupClaim>> {
    Ok(group_claims::table
        .filter(group_claims::household_id.eq(household.id))
        .order((group_claims::valid_from.desc(), group_claims::id.desc()))
        .select(GroupClaim::as_select())
        .load(conn)?)
}

/// The claims of a person that was found in scope and those of the whole household, the newest first.
pub fn claims_about(conn: &mut Conn, person: &InScope<Person>) -> Result<Vec<GroupClaim>> {
    Ok(group_claims::table
        .filter(group_claims::household_id.eq(person.household_id))
        .filter(group_claims::person_id.is_null().or(group_claims::person_id.eq(person.id)))
        .order((group_claims::valid_from.desc(), group_claims::id.desc()))
        .select(GroupClaim::as_select())
        .load(conn)?)
}

/// The consents of a person that was found in scope, the newest first.
pub fn consents_of(conn: &mut Conn, person: &InScope<Person>) -> Result<Vec<Consent>> {
    Ok(consents::table
        .filter(consents::person_id.eq(person.id))
        .order((consents::given_at.desc(), consents::id.desc()))
        .select(Consent::as_select())
        .load(conn)?)
}

/// What is known of a person's covers, the latest known first.
pub fn covers_of(conn: &mut Conn, person: &InScope<Person>) -> Result<Vec<Cover>> {
    Ok(covers::table
        .filter(covers::person_id.eq(person.id))
        .order((covers::known_on.desc(), covers::created_at.desc(), covers::id.desc()))
        .select(Cover::as_select())
        .load(conn)?)
}

pub fn insert_claim(tx: &mut Tx, row: &GroupClaim) -> Result<()> {
    diesel::insert_into(group_claims::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_CLAIM_PER_ID, &ALREADY_EXISTS)
}

pub fn update_claim(tx: &mut Tx, old: &InScope<GroupClaim>, new: &GroupClaim) -> Result<()> {
    diesel::update(group_claims::table.find(old.id))
        .set((group_claims::valid_to.eq(new.valid_to), group_claims::rev.eq(new.rev)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_consent(tx: &mut Tx, row: &Consent) -> Result<()> {
    diesel::insert_into(consents::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_CONSENT_PER_ID, &ALREADY_EXISTS)
}

pub fn update_consent(tx: &mut Tx, old: &InScope<Consent>, new: &Consent) -> Result<()> {
    diesel::update(consents::table.find(old.id))
        .set((
            consents::withdrawn_at.eq(new.withdrawn_at),
            consents::withdrawn_how.eq(new.withdrawn_how),
            consents::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_cover(tx: &mut Tx, row: &Cover) -> Result<()> {
    diesel::insert_into(covers::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_COVER_PER_ID, &ALREADY_EXISTS)
}

pub fn merge(conn: &mut Conn, id: PersonMergeId) -> Result<Option<Merge>> {
    Ok(person_merges::table.find(id).select(Merge::as_select()).first(conn).optional()?)
}

/// The merges into a person that stand.
pub fn merges_into(conn: &mut Conn, kept: PersonId) -> Result<Vec<Merge>> {
    Ok(person_merges::table
        .filter(person_merges::kept_id.eq(kept))
        .filter(person_merges::undone_at.is_null())
        .order(person_merges::id)
        .select(Merge::as_select())
        .load(conn)?)
}

pub fn moves_of(conn: &mut Conn, merge: PersonMergeId) -> Result<Vec<Move>> {
    Ok(person_merge_moves::table
        .filter(person_merge_moves::merge_id.eq(merge))
        .order((person_merge_moves::entity, person_merge_moves::row_id, person_merge_moves::detail))
        .select(Move::as_select())
        .load(conn)?)
}

pub fn insert_merge(tx: &mut Tx, row: &Merge, moves: &[Move]) -> Result<()> {
    diesel::insert_into(person_merges::table).values(row).execute(tx.conn()?)?;
    on_backend!(tx.conn()?, |c| diesel::insert_into(person_merge_moves::table).values(moves).execute(c))?;
    Ok(())
}

/// Marks a merge, whose kept person was found in scope, as undone.
pub fn undo_merge(tx: &mut Tx, kept: &InScope<Person>, merge: &Merge, now: Moment) -> Result<()> {
    diesel::update(person_merges::table.find(merge.id).filter(person_merges::kept_id.eq(kept.id)))
        .set(person_merges::undone_at.eq(now))
        .execute(tx.conn()?)?;
    Ok(())
}

/// What hangs on a person that was found in scope, as it would go over. What the other record has as well stays.
pub fn hanging_on(tx: &mut Tx, from: &InScope<Person>, to: &InScope<Person>) -> Result<Vec<(Moved, String, String)>> {
    let mut found = Vec::new();
    let mut add = |entity: Moved, ids: Vec<String>| found.extend(ids.into_iter().map(|id| (entity, id, String::new())));
    let claims = group_claims::table.filter(group_claims::person_id.eq(from.id)).select(group_claims::id);
    add(Moved::Claim, claims.load(tx.conn()?)?);
    let own = consents::table.filter(consents::person_id.eq(from.id)).select(consents::id);
    add(Moved::Consent, own.load(tx.conn()?)?);
    add(Moved::Cover, covers::table.filter(covers::person_id.eq(from.id)).select(covers::id).load(tx.conn()?)?);
    let promises = follow_ups::table.filter(follow_ups::person_id.eq(from.id)).select(follow_ups::id);
    add(Moved::FollowUp, promises.load(tx.conn()?)?);
    let sign_ups = enrolments::table.filter(enrolments::person_id.eq(from.id)).select(enrolments::id);
    add(Moved::Enrolment, sign_ups.load(tx.conn()?)?);
    let ends = renewals::table.filter(renewals::person_id.eq(from.id)).select(renewals::id);
    add(Moved::Renewal, ends.load(tx.conn()?)?);
    add(Moved::Attendee, attended_by_one(tx, from.id, to.id)?);
    let sent = messages::table.filter(messages::person_id.eq(from.id)).select(messages::id);
    add(Moved::Message, sent.load(tx.conn()?)?);
    let spoken = |person| {
        let own = hand_over_people::table.filter(hand_over_people::person_id.eq(person));
        own.select(hand_over_people::hand_over_id)
    };
    let both: Vec<String> = spoken(to.id).load(tx.conn()?)?;
    let mut hand_overs: Vec<String> = spoken(from.id).load(tx.conn()?)?;
    hand_overs.retain(|hand_over| !both.contains(hand_over));
    add(Moved::HandOverPerson, hand_overs);
    let met = |person| visit_people::table.filter(visit_people::person_id.eq(person)).select(visit_people::visit_id);
    let both: Vec<String> = met(to.id).load(tx.conn()?)?;
    let mut visits: Vec<String> = met(from.id).load(tx.conn()?)?;
    visits.retain(|visit| !both.contains(visit));
    add(Moved::VisitPerson, visits);
    let interests = |person| {
        let own = visit_interests::table.filter(visit_interests::person_id.eq(person));
        own.select((visit_interests::visit_id, visit_interests::scheme))
    };
    let both: Vec<(String, String)> = interests(to.id).load(tx.conn()?)?;
    let own: Vec<(String, String)> = interests(from.id).load(tx.conn()?)?;
    let own = own.into_iter().filter(|interest| !both.contains(interest));
    found.extend(own.map(|(visit, scheme)| (Moved::VisitInterest, visit, scheme)));
    Ok(found)
}

/// Where the first of them was, without the events at which the other is recorded as well.
fn attended_by_one(tx: &mut Tx, from: PersonId, other: PersonId) -> Result<Vec<String>> {
    let of = |person| event_attendees::table.filter(event_attendees::person_id.eq(person));
    let both: Vec<String> =
        of(other).filter(event_attendees::withdrawn_at.is_null()).select(event_attendees::event_id).load(tx.conn()?)?;
    let own: Vec<(String, String, Option<Moment>)> = of(from)
        .select((event_attendees::id, event_attendees::event_id, event_attendees::withdrawn_at))
        .load(tx.conn()?)?;
    let alone = own.into_iter().filter(|(_, event, withdrawn)| withdrawn.is_some() || !both.contains(event));
    Ok(alone.map(|(id, _, _)| id).collect())
}

/// Takes one thing from one person to another, both found in scope.
pub fn take_over(tx: &mut Tx, what: &Move, from: &InScope<Person>, to: &InScope<Person>) -> Result<()> {
    let id = what.row_id.clone();
    match what.entity {
        Moved::Claim => diesel::update(group_claims::table.filter(group_claims::id.eq(id)))
            .set((
                group_claims::person_id.eq(to.id),
                group_claims::household_id.eq(to.household_id),
                group_claims::area_id.eq(to.area_id),
                group_claims::rev.eq(group_claims::rev + 1),
            ))
            .execute(tx.conn()?)?,
        Moved::Consent => diesel::update(consents::table.filter(consents::id.eq(id)))
            .set((consents::person_id.eq(to.id), consents::area_id.eq(to.area_id), consents::rev.eq(consents::rev + 1)))
            .execute(tx.conn()?)?,
        Moved::Cover => diesel::update(covers::table.filter(covers::id.eq(id)))
            .set((covers::person_id.eq(to.id), covers::area_id.eq(to.area_id)))
            .execute(tx.conn()?)?,
        Moved::FollowUp => diesel::update(follow_ups::table.filter(follow_ups::id.eq(id)))
            .set((follow_ups::person_id.eq(to.id), follow_ups::rev.eq(follow_ups::rev + 1)))
            .execute(tx.conn()?)?,
        Moved::Enrolment => diesel::update(enrolments::table.filter(enrolments::id.eq(id)))
            .set((
                enrolments::person_id.eq(to.id),
                enrolments::household_id.eq(to.household_id),
                enrolments::area_id.eq(to.area_id),
                enrolments::rev.eq(enrolments::rev + 1),
            ))
            .execute(tx.conn()?)?,
        Moved::Renewal => diesel::update(renewals::table.filter(renewals::id.eq(id)))
            .set((
                renewals::person_id.eq(to.id),
                renewals::household_id.eq(to.household_id),
                renewals::area_id.eq(to.area_id),
                renewals::rev.eq(renewals::rev + 1),
            ))
            .execute(tx.conn()?)?,
        Moved::HandOverPerson => diesel::update(hand_over_people::table.filter(hand_over_people::hand_over_id.eq(id)))
            .filter(hand_over_people::person_id.eq(from.id))
            .set(hand_over_people::person_id.eq(to.id))
            .execute(tx.conn()?)?,
        Moved::Attendee => diesel::update(event_attendees::table.filter(event_attendees::id.eq(id)))
            .set((event_attendees::person_id.eq(to.id), event_attendees::area_id.eq(to.area_id)))
            .execute(tx.conn()?)?,
        Moved::Message => diesel::update(messages::table.filter(messages::id.eq(id)))
            .set((messages::person_id.eq(to.id), messages::area_id.eq(to.area_id)))
            .execute(tx.conn()?)?,
        Moved::VisitPerson => diesel::update(visit_people::table.filter(visit_people::visit_id.eq(id)))
            .filter(visit_people::person_id.eq(from.id))
            .set(visit_people::person_id.eq(to.id))
            .execute(tx.conn()?)?,
        Moved::VisitInterest => diesel::update(visit_interests::table.filter(visit_interests::visit_id.eq(id)))
            .filter(visit_interests::person_id.eq(from.id))
            .filter(visit_interests::scheme.eq(what.detail.clone()))
            .set(visit_interests::person_id.eq(to.id))
            .execute(tx.conn()?)?,
    };
    Ok(())
}

/// What a promise, or something noted of a visit or hand-over, is a change of, and in which area that stands.
pub fn place_of(tx: &mut Tx, what: &Move) -> Result<(&'static str, Option<AreaId>)> {
    let id = what.row_id.clone();
    Ok(match what.entity {
        Moved::FollowUp => {
            let area = follow_ups::table.filter(follow_ups::id.eq(id)).select(follow_ups::area_id);
            ("follow_up", area.first(tx.conn()?).optional()?)
        }
        Moved::HandOverPerson => {
            let area = hand_overs::table.filter(hand_overs::id.eq(id)).select(hand_overs::area_id);
            ("hand_over", area.first(tx.conn()?).optional()?)
        }
        _ => {
            let area = visits::table.filter(visits::id.eq(id)).select(visits::area_id);
            ("visit", area.first(tx.conn()?).optional()?)
        }
    })
}
