//! Stretches: a period cut into years, months and days, each day counted once.
use std::collections::BTreeMap;

use proptest::prelude::*;
use tungnha::{
    base::Day,
    db::cells::span::{Grain, Stretch, stretches, undated},
};

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// The cells that a stretch reads: its keys, from the first to the last.
fn keys(stretch: &Stretch) -> Vec<Day> {
    let mut out = vec![stretch.from];
    loop {
        let last = out[out.len() - 1];
        let next = match stretch.grain {
            Grain::Year => last.plus_months(12),
            Grain::Month => last.plus_months(1),
            Grain::Day | Grain::Undated => last.plus_days(1),
        };
        if next > stretch.to {
            return out;
        }
        out.push(next);
    }
}

/// What a day lies in: itself, its month and its year.
fn holding(day: Day) -> [(Grain, Day); 3] {
    [(Grain::Day, day), (Grain::Month, day.month_start()), (Grain::Year, day.year_start())]
}

/// How often each day counts, over the cells that the days are kept in; what is taken away again counts against it.
fn covered(from: Day, to: Day, years: bool) -> BTreeMap<Day, i64> {
    let cells: Vec<((Grain, Day), i64)> =
        stretches(from, to, years).iter().flat_map(|s| keys(s).into_iter().map(|k| ((s.grain, k), s.sign))).collect();
    let mut seen = BTreeMap::new();
    let mut at = from.plus_days(-400);
    while at <= to.plus_days(400) {
        let kept = holding(at);
        let times: i64 = cells.iter().filter(|(key, _)| kept.contains(key)).map(|(_, sign)| sign).sum();
        if times != 0 {
            seen.insert(at, times);
        }
        at = at.plus_days(1);
    }
    seen
}

#[test]
fn a_long_period_is_read_in_few_stretches() {
    let whole = stretches(day("1900-01-01"), day("2199-12-31"), true);
    assert_eq!(whole, [Stretch { grain: Grain::Year, from: day("1900-01-01"), to: day("2199-12-31"), sign: 1 }]);
    let odd = stretches(day("2019-11-30"), day("2023-02-02"), true);
    let shown: Vec<(Grain, String, String)> =
        odd.iter().map(|s| (s.grain, s.from.to_string(), s.to.to_string())).collect();
    let expected = [
        (Grain::Day, "2019-11-30", "2019-11-30"),
        (Grain::Day, "2023-02-01", "2023-02-02"),
        (Grain::Month, "2019-12-01", "2019-12-31"),
        (Grain::Year, "2020-01-01", "2022-12-31"),
        (Grain::Month, "2023-01-01", "2023-01-31"),
    ];
    assert_eq!(shown, expected.map(|(g, f, t)| (g, f.to_owned(), t.to_owned())));
    assert!(odd.iter().all(|s| s.sign == 1));
    assert_eq!(
        stretches(day("2020-01-01"), day("2020-12-31"), false),
        [Stretch { grain: Grain::Month, from: day("2020-01-01"), to: day("2020-12-31"), sign: 1 }]
    );
    assert_eq!(stretches(day("2020-01-02"), day("2020-01-01"), true), []);
}

#[test]
fn what_is_nearly_whole_is_read_whole_and_the_rest_taken_away() {
    let shown: Vec<(Grain, String, String, i64)> = stretches(day("2024-02-10"), day("2026-10-20"), true)
        .iter()
        .map(|s| (s.grain, s.from.to_string(), s.to.to_string(), s.sign))
        .collect();
    let expected = [
        (Grain::Day, "2024-02-01", "2024-02-09", -1),
        (Grain::Day, "2026-10-21", "2026-10-31", -1),
        (Grain::Month, "2024-01-01", "2024-01-31", -1),
        (Grain::Year, "2024-01-01", "2026-12-31", 1),
        (Grain::Month, "2026-11-01", "2026-12-31", -1),
    ];
    assert_eq!(shown, expected.map(|(g, f, t, s)| (g, f.to_owned(), t.to_owned(), s)));
}

#[test]
fn what_has_no_day_lies_before_the_calendar() {
    assert!(undated().from < day("1900-01-01"));
}

#[test]
fn days_are_read_month_by_month() {
    let odd = Stretch { grain: Grain::Day, from: day("2026-01-20"), to: day("2026-03-01"), sign: -1 };
    let cut: Vec<(String, String, i64)> =
        odd.by_month().map(|piece| (piece.from.to_string(), piece.to.to_string(), piece.sign)).collect();
    let expected =
        [("2026-01-20", "2026-01-31", -1), ("2026-02-01", "2026-02-28", -1), ("2026-03-01", "2026-03-01", -1)];
    assert_eq!(cut, expected.map(|(from, to, sign)| (from.to_owned(), to.to_owned(), sign)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_day_counts_exactly_once_and_no_other(start in 0_i64..3_000, length in 0_i64..1_600, years: bool) {
        let from = day("2018-01-01").plus_days(start);
        let to = from.plus_days(length);
        let seen = covered(from, to, years);
        prop_assert_eq!(i64::try_from(seen.len()).unwrap(), length + 1);
        prop_assert!(seen.values().all(|times| *times == 1));
        prop_assert_eq!((seen.keys().next(), seen.keys().last()), (Some(&from), Some(&to)));
        prop_assert!(years || stretches(from, to, years).iter().all(|s| s.grain != Grain::Year));
        prop_assert!(stretches(from, to, years).len() <= 5);
    }
}
