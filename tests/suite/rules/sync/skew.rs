//! A phone's time is estimated and doubted, never refused, and no time a phone can send makes the rule fail.
use proptest::prelude::*;
use tungnha::{base::Moment, features::sync::skew::timing};

const NOW: i64 = 1_795_584_000;
const HOUR: i64 = 3_600;
const YEAR: i64 = 365 * 24 * HOUR;

fn at(unix: i64) -> Moment {
    Moment::from_unix_micros(0).plus_seconds(unix)
}

#[test]
fn a_steady_clock_costs_nothing_and_a_far_one_is_flagged() {
    // (skew of the phone's clock, seconds since the event by true time, suspect)
    for (skew, ago, suspect) in [
        (0, 2 * HOUR, false),
        (600, HOUR, false),
        (-600, HOUR, false),
        (601, HOUR, true),
        (-601, HOUR, true),
        (-10 * YEAR, 5 * HOUR, true),
        (-NOW, HOUR, true),
        (14 * HOUR, HOUR, true),
        (3 * YEAR, 60 * 24 * HOUR, true),
        (0, 0, false),
        (0, -1, true),
        (0, -YEAR, true),
    ] {
        let said = timing(at(NOW - ago + skew), at(NOW + skew), at(NOW));
        assert_eq!((said.estimated, said.skew_seconds, said.clock_suspect), (at(NOW - ago), skew, suspect));
    }
}

#[test]
fn fractions_of_a_second_are_kept() {
    let said = timing(Moment::from_unix_micros(1_500_000), at(10), at(20));
    assert_eq!(said.estimated, Moment::from_unix_micros(11_500_000));
}

#[test]
fn what_has_happened_lies_behind_us_on_every_clock() {
    for skew in [0, -10 * YEAR, -NOW, 14 * HOUR, 3 * YEAR] {
        let clock = timing(at(NOW + skew), at(NOW + skew), at(NOW));
        assert_eq!(clock.past(at(NOW - HOUR + skew), at(NOW)), at(NOW - HOUR));
        assert_eq!(clock.past(at(NOW + 1 + skew), at(NOW)), at(NOW));
    }
}

proptest! {
    #[test]
    fn no_time_is_refused(occurred in -8_000_000_000_000_i64..8_000_000_000_000, phone in -8_000_000_000_000_i64..8_000_000_000_000) {
        let said = timing(at(occurred), at(phone), at(NOW));
        prop_assert!((1900..=2199).contains(&said.estimated.day().year()) || said.estimated.day().year() == 2200);
        prop_assert_eq!(said.clock_suspect, (phone - NOW).abs() > 600 || occurred > phone);
    }
}
