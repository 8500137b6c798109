//! Local rules: Phú Yên 2023, a rule at the floor, a rule that begins after the card; and old territories.
use std::collections::BTreeMap;

use serde_json::{Value, json};
use tungnha::{
    base::{
        Day,
        id::{AreaId, OrganisationId, SupportRuleId},
        scheme::SoldScheme,
    },
    features::{
        areas::{Lies, Lineage, Origin},
        quotes::{answer::Quote, compute::Books},
        support_rules::{Basis, Begins, BudgetLevel, Layer, Residency, Rule, RuleBook, Stacking},
    },
};

use super::{KNOWN, answer_by, books, codes, day, household_question, voluntary_question};

/// A rule for everybody everywhere in `area`, of the year 2023.
fn rule(area: AreaId, value: i64) -> Rule {
    Rule {
        id: SupportRuleId::new(),
        area_ids: vec![area],
        issuer_id: OrganisationId::new(),
        number: "05/2023/NQ-HĐND".into(),
        year: 2023,
        scheme: SoldScheme::BhytHgd,
        all_groups: Vec::new(),
        any_groups: Vec::new(),
        none_groups: Vec::new(),
        age_from: None,
        age_to: None,
        residency: Residency::Any,
        basis: Basis::PctOfContribution,
        value,
        layers: vec![Layer { level: BudgetLevel::Province, share_ppm: 1_000_000 }],
        stacking: Stacking::Add,
        cap_ppm: 1_000_000,
        effective_from: day("2023-07-17"),
        effective_to: None,
        begins: Begins::Payment,
        max_months: None,
        supersedes_id: None,
        article: None,
        recorded_n: KNOWN,
        ended: None,
    }
}

/// A place that lies in a province, and the books with these rules.
struct Place {
    area: AreaId,
    lineage: Lineage,
    books: Books,
}

impl Place {
    fn with(rules: impl FnOnce(AreaId) -> Vec<Rule>) -> Self {
        let (province, area) = (AreaId::new(), AreaId::new());
        let own = Origin { within: [area, province].into_iter().collect(), made_of: Vec::new() };
        let books = Books { rules: RuleBook::of(rules(province)), ..books() };
        Self { area, lineage: Lineage::of(area, BTreeMap::from([(area, own)])), books }
    }
    fn household(&self, on: &str, members: Value) -> Quote {
        let q = household_question(on, members, &json!({ "area_id": self.area }));
        answer_by(&self.books, &self.lineage, &q).unwrap_or_else(|code| panic!("{code}"))
    }
    fn voluntary(&self, more: Value) -> Quote {
        let mut more = more;
        more["area_id"] = json!(self.area);
        answer_by(&self.books, &self.lineage, &voluntary_question(&more)).unwrap_or_else(|code| panic!("{code}"))
    }
}

fn groups(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// The three provisions of 05/2023/NQ-HĐND.
fn phu_yen(province: AreaId) -> Vec<Rule> {
    let layers = vec![
        Layer { level: BudgetLevel::Province, share_ppm: 800_000 },
        Layer { level: BudgetLevel::District, share_ppm: 200_000 },
    ];
    let district = vec![Layer { level: BudgetLevel::District, share_ppm: 1_000_000 }];
    vec![
        Rule { all_groups: groups(&["near_poor"]), layers, ..rule(province, 250_000) },
        Rule { all_groups: groups(&["near_poor", "ethnic_minority"]), layers: district, ..rule(province, 50_000) },
        Rule { all_groups: groups(&["agriculture_average"]), ..rule(province, 150_000) },
    ]
}

/// What each budget pays.
fn budgets(quote: &Quote) -> BTreeMap<&'static str, i64> {
    let mut sums = BTreeMap::new();
    for layer in quote.supports.iter().flat_map(|s| &s.layers) {
        *sums.entry(layer.level.as_str()).or_default() += layer.amount_vnd;
    }
    sums
}

#[test]
fn phú_yên_2023() {
    let place = Place::with(phu_yen);
    let of = |claims: &[&str]| place.household("2023-08-01", json!([{ "key": "a", "months": 12, "groups": claims }]));
    let near_poor = of(&["near_poor"]);
    assert_eq!((near_poor.full_vnd, near_poor.state_vnd, near_poor.payable_vnd), (972_000, 680_400, 48_600));
    assert_eq!(budgets(&near_poor), BTreeMap::from([("province", 194_400), ("district", 48_600)]));
    let minority = of(&["near_poor", "ethnic_minority"]);
    assert_eq!((minority.payable_vnd, minority.local_vnd), (0, 291_600));
    assert_eq!(budgets(&minority), BTreeMap::from([("province", 194_400), ("district", 97_200)]));
    let farming = of(&["agriculture_average"]);
    assert_eq!((farming.state_vnd, farming.local_vnd, farming.payable_vnd), (291_600, 145_800, 534_600));
    assert_eq!(of(&[]).local_vnd, 0);
    let before = place.household("2023-07-16", json!([{ "key": "a", "months": 12, "groups": ["near_poor"] }]));
    assert_eq!((before.local_vnd, before.payable_vnd, before.valid_to), (0, 291_600, day("2023-07-16")));
    // Whoever chooses the ladder does not join as the group that the province supports.
    let ladder = place.household(
        "2026-11-25",
        json!([{ "key": "a", "months": 12, "groups": ["agriculture_average"], "form": "household" }]),
    );
    assert_eq!((ladder.local_vnd, ladder.payable_vnd), (0, 1_366_200));
}

/// Hà Nội: on top of the state, shares of the contribution at the floor, for permanent residents.
fn at_the_floor(province: AreaId) -> Vec<Rule> {
    let base = |value| Rule {
        scheme: SoldScheme::BhxhTn,
        basis: Basis::PctOfFloorContribution,
        residency: Residency::Permanent,
        effective_from: day("2025-07-10"),
        ..rule(province, value)
    };
    vec![
        Rule { all_groups: groups(&["poor"]), ..base(500_000) },
        Rule { all_groups: groups(&["near_poor"]), ..base(600_000) },
        Rule { none_groups: groups(&["poor", "near_poor"]), ..base(100_000) },
    ]
}

#[test]
fn support_at_the_floor_moves_with_it_and_asks_for_residence() {
    let place = Place::with(at_the_floor);
    for (on, income, claims, local, pays) in [
        ("2026-11-25", 1_500_000, vec!["poor"], 165_000, 0),
        ("2026-11-25", 1_500_000, vec!["near_poor"], 198_000, 0),
        ("2026-11-25", 1_500_000, vec![], 33_000, 231_000),
        ("2026-11-25", 3_000_000, vec!["near_poor"], 198_000, 330_000),
        ("2027-01-01", 2_200_000, vec![], 48_400, 338_800),
        ("2025-07-09", 1_500_000, vec![], 0, 264_000),
    ] {
        let more = json!({ "on": on, "income_vnd": income, "groups": claims, "permanent_resident": true });
        let quote = place.voluntary(more);
        assert_eq!((quote.local_vnd, quote.payable_vnd), (local, pays), "{on} {claims:?}");
    }
    let unsaid = place.voluntary(json!({ "on": "2026-11-25" }));
    assert_eq!((unsaid.local_vnd, codes(&unsaid)), (0, vec!["local_rule_unsaid"]));
    let elsewhere = place.voluntary(json!({ "on": "2026-11-25", "permanent_resident": false }));
    assert_eq!((elsewhere.local_vnd, codes(&elsewhere)), (0, vec![]));
}

#[test]
fn support_that_begins_after_the_card_that_is_held() {
    // TP.HCM: whole support from 14/11/2025 for those of 65 and more.
    let place = Place::with(|province| {
        vec![Rule {
            age_from: Some(65),
            basis: Basis::TopUpToPct,
            begins: Begins::DayAfterCurrentCard,
            effective_from: day("2025-11-14"),
            ..rule(province, 1_000_000)
        }]
    });
    let pays = |on: &str, age: i32, ended: Option<&str>| {
        let member = json!([{ "key": "a", "months": 12, "age": age, "previous_cover_ended_on": ended }]);
        place.household(on, member).payable_vnd
    };
    assert_eq!(pays("2025-11-14", 65, None), 0);
    assert_eq!(pays("2025-11-13", 65, None), 1_263_600);
    assert_eq!(pays("2025-11-14", 64, None), 1_263_600);
    assert_eq!(
        pays("2025-11-01", 65, Some("2025-11-13")),
        0,
        "the day after the card ends is the first day of the rule"
    );
    assert_eq!(pays("2025-11-01", 65, Some("2025-11-12")), 1_263_600);
}

#[test]
fn a_capital_adds_to_what_the_state_gives_at_the_lowest_income_whatever_is_chosen() {
    // Hà Nội: 50 % more for the poor, 60 % for the near-poor, 10 % for others, of the contribution at the poverty line.
    let place = Place::with(|province| {
        let given = |value: i64, all: &[&str], none: &[&str]| Rule {
            scheme: SoldScheme::BhxhTn,
            basis: Basis::PctOfFloorContribution,
            residency: Residency::Permanent,
            all_groups: groups(all),
            none_groups: groups(none),
            effective_from: day("2025-07-10"),
            ..rule(province, value)
        };
        vec![
            given(500_000, &["poor"], &[]),
            given(600_000, &["near_poor"], &["poor"]),
            given(100_000, &[], &["poor", "near_poor"]),
        ]
    });
    for (income, claims, local, pays) in [
        (1_500_000, &["poor"][..], 165_000, 0),
        (1_500_000, &["near_poor"], 198_000, 0),
        (1_500_000, &[], 33_000, 231_000),
        (3_000_000, &["poor"], 165_000, 330_000),
        (3_000_000, &["near_poor"], 198_000, 330_000),
        (3_000_000, &[], 33_000, 561_000),
    ] {
        let more = json!({ "on": "2026-11-25", "income_vnd": income, "groups": claims, "permanent_resident": true });
        let quote = place.voluntary(more);
        assert_eq!((quote.local_vnd, quote.payable_vnd), (local, pays), "{income} {claims:?}");
    }
    let stays = place.voluntary(json!({ "on": "2026-11-25", "groups": ["poor"], "permanent_resident": false }));
    assert_eq!((stays.local_vnd, stays.payable_vnd), (0, 165_000));
}

#[test]
fn a_city_pays_the_rest_for_its_pupils() {
    // TP.HCM: all of a pupil's card from 14/11/2025; the state's half comes first.
    let place = Place::with(|province| {
        vec![Rule {
            all_groups: groups(&["student"]),
            basis: Basis::TopUpToPct,
            begins: Begins::DayAfterCurrentCard,
            effective_from: day("2025-11-14"),
            ..rule(province, 1_000_000)
        }]
    });
    let of = |on: &str, groups: &[&str]| {
        let quote = place.household(on, json!([{ "key": "a", "months": 12, "groups": groups }]));
        (quote.state_vnd, quote.local_vnd, quote.payable_vnd)
    };
    assert_eq!(of("2025-11-14", &["student"]), (631_800, 631_800, 0));
    assert_eq!(of("2025-11-13", &["student"]), (631_800, 0, 631_800));
    assert_eq!(of("2025-11-14", &[]), (0, 0, 1_263_600));
}

#[test]
fn rules_stack_up_to_the_whole_and_of_one_resolution_only_the_highest_if_so() {
    let place = Place::with(|province| {
        let one = Rule { stacking: Stacking::Highest, ..rule(province, 100_000) };
        let more = Rule { id: SupportRuleId::new(), value: 200_000, all_groups: groups(&["disabled"]), ..one.clone() };
        vec![one, more]
    });
    let local = |claims: &[&str]| {
        place.household("2026-11-25", json!([{ "key": "a", "months": 12, "groups": claims }])).local_vnd
    };
    assert_eq!((local(&[]), local(&["disabled"])), (136_620, 273_240));
    let capped =
        Place::with(|province| vec![Rule { cap_ppm: 800_000, ..rule(province, 300_000) }, rule(province, 500_000)]);
    let quote = capped.household("2026-11-25", json!([{ "key": "a", "months": 12, "groups": ["near_poor"] }]));
    assert_eq!(quote.payable_vnd, 0);
    assert_eq!(quote.local_vnd, 409_860);
    let fixed = Place::with(|province| {
        let layers = vec![
            Layer { level: BudgetLevel::Commune, share_ppm: 333_333 },
            Layer { level: BudgetLevel::Other, share_ppm: 666_667 },
        ];
        vec![Rule { basis: Basis::FixedAmount, layers, max_months: Some(3), ..rule(province, 20_000) }]
    });
    let quote = fixed.household("2026-11-25", json!([{ "key": "a", "months": 12 }]));
    assert_eq!((quote.local_vnd, quote.other_vnd, quote.payable_vnd), (20_000, 40_000, 1_366_200 - 60_000));
    assert_eq!(quote.per_month, None, "three months are supported, nine are not");
}

#[test]
fn a_rule_ends_by_its_own_day_by_being_ended_or_by_another_in_its_place() {
    let of = |rules: Vec<Rule>, on: &str, known: i64| {
        let book = RuleBook::of(rules);
        let day: Day = day(on);
        book.known(SoldScheme::BhytHgd, known)
            .filter(|rule| rule.in_force(&book, day, known))
            .map(|r| r.value)
            .collect::<Vec<_>>()
    };
    let first = Rule { effective_to: Some(day("2026-06-30")), ..rule(AreaId::new(), 1) };
    assert_eq!(of(vec![first.clone()], "2026-06-30", KNOWN), [1]);
    assert_eq!(of(vec![first.clone()], "2026-07-01", KNOWN), Vec::<i64>::new());
    let ended = Rule { ended: Some((day("2026-03-31"), 5)), ..first.clone() };
    assert_eq!(of(vec![ended.clone()], "2026-04-01", 5), Vec::<i64>::new());
    assert_eq!(of(vec![ended], "2026-04-01", 4), [1], "nobody knew yet that it would end");
    let later = Rule {
        id: SupportRuleId::new(),
        value: 2,
        effective_from: day("2026-01-01"),
        effective_to: None,
        supersedes_id: Some(first.id),
        recorded_n: 7,
        ..first.clone()
    };
    let both = vec![first, later];
    assert_eq!(of(both.clone(), "2025-12-31", 7), [1]);
    assert_eq!(of(both.clone(), "2026-01-01", 7), [2]);
    assert_eq!(of(both.clone(), "2026-01-01", 6), [1], "the later one was not recorded yet");
    let mut called_off = both;
    called_off[1].ended = Some((day("2025-12-31"), 8));
    assert_eq!(of(called_off.clone(), "2026-01-01", 7), [2]);
    assert_eq!(of(called_off, "2026-01-01", 8), [1], "it was called off before it began");
}

#[test]
fn a_rule_of_an_old_territory_holds_where_everything_came_from_it() {
    let [old_district, old, other_old, elsewhere, whole, mixed, split] = std::array::from_fn(|_| AreaId::new());
    let origin = |within: &[AreaId], made_of: &[AreaId]| Origin {
        within: within.iter().copied().collect(),
        made_of: made_of.to_vec(),
    };
    let nodes = |at: AreaId, made_of: &[AreaId]| {
        BTreeMap::from([
            (at, origin(&[at], made_of)),
            (old, origin(&[old, old_district], &[])),
            (other_old, origin(&[other_old, old_district], &[])),
            (elsewhere, origin(&[elsewhere], &[])),
        ])
    };
    let rule = rule(old_district, 100_000);
    let at = |place, made_of: &[AreaId], former| rule.holds_at(&Lineage::of(place, nodes(place, made_of)), former);
    assert_eq!(at(whole, &[old, other_old], None), Lies::In);
    assert_eq!(at(mixed, &[old, elsewhere], None), Lies::PartlyIn);
    assert_eq!(at(mixed, &[old, elsewhere], Some(old)), Lies::In);
    assert_eq!(at(mixed, &[old, elsewhere], Some(elsewhere)), Lies::Outside);
    assert_eq!(at(split, &[elsewhere], None), Lies::Outside);
    assert_eq!(at(split, &[], None), Lies::Outside);
    assert_eq!(at(split, &[old], None), Lies::In, "a part of what lay wholly in it lies in it");
    let mixed_quote = |former: Option<AreaId>| {
        let books = Books { rules: RuleBook::of([rule.clone()]), ..books() };
        let lineage = Lineage::of(mixed, nodes(mixed, &[old, elsewhere]));
        let more = json!({ "area_id": mixed, "former_area_id": former });
        let q = household_question("2026-11-25", json!([{ "key": "a", "months": 12 }]), &more);
        answer_by(&books, &lineage, &q).expect("a quote")
    };
    let unclear = mixed_quote(None);
    assert_eq!((unclear.local_vnd, codes(&unclear)), (0, vec!["legacy_area_unclear"]));
    assert_eq!(mixed_quote(Some(old)).local_vnd, 136_620);
}
