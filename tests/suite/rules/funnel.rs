//! The funnel's rules: which shares there are, which are surely weak, which counts would name people.
use std::collections::BTreeSet;

use tungnha::{
    base::{Day, Lang},
    features::funnel::{
        Reach, Sums,
        shares::{Ripe, Shown, at, names_people, rate, weakest, withheld},
        steps::{FunnelBy, FunnelRate, FunnelStep, RATES, Ripening, STEPS},
    },
    methods::wording::causal,
};

fn visits(doors: i64, met: i64) -> Sums {
    Sums { doors, met, ..Sums::default() }
}
fn signed(signed: i64) -> Sums {
    Sums { signed, ..Sums::default() }
}

#[test]
fn each_step_of_a_visit_holds_those_before_it() {
    for (before, after) in Reach::ALL.iter().zip(Reach::ALL.iter().skip(1)) {
        let (before, after) = (Sums::visit(*before, true), Sums::visit(*after, true));
        let steps = [FunnelStep::Doors, FunnelStep::Met, FunnelStep::Talked, FunnelStep::Interested, FunnelStep::LedOn];
        assert!(steps.iter().all(|step| at(&before, *step) <= at(&after, *step)));
    }
    assert_eq!(Sums::visit(Reach::Door, true).led_on, 0, "nobody was met");
}

#[test]
fn shares_are_formed_within_one_unit() {
    let unit = |step: FunnelStep| STEPS.iter().find(|spec| spec.step == step).expect("a step").unit;
    assert_eq!(STEPS.len(), FunnelStep::ALL.len());
    assert_eq!(RATES.len(), FunnelRate::ALL.len());
    for spec in RATES {
        assert_eq!(unit(spec.of), unit(spec.hits), "{}", spec.rate);
    }
    for label in STEPS.iter().map(|spec| spec.label).chain(RATES.iter().map(|spec| spec.label)) {
        assert!(causal(label.vi).is_none() && causal(label.en).is_none(), "{}", label.en);
    }
}

#[test]
fn a_share_of_few_says_nothing() {
    let contact = RATES.iter().find(|spec| spec.rate == FunnelRate::Contact).expect("contact");
    let few = rate(contact, &visits(9, 9), Lang::En);
    assert_eq!((few.numerator, few.denominator, few.percent, few.low_percent), (9, 9, None, None));
    let enough = rate(contact, &visits(20, 15), Lang::En);
    assert_eq!(
        (enough.percent.map(|p| p.as_f64()), enough.low_percent, enough.high_percent),
        (Some(75.0), Some(53.13), Some(88.81))
    );
}

#[test]
fn only_what_is_surely_below_the_others_is_weak() {
    let rates = Shown { by: Some(FunnelBy::Area), scheme: false, withheld: false }.rates();
    let to: Day = "2026-11-25".parse().expect("a day");
    let over = |ripens_in, rows: &[(&'static str, &'static str, Sums)]| [Ripe { ripens_in, to, rows: rows.to_vec() }];
    let weak = |ripe: &[Ripe<'_>]| {
        weakest(ripe, &rates, Lang::En).into_iter().map(|weak| (weak.key, weak.rate)).collect::<Vec<_>>()
    };
    let named = |rows: &[(&'static str, &'static str, Sums)]| weak(&over(Ripening::AtOnce, rows));
    // The lowest of alike rows is none.
    assert!(named(&[("a", "A", visits(100, 48)), ("b", "B", visits(100, 52)), ("c", "C", visits(100, 50))]).is_empty());
    let rows = [("a", "A", visits(100, 20)), ("b", "B", visits(100, 52)), ("c", "C", visits(100, 50))];
    assert_eq!(named(&rows), [("a".to_owned(), FunnelRate::Contact)]);
    let seen = weakest(&over(Ripening::AtOnce, &rows), &rates, Lang::En).remove(0);
    assert_eq!((seen.percent.as_f64(), seen.others_percent.as_f64(), seen.points), (20.0, 51.0, -31.0));
    assert!(seen.high_points < 0.0 && seen.low_points < -31.0);
    // Among a hundred rows that are alike, one that 5 % of chance would bring is not named.
    let many: Vec<(String, Sums)> =
        (0..100).map(|n| (format!("{n:03}"), visits(100, if n == 0 { 39 } else { 50 }))).collect();
    let many: Vec<(&str, &str, Sums)> = many.iter().map(|(key, sums)| (key.as_str(), key.as_str(), *sums)).collect();
    assert!(weak(&[Ripe { ripens_in: Ripening::AtOnce, to, rows: many }]).is_empty());
    // Each share over the days that are ripe for it: what was signed up of late is not issued yet.
    let paid = |paid, issued| Sums { paid, issued, ..Sums::default() };
    let issued = [("a", "A", paid(100, 20)), ("b", "B", paid(100, 90))];
    assert!(named(&issued).is_empty(), "over all days");
    assert_eq!(weak(&over(Ripening::Soon, &issued)), [("a".to_owned(), FunnelRate::Issue)]);
}

#[test]
fn few_people_are_never_alone_in_being_kept_back() {
    let rows = |counts: &[(&'static str, i64)]| -> BTreeSet<String> {
        let rows: Vec<(&str, Sums)> = counts.iter().map(|(key, count)| (*key, signed(*count))).collect();
        withheld(rows.iter().map(|(key, sums)| (*key, sums)))
    };
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(rows(&[("a", 5), ("b", 70)]), keys(&[]));
    assert_eq!(rows(&[("a", 4), ("b", 70), ("c", 9)]), keys(&["a", "c"]), "the total less the others would tell");
    assert_eq!(rows(&[("a", 4), ("b", 1), ("c", 9)]), keys(&["a", "b"]));
    assert_eq!(rows(&[("a", 4), ("b", 0)]), keys(&["a"]), "nobody hides nobody");
    assert!(names_people(&signed(4)) && !names_people(&signed(5)) && !names_people(&signed(0)));
    assert!(!names_people(&visits(3, 2)), "visits are not people");
}
