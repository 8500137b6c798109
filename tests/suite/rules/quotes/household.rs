//! Household cards against the vectors of the trade.
use serde_json::{Value, json};
use tungnha::{
    base::Lang,
    features::{
        quotes::{answer::Quote, compute::Books},
        rates::{Confidence, Fact, RateKind},
    },
};

use super::{KNOWN, answer, answer_by, codes, day, household_question as question, nowhere, shipped};

/// Base salary with both ends of its time, then the yearly fee of the first to the fifth, and totals of five and four.
const LADDER: &[(&[&str], [i64; 5], i64, i64)] = &[
    (&["2017-07-01", "2018-06-30"], [702_000, 491_400, 421_200, 351_000, 280_800], 2_246_400, 1_965_600),
    (&["2018-07-01", "2019-06-30"], [750_600, 525_420, 450_360, 375_300, 300_240], 2_401_920, 2_101_680),
    (&["2019-07-01", "2023-06-30"], [804_600, 563_220, 482_760, 402_300, 321_840], 2_574_720, 2_252_880),
    (&["2023-07-01", "2024-06-30"], [972_000, 680_400, 583_200, 486_000, 388_800], 3_110_400, 2_721_600),
    (
        &["2024-07-01", "2025-06-30", "2025-07-01", "2026-06-30"],
        [1_263_600, 884_520, 758_160, 631_800, 505_440],
        4_043_520,
        3_538_080,
    ),
    (&["2026-07-01", "2027-03-01"], [1_366_200, 956_340, 819_720, 683_100, 546_480], 4_371_840, 3_825_360),
];

fn members(count: usize, months: i32) -> Value {
    (1..=count).map(|n| json!({ "key": n.to_string(), "months": months, "previous_cover_ended_on": null })).collect()
}

fn fees(quote: &Quote) -> Vec<i64> {
    let mut members: Vec<_> = quote.members.iter().collect();
    members.sort_by_key(|m| m.rank);
    members.iter().map(|m| m.payable_vnd).collect()
}

#[test]
fn every_rung_of_the_ladder_at_both_ends_of_every_base() {
    for (days, rungs, five, four) in LADDER {
        for on in *days {
            let quote = answer(&question(on, members(5, 12), &json!({}))).expect("a quote");
            assert_eq!((fees(&quote).as_slice(), quote.payable_vnd), (rungs.as_slice(), *five), "{on}");
            let quote = answer(&question(on, members(4, 12), &json!({}))).expect("a quote");
            assert_eq!(quote.payable_vnd, *four, "{on}");
            let quote = answer(&question(on, members(7, 12), &json!({}))).expect("a quote");
            assert_eq!(quote.payable_vnd, five + rungs[4] * 2, "{on}: the sixth pays like the fifth");
        }
    }
}

#[test]
fn a_month_and_three_months_are_whole_đồng() {
    let quote = answer(&question("2026-07-09", members(5, 3), &json!({}))).expect("a quote");
    assert_eq!(fees(&quote), [341_550, 239_085, 204_930, 170_775, 136_620]);
    let months: Vec<i64> = quote.members.iter().filter_map(|m| m.per_month).map(|m| m.payable_vnd).collect();
    assert_eq!(months, [113_850, 79_695, 68_310, 56_925, 45_540]);
    for months in [1, 2, 4, 9, 13, 24] {
        let refused = answer(&question("2026-07-09", members(1, months), &json!({})));
        assert_eq!(refused.expect_err("not sold"), "card-months", "{months}");
    }
}

#[test]
fn who_joined_earlier_this_year_takes_the_first_rungs() {
    for (joined, rank, fee) in [(0, 1, 1_366_200), (1, 2, 956_340), (3, 4, 683_100), (4, 5, 546_480), (9, 10, 546_480)]
    {
        let q = question("2026-11-25", members(1, 12), &json!({ "already_joined": joined }));
        let quote = answer(&q).expect("a quote");
        assert_eq!((quote.members[0].rank, quote.payable_vnd), (Some(rank), fee));
    }
}

/// Groups with what the member pays for twelve months on each of these days.
const SUPPORTED: &[(&str, &[(&str, i64)])] = &[
    (
        "near_poor",
        &[
            ("2024-06-30", 291_600),
            ("2024-07-01", 379_080),
            ("2025-06-30", 379_080),
            ("2025-07-01", 379_080),
            ("2026-07-01", 409_860),
        ],
    ),
    (
        "student",
        &[
            ("2024-06-30", 680_400),
            ("2025-06-30", 884_520),
            ("2025-07-01", 631_800),
            ("2026-06-30", 631_800),
            ("2026-07-01", 683_100),
        ],
    ),
    ("agriculture_average", &[("2025-06-30", 884_520), ("2025-07-01", 884_520), ("2026-07-01", 956_340)]),
    ("mine_victim", &[("2025-06-30", 884_520), ("2026-07-01", 956_340)]),
    ("poor", &[("2024-06-30", 0), ("2025-07-01", 0), ("2026-07-01", 0)]),
    ("hardship_minority", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("island_commune", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("hardship_commune", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("under_six", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("safe_zone", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("near_poor_in_poor_commune", &[("2025-06-30", 0), ("2026-07-01", 0)]),
    ("social_pension", &[("2025-06-30", 1_263_600), ("2025-07-01", 0), ("2026-07-01", 0)]),
    ("left_hardship_minority", &[("2023-12-02", 972_000), ("2023-12-03", 291_600), ("2026-07-01", 409_860)]),
    ("local_security", &[("2025-06-30", 1_263_600), ("2025-07-01", 631_800), ("2026-07-01", 683_100)]),
    ("village_health", &[("2025-06-30", 1_263_600), ("2025-07-01", 631_800)]),
    ("hamlet_staff", &[("2025-06-30", 1_263_600), ("2025-07-01", 631_800)]),
    ("artisan", &[("2025-06-30", 1_263_600), ("2025-07-01", 631_800)]),
    ("trafficking_victim", &[("2025-06-30", 1_263_600), ("2025-07-01", 631_800)]),
    ("disabled", &[("2026-07-01", 1_366_200)]),
];

#[test]
fn every_supported_group_pays_what_is_left() {
    for (group, days) in SUPPORTED {
        for (on, pays) in *days {
            let one = json!([{ "key": "a", "months": 12, "groups": [group] }]);
            let quote = answer(&question(on, one, &json!({}))).expect("a quote");
            assert_eq!(quote.payable_vnd, *pays, "{group} {on}");
            assert_eq!(quote.full_vnd - quote.state_vnd, *pays, "{group} {on}");
        }
    }
}

#[test]
fn of_several_supported_groups_the_highest_counts() {
    let one = json!([{ "key": "a", "months": 12, "groups": ["student", "agriculture_average", "near_poor"] }]);
    let quote = answer(&question("2026-11-25", one, &json!({}))).expect("a quote");
    let won = quote.group_won.expect("a group");
    assert_eq!((won.group.as_str(), won.percent.0, quote.payable_vnd), ("near_poor", 7_000, 409_860));
    assert_eq!(quote.choice, None, "among them is a student, who may not choose");
}

#[test]
fn supported_members_take_no_rung_and_a_student_never_may() {
    let household = json!([
        { "key": "bố", "months": 12 }, { "key": "con", "months": 12, "groups": ["student"] },
        { "key": "mẹ", "months": 12 }, { "key": "bà", "months": 12, "groups": ["poor"] },
    ]);
    let quote = answer(&question("2026-11-25", household, &json!({}))).expect("a quote");
    let shown: Vec<(Option<u32>, i64)> = quote.members.iter().map(|m| (m.rank, m.payable_vnd)).collect();
    assert_eq!(shown, [(Some(1), 1_366_200), (None, 683_100), (Some(2), 956_340), (None, 0)]);
    let student = json!([{ "key": "con", "months": 12, "groups": ["student"], "form": "household" }]);
    assert_eq!(answer(&question("2026-11-25", student, &json!({}))).expect_err("may not"), "household-form-not-open");
    let nobody = json!([{ "key": "bố", "months": 12, "form": "supported" }]);
    assert_eq!(
        answer(&question("2026-11-25", nobody, &json!({}))).expect_err("no group"),
        "supported-form-without-group"
    );
}

#[test]
fn a_farming_household_pays_the_same_at_four_and_less_on_the_ladder_from_five() {
    let unit = 1_366_200;
    for (count, supported, ladder, cheaper) in [
        (1, 70, 100, Some("supported")),
        (2, 140, 170, Some("supported")),
        (3, 210, 230, Some("supported")),
        (4, 280, 280, None),
        (5, 350, 320, Some("household")),
        (6, 420, 360, Some("household")),
    ] {
        let household: Value = (0..count)
            .map(|n| json!({ "key": n.to_string(), "months": 12, "groups": ["agriculture_average"] }))
            .collect();
        let quote = answer(&question("2026-11-25", household, &json!({}))).expect("a quote");
        let choice = quote.choice.clone().expect("they may choose");
        assert_eq!(
            (choice.supported_vnd, choice.household_vnd),
            (unit * supported / 100, unit * ladder / 100),
            "{count}"
        );
        assert_eq!(choice.cheaper.map(|form| form.as_str()), cheaper, "{count}");
        assert_eq!(quote.payable_vnd, choice.supported_vnd, "nobody chose");
        assert_eq!(codes(&quote).contains(&"cheaper_form"), cheaper == Some("household"), "{count}");
    }
    let chosen = json!([{ "key": "a", "months": 12, "groups": ["agriculture_average"], "form": "household" }]);
    let quote = answer(&question("2026-11-25", chosen, &json!({}))).expect("a quote");
    assert_eq!((quote.payable_vnd, quote.state_vnd, quote.members[0].rank), (unit, 0, Some(1)));
    let before = json!([{ "key": "a", "months": 12, "groups": ["agriculture_average"] }]);
    assert_eq!(answer(&question("2025-06-30", before, &json!({}))).expect("a quote").choice, None);
}

#[test]
fn a_group_with_a_limit_is_supported_as_long_as_it_lasts() {
    for (before, state, pays) in [(0, 956_340, 409_860), (30, 478_170, 888_030), (36, 0, 1_366_200)] {
        let one = json!([{ "key": "a", "months": 12, "groups": ["left_hardship_minority"], "months_supported_before": before }]);
        let quote = answer(&question("2026-11-25", one, &json!({}))).expect("a quote");
        assert_eq!((quote.state_vnd, quote.payable_vnd), (state, pays), "{before}");
        let said: Vec<String> = quote.in_words(Lang::Vi).warnings.into_iter().map(|w| w.text).collect();
        let left = match 36 - before {
            0 => "a: Đã hưởng đủ số tháng được Nhà nước hỗ trợ".to_owned(),
            left => format!("a: Nhóm này chỉ được hỗ trợ trong thời hạn, còn {left} tháng"),
        };
        assert_eq!(said, [left], "{before}");
    }
    // A victim of trafficking: half, for twelve months.
    for (before, state, code) in
        [(0, 683_100, "support_time_limited"), (6, 341_550, "support_time_limited"), (12, 0, "support_cap_used_up")]
    {
        let one =
            json!([{ "key": "a", "months": 12, "groups": ["trafficking_victim"], "months_supported_before": before }]);
        let quote = answer(&question("2026-11-25", one, &json!({}))).expect("a quote");
        assert_eq!((quote.state_vnd, codes(&quote)), (state, vec![code]), "{before}");
    }
}

#[test]
fn what_the_state_gave_before_its_decrees_are_recorded_is_said_to_be_unknown() {
    let one = |groups: &[&str]| json!([{ "key": "a", "months": 12, "groups": groups }]);
    for (on, groups, code) in [
        ("2018-08-01", &["poor"][..], Some("support_not_recorded")),
        ("2018-11-30", &["near_poor"], Some("support_not_recorded")),
        ("2018-12-01", &["poor"], None),
        ("2018-08-01", &[], None),
        // A group that nothing was given to then.
        ("2019-01-01", &["social_pension"], None),
    ] {
        let quote = answer(&question(on, one(groups), &json!({}))).expect("a quote");
        assert_eq!(codes(&quote).first().copied().filter(|code| code.starts_with("support")), code, "{on} {groups:?}");
    }
}

#[test]
fn an_age_that_no_one_of_the_group_has_is_refused() {
    for (group, age, code) in [
        ("under_six", 40, Some("age-not-of-group")),
        ("under_six", 7, Some("age-not-of-group")),
        ("under_six", 5, None),
        ("social_pension", 20, Some("age-not-of-group")),
        ("social_pension", 75, None),
        ("student", 40, None),
    ] {
        let one = json!([{ "key": "a", "months": 12, "groups": [group], "age": age }]);
        let refused = answer(&question("2026-11-25", one, &json!({}))).err();
        assert_eq!(refused.as_deref(), code, "{group} {age}");
    }
}

#[test]
fn whoever_paid_alone_pays_nothing_once_the_commune_is_a_safe_zone() {
    // Cà Mau, 24/11/2025: 18 communes recognised.
    for (groups, pays) in [(json!([]), 1_263_600), (json!(["safe_zone"]), 0), (json!(["near_poor", "safe_zone"]), 0)] {
        let one = json!([{ "key": "a", "months": 12, "groups": groups }]);
        assert_eq!(answer(&question("2025-11-24", one, &json!({}))).expect("a quote").payable_vnd, pays);
    }
}

#[test]
fn cards_begin_and_end_by_their_own_days_and_a_changed_base_asks_nothing_more() {
    let household = json!([
        { "key": "a", "months": 12, "previous_cover_ended_on": "2026-05-31" },
        { "key": "b", "months": 6, "previous_cover_ended_on": "2026-07-31" },
        { "key": "c", "months": 3 },
    ]);
    let quote = answer(&question("2026-06-15", household, &json!({}))).expect("a quote");
    let days: Vec<_> = quote.members.iter().map(|m| (m.starts_on, m.paid_to, m.due_by, m.rank)).collect();
    assert_eq!(
        days,
        [
            (day("2026-06-01"), day("2027-05-31"), None, Some(1)),
            (day("2026-08-01"), day("2027-01-31"), Some(day("2026-07-31")), Some(3)),
            (day("2026-07-15"), day("2026-10-14"), None, Some(2)),
        ]
    );
    // By the base of the day of payment, although two cards begin after the change.
    assert_eq!(quote.full_vnd, 105_300 * 12 + 63_180 * 6 + 73_710 * 3);
    let warned: Vec<_> = quote.warnings.iter().filter(|w| w.code.as_str() == "rate_changes").collect();
    assert_eq!((warned.len(), warned[0].old, warned[0].new), (1, Some(2_340_000), Some(2_530_000)));
    assert!(codes(&quote).contains(&"backdated_cover") && codes(&quote).contains(&"months_differ"));
    assert_eq!((quote.due_by, quote.valid_to), (Some(day("2026-07-31")), day("2026-06-30")));
}

#[test]
fn what_does_not_belong_to_a_household_is_refused() {
    let refused = |members: Value, more: Value| answer(&question("2026-11-25", members, &more)).expect_err("refused");
    assert_eq!(refused(json!([]), json!({})), "invalid");
    assert_eq!(refused(json!([{ "key": "a", "months": 12 }, { "key": "a", "months": 12 }]), json!({})), "member-twice");
    for more in [
        json!({ "income_vnd": 1 }),
        json!({ "groups": ["poor"] }),
        json!({ "months": 3 }),
        json!({ "method": "year" }),
        json!({ "period_from": "2026-11" }),
        json!({ "age": 40 }),
    ] {
        assert_eq!(refused(members(1, 12), more), "field-not-for-scheme");
    }
}

#[test]
fn the_base_may_be_that_of_the_first_day_of_cover() {
    let fact = Fact {
        kind: RateKind::Setting,
        key: "base_at".into(),
        value: Some(1),
        effective_from: day("2026-01-01"),
        basis: "mẫu".into(),
        article: None,
        confidence: Confidence::Uncertain,
        recorded_n: KNOWN,
        withdrawn_n: None,
    };
    let books = Books { law: shipped().law.with(fact), rules: shipped().rules.clone() };
    let household = json!([{ "key": "a", "months": 12, "previous_cover_ended_on": "2026-06-30" }]);
    let q = question("2026-06-15", household, &json!({}));
    assert_eq!(answer(&q).expect("a quote").payable_vnd, 1_263_600);
    let quote = answer_by(&books, &nowhere().1, &q).expect("a quote");
    assert_eq!((quote.payable_vnd, codes(&quote)), (1_366_200, vec![]));
}
