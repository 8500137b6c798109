//! The same kinds of figures on other numbers. The wanted figures were worked out once by programs that share nothing with
//! ours: ordinary and clustered regression, HAC errors and score intervals by statsmodels 0.15, instruments, CR2 and chains
//! by plain matrices in numpy.
use proptest::prelude::*;
use tungnha::methods::{
    Spread, Unfit,
    credit::{Path, Rule, markov, share},
    kitagawa::{Group, kitagawa},
    proportions::{Share, newcombe},
    randomisation::{Drawn, randomisation},
    series::{Asked, Point, course},
    trial::{Subject, reached, trial},
};

use super::near;

#[test]
fn students_t_and_the_normal_distribution() {
    // scipy.stats: t.ppf(.975, 27), t.ppf(.975, 2.7), 2 t.sf(1.7, 4.3), norm.ppf(.9)
    near(Spread::T(27.0).quantile(0.975), 2.051_830_516_480_284_6, 1e-9);
    near(Spread::T(2.7).quantile(0.975), 3.392_148_383_175_071, 1e-8);
    near(Spread::T(4.3).two_sided(-1.7), 0.159_343_607_253_841_45, 1e-10);
    near(Spread::Normal.quantile(0.9), 1.281_551_565_544_600_4, 1e-10);
    assert_eq!((Spread::Normal.two_sided(f64::INFINITY), Spread::T(3.0).two_sided(f64::INFINITY)), (0.0, 0.0));
    assert!(Spread::T(3.0).two_sided(f64::NAN).is_nan());
}

/// Six hamlets of 3 to 6 people: arm, outcomes, who was met.
const HAMLETS: [(bool, &[u8], &[u8]); 6] = [
    (true, &[1, 1, 0, 1, 0], &[1, 1, 0, 1, 0]),
    (true, &[1, 0, 0], &[1, 0, 0]),
    (true, &[0, 1, 1, 1], &[0, 1, 1, 1]),
    (false, &[0, 0, 1], &[0, 0, 0]),
    (false, &[1, 0, 0, 0, 0, 0], &[0, 0, 1, 0, 0, 0]),
    (false, &[0, 1, 0, 0], &[0, 0, 0, 0]),
];

/// The hamlets as subjects, one a person.
fn people_of_hamlets() -> Vec<Subject> {
    let people = HAMLETS.iter().enumerate().flat_map(|(n, (assigned, outcomes, met))| {
        outcomes.iter().zip(*met).map(move |(outcome, met)| Subject {
            outcome: f64::from(*outcome),
            assigned: *assigned,
            contacted: *met == 1,
            cluster: Some(n),
        })
    });
    people.collect()
}

#[test]
fn who_was_reached_in_part() {
    let all = people_of_hamlets();
    let shares: Vec<f64> = all.iter().map(|s| f64::from(u8::from(s.contacted))).collect();
    let (whole, parts) = (trial(&all).expect("two sides"), reached(&all, &shares).expect("two sides"));
    for (got, wanted) in
        [(parts.effect, whole.effect_on_contacted), (parts.effect_few_clusters, whole.effect_on_contacted_few_clusters)]
    {
        let (got, wanted) = (got.expect("more were met"), wanted.expect("more were met"));
        near(got.value, wanted.value, 1e-12);
        near(got.se, wanted.se, 1e-12);
        assert_eq!(got.df, wanted.df);
    }
    near(parts.assigned - parts.control, whole.contact, 1e-12);
    // Halves of everything reached count twice.
    let halves: Vec<f64> = shares.iter().map(|share| share / 2.0).collect();
    let twice = reached(&all, &halves).expect("two sides").effect.expect("more were met");
    near(twice.value, 2.0 * parts.effect.expect("more were met").value, 1e-12);
    assert_eq!(reached(&all, &vec![0.5; all.len()]).expect("two sides").effect, None, "as many on both sides");
    assert_eq!(reached(&all, &shares[1..]), Err(Unfit::Number));
    assert_eq!(reached(&all, &vec![1.5; all.len()]), Err(Unfit::Number));
}

#[test]
fn a_trial_of_six_hamlets() {
    let all = people_of_hamlets();
    let shown = trial(&all).expect("a trial");
    near(shown.effect.value, 0.352_564_102_564_102_4, 1e-12);
    near(shown.effect.se, 0.103_236_586_887_479_58, 1e-12);
    assert_eq!(shown.effect.df, Some(5.0));
    let few = shown.effect_few_clusters.expect("whole clusters");
    near(few.se, 0.111_018_323_236_747_11, 1e-12);
    near(few.df.expect("few"), 3.749_357_253_042_345, 1e-9);
    let met = shown.effect_on_contacted.expect("contact");
    near(met.value, 0.696_202_531_645_569_7, 1e-12);
    near(met.se, 0.169_189_212_878_906_68, 1e-12);
    near(shown.of_cluster_means.expect("clusters"), 0.311_111_111_111_111, 1e-12);
    let alone: Vec<Subject> = all.iter().map(|s| Subject { cluster: None, ..*s }).collect();
    let shown = trial(&alone).expect("a trial");
    near(shown.effect.se, 0.184_145_631_766_857, 1e-12);
    near(shown.effect_on_contacted.expect("contact").se, 0.279_772_218_917_913_3, 1e-12);
    assert_eq!((shown.effect.df, shown.effect_few_clusters), (None, None));
}

#[test]
fn clusters_that_stand_in_both_arms() {
    let one = |outcome, assigned, cluster| Subject { outcome, assigned, contacted: assigned, cluster: Some(cluster) };
    let all = [
        one(1.0, true, 1),
        one(0.0, false, 1),
        one(1.0, true, 2),
        one(1.0, false, 2),
        one(0.0, true, 3),
        one(0.0, false, 3),
    ];
    let shown = trial(&all).expect("a trial");
    assert_eq!((shown.clusters, shown.effect_few_clusters), (Some(3), None));
}

const MONTHS: [u32; 36] = [
    54, 87, 61, 79, 60, 62, 48, 51, 50, 44, 47, 45, 63, 72, 82, 98, 84, 85, 72, 73, 59, 55, 86, 90, 110, 106, 139, 136,
    133, 125, 103, 71, 69, 75, 62, 99,
];

fn months() -> Vec<Point> {
    let point = |(period, outcome): (i64, &u32)| Point {
        period: period + 100,
        outcome: f64::from(*outcome),
        people: 1_000.0 + 10.0 * period as f64,
    };
    (0..).zip(&MONTHS).map(point).collect()
}

#[test]
fn a_series_of_36_months() {
    for (season, lag, [trend, level, slope], newey_west, quasi_poisson, dispersion) in [
        (
            12,
            2,
            [0.009_564_20, 0.305_932_42, -0.023_635_43],
            [0.062_286_22, 0.007_749_65],
            [0.088_952_18, 0.009_102_32],
            1.158_973_84,
        ),
        (
            12,
            6,
            [0.009_564_20, 0.305_932_42, -0.023_635_43],
            [0.054_603_16, 0.006_595_49],
            [0.088_952_18, 0.009_102_32],
            1.158_973_84,
        ),
        (
            4,
            3,
            [-0.000_854_92, 0.511_609_19, -0.033_414_18],
            [0.175_374_86, 0.021_392_68],
            [0.163_509_53, 0.017_674_71],
            5.055_680_98,
        ),
        (
            0,
            3,
            [-0.000_483_27, 0.498_904_14, -0.032_789_29],
            [0.175_249_43, 0.021_653_69],
            [0.156_205_29, 0.016_972_18],
            4.680_455_75,
        ),
    ] {
        let shown = course(&months(), Asked { from: 122, season, lag: Some(lag) }).expect("a course");
        for (got, wanted) in [
            (shown.trend.value, trend),
            (shown.level.value, level),
            (shown.slope.value, slope),
            (shown.level_errors.newey_west, newey_west[0]),
            (shown.slope_errors.newey_west, newey_west[1]),
            (shown.level_errors.quasi_poisson, quasi_poisson[0]),
            (shown.slope_errors.quasi_poisson, quasi_poisson[1]),
            (shown.dispersion, dispersion),
        ] {
            near(got, wanted, 2e-8);
        }
        assert_eq!((shown.lag, shown.seasonal, shown.before, shown.after), (lag, season > 0, 22, 14));
    }
    // The order of rows says nothing; ⌊4 (36/100)^(2/9)⌋ = 3.
    let asked = Asked { from: 122, season: 12, lag: None };
    let (mut turned, plain) = (months(), course(&months(), asked).expect("a course"));
    turned.reverse();
    assert_eq!((course(&turned, asked).as_ref(), plain.lag), (Ok(&plain), 3));
}

#[test]
fn credit_where_paths_come_back() {
    let paths: Vec<Path> =
        [("ABA", 3.0, 7.0), ("B", 2.0, 18.0), ("AAC", 4.0, 4.0), ("CBCB", 1.0, 9.0), ("C", 0.0, 20.0), ("", 5.0, 0.0)]
            .map(|(touches, converted, not_converted)| Path {
                touches: touches.chars().map(String::from).collect(),
                days_before: None,
                converted,
                not_converted,
            })
            .into();
    let chain = markov(&paths).expect("a chain");
    near(chain.conversion, 0.147_058_823_529_411_84, 1e-12);
    for (touch, effect, credit) in [
        ("A", 0.478_181_818_181_818_15, 3.049_916_529_673_382_6),
        ("B", 0.514_285_714_285_714_2, 3.280_192_682_647_092_6),
        ("C", 0.575_384_615_384_615_4, 3.669_890_787_679_525_3),
    ] {
        near(chain.channels[touch].effect, effect, 1e-12);
        near(chain.channels[touch].credit, credit, 1e-11);
    }
    // By hand: 40, 20, 40 of three; 40, 10, 10, 40 of four; halves of two.
    let position = share(&paths, Rule::Position).expect("credits");
    for (touch, credit) in [("A", 3.0 * 0.8 + 4.0 * 0.6), ("B", 3.0 * 0.2 + 2.0 + 0.5), ("C", 4.0 * 0.4 + 0.5)] {
        near(position[touch], credit, 1e-12);
    }
}

#[test]
fn more_half_lives() {
    let path = |days: &[f64]| Path {
        touches: (0..days.len()).map(|n| n.to_string()).collect(),
        days_before: Some(days.to_vec()),
        converted: 1.0,
        not_converted: 0.0,
    };
    // Days that are whole half-lives apart: each weighs half of the next.
    let weights = Rule::Decay { half_life_days: 14.0 }.weights(&path(&[28.0, 14.0, 0.0])).expect("days");
    for (got, sevenths) in weights.iter().zip([1.0, 2.0, 4.0]) {
        near(*got, sevenths / 7.0, 1e-12);
    }
    let even = Rule::Decay { half_life_days: 1e9 }.weights(&path(&[60.0, 3.0])).expect("days");
    near(even[0], 0.5, 1e-7);
    for half_life_days in [0.0, -7.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Rule::Decay { half_life_days }.weights(&path(&[1.0])), None);
    }
    // So long ago that nothing is left of any of them: refused, not divided by nothing.
    assert!(share(&[path(&[1e6, 1e6])], Rule::Decay { half_life_days: 0.001 }).is_err());
}

#[test]
fn more_shares() {
    let of = |hits, of| Share::new(hits, of).expect("a share");
    for (hits, all, low, high) in [
        (7, 33, 0.106_760_215_330_208, 0.377_516_449_921_507),
        (5_000, 5_003, 0.998_238_350_023_759, 0.999_796_047_729_468),
    ] {
        near(of(hits, all).wilson().low, low, 1e-9);
        near(of(hits, all).wilson().high, high, 1e-9);
    }
    for (one, other, low, high) in [
        ((7, 33), (29, 61), -0.425_259_344_393_955, -0.058_885_134_382_876),
        ((0, 20), (5, 40), -0.261_121_198_388_511, 0.050_835_662_563_627),
    ] {
        let (_, interval) = newcombe(of(one.0, one.1), of(other.0, other.1));
        near(interval.low, low, 1e-9);
        near(interval.high, high, 1e-9);
    }
}

#[test]
fn all_arrangements_or_drawn_ones() {
    let units = |n: u32, assigned: u32| -> Vec<Drawn> {
        (0..n)
            .map(|at| Drawn {
                outcome: f64::from(at * at % 11),
                people: 1.0,
                assigned: at % 2 == 0 && at / 2 < assigned,
                stratum: 0,
            })
            .collect()
    };
    // 20 over 9: 167,960 arrangements are all looked at; 20 over 10 are 184,756; 22 over 11 are 705,432, and drawn.
    let count = |n, assigned| {
        let chance = randomisation(&units(n, assigned), 999, 4).expect("a test");
        (chance.arrangements, chance.exact)
    };
    assert_eq!(count(20, 9), (167_960, true));
    assert_eq!(count(22, 11), (999, false));
    // The drawn share is never nothing: what happened is one of the arrangements.
    let far: Vec<Drawn> =
        (0..40).map(|at| Drawn { outcome: f64::from(at), people: 1.0, assigned: at < 20, stratum: 0 }).collect();
    let of = |seed| randomisation(&far, 999, seed).expect("a test");
    near(of(1).p, 0.001, 1e-12);
    let near_chance: Vec<Drawn> =
        far.iter().enumerate().map(|(n, unit)| Drawn { assigned: n % 2 == 0, ..*unit }).collect();
    let of = |seed| randomisation(&near_chance, 999, seed).expect("a test").p;
    assert_eq!(of(5), of(5));
    assert_ne!(of(5), of(6));
}

/// The test's own count over every way the lot may fall.
fn by_hand(outcomes: &[f64], seen: u32) -> f64 {
    let n = outcomes.len();
    let total: f64 = outcomes.iter().sum();
    let difference = |lot: u32| {
        let own: f64 = outcomes.iter().enumerate().filter(|(at, _)| lot >> at & 1 == 1).map(|(_, y)| y).sum();
        let k = f64::from(lot.count_ones());
        own / k - (total - own) / (n as f64 - k)
    };
    let all: Vec<u32> = (0..1_u32 << n).filter(|lot| lot.count_ones() == seen.count_ones()).collect();
    let far = all.iter().filter(|lot| difference(**lot).abs() >= difference(seen).abs() - 1e-12).count();
    far as f64 / all.len() as f64
}

proptest! {
    #[test]
    fn credits_make_up_the_enrolments(
        paths in proptest::collection::vec(
            (proptest::collection::vec((0_usize..5, 0.0..90.0_f64), 0..6), 0_u32..50, 0_u32..500), 1..12)
    ) {
        let paths: Vec<Path> = paths
            .into_iter()
            .map(|(touches, converted, not_converted)| Path {
                touches: touches.iter().map(|(channel, _)| format!("c{channel}")).collect(),
                days_before: Some(touches.iter().map(|(_, days)| *days).collect()),
                converted: f64::from(converted),
                not_converted: f64::from(not_converted),
            })
            .collect();
        let touched: f64 = paths.iter().filter(|path| !path.touches.is_empty()).map(|path| path.converted).sum();
        for rule in [Rule::First, Rule::Last, Rule::Linear, Rule::Position, Rule::Decay { half_life_days: 30.0 }] {
            let credits = share(&paths, rule).expect("credits");
            prop_assert!((credits.values().sum::<f64>() - touched).abs() < 1e-9, "{rule:?}");
        }
        match markov(&paths) {
            Ok(chain) => {
                prop_assert!((chain.channels.values().map(|c| c.credit).sum::<f64>() - touched).abs() < 1e-9);
                prop_assert!(chain.channels.values().all(|c| (-1e-12..=1.0 + 1e-12).contains(&c.effect)));
            }
            Err(why) => prop_assert_eq!((why, touched), (Unfit::Nothing, 0.0)),
        }
    }

    #[test]
    fn two_parts_make_up_a_change(
        groups in proptest::collection::vec((1.0..1e5_f64, 1.0..1e5_f64, 0.0..1.0_f64, 0.0..1.0_f64), 1..20)
    ) {
        let groups: Vec<Group> =
            groups.into_iter().map(|(n1, n2, r1, r2)| Group { people: [n1, n2], rate: [r1, r2] }).collect();
        let change = kitagawa(&groups).expect("a change");
        prop_assert!((change.rate + change.composition - change.difference).abs() < 1e-9);
        prop_assert!((change.groups.iter().map(|part| part.rate + part.composition).sum::<f64>() - change.difference).abs() < 1e-9);
    }

    #[test]
    fn all_arrangements_are_all_there_are(outcomes in proptest::collection::vec(0_u8..9, 2..9), lot in any::<u32>()) {
        let n = outcomes.len();
        let seen = lot & ((1 << n) - 1);
        prop_assume!(seen != 0 && seen != (1 << n) - 1);
        let outcomes: Vec<f64> = outcomes.into_iter().map(f64::from).collect();
        let units: Vec<Drawn> = outcomes
            .iter()
            .enumerate()
            .map(|(at, y)| Drawn { outcome: *y, people: 1.0, assigned: seen >> at & 1 == 1, stratum: 0 })
            .collect();
        let chance = randomisation(&units, 0, 1).expect("a test");
        prop_assert!(chance.exact && (chance.p - by_hand(&outcomes, seen)).abs() < 1e-12, "{} {}", chance.p, by_hand(&outcomes, seen));
    }
}
