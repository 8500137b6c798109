//! What must hold for every question, whatever the law says.
use proptest::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::money::{Exact, compounded, discounted, share},
    features::{
        quotes::{
            answer::Quote,
            compute::{self, Books},
            question::Question,
        },
        rates::{Confidence, Fact, RateKind},
        support_rules::RuleBook,
    },
};

use super::{KNOWN, answer, answer_by, books, day, household_question, nowhere, shipped, voluntary_question};

const GROUPS: &[&str] = &[
    "poor",
    "near_poor",
    "ethnic_minority",
    "student",
    "agriculture_average",
    "disabled",
    "left_hardship_minority",
    "under_six",
];
const METHODS: &[&str] = &["month", "quarter", "half_year", "year"];

fn groups() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(GROUPS), 0..4)
}
/// Any day of the years for which the law is known whole.
fn days() -> impl Strategy<Value = String> {
    (0_i64..3_400).prop_map(|n| day("2018-12-01").plus_days(n).to_string())
}
fn member() -> impl Strategy<Value = Value> {
    (prop::sample::select(&[3, 6, 12][..]), groups(), prop::option::of(-400_i64..200)).prop_map(
        |(months, groups, ended)| {
            let ended = ended.map(|days| day("2026-01-01").plus_days(days).to_string());
            json!({ "months": months, "groups": groups, "previous_cover_ended_on": ended })
        },
    )
}
fn household() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(member(), 1..7).prop_map(|members| {
        let named = |(n, mut member): (usize, Value)| {
            member["key"] = json!(format!("người {n}"));
            member
        };
        members.into_iter().enumerate().map(named).collect()
    })
}
fn floor_on(on: &str) -> i64 {
    match on {
        on if on < "2022-01-01" => 700_000,
        on if on < "2027-01-01" => 1_500_000,
        _ => 2_200_000,
    }
}
fn sound(quote: &Quote) {
    for member in &quote.members {
        let supports = member.state_vnd + member.local_vnd + member.other_vnd;
        assert!(supports >= 0 && supports <= member.full_vnd, "{member:?}");
        assert!(member.payable_vnd >= 0 && member.payable_vnd == member.full_vnd - supports, "{member:?}");
        assert_eq!(member.supports.iter().map(|s| s.amount_vnd).sum::<i64>(), supports, "{member:?}");
        assert!(member.supports.iter().all(|s| s.amount_vnd >= 0));
        assert!(member.period_from <= member.paid_to && member.paid_to <= member.lapsed_after, "{member:?}");
        if let Some(one) = member.per_month {
            // Rounded for itself: at most half a đồng off for the whole and for the supports of each month.
            let off = one.payable_vnd * i64::from(member.months) - member.payable_vnd;
            assert!(off.abs() <= i64::from(member.months) + 1, "{member:?}");
        }
    }
    assert_eq!(quote.payable_vnd, quote.members.iter().map(|m| m.payable_vnd).sum::<i64>());
    assert_eq!(quote.supports.iter().map(|s| s.amount_vnd).sum::<i64>(), quote.full_vnd - quote.payable_vnd);
    assert!(quote.valid_to >= quote.on && quote.valid_to <= quote.on.plus_days(30));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn supports_never_exceed_the_whole_and_nobody_is_paid(
        on in days(), steps in 0_i64..400, groups in groups(), method in prop::sample::select(METHODS), before in 0_i32..140,
    ) {
        let income = floor_on(&on) + steps * 50_000;
        let q = voluntary_question(&json!({ "on": on, "income_vnd": income, "groups": groups, "method": method, "months_supported_before": before }));
        sound(&answer(&q).expect("a quote"));
    }

    #[test]
    fn a_household_adds_up_and_the_order_of_its_members_changes_nothing(
        on in days(), members in household(), joined in 0_i32..6, turn in 0_usize..7,
    ) {
        let more = json!({ "already_joined": joined });
        let quote = answer(&household_question(&on, json!(members), &more)).expect("a quote");
        sound(&quote);
        let mut turned = members.clone();
        turned.rotate_left(turn % members.len());
        turned.reverse();
        let again = answer(&household_question(&on, json!(turned), &more)).expect("a quote");
        prop_assert_eq!(again.payable_vnd, quote.payable_vnd);
        for member in &quote.members {
            let same = again.members.iter().find(|m| m.key == member.key).expect("the member");
            prop_assert_eq!((same.rank, same.payable_vnd), (member.rank, member.payable_vnd));
        }
    }

    #[test]
    fn more_support_never_costs_more(on in days(), base in groups(), more in groups(), ppm in 0_i64..=1_000_000) {
        let pays = |groups: &[&str]| {
            let q = voluntary_question(&json!({ "on": on, "income_vnd": floor_on(&on), "groups": groups, "method": "year" }));
            answer(&q).expect("a quote").payable_vnd
        };
        let both: Vec<&str> = base.iter().chain(&more).copied().collect();
        prop_assert!(pays(&both) <= pays(&base));
        let household = |groups: &[&str]| {
            let q = household_question(&on, json!([{ "key": "a", "months": 12, "groups": groups }]), &json!({}));
            answer(&q).expect("a quote").payable_vnd
        };
        prop_assert!(household(&both) <= household(&base));
        // A rate that supports more.
        let given = |ppm: i64| {
            let fact = Fact {
                kind: RateKind::StateSupportBhxhTn,
                key: "other".into(),
                value: Some(ppm),
                effective_from: day("2026-11-01"),
                basis: "mẫu".into(),
                article: None,
                confidence: Confidence::Known,
                recorded_n: KNOWN,
                withdrawn_n: None,
            };
            let books = Books { law: shipped().law.with(fact), rules: RuleBook::default() };
            let q = voluntary_question(&json!({ "on": "2026-11-15", "method": "year" }));
            answer_by(&books, &nowhere().1, &q).expect("a quote").payable_vnd
        };
        prop_assert!(given(ppm) >= given((ppm + 1_000).min(1_000_000)));
    }

    #[test]
    fn a_year_is_the_sum_of_its_parts(steps in 0_i64..900, groups in groups(), before in 0_i32..140, first in 1_u32..=12) {
        let ask = |method: &str, from: &str, before: i32| {
            let q = voluntary_question(&json!({ "on": "2026-06-15", "income_vnd": 1_500_000 + steps * 50_000, "groups": groups,
                "method": method, "period_from": from, "months_supported_before": before }));
            answer(&q).expect("a quote")
        };
        let month = |n: u32| {
            let at = day("2026-01-01").plus_months(n);
            at.to_string()[..7].to_owned()
        };
        let year = ask("year", &month(first), before);
        let mut parts = (0, 0);
        for n in 0..12 {
            let part = ask("month", &month(first + n), before + i32::try_from(n).expect("a month"));
            parts = (parts.0 + part.full_vnd, parts.1 + part.payable_vnd);
        }
        prop_assert_eq!((year.full_vnd, year.payable_vnd), parts);
        let half = ask("half_year", &month(first), before);
        let other = ask("half_year", &month(first + 6), before + 6);
        prop_assert_eq!(year.payable_vnd, half.payable_vnd + other.payable_vnd);
    }

    #[test]
    fn what_is_recorded_later_changes_no_kept_answer(members in household(), value in 1_000_000_i64..9_000_000, from in days()) {
        let q: Question = household_question("2026-11-25", json!(members), &json!({}));
        let before = answer(&q).expect("a quote");
        let fact = Fact {
            kind: RateKind::BaseSalary,
            key: String::new(),
            value: Some(value),
            effective_from: day(&from),
            basis: "mẫu".into(),
            article: None,
            confidence: Confidence::Known,
            recorded_n: KNOWN + 1,
            withdrawn_n: None,
        };
        let after = Books { law: books().law.with(fact), rules: RuleBook::default() };
        let (_, lineage) = nowhere();
        let again = compute::quote(&after, KNOWN, &lineage, &q, day("2030-01-01")).map_err(|e| e.to_string());
        prop_assert_eq!(again, Ok(before));
    }

    #[test]
    fn sums_are_exact(amount in 1_i64..2_000_000, months in 0_u32..=60, interest in 0_i64..20_000) {
        let (paid, past) = (discounted(amount, 220_000, months, interest), compounded(amount, 220_000, (0, months), interest));
        let nominal = Exact::of(amount).part(220_000).times(months).rounded();
        prop_assert!(paid <= nominal && nominal <= past);
        if interest == 0 || months == 0 {
            prop_assert_eq!((paid, past), (nominal, nominal));
        }
        // One month more costs more, and no more than a whole month of it.
        let more = discounted(amount, 220_000, months + 1, interest);
        prop_assert!(more >= paid && more - paid <= amount + 1);
        prop_assert_eq!(share(amount, 1_000_000), amount);
        prop_assert_eq!(share(amount * 2, 500_000), amount);
    }
}
