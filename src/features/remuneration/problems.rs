//! How remuneration can say no.
use crate::base::{ProblemSpec, Text};

/// A month is drawn up once, when it is over.
pub const MONTH: ProblemSpec = ProblemSpec {
    code: "remuneration-month",
    status: 409,
    title: Text {
        vi: "Tháng này chưa hết, hoặc đã có bảng thù lao của tháng này trên địa bàn này",
        en: "The month is not over, or there is a statement of it for this area",
    },
};
/// A share or an amount, or neither.
pub const RATE: ProblemSpec = ProblemSpec {
    code: "remuneration-rate",
    status: 422,
    title: Text {
        vi: "Chỉ ghi tỷ lệ hoặc số tiền mỗi người; bỏ trống cả hai là hết áp dụng",
        en: "A share or an amount for each, not both; without either it no longer holds",
    },
};
/// One of a kind a day.
pub const SAME_DAY: ProblemSpec = ProblemSpec {
    code: "remuneration-rate-same-day",
    status: 409,
    title: Text {
        vi: "Đã có mức thù lao cùng loại bắt đầu từ ngày này; mức đã ghi không sửa",
        en: "A rate of this kind begins on this day already; what is recorded is not edited",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&MONTH, &RATE, &SAME_DAY];
