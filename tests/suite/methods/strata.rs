//! Places drawn within strata, and what is left between matched neighbours. The wanted figures were worked out once by plain
//! matrices outside of this program: ordinary and weighted regression, HC2, Bell and McCaffrey's degrees of freedom.
use tungnha::methods::{
    Unfit,
    matched::{Place, matched},
    strata::{Placed, reached_within, within},
    trial::{Subject, trial},
};

use super::near;

/// Six, five, and one that stands alone and says nothing: outcome, stratum, share met.
const PLACES: [(f64, bool, usize, f64); 12] = [
    (3.1, true, 0, 0.6),
    (2.4, true, 0, 0.5),
    (4.0, true, 0, 0.8),
    (1.2, false, 0, 0.0),
    (0.7, false, 0, 0.1),
    (1.9, false, 0, 0.0),
    (7.5, true, 1, 0.7),
    (6.1, true, 1, 0.4),
    (5.2, false, 1, 0.0),
    (5.8, false, 1, 0.2),
    (4.9, false, 1, 0.0),
    (9.0, true, 2, 0.9),
];

fn places() -> Vec<Placed> {
    PLACES
        .iter()
        .map(|(outcome, assigned, stratum, _)| Placed { outcome: *outcome, assigned: *assigned, stratum: *stratum })
        .collect()
}

#[test]
fn strata_are_compared_each_by_itself() {
    let shown = within(&places()).expect("both sides");
    near(shown.value, 1.722_222_222_222, 1e-10);
    near(shown.se, 0.428_693_104_421, 1e-10);
    near(shown.df.expect("few"), 7.412_898_443_291, 1e-9);
    let met: Vec<f64> = PLACES.iter().map(|(.., met)| *met).collect();
    let on_met = reached_within(&places(), &met).expect("both sides").expect("more were met");
    near(on_met.value, 3.141_891_891_892, 1e-10);
    near(on_met.se, 0.491_869_736_412, 1e-10);
    // Moving a whole stratum moves nothing.
    let moved: Vec<Placed> =
        places().into_iter().map(|p| Placed { outcome: p.outcome + 10.0 * p.stratum as f64, ..p }).collect();
    near(within(&moved).expect("both sides").se, shown.se, 1e-10);
}

#[test]
fn one_stratum_is_two_means() {
    let one: Vec<Placed> = places().into_iter().map(|p| Placed { stratum: 3, ..p }).collect();
    let subject = |(n, p): (usize, &Placed)| Subject {
        outcome: p.outcome,
        assigned: p.assigned,
        contacted: false,
        cluster: Some(n),
    };
    let subjects: Vec<Subject> = one.iter().enumerate().map(subject).collect();
    let (shown, means) = (within(&one).expect("both sides"), trial(&subjects).expect("both sides"));
    let few = means.effect_few_clusters.expect("whole clusters");
    near(shown.value, few.value, 1e-12);
    near(shown.se, few.se, 1e-12);
    near(shown.df.expect("few"), few.df.expect("few"), 1e-9);
}

#[test]
fn what_cannot_be_compared_within_strata() {
    let place = |outcome, assigned, stratum| Placed { outcome, assigned, stratum };
    assert_eq!(within(&[place(1.0, true, 0), place(2.0, false, 1)]), Err(Unfit::OneArm));
    assert_eq!(within(&[place(1.0, true, 0), place(2.0, false, 0)]), Err(Unfit::OneCluster));
    assert_eq!(within(&[place(f64::NAN, true, 0), place(2.0, false, 0)]), Err(Unfit::Number));
    assert_eq!(reached_within(&places(), &[0.5; 12]), Ok(None));
    assert_eq!(reached_within(&places(), &[0.5]), Err(Unfit::Number));
}

#[test]
fn what_neighbours_still_differ_in_is_taken_away() {
    let place = |(level, trend, outcome, assigned): &(f64, f64, f64, bool)| Place {
        before: vec![*level, *trend],
        outcome: *outcome,
        assigned: *assigned,
    };
    let places: Vec<Place> = [
        (60.0, 1.0, 5.0, true),
        (70.0, 2.0, 6.0, true),
        (80.0, 1.0, 4.0, true),
        (61.0, 1.0, 2.0, false),
        (71.0, 2.0, 4.0, false),
        (79.0, 1.5, 1.0, false),
        (50.0, 0.0, 0.0, false),
        (69.0, 2.5, 3.5, false),
        (60.0, 0.5, 1.8, false),
        (69.2, 2.4, 5.0, true),
        (52.0, 0.1, 2.0, true),
        (70.5, 1.9, 3.0, true),
    ]
    .iter()
    .map(place)
    .collect();
    let shown = matched(&places, 1).expect("two sides");
    let adjusted = shown.adjusted.expect("five neighbours are used");
    near(adjusted.value, 1.981_688_276_879, 1e-9);
    near(adjusted.se, 0.621_060_855_496, 1e-9);
    assert_eq!((shown.used, adjusted.df), (5, Some(5.0)));
    // Outcomes that follow the level exactly leave nothing.
    let exact: Vec<Place> = places
        .iter()
        .map(|p| Place { outcome: 0.1 * p.before[0] + if p.assigned { 2.0 } else { 0.0 }, ..p.clone() })
        .collect();
    near(matched(&exact, 1).expect("two sides").adjusted.expect("five").value, 2.0, 1e-9);
}
