//! The board's answers: which reasons are shown, which answer holds.
use tungnha::{
    base::{
        Day, Id,
        id::{AreaId, DocumentId},
        month::Month,
    },
    features::objections::{
        ObjectionAnswer, ObjectionList,
        counting::{FEW, Reasons, Row},
        holding::holding,
    },
};

use crate::support::world::start;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}
fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn counted(rows: &[Row]) -> Vec<(&str, Option<i64>)> {
    rows.iter().map(|row| (row.reason.as_str(), row.count)).collect()
}

#[test]
fn small_reasons_stand_together_until_they_are_enough() {
    let mut reasons = Reasons::default();
    for (reason, count) in [("money", 40), ("too_long", 7), ("no_need", 6), ("service", 3), ("other", 1)] {
        reasons.add(reason, month("2026-11"), count);
    }
    reasons.add("money", month("2026-10"), 4);
    assert_eq!(reasons.total(), 61);
    let all = reasons.rows(true);
    assert_eq!(
        counted(&all),
        [("money", Some(44)), ("too_long", Some(7)), ("no_need", Some(6)), ("service", Some(3)), ("other", Some(1))]
    );
    assert_eq!(all[0].months.len(), 2);
    // 1 and 3 are not enough, with 6 they are.
    let folded = reasons.rows(false);
    assert_eq!(counted(&folded), [("money", Some(44)), ("too_long", Some(7)), (FEW, Some(10))]);
    assert!(folded[0].months.is_empty(), "four in October would be shown");
    let mut few = Reasons::default();
    few.add("money", month("2026-11"), 4);
    assert_eq!(counted(&few.rows(false)), [(FEW, None)]);
    assert!(Reasons::default().rows(false).is_empty());
}

#[test]
fn the_nearest_answer_holds_and_of_several_there_the_newest() {
    let (country, province, ward) = (AreaId::new(), AreaId::new(), AreaId::new());
    let answer = |area_id, from: &str, text: &str| ObjectionAnswer {
        id: Id::new(),
        area_id,
        list: ObjectionList::VisitReason,
        reason: "too_long".to_owned(),
        answer: text.to_owned(),
        valid_from: day(from),
        document_id: None::<DocumentId>,
        created_by: None,
        created_at: start(),
    };
    let given = vec![
        answer(province, "2026-06-01", "tỉnh, mới"),
        answer(province, "2025-07-01", "tỉnh, cũ"),
        answer(province, "2026-12-01", "tỉnh, chưa tới"),
        answer(country, "2026-11-01", "cả nước"),
        answer(AreaId::new(), "2026-11-01", "nơi khác"),
    ];
    let said = |above: &[AreaId], on: &str| {
        let held = holding(given.clone(), above, day(on));
        held.get(&(ObjectionList::VisitReason, "too_long".to_owned())).map(|answer| answer.answer.clone())
    };
    assert_eq!(said(&[ward, province, country], "2026-11-25").as_deref(), Some("tỉnh, mới"));
    assert_eq!(said(&[ward, province, country], "2026-05-31").as_deref(), Some("tỉnh, cũ"));
    assert_eq!(said(&[country], "2026-11-25").as_deref(), Some("cả nước"));
    assert_eq!(said(&[ward, province, country], "2025-06-30"), None);
}
