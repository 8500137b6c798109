//! Sign-ups: every pair of steps, what stands against a new one, what kind it is, what goes back, what the form still asks.
use std::collections::BTreeSet;

use proptest::prelude::*;
use tungnha::{
    base::{Day, Moment, scheme::Scheme},
    features::enrolments::{
        caps::{Had, Limited, above},
        form::{FIELDS, Known, missing},
        funnel::{Taken, funnel},
        kinds::{Before, Kind, kind_of},
        lifecycle::{ALLOWED, Status, Step, WAY, counted_on, may_follow, status},
        overlap::{Held, Span, excludes, holds, stands_against},
        receipt_number::receipt_number,
        refund::{Covers, Parts, Unfit, refund, unfit},
    },
    features::quotes::answer::Source,
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// What may follow each step, said once more and in another way than in the program.
fn followers(step: Step) -> &'static [Step] {
    use Step::*;
    match step {
        Promised => &[Declared, Cancelled],
        Declared => &[Paid, Cancelled],
        Paid => &[Declared, HandedIn, Refunded],
        HandedIn => &[Issued, Refused, Paid],
        Issued => &[Stopped, Refunded],
        Refused => &[Declared, Refunded],
        Stopped => &[Refunded],
        Refunded | Cancelled => &[],
    }
}

#[test]
fn every_pair_of_steps_is_allowed_or_refused_as_written() {
    let mut allowed = 0;
    for from in Step::ALL {
        for to in Step::ALL {
            assert_eq!(may_follow(*from, *to), followers(*from).contains(to), "{from} → {to}");
            allowed += usize::from(may_follow(*from, *to));
        }
    }
    assert_eq!((allowed, ALLOWED.len(), Step::ALL.len()), (15, 15, 9));
    for (before, after) in WAY.iter().zip(WAY.iter().skip(1)) {
        assert!(may_follow(*before, *after));
        let others = Step::ALL.iter().filter(|from| from.rank() < before.rank() && may_follow(**from, *after));
        assert!(others.filter(|from| from.rank().is_some()).count() == 0, "{after} is reached over {before} only");
    }
    let money: BTreeSet<Step> =
        BTreeSet::from([Step::Paid, Step::HandedIn, Step::Issued, Step::Refused, Step::Stopped]);
    assert!(money.iter().all(|step| !may_follow(*step, Step::Cancelled)), "money is paid back, not cancelled");
}

#[test]
fn a_cover_runs_and_ends_without_anybody_doing_anything() {
    let (from, to) = (day("2026-12-25"), day("2027-12-24"));
    for (on, wanted) in [
        ("2026-12-24", Status::Issued),
        ("2026-12-25", Status::Active),
        ("2027-12-24", Status::Active),
        ("2027-12-25", Status::Ended),
    ] {
        assert_eq!(status(Step::Issued, from, to, day(on)), wanted, "{on}");
        assert_eq!(status(Step::Paid, from, to, day(on)), Status::Paid);
    }
    for word in Status::ALL {
        let step = word.step();
        let on = match word {
            Status::Active => from,
            Status::Ended => to.plus_days(1),
            _ => from.before(),
        };
        assert_eq!(status(step, from, to, on), *word);
    }
}

#[test]
fn health_cards_exclude_each_other_and_so_do_pensions() {
    use Scheme::*;
    assert!(
        excludes(BhytHgd, Bhyt) && excludes(BhytHgd, BhytHgd) && excludes(BhxhTn, BhxhBb) && excludes(BhxhTn, BhxhTn)
    );
    assert!(!excludes(BhytHgd, BhxhTn) && !excludes(BhxhTn, Bhyt) && !excludes(BhxhTn, Bhtn));
    let open: Vec<&Step> = Step::ALL.iter().filter(|step| !holds(**step)).collect();
    assert_eq!(open, [&Step::Refused, &Step::Cancelled]);
}

#[test]
fn the_record_says_what_kind_it_is() {
    let before = |scheme, ended: &str, lapsed: Option<&str>| Before {
        scheme,
        ended_on: day(ended),
        lapsed_after: lapsed.map(day),
    };
    use Scheme::{BhxhBb, BhxhTn, Bhyt, BhytHgd};
    for (scheme, begins, earlier, wanted) in [
        (BhytHgd, "2026-12-01", vec![], Kind::New),
        (BhytHgd, "2026-12-01", vec![before(BhytHgd, "2026-11-30", None)], Kind::Renewed),
        (BhytHgd, "2026-12-01", vec![before(BhytHgd, "2026-09-02", None)], Kind::Renewed),
        (BhytHgd, "2026-12-01", vec![before(BhytHgd, "2026-09-01", None)], Kind::ReActivated),
        (BhytHgd, "2026-12-01", vec![before(BhytHgd, "2026-08-01", Some("2026-12-01"))], Kind::Renewed),
        (BhytHgd, "2026-12-02", vec![before(BhytHgd, "2026-08-01", Some("2026-12-01"))], Kind::ReActivated),
        (BhytHgd, "2026-12-01", vec![before(Bhyt, "2026-11-30", None)], Kind::MovedIn),
        (
            BhytHgd,
            "2026-12-01",
            vec![before(Bhyt, "2026-11-30", None), before(BhytHgd, "2026-11-30", None)],
            Kind::Renewed,
        ),
        (
            BhytHgd,
            "2026-12-01",
            vec![before(BhytHgd, "2020-11-30", None), before(Bhyt, "2026-11-30", None)],
            Kind::MovedIn,
        ),
        (BhytHgd, "2026-12-01", vec![before(BhxhTn, "2026-11-30", None)], Kind::New),
        (
            BhxhTn,
            "2026-12-01",
            vec![before(BhxhTn, "2026-11-30", None), before(BhytHgd, "2027-03-31", None)],
            Kind::Renewed,
        ),
        (BhxhTn, "2026-12-01", vec![before(BhxhBb, "2026-10-31", None)], Kind::MovedIn),
        (BhxhTn, "2026-12-01", vec![before(BhxhTn, "2026-10-31", None)], Kind::Renewed),
        (BhxhTn, "2026-12-02", vec![before(BhxhTn, "2026-10-31", None)], Kind::ReActivated),
    ] {
        assert_eq!(kind_of(scheme, day(begins), &earlier), wanted, "{begins} {earlier:?}");
    }
}

#[test]
fn the_form_names_what_is_missing() {
    let all = Known {
        name: true,
        birth: true,
        sex: true,
        citizen_id: true,
        insurance_number: false,
        address: true,
        relation: true,
    };
    assert!(missing(Scheme::BhytHgd, &all).is_empty());
    assert!(
        missing(Scheme::BhxhTn, &Known { relation: false, citizen_id: false, insurance_number: true, ..all })
            .is_empty()
    );
    let of = |scheme, known: &Known| missing(scheme, known).iter().map(|field| field.pointer).collect::<Vec<_>>();
    assert_eq!(
        of(Scheme::BhytHgd, &Known { relation: false, citizen_id: false, ..all }),
        ["/person/citizen_id", "/person/relation"]
    );
    assert_eq!(missing(Scheme::BhytHgd, &Known::default()).len(), FIELDS.len());
}

#[test]
fn what_is_left_goes_back_source_by_source() {
    let year = Parts { payer_vnd: 3_168_000, state_vnd: 792_000, local_vnd: 0, other_vnd: 0 };
    let back = refund(year, &[], day("2026-01-01"), 12, day("2026-10-01")).expect("three months");
    assert_eq!((back.months, back.kept_to), (3, day("2026-09-30")));
    assert_eq!(back.parts, Parts { payer_vnd: 792_000, state_vnd: 198_000, local_vnd: 0, other_vnd: 0 });
    assert_eq!(refund(year, &[], day("2026-01-01"), 12, day("2026-01-01")).map(|back| back.parts), Some(year));
    for none in ["2026-10-02", "2027-01-01", "2025-12-01"] {
        assert_eq!(refund(year, &[], day("2026-01-01"), 12, day(none)), None, "{none}");
    }
    let card = Parts { payer_vnd: 341_551, state_vnd: 0, local_vnd: 0, other_vnd: 0 };
    let back = refund(card, &[], day("2026-12-25"), 3, day("2027-01-25")).expect("two months");
    assert_eq!((back.months, back.parts.payer_vnd, back.kept_to), (2, 341_551 - 113_850, day("2027-01-24")));
}

#[test]
fn a_support_of_some_months_goes_back_for_those_only() {
    // 330,000 a month for a year, of which the state pays 132,000 for the first five months.
    let paid = Parts { payer_vnd: 3_300_000, state_vnd: 660_000, local_vnd: 0, other_vnd: 0 };
    let state = [Covers { source: Source::State, months: 5, amount_vnd: 660_000 }];
    for (from, payer_vnd, state_vnd) in [
        ("2026-01-01", 3_300_000, 660_000),
        ("2026-04-01", 2_706_000, 264_000),
        ("2026-06-01", 2_310_000, 0),
        ("2026-07-01", 1_980_000, 0),
    ] {
        let back = refund(paid, &state, day("2026-01-01"), 12, day(from)).expect("months of it");
        assert_eq!((back.parts.payer_vnd, back.parts.state_vnd), (payer_vnd, state_vnd), "{from}");
    }
    let both = Parts { payer_vnd: 2_100_000, local_vnd: 1_200_000, ..paid };
    let rule = Covers { source: Source::Local, months: 12, amount_vnd: 1_200_000 };
    let back = refund(both, &[state[0], rule], day("2026-01-01"), 12, day("2026-07-01")).expect("half");
    assert_eq!(back.parts, Parts { payer_vnd: 1_380_000, state_vnd: 0, local_vnd: 600_000, other_vnd: 0 });
}

#[test]
fn what_insured_nobody_goes_back_whole_and_what_was_stopped_without_a_gap() {
    let paid = Parts { payer_vnd: 1_200_000, ..Parts::default() };
    let (first, ended) = (day("2026-09-01"), day("2026-11-30"));
    let says = |step, missing, from: &str| {
        let back = refund(paid, &[], first, 12, day(from)).expect("months of it");
        unfit(step, missing, &back, (first, 12), ended)
    };
    for (step, missing, from, wanted) in [
        (Step::Paid, false, "2026-09-01", None),
        (Step::Paid, false, "2026-10-01", Some(Unfit::WholeOnly)),
        (Step::Refused, false, "2027-08-01", Some(Unfit::WholeOnly)),
        (Step::Refused, false, "2026-09-01", None),
        (Step::Issued, false, "2027-03-01", None),
        (Step::Issued, true, "2027-03-01", Some(Unfit::WholeOnly)),
        (Step::Issued, true, "2026-09-01", None),
        (Step::Stopped, false, "2026-12-01", None),
        (Step::Stopped, false, "2026-10-01", None),
        (Step::Stopped, false, "2027-01-01", Some(Unfit::Gap)),
    ] {
        assert_eq!(says(step, missing, from), wanted, "{step} {missing} {from}");
    }
}

#[test]
fn months_of_a_life_are_counted_over_all_that_stands() {
    let year =
        Had { period_from: day("2026-01-01"), kept_to: day("2026-12-31"), months: 12, missing: false, supported: 12 };
    let half = Had { kept_to: day("2026-06-30"), ..year };
    let none = Had { kept_to: day("2025-12-31"), ..year };
    let missing = Had { months: 36, missing: true, kept_to: day("2026-01-31"), supported: 0, ..year };
    let back = Had { kept_to: day("2025-12-31"), ..missing };
    use Limited::{Missing, Supported};
    for (had, what, wanted) in [
        (year, Supported, 12),
        (half, Supported, 6),
        (Had { supported: 5, ..half }, Supported, 5),
        (none, Supported, 0),
        (year, Missing, 0),
        (missing, Missing, 36),
        (back, Missing, 0),
        (missing, Supported, 0),
    ] {
        assert_eq!(had.counts(what), wanted, "{had:?} {what}");
    }
    assert_eq!(above(Missing, 60, &[year, missing], &missing), Some(12));
    assert_eq!(above(Missing, 60, &[year, back], &missing), None);
    assert_eq!(above(Missing, 60, &[missing, missing], &year), None, "adds none");
    assert_eq!(above(Supported, 18, &[half], &year), None);
    assert_eq!(above(Supported, 17, &[half], &year), Some(1));
}

#[test]
fn one_receipt_is_one_however_it_was_typed() {
    let key = |typed: &str| receipt_number(typed).map(|number| number.key);
    for same in ["BL0346118", "bl0346118", "BL 0346118", "BL-0346118", "ＢＬ０３４６１１８", "BL.034/6118"] {
        assert_eq!(key(same).as_deref(), Some("BL0346118"), "{same}");
    }
    assert_eq!(receipt_number("ＢＬ 1").map(|number| number.text).as_deref(), Some("BL 1"));
    for wrong in ["ВL0346118", "BL0346118\u{ad}", "BL0346118\u{2060}", "=1+1+\"BL1\"", "BL", "", "Đ1"] {
        assert_eq!(receipt_number(wrong), None, "{wrong:?}");
    }
}

fn moment(minutes: i64) -> Moment {
    Moment::from_unix_micros(1_795_572_000_000_000).plus_seconds(minutes * 60)
}

#[test]
fn the_funnel_counts_who_came_how_far_and_times_each_step() {
    let taken = |to, minutes, reason| Taken { to, at: moment(minutes), reason };
    let all = vec![
        vec![taken(Step::Promised, 0, None), taken(Step::Declared, 60, None), taken(Step::Paid, 180, None)],
        vec![
            taken(Step::Promised, 0, None),
            taken(Step::Declared, 30, None),
            taken(Step::Cancelled, 90, Some("money")),
        ],
        vec![taken(Step::Promised, 0, None), taken(Step::Cancelled, 5, Some("money"))],
        vec![taken(Step::Promised, 0, None)],
    ];
    let (stages, dropped) = funnel(&all);
    assert_eq!(stages.iter().map(|stage| stage.count).collect::<Vec<_>>(), [4, 2, 1, 0, 0]);
    assert_eq!((stages[1].median_hours, stages[1].p90_hours), (Some(0.5), Some(1.0)));
    assert_eq!((stages[2].median_hours, stages[0].median_hours, stages[3].p90_hours), (Some(2.0), None, None));
    let reason = |step| dropped.get(&(step, Some("money".to_owned()))).copied();
    assert_eq!((reason(Step::Cancelled), dropped.len()), (Some(2), 1));
}

/// Steps of a sign-up, each allowed after the one before.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<prop::sample::Index>(), 0..12).prop_map(|choices| {
        let mut way = vec![Step::Promised];
        for choice in choices {
            let next = followers(*way.last().expect("a step"));
            if next.is_empty() {
                break;
            }
            way.push(*choice.get(next));
        }
        way
    })
}

fn span() -> impl Strategy<Value = Span> {
    (0_i64..60, -2_i64..40).prop_map(|(from, length)| {
        let from = day("2026-01-01").plus_days(from);
        Span { from, to: from.plus_days(length) }
    })
}

proptest! {
    #[test]
    fn no_step_of_the_funnel_has_more_than_the_one_before(all in prop::collection::vec(steps(), 0..40)) {
        let taken: Vec<Vec<Taken>> = all.iter().map(|steps| {
            (0..).zip(steps).map(|(at, to)| Taken { to: *to, at: moment(at), reason: None }).collect()
        }).collect();
        let (stages, dropped) = funnel(&taken);
        prop_assert_eq!(stages[0].count, all.len());
        prop_assert!(stages.windows(2).all(|pair| pair[0].count >= pair[1].count));
        prop_assert!(stages.iter().all(|stage| stage.median_hours <= stage.p90_hours));
        let off = all.iter().filter(|steps| steps.last().is_some_and(|step| step.rank().is_none())).count();
        prop_assert_eq!(dropped.values().sum::<usize>(), off);
    }

    #[test]
    fn two_periods_overlap_when_they_share_a_day(one in span(), other in span()) {
        let days = |span: Span| (0..100).map(move |n| day("2025-12-01").plus_days(n)).filter(move |on| span.from <= *on && *on <= span.to).collect::<BTreeSet<_>>();
        let share = days(one).intersection(&days(other)).count() > 0;
        prop_assert_eq!(one.meets(other), share);
        prop_assert_eq!(other.meets(one), share);
        let held = [Held { what: (), scheme: Scheme::Bhyt, span: other }];
        prop_assert_eq!(stands_against(Scheme::BhytHgd, one, &held).is_some(), share);
        prop_assert!(stands_against(Scheme::BhxhTn, one, &held).is_none());
    }

    #[test]
    fn what_was_used_and_what_goes_back_add_up(
        payer_vnd in 0_i64..60_000_000, state_vnd in 0_i64..60_000_000, local_vnd in 0_i64..60_000_000,
        other_vnd in 0_i64..60_000_000, months in 1_i32..=60, at in 0_u32..60,
    ) {
        let paid = Parts { payer_vnd, state_vnd, local_vnd, other_vnd };
        let (first, from) = (day("2026-01-01"), day("2026-01-01").plus_months(at));
        match refund(paid, &[], first, months, from) {
            None => prop_assert!(at >= u32::try_from(months).expect("months")),
            Some(back) => {
                prop_assert_eq!(back.months + i32::try_from(at).expect("months"), months);
                prop_assert!(back.parts.payer_vnd >= 0 && back.parts.payer_vnd <= payer_vnd);
                prop_assert!(back.parts.full_vnd() <= paid.full_vnd());
                let exact = (i128::from(payer_vnd) * i128::from(back.months) * 2 - i128::from(back.parts.payer_vnd) * i128::from(months) * 2).abs();
                prop_assert!(exact <= i128::from(months), "within half a đồng");
                let later = refund(paid, &[], first, months, from.plus_months(1)).map_or(0, |later| later.parts.full_vnd());
                prop_assert!(later <= back.parts.full_vnd(), "later, less goes back");
            }
        }
    }
}

#[test]
fn how_far_a_sign_up_came_goes_back_with_a_payment_and_stays_off_the_way() {
    let reached = |steps: &[Step]| steps.iter().fold(Step::Promised, |at, step| at.reached_after(*step));
    assert_eq!(reached(&[Step::Declared, Step::Paid, Step::HandedIn, Step::Issued, Step::Stopped]), Step::Issued);
    assert_eq!(reached(&[Step::Declared, Step::Paid, Step::Declared]), Step::Declared, "taken back");
    assert_eq!(reached(&[Step::Declared, Step::Paid, Step::HandedIn, Step::Refused, Step::Refunded]), Step::HandedIn);
    assert_eq!(reached(&[Step::Declared, Step::Cancelled]), Step::Declared);
    let day = |text: &str| text.parse().expect("a day");
    assert_eq!(
        counted_on(day("2026-11-21"), day("2026-11-25")),
        day("2026-11-21"),
        "quoted by a phone without network"
    );
    assert_eq!(counted_on(day("2026-12-03"), day("2026-11-25")), day("2026-11-25"), "a quote for a day ahead");
}
