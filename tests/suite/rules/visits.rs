//! What becomes of a reported visit: a rule over facts, without clock or database.
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tungnha::{
    base::{
        Day, Id, Moment,
        id::{AreaId, FollowUpId, HouseholdId, PersonId, VisitId},
        scheme::Scheme,
    },
    features::{
        lists::VisitOutcome,
        visits::{
            FollowUpOrigin, FollowUpStatus, Interest, PlaceState, Priority, Refused,
            decide::{Amends, Door, Facts, NewFollowUp, NewInterest, NewVisit, Origin, Promise, Resident, decide},
            outcome::{Warning, counted, is_usable},
        },
    },
};

fn at(text: &str) -> Moment {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}
fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// A hamlet with one household of two and a neighbour, as of 25/11/2026 09:00.
struct Hamlet {
    area: AreaId,
    home: HouseholdId,
    next_door: HouseholdId,
    bay: PersonId,
    tu: PersonId,
    neighbour: PersonId,
    facts: Facts,
}

const NOW: &str = "2026-11-25T09:00:00+07:00";

impl Hamlet {
    fn new() -> Self {
        let (area, home, next_door) = (Id::new(), Id::new(), Id::new());
        let (bay, tu, neighbour) = (Id::new(), Id::new(), Id::new());
        let outcome = |code: &str, met: bool, valid_to: Option<&str>| VisitOutcome {
            code: code.into(),
            name_vi: code.into(),
            name_en: code.into(),
            met,
            position: 1,
            valid_from: day("2026-01-01"),
            valid_to: valid_to.map(day),
        };
        let outcomes = [
            outcome("not_home", false, None),
            outcome("informed", true, None),
            outcome("appointment", true, None),
            outcome("moved", false, None),
            outcome("old_word", true, Some("2026-06-30")),
        ];
        let resident = |household_id| Resident { household_id, do_not_contact: false };
        let door = Door { area_id: area, do_not_contact: false, called: false, met: false };
        let facts = Facts {
            doors: BTreeMap::from([(home, door), (next_door, door)]),
            residents: BTreeMap::from([(bay, resident(home)), (tu, resident(home)), (neighbour, resident(next_door))]),
            outcomes: outcomes.into_iter().map(|o| (o.code.clone(), o)).collect(),
            reasons: BTreeSet::from(["money".to_owned()]),
            ..Facts::default()
        };
        Self { area, home, next_door, bay, tu, neighbour, facts }
    }
    fn visit(&self, outcome: &str) -> NewVisit {
        NewVisit {
            id: Id::new(),
            household_id: self.home,
            occurred_at: at("2026-11-25T08:00:00+07:00"),
            outcome: outcome.into(),
            reason: None,
            place_state: PlaceState::AtHome,
            duration_min: None,
            note: None,
            people: Vec::new(),
            interests: Vec::new(),
            campaign_id: None,
            organisation_id: None,
            outing_id: None,
            follow_up: None,
            fulfils: Vec::new(),
            amends: None,
        }
    }
    fn origin(new: &NewVisit) -> Origin {
        Origin {
            user_id: None,
            device_id: None,
            estimated: new.occurred_at,
            clock_suspect: false,
            received_at: at(NOW),
        }
    }
    /// A follow-up that waits here since this day.
    fn waits(&mut self, household_id: HouseholdId, person_id: Option<PersonId>, due_from: &str) -> FollowUpId {
        let id = Id::new();
        let promise = Promise {
            household_id,
            person_id,
            area_id: self.area,
            due_from: day(due_from),
            status: FollowUpStatus::Open,
            origin_visit_id: None,
            closed_by_visit_id: None,
        };
        self.facts.promises.insert(id, promise);
        id
    }
    fn refusal(&self, new: &NewVisit) -> (String, &'static str) {
        let Refused { pointer, spec, .. } =
            decide(&self.facts, new, &Self::origin(new), Id::new()).expect_err("a refusal");
        (pointer.into_owned(), spec.code)
    }
    fn keeps(&self, new: &NewVisit) -> BTreeSet<FollowUpId> {
        decide(&self.facts, new, &Self::origin(new), Id::new()).expect("a visit").keeps
    }
    /// Takes a visit, so that the next one knows of it.
    fn take(&mut self, new: &NewVisit) -> Option<FollowUpId> {
        let verdict = decide(&self.facts, new, &Self::origin(new), Id::new()).expect("a visit");
        self.facts.take(new, &verdict);
        verdict.follow_up.map(|(f, _)| f.id)
    }
    fn amends(&self, first: &NewVisit, outcome: &str) -> NewVisit {
        NewVisit { amends: Some(Amends { visit_id: first.id, reason: "Ghi nhầm".into() }), ..self.visit(outcome) }
    }
}

fn promise(person_id: Option<PersonId>, due_from: &str, due_to: &str) -> NewFollowUp {
    NewFollowUp {
        id: Id::new(),
        person_id,
        scheme: Some(Scheme::BhytHgd),
        due_from: day(due_from),
        due_to: day(due_to),
        priority: Priority::High,
        note: None,
    }
}

#[test]
fn a_visit_names_what_is_there_or_is_refused_at_the_field() {
    let h = Hamlet::new();
    let base = h.visit("informed");
    let cases: Vec<(NewVisit, &str, &str)> = vec![
        (NewVisit { household_id: Id::new(), ..base.clone() }, "/household_id", "not-found"),
        (NewVisit { outcome: "gone".into(), ..base.clone() }, "/outcome", "unknown-code"),
        (NewVisit { outcome: "old_word".into(), ..base.clone() }, "/outcome", "unknown-code"),
        (NewVisit { reason: Some("weather".into()), ..base.clone() }, "/reason", "unknown-code"),
        (NewVisit { campaign_id: Some(Id::new()), ..base.clone() }, "/campaign_id", "not-found"),
        (NewVisit { organisation_id: Some(Id::new()), ..base.clone() }, "/organisation_id", "not-found"),
        (NewVisit { people: vec![h.bay, h.neighbour], ..base.clone() }, "/people/1", "person-not-of-household"),
        (NewVisit { people: vec![h.bay], ..h.visit("not_home") }, "/people", "visit-nobody-met"),
        (NewVisit { fulfils: vec![Id::new()], ..base.clone() }, "/fulfils/0", "not-found"),
        (
            NewVisit { follow_up: Some(promise(None, "2026-12-02", "2026-12-01")), ..base.clone() },
            "/follow_up/due_to",
            "follow-up-window",
        ),
        (
            NewVisit { follow_up: Some(promise(Some(h.neighbour), "2026-12-01", "2026-12-02")), ..base.clone() },
            "/follow_up/person_id",
            "person-not-of-household",
        ),
        (
            NewVisit { amends: Some(Amends { visit_id: Id::new(), reason: "x".into() }), ..base.clone() },
            "/amends_id",
            "not-found",
        ),
    ];
    for (new, pointer, code) in cases {
        assert_eq!(h.refusal(&new), (pointer.to_owned(), code));
    }
    let said = |interest| NewInterest { person_id: h.tu, scheme: Scheme::BhxhTn, interest };
    let twice = NewVisit { interests: vec![said(Interest::Yes), said(Interest::No)], ..base.clone() };
    assert_eq!(h.refusal(&twice), ("/interests/1".to_owned(), "interest-twice"));
    let nobody = NewVisit { interests: vec![said(Interest::Yes)], ..h.visit("not_home") };
    assert_eq!(h.refusal(&nobody), ("/interests".to_owned(), "visit-nobody-met"));
    let same = NewVisit { interests: vec![said(Interest::Yes), said(Interest::Yes)], people: vec![h.tu, h.tu], ..base };
    let verdict = decide(&h.facts, &same, &Hamlet::origin(&same), Id::new()).expect("a visit");
    assert_eq!((verdict.interests.len(), verdict.people), (1, vec![h.tu]));
}

#[test]
fn somebody_who_moved_out_may_still_be_named_where_they_were_met_before() {
    let mut h = Hamlet::new();
    let with_neighbour = NewVisit { people: vec![h.neighbour], ..h.visit("informed") };
    assert_eq!(h.refusal(&with_neighbour).1, "person-not-of-household");
    h.facts.former.insert((h.neighbour, h.home));
    decide(&h.facts, &with_neighbour, &Hamlet::origin(&with_neighbour), Id::new()).expect("a visit");
}

#[test]
fn a_visit_keeps_what_is_due_and_nothing_when_nobody_was_met() {
    let mut h = Hamlet::new();
    let due = h.waits(h.home, None, "2026-11-25");
    let of_bay = h.waits(h.home, Some(h.bay), "2026-11-01");
    let of_tu = h.waits(h.home, Some(h.tu), "2026-11-01");
    let later = h.waits(h.home, None, "2026-11-26");
    let elsewhere = h.waits(h.next_door, None, "2026-11-01");
    let met_bay = NewVisit { people: vec![h.bay], ..h.visit("informed") };
    assert_eq!(h.keeps(&met_bay), BTreeSet::from([due, of_bay]));
    assert_eq!(h.keeps(&h.visit("informed")), BTreeSet::from([due]));
    let named = NewVisit { fulfils: vec![later, of_tu], ..met_bay.clone() };
    assert_eq!(h.keeps(&named), BTreeSet::from([due, of_bay, of_tu, later]));
    let stranger = NewVisit { fulfils: vec![elsewhere], ..met_bay.clone() };
    assert_eq!(h.refusal(&stranger), ("/fulfils/0".to_owned(), "not-found"));
    let nobody = NewVisit { fulfils: vec![due], ..h.visit("not_home") };
    let verdict = decide(&h.facts, &nobody, &Hamlet::origin(&nobody), Id::new()).expect("a visit");
    assert!(verdict.keeps.is_empty() && verdict.warnings.contains(&Warning::NothingKept));
    // Kept once; the next visit finds nothing, and naming it again does no harm.
    h.take(&met_bay);
    assert_eq!(h.keeps(&NewVisit { fulfils: vec![due], ..h.visit("informed") }), BTreeSet::new());
}

#[test]
fn an_appointment_without_days_is_due_within_the_next_week() {
    let h = Hamlet::new();
    let spare: FollowUpId = Id::new();
    let plain = h.visit("appointment");
    let verdict = decide(&h.facts, &plain, &Hamlet::origin(&plain), spare).expect("a visit");
    let (left, origin) = verdict.follow_up.expect("a follow-up");
    assert_eq!((left.id, left.due_from, left.due_to), (spare, day("2026-11-26"), day("2026-12-02")));
    assert_eq!((left.priority, origin), (Priority::Normal, FollowUpOrigin::Promise));
    let given = NewVisit { follow_up: Some(promise(Some(h.tu), "2027-01-05", "2027-01-09")), ..plain };
    let verdict = decide(&h.facts, &given, &Hamlet::origin(&given), spare).expect("a visit");
    assert_eq!(verdict.follow_up.expect("a follow-up").0.due_from, day("2027-01-05"));
    // Nobody promised anything to somebody who met nobody.
    let again = NewVisit { follow_up: Some(promise(None, "2026-11-27", "2026-11-27")), ..h.visit("not_home") };
    let verdict = decide(&h.facts, &again, &Hamlet::origin(&again), spare).expect("a visit");
    assert_eq!(verdict.follow_up.expect("a follow-up").1, FollowUpOrigin::Manual);
    let none = h.visit("informed");
    assert!(decide(&h.facts, &none, &Hamlet::origin(&none), spare).expect("a visit").follow_up.is_none());
}

#[test]
fn a_correction_takes_back_what_the_first_version_did() {
    let mut h = Hamlet::new();
    let due = h.waits(h.home, None, "2026-11-01");
    let of_tu = h.waits(h.home, Some(h.tu), "2026-11-01");
    let first = NewVisit { people: vec![h.tu], ..h.visit("appointment") };
    let left = h.take(&first).expect("a follow-up");
    assert_eq!(h.facts.promises[&due].status, FollowUpStatus::Kept);
    // In truth only somebody else was met, and nothing was promised.
    let second = NewVisit { people: vec![h.bay], ..h.amends(&first, "informed") };
    let verdict = decide(&h.facts, &second, &Hamlet::origin(&second), Id::new()).expect("a visit");
    assert_eq!((verdict.keeps, verdict.reopens), (BTreeSet::from([due]), BTreeSet::from([of_tu])));
    assert_eq!(verdict.withdraws, BTreeSet::from([left]));
    h.take(&second);
    assert_eq!(h.facts.promises[&due].closed_by_visit_id, Some(second.id));
    // The first version is done with; the latest may be corrected again: in truth nobody was at home.
    assert_eq!(h.refusal(&h.amends(&first, "informed")), ("/amends_id".to_owned(), "visit-already-amended"));
    let third = h.amends(&second, "not_home");
    h.take(&third);
    let stands: Vec<FollowUpStatus> = [due, of_tu, left].iter().map(|id| h.facts.promises[id].status).collect();
    assert_eq!(stands, [FollowUpStatus::Open, FollowUpStatus::Open, FollowUpStatus::Withdrawn]);
}

#[test]
fn what_should_be_looked_at_never_refuses_a_visit() {
    let mut h = Hamlet::new();
    let warned =
        |h: &Hamlet, new: &NewVisit| decide(&h.facts, new, &Hamlet::origin(new), Id::new()).expect("a visit").warnings;
    assert_eq!(warned(&h, &h.visit("informed")), BTreeSet::new());
    assert_eq!(warned(&h, &h.visit("moved")), BTreeSet::from([Warning::RegisterOutdated]));
    let late = NewVisit { follow_up: Some(promise(None, "2026-10-01", "2026-10-02")), ..h.visit("informed") };
    assert_eq!(warned(&h, &late), BTreeSet::from([Warning::WindowPassed]));
    h.facts.residents.entry(h.tu).and_modify(|r| r.do_not_contact = true);
    let met = NewVisit { people: vec![h.tu], ..h.visit("informed") };
    assert_eq!(warned(&h, &met), BTreeSet::from([Warning::DoNotContact]));
    h.facts.doors.entry(h.home).and_modify(|d| d.do_not_contact = true);
    assert_eq!(warned(&h, &h.visit("not_home")), BTreeSet::from([Warning::DoNotContact]));
}

#[test]
fn an_id_is_taken_once() {
    let mut h = Hamlet::new();
    let first = NewVisit { follow_up: Some(promise(None, "2026-12-01", "2026-12-02")), ..h.visit("informed") };
    h.take(&first);
    assert_eq!(h.refusal(&first), ("/id".to_owned(), "already-exists"));
    let same_promise = NewVisit { id: Id::new(), ..first };
    assert_eq!(h.refusal(&same_promise), ("/follow_up/id".to_owned(), "already-exists"));
}

#[test]
fn a_time_counts_unless_it_cannot_be() {
    let now = at(NOW);
    for (said, in_doubt, counts, suspect) in [
        ("2026-11-25T08:59:59+07:00", false, "2026-11-25T08:59:59+07:00", false),
        ("2026-11-25T08:00:00+07:00", true, "2026-11-25T08:00:00+07:00", true),
        ("2020-01-01T00:00:00+07:00", false, "2020-01-01T00:00:00+07:00", false),
        ("2019-12-31T23:59:59+07:00", false, NOW, true),
        ("1970-01-01T00:00:00Z", false, NOW, true),
        ("0001-01-01T00:00:00Z", false, NOW, true),
        ("2026-11-25T09:00:01+07:00", false, NOW, false),
        ("2026-11-25T09:10:00+07:00", false, NOW, false),
        ("2026-11-25T09:10:01+07:00", false, NOW, true),
        ("2029-11-25T09:00:00+07:00", false, NOW, true),
        ("9999-12-31T23:59:59Z", false, NOW, true),
    ] {
        assert_eq!(counted(at(said), in_doubt, now), (at(counts), suspect), "{said}");
    }
}

#[test]
fn a_closed_code_is_taken_for_the_days_it_was_open_and_when_the_clock_is_in_doubt() {
    let h = Hamlet::new();
    let old = &h.facts.outcomes["old_word"];
    let today = day("2026-11-25");
    assert!(is_usable(old, today, day("2026-06-30"), false));
    assert!(!is_usable(old, today, day("2026-07-01"), false));
    assert!(is_usable(old, today, today, true));
    assert!(!is_usable(old, day("2025-12-31"), day("2025-12-31"), true), "not opened yet");
}

proptest! {
    #[test]
    fn no_clock_refuses_a_visit(seconds in -70_000_000_000_i64..250_000_000_000, in_doubt: bool) {
        let h = Hamlet::new();
        let said = Moment::from_unix_micros(0).plus_seconds(seconds);
        let new = NewVisit { occurred_at: said, ..h.visit("informed") };
        let origin = Origin { clock_suspect: in_doubt, ..Hamlet::origin(&new) };
        let verdict = decide(&h.facts, &new, &origin, Id::new()).expect("a visit");
        prop_assert!(verdict.counted_at <= at(NOW) && verdict.counted_at >= at("2020-01-01T00:00:00+07:00"));
        prop_assert!(verdict.clock_suspect || verdict.counted_at == said || said <= at(NOW).plus_seconds(600));
    }

    #[test]
    fn an_instant_is_read_as_it_is_written(seconds in -62_135_596_800_i64..253_402_300_799) {
        let moment = Moment::from_unix_micros(0).plus_seconds(seconds);
        prop_assert_eq!(moment.to_string().parse::<Moment>().expect("an instant"), moment);
    }
}

#[test]
fn instants_are_read_with_any_offset_and_nothing_else_is_one() {
    assert_eq!(at("2026-11-25T09:00:00+07:00"), at("2026-11-25T02:00:00Z"));
    assert_eq!(at("9999-12-31T23:59:59-14:00"), at("9999-12-31T23:59:59.999999Z"));
    for text in [
        "",
        "2026-11-25",
        "2026-11-25T09:00:00",
        "25/11/2026 09:00",
        "2026-11-25 09:00:00Z",
        "1795572000",
        "2026-02-30T00:00:00Z",
    ] {
        assert!(text.parse::<Moment>().is_err(), "{text}");
    }
}

#[test]
fn ids_of_visits_say_nothing_of_their_order() {
    // The order of a batch is the order in which it is given, whatever the ids are.
    let mut h = Hamlet::new();
    let (late, early): (VisitId, VisitId) = (Id::new(), Id::new());
    let first = NewVisit { id: early.max(late), ..h.visit("informed") };
    h.take(&first);
    let second = NewVisit { id: early.min(late), ..h.amends(&first, "not_home") };
    h.take(&second);
    assert_eq!(h.facts.visits[&first.id].amended_by_id, Some(second.id));
}
