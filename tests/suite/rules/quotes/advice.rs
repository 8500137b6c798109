//! The cheapest lawful way for a household.
use serde_json::{Value, json};
use tungnha::features::quotes::advice::{self, Advice};

use super::{KNOWN, day, household_question, nowhere, shipped};

fn advice(members: Value) -> Advice {
    let q = household_question("2026-11-25", members, &json!({}));
    advice::advise(shipped(), KNOWN, &nowhere().1, &q, day("2026-11-25")).expect("advice")
}

fn farming(count: usize) -> Vec<Value> {
    (0..count).map(|n| json!({ "key": n.to_string(), "months": 12, "groups": ["agriculture_average"] })).collect()
}

#[test]
fn a_farming_household_joins_by_the_ladder_from_five() {
    let unit = 1_366_200;
    for (count, percent, on_ladder) in [(1, 70, 0), (3, 210, 0), (4, 280, 0), (5, 320, 5), (6, 360, 6)] {
        let found = advice(farming(count).into());
        let household = found.cheapest.members.iter().filter(|m| m.rank.is_some()).count();
        assert_eq!((found.cheapest.payable_vnd, household), (unit * percent / 100, on_ladder), "{count}");
        assert_eq!(found.may_choose.len(), count);
        assert_eq!(found.alternatives.len(), (1 << count) - 1);
        assert!(found.alternatives.iter().all(|way| way.more_vnd >= 0));
    }
}

#[test]
fn beside_others_on_the_ladder_a_farmer_may_join_lower_down() {
    let mut household: Vec<Value> = (0..3).map(|n| json!({ "key": format!("khác {n}"), "months": 12 })).collect();
    household.extend(farming(1));
    let found = advice(household.into());
    // Fourth on the ladder: 50 % instead of 70 %.
    assert_eq!(found.cheapest.payable_vnd, 1_366_200 * 280 / 100);
    assert_eq!(found.alternatives[0].more_vnd, 1_366_200 * 20 / 100);
}

#[test]
fn other_months_are_shown_beside_it() {
    let found = advice(json!([{ "key": "a", "months": 12 }]));
    let months: Vec<_> = found.other_months.iter().map(|way| (way.months, way.payable_vnd)).collect();
    assert_eq!(months, [(3, 341_550), (6, 683_100)]);
    assert!(found.may_choose.is_empty() && found.alternatives.is_empty());
}

#[test]
fn many_who_may_choose_are_advised_too() {
    let found = advice(farming(12).into());
    assert_eq!(found.cheapest.members.iter().filter(|m| m.rank.is_some()).count(), 12);
}
