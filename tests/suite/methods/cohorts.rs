//! Places that began at different times, against every way of asking. The wanted figures were worked out once by the Python
//! package csdid 0.4.3 (outcome regression without covariates, analytic errors), which follows the authors' own R package.
use tungnha::methods::{
    Estimate,
    staggered::{
        Asked,
        Base::{self, Universal, Varying},
        Control::{self, Never, NotYet},
        Observed, Staggered, staggered,
    },
};

use super::near;

/// 24 places over six periods with an outcome that only looks like chance, in groups by turns.
fn places(groups: &[Option<i64>]) -> Vec<Observed> {
    let mut out = Vec::new();
    for (unit, first_treated) in (0_i64..24).zip(groups.iter().copied().cycle()) {
        for period in 1_i64..=6 {
            let since = first_treated.filter(|first| period >= *first).map_or(0, |first| period - first + 1);
            let outcome = ((unit * 37 + period * 13 + unit * period * 7) % 29) as f64 / 10.0 + 0.5 * since as f64;
            out.push(Observed { unit: unit.to_string(), period, first_treated, outcome, cluster: None });
        }
    }
    out
}

const SOME_NEVER: [Option<i64>; 4] = [None, Some(3), Some(4), Some(6)];
const ALL_BEGIN: [Option<i64>; 3] = [Some(3), Some(4), Some(6)];

fn shown(groups: &[Option<i64>], control: Control, base: Base) -> Staggered {
    staggered(&places(groups), Asked { control, base, draws: 0, seed: 1 }).expect("a comparison")
}

#[track_caller]
fn is(estimate: &Estimate, (value, se): (f64, f64)) {
    near(estimate.value, value, 1e-8);
    near(estimate.se, se, 1e-8);
}

type Pair = (i64, i64, f64, f64);

#[track_caller]
fn pairs(shown: &Staggered, wanted: &[Pair]) {
    assert_eq!(shown.by_group_and_period.len(), wanted.len());
    for (got, (group, period, value, se)) in shown.by_group_and_period.iter().zip(wanted) {
        assert_eq!((got.group, got.period), (*group, *period));
        is(&got.effect, (*value, *se));
    }
}

#[track_caller]
fn overall(shown: &Staggered, wanted: [(f64, f64); 4]) {
    let got = [&shown.simple, &shown.by_group.overall, &shown.by_event_time.overall, &shown.by_period.overall];
    got.into_iter().zip(wanted).for_each(|(got, wanted)| is(got, wanted));
}

#[test]
fn beside_those_that_never_began() {
    let shown = shown(&SOME_NEVER, Never, Varying);
    pairs(
        &shown,
        &[
            (3, 2, 1.666_666_667, 0.766_183_423),
            (3, 3, -0.25, 0.536_319_764),
            (3, 4, -0.016_666_667, 0.653_374_432),
            (3, 5, 1.183_333_333, 0.897_656_414),
            (3, 6, 0.933_333_333, 0.499_536_823),
            (4, 2, -0.05, 0.657_752_909),
            (4, 3, -0.05, 0.536_319_764),
            (4, 4, -1.0, 0.098_601_330),
            (4, 5, 0.9, 0.635_668_211),
            (4, 6, 1.833_333_333, 0.453_484_452),
            (6, 2, 0.65, 0.657_752_909),
            (6, 3, 0.65, 0.536_319_764),
            (6, 4, -0.8, 0.098_601_330),
            (6, 5, 1.133_333_333, 0.506_714_179),
            (6, 6, 0.666_666_667, 0.621_005_755),
        ],
    );
    overall(
        &shown,
        [
            (0.531_25, 0.238_058_867_083_435),
            (0.568_981_481_481_481, 0.132_413_567_513_327),
            (0.672_222_222_222_222, 0.290_982_810_880_143),
            (0.356_944_444_444_444, 0.308_979_223_540_291),
        ],
    );
    is(&shown.by_event_time.each[&-2], (-0.425, 0.377_974_32));
    is(&shown.by_event_time.each[&2], (1.508_333_33, 0.425_238_22));
    is(&shown.by_period.each[&5], (1.041_666_67, 0.688_811_88));
}

#[test]
fn beside_those_that_had_not_begun() {
    let shown = shown(&SOME_NEVER, NotYet, Varying);
    pairs(
        &shown,
        &[
            (3, 2, 1.466_666_667, 0.462_080_641),
            (3, 3, -0.45, 0.207_386_738),
            (3, 4, 0.058_333_333, 0.513_402_548),
            (3, 5, 0.691_666_667, 0.515_113_031),
            (3, 6, 0.933_333_333, 0.499_536_823),
            (4, 2, -0.822_222_222, 0.311_067_016),
            (4, 3, -0.375, 0.292_528_489),
            (4, 4, -0.6, 0.143_614_066),
            (4, 5, 0.733_333_333, 0.509_629_495),
            (4, 6, 1.833_333_333, 0.453_484_452),
            (6, 2, 0.111_111_111, 0.325_546_918),
            (6, 3, 0.675, 0.277_169_473),
            (6, 4, -0.8, 0.098_601_330),
            (6, 5, 1.133_333_333, 0.506_714_179),
            (6, 6, 0.666_666_667, 0.621_005_755),
        ],
    );
    overall(
        &shown,
        [
            (0.483_333_333_333_333, 0.138_194_008_234_934),
            (0.543_518_518_518_519, 0.163_882_349_733_533),
            (0.615_972_222_222_222, 0.194_689_997_344_535),
            (0.284_027_777_777_778, 0.149_697_125_063_912),
        ],
    );
    is(&shown.by_event_time.each[&1], (0.395_833_33, 0.395_906_43));
}

#[test]
fn before_the_start_against_the_last_period_before_it() {
    let shown = shown(&SOME_NEVER, NotYet, Universal);
    pairs(
        &shown,
        &[
            (3, 1, -1.466_666_667, 0.462_080_641),
            (3, 2, 0.0, 0.0),
            (3, 3, -0.45, 0.207_386_738),
            (3, 4, 0.058_333_333, 0.513_402_548),
            (3, 5, 0.691_666_667, 0.515_113_031),
            (3, 6, 0.933_333_333, 0.499_536_823),
            (4, 1, 0.75, 0.253_722_289),
            (4, 2, 0.375, 0.292_528_489),
            (4, 3, 0.0, 0.0),
            (4, 4, -0.6, 0.143_614_066),
            (4, 5, 0.733_333_333, 0.509_629_495),
            (4, 6, 1.833_333_333, 0.453_484_452),
            (6, 1, -1.633_333_333, 0.457_448_641),
            (6, 2, -0.983_333_333, 0.897_656_414),
            (6, 3, -0.333_333_333, 0.470_618_191),
            (6, 4, -1.133_333_333, 0.506_714_179),
            (6, 5, 0.0, 0.0),
            (6, 6, 0.666_666_667, 0.621_005_755),
        ],
    );
    is(&shown.simple, (0.483_333_333_333_333, 0.138_194_008_234_934));
    for (since, value, se) in
        [(-5, -1.633_333_33, 0.457_448_64), (-3, 0.208_333_33, 0.255_211_88), (-2, -0.741_666_67, 0.281_275_43)]
    {
        is(&shown.by_event_time.each[&since], (value, se));
    }
    assert!(shown.by_event_time.each[&-1].p.is_nan(), "what all is measured from has no doubt");
}

#[test]
fn where_everybody_began_the_last_are_only_compared_with() {
    let shown = shown(&ALL_BEGIN, NotYet, Varying);
    pairs(
        &shown,
        &[
            (3, 2, 0.218_75, 0.503_830_542),
            (3, 3, 0.537_5, 0.369_305_725),
            (3, 4, 1.462_5, 0.489_558_953),
            (3, 5, 1.65, 0.632_949_445),
            (4, 2, -0.362_5, 0.492_274_298),
            (4, 3, 0.025, 0.404_612_083),
            (4, 4, 0.525, 0.421_075_632),
            (4, 5, 1.412_5, 0.417_090_930),
        ],
    );
    overall(
        &shown,
        [
            (1.117_5, 0.306_526_252_953_968),
            (1.092_708_333_333_333, 0.289_325_729_434_272),
            (1.206_25, 0.346_683_349_207_970),
            (1.020_833_333_333_333, 0.302_628_817_842_731),
        ],
    );
    assert!(staggered(&places(&ALL_BEGIN), Asked { control: Never, base: Varying, draws: 0, seed: 1 }).is_err());
}

#[test]
fn periods_that_are_missing_for_all_are_gaps_in_time() {
    let mut rows = places(&SOME_NEVER);
    rows.retain(|row| row.period != 5);
    let shown = staggered(&rows, Asked { control: Never, base: Varying, draws: 0, seed: 1 }).expect("a comparison");
    // The group of 3 is seen 0, 1 and 3 periods after its start; the group of 6 starts from period 4.
    assert_eq!(shown.by_event_time.each.keys().copied().collect::<Vec<_>>(), [-4, -3, -2, -1, 0, 1, 2, 3]);
    let of = |group, period| shown.by_group_and_period.iter().find(|one| (one.group, one.period) == (group, period));
    near(of(6, 6).expect("an effect").effect.value, 1.133_333_333 + 0.666_666_667, 1e-8);
}

#[test]
fn whole_districts_that_were_decided_together() {
    let mut rows = places(&SOME_NEVER);
    let each = shown(&SOME_NEVER, Never, Varying);
    rows.iter_mut().for_each(|row| row.cluster = Some(row.unit.clone()));
    let asked = Asked { control: Never, base: Varying, draws: 0, seed: 1 };
    assert_eq!(staggered(&rows, asked).expect("a comparison"), each, "each place for itself");
    // Each place twice, in one district: no more is known than before.
    let twice: Vec<Observed> = ["a", "b"]
        .iter()
        .flat_map(|copy| rows.iter().map(move |row| Observed { unit: format!("{}{copy}", row.unit), ..row.clone() }))
        .collect();
    let whole = staggered(&twice, asked).expect("a comparison");
    assert_eq!((whole.units, whole.clusters), (48, 24));
    near(whole.simple.se, each.simple.se, 1e-12);
}
