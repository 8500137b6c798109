//! Unemployment insurance is not sold at the door; what the law of the day asks of a wage is kept all the same.
use tungnha::features::rates::{Law, RateKind};

use super::{KNOWN, day, shipped};

/// What the employee and the employer pay of a wage of this region on a day, in đồng: Luật Việc làm 74/2025 Điều 33, 34.
fn paid(wage: i64, region: &str, on: &str) -> (i64, i64) {
    let mut law = Law::new(&shipped().law, KNOWN);
    let mut value = |kind, key| law.value(kind, key, day(on)).expect("a rate");
    let cap = value(RateKind::WageCapMultiple, "") * value(RateKind::RegionalMinimumWage, region);
    let mut part = |key| wage.min(cap) * value(RateKind::ContributionRate, key) / 1_000_000;
    (part("bhtn_employee"), part("bhtn_employer"))
}

#[test]
fn one_in_a_hundred_each_up_to_twenty_lowest_wages() {
    for (wage, region, on, expected) in [
        (7_000_000, "II", "2026-11-25", (70_000, 70_000)),
        (7_000_000, "II", "2025-12-31", (70_000, 70_000)),
        (200_000_000, "I", "2026-01-01", (1_062_000, 1_062_000)),
        (200_000_000, "II", "2026-01-01", (946_000, 946_000)),
        (200_000_000, "III", "2026-01-01", (828_000, 828_000)),
        (200_000_000, "IV", "2026-01-01", (740_000, 740_000)),
        (200_000_000, "I", "2025-12-31", (992_000, 992_000)),
        // NQ 116/NQ-CP: for a year employers paid nothing.
        (7_000_000, "II", "2021-09-30", (70_000, 70_000)),
        (7_000_000, "II", "2021-10-01", (70_000, 0)),
        (7_000_000, "II", "2022-09-30", (70_000, 0)),
        (7_000_000, "II", "2022-10-01", (70_000, 70_000)),
    ] {
        assert_eq!(paid(wage, region, on), expected, "{wage} in region {region} on {on}");
    }
}
