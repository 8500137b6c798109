//! Changes of coverage: how they are divided, what is left unexplained, what is usual for a month.
use tungnha::{
    base::{
        figure::{Doubts, Qualifier},
        id::AreaId,
        month::Month,
        scheme::Scheme,
    },
    features::coverage_changes::{
        known::{Known, Losses, SignUps},
        parts::{Compared, divided},
        seasons::{MonthlyChange, Place, changes, newest, seasons},
    },
};

#[test]
fn both_parts_make_up_the_change_of_the_whole() {
    let area = |participants, people| Compared { area_id: AreaId::new(), participants, people };
    // By hand: 60 % to 70 % with half of the people before and a quarter after; 80 % both times in the other.
    let change = divided(&[area([600, 700], [1_000, 1_000]), area([800, 2_400], [1_000, 3_000])]).expect("a division");
    assert!((change.before - 0.7).abs() < 1e-15 && (change.after - 0.775).abs() < 1e-15);
    assert!((change.rate - 0.1 * 0.375).abs() < 1e-15 && (change.composition - 0.0375).abs() < 1e-15, "{change:?}");
    assert!((change.rate + change.composition - change.difference).abs() < 1e-15);
    // Every rate stood still and the whole fell: only the sizes changed.
    let change = divided(&[area([900, 900], [1_000, 1_000]), area([100, 300], [1_000, 3_000])]).expect("a division");
    assert!(change.rate == 0.0 && change.difference < 0.0 && (change.composition - change.difference).abs() < 1e-15);
    assert!(divided(&[]).is_none());
}

#[test]
fn what_is_taken_away_turns_its_doubt_round() {
    let doubts = Doubts::of(Qualifier::MoreThan);
    assert_eq!(doubts.taken_away().qualifier(), Qualifier::Nearly);
    assert_eq!(doubts.taken_away().taken_away(), doubts);
    let known = Known {
        change: (212_000, Doubts::default()),
        by_policy: (200_000, doubts),
        sign_ups: SignUps { new: 900, re_activated: 100, moved_in: 50, renewed: 4_000 },
        losses: Losses { stopped: 30, ended: 70 },
    };
    assert_eq!(known.not_explained(Scheme::Bhyt), (212_000 - 200_000 - 1_000 + 100, Qualifier::Nearly));
    assert_eq!(known.joined(Scheme::BhytHgd), 1_050, "from another form: they add to the narrower one alone");
    let both = Known { change: (212_000, doubts), ..known };
    assert_eq!(both.not_explained(Scheme::Bhyt).1, Qualifier::Approx, "it leans both ways");
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

/// Changes of so many months from January 2023 on: 10 to 14 a month, in December `december`.
fn months(count: u32, december: i64) -> Vec<MonthlyChange> {
    let change = |n: u32| {
        let month = month("2023-01").plus(n);
        let persons = if month.first().month() == 12 { december } else { 10 + i64::from(n % 5) };
        MonthlyChange { month, persons }
    };
    (0..count).map(change).collect()
}

#[test]
fn december_is_marked_where_it_stands_out_and_nothing_is_said_of_too_few_months() {
    assert!(seasons(&months(23, 300)).is_empty());
    let found = seasons(&months(36, 300));
    assert_eq!(found.len(), 12);
    let marked: Vec<u32> = found.iter().filter(|s| s.stands_out).map(|s| s.calendar_month).collect();
    assert_eq!(marked, [12]);
    let december = found.last().expect("a month");
    assert_eq!((december.middle, december.least, december.most), (300.0, 300, 300));
    assert_eq!(december.years, [2023, 2024, 2025]);
    assert!(seasons(&months(36, 13)).iter().all(|s| !s.stands_out));
    // One December far out and one like any month: it was not so every year.
    let mut uneven = months(24, 300);
    uneven[11].persons = 10;
    assert!(!seasons(&uneven).last().expect("a month").stands_out);
    // Fewer than any other month stand out too.
    assert!(seasons(&months(24, -300)).last().expect("a month").stands_out);
}

#[test]
fn a_month_is_changed_against_the_one_before_it_alone() {
    let figures = [("2025-03", 120), ("2025-01", 100), ("2025-02", 105), ("2025-06", 300)].map(|(m, n)| (month(m), n));
    let found: Vec<i64> = changes(&figures).iter().map(|change| change.persons).collect();
    assert_eq!(found, [5, 15], "of June nothing is known: May is missing");
    let all = months(36, 300);
    let (last, before, place) = newest(&all[..33]).expect("a month beside others");
    assert_eq!((last.month, before.len(), place), (month("2025-09"), 2, Place::Within));
    let mut high = all[..33].to_vec();
    high[32].persons = 99;
    assert_eq!(newest(&high).expect("a month").2, Place::Above);
    assert!(newest(&all[..5]).is_none());
}
