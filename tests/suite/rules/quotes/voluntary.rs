//! Voluntary social insurance against the vectors of the trade.
use serde_json::json;

use tungnha::features::{
    quotes::compute::Books,
    rates::{Confidence, Fact, RateKind},
};

use super::{KNOWN, answer, answer_by, codes, day, nowhere, shipped, voluntary_question as question};

/// Period, groups, percent of support, full, support, pay, pay for twelve months.
type Row = (&'static [&'static str], &'static [&'static str], i64, i64, i64, i64, i64);

const ROWS: &[Row] = &[
    (&["2018-01-01", "2021-12-31"], &["poor"], 30, 154_000, 46_200, 107_800, 1_293_600),
    (&["2018-01-01", "2021-12-31"], &["near_poor"], 25, 154_000, 38_500, 115_500, 1_386_000),
    (&["2018-01-01", "2021-12-31"], &[], 10, 154_000, 15_400, 138_600, 1_663_200),
    (&["2018-01-01", "2021-12-31"], &["ethnic_minority"], 10, 154_000, 15_400, 138_600, 1_663_200),
    (&["2022-01-01", "2025-06-30"], &["poor"], 30, 330_000, 99_000, 231_000, 2_772_000),
    (&["2022-01-01", "2025-06-30"], &["near_poor"], 25, 330_000, 82_500, 247_500, 2_970_000),
    (&["2022-01-01", "2025-06-30"], &[], 10, 330_000, 33_000, 297_000, 3_564_000),
    (&["2022-01-01", "2025-06-30"], &["island_commune"], 10, 330_000, 33_000, 297_000, 3_564_000),
    (&["2025-07-01", "2026-12-31"], &["poor"], 50, 330_000, 165_000, 165_000, 1_980_000),
    (&["2025-07-01", "2026-12-31"], &["island_commune"], 50, 330_000, 165_000, 165_000, 1_980_000),
    (&["2025-07-01", "2026-12-31"], &["special_zone"], 50, 330_000, 165_000, 165_000, 1_980_000),
    (&["2025-07-01", "2026-12-31"], &["near_poor"], 40, 330_000, 132_000, 198_000, 2_376_000),
    (&["2025-07-01", "2026-12-31"], &["ethnic_minority"], 30, 330_000, 99_000, 231_000, 2_772_000),
    (&["2025-07-01", "2026-12-31"], &[], 20, 330_000, 66_000, 264_000, 3_168_000),
    (&["2027-01-01", "2030-06-15"], &["poor"], 50, 484_000, 242_000, 242_000, 2_904_000),
    (&["2027-01-01", "2030-06-15"], &["near_poor"], 40, 484_000, 193_600, 290_400, 3_484_800),
    (&["2027-01-01", "2030-06-15"], &["ethnic_minority"], 30, 484_000, 145_200, 338_800, 4_065_600),
    (&["2027-01-01", "2030-06-15"], &[], 20, 484_000, 96_800, 387_200, 4_646_400),
];

fn floor_on(on: &str) -> i64 {
    match on {
        on if on < "2022-01-01" => 700_000,
        on if on < "2027-01-01" => 1_500_000,
        _ => 2_200_000,
    }
}

#[test]
fn the_lowest_income_in_every_period_at_both_its_ends() {
    for (days, groups, percent, full, support, pay, year) in ROWS {
        for on in *days {
            let income = floor_on(on);
            let q = question(&json!({ "on": on, "groups": groups, "income_vnd": income }));
            let quote = answer(&q).unwrap_or_else(|code| panic!("{on} {groups:?}: {code}"));
            let won = quote.group_won.clone().expect("everybody is supported");
            assert_eq!(
                (won.percent.0, quote.full_vnd, quote.state_vnd, quote.payable_vnd),
                (percent * 100, *full, *support, *pay),
                "{on} {groups:?}"
            );
            let year_q = question(&json!({ "on": on, "groups": groups, "income_vnd": income, "method": "year" }));
            let year_quote = answer(&year_q).expect("a year");
            assert_eq!(year_quote.payable_vnd, *year, "{on} {groups:?}");
            assert_eq!(year_quote.per_month.expect("alike").payable_vnd, *pay);
            assert_eq!(year_quote.supports.iter().map(|s| s.amount_vnd).sum::<i64>(), support * 12);
        }
    }
}

#[test]
fn support_is_a_share_of_the_lowest_contribution_whatever_is_chosen() {
    for (groups, pay) in
        [(vec!["poor"], 495_000), (vec!["near_poor"], 528_000), (vec!["ethnic_minority"], 561_000), (vec![], 594_000)]
    {
        let q = question(&json!({ "on": "2026-11-15", "groups": groups, "income_vnd": 3_000_000 }));
        let quote = answer(&q).expect("a quote");
        assert_eq!((quote.full_vnd, quote.payable_vnd), (660_000, pay), "{groups:?}");
    }
    for (method, pay) in [("quarter", 1_782_000), ("half_year", 3_564_000), ("year", 7_128_000)] {
        let q = question(&json!({ "on": "2026-11-15", "income_vnd": 3_000_000, "method": method }));
        assert_eq!(answer(&q).expect("a quote").payable_vnd, pay, "{method}");
    }
}

#[test]
fn of_several_groups_the_one_that_gives_most_decides_and_says_why() {
    let all = ["near_poor", "poor", "ethnic_minority", "student"];
    let quote = answer(&question(&json!({ "on": "2026-11-15", "groups": all }))).expect("a quote");
    let won = quote.group_won.expect("a group");
    assert_eq!((won.group.as_str(), won.because.as_str(), won.percent.0), ("poor", "highest", 5_000));
    let over: Vec<(&str, i64)> = won.over.iter().map(|o| (o.group.as_str(), o.percent.0)).collect();
    assert_eq!(over, [("near_poor", 4_000), ("ethnic_minority", 3_000)]);
    let one = answer(&question(&json!({ "on": "2026-11-15", "groups": ["poor"] }))).expect("a quote");
    assert_eq!(one.group_won.expect("a group").because.as_str(), "only");
    let none = answer(&question(&json!({ "on": "2026-11-15", "groups": ["student"] }))).expect("a quote");
    assert_eq!(none.group_won.expect("everybody").because.as_str(), "everybody");
    assert_eq!(quote.supports[0].article.as_deref(), Some("Điều 5"));
    assert_eq!(quote.supports[0].basis, "NĐ 159/2025/NĐ-CP");
}

#[test]
fn the_ceiling_is_twenty_times_the_base_salary_of_the_day_of_payment() {
    for (on, base, most) in [
        ("2018-07-01", 1_390_000, 6_116_000),
        ("2023-06-30", 1_490_000, 6_556_000),
        ("2023-07-01", 1_800_000, 7_920_000),
        ("2024-06-30", 1_800_000, 7_920_000),
        ("2024-07-01", 2_340_000, 10_296_000),
        ("2026-06-30", 2_340_000, 10_296_000),
        ("2026-07-01", 2_530_000, 11_132_000),
    ] {
        let quote = answer(&question(&json!({ "on": on, "income_vnd": base * 20 }))).expect("the ceiling itself");
        assert_eq!((quote.full_vnd, quote.ceiling_vnd), (most, Some(base * 20)), "{on}");
        let above = question(&json!({ "on": on, "income_vnd": base * 20 + 50_000 }));
        assert_eq!(answer(&above), Err("income-above-ceiling".into()), "{on}");
    }
}

#[test]
fn an_income_that_is_not_open_is_refused_by_its_name() {
    for (on, income, code) in [
        ("2026-06-30", 46_800_001, Some("income-above-ceiling")),
        ("2026-06-30", 50_600_000, Some("income-above-ceiling")),
        ("2026-07-01", 50_600_000, None),
        ("2026-07-01", 50_600_001, Some("income-above-ceiling")),
        ("2026-11-25", 1_499_999, Some("income-below-floor")),
        ("2026-12-31", 1_500_000, None),
        ("2027-01-01", 1_500_000, Some("income-below-floor")),
        ("2027-01-01", 2_200_000, None),
        ("2021-12-31", 700_000, None),
        ("2022-01-01", 700_000, Some("income-below-floor")),
        ("2026-11-25", 1_500_001, Some("income-off-step")),
        ("2026-11-25", 1_550_000, None),
        ("2026-11-25", 1_575_000, Some("income-off-step")),
        ("2015-12-31", 1_500_000, Some("rate-missing")),
    ] {
        let got = answer(&question(&json!({ "on": on, "income_vnd": income })));
        assert_eq!(got.err().as_deref(), code, "{on} {income}");
    }
    let refused = |more| answer(&question(&more)).err();
    assert_eq!(refused(json!({ "method": null })).as_deref(), Some("invalid"));
    assert_eq!(refused(json!({ "income_vnd": null })).as_deref(), Some("invalid"));
    assert_eq!(refused(json!({ "method": "card" })).as_deref(), Some("field-not-for-scheme"));
    assert_eq!(refused(json!({ "already_joined": 1 })).as_deref(), Some("field-not-for-scheme"));
    assert_eq!(refused(json!({ "method": "quarter", "months": 4 })).as_deref(), Some("months-not-of-method"));
    assert_eq!(refused(json!({ "method": "quarter", "months": 3 })), None);
}

#[test]
fn years_paid_ahead_are_discounted_and_missing_months_bear_interest() {
    for (income, months, full) in [
        (1_500_000, 24, 7_644_801),
        (1_500_000, 36, 11_259_443),
        (1_500_000, 48, 14_742_290),
        (1_500_000, 60, 18_098_148),
        (3_000_000, 60, 36_196_296),
    ] {
        let q =
            question(&json!({ "on": "2026-11-15", "method": "years_ahead", "months": months, "income_vnd": income }));
        let quote = answer(&q).expect("a quote");
        assert_eq!(quote.full_vnd, full, "{income} {months}");
        assert_eq!(quote.state_vnd, 66_000 * months, "support is not discounted");
        assert!(codes(&quote).contains(&"support_unsettled"));
    }
    for (months, full) in [(12, 4_040_708), (36, 12_586_622), (60, 21_791_542)] {
        let asked =
            json!({ "on": "2026-11-15", "method": "missing_months", "months": months, "retirement_age_reached": true });
        assert_eq!(answer(&question(&asked)).expect("a quote").full_vnd, full, "{months}");
    }
    let refused = |more| answer(&question(&more)).expect_err("refused");
    for months in [1, 12, 23, 25, 72] {
        let more = json!({ "on": "2026-11-15", "method": "years_ahead", "months": months });
        assert_eq!(refused(more), "months-not-of-method", "{months}");
    }
    let missing = |more: serde_json::Value| {
        let mut body = json!({ "on": "2026-11-15", "method": "missing_months", "months": 60 });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    assert_eq!(refused(missing(json!({}))), "retirement-age-unsaid");
    assert_eq!(refused(missing(json!({ "retirement_age_reached": false }))), "retirement-age-not-reached");
    let too_many = missing(json!({ "retirement_age_reached": true, "months": 61 }));
    assert_eq!(refused(too_many), "too-many-missing-months");
    let no_interest = json!({ "on": "2025-12-31", "method": "years_ahead", "months": 24 });
    assert_eq!(refused(no_interest), "rate-missing", "no interest is published for 2025");
}

#[test]
fn the_state_supports_a_hundred_and_twenty_months_and_says_when_they_end() {
    for (before, supported, code, month) in [
        (0, 12, None, None),
        (107, 12, None, None),
        (108, 12, Some("support_cap_reached"), Some("2026-12")),
        (109, 11, Some("support_cap_reached"), Some("2026-11")),
        (119, 1, Some("support_cap_reached"), Some("2026-01")),
        (120, 0, Some("support_cap_used_up"), None),
        (200, 0, Some("support_cap_used_up"), None),
    ] {
        let q = question(
            &json!({ "on": "2026-01-10", "method": "year", "groups": ["poor"], "months_supported_before": before }),
        );
        let quote = answer(&q).expect("a quote");
        assert_eq!(quote.state_vnd, 165_000 * supported, "{before}");
        assert_eq!(quote.payable_vnd, 3_960_000 - 165_000 * supported, "{before}");
        let warned = quote.warnings.iter().find(|w| w.code.as_str().starts_with("support_cap"));
        assert_eq!(warned.map(|w| w.code.as_str()), code, "{before}");
        assert_eq!(warned.and_then(|w| w.month).map(|m| m.to_string()).as_deref(), month, "{before}");
        assert_eq!(quote.per_month.is_some(), supported == 12 || supported == 0, "{before}");
    }
}

#[test]
fn interest_of_an_earlier_year_is_said_and_a_discount_only_where_there_is_one() {
    let ahead = |on: &str| json!({ "on": on, "method": "years_ahead", "months": 24, "income_vnd": floor_on(on) });
    for (on, codes_wanted) in [
        ("2026-12-01", &["support_unsettled", "rate_changes"][..]),
        ("2027-03-01", &["support_unsettled", "interest_of_another_year"]),
        ("2030-03-01", &["support_unsettled", "interest_of_another_year"]),
    ] {
        assert_eq!(codes(&answer(&question(&ahead(on))).expect("a quote")), codes_wanted, "{on}");
    }
    let quote = answer(&question(&ahead("2027-03-01"))).expect("a quote").in_words(tungnha::base::Lang::Vi);
    assert!(quote.warnings.iter().any(|w| w.text.contains("01/01/2026")), "{:?}", quote.warnings);
    let missing =
        json!({ "on": "2026-11-15", "method": "missing_months", "months": 12, "retirement_age_reached": true });
    assert_eq!(codes(&answer(&question(&missing)).expect("a quote")), Vec::<&str>::new());
    let year = json!({ "on": "2027-03-01", "method": "year", "income_vnd": 2_200_000 });
    assert_eq!(codes(&answer(&question(&year)).expect("a quote")), Vec::<&str>::new(), "no interest, no word of it");
}

#[test]
fn voluntary_insurance_is_open_from_fifteen() {
    for (age, code) in [(10, Some("too-young")), (14, Some("too-young")), (15, None), (70, None)] {
        assert_eq!(answer(&question(&json!({ "age": age }))).err().as_deref(), code, "{age}");
    }
}

#[test]
fn paying_ahead_saves_what_the_interest_comes_to() {
    let q = question(&json!({ "on": "2026-11-15", "method": "years_ahead", "months": 60 }));
    let year = question(&json!({ "on": "2026-11-15", "method": "year" }));
    let nominal = answer(&year).expect("a year").full_vnd * 5;
    assert_eq!((nominal, answer(&q).expect("five years").full_vnd), (19_800_000, 18_098_148));
}

#[test]
fn a_rate_that_changes_within_the_paid_period_is_said_and_changes_nothing() {
    let q = question(&json!({ "on": "2026-11-15", "method": "year" }));
    let quote = answer(&q).expect("a quote");
    assert_eq!(quote.payable_vnd, 3_168_000);
    let changes: Vec<_> = quote.warnings.iter().filter(|w| w.code.as_str() == "rate_changes").collect();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (changes[0].on, changes[0].old, changes[0].new),
        (Some(day("2027-01-01")), Some(1_500_000), Some(2_200_000))
    );
    let q = question(&json!({ "on": "2026-11-15", "method": "month" }));
    assert_eq!(codes(&answer(&q).expect("a quote")), Vec::<&str>::new());
    let said = quote.in_words(tungnha::base::Lang::Vi);
    assert!(said.warnings.iter().any(|w| w.text.contains("1.500.000") && w.text.contains("01/01/2027")));
}

#[test]
fn an_answer_holds_until_it_was_due_or_the_law_changes_a_month_at_the_most() {
    for (on, method, valid_to) in [
        ("2026-11-01", "year", "2026-12-01"),
        ("2026-11-01", "month", "2026-11-30"),
        ("2026-12-15", "year", "2026-12-31"),
        ("2026-06-15", "year", "2026-06-30"),
        ("2027-01-01", "year", "2027-01-31"),
    ] {
        let income = floor_on(on);
        let q = question(&json!({ "on": on, "method": method, "income_vnd": income }));
        assert_eq!(answer(&q).expect("a quote").valid_to, day(valid_to), "{on} {method}");
    }
}

#[test]
fn every_dated_fact_that_was_used_is_named() {
    let quote = answer(&question(&json!({ "on": "2026-11-15" }))).expect("a quote");
    let named: Vec<(&str, Option<&str>)> =
        quote.law.iter().map(|fact| (fact.kind.as_str(), fact.key.as_deref())).collect();
    for fact in [
        ("rural_poverty_line", None),
        ("base_salary", None),
        ("income_ceiling_multiple", None),
        ("income_step", None),
        ("due_months", Some("month")),
        ("contribution_rate", Some("bhxh_tn")),
        ("state_support_bhxh_tn", Some("other")),
        ("support_months_cap", Some("bhxh_tn")),
    ] {
        assert!(named.contains(&fact), "{fact:?} in {named:?}");
    }
}

/// The shipped law with a setting turned on.
fn with_setting(key: &str) -> Books {
    let fact = Fact {
        kind: RateKind::Setting,
        key: key.into(),
        value: Some(1),
        effective_from: day("2026-01-01"),
        basis: "mẫu".into(),
        article: None,
        confidence: Confidence::Uncertain,
        recorded_n: KNOWN,
        withdrawn_n: None,
    };
    Books { law: shipped().law.with(fact), rules: shipped().rules.clone() }
}

#[test]
fn late_months_bear_interest_only_when_the_old_rule_is_turned_on() {
    let late = json!({ "on": "2026-09-10", "method": "year", "period_from": "2026-01" });
    let quote = answer(&question(&late)).expect("a quote");
    assert_eq!((quote.full_vnd, codes(&quote)), (3_960_000, vec!["past_due"]));
    let old_rule = with_setting("late_interest");
    let by = |more: &serde_json::Value| answer_by(&old_rule, &nowhere().1, &question(more)).expect("a quote");
    // Eight months late, the first by eight months; four in time.
    let grown: f64 = (1..=8).map(|n| 330_000.0 * 1.0031_f64.powi(n)).sum();
    let late = by(&late);
    assert!((late.full_vnd as f64 - (grown + 4.0 * 330_000.0)).abs() < 1.0, "{}", late.full_vnd);
    assert_eq!((late.state_vnd, late.per_month), (66_000 * 12, None));
    // Within its first seven months nothing is late.
    assert_eq!(by(&json!({ "on": "2026-07-31", "method": "year", "period_from": "2026-01" })).full_vnd, 3_960_000);
    // A whole quarter that was over two months ago: 5, 4 and 3 months.
    let grown: f64 = (3..=5).map(|n| 330_000.0 * 1.0031_f64.powi(n)).sum();
    let quarter = by(&json!({ "on": "2026-06-10", "method": "quarter", "period_from": "2026-01" }));
    assert!((quarter.full_vnd as f64 - grown).abs() < 1.0, "{}", quarter.full_vnd);
}

#[test]
fn support_paid_ahead_is_discounted_only_when_that_is_turned_on() {
    let ahead = json!({ "on": "2026-11-15", "method": "years_ahead", "months": 24, "months_supported_before": 108 });
    let undiscounted = answer(&question(&ahead)).expect("a quote");
    assert_eq!(undiscounted.state_vnd, 66_000 * 12);
    let turned_on = with_setting("prepay_support");
    let quote = answer_by(&turned_on, &nowhere().1, &question(&ahead)).expect("a quote");
    let worth: f64 = (0..12).map(|n| 66_000.0 / 1.0031_f64.powi(n)).sum();
    assert!((quote.state_vnd as f64 - worth).abs() < 1.0, "{}", quote.state_vnd);
    assert_eq!(quote.full_vnd, 7_644_801);
}
