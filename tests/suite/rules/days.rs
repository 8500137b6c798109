//! The days of a month within its cell: written and read again, added up.
use proptest::prelude::*;
use tungnha::{
    base::Day,
    db::cells::{Values, days::Days},
};

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn values(some: &[(usize, i64)]) -> Values {
    let mut values = Values::default();
    for (column, value) in some {
        values[*column] = *value;
    }
    values
}

#[test]
fn a_month_reads_as_its_days_and_their_columns() {
    let mut days = Days::default();
    assert_eq!((days.text().as_str(), days.is_empty()), ("", true));
    days.add(day("2026-02-15"), values(&[(2, -1)]));
    days.add(day("2026-02-01"), values(&[(0, 3), (3, 2)]));
    days.add(day("2026-02-28"), values(&[(11, 12_345)]));
    assert_eq!(days.text(), "1a3d2 15c-1 28l12345");
    assert_eq!(days.sum(), values(&[(0, 3), (2, -1), (3, 2), (11, 12_345)]));
    assert_eq!(days.within(day("2026-02-02"), day("2026-02-15")), values(&[(2, -1)]));
}

#[test]
fn what_no_cell_holds_is_not_read() {
    for text in ["a3", "0a3", "32a1", "1m1", "1a", "1ab2", "1a1x", "x", "1", "1a99999999999999999999", "1é2"] {
        assert_eq!(Days::read(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read_and_adds_up(
        one in prop::collection::vec((0_i64..31, 0_usize..12, -5_000_i64..5_000), 0..40),
        two in prop::collection::vec((0_i64..31, 0_usize..12, -5_000_i64..5_000), 0..40),
    ) {
        let first = day("2026-01-01");
        let month = |facts: &[(i64, usize, i64)]| {
            let mut days = Days::default();
            for (n, column, value) in facts {
                days.add(first.plus_days(*n), values(&[(*column, *value)]));
            }
            days
        };
        let (mut both, apart) = (month(&one), month(&two));
        prop_assert_eq!(Days::read(&both.text()), Some(both.clone()));
        both.merge(&apart);
        let together: Vec<_> = one.iter().chain(&two).copied().collect();
        prop_assert_eq!(&both, &month(&together));
        prop_assert_eq!(both.within(first, first.plus_days(30)), both.sum());
    }
}
