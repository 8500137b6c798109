//! Remuneration: which rate holds, what is owed, and that statements together come to what is owed in the end.
use proptest::prelude::*;
use tungnha::{
    base::{Day, Id, scheme::Scheme},
    features::{
        areas::Level,
        enrolments::kinds::Kind,
        remuneration::owing::{Gives, Rate, Standing, concerns, owed, rate_for, to_say},
    },
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn rate(min_months: i32, from: &str, gives: Gives) -> Rate {
    let (id, level, effective_from) = (Id::new(), Level::Province, day(from));
    Rate { id, level, scheme: Scheme::BhxhTn, kind: Kind::New, min_months, effective_from, gives }
}

fn standing(months: i32, paid: Option<i64>) -> Standing {
    let paid = paid.map(|vnd| (day("2026-11-25"), vnd));
    Standing { scheme: Scheme::BhxhTn, kind: Kind::New, months, paid, refunded_vnd: 0, all_refunded: false }
}

#[test]
fn the_longest_term_reached_decides_and_of_it_the_latest_row() {
    let rates = [
        rate(1, "2026-01-01", Gives::Share(120_000)),
        rate(6, "2026-01-01", Gives::Share(170_000)),
        rate(12, "2026-01-01", Gives::Share(200_000)),
        rate(12, "2026-06-01", Gives::Share(190_000)),
        rate(12, "2026-12-01", Gives::Share(1)),
    ];
    let on = |months, day: &str| rate_for(&rates, &standing(months, None), self::day(day)).map(|rate| rate.gives);
    assert_eq!(on(1, "2026-11-25"), Some(Gives::Share(120_000)));
    assert_eq!(on(11, "2026-11-25"), Some(Gives::Share(170_000)));
    assert_eq!(on(12, "2026-11-25"), Some(Gives::Share(190_000)));
    assert_eq!(on(12, "2026-05-31"), Some(Gives::Share(200_000)), "both ends of a change");
    assert_eq!(on(12, "2026-06-01"), Some(Gives::Share(190_000)));
    assert_eq!(on(12, "2025-12-31"), None);
    let ended = [
        rate(1, "2026-01-01", Gives::Share(5)),
        rate(12, "2026-01-01", Gives::Share(9)),
        rate(12, "2026-02-01", Gives::Nothing),
    ];
    let left = rate_for(&ended, &standing(12, None), day("2026-11-25")).map(|rate| rate.gives);
    assert_eq!(left, Some(Gives::Share(5)), "a term that ended leaves the shorter one");
    let other = Standing { kind: Kind::Renewed, ..standing(12, None) };
    assert_eq!(rate_for(&rates, &other, day("2026-11-25")), None, "another kind has its own");
}

#[test]
fn a_share_is_of_what_was_paid_and_not_given_back_half_up() {
    let rates = [rate(1, "2026-01-01", Gives::Share(33_333))];
    let whole = standing(12, Some(2_376_000));
    assert_eq!(owed(&rates, &whole).vnd, Some(79_199), "79.199,208");
    let half = Standing { refunded_vnd: 1_782_000, ..whole };
    assert_eq!((owed(&rates, &half).base_vnd, owed(&rates, &half).vnd), (594_000, Some(19_800)), "19.799,802");
    assert_eq!(owed(&[], &whole).vnd, None, "no rate is not nothing");
    assert_eq!(owed(&[], &standing(12, None)).vnd, Some(0), "nothing was paid");
    let heads = [rate(1, "2026-01-01", Gives::Head(50_000))];
    assert_eq!(owed(&heads, &half).vnd, Some(50_000));
    assert_eq!(owed(&heads, &Standing { all_refunded: true, ..half }).vnd, Some(0));
}

#[test]
fn the_nearest_area_decides_before_a_longer_term_of_a_wider_one() {
    let wide = [rate(12, "2026-06-01", Gives::Share(200_000)), rate(1, "2026-06-01", Gives::Share(100_000))];
    let near = Rate { level: Level::Commune, ..rate(1, "2026-01-01", Gives::Share(50_000)) };
    let on = |rates: &[Rate]| rate_for(rates, &standing(12, None), day("2026-11-25")).map(|rate| rate.gives);
    assert_eq!(on(&wide), Some(Gives::Share(200_000)));
    assert_eq!(on(&[wide[0], near, wide[1]]), Some(Gives::Share(50_000)));
    let ended = Rate { level: Level::Commune, ..rate(1, "2026-02-01", Gives::Nothing) };
    assert_eq!(on(&[near, wide[0], ended, wide[1]]), Some(Gives::Share(200_000)), "what ended leaves the wider one");
}

/// The last day of a month of 2026.
fn end_of(month: u32) -> Day {
    day("2026-01-01").plus_months(month).before()
}

proptest! {
    /// Sign-ups are paid, taken back, paid on other days, refunded, rates come late, months are drawn up in any order and
    /// some never: whatever a statement speaks of comes to what is owed as things stand then, and it leaves nothing to say.
    #[test]
    fn statements_together_come_to_what_is_owed(
        changes in proptest::collection::vec(
            (0_usize..3, proptest::option::of(1_u32..=12), 0_i64..=2_376_000, 0_u8..4, 1_i64..=300_000, 1_u32..=12),
            1..20,
        ),
    ) {
        let mut rates = Vec::new();
        let mut said = [None::<i64>; 3];
        let mut now = [standing(12, None); 3];
        for (which, paid, refunded_vnd, what, ppm, drawn_up) in changes {
            if what == 0 {
                // A rate that is entered late, for a day before the payments.
                let from = day("2026-01-01").plus_days(i64::try_from(rates.len()).expect("few"));
                rates.push(Rate { effective_from: from, ..rate(1, "2026-01-01", Gives::Share(ppm)) });
            }
            let paid = paid.map(|month| (end_of(month), 2_376_000));
            now[which] = Standing { paid, refunded_vnd, all_refunded: refunded_vnd == 2_376_000, ..standing(12, None) };
            for (own, said) in now.iter().zip(&mut said) {
                let is_due = own.paid.is_some_and(|(on, _)| on <= end_of(drawn_up));
                let concerned = concerns(own, said.is_some(), end_of(drawn_up));
                prop_assert_eq!(concerned, is_due || said.is_some());
                if !concerned {
                    continue;
                }
                let due = owed(&rates, own);
                if let Some(amount) = to_say(&due, *said) {
                    *said = Some(said.unwrap_or(0) + amount);
                }
                prop_assert_eq!(*said, Some(due.vnd.unwrap_or(0)));
                prop_assert_eq!(to_say(&due, *said), None, "and then there is nothing to say");
            }
        }
    }
    /// In which order the months are drawn up makes no difference to what anybody gets.
    #[test]
    fn months_may_be_drawn_up_in_any_order(
        months in Just((1_u32..=12).collect::<Vec<_>>()).prop_shuffle(),
        paid in proptest::collection::vec((1_u32..=12, 0_i64..=2_376_000), 1..8),
        ppm in 1_i64..=300_000,
    ) {
        let rates = [rate(1, "2026-01-01", Gives::Share(ppm))];
        for (month, refunded_vnd) in paid {
            let own = Standing { refunded_vnd, ..standing(12, None) };
            let own = Standing { paid: Some((end_of(month), 2_376_000)), ..own };
            let mut lines = Vec::new();
            for month in &months {
                let said = (!lines.is_empty()).then(|| lines.iter().sum());
                if concerns(&own, said.is_some(), end_of(*month)) {
                    lines.extend(to_say(&owed(&rates, &own), said));
                }
            }
            prop_assert_eq!(lines, vec![owed(&rates, &own).vnd.unwrap_or(0)], "one line, and never an adjustment");
        }
    }
}
