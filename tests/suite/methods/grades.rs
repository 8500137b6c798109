//! Which grade a design and its checks come to, and that below B no word claims a cause.
use proptest::prelude::*;
use tungnha::{
    base::Text,
    methods::{
        grade::{
            Design::{
                self, BeforeAfter, Description, LotteryOrder, Matched, MetAgainstNot, RandomisedAreas, Series,
                Staggered, TwoGroups,
            },
            Facts, Finding,
            Grade::{self, A, B, C, D, E},
            Missing,
            Reason::{
                self, BorderChange, FewPoints, FewUnits, LawChange, NotAsAssigned, NotRegistered, OneUnit, OwnOutcome,
                PreTrend, ReachedElsewhere, Unbalanced,
            },
            grade, headline,
        },
        wording::causal,
    },
};

type Change = fn(&mut Facts);

#[test]
fn what_a_design_allows_at_best() {
    for (design, best) in [
        (LotteryOrder, A),
        (RandomisedAreas, A),
        (Staggered, B),
        (TwoGroups, C),
        (Series, C),
        (Matched, C),
        (BeforeAfter, D),
        (MetAgainstNot, D),
        (Description, E),
    ] {
        let graded = grade(&Facts::of(design));
        let why: &[Reason] = if best == A { &[] } else { &[Reason::Design] };
        assert_eq!((graded.grade, graded.reasons.as_slice()), (best, why), "{design}");
    }
    assert_eq!(Design::ALL.len(), 9, "every design stands above");
}

#[test]
fn what_a_check_takes_away() {
    let rows: &[(Design, Change, Grade, &[Reason])] = &[
        (LotteryOrder, |f| f.registered_before = false, C, &[NotRegistered]),
        (LotteryOrder, |f| f.as_assigned = false, D, &[NotAsAssigned]),
        (LotteryOrder, |f| f.official_outcome = false, C, &[OwnOutcome]),
        (LotteryOrder, |f| f.sides = Some([9, 400]), C, &[FewUnits]),
        (LotteryOrder, |f| f.sides = Some([10, 400]), A, &[]),
        (LotteryOrder, |f| f.sides = None, D, &[OneUnit]),
        (LotteryOrder, |f| f.imbalance = Some(0.26), B, &[Unbalanced]),
        (LotteryOrder, |f| f.imbalance = Some(0.2), A, &[]),
        (LotteryOrder, |f| f.imbalance = None, A, &[]),
        (LotteryOrder, |f| f.law_change = true, A, &[]),
        (LotteryOrder, |f| f.border_change = true, A, &[]),
        (LotteryOrder, |f| f.pre_trend = None, A, &[]),
        (RandomisedAreas, |f| f.sides = Some([1, 30]), D, &[OneUnit]),
        (RandomisedAreas, |f| f.sides = Some([3, 3]), C, &[FewUnits]),
        (RandomisedAreas, |f| f.sides = Some([4, 4]), A, &[]),
        (RandomisedAreas, |f| f.reached_elsewhere = Some(0.11), B, &[ReachedElsewhere]),
        (RandomisedAreas, |f| f.reached_elsewhere = Some(0.31), C, &[ReachedElsewhere]),
        (RandomisedAreas, |f| f.missing = Some(Missing { all: 0.21, apart: 0.0 }), B, &[Reason::Missing]),
        (RandomisedAreas, |f| f.missing = Some(Missing { all: 0.1, apart: 0.06 }), B, &[Reason::Missing]),
        (RandomisedAreas, |f| f.missing = Some(Missing { all: 0.1, apart: 0.11 }), C, &[Reason::Missing]),
        (RandomisedAreas, |f| f.border_change = true, B, &[BorderChange]),
        (RandomisedAreas, |f| f.law_change = true, A, &[]),
        (Staggered, |f| f.registered_before = false, C, &[NotRegistered]),
        (Staggered, |f| f.sides = Some([9, 50]), C, &[FewUnits]),
        (Staggered, |f| f.sides = Some([1, 50]), D, &[OneUnit]),
        (Staggered, |f| f.pre_trend = Some(0.04), C, &[PreTrend]),
        (Staggered, |f| f.pre_trend = Some(0.05), B, &[Reason::Design]),
        (Staggered, |f| f.pre_trend = None, C, &[PreTrend]),
        (Staggered, |f| f.official_outcome = false, C, &[OwnOutcome]),
        (Staggered, |f| f.law_change = true, C, &[LawChange]),
        (Staggered, |f| f.border_change = true, C, &[BorderChange]),
        (TwoGroups, |f| f.sides = Some([1, 3]), D, &[OneUnit]),
        (TwoGroups, |f| f.pre_trend = Some(0.01), D, &[PreTrend]),
        (TwoGroups, |f| f.law_change = true, D, &[LawChange]),
        (Series, |f| f.points = Some([24, 11]), D, &[FewPoints]),
        (Series, |f| f.points = None, D, &[FewPoints]),
        (Series, |f| f.law_change = true, D, &[LawChange]),
        (Series, |f| f.border_change = true, D, &[BorderChange]),
        (Series, |f| f.sides = None, C, &[Reason::Design]),
        (Matched, |f| f.imbalance = Some(0.11), D, &[Unbalanced]),
        (Matched, |f| f.imbalance = None, D, &[Unbalanced]),
        (Matched, |f| f.border_change = true, D, &[BorderChange]),
        (Description, |f| f.as_assigned = false, E, &[Reason::Design]),
    ];
    for (n, (design, change, wanted, why)) in rows.iter().enumerate() {
        let mut facts = Facts::of(*design);
        change(&mut facts);
        let graded = grade(&facts);
        assert_eq!((graded.grade, graded.reasons.as_slice()), (*wanted, *why), "row {n}, {design}");
    }
}

#[test]
fn the_worst_counts_and_is_named() {
    let facts =
        Facts { official_outcome: false, registered_before: false, imbalance: Some(0.5), ..Facts::of(LotteryOrder) };
    let graded = grade(&facts);
    assert_eq!((graded.grade, graded.reasons), (C, vec![NotRegistered, OwnOutcome]));
}

#[test]
fn headlines() {
    let unit = Text { vi: "điểm phần trăm", en: "percentage points" };
    let of = |low| Finding { value: 4.42, low, high: 8.3, unit };
    for (grade, low, vi, en) in [
        (
            A,
            0.5,
            "Tác động: +4,4 điểm phần trăm (95 %: từ +0,5 đến +8,3).",
            "Effect: +4.4 percentage points (95 %: +0.5 to +8.3).",
        ),
        (
            B,
            -0.5,
            "Chưa kết luận được. Tác động ước tính: +4,4 điểm phần trăm (95 %: từ −0,5 đến +8,3, có cả 0).",
            "Nothing can be concluded yet. Estimated effect: +4.4 percentage points (95 %: −0.5 to +8.3, 0 included).",
        ),
        (
            C,
            0.5,
            "Thay đổi sau đợt: +4,4 điểm phần trăm (95 %: từ +0,5 đến +8,3). Đã thay đổi sau đợt; con số gồm cả những việc khác cùng lúc.",
            "Change since the campaign: +4.4 percentage points (95 %: +0.5 to +8.3). It changed since the campaign; the figure includes everything else of that time.",
        ),
        (
            E,
            0.5,
            "Số ghi nhận: +4,4 điểm phần trăm. Chỉ mô tả: đếm những gì đã ghi.",
            "Figure on record: +4.4 percentage points. Description only: a count of what was recorded.",
        ),
    ] {
        assert_eq!(headline(grade, &of(low)), (vi.to_owned(), en.to_owned()));
    }
}

#[test]
fn words_that_claim_a_cause_are_found() {
    for (text, wanted) in [
        ("Tác động: +4,4", Some("tác động")),
        ("Nhờ có chiến dịch, thêm 40 người", Some("nhờ")),
        ("Tăng do chiến dịch", Some("do chiến dịch")),
        ("Nho chín, do xã báo", None),
        ("Nho\u{031b}\u{0300} vậy", Some("nhờ")),
        ("more people because of it", Some("because")),
        ("EFFECTIVENESS", Some("effectiveness")),
        ("affected, perfect, effectful", None),
        ("Thay đổi sau đợt", None),
    ] {
        assert_eq!(causal(text), wanted, "{text}");
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let sides = proptest::option::of((0_usize..40, 0_usize..40).prop_map(|(one, other)| [one, other]));
    let points = proptest::option::of((0_usize..40, 0_usize..40).prop_map(|(one, other)| [one, other]));
    let share = || proptest::option::of(0.0..1.0_f64);
    let missing = proptest::option::of((0.0..1.0_f64, 0.0..1.0_f64).prop_map(|(all, apart)| Missing { all, apart }));
    let yes = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (proptest::sample::select(Design::ALL), sides, points, share(), share(), missing, share(), yes).prop_map(
        |(design, sides, points, imbalance, reached_elsewhere, missing, pre_trend, yes)| Facts {
            design,
            registered_before: yes.0,
            as_assigned: yes.1,
            official_outcome: yes.2,
            law_change: yes.3,
            border_change: yes.4,
            sides,
            points,
            imbalance,
            reached_elsewhere,
            missing,
            pre_trend,
        },
    )
}

proptest! {
    #[test]
    fn below_b_no_word_claims_a_cause(facts in facts(), value in -99.0..99.0_f64, reach in 0.0..50.0_f64) {
        let graded = grade(&facts);
        let unit = Text { vi: "điểm phần trăm", en: "percentage points" };
        let finding = Finding { value, low: value - reach, high: value + reach, unit };
        let (vi, en) = headline(graded.grade, &finding);
        let mut texts = vec![vi, en];
        let own = [graded.grade.name(), graded.grade.meaning()].into_iter().chain(graded.reasons.iter().map(|why| why.text()));
        texts.extend(own.flat_map(|text| [text.vi.to_owned(), text.en.to_owned()]));
        for text in &texts {
            prop_assert!(graded.grade.shows_effect() || causal(text).is_none(), "{:?}: {text}", graded.grade);
        }
        prop_assert_eq!(graded.reasons.is_empty(), graded.grade == A);
    }

    #[test]
    fn nothing_wrong_ever_helps(facts in facts()) {
        let worse = [
            Facts { registered_before: false, ..facts },
            Facts { as_assigned: false, ..facts },
            Facts { official_outcome: false, ..facts },
            Facts { law_change: true, ..facts },
            Facts { border_change: true, ..facts },
            Facts { imbalance: Some(2.0), ..facts },
            Facts { reached_elsewhere: Some(1.0), ..facts },
            Facts { missing: Some(Missing { all: 1.0, apart: 1.0 }), ..facts },
            Facts { pre_trend: Some(0.0), ..facts },
            Facts { sides: Some([1, 1]), ..facts },
            Facts { points: Some([1, 1]), ..facts },
        ];
        for other in worse {
            prop_assert!(grade(&other).grade >= grade(&facts).grade, "{other:?}");
        }
    }
}

/// No reason has such a word, whichever grade it stands beside.
#[test]
fn reasons_claim_nothing() {
    for why in Reason::ALL {
        let text = why.text();
        assert_eq!((causal(text.vi), causal(text.en)), (None, None), "{why}");
    }
}
