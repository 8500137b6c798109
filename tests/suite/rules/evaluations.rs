//! How areas are drawn, what an official list says of a day, which change of the law matters.
use std::collections::BTreeMap;

use proptest::prelude::*;
use tungnha::{
    base::{Day, Id, id::AreaId, scheme::Scheme},
    features::{
        evaluations::{
            comparing::{Site, begun, lottery},
            covered::{Heard, covered},
            drawing::{REST, Ticket, draw},
            laws::changes,
        },
        people::CoverState,
        rates::{Confidence, Fact, LawBook, RateKind},
    },
    methods::balance::{Known, balance},
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn tickets(sizes: &[usize]) -> Vec<Ticket> {
    let mut all = Vec::new();
    for (stratum, size) in sizes.iter().enumerate() {
        all.extend((0..*size).map(|_| Ticket { area_id: Id::new(), stratum: format!("tầng {stratum}") }));
    }
    all
}

proptest! {
    #[test]
    fn every_stratum_gives_its_share(sizes in prop::collection::vec(1_usize..12, 1..6), one_in in 2_usize..5, seed in "[0-9a-f]{32}") {
        let tickets = tickets(&sizes);
        let drawn = draw(&seed, &tickets, one_in);
        let mut again = tickets.clone();
        again.reverse();
        prop_assert_eq!(&draw(&seed, &again, one_in), &drawn, "the order in which they were named does not matter");
        prop_assert_eq!(drawn.len(), tickets.len());
        let mut strata: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for one in &drawn {
            prop_assert!(one.drawn_in == one.stratum || one.drawn_in == REST);
            let sides = strata.entry(&one.drawn_in).or_default();
            sides[usize::from(one.assigned)] += 1;
        }
        for (name, [others, assigned]) in &strata {
            prop_assert_eq!(*assigned, (others + assigned) / one_in, "{}", name);
            if *name != REST && strata.contains_key(REST) {
                prop_assert_eq!((others + assigned) % one_in, 0);
            }
        }
    }
}

/// Over a thousand draws the two sides are alike: 40 areas, a figure that runs from 0 to 39.
#[test]
fn the_lot_favours_nobody() {
    let named = |n: usize| -> AreaId { format!("0198f3c2-0000-7000-8000-{n:012x}").parse().expect("an id") };
    let tickets: Vec<Ticket> = (0..40).map(|n| Ticket { area_id: named(n), stratum: String::new() }).collect();
    let place: BTreeMap<AreaId, f64> = tickets.iter().map(|t| t.area_id).zip((0..40).map(f64::from)).collect();
    let mut sum = 0.0;
    for n in 0..1_000 {
        let drawn = draw(&format!("hạt giống {n}"), &tickets, 2);
        let known: Vec<Known> = drawn
            .iter()
            .map(|one| Known { what: "level".into(), value: place[&one.area_id], assigned: one.assigned })
            .collect();
        sum += balance(&known).expect("two sides")["level"].standardised.expect("a spread");
    }
    assert!((sum / 1_000.0).abs() < 0.1 / 3.0, "{}", sum / 1_000.0);
}

#[test]
fn what_a_list_says_of_a_day() {
    let (starts, ends) = (day("2026-12-01"), day("2027-02-28"));
    let heard = |state, from: Option<&str>, to: Option<&str>, known: &str| Heard {
        scheme: Scheme::BhytHgd,
        state,
        valid_from: from.map(day),
        valid_to: to.map(day),
        known_on: day(known),
    };
    use CoverState::{Covered, Lapsed, None as Never, Unknown};
    for (one, wanted) in [
        (heard(Covered, None, None, "2027-03-01"), Some(true)),
        (heard(Covered, None, Some("2027-02-28"), "2026-06-01"), Some(true)),
        (heard(Covered, None, Some("2027-02-27"), "2027-03-01"), Some(false)),
        // Nothing was heard since: it may have been renewed.
        (heard(Covered, None, Some("2026-12-31"), "2026-06-01"), None),
        (heard(Covered, Some("2027-03-01"), None, "2027-03-01"), Some(false)),
        (heard(Lapsed, None, Some("2027-03-15"), "2027-03-20"), Some(true)),
        (heard(Lapsed, None, Some("2027-01-15"), "2027-03-20"), Some(false)),
        (heard(Lapsed, None, None, "2027-01-20"), Some(false)),
        (heard(Lapsed, None, None, "2027-03-20"), None),
        (heard(Lapsed, None, None, "2026-11-20"), None),
        (heard(Never, None, None, "2027-03-01"), Some(false)),
        (heard(Never, None, None, "2026-11-01"), None),
        (heard(Unknown, None, None, "2027-03-01"), None),
    ] {
        assert_eq!(covered(&[one], ends, starts), wanted, "{one:?}");
    }
    assert_eq!(covered(&[], ends, starts), None, "no list, no answer");
    let (no, yes) = (heard(Never, None, None, "2027-03-01"), heard(Covered, None, None, "2027-03-02"));
    assert_eq!(covered(&[no, yes], ends, starts), Some(true), "the last word counts");
    assert_eq!(covered(&[yes, no], ends, starts), Some(true), "whatever the order");
    let other = Heard { scheme: Scheme::Bhyt, ..no };
    assert_eq!(covered(&[other, Heard { known_on: day("2026-12-01"), ..yes }], ends, starts), Some(true), "any scheme");
}

#[test]
fn which_change_of_the_law_matters() {
    let fact = |kind, key: &str, value, from: &str, n| Fact {
        kind,
        key: key.to_owned(),
        value: Some(value),
        effective_from: day(from),
        basis: format!("NĐ mẫu {n}"),
        article: None,
        confidence: Confidence::Verified,
        recorded_n: n,
        withdrawn_n: None,
    };
    let book = LawBook::of([
        fact(RateKind::BaseSalary, "", 2_340_000, "2024-07-01", 1),
        fact(RateKind::BaseSalary, "", 2_530_000, "2026-07-01", 2),
        // Said again, nothing changed.
        fact(RateKind::BaseSalary, "", 2_530_000, "2026-09-01", 3),
        fact(RateKind::RuralPovertyLine, "", 2_200_000, "2027-01-01", 4),
    ]);
    let window = |from: &str, to: &str, scheme| changes(&book, 4, scheme, (day(from), day(to)));
    assert_eq!(window("2026-07-01", "2026-12-31", Scheme::Bhyt).len(), 1, "from its first day on");
    assert!(window("2026-07-02", "2027-12-31", Scheme::Bhyt).is_empty());
    assert!(window("2026-01-01", "2026-06-30", Scheme::Bhyt).is_empty());
    assert_eq!(window("2026-07-02", "2027-12-31", Scheme::BhxhTn)[0].on, day("2027-01-01"));
    assert!(changes(&book, 3, Scheme::BhxhTn, (day("2026-07-02"), day("2027-12-31"))).is_empty(), "not known yet");
}

#[test]
fn who_begins_and_who_is_compared_with() {
    assert_eq!(begun(&[Some(3), Some(3), Some(5), None]), [3, 2]);
    assert_eq!(begun(&[Some(3), Some(3), Some(5), Some(5)]), [2, 2], "the last to begin are only compared with");
    assert_eq!(begun(&[Some(3), Some(3)]), [0, 0]);
    assert_eq!(begun(&[None, None]), [0, 2]);
}

#[test]
fn areas_without_a_figure_are_missing_not_unchanged() {
    let site = |n: usize, figures: &[(i64, f64)]| Site {
        name: n.to_string(),
        assigned: n.is_multiple_of(2),
        stratum: 0,
        first: None,
        shares: figures.iter().copied().collect(),
        months: [10, 13],
        from: 4,
        people: Some(1_000.0),
        reached: None,
    };
    let mut sites: Vec<Site> = (0..8)
        .map(|n| site(n, &[(10, 80.0), (13, if n % 2 == 0 { 83.0 } else { 81.0 } + if n < 4 { 0.5 } else { 0.0 })]))
        .collect();
    sites.push(site(8, &[(10, 50.0)]));
    sites.push(site(9, &[]));
    let shown = lottery(&sites, 1);
    let missing = shown.missing.expect("a share");
    assert!((missing.all - 0.2).abs() < 1e-12 && missing.apart < 1e-12);
    assert_eq!((shown.sides, shown.met), (Some([4, 4]), None));
    assert!((shown.found.expect("a figure").estimate.value - 2.0).abs() < 1e-12);
}
