//! How collectors' figures can say no.
use crate::base::{ProblemSpec, Text};

/// A span that is none, or too long.
pub const SPAN: ProblemSpec = ProblemSpec {
    code: "figures-span",
    status: 422,
    title: Text {
        vi: "Đến ngày không được trước từ ngày; khoảng thời gian không quá 366 ngày; chỉ ghi kỳ hoặc ghi từ ngày, đến ngày",
        en: "It ends before it starts, is longer than 366 days, or names both a period and days",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&SPAN];
