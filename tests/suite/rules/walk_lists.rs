//! Who belongs on a walk list and why, who stays on it, in which order, and who walks it: rules over facts.
use std::collections::{BTreeSet, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use proptest::prelude::*;
use tungnha::{
    base::{
        Day, Id,
        id::{AreaId, HouseholdId, UserId},
        name::house_sort_key,
        scheme::Scheme,
    },
    features::{
        people::CoverState,
        walk_lists::{
            AssignWhy, ReasonCode,
            criteria::{Criteria, Home, Known, Promise, Reason, Resident, Standing, reasons, standing},
            holding::{Cannot, Stint, check, is_ended_by, owner, walker},
            ordering::{by_house, by_lot, lot},
            pick::{Candidate, Cap, LeftOut, USUAL_CAP, chosen, floor, left_out, may_be_called_on},
            walking::{length, metres, nearest_first, short_walk},
        },
    },
};

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}
fn today() -> Day {
    day("2026-11-25")
}

fn home() -> Home {
    Home {
        id: Id::new(),
        area_id: Id::new(),
        there: true,
        do_not_contact: false,
        place: None,
        house_sort: String::new(),
        residents: vec![Resident::default()],
        promises: Vec::new(),
        ends: Vec::new(),
        in_group: false,
        last_met: Some(day("2026-10-01")),
        contacts: 0,
    }
}
fn resident(covers: &[(Scheme, CoverState, Option<&str>)]) -> Resident {
    let known = |(scheme, state, to): &(Scheme, CoverState, Option<&str>)| {
        (*scheme, Known { state: *state, valid_to: to.map(day) })
    };
    Resident { do_not_contact: false, birth_year: Some(1985), covers: covers.iter().map(known).collect() }
}
fn of(residents: Vec<Resident>) -> Home {
    Home { residents, ..home() }
}
fn codes(criteria: &Criteria, home: &Home) -> Vec<ReasonCode> {
    reasons(criteria, home, today()).iter().map(|r| r.code).collect()
}

#[test]
fn what_is_known_of_a_cover_is_not_what_is_not_known() {
    use CoverState::{Covered, Lapsed, None as Never, Unknown};
    use Scheme::{Bhtn, Bhxh, BhxhBb, BhxhTn, Bhyt, BhytHgd};
    for (covers, asked, wanted) in [
        (vec![], BhytHgd, Standing::Unknown),
        (vec![(BhytHgd, Unknown, None)], BhytHgd, Standing::Unknown),
        (vec![(BhytHgd, Covered, None)], BhytHgd, Standing::Live(None)),
        (vec![(BhytHgd, Covered, Some("2026-12-31"))], BhytHgd, Standing::Live(Some(day("2026-12-31")))),
        (vec![(BhytHgd, Covered, Some("2026-11-25"))], BhytHgd, Standing::Live(Some(day("2026-11-25")))),
        (vec![(BhytHgd, Covered, Some("2026-11-24"))], BhytHgd, Standing::Ended(Some(day("2026-11-24")))),
        (vec![(BhytHgd, Lapsed, Some("2026-06-30"))], BhytHgd, Standing::Ended(Some(day("2026-06-30")))),
        (vec![(BhytHgd, Lapsed, None)], BhytHgd, Standing::Ended(None)),
        (vec![(BhytHgd, Never, None)], BhytHgd, Standing::Never),
        // A card of another group stands in, and so does compulsory insurance.
        (vec![(Bhyt, Covered, None), (BhytHgd, Lapsed, Some("2026-06-30"))], BhytHgd, Standing::Live(None)),
        (vec![(BhxhBb, Covered, None), (BhxhTn, Never, None)], BhxhTn, Standing::Live(None)),
        // The longer of two covers counts.
        (
            vec![(Bhyt, Covered, Some("2026-12-01")), (BhytHgd, Covered, Some("2027-03-01"))],
            Bhyt,
            Standing::Live(Some(day("2027-03-01"))),
        ),
        // "None" of the wider scheme says so of the narrower, not the other way round.
        (vec![(Bhyt, Never, None)], BhytHgd, Standing::Never),
        (vec![(BhytHgd, Never, None)], Bhyt, Standing::Unknown),
        (vec![(Bhxh, Never, None)], BhxhTn, Standing::Never),
        (vec![(BhxhBb, Never, None)], BhxhTn, Standing::Unknown),
        (vec![(Bhyt, Never, None)], Bhtn, Standing::Unknown),
    ] {
        assert_eq!(standing(&resident(&covers), asked, today()), wanted, "{covers:?} {asked}");
    }
}

#[test]
fn each_criterion_has_its_own_reason() {
    use CoverState::{Covered, Lapsed, None as Never};
    use Scheme::{BhxhTn, BhytHgd};
    let uncovered = Criteria { uncovered: vec![BhytHgd], ..Criteria::default() };
    let none = resident(&[(BhytHgd, Never, None)]);
    let live = resident(&[(BhytHgd, Covered, Some("2026-12-10"))]);
    let ended = resident(&[(BhytHgd, Lapsed, Some("2026-10-26"))]);
    let silent = resident(&[]);
    assert_eq!(codes(&uncovered, &of(vec![live.clone()])), []);
    assert_eq!(codes(&uncovered, &of(vec![live.clone(), silent.clone()])), [ReasonCode::CoverUnknown]);
    assert_eq!(codes(&uncovered, &of(Vec::new())), [ReasonCode::CoverUnknown]);
    let found = reasons(&uncovered, &of(vec![live.clone(), silent, none.clone(), ended.clone()]), today());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].persons, found[0].scheme), (ReasonCode::Uncovered, Some(2), Some(BhytHgd)));
    // Nobody is brought on a list by somebody who asked to be left alone.
    let quiet = Resident { do_not_contact: true, ..none.clone() };
    assert_eq!(codes(&uncovered, &of(vec![quiet, live.clone()])), []);

    let ending = |days| Criteria { ending: Some((BhytHgd, days)), ..Criteria::default() };
    assert_eq!(codes(&ending(14), &of(vec![live.clone()])), []);
    let found = reasons(&ending(15), &of(vec![live.clone(), ended.clone()]), today());
    let wanted = Reason {
        code: ReasonCode::Ending,
        scheme: Some(BhytHgd),
        on_day: Some(day("2026-12-10")),
        days: Some(15),
        persons: Some(1),
    };
    assert_eq!(found, [wanted]);

    let lapsed = |since| Criteria { lapsed: Some((BhytHgd, since)), ..Criteria::default() };
    let undated = resident(&[(BhytHgd, Lapsed, None)]);
    assert_eq!(codes(&lapsed(Some(29)), &of(vec![ended.clone()])), []);
    let found = reasons(&lapsed(Some(30)), &of(vec![ended.clone(), undated.clone()]), today());
    assert_eq!((found[0].on_day, found[0].days, found[0].persons), (Some(day("2026-10-26")), Some(-30), Some(1)));
    let found = reasons(&lapsed(None), &of(vec![ended, undated.clone()]), today());
    assert_eq!((found[0].on_day, found[0].persons), (Some(day("2026-10-26")), Some(2)));
    let found = reasons(&lapsed(None), &of(vec![undated]), today());
    assert_eq!((found[0].on_day, found[0].persons), (None, Some(1)));

    let promise = |from: &str, to: &str| Promise { wished: true, due_from: day(from), due_to: day(to), barred: false };
    let waiting = Home { promises: vec![promise("2026-11-28", "2026-12-02")], ..home() };
    let due = |by: &str| Criteria { follow_ups_by: Some(day(by)), ..Criteria::default() };
    assert_eq!(codes(&due("2026-11-27"), &waiting), []);
    let found = reasons(&due("2026-11-28"), &waiting, today());
    assert_eq!((found[0].code, found[0].on_day), (ReasonCode::FollowUpDue, Some(day("2026-12-02"))));
    let barred = Promise { barred: true, ..waiting.promises[0] };
    assert_eq!(codes(&due("2026-11-28"), &Home { promises: vec![barred], ..home() }), []);

    let never = Criteria { never_met: true, ..Criteria::default() };
    assert_eq!(codes(&never, &home()), []);
    assert_eq!(codes(&never, &Home { last_met: None, ..home() }), [ReasonCode::NeverMet]);
    let long = |before: &str| Criteria { last_met_before: Some(day(before)), ..Criteria::default() };
    assert_eq!(codes(&long("2026-10-01"), &home()), []);
    assert_eq!(codes(&long("2026-10-02"), &home()), [ReasonCode::NotMetSince]);
    assert_eq!(codes(&long("2026-10-02"), &Home { last_met: None, ..home() }), []);

    // Groups narrow; alone they are a reason of their own.
    let poor = |criteria: Criteria| Criteria { groups: vec!["poor".into()], ..criteria };
    let in_group = Home { in_group: true, last_met: None, ..home() };
    assert_eq!(codes(&poor(Criteria::default()), &in_group), [ReasonCode::Group]);
    assert_eq!(codes(&poor(never.clone()), &in_group), [ReasonCode::NeverMet]);
    assert_eq!(codes(&poor(never), &Home { last_met: None, ..home() }), []);

    // Children are not asked into social insurance; health insurance is for everybody.
    let born = |year| Resident { birth_year: Some(year), ..resident(&[(BhxhTn, Never, None), (BhytHgd, Never, None)]) };
    let social = Criteria { uncovered: vec![BhxhTn], ..Criteria::default() };
    assert_eq!(codes(&social, &of(vec![born(2012)])), []);
    assert_eq!(codes(&social, &of(vec![born(2011)])), [ReasonCode::Uncovered]);
    assert_eq!(codes(&uncovered, &of(vec![born(2020)])), [ReasonCode::Uncovered]);
}

#[test]
fn several_reasons_stand_in_the_order_of_their_pressure() {
    let criteria = Criteria {
        uncovered: vec![Scheme::BhxhTn, Scheme::BhytHgd],
        ending: Some((Scheme::BhytHgd, 30)),
        follow_ups_by: Some(today()),
        never_met: true,
        ..Criteria::default()
    };
    let someone = resident(&[
        (Scheme::BhytHgd, CoverState::Covered, Some("2026-12-01")),
        (Scheme::BhxhTn, CoverState::None, None),
    ]);
    let promise = Promise { wished: false, due_from: today(), due_to: today(), barred: false };
    let full = Home { promises: vec![promise], last_met: None, ..of(vec![someone]) };
    use ReasonCode::{Ending, FollowUpDue, NeverMet, Uncovered};
    assert_eq!(codes(&criteria, &full), [FollowUpDue, Ending, Uncovered, NeverMet]);
}

#[test]
fn a_door_is_left_alone_for_one_reason() {
    let cap = Cap { contacts: 3, days: 14 };
    assert_eq!(USUAL_CAP, cap);
    assert!(may_be_called_on(2, cap, false) && !may_be_called_on(3, cap, false) && may_be_called_on(9, cap, true));
    let wish = Promise { wished: true, due_from: day("2026-11-30"), due_to: day("2026-12-02"), barred: false };
    let often = Home { contacts: 3, ..home() };
    for (case, by, wanted) in [
        (home(), "2026-11-25", None),
        (often.clone(), "2026-11-25", Some(LeftOut::CapReached)),
        // A wish for next week is none for today, and a follow-up that nobody wished for is none at all.
        (Home { promises: vec![wish], ..often.clone() }, "2026-11-29", Some(LeftOut::CapReached)),
        (Home { promises: vec![wish], ..often.clone() }, "2026-11-30", None),
        (
            Home { promises: vec![Promise { wished: false, ..wish }], ..often.clone() },
            "2026-11-30",
            Some(LeftOut::CapReached),
        ),
        (
            Home { promises: vec![Promise { barred: true, ..wish }], ..often.clone() },
            "2026-11-30",
            Some(LeftOut::CapReached),
        ),
        (Home { do_not_contact: true, ..often.clone() }, "2026-11-25", Some(LeftOut::DoNotContact)),
        (Home { there: false, do_not_contact: true, ..often }, "2026-11-25", Some(LeftOut::NotThere)),
        (Home { residents: Vec::new(), ..home() }, "2026-11-25", None),
    ] {
        assert_eq!(left_out(&case, cap, day(by)), wanted, "{case:?}");
    }
    let quiet = |n: usize| (0..n).map(|_| Resident { do_not_contact: true, ..Resident::default() });
    let all: Vec<Resident> = quiet(2).collect();
    let some: Vec<Resident> = quiet(1).chain([Resident::default()]).collect();
    assert_eq!(left_out(&of(all), cap, today()), Some(LeftOut::DoNotContact));
    assert_eq!(left_out(&of(some), cap, today()), None);
}

fn candidates() -> impl Strategy<Value = (Vec<Candidate>, usize)> {
    let one = (0..ReasonCode::ALL.len(), any::<bool>()).prop_map(|(n, never_met)| Candidate {
        id: Id::new(),
        reason: ReasonCode::ALL[n],
        never_met,
    });
    (prop::collection::vec(one, 0..120), 1_usize..140)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_limit_never_crowds_out_those_whom_nobody_met((all, limit) in candidates()) {
        let kept: BTreeSet<HouseholdId> = chosen(&all, Some(limit)).into_iter().collect();
        prop_assert_eq!(kept.len(), limit.min(all.len()));
        let never: Vec<&Candidate> = all.iter().filter(|c| c.never_met).collect();
        let on_list = never.iter().filter(|c| kept.contains(&c.id)).count();
        let size = kept.len();
        // Their share among the candidates, rounded up; three in ten when there are enough of them.
        prop_assert!(on_list * all.len() >= never.len() * size);
        prop_assert!(on_list * 10 >= size * 3 || on_list == never.len());
        // Otherwise nobody less pressing is on it in the place of somebody more pressing of the same kind.
        for group in [true, false] {
            let worst_in = all.iter().filter(|c| c.never_met == group && kept.contains(&c.id)).map(|c| c.reason).max();
            let best_out = all.iter().filter(|c| c.never_met == group && !kept.contains(&c.id)).map(|c| c.reason).min();
            if let (Some(worst_in), Some(best_out)) = (worst_in, best_out) {
                prop_assert!(worst_in <= best_out);
            }
        }
        // Above the floor no never-met door displaces a more pressing one.
        let reserved = floor(limit.min(all.len()), never.len(), all.len());
        if on_list > reserved {
            let worst = never.iter().filter(|c| kept.contains(&c.id)).map(|c| c.reason).max();
            let left = all.iter().filter(|c| !c.never_met && !kept.contains(&c.id)).map(|c| c.reason).min();
            prop_assert!(worst.zip(left).is_none_or(|(worst, left)| worst <= left));
        }
    }

    #[test]
    fn uncrossing_never_makes_the_walk_longer(
        places in prop::collection::vec((9.0..9.2, 105.0..105.2), 0..60),
        start in (9.0..9.2, 105.0..105.2),
    ) {
        let along = |order: &[usize]| length(start, &order.iter().map(|n| places[*n]).collect::<Vec<_>>());
        let (near, short) = (nearest_first(start, &places), short_walk(start, &places));
        let mut all = short.clone();
        all.sort_unstable();
        prop_assert_eq!(all, (0..places.len()).collect::<Vec<_>>());
        prop_assert!(along(&short) <= along(&near) + 1e-6, "{} > {}", along(&short), along(&near));
        prop_assert_eq!(short_walk(start, &places), short);
    }
}

#[test]
fn a_walk_that_crosses_itself_is_uncrossed() {
    let at = |n: f64| (9.0, 105.0 + n / 1_000.0);
    let mut random = crate::support::random::Random::new(11);
    let mut degrees = || f64::from(u32::try_from(random.below(10_000)).expect("small")) / 100_000.0;
    let mut shorter = 0;
    for _ in 0..100 {
        let places: Vec<(f64, f64)> = (0..25).map(|_| (9.0 + degrees(), 105.0 + degrees())).collect();
        let along = |order: &[usize]| length(at(0.0), &order.iter().map(|n| places[*n]).collect::<Vec<_>>());
        let (near, short) = (nearest_first(at(0.0), &places), short_walk(at(0.0), &places));
        shorter += usize::from(along(&short) < along(&near) - 1.0);
    }
    assert!(shorter > 80, "only {shorter} of 100 walks were shortened");
    // One degree of latitude is 111.2 km; the Bạc Liêu and Cà Mau of a map are 62 km apart.
    assert!((metres((9.0, 105.0), (10.0, 105.0)) - 111_195.0).abs() < 1.0);
    let far = metres((9.2941, 105.7278), (9.1768, 105.1524));
    assert!((60_000.0..66_000.0).contains(&far), "{far}");
    assert_eq!(short_walk(at(0.0), &[at(1.0), at(1.0), at(1.0)]), [0, 1, 2], "of equals the first");
}

#[test]
fn two_thousand_doors_are_ordered_soon_and_shorter() {
    let mut random = crate::support::random::Random::new(7);
    let mut degrees = || f64::from(u32::try_from(random.below(1_000)).expect("small")) / 10_000.0;
    let places: Vec<(f64, f64)> = (0..2_000).map(|_| (9.2 + degrees(), 105.7 + degrees())).collect();
    let began = std::time::Instant::now();
    let short = short_walk((9.2, 105.7), &places);
    let took = began.elapsed();
    let along = |order: &[usize]| length((9.2, 105.7), &order.iter().map(|n| places[*n]).collect::<Vec<_>>());
    let (before, after) = (along(&nearest_first((9.2, 105.7), &places)), along(&short));
    println!("2,000 doors: nearest first {before:.0} m, shortened {after:.0} m, {took:?}");
    assert!(after < before * 0.95, "{before} {after}");
}

#[test]
fn the_lottery_can_be_drawn_again_by_anybody() {
    let ids: Vec<HouseholdId> = (0..200).map(|_| Id::new()).collect();
    let homes: Vec<Home> = ids.iter().map(|id| Home { id: *id, ..home() }).collect();
    let drawn = |seed: &str, mut homes: Vec<Home>| {
        by_lot(&mut homes, seed);
        homes.into_iter().map(|home| home.id).collect::<Vec<_>>()
    };
    let first = drawn("mua_dong_2026", homes.clone());
    let mut mixed = homes.clone();
    mixed.reverse();
    assert_eq!(drawn("mua_dong_2026", mixed), first);
    assert_ne!(drawn("mua_xuan_2027", homes), first);
    // As it is written down: the digest of seed and id, both as text.
    let mut again = ids;
    again.sort_by_key(|id| digest(&SHA256, ["mua_dong_2026", id.as_str()].concat().as_bytes()).as_ref().to_vec());
    assert_eq!(again, first);
    let id: HouseholdId = "0198f3c2-7d1e-7a44-9c50-3f6d2b1a8e77".parse().expect("an id");
    let hex: String = lot("mau", id).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "e1d0dd9a0ba595b7c4d44d22e5cb8ba109a15d72b1d7417d87418076db196275");
}

#[test]
fn houses_stand_by_hamlet_and_along_the_road() {
    let areas: Vec<AreaId> = (0..3).map(|_| Id::new()).collect();
    let names: HashMap<AreaId, String> =
        areas.iter().copied().zip(["Khóm 10", "Khóm 2", "Ấp Đông"].map(String::from)).collect();
    let at = |area: usize, number: Option<&str>, name: &str| Home {
        area_id: areas[area],
        house_sort: house_sort_key(number, name),
        ..home()
    };
    let wanted = [
        at(2, Some("1"), "Hộ a"),
        at(1, Some("2"), "Hộ b"),
        at(1, Some("12"), "Hộ c"),
        at(1, Some("12A"), "Hộ d"),
        at(1, Some("12/3"), "Hộ đ"),
        at(1, None, "Hộ An"),
        at(1, None, "Hộ Bình"),
        at(0, Some("1"), "Hộ e"),
    ];
    let mut homes = wanted.to_vec();
    homes.reverse();
    homes.swap(1, 4);
    by_house(&mut homes, &names);
    let ids = |homes: &[Home]| homes.iter().map(|home| home.id).collect::<Vec<_>>();
    let mut sorted = ids(&homes);
    let place = |id: HouseholdId| wanted.iter().position(|home| home.id == id).expect("a home");
    // `12A` and `12/3` both follow `12`; which of the two comes first is the key's business.
    sorted[3..5].sort_by_key(|id| place(*id));
    assert_eq!(sorted, ids(&wanted));
}

#[test]
fn a_list_has_one_owner_and_for_a_time_somebody_in_their_place() {
    use AssignWhy::{Assign, HandOver, Substitute};
    let (lan, mai, tu): (UserId, UserId, UserId) = (Id::new(), Id::new(), Id::new());
    let stint = |user_id, why, until: Option<&str>| Stint { user_id, why, until: until.map(day), ended: false };
    let owned = [stint(lan, Assign, None)];
    let stood_in = [owned[0], stint(mai, Substitute, Some("2026-11-27"))];
    assert_eq!(walker(&[], today()), None);
    assert_eq!((owner(&stood_in, today()), walker(&stood_in, today())), (Some(lan), Some(mai)));
    assert_eq!(walker(&stood_in, day("2026-11-27")), Some(mai));
    assert_eq!(walker(&stood_in, day("2026-11-28")), Some(lan), "the owner again");
    for (before, new, wanted) in [
        (&[][..], stint(lan, Assign, None), Ok(())),
        (&[], stint(lan, HandOver, None), Err(Cannot::NotHeld)),
        (&[], stint(lan, Substitute, Some("2026-11-26")), Err(Cannot::NotHeld)),
        (&owned, stint(mai, Assign, None), Err(Cannot::Held)),
        (&owned, stint(mai, HandOver, None), Ok(())),
        (&owned, stint(lan, HandOver, None), Err(Cannot::SamePerson)),
        (&owned, stint(mai, HandOver, Some("2026-11-26")), Err(Cannot::Until)),
        (&owned, stint(mai, Substitute, None), Err(Cannot::Until)),
        (&owned, stint(mai, Substitute, Some("2026-11-24")), Err(Cannot::Until)),
        (&owned, stint(mai, Substitute, Some("2026-11-25")), Ok(())),
        (&owned, stint(lan, Substitute, Some("2026-11-25")), Err(Cannot::SamePerson)),
        (&stood_in, stint(tu, Substitute, Some("2026-11-30")), Ok(())),
        (&stood_in, stint(mai, HandOver, None), Ok(())),
    ] {
        assert_eq!(check(before, &new, today()), wanted, "{before:?} {new:?}");
    }
    let over = stint(tu, HandOver, None);
    let instead = stint(tu, Substitute, Some("2026-11-30"));
    assert_eq!(stood_in.map(|s| is_ended_by(&s, &over)), [true, true]);
    assert_eq!(stood_in.map(|s| is_ended_by(&s, &instead)), [false, true]);
    assert!(!is_ended_by(&Stint { ended: true, ..stood_in[0] }, &over));
    let handed: Vec<Stint> = stood_in.iter().map(|s| Stint { ended: true, ..*s }).chain([over]).collect();
    assert_eq!((owner(&handed, today()), walker(&handed, today())), (Some(tu), Some(tu)));
}
