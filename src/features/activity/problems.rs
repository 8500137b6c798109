//! How activity figures can say no.
use crate::base::{ProblemSpec, Text};

/// Dates the wrong way round.
pub const SPAN: ProblemSpec = ProblemSpec {
    code: "period-backwards",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&SPAN];
