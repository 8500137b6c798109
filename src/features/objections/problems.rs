//! How objections can say no.
use crate::base::{ProblemSpec, Text};

/// A span that is none, or too long.
pub const SPAN: ProblemSpec = ProblemSpec {
    code: "objections-span",
    status: 422,
    title: Text {
        vi: "Khoảng thời gian từ 1 ngày đến 366 ngày", en: "The time asked for is one day to 366 days"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&SPAN];
