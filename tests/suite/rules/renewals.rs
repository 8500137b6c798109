//! Renewals: how soon something is due, what goes on from what, who stays.
use proptest::prelude::*;
use tungnha::{
    base::{Day, Id, month::Month, share::Percent},
    features::renewals::{
        RenewalState,
        buckets::{Bucket, farthest},
        chain::{Period, chains as unbroken},
        open_end::{End, together},
        persistency::{Chains, cohorts},
    },
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn buckets_lie_side_by_side() {
    let today = day("2026-11-26");
    for (paid_to, bucket) in [
        ("2026-09-26", Some(Bucket::LongPast)),
        ("2026-09-27", Some(Bucket::Overdue)),
        ("2026-11-25", Some(Bucket::Overdue)),
        ("2026-11-26", Some(Bucket::ToSeven)),
        ("2026-12-03", Some(Bucket::ToSeven)),
        ("2026-12-04", Some(Bucket::ToFifteen)),
        ("2026-12-11", Some(Bucket::ToFifteen)),
        ("2026-12-12", Some(Bucket::ToThirty)),
        ("2026-12-26", Some(Bucket::ToThirty)),
        ("2026-12-27", Some(Bucket::ToSixty)),
        ("2027-01-25", Some(Bucket::ToSixty)),
        ("2027-01-26", None),
    ] {
        assert_eq!(Bucket::of(day(paid_to), today), bucket, "{paid_to}");
    }
}

proptest! {
    /// Every end up to 60 days ahead is in exactly one bucket, and the list of that bucket asks for it.
    #[test]
    fn nothing_falls_between_two_buckets(left in -2_000_i64..=60, start in 0_i64..3_000) {
        let today = day("2024-01-15").plus_days(start);
        let paid_to = today.plus_days(left);
        let takes = |bucket: &&Bucket| { let (first, last) = bucket.ends(today); first <= paid_to && paid_to <= last };
        let taken: Vec<_> = Bucket::ALL.iter().filter(takes).copied().collect();
        prop_assert_eq!(taken, vec![Bucket::of(paid_to, today).expect("a bucket")]);
        prop_assert!(paid_to <= farthest(today));
    }
}

/// A period as it was paid here.
fn period(covered_from: &str, lapsed_after: &str) -> Period {
    let from = day(covered_from);
    Period { covered_from: from, since: from, lapsed_after: day(lapsed_after) }
}

#[test]
fn a_period_goes_on_until_the_one_before_it_lapses() {
    let first = period("2024-03-01", "2026-07-31");
    for (from, chain) in [
        ("2026-01-01", "2024-03-01"),
        ("2026-07-31", "2024-03-01"),
        ("2026-08-01", "2024-03-01"),
        ("2026-08-02", "2026-08-02"),
    ] {
        assert_eq!(unbroken(&[first, period(from, "2027-12-31")])[1], day(chain), "{from}");
    }
    assert_eq!(unbroken(&[period("2026-02-28", "2026-12-31")]), [day("2026-02-28")], "nobody before");
    // Three in a row are one; without the middle one the last begins anew.
    let row =
        [period("2026-01-01", "2026-03-31"), period("2026-04-01", "2026-06-30"), period("2026-07-01", "2026-09-30")];
    assert_eq!(unbroken(&row), [day("2026-01-01"); 3]);
    assert_eq!(unbroken(&[row[0], row[2]]), [day("2026-01-01"), day("2026-07-01")]);
    // What is known of earlier years from elsewhere stays.
    let told = Period { since: day("2019-05-01"), ..row[1] };
    assert_eq!(unbroken(&[row[0], told, row[2]]), [day("2026-01-01"), day("2019-05-01"), day("2019-05-01")]);
}

fn chains(from: &str, paid_to: &str, people: i64) -> Chains {
    Chains { from: day(from), paid_to: day(paid_to), lapsed_after: day(paid_to), people }
}

#[test]
fn whoever_may_still_pay_on_time_is_not_lost() {
    let year = Chains { lapsed_after: day("2027-05-31"), ..chains("2025-11-01", "2026-10-31", 1) };
    let after_a_year = |today: &str| {
        let kept = cohorts(&[year], day(today))[0].kept[2].clone();
        (kept.months, kept.of, kept.kept)
    };
    for (today, of) in [("2026-11-26", 0), ("2027-05-31", 0), ("2027-06-01", 1)] {
        assert_eq!(after_a_year(today), (12, of, 0), "{today}");
    }
}

#[test]
fn who_stays_is_counted_only_where_it_can_be_known() {
    let today = day("2026-11-26");
    let all = [
        // Three months and no more; six months and no more; a year, and paid on.
        chains("2026-01-10", "2026-04-09", 60),
        chains("2026-01-15", "2026-07-14", 10),
        chains("2026-01-20", "2027-01-19", 30),
        // Their third month is not over.
        chains("2026-09-01", "2026-11-30", 5),
    ];
    let cohorts = cohorts(&all, today);
    let [january, september] = cohorts.as_slice() else { panic!("two months: {cohorts:?}") };
    assert_eq!((january.month, january.people), (Month::of(day("2026-01-01")), 100));
    let said: Vec<_> = january.kept.iter().map(|kept| (kept.months, kept.of, kept.kept, kept.percent)).collect();
    assert_eq!(
        said,
        [
            (3, 100, 40, Some(Percent(4_000))),
            (6, 100, 30, Some(Percent(3_000))),
            (12, 0, 0, None),
            (24, 0, 0, None),
            (36, 0, 0, None),
        ]
    );
    assert_eq!((september.people, september.kept[0].of, september.kept[0].percent), (5, 0, None));
}

/// Ends of months and leap years: a card of three months from 30 November ends on the last day of February.
#[test]
fn months_end_where_the_calendar_has_it() {
    let of =
        |from: &str, paid_to: &str, today: &str| cohorts(&[chains(from, paid_to, 1)], day(today))[0].kept[0].clone();
    let kept = of("2023-11-30", "2024-02-29", "2024-03-05");
    assert_eq!((kept.of, kept.kept), (1, 1), "the day three months later is the 29th, and it is paid for");
    let gone = of("2023-11-30", "2024-02-28", "2024-03-05");
    assert_eq!((gone.of, gone.kept), (1, 0));
    let unknown = of("2023-11-30", "2024-02-28", "2024-02-28");
    assert_eq!((unknown.of, unknown.percent), (0, None));
}

#[test]
fn of_all_open_ends_the_latest_stays_and_what_lost_its_successor_is_open_again() {
    use RenewalState::{Due, Ended, Renewed, Stopped};
    let end = |paid_to: &str, state, was_stopped| End {
        id: Id::new(),
        paid_to: day(paid_to),
        state,
        renewed_by_id: None,
        was_stopped,
    };
    let (sooner, later) = (end("2026-11-30", Due, false), end("2026-12-31", Due, false));
    let said = |ends: &[End]| -> Vec<_> { together(ends).iter().map(|end| (end.state, end.renewed_by_id)).collect() };
    let (open, closed) = ((Due, None), (Renewed, Some(later.id)));
    assert_eq!(said(&[sooner, later]), [closed, open]);
    assert_eq!(said(&[later, sooner]), [open, closed]);
    let stopped = end("2026-11-30", Stopped, true);
    assert_eq!(said(&[stopped, later]), [closed, open], "paid on, whatever was said");
    let ended = end("2027-06-30", Ended, false);
    assert_eq!(said(&[sooner, later, ended]), [closed, open, (Ended, None)], "a refund renews nobody");
    let orphan = |was_stopped| End { renewed_by_id: Some(later.id), ..end("2026-11-30", Renewed, was_stopped) };
    assert_eq!(said(&[orphan(false)]), [open]);
    assert_eq!(said(&[orphan(true)]), [(Stopped, None)]);
    let once = together(&[sooner, stopped, later, ended]);
    assert_eq!(together(&once), once, "and then nothing changes");
    assert_eq!(together(&[]), []);
}
