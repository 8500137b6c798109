//! Matched places: figures worked out by hand, and what is refused.
use tungnha::methods::{
    Unfit,
    matched::{MOST, Place, e_value, matched},
};

use super::near;

fn place(before: &[f64], outcome: f64, assigned: bool) -> Place {
    Place { before: before.to_vec(), outcome, assigned }
}

/// Each place worked in has a neighbour of its own: differences 3, 2, 3.
#[test]
fn pairs_by_level_and_trend() {
    let places = [
        place(&[60.0, 1.0], 5.0, true),
        place(&[70.0, 2.0], 6.0, true),
        place(&[80.0, 1.0], 4.0, true),
        place(&[61.0, 1.0], 2.0, false),
        place(&[71.0, 2.0], 4.0, false),
        place(&[79.0, 1.0], 1.0, false),
        place(&[50.0, 0.0], 0.0, false),
    ];
    let shown = matched(&places, 1).expect("two sides");
    near(shown.difference.value, 8.0 / 3.0, 1e-12);
    // √(((1/3)² + (2/3)² + (1/3)²) / 3²)
    near(shown.difference.se, (6.0_f64 / 9.0).sqrt() / 3.0, 1e-12);
    assert_eq!((shown.difference.df, shown.assigned, shown.candidates, shown.used), (Some(2.0), 3, 4, 3));
    let [level, trend] = [0, 1].map(|n| shown.balance[n]);
    // Means 70 and 70 1/3; variances before matching 100 and 157 7/12.
    near(level.standardised.expect("a spread"), -(1.0 / 3.0) / ((100.0 + 1_891.0 / 12.0) / 2.0_f64).sqrt(), 1e-12);
    near(trend.standardised.expect("a spread"), 0.0, 1e-12);
    near(shown.balance_before[0].control, 65.25, 1e-12);
    // Outcomes scatter by √((1 + 35/12) / 2) within the sides.
    let ratio = (0.91 * (8.0 / 3.0) / ((1.0 + 35.0 / 12.0) / 2.0_f64).sqrt()).exp();
    near(shown.unseen.difference, ratio + (ratio * (ratio - 1.0)).sqrt(), 1e-9);
    assert!(shown.unseen.interval > 1.0 && shown.unseen.interval < shown.unseen.difference);
}

/// One neighbour serves twice: differences 3, 5, 3; its own nearest neighbour lies 1 from it.
#[test]
fn a_neighbour_that_serves_twice_adds_to_the_doubt() {
    let places = [
        place(&[60.0], 5.0, true),
        place(&[62.0], 7.0, true),
        place(&[80.0], 4.0, true),
        place(&[61.0], 2.0, false),
        place(&[64.0], 3.0, false),
        place(&[79.0], 1.0, false),
        place(&[50.0], 0.0, false),
    ];
    let shown = matched(&places, 1).expect("two sides");
    near(shown.difference.value, 11.0 / 3.0, 1e-12);
    // (4/9 + 16/9 + 4/9 + (2² − 2) · ½ · 1²) / 3²
    near(shown.difference.se, ((24.0_f64 / 9.0 + 1.0) / 9.0).sqrt(), 1e-12);
    assert_eq!(shown.used, 2);
    let two = matched(&places, 2).expect("two sides");
    near(two.difference.value, 3.0, 1e-12);
    near(two.difference.se, 0.5_f64.sqrt(), 1e-12);
}

#[test]
fn neighbours_as_near_share_the_place_and_order_does_not_matter() {
    let mut places = vec![
        place(&[60.0], 5.0, true),
        place(&[90.0], 5.0, true),
        place(&[59.0], 1.0, false),
        place(&[61.0], 3.0, false),
        place(&[90.0], 4.0, false),
    ];
    let shown = matched(&places, 1).expect("two sides");
    near(shown.difference.value, (5.0 - 2.0 + 1.0) / 2.0, 1e-12);
    places.reverse();
    let again = matched(&places, 1).expect("two sides");
    near(again.difference.value, shown.difference.value, 1e-12);
    near(again.difference.se, shown.difference.se, 1e-12);
}

#[test]
fn how_strong_something_unseen_would_have_to_be() {
    // VanderWeele & Ding's example: a ratio of 3.9 takes 7.26.
    near(e_value(3.9), 7.263, 5e-4);
    near(e_value(1.0 / 3.9), 7.263, 5e-4);
    near(e_value(1.0), 1.0, 1e-12);
}

#[test]
fn what_cannot_be_matched() {
    let two = |assigned: bool| [place(&[1.0], 1.0, assigned), place(&[2.0], 2.0, assigned)];
    let both = [two(true), two(false)].concat();
    assert_eq!(matched(&[], 1), Err(Unfit::Nothing));
    assert_eq!(matched(&two(true), 1), Err(Unfit::OneArm));
    assert_eq!(matched(&both[1..], 1), Err(Unfit::OneCluster));
    assert_eq!(matched(&both, 3), Err(Unfit::Number), "more neighbours than candidates");
    assert_eq!(matched(&both, 0), Err(Unfit::Number));
    assert_eq!(matched(&[both.clone(), vec![place(&[1.0, 2.0], 1.0, true)]].concat(), 1), Err(Unfit::Number));
    assert_eq!(matched(&[both.clone(), vec![place(&[f64::NAN], 1.0, true)]].concat(), 1), Err(Unfit::Number));
    assert_eq!(matched(&vec![place(&[1.0], 1.0, true); MOST + 1], 1), Err(Unfit::TooMany));
}
