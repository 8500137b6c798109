//! What an additional enrolment costs, and whether sides were alike.
use tungnha::methods::{
    Estimate, Spread, Unfit,
    balance::{Known, balance, largest},
    cost::{Paid, per_additional, per_enrolment},
    draws::Draws,
    grade::Grade,
};

use super::{near, truth::normal};

const COST: Paid = Paid { value: 60_000_000.0, se: 0.0 };

#[test]
fn an_additional_enrolment() {
    // 4 points more of 5,000 people are 200 enrolments: 300,000 đồng each; the interval is the effect's, turned over.
    let effect = Estimate::new(0.04, 0.01, Spread::Normal);
    let cost = per_additional(COST, &effect, 5_000.0, Grade::A).expect("a price");
    near(cost.value.expect("more enrolled"), 300_000.0, 1e-6);
    near(cost.low.expect("a least"), 60_000_000.0 / (5_000.0 * effect.high), 1e-6);
    near(cost.high.expect("a most"), 60_000_000.0 / (5_000.0 * effect.low), 1e-6);
    // Few clusters reach farther.
    let few = per_additional(COST, &Estimate::new(0.04, 0.01, Spread::T(6.0)), 5_000.0, Grade::B).expect("a price");
    assert!(few.low < cost.low && few.high > cost.high);
    // A cost that is not certain either: Fieller's roots, worked out by hand.
    let doubtful = per_additional(Paid { se: 9_000_000.0, ..COST }, &effect, 5_000.0, Grade::A).expect("a price");
    let (z2, c, e) = (1.959_963_984_540_054_f64.powi(2), 60.0, 200.0);
    let (a, b, f) = (e * e - z2 * 2_500.0, e * c, c * c - z2 * 81.0);
    let root = (b * b - a * f).sqrt();
    near(doubtful.low.expect("a least"), 1e6 * (b - root) / a, 1e-3);
    near(doubtful.high.expect("a most"), 1e6 * (b + root) / a, 1e-3);
}

#[test]
fn where_there_may_be_no_effect_no_price_is_too_high() {
    let open = per_additional(COST, &Estimate::new(0.01, 0.01, Spread::Normal), 5_000.0, Grade::A).expect("a price");
    near(open.low.expect("a least"), 60_000_000.0 / (5_000.0 * (0.01 + 0.019_599_639_845)), 1e-3);
    assert_eq!(open.high, None);
    let worse = per_additional(COST, &Estimate::new(-0.04, 0.01, Spread::Normal), 5_000.0, Grade::A).expect("no price");
    assert_eq!((worse.value, worse.low, worse.high), (None, None, None));
    let nothing = Estimate::new(0.0, 0.0, Spread::Normal);
    let none = per_additional(COST, &nothing, 5_000.0, Grade::A).expect("no price");
    assert_eq!((none.value, none.high), (None, None));
}

#[test]
fn only_an_effect_has_a_price() {
    let effect = Estimate::new(0.04, 0.01, Spread::Normal);
    for grade in Grade::ALL {
        let refused = per_additional(COST, &effect, 5_000.0, *grade).err();
        assert_eq!(refused, (!grade.shows_effect()).then_some(Unfit::NoEffect), "{grade}");
    }
    for (paid, people) in [(-1.0, 5_000.0), (f64::NAN, 5_000.0), (1.0, 0.0), (1.0, f64::INFINITY)] {
        let refused = per_additional(Paid { value: paid, se: 0.0 }, &effect, people, Grade::A);
        assert_eq!(refused, Err(Unfit::Number));
    }
    assert_eq!(per_enrolment(60_000_000.0, 240.0), Ok(250_000.0));
    assert_eq!((per_enrolment(1.0, 0.0), per_enrolment(-1.0, 2.0)), (Err(Unfit::Nothing), Err(Unfit::Number)));
}

#[test]
fn prices_are_as_sure_as_they_say() {
    // 300,000 đồng each in truth; effects weak enough for the delta method to fail.
    let (mut draws, mut covered) = (Draws::new(31), 0);
    for _ in 0..2_000 {
        let effect = Estimate::new(0.04 + 0.016 * normal(&mut draws), 0.016, Spread::Normal);
        let cost = per_additional(COST, &effect, 5_000.0, Grade::A).expect("a price");
        covered +=
            usize::from(cost.low.is_some_and(|low| low <= 300_000.0) && cost.high.is_none_or(|high| high >= 300_000.0));
    }
    assert!((1_860..=1_940).contains(&covered), "{covered} of 2000");
}

#[test]
fn sides_that_were_alike() {
    let known = |what: &str, values: [f64; 4]| {
        values
            .into_iter()
            .zip([false, false, true, true])
            .map(|(value, assigned)| Known { what: what.to_owned(), value, assigned })
            .collect::<Vec<_>>()
    };
    let table = balance(&[known("covered", [0.8, 0.9, 0.82, 0.96]), known("poor", [1.0, 1.0, 1.0, 1.0])].concat())
        .expect("a table");
    // (0.89 − 0.85) / √((0.005 + 0.0098) / 2)
    near(table["covered"].standardised.expect("a spread"), 0.04 / 0.007_4_f64.sqrt(), 1e-12);
    assert_eq!((table["poor"].control, table["poor"].standardised), (1.0, None));
    near(largest(&table).expect("one"), 0.464_990_5, 1e-6);
    assert_eq!(balance(&[]), Err(Unfit::Nothing));
    assert_eq!(balance(&[Known { what: "x".into(), value: 1.0, assigned: true }]), Err(Unfit::OneArm));
    assert_eq!(balance(&known("x", [f64::NAN, 1.0, 1.0, 1.0])), Err(Unfit::Number));
}
