//! Shares: half away from zero, in whole hundredths, exactly.
use proptest::prelude::*;
use tungnha::base::share::{Percent, thousands};

#[test]
fn printed_shares_come_out_as_printed() {
    for (part, whole, percent) in [
        (6_808, 5_189, "131.20"),
        (8_262, 5_189, "159.22"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 1, "100.00"),
        (0, 7, "0.00"),
        (1, 20_000, "0.01"),
        (1, 20_001, "0.00"),
        (5, 1_000_000, "0.00"),
        (50, 1_000_000, "0.01"),
        (-1, 3, "-33.33"),
        (-286, 72_862, "-0.39"),
        (1, -3, "-33.33"),
        (-1, -3, "33.33"),
    ] {
        assert_eq!(Percent::of(part, whole).unwrap().to_string(), percent, "{part}/{whole}");
    }
}

#[test]
fn halves_go_away_from_zero() {
    // 1/800 = 0.125 %, 3/800 = 0.375 %, 1/32 = 3.125 %.
    for (part, whole, hundredths) in [(1, 800, 13), (3, 800, 38), (1, 32, 313), (1, 20_000, 1), (3, 20_000, 2)] {
        assert_eq!(Percent::of(part, whole), Some(Percent(hundredths)));
        assert_eq!(Percent::of(-part, whole), Some(Percent(-hundredths)));
        assert_eq!(Percent::of(part, -whole), Some(Percent(-hundredths)));
        assert_eq!(Percent::of(-part, -whole), Some(Percent(hundredths)));
    }
}

#[test]
fn a_share_of_nothing_is_no_data_not_zero() {
    assert_eq!(Percent::of(0, 0), None);
    assert_eq!(Percent::of(5, 0), None);
    assert_eq!(Percent::of(i64::MAX, 1), None);
    assert_eq!(Percent::of(i64::MIN, i64::MIN), Some(Percent(10_000)));
    assert_eq!(Percent::of(i64::MIN, i64::MAX), Some(Percent(-10_000)));
}

#[test]
fn it_is_written_with_two_places_and_read_back() {
    for (hundredths, point, comma, number) in [
        (13_120, "131.20", "131,20", 131.2),
        (5, "0.05", "0,05", 0.05),
        (-39, "-0.39", "-0,39", -0.39),
        (-13_120, "-131.20", "-131,20", -131.2),
        (0, "0.00", "0,00", 0.0),
    ] {
        let percent = Percent(hundredths);
        assert_eq!((percent.to_string().as_str(), percent.vi().as_str()), (point, comma));
        assert!((percent.as_f64() - number).abs() < 1e-12);
    }
    assert_eq!(serde_json::to_string(&Percent(13_120)).unwrap(), "131.2");
}

#[test]
fn only_a_percentage_from_0_to_1000_is_read() {
    for (json, hundredths) in [
        ("0", 0),
        ("131.2", 13_120),
        ("92.62", 9_262),
        ("15.72", 1_572),
        ("1000", 100_000),
        ("12", 1_200),
        ("-0.0", 0),
        ("0.005", 1),
    ] {
        assert_eq!(serde_json::from_str::<Percent>(json).map_err(|e| e.to_string()), Ok(Percent(hundredths)), "{json}");
    }
    for json in ["-0.01", "1000.01", "1e400", "\"5\"", "null", "[]", "NaN"] {
        assert!(serde_json::from_str::<Percent>(json).is_err(), "{json}");
    }
}

#[test]
fn thousands_are_marked_by_points() {
    for (number, text) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1.000"),
        (812_996, "812.996"),
        (1_234_567, "1.234.567"),
        (-1_454, "-1.454"),
        (-999, "-999"),
        (i64::MIN, "-9.223.372.036.854.775.808"),
    ] {
        assert_eq!(thousands(number), text);
    }
}

proptest! {
    #[test]
    fn it_is_the_nearest_hundredth(part in -1_000_000_000_i64..1_000_000_000, whole in 1_i64..1_000_000_000) {
        let got = i128::from(Percent::of(part, whole).unwrap().0);
        let (exact, w) = (i128::from(part) * 10_000, i128::from(whole));
        // |got − exact/whole| ≤ 1/2, and on the half the greater magnitude.
        let off = (got * w - exact).abs() * 2;
        prop_assert!(off <= w);
        if off == w {
            prop_assert!((got * w).abs() > exact.abs());
        }
        prop_assert_eq!(Percent::of(-part, whole).unwrap().0, -Percent::of(part, whole).unwrap().0);
    }

    #[test]
    fn the_count_that_reaches_a_rate_is_the_smallest_one(hundredths in 0_i64..=10_000, whole in 1_i64..10_000_000) {
        let count = Percent(hundredths).count_of(whole);
        let reaches = |n: i64| i128::from(n) * 10_000 >= i128::from(hundredths) * i128::from(whole);
        prop_assert!(reaches(count));
        prop_assert!(count == 0 || !reaches(count - 1));
    }
}
