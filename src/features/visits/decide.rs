//! What becomes of a reported visit: taken, with all that follows from it, or refused at a field.
//!
//! A pure rule over facts that the caller has read; it reads no clock and no table. Decisions of one batch follow each
//! other: what the first one takes is a fact for the second (`Facts::take`), so a visit and its correction, or a
//! promise and the visit that keeps it, may come together.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::{FollowUpOrigin, FollowUpStatus, Interest, PlaceState, Priority},
    outcome::{self, Warning},
    problems::{self, Refused},
};
use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, DeviceId, FollowUpId, HouseholdId, OrganisationId, PersonId, UserId, VisitId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        scheme::Scheme,
    },
    features::{
        funnel::Reach,
        lists::{UNKNOWN_CODE, VisitOutcome},
    },
};

/// A visit as somebody reports it.
#[derive(Debug, Clone)]
pub struct NewVisit {
    pub id: VisitId,
    pub household_id: HouseholdId,
    /// What the device claims; kept, never trusted.
    pub occurred_at: Moment,
    pub outcome: String,
    pub reason: Option<String>,
    pub place_state: PlaceState,
    pub duration_min: Option<i32>,
    pub note: Option<String>,
    pub people: Vec<PersonId>,
    pub interests: Vec<NewInterest>,
    pub campaign_id: Option<CampaignId>,
    pub organisation_id: Option<OrganisationId>,
    pub outing_id: Option<String>,
    pub follow_up: Option<NewFollowUp>,
    pub fulfils: Vec<FollowUpId>,
    /// The visit whose correction this is.
    pub amends: Option<Amends>,
}

/// What somebody thinks of a scheme.
#[derive(Debug, Clone)]
pub struct NewInterest {
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub interest: Interest,
}

/// A promise made at a visit.
#[derive(Debug, Clone)]
pub struct NewFollowUp {
    pub id: FollowUpId,
    pub person_id: Option<PersonId>,
    pub scheme: Option<Scheme>,
    pub due_from: Day,
    pub due_to: Day,
    pub priority: Priority,
    pub note: Option<String>,
}

/// What a correction corrects, and why.
#[derive(Debug, Clone)]
pub struct Amends {
    pub visit_id: VisitId,
    pub reason: String,
}

/// Where a report comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Who was at the door. A correction keeps the visitor of the first version.
    pub user_id: Option<UserId>,
    pub device_id: Option<DeviceId>,
    /// When it probably happened, by the server's clock; `occurred_at` where nothing better is known.
    pub estimated: Moment,
    /// The device's clock was found to be wrong.
    pub clock_suspect: bool,
    /// When the server first heard of it.
    pub received_at: Moment,
}

/// What is known of a household.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub area_id: AreaId,
    pub do_not_contact: bool,
    /// Whether anybody ever came to it.
    pub called: bool,
    /// Whether anybody was ever met at it.
    pub met: bool,
}

/// What is known of a person.
#[derive(Debug, Clone, Copy)]
pub struct Resident {
    pub household_id: HouseholdId,
    pub do_not_contact: bool,
}

/// What is known of a visit.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub user_id: Option<UserId>,
    pub amended_by_id: Option<VisitId>,
    /// Whether the reporter may see it, and so correct it.
    pub in_scope: bool,
}

/// What is known of a follow-up.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    pub household_id: HouseholdId,
    pub person_id: Option<PersonId>,
    pub area_id: AreaId,
    pub due_from: Day,
    pub status: FollowUpStatus,
    pub origin_visit_id: Option<VisitId>,
    pub closed_by_visit_id: Option<VisitId>,
}

/// All that the decision looks at.
#[derive(Debug, Default)]
pub struct Facts {
    /// Households within the reporter's scope.
    pub doors: BTreeMap<HouseholdId, Door>,
    /// Persons within the reporter's scope.
    pub residents: BTreeMap<PersonId, Resident>,
    /// Who was met in a household before, and so belonged to it.
    pub former: BTreeSet<(PersonId, HouseholdId)>,
    pub outcomes: BTreeMap<String, VisitOutcome>,
    pub reasons: BTreeSet<String>,
    pub campaigns: BTreeSet<CampaignId>,
    pub organisations: BTreeSet<OrganisationId>,
    /// Visits with an id that is reported or corrected.
    pub visits: BTreeMap<VisitId, Known>,
    /// Follow-ups of these households that are open, named, or hang on a corrected visit.
    pub promises: BTreeMap<FollowUpId, Promise>,
    /// Ids of new follow-ups that are taken already.
    pub taken: BTreeSet<FollowUpId>,
}

/// A visit that is taken, and what follows from it.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub area_id: AreaId,
    pub user_id: Option<UserId>,
    pub counted_at: Moment,
    pub clock_suspect: bool,
    pub people: Vec<PersonId>,
    pub interests: Vec<NewInterest>,
    /// How far it came.
    pub reached: Reach,
    /// The follow-up it leaves behind, with what it came from.
    pub follow_up: Option<(NewFollowUp, FollowUpOrigin)>,
    /// Follow-ups that it keeps.
    pub keeps: BTreeSet<FollowUpId>,
    /// Follow-ups that the corrected version had kept and this one does not.
    pub reopens: BTreeSet<FollowUpId>,
    /// Follow-ups that the corrected version had left behind.
    pub withdraws: BTreeSet<FollowUpId>,
    pub warnings: BTreeSet<Warning>,
}

/// Decides one visit. `spare` is the id for a follow-up that nobody gave one.
///
/// # Errors
/// The first field at fault.
pub fn decide(facts: &Facts, new: &NewVisit, origin: &Origin, spare: FollowUpId) -> Result<Verdict, Refused> {
    if facts.visits.contains_key(&new.id) {
        return Err(Refused::at(&ALREADY_EXISTS, "/id"));
    }
    let corrected = corrected(facts, new)?;
    let door = facts
        .doors
        .get(&new.household_id)
        .ok_or_else(|| Refused::because(&NOT_FOUND, "/household_id", "Không tìm thấy hộ", "No such household"))?;
    let (counted_at, clock_suspect) = outcome::counted(origin.estimated, origin.clock_suspect, origin.received_at);
    let outcome = outcome_of(facts, new, origin.received_at.day(), counted_at.day(), clock_suspect)?;
    check_named(facts, new)?;
    let people: BTreeSet<PersonId> = new.people.iter().copied().collect();
    check_people(facts, new, outcome.met)?;
    let kept = kept(facts, new, outcome.met, &people, counted_at.day())?;
    let of_first = |id: Option<VisitId>| id.is_some() && id == new.amends.as_ref().map(|a| a.visit_id);
    let hanging = |pick: &dyn Fn(&Promise) -> bool| -> BTreeSet<FollowUpId> {
        facts.promises.iter().filter(|(_, p)| pick(p)).map(|(id, _)| *id).collect()
    };
    let mut reopens = hanging(&|p| p.status == FollowUpStatus::Kept && of_first(p.closed_by_visit_id));
    reopens.retain(|id| !kept.contains(id));
    let withdraws = hanging(&|p| p.status == FollowUpStatus::Open && of_first(p.origin_visit_id));
    let follow_up = follow_up(facts, new, outcome.met, counted_at.day(), spare)?;
    let avoided = people.iter().filter_map(|id| facts.residents.get(id)).any(|r| r.do_not_contact);
    let late = follow_up.as_ref().is_some_and(|(f, _)| f.due_to < origin.received_at.day());
    let warnings = [
        (door.do_not_contact || avoided, Warning::DoNotContact),
        (outcome::outdates_register(&new.outcome), Warning::RegisterOutdated),
        (!outcome.met && !new.fulfils.is_empty(), Warning::NothingKept),
        (late, Warning::WindowPassed),
    ];
    let interests = interests(new)?;
    let said: Vec<Interest> = interests.iter().map(|said| said.interest).collect();
    Ok(Verdict {
        reached: outcome::reach(outcome, &said),
        area_id: door.area_id,
        user_id: corrected.map_or(origin.user_id, |first| first.user_id),
        counted_at,
        clock_suspect,
        people: people.into_iter().collect(),
        interests,
        follow_up,
        keeps: kept,
        reopens,
        withdraws,
        warnings: warnings.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect(),
    })
}

fn corrected<'f>(facts: &'f Facts, new: &NewVisit) -> Result<Option<&'f Known>, Refused> {
    let Some(amends) = &new.amends else { return Ok(None) };
    let first =
        facts.visits.get(&amends.visit_id).filter(|v| v.in_scope).ok_or_else(|| {
            Refused::because(&NOT_FOUND, "/amends_id", "Không tìm thấy lượt đến nhà", "No such visit")
        })?;
    match first.amended_by_id {
        Some(_) => Err(Refused::at(&problems::ALREADY_AMENDED, "/amends_id")),
        None => Ok(Some(first)),
    }
}

fn outcome_of<'f>(
    facts: &'f Facts,
    new: &NewVisit,
    received_on: Day,
    counted_on: Day,
    clock_suspect: bool,
) -> Result<&'f VisitOutcome, Refused> {
    let known = facts.outcomes.get(&new.outcome);
    known
        .filter(|o| outcome::is_usable(o, received_on, counted_on, clock_suspect))
        .ok_or_else(|| Refused::at(&UNKNOWN_CODE, "/outcome"))
}

/// What the visit names besides people and follow-ups must be there.
fn check_named(facts: &Facts, new: &NewVisit) -> Result<(), Refused> {
    if new.reason.as_ref().is_some_and(|reason| !facts.reasons.contains(reason)) {
        return Err(Refused::at(&UNKNOWN_CODE, "/reason"));
    }
    if new.campaign_id.is_some_and(|id| !facts.campaigns.contains(&id)) {
        return Err(Refused::because(&NOT_FOUND, "/campaign_id", "Không tìm thấy đợt vận động", "No such campaign"));
    }
    if new.organisation_id.is_some_and(|id| !facts.organisations.contains(&id)) {
        let at = "/organisation_id";
        return Err(Refused::because(&NOT_FOUND, at, "Không tìm thấy tổ chức", "No such organisation"));
    }
    Ok(())
}

fn check_people(facts: &Facts, new: &NewVisit, met: bool) -> Result<(), Refused> {
    for (named, pointer) in [(!new.people.is_empty(), "/people"), (!new.interests.is_empty(), "/interests")] {
        if named && !met {
            return Err(Refused::at(&problems::NOBODY_MET, pointer));
        }
    }
    let people = new.people.iter().enumerate().map(|(i, id)| (*id, format!("/people/{i}")));
    let interests = new.interests.iter().enumerate().map(|(i, n)| (n.person_id, format!("/interests/{i}/person_id")));
    for (person, pointer) in people.chain(interests) {
        if !belongs(facts, person, new.household_id) {
            return Err(Refused::at(&problems::PERSON_ELSEWHERE, pointer));
        }
    }
    Ok(())
}

fn belongs(facts: &Facts, person: PersonId, household: HouseholdId) -> bool {
    facts.residents.get(&person).is_some_and(|r| r.household_id == household)
        || facts.former.contains(&(person, household))
}

/// Each person's word on each scheme once.
fn interests(new: &NewVisit) -> Result<Vec<NewInterest>, Refused> {
    let mut said: BTreeMap<(PersonId, Scheme), NewInterest> = BTreeMap::new();
    for (i, interest) in new.interests.iter().enumerate() {
        let before = said.insert((interest.person_id, interest.scheme), interest.clone());
        if before.is_some_and(|before| before.interest != interest.interest) {
            return Err(Refused::at(&problems::INTEREST_TWICE, format!("/interests/{i}")));
        }
    }
    Ok(said.into_values().collect())
}

/// What the visit keeps: whatever is open for the household or for somebody met and whose window has begun, and what it
/// names itself. When nobody was met nothing is kept.
fn kept(
    facts: &Facts,
    new: &NewVisit,
    met: bool,
    people: &BTreeSet<PersonId>,
    counted_on: Day,
) -> Result<BTreeSet<FollowUpId>, Refused> {
    let of_door = |id: &FollowUpId| facts.promises.get(id).filter(|p| p.household_id == new.household_id);
    for (i, id) in new.fulfils.iter().enumerate() {
        if of_door(id).is_none() {
            let pointer = format!("/fulfils/{i}");
            return Err(Refused::because(&NOT_FOUND, pointer, "Không tìm thấy việc hẹn", "No such follow-up"));
        }
    }
    if !met {
        return Ok(BTreeSet::new());
    }
    let first = new.amends.as_ref().map(|a| a.visit_id);
    let waits = |p: &Promise| match p.status {
        FollowUpStatus::Open => first.is_none() || p.origin_visit_id != first,
        FollowUpStatus::Kept => first.is_some() && p.closed_by_visit_id == first,
        FollowUpStatus::Closed | FollowUpStatus::Withdrawn => false,
    };
    let is_due = |p: &Promise| p.due_from <= counted_on && p.person_id.is_none_or(|id| people.contains(&id));
    Ok(facts
        .promises
        .iter()
        .filter(|(id, p)| p.household_id == new.household_id && waits(p) && (is_due(p) || new.fulfils.contains(id)))
        .map(|(id, _)| *id)
        .collect())
}

/// What the visit leaves behind: the follow-up it names, or an appointment in the usual window.
fn follow_up(
    facts: &Facts,
    new: &NewVisit,
    met: bool,
    counted_on: Day,
    spare: FollowUpId,
) -> Result<Option<(NewFollowUp, FollowUpOrigin)>, Refused> {
    let origin = if met { FollowUpOrigin::Promise } else { FollowUpOrigin::Manual };
    let Some(given) = &new.follow_up else {
        let (due_from, due_to) = outcome::usual_window(counted_on);
        let usual = NewFollowUp {
            id: spare,
            person_id: None,
            scheme: None,
            due_from,
            due_to,
            priority: Priority::Normal,
            note: None,
        };
        return Ok(outcome::is_appointment(&new.outcome).then_some((usual, origin)));
    };
    if facts.taken.contains(&given.id) {
        return Err(Refused::at(&ALREADY_EXISTS, "/follow_up/id"));
    }
    if given.due_to < given.due_from {
        return Err(Refused::at(&problems::WINDOW, "/follow_up/due_to"));
    }
    if given.person_id.is_some_and(|person| !belongs(facts, person, new.household_id)) {
        return Err(Refused::at(&problems::PERSON_ELSEWHERE, "/follow_up/person_id"));
    }
    Ok(Some((given.clone(), origin)))
}

impl Facts {
    /// Makes a visit that was taken a fact for the next decision.
    pub fn take(&mut self, new: &NewVisit, verdict: &Verdict) {
        if let Some(first) = new.amends.as_ref().and_then(|a| self.visits.get_mut(&a.visit_id)) {
            first.amended_by_id = Some(new.id);
        }
        let known = Known {
            household_id: new.household_id,
            area_id: verdict.area_id,
            user_id: verdict.user_id,
            amended_by_id: None,
            in_scope: true,
        };
        self.visits.insert(new.id, known);
        let mut turn = |ids: &BTreeSet<FollowUpId>, status, closed_by_visit_id| {
            for id in ids {
                if let Some(promise) = self.promises.get_mut(id) {
                    (promise.status, promise.closed_by_visit_id) = (status, closed_by_visit_id);
                }
            }
        };
        turn(&verdict.keeps, FollowUpStatus::Kept, Some(new.id));
        turn(&verdict.reopens, FollowUpStatus::Open, None);
        turn(&verdict.withdraws, FollowUpStatus::Withdrawn, Some(new.id));
        if let Some((follow_up, _)) = &verdict.follow_up {
            self.taken.insert(follow_up.id);
            let promise = Promise {
                household_id: new.household_id,
                person_id: follow_up.person_id,
                area_id: verdict.area_id,
                due_from: follow_up.due_from,
                status: FollowUpStatus::Open,
                origin_visit_id: Some(new.id),
                closed_by_visit_id: None,
            };
            self.promises.insert(follow_up.id, promise);
        }
        self.former.extend(verdict.people.iter().map(|person| (*person, new.household_id)));
    }
}
