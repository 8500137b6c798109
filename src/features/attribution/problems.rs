//! How attribution can say no.
use crate::base::{ProblemSpec, Text};

/// A span that is none, or too long.
pub const SPAN: ProblemSpec = ProblemSpec {
    code: "attribution-span",
    status: 422,
    title: Text {
        vi: "Khoảng thời gian từ 1 ngày đến 366 ngày", en: "The time asked for is one day to 366 days"
    },
};
/// More than is worked out in one answer.
pub const TOO_MANY: ProblemSpec = ProblemSpec {
    code: "attribution-too-many",
    status: 422,
    title: Text {
        vi: "Quá nhiều lượt đăng ký hoặc tiếp xúc cho một lần xem: hãy chọn địa bàn nhỏ hơn hoặc khoảng thời gian ngắn hơn",
        en: "There are too many sign-ups or touches for one answer: ask for a smaller area or a shorter time",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&SPAN, &TOO_MANY];
