//! What a payment is for, by when it is due, when somebody counts as lapsed; and when a card begins and ends.
use serde_json::json;
use tungnha::features::quotes::dates::{card_starts, ends};

use super::{answer, day, voluntary_question as question};

#[test]
fn every_method_is_due_and_lapses_as_the_law_says() {
    for (method, from, due, paid_to, lapsed) in [
        ("month", "2026-01", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("quarter", "2026-01", "2026-03-31", "2026-03-31", "2026-06-30"),
        ("half_year", "2026-01", "2026-04-30", "2026-06-30", "2026-10-31"),
        ("year", "2026-01", "2026-07-31", "2026-12-31", "2027-07-31"),
        // Month ends and leap years.
        ("month", "2028-01", "2028-01-31", "2028-01-31", "2028-02-29"),
        ("month", "2028-02", "2028-02-29", "2028-02-29", "2028-03-31"),
        ("quarter", "2027-12", "2028-02-29", "2028-02-29", "2028-05-31"),
        ("quarter", "2026-11", "2027-01-31", "2027-01-31", "2027-04-30"),
        ("half_year", "2026-10", "2027-01-31", "2027-03-31", "2027-07-31"),
        ("year", "2026-08", "2027-02-28", "2027-07-31", "2028-02-29"),
        ("year", "2027-08", "2028-02-29", "2028-07-31", "2029-02-28"),
    ] {
        let on = format!("{from}-05");
        let income = if from < "2027" { 1_500_000 } else { 2_200_000 };
        let quote = answer(&question(&json!({ "on": on, "method": method, "income_vnd": income }))).expect("a quote");
        let got = (quote.starts_on, quote.due_by, quote.paid_to, quote.lapsed_after);
        let first = day(&format!("{from}-01"));
        assert_eq!(got, (first, Some(day(due)), day(paid_to), day(lapsed)), "{method} {from}");
    }
}

#[test]
fn a_yearly_payer_is_not_lapsed_until_month_seven_is_over() {
    // Tết 2027 falls on 6/2: holidays move no due date.
    let q = question(&json!({ "on": "2026-02-20", "method": "year", "period_from": "2026-02" }));
    let quote = answer(&q).expect("a quote");
    assert_eq!((quote.paid_to, quote.lapsed_after), (day("2027-01-31"), day("2027-08-31")));
    let first_lapsed = quote.lapsed_after.plus_days(1);
    assert_eq!(first_lapsed, day("2027-09-01"));
}

#[test]
fn what_is_paid_once_is_due_on_registration() {
    let q = question(&json!({ "on": "2026-11-15", "method": "years_ahead", "months": 24 }));
    let quote = answer(&q).expect("a quote");
    let got = (quote.starts_on, quote.due_by, quote.paid_to, quote.lapsed_after);
    assert_eq!(got, (day("2026-11-01"), None, day("2028-10-31"), day("2028-11-30")));
    let q = question(
        &json!({ "on": "2026-11-15", "method": "missing_months", "months": 7, "retirement_age_reached": true }),
    );
    let quote = answer(&q).expect("a quote");
    assert_eq!((quote.due_by, quote.paid_to, quote.lapsed_after), (None, day("2026-11-30"), day("2026-11-30")));
}

#[test]
fn a_period_may_lie_near_the_day_of_payment_and_one_that_was_due_is_said() {
    let of = |from: &str, method: &str| {
        answer(&question(&json!({ "on": "2026-11-15", "method": method, "period_from": from })))
    };
    let ahead = of("2027-01", "year").expect("a quote");
    assert_eq!((ahead.payable_vnd, ahead.starts_on), (3_168_000, day("2027-01-01")), "the floor of the day of payment");
    let late = of("2026-01", "year").expect("a quote");
    assert!(late.warnings.iter().any(|w| w.code.as_str() == "past_due" && w.on == Some(day("2026-07-31"))));
    assert_eq!(late.valid_to, day("2026-12-15"), "what was due before does not end it before it began");
    let in_time = of("2026-05", "year").expect("a quote");
    assert!(in_time.warnings.iter().all(|w| w.code.as_str() != "past_due"));
    assert_eq!(of("2024-10", "year").expect_err("too far"), "period-too-far");
    assert_eq!(of("2028-12", "year").expect_err("too far"), "period-too-far");
    let past = json!({ "on": "2026-11-15", "method": "years_ahead", "months": 24, "period_from": "2026-10" });
    assert_eq!(answer(&question(&past)).expect_err("ahead is not behind"), "period-too-far");
}

#[test]
fn a_card_goes_on_from_the_old_one_or_waits_thirty_days() {
    for (on, previous, starts) in [
        ("2026-11-25", None, "2026-12-25"),
        ("2026-11-25", Some("2026-12-31"), "2027-01-01"),
        ("2026-11-25", Some("2026-11-25"), "2026-11-26"),
        ("2026-11-25", Some("2026-11-24"), "2026-11-25"),
        ("2026-11-25", Some("2026-08-28"), "2026-08-29"),
        ("2026-11-25", Some("2026-08-27"), "2026-12-25"),
        ("2026-11-25", Some("2020-01-31"), "2026-12-25"),
        ("2028-01-30", None, "2028-02-29"),
        ("2027-01-30", None, "2027-03-01"),
    ] {
        assert_eq!(card_starts(day(on), previous.map(day), 30, 90), day(starts), "{on} {previous:?}");
    }
    for (starts, months, last) in [
        ("2026-12-25", 3, "2027-03-24"),
        ("2027-01-01", 12, "2027-12-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-11-29", 3, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-03-01", 12, "2028-02-29"),
    ] {
        assert_eq!(ends(day(starts), months), day(last), "{starts} {months}");
    }
}
