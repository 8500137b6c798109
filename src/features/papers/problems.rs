//! How papers can say no.
use crate::base::{ProblemSpec, Text};

/// Each paper is made of one thing: batches, a household, the receipts of a span.
pub const SOURCE: ProblemSpec = ProblemSpec {
    code: "paper-source",
    status: 422,
    title: Text {
        vi: "D03-TS, D05-TS lập từ các đợt nộp hoặc từ ngày đến ngày; Mẫu 4 từ một hộ; sổ biên lai từ ngày đến ngày",
        en: "D03-TS and D05-TS are made of batches or of a span, the household list of a household, the register of a span",
    },
};
/// A batch that cannot be on this paper.
pub const BATCH: ProblemSpec = ProblemSpec {
    code: "paper-batch",
    status: 422,
    title: Text {
        vi: "Đợt nộp này không lập được vào mẫu biểu: không có, đã rút lại, hoặc của tổ chức, địa bàn, loại hình khác",
        en: "This batch cannot be on the paper: not there, taken back, or of another organisation, area or scheme",
    },
};
/// From when to when.
pub const SPAN: ProblemSpec = ProblemSpec {
    code: "paper-span",
    status: 422,
    title: Text {
        vi: "Từ ngày phải trước hoặc bằng đến ngày, không quá 366 ngày, không quá hôm nay",
        en: "The first day is not after the last, within 366 days, and the last is not after today",
    },
};
/// More lines than a paper takes.
pub const TOO_MANY: ProblemSpec = ProblemSpec {
    code: "paper-too-many",
    status: 422,
    title: Text { vi: "Quá 150.000 dòng: hãy chia nhỏ", en: "More than 150,000 lines: divide it" },
};
/// No layout holds on that day, or it is of another paper.
pub const NO_LAYOUT: ProblemSpec = ProblemSpec {
    code: "paper-no-layout",
    status: 422,
    title: Text { vi: "Chưa có mẫu biểu cho ngày này", en: "There is no layout of this paper for that day" },
};
/// The file is not there yet, or never will be.
pub const NOT_READY: ProblemSpec = ProblemSpec {
    code: "paper-not-ready",
    status: 409,
    title: Text {
        vi: "Mẫu biểu đang được lập, hoặc không lập được", en: "The paper is being made, or could not be"
    },
};
/// A layout that would lose lines, or ask for what no line has.
pub const LAYOUT: ProblemSpec = ProblemSpec {
    code: "paper-layout",
    status: 422,
    title: Text { vi: "Mẫu biểu chưa đúng", en: "The layout is not right" },
};
/// One layout of a paper a day.
pub const SAME_DAY: ProblemSpec = ProblemSpec {
    code: "paper-layout-same-day",
    status: 409,
    title: Text {
        vi: "Đã có mẫu biểu bắt đầu từ ngày này; mẫu đã ghi không sửa",
        en: "A layout begins on this day already; what is recorded is not edited",
    },
};

/// All of them.
pub const ALL: &[&ProblemSpec] = &[&SOURCE, &BATCH, &SPAN, &TOO_MANY, &NO_LAYOUT, &NOT_READY, &LAYOUT, &SAME_DAY];
