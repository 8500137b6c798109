//! How coverage can say no.
use crate::base::{ProblemSpec, Text};

/// Neither participants nor a published rate.
pub const NO_FIGURE: ProblemSpec = ProblemSpec {
    code: "no-figure",
    status: 422,
    title: Text {
        vi: "Cần số người tham gia hoặc tỷ lệ công bố", en: "Give participants or a published rate"
    },
};
/// The denominator belongs to another area.
pub const OTHER_AREA: ProblemSpec = ProblemSpec {
    code: "denominator-of-another-area",
    status: 422,
    title: Text { vi: "Mẫu số thuộc địa bàn khác", en: "The denominator belongs to another area" },
};
/// A denominator of nobody.
pub const EMPTY_DENOMINATOR: ProblemSpec = ProblemSpec {
    code: "empty-denominator",
    status: 422,
    title: Text { vi: "Mẫu số phải lớn hơn 0", en: "A denominator is above zero" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&NO_FIGURE, &OTHER_AREA, &EMPTY_DENOMINATOR];
