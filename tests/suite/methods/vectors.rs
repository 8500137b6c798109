//! Every vector of the effectiveness methods, recomputed from public data.
use std::collections::BTreeMap;

use super::{
    near,
    published::{COUNTIES, PRECINCTS},
};
use tungnha::methods::{
    Unfit,
    credit::{Credits, Path, Rule, markov, share},
    kitagawa::{Group, kitagawa},
    power::Design,
    proportions::{Share, newcombe},
    randomisation::{Drawn, randomisation},
    staggered::{Asked, Base, Control, Observed, staggered},
    trial::{Subject, trial},
};

fn subjects(people: usize, outcomes: usize, assigned: bool, contacted: bool, cluster: Option<usize>) -> Vec<Subject> {
    (0..people).map(|n| Subject { outcome: f64::from(u8::from(n < outcomes)), assigned, contacted, cluster }).collect()
}

/// New Haven 1998: Gerber & Green, American Political Science Review 94(3), 2000.
#[test]
fn the_canvass_of_new_haven() {
    let all = [
        subjects(5_645, 2_119, false, false, None),
        subjects(395, 215, true, true, None),
        subjects(1_050, 383, true, false, None),
    ]
    .concat();
    let shown = trial(&all).expect("a trial");
    near(shown.effect.value, 0.038_464, 1e-6);
    near(shown.effect.se, 0.014_471, 1e-6);
    near(shown.contact, 0.273_356, 1e-6);
    let contacted = shown.effect_on_contacted.expect("an effect on the contacted");
    near(contacted.value, 0.140_712, 1e-6);
    near(contacted.se, 0.052_401, 1e-6);
    near(shown.contacted_against_all_others.expect("both"), 0.170_592, 1e-6);
    assert_eq!((shown.clusters, shown.of_cluster_means), (None, None));
}

#[test]
fn the_precincts_of_kansas_city() {
    // Whom a contact made vote is not published: any way to lay them out gives the same totals.
    let all: Vec<Subject> = PRECINCTS
        .iter()
        .enumerate()
        .flat_map(|(cluster, (arm, people, voted, contacted))| {
            let mut own = subjects(*people, *voted, *arm, false, Some(cluster));
            own.iter_mut().take(*contacted).for_each(|s| s.contacted = true);
            own
        })
        .collect();
    let shown = trial(&all).expect("a trial");
    near(shown.effect.value, 0.044_019, 1e-6);
    near(shown.effect.se, 0.025_163, 1e-6);
    near(shown.effect.low, -0.007_6, 5e-5);
    near(shown.effect.high, 0.095_6, 5e-5);
    near(shown.effect.p, 0.092, 5e-4);
    assert_eq!((shown.effect.df, shown.clusters), (Some(27.0), Some(28)));
    near(shown.contact, 0.627_407, 1e-6);
    let contacted = shown.effect_on_contacted.expect("an effect on the contacted");
    near(contacted.value, 0.070_160, 1e-6);
    near(contacted.se, 0.039_442, 1e-6);
    near(shown.of_cluster_means.expect("clusters"), 0.036_294, 1e-6);
    let alone: Vec<Subject> = all.iter().map(|s| Subject { cluster: None, ..*s }).collect();
    near(trial(&alone).expect("a trial").effect.se, 0.009_401, 1e-6);
}

#[test]
fn the_lot_in_kansas_city() {
    let drawn: Vec<Drawn> = PRECINCTS
        .iter()
        .map(|(arm, people, voted, _)| Drawn {
            outcome: *voted as f64,
            people: *people as f64,
            assigned: *arm,
            stratum: 0,
        })
        .collect();
    let chance = randomisation(&drawn, 200_000, 2026).expect("a test");
    near(chance.difference, 0.044_019, 1e-6);
    near(chance.p, 0.098, 0.002);
    assert!(!chance.exact);
}

#[test]
fn few_arrangements_are_all_looked_at() {
    let one = |outcome, assigned, stratum| Drawn { outcome, people: 1.0, assigned, stratum };
    let own = [8.0, 6.0, 5.0].map(|y| one(y, true, 0));
    let chance = randomisation(&[own, [4.0, 3.0, 1.0].map(|y| one(y, false, 0))].concat(), 0, 1).expect("a test");
    near(chance.difference, 11.0 / 3.0, 1e-12);
    assert_eq!((chance.arrangements, chance.exact), (20, true));
    near(chance.p, 0.1, 1e-12);
    // Two strata of two: four arrangements, two of them as far.
    let strata = [one(9.0, true, 1), one(1.0, true, 2), one(4.0, false, 1), one(0.0, false, 2)];
    let chance = randomisation(&strata, 0, 1).expect("a test");
    assert_eq!((chance.arrangements, chance.exact), (4, true));
    near(chance.p, 0.5, 1e-12);
}

fn counties() -> Vec<Observed> {
    let mut rows = Vec::new();
    for (first_treated, places, means) in COUNTIES {
        for place in 0..places {
            for (period, outcome) in (2003..).zip(means) {
                rows.push(Observed {
                    unit: format!("{first_treated:?} {place}"),
                    period,
                    first_treated,
                    outcome,
                    cluster: None,
                });
            }
        }
    }
    rows
}

#[test]
fn minimum_wages_of_counties() {
    let shown = staggered(&counties(), Asked { control: Control::Never, base: Base::Varying, draws: 0, seed: 1 })
        .expect("a comparison");
    assert_eq!((shown.units, shown.treated, shown.never_treated, shown.left_out), (500, 191, 309, 0));
    let wanted: BTreeMap<i64, [f64; 4]> = BTreeMap::from([
        (2004, [-0.010_503, -0.070_423, -0.137_259, -0.100_811]),
        (2006, [0.006_520, -0.002_751, -0.004_595, -0.041_224]),
        (2007, [0.030_507, -0.002_726, -0.031_087, -0.026_054]),
    ]);
    for one in &shown.by_group_and_period {
        near(one.effect.value, wanted[&one.group][usize::try_from(one.period - 2004).expect("a year")], 2e-6);
    }
    assert_eq!(shown.by_group_and_period.len(), 12);
    near(shown.simple.value, -0.039_951, 2e-6);
    near(shown.by_group.overall.value, -0.031_018, 2e-6);
    for (group, effect) in [(2004, -0.079_749), (2006, -0.022_910), (2007, -0.026_054)] {
        near(shown.by_group.each[&group].value, effect, 2e-6);
    }
    near(shown.by_event_time.overall.value, -0.077_240, 2e-6);
    for (since, effect) in
        (-3..).zip([0.030_507, -0.000_563, -0.024_459, -0.019_932, -0.050_957, -0.137_259, -0.100_811])
    {
        near(shown.by_event_time.each[&since].value, effect, 2e-6);
    }
}

#[test]
fn two_shares() {
    let of = |hits, of| Share::new(hits, of).expect("a share");
    for (one, other, difference, low, high, within) in [
        ((56, 70), (48, 80), 0.2, 0.052_4, 0.333_9, 5e-5),
        ((9, 10), (3, 10), 0.6, 0.170_5, 0.809_0, 5e-5),
        ((124, 312), (10, 290), 0.362_953, 0.303_329, 0.420_358, 1e-6),
        ((79, 1_257), (82, 1_296), -0.000_424, -0.019_396, 0.018_629, 1e-6),
    ] {
        let (got, interval) = newcombe(of(one.0, one.1), of(other.0, other.1));
        near(got, difference, 1e-6);
        near(interval.low, low, within);
        near(interval.high, high, within);
    }
    for (hits, all, low, high) in [(81, 263, 0.255_3, 0.366_2), (0, 20, 0.0, 0.161_1)] {
        let interval = of(hits, all).wilson();
        near(interval.low, low, 5e-5);
        near(interval.high, high, 5e-5);
    }
    assert_eq!((Share::new(0, 0), Share::new(3, 2)), (Err(Unfit::Nothing), Err(Unfit::Number)));
    near(of(20, 20).wilson().high, 1.0, 0.0);
}

fn paths() -> Vec<Path> {
    [
        ("LV", 30.0, 170.0),
        ("HV", 24.0, 76.0),
        ("V", 40.0, 260.0),
        ("L", 5.0, 495.0),
        ("H", 6.0, 94.0),
        ("LHV", 18.0, 32.0),
    ]
    .map(|(touches, converted, not_converted)| Path {
        touches: touches.chars().map(String::from).collect(),
        days_before: None,
        converted,
        not_converted,
    })
    .into()
}

fn credited(credits: &Credits, wanted: [(&str, f64); 3], within: f64) {
    assert_eq!(credits.len(), wanted.len());
    for (touch, credit) in wanted {
        near(credits[touch], credit, within);
    }
    near(credits.values().sum(), 123.0, 1e-9);
}

#[test]
fn credit_by_rule_and_by_chain() {
    credited(&share(&paths(), Rule::First).expect("credits"), [("L", 53.0), ("H", 30.0), ("V", 40.0)], 1e-9);
    credited(&share(&paths(), Rule::Last).expect("credits"), [("L", 5.0), ("H", 6.0), ("V", 112.0)], 1e-9);
    credited(&share(&paths(), Rule::Linear).expect("credits"), [("L", 26.0), ("H", 24.0), ("V", 73.0)], 1e-9);
    credited(&share(&paths(), Rule::Position).expect("credits"), [("L", 27.2), ("H", 21.6), ("V", 74.2)], 1e-9);
    let chain = markov(&paths()).expect("a chain");
    near(chain.conversion, 0.098_4, 1e-12);
    for (touch, effect) in [("H", 0.258_912), ("L", 0.372_608), ("V", 0.910_569)] {
        near(chain.channels[touch].effect, effect, 1e-6);
    }
    let credits: Credits = chain.channels.iter().map(|(touch, removal)| (touch.clone(), removal.credit)).collect();
    credited(&credits, [("H", 20.651_310), ("L", 29.719_929), ("V", 72.628_761)], 1e-6);
}

#[test]
fn credit_that_fades() {
    let path = Path {
        touches: ["a", "b", "c", "d"].map(String::from).into(),
        days_before: Some(vec![30.0, 14.0, 7.0, 1.0]),
        converted: 1.0,
        not_converted: 0.0,
    };
    for (half_life_days, wanted) in
        [(7.0, [0.030_036, 0.146_456, 0.292_912, 0.530_595]), (30.0, [0.163_856, 0.237_144, 0.278_774, 0.320_227])]
    {
        let weights = Rule::Decay { half_life_days }.weights(&path).expect("days");
        weights.iter().zip(wanted).for_each(|(got, wanted)| near(*got, wanted, 1e-6));
    }
    assert_eq!(share(&paths(), Rule::Decay { half_life_days: 7.0 }), Err(Unfit::Number), "no days are known");
}

#[test]
fn a_change_of_a_rate() {
    let change = kitagawa(&[
        Group { people: [600.0, 700.0], rate: [0.90, 0.92] },
        Group { people: [400.0, 300.0], rate: [0.50, 0.55] },
    ])
    .expect("a change");
    for (got, wanted) in [
        (change.before, 0.740),
        (change.after, 0.809),
        (change.difference, 0.069),
        (change.rate, 0.030_5),
        (change.composition, 0.038_5),
    ] {
        near(got, wanted, 1e-12);
    }
}

#[test]
fn the_smallest_effect_that_is_seen() {
    for (clusters, points) in [(5.0, 8.4), (10.0, 5.9), (20.0, 4.2), (40.0, 3.0)] {
        let design = Design { share: 0.1, people: 200.0, alike: 0.02, clusters };
        near(design.smallest_effect().expect("an effect") * 100.0, points, 0.05);
    }
}
