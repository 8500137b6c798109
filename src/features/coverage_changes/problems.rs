//! How coverage changes can say no.
use crate::base::{ProblemSpec, Text};

/// Nobody moved.
pub const NOBODY: ProblemSpec = ProblemSpec {
    code: "shift-of-nobody",
    status: 422,
    title: Text {
        vi: "Số người phải khác 0; chỉ ghi 0 khi thay một dòng đã ghi nhầm",
        en: "The number is not zero, unless the row stands in the place of one that was wrong",
    },
};
/// It was recorded already, here or for a larger or smaller area.
pub const COUNTED: ProblemSpec = ProblemSpec {
    code: "shift-counted-already",
    status: 409,
    title: Text {
        vi: "Quyết định này đã được ghi cho địa bàn này, địa bàn trên hoặc địa bàn dưới; ghi dòng thay thế nếu số cũ sai",
        en: "This decision is recorded for this area, one above or one below; replace that row if it is wrong",
    },
};
/// A row stands for another of the same area and scheme, and nothing stands for that one yet.
pub const NOT_ITS_PLACE: ProblemSpec = ProblemSpec {
    code: "shift-not-its-place",
    status: 409,
    title: Text {
        vi: "Chỉ thay được dòng cùng địa bàn, cùng chính sách và chưa có dòng nào thay",
        en: "It stands only in the place of a row of the same area and scheme that nothing replaced yet",
    },
};
/// The days of a comparison.
pub const DAYS: ProblemSpec = ProblemSpec {
    code: "change-days",
    status: 422,
    title: Text {
        vi: "Từ ngày phải trước đến ngày, không quá 30 năm, và đến ngày không được sau hôm nay",
        en: "The first day comes before the last, by 30 years at most, and the last is no later than today",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&NOBODY, &COUNTED, &NOT_ITS_PLACE, &DAYS];
