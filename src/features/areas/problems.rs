//! How areas can say no.
use super::Area;
use crate::base::{Day, FieldIssue, ProblemSpec, Result, Text};

/// The day lies outside the area's life.
pub const NOT_ALIVE: ProblemSpec = ProblemSpec {
    code: "area-not-valid-then",
    status: 422,
    title: Text { vi: "Địa bàn không tồn tại vào ngày này", en: "The area does not exist on that day" },
};
/// Hamlets lie below communes only.
pub const NOT_A_COMMUNE: ProblemSpec = ProblemSpec {
    code: "not-a-commune",
    status: 422,
    title: Text {
        vi: "Thôn, ấp chỉ lập được dưới xã, phường, đặc khu", en: "A hamlet lies below a commune"
    },
};
/// The commune has a hamlet of that name already.
pub const HAMLET_EXISTS: ProblemSpec = ProblemSpec {
    code: "hamlet-already-exists",
    status: 409,
    title: Text { vi: "Xã đã có thôn, ấp tên này", en: "The commune has a hamlet of this name already" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&NOT_ALIVE, &NOT_A_COMMUNE, &HAMLET_EXISTS];

/// Refuses a day on which `area` did not exist, at the field that named the day.
///
/// # Errors
/// `area-not-valid-then`.
pub fn check_alive(area: &Area, day: Day, pointer: &'static str) -> Result<()> {
    if area.alive_on(day) {
        return Ok(());
    }
    let until = area.valid_to.map(|to| to.vi()).unwrap_or_else(|| "nay".into());
    let mut problem = NOT_ALIVE.because(
        format!("{} có hiệu lực từ {} đến {until}.", area.full_name, area.valid_from.vi()),
        format!(
            "{} is valid from {} to {}.",
            area.full_name,
            area.valid_from,
            area.valid_to.map(|to| to.to_string()).unwrap_or_else(|| "now".into())
        ),
    );
    problem.errors.push(FieldIssue { pointer: pointer.into(), code: "outside-area-life", detail: NOT_ALIVE.title });
    Err(problem.into())
}
