//! How evaluations can say no.
use crate::base::{ProblemSpec, Text};

/// A window without an outcome, or without a past.
pub const WINDOW: ProblemSpec = ProblemSpec {
    code: "evaluation-window",
    status: 422,
    title: Text {
        vi: "Thời gian đánh giá không dùng được: ngày cuối phải sau ngày đầu, tối đa 5 năm; tháng đầu có số liệu phải trước đợt, tối đa 10 năm",
        en: "The window cannot be used: it ends after it begins, within 5 years; figures begin before it, 10 years at the most",
    },
};
/// What is compared does not make up the design.
pub const UNITS: ProblemSpec = ProblemSpec {
    code: "evaluation-units",
    status: 422,
    title: Text {
        vi: "Các đơn vị so sánh chưa đúng với kiểu đánh giá",
        en: "What is compared does not make up this design",
    },
};
/// A walk list that was not drawn by lot.
pub const NOT_DRAWN: ProblemSpec = ProblemSpec {
    code: "evaluation-not-drawn",
    status: 422,
    title: Text {
        vi: "Danh sách đến nhà này không xếp theo bốc thăm, hoặc không còn đủ hộ cho hai bên",
        en: "This walk list is not in the order of a lot, or leaves too few doors for two sides",
    },
};
/// Nobody looks before the end.
pub const TOO_EARLY: ProblemSpec = ProblemSpec {
    code: "evaluation-too-early",
    status: 409,
    title: Text {
        vi: "Chưa hết thời gian đánh giá: xem trước làm kết quả mất giá trị",
        en: "The window is not over: whoever looks before it ends decides when to stop",
    },
};
/// A withdrawn evaluation is looked at no more.
pub const WITHDRAWN: ProblemSpec = ProblemSpec {
    code: "evaluation-withdrawn",
    status: 409,
    title: Text { vi: "Đánh giá này đã rút", en: "This evaluation was withdrawn" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&WINDOW, &UNITS, &NOT_DRAWN, &TOO_EARLY, &WITHDRAWN];
