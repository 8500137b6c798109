//! How targets can say no.
use crate::base::{ProblemSpec, Text};

/// The children of a target do not add up to it and nobody says why.
pub const DOES_NOT_ADD_UP: ProblemSpec = ProblemSpec {
    code: "target-tree-does-not-add-up",
    status: 422,
    title: Text {
        vi: "Tổng chỉ tiêu phân bổ khác chỉ tiêu được giao mà không có giải trình",
        en: "The parts do not add up to the target, and no reason is given",
    },
};
/// Rates are not allocated.
pub const NOT_ADDITIVE: ProblemSpec = ProblemSpec {
    code: "target-not-additive",
    status: 422,
    title: Text {
        vi: "Chỉ tiêu tỷ lệ không phân bổ bằng phép cộng", en: "A rate cannot be allocated by adding"
    },
};
/// The value does not fit the measure.
pub const BAD_VALUE: ProblemSpec = ProblemSpec {
    code: "target-value",
    status: 422,
    title: Text {
        vi: "Giá trị chỉ tiêu không hợp lệ với đơn vị đo", en: "The value does not fit the measure"
    },
};
/// The same area twice in one allocation.
pub const AREA_TWICE: ProblemSpec = ProblemSpec {
    code: "area-twice",
    status: 422,
    title: Text { vi: "Một địa bàn xuất hiện hai lần", en: "An area is given twice" },
};
/// A part lies outside the target's area.
pub const OUTSIDE_PARENT: ProblemSpec = ProblemSpec {
    code: "area-outside-parent",
    status: 422,
    title: Text {
        vi: "Địa bàn không nằm trong địa bàn được giao", en: "The area does not lie in the target's area"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&DOES_NOT_ADD_UP, &NOT_ADDITIVE, &BAD_VALUE, &AREA_TWICE, &OUTSIDE_PARENT];
