//! What each design needs, and when a window can be used. Pure rules.
use super::{
    api::{CreateEvaluation, EvaluationUnit},
    drawing::REST,
    model::EvaluationDesign::{self, Lottery, LotteryOfHouseholds, Matched, Series, Staggered},
    problems,
};
use crate::base::{Day, Result, Text, month::Month};

/// The months of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    /// The first that is looked at.
    pub from: Month,
    /// The last before the window.
    pub baseline: Month,
    /// The last of the window.
    pub last: Month,
}

const LONGEST_MONTHS: u32 = 60;
const FARTHEST_MONTHS: u32 = 120;

/// A month as estimators count them, through the years.
pub fn numbered(month: Month) -> i64 {
    let day = month.first();
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

/// The months of a window.
///
/// # Errors
/// `evaluation-window`.
pub fn months(input: &CreateEvaluation) -> Result<Months> {
    let wrong = |pointer: &'static str, code| Err(problems::WINDOW.field(pointer, code, problems::WINDOW.title).into());
    let (starts, ends) = (input.starts_on, input.ends_on);
    if starts < Day::of(1930, 1, 1).unwrap_or(starts) {
        return wrong("/starts_on", "too-early");
    }
    if ends <= starts || ends > starts.plus_months(LONGEST_MONTHS) {
        return wrong("/ends_on", "out-of-range");
    }
    let baseline = Month::of(starts.month_start().before());
    let usual = if input.design == Series { 23 } else { 11 };
    let from = input.from_month.unwrap_or_else(|| Month::of(baseline.first().minus_months(usual)));
    if from > baseline || baseline.months_since(from) > FARTHEST_MONTHS {
        return wrong("/from_month", "out-of-range");
    }
    Ok(Months { from, baseline, last: Month::of(ends) })
}

fn wrong(pointer: impl Into<String>, code: &'static str, detail: Text) -> crate::base::Error {
    let pointer: String = pointer.into();
    problems::UNITS.field(pointer, code, detail).into()
}

/// Whether what is named makes up the design.
///
/// # Errors
/// `evaluation-units`, field by field.
pub fn check(input: &CreateEvaluation, months: Months) -> Result<()> {
    let unwanted =
        Text { vi: "Kiểu đánh giá này không dùng trường này", en: "This design has no use for it" };
    let missing = Text { vi: "Kiểu đánh giá này cần trường này", en: "This design needs it" };
    let households = input.design == LotteryOfHouseholds;
    for (pointer, given, needed, may) in [
        ("/units", !input.units.is_empty(), input.design.has_units(), input.design.has_units()),
        ("/one_in", input.one_in.is_some(), false, input.design == Lottery),
        ("/walk_list_id", input.walk_list_id.is_some(), households, households),
        ("/first_doors", input.first_doors.is_some(), households, households),
    ] {
        match given {
            true if !may => return Err(wrong(pointer, "unwanted", unwanted)),
            false if needed => return Err(wrong(pointer, "missing", missing)),
            _ => {}
        }
    }
    for (n, unit) in input.units.iter().enumerate() {
        let asked = [
            ("stratum", unit.stratum.is_some(), false, input.design == Lottery),
            ("first_month", unit.first_month.is_some(), false, input.design == Staggered),
            ("assigned", unit.assigned.is_some(), input.design == Matched, input.design == Matched),
        ];
        for (field, given, needed, may) in asked {
            let pointer = format!("/units/{n}/{field}");
            match given {
                true if !may => return Err(wrong(pointer, "unwanted", unwanted)),
                false if needed => return Err(wrong(pointer, "missing", missing)),
                _ => {}
            }
        }
        check_unit(n, unit, &input.units, input.design, months)?;
    }
    let sides = sides(input);
    if input.design.has_units() && input.design != Lottery && sides.contains(&0) {
        let detail = Text { vi: "Cần có cả hai bên để so sánh", en: "Both sides are needed" };
        return Err(wrong("/units", "one-side", detail));
    }
    let one_in = input.one_in.map_or(2, |one_in| usize::try_from(one_in.0).unwrap_or(2));
    if input.design == Lottery && input.units.len() / one_in < 2 {
        let detail = Text {
            vi: "Bốc thăm phải chọn được ít nhất hai địa bàn", en: "The lot must fall on two areas"
        };
        return Err(wrong("/units", "too-few", detail));
    }
    Ok(())
}

fn check_unit(
    n: usize,
    unit: &EvaluationUnit,
    all: &[EvaluationUnit],
    design: EvaluationDesign,
    months: Months,
) -> Result<()> {
    if all.iter().take(n).any(|other| other.area_id == unit.area_id) {
        let detail = Text { vi: "Địa bàn được ghi hai lần", en: "The area is named twice" };
        return Err(wrong(format!("/units/{n}/area_id"), "twice", detail));
    }
    if unit.stratum.as_ref().is_some_and(|stratum| **stratum == *REST) {
        let detail = Text {
            vi: "Dấu * dành cho phần lẻ của các tầng", en: "* stands for what is left over in strata"
        };
        return Err(wrong(format!("/units/{n}/stratum"), "reserved", detail));
    }
    let outside = |month: Month| month <= months.baseline || month > months.last;
    if design == Staggered && unit.first_month.is_some_and(outside) {
        let detail = Text {
            vi: "Tháng bắt đầu phải nằm trong thời gian đánh giá", en: "It begins within the window"
        };
        return Err(wrong(format!("/units/{n}/first_month"), "out-of-range", detail));
    }
    Ok(())
}

/// How many places stand on each side as registered: assigned, others. Of a lottery only the draw says.
pub fn sides(input: &CreateEvaluation) -> [usize; 2] {
    let firsts: Vec<Option<i64>> = input.units.iter().map(|unit| unit.first_month.map(numbered)).collect();
    if input.design == Staggered {
        return super::comparing::begun(&firsts);
    }
    let assigned = input.units.iter().filter(|unit| unit.assigned == Some(true)).count();
    [assigned, input.units.len() - assigned]
}
