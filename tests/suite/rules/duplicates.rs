//! When two records look like one event.
use std::collections::BTreeSet;

use proptest::prelude::*;
use tungnha::{
    base::{Day, id::OrganisationId, text::fold},
    features::events::duplicates::{Look, WORTH_A_LOOK, score},
};

fn look(title: &str, days: Option<(&str, &str)>, event_type: &str, bodies: &[OrganisationId], heads: i64) -> Look {
    let day = |text: &str| text.parse::<Day>().unwrap_or_else(|_| panic!("{text}"));
    Look {
        words: fold(title).split(' ').map(str::to_owned).collect(),
        days: days.map(|(from, to)| (day(from), day(to))),
        event_type: event_type.into(),
        bodies: bodies.iter().copied().collect(),
        heads,
    }
}

const ONE_DAY: Option<(&str, &str)> = Some(("2019-06-10", "2019-06-10"));

#[test]
fn the_same_conference_from_both_sides_is_worth_a_look() {
    let (office, union) = (OrganisationId::new(), OrganisationId::new());
    let ours = look("Hội nghị tuyên truyền BHXH tự nguyện phường 5", ONE_DAY, "conference", &[office, union], 120);
    let theirs = look(
        "HOI NGHI tuyên truyền BHXH tự nguyện, Phường 5",
        Some(("2019-06-11", "2019-06-11")),
        "conference",
        &[union],
        118,
    );
    assert_eq!(score(&ours, &ours), 100);
    assert_eq!(score(&ours, &theirs), 100);
    let nearly = look("Hội nghị tuyên truyền BHXH phường 5", ONE_DAY, "integrated_conference", &[union], 130);
    assert!(score(&ours, &nearly) >= WORTH_A_LOOK, "{}", score(&ours, &nearly));
}

#[test]
fn the_next_conference_of_the_same_series_is_another_one() {
    let office = OrganisationId::new();
    let first = look("Hội nghị tuyên truyền", ONE_DAY, "conference", &[office], 50);
    let later = look("Hội nghị tuyên truyền", Some(("2019-06-13", "2019-06-13")), "conference", &[office], 50);
    let slip = look("Hội nghị tuyên truyền", Some(("2019-06-12", "2019-06-12")), "conference", &[office], 50);
    assert_eq!((score(&first, &later), score(&first, &slip)), (0, 100));
    assert_eq!(score(&first, &look("Hội nghị tuyên truyền", None, "conference", &[office], 50)), 0);
    let week = look("Hội nghị tuyên truyền", Some(("2019-06-01", "2019-06-08")), "conference", &[office], 50);
    assert_eq!(score(&first, &week), 100);
}

#[test]
fn two_events_of_one_day_with_nothing_in_common_are_two() {
    let one = look("Lễ ra quân", ONE_DAY, "launch", &[OrganisationId::new()], 300);
    let two = look("Đối thoại với người lao động", ONE_DAY, "dialogue", &[OrganisationId::new()], 40);
    assert_eq!(score(&one, &two), 0);
}

#[test]
fn each_agreement_has_its_points() {
    let body = OrganisationId::new();
    let base = look("một hai ba bốn", ONE_DAY, "conference", &[body], 100);
    let other = OrganisationId::new();
    for (with, points) in [
        (look("một hai ba bốn", ONE_DAY, "dialogue", &[other], 0), 50),
        (look("một hai năm sáu", ONE_DAY, "dialogue", &[other], 0), 16),
        (look("năm sáu", ONE_DAY, "conference", &[other], 0), 15),
        (look("năm sáu", ONE_DAY, "dialogue", &[body], 0), 20),
        (look("năm sáu", ONE_DAY, "dialogue", &[other], 90), 15),
        (look("năm sáu", ONE_DAY, "dialogue", &[other], 89), 0),
        (look("năm sáu", ONE_DAY, "dialogue", &[other], 112), 0),
        (look("năm sáu", ONE_DAY, "dialogue", &[other], 111), 15),
    ] {
        assert_eq!(score(&base, &with), points, "{with:?}");
    }
    // Two records without headcounts say nothing of each other's.
    let empty = look("bảy", ONE_DAY, "training", &[], 0);
    assert_eq!(score(&empty, &look("tám", ONE_DAY, "launch", &[], 0)), 0);
}

proptest! {
    #[test]
    fn alike_is_alike_from_both_sides(a in "[a-d ]{0,12}", b in "[a-d ]{0,12}", gap in -5_i64..=5, one in 0_i64..500, two in 0_i64..500, same_type: bool, shared: bool) {
        let body = OrganisationId::new();
        let start: Day = "2019-06-10".parse().unwrap();
        let make = |title: &str, days, event_type: &str, body, heads| Look {
            words: title.split(' ').map(str::to_owned).collect::<BTreeSet<_>>(),
            days: Some(days),
            event_type: event_type.into(),
            bodies: BTreeSet::from([body]),
            heads,
        };
        let left = make(&a, (start, start), "conference", body, one);
        let day = start.plus_days(gap);
        let right = make(&b, (day, day), if same_type { "conference" } else { "launch" }, if shared { body } else { OrganisationId::new() }, two);
        prop_assert_eq!(score(&left, &right), score(&right, &left));
        prop_assert!(score(&left, &right) <= 100);
        prop_assert!(gap.abs() <= 2 || score(&left, &right) == 0);
    }
}
