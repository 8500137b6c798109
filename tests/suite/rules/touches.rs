//! Touches and attribution: what counts and in which order, what each rule gives, and who is shown what.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use tungnha::{
    base::{
        Day, Id, Moment, Text,
        id::{OrganisationId, PersonId},
        scheme::Scheme,
        small_group::LEAST,
    },
    features::{
        attribution::{
            paths::{CreditBy, NO_BODY, keys},
            sharing::{Model, Step, Way as Path, of_one, paths, shares},
            small, words,
        },
        touches::{
            HeldEvent, Ledger,
            touch::{Touch, Way},
            window::{Window, counts, holding},
        },
    },
    methods::{
        credit::{Rule, markov, share},
        wording::causal,
    },
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_touch_counts_on_the_last_day_of_the_window_and_no_longer() {
    let signed_up = day("2026-11-25");
    for (days, last, before) in [(60, "2026-09-26", "2026-09-25"), (90, "2026-08-27", "2026-08-26")] {
        assert!(counts(signed_up, signed_up, days), "the day itself");
        assert!(counts(day(last), signed_up, days), "day {days}");
        assert!(!counts(day(before), signed_up, days), "day {days} and one");
        assert!(!counts(signed_up.plus_days(1), signed_up, days), "what came later");
    }
}

#[test]
fn the_window_of_the_day_of_the_sign_up_holds() {
    let row = |scheme, days, from| Window { scheme, days, valid_from: day(from) };
    let all = [
        row(Scheme::BhytHgd, 60, "2000-01-01"),
        row(Scheme::BhxhTn, 90, "2000-01-01"),
        row(Scheme::BhytHgd, 30, "2026-12-01"),
    ];
    let days = |scheme, on| holding(&all, scheme, day(on)).map(|window| window.days);
    assert_eq!(days(Scheme::BhytHgd, "2026-11-30"), Some(60));
    assert_eq!(days(Scheme::BhytHgd, "2026-12-01"), Some(30));
    assert_eq!(days(Scheme::BhxhTn, "2026-12-01"), Some(90));
    assert_eq!(days(Scheme::BhxhTn, "1999-12-31"), None);
}

fn touch(on: &str, way: Way) -> Touch {
    let person_id: PersonId = Id::new();
    Touch { person_id, on: day(on), way, organisation_id: None, campaign_id: None }
}

#[test]
fn touches_of_one_day_have_their_order_whatever_they_were_read_in() {
    let at = |seconds: i64| Moment::from_unix_micros(1_795_572_000_000_000).plus_seconds(seconds);
    let message = touch("2026-11-20", Way::Message { id: Id::new(), channel: "zalo".into() });
    let event = touch("2026-11-20", Way::Attendance { id: Id::new(), event_id: Id::new() });
    let (late, early) = (Way::Visit { id: Id::new(), at: at(60) }, Way::Visit { id: Id::new(), at: at(0) });
    let (late, early) = (touch("2026-11-20", late), touch("2026-11-20", early));
    let before = touch("2026-11-19", Way::Visit { id: Id::new(), at: at(0) });
    let wanted = [&before, &message, &event, &early, &late];
    for turned in 0..wanted.len() {
        let mut read = wanted;
        read.rotate_left(turned);
        read.sort_by_key(|touch| touch.order());
        assert_eq!(read, wanted);
    }
}

#[test]
fn of_an_event_everybody_who_had_a_part_shares_and_of_nobodys_work_nobody() {
    let (event_id, organiser, partner): (_, OrganisationId, OrganisationId) = (Id::new(), Id::new(), Id::new());
    let held = HeldEvent { event_type: "dialogue".into(), partners: vec![organiser, partner] };
    let ledger = Ledger { touches: Vec::new(), events: HashMap::from([(event_id, held)]) };
    let mut at_event = touch("2026-11-20", Way::Attendance { id: Id::new(), event_id });
    at_event.organisation_id = Some(organiser);
    let sent = touch("2026-11-20", Way::Message { id: Id::new(), channel: "zalo".into() });
    let key = |touch: &Touch, by| keys(&ledger, touch, by).into_iter().collect::<Vec<_>>();
    assert_eq!(key(&at_event, CreditBy::Channel), ["event"]);
    assert_eq!(key(&at_event, CreditBy::EventType), ["event:dialogue"]);
    assert_eq!(key(&at_event, CreditBy::Organisation), [organiser.to_string()]);
    assert_eq!(keys(&ledger, &at_event, CreditBy::Partner), [organiser, partner].iter().map(Id::to_string).collect());
    assert_eq!(
        (key(&sent, CreditBy::Channel), key(&sent, CreditBy::EventType)),
        (vec!["message:zalo".into()], vec!["message:zalo".into()])
    );
    assert_eq!(
        (key(&sent, CreditBy::Partner), key(&sent, CreditBy::Organisation)),
        (vec![NO_BODY.into()], vec![NO_BODY.into()])
    );
}

fn step(keys: &[&str], days_before: i32) -> Step {
    Step { keys: keys.iter().map(|key| (*key).to_owned()).collect(), days_before }
}

fn near(one: f64, other: f64, within: f64) {
    assert!((one - other).abs() <= within, "{one} is not {other}");
}

/// Chains of the published example: way, converted, not converted.
const PUBLISHED: &[(&[&str], usize, usize)] = &[
    (&["L", "V"], 30, 170),
    (&["H", "V"], 24, 76),
    (&["V"], 40, 260),
    (&["L"], 5, 495),
    (&["H"], 6, 94),
    (&["L", "H", "V"], 18, 32),
];

#[test]
fn ways_one_by_one_come_to_the_published_credits() {
    let mut ways = vec![Path { steps: Vec::new(), signed_up: true }; 7];
    for (touches, converted, not_converted) in PUBLISHED {
        let steps: Vec<Step> = touches.iter().map(|touch| step(&[*touch], 3)).collect();
        ways.extend(vec![Path { steps: steps.clone(), signed_up: true }; *converted]);
        ways.extend(vec![Path { steps, signed_up: false }; *not_converted]);
    }
    let all = shares(&ways);
    for (model, key, credit) in [
        (Model::Last, "V", 112.0),
        (Model::First, "L", 53.0),
        (Model::Linear, "V", 73.0),
        (Model::Position, "H", 21.6),
        (Model::Decay7, "V", 73.0),
        (Model::Markov, "H", 20.651_310),
        (Model::Markov, "V", 72.628_761),
    ] {
        near(all[&model].as_ref().expect("credits")[key], credit, 1e-6);
    }
}

#[test]
fn half_lives_are_those_of_seven_and_of_thirty_days() {
    let steps = vec![step(&["a"], 30), step(&["b"], 14), step(&["c"], 7), step(&["d"], 1)];
    let all = shares(&[Path { steps, signed_up: true }]);
    for (model, wanted) in [
        (Model::Decay7, [0.030_036, 0.146_456, 0.292_912, 0.530_595]),
        (Model::Decay30, [0.163_856, 0.237_144, 0.278_774, 0.320_227]),
    ] {
        let credits = all[&model].as_ref().expect("credits");
        ["a", "b", "c", "d"].iter().zip(wanted).for_each(|(key, wanted)| near(credits[*key], wanted, 1e-6));
    }
}

#[test]
fn a_joint_touch_is_shared_evenly_under_every_rule() {
    let way = Path { steps: vec![step(&["a", "b"], 4)], signed_up: true };
    for (model, credits) in shares(std::slice::from_ref(&way)) {
        let credits = credits.expect("credits");
        assert_eq!((credits["a"], credits["b"]), (0.5, 0.5), "{model}");
    }
    let nobody = Path { steps: Vec::new(), signed_up: true };
    assert!(shares(&[nobody]).values().all(|given| given.as_ref().expect("credits").is_empty()), "never credited");
}

fn any_way() -> impl Strategy<Value = Path> {
    let keys = prop::collection::btree_set(prop::sample::select(vec!["a", "b", "c", "d", "e"]), 1..4);
    let step = (keys, 0_i32..90)
        .prop_map(|(keys, days_before)| Step { keys: keys.into_iter().map(str::to_owned).collect(), days_before });
    (prop::collection::vec(step, 0..6), any::<bool>()).prop_map(|(mut steps, signed_up)| {
        steps.sort_by_key(|step| -step.days_before);
        Path { steps, signed_up }
    })
}

proptest! {
    #[test]
    fn credits_make_up_the_sign_ups_after_a_touch_and_are_those_of_each(ways in prop::collection::vec(any_way(), 0..60)) {
        let touched = ways.iter().filter(|way| way.signed_up && !way.steps.is_empty());
        let wanted = f64::from(u32::try_from(touched.count()).expect("few"));
        let all = shares(&ways);
        prop_assert_eq!(all.len(), Model::ALL.len());
        for (model, credits) in &all {
            let credits = credits.as_ref().expect("credits");
            let whole: f64 = credits.values().sum();
            prop_assert!((whole - wanted).abs() < 1e-9, "{model}: {whole} of {wanted}");
            prop_assert!(credits.values().all(|credit| *credit >= 0.0));
        }
        // What a row has is what it has of each sign-up behind it.
        for key in ["a", "b", "c", "d", "e"] {
            let mut summed: BTreeMap<Model, f64> = BTreeMap::new();
            for way in ways.iter().filter(|way| way.signed_up) {
                of_one(way, key).into_iter().for_each(|(model, credit)| *summed.entry(model).or_default() += credit);
            }
            for (model, credit) in summed {
                let given = all[&model].as_ref().expect("credits").get(key).copied().unwrap_or_default();
                prop_assert!((given - credit).abs() < 1e-9, "{model} {key}: {given} is not {credit}");
            }
        }
    }

    /// What the command works out from a file is worked out by the same functions from the same paths.
    #[test]
    fn where_nothing_is_joint_the_credits_are_those_of_the_command(ways in prop::collection::vec(any_way(), 1..40)) {
        let one = |step: Step| Step { keys: step.keys.into_iter().take(1).collect(), ..step };
        let ways: Vec<Path> =
            ways.into_iter().map(|way| Path { steps: way.steps.into_iter().map(one).collect(), ..way }).collect();
        let (all, paths) = (shares(&ways), paths(&ways));
        prop_assert_eq!(all[&Model::Linear].as_ref().expect("credits"), &share(&paths, Rule::Linear).expect("credits"));
        let decay = share(&paths, Rule::Decay { half_life_days: 30.0 }).expect("credits");
        prop_assert_eq!(all[&Model::Decay30].as_ref().expect("credits"), &decay);
        if let Ok(chain) = markov(&paths) {
            let chain: BTreeMap<String, f64> = chain.channels.into_iter().map(|(key, r)| (key, r.credit)).collect();
            prop_assert_eq!(all[&Model::Markov].as_ref().expect("credits"), &chain);
        }
    }

    #[test]
    fn nobody_outside_sees_a_row_of_fewer_than_five(rows in prop::collection::btree_map("[a-h]", prop::collection::btree_set(0_usize..30, 1..9), 0..8)) {
        let folded = small::folded(&rows);
        for (key, own) in &rows {
            prop_assert!(folded.contains(key) || own.len() >= usize::from(LEAST));
        }
        let together: BTreeSet<usize> = folded.iter().flat_map(|key| rows[key].clone()).collect();
        prop_assert!(folded.is_empty() || together.len() >= usize::from(LEAST) || folded.len() == rows.len());
        if rows.values().all(|own| own.len() >= usize::from(LEAST)) {
            prop_assert!(folded.is_empty());
        }
    }
}

#[test]
fn no_word_beside_the_figures_claims_a_cause() {
    for Text { vi, en } in words::ALL {
        assert_eq!((causal(vi), causal(en)), (None, None), "{vi} · {en}");
    }
}
