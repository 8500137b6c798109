//! Periods: years, quarters, months.
use proptest::prelude::*;
use tungnha::{base::Day, features::targets::period::Period};

#[test]
fn a_period_covers_its_days() {
    for (text, from, to) in [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900", "1900-01-01", "1900-12-31"),
        ("2199-12", "2199-12-01", "2199-12-31"),
    ] {
        let period: Period = text.parse().unwrap_or_else(|_| panic!("{text}"));
        assert_eq!(
            (period.from.to_string(), period.to.to_string(), period.to_string()),
            (from.into(), to.into(), text.into())
        );
        assert_eq!(serde_json::to_string(&period).unwrap(), format!("\"{text}\""));
    }
}

#[test]
fn everything_else_is_no_period() {
    for text in [
        "",
        "19",
        "20266",
        "2026-",
        "2026-0",
        "2026-1",
        "2026-00",
        "2026-13",
        "2026-Q0",
        "2026-Q5",
        "2026-Q",
        "2026-q1",
        "2026-Q11",
        "2026-001",
        "2026-11-25",
        "-2026",
        "+202",
        "1899",
        "2200",
        "２０２６",
        "2026-1१",
        " 2026",
        "2026 ",
        "2026/11",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text:?}");
    }
}

#[test]
fn a_day_is_a_day_of_the_calendar() {
    for text in ["1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29"] {
        assert_eq!(text.parse::<Day>().map(|d| d.to_string()).ok().as_deref(), Some(text));
    }
    for text in [
        "2023-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-00-10",
        "2026-13-01",
        "1899-12-31",
        "2200-01-01",
        "2026-1-1",
        "26-11-2025",
        "2026-11-25T00:00",
        "2026-11-2５",
        "2026+11-25",
        " 026-11-25",
        "",
    ] {
        assert!(text.parse::<Day>().is_err(), "{text:?}");
    }
    assert_eq!("2023-07-30".parse::<Day>().unwrap().vi(), "30/07/2023");
}

#[test]
fn months_are_counted_to_the_last_day_where_a_month_is_shorter() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    for (from, months, to) in [
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-11-25", 12, "2025-11-25"),
    ] {
        assert_eq!(day(from).minus_months(months), day(to));
    }
    assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
}

proptest! {
    #[test]
    fn periods_are_written_as_they_are_read(year in 1900_i32..2200, month in 1_u32..=12, quarter in 1_u32..=4) {
        for text in [format!("{year:04}"), format!("{year:04}-{month:02}"), format!("{year:04}-Q{quarter}")] {
            prop_assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn quarters_and_months_tile_the_year(year in 1900_i32..2199) {
        let period = |text: String| text.parse::<Period>().unwrap();
        for parts in [(1..=12).map(|m| period(format!("{year}-{m:02}"))).collect::<Vec<_>>(), (1..=4).map(|q| period(format!("{year}-Q{q}"))).collect()] {
            prop_assert!(parts.windows(2).all(|pair| pair[0].to.plus_days(1) == pair[1].from));
            let whole = period(year.to_string());
            prop_assert_eq!((parts[0].from, parts[parts.len() - 1].to), (whole.from, whole.to));
        }
    }
}

#[test]
fn arithmetic_beyond_the_calendar_comes_back_to_its_ends() {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    assert_eq!(day("1900-01-01").plus_days(-90).writable(), day("1900-01-01"));
    assert_eq!(day("2199-12-31").plus_days(90).writable(), day("2199-12-31"));
    assert_eq!(day("2026-11-26").plus_days(-90).writable(), day("2026-08-28"));
}
