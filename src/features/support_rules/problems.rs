//! How local rules can say no.
use crate::base::{ProblemSpec, Text};

/// Its value is out of bounds for its basis.
pub const BAD_VALUE: ProblemSpec = ProblemSpec {
    code: "support-rule-value",
    status: 422,
    title: Text {
        vi: "Giá trị không hợp với cách tính hỗ trợ", en: "The value does not fit what it is a share of"
    },
};
/// The budget layers are not a whole, or one is there twice.
pub const LAYERS: ProblemSpec = ProblemSpec {
    code: "support-rule-layers",
    status: 422,
    title: Text {
        vi: "Các cấp ngân sách phải cộng đủ 100 %, mỗi cấp một lần",
        en: "The budget layers add up to 100 %, each once",
    },
};
/// Days the wrong way round, or a year that is not the resolution's.
pub const DATES: ProblemSpec = ProblemSpec {
    code: "support-rule-dates",
    status: 422,
    title: Text { vi: "Ngày hết hiệu lực không hợp lệ", en: "It cannot end on that day" },
};
/// Ages the wrong way round.
pub const AGES: ProblemSpec = ProblemSpec {
    code: "support-rule-ages",
    status: 422,
    title: Text { vi: "Tuổi từ lớn hơn tuổi đến", en: "The lower age is above the upper one" },
};
/// Health insurance has no floor.
pub const NO_FLOOR: ProblemSpec = ProblemSpec {
    code: "support-rule-floor",
    status: 422,
    title: Text {
        vi: "Chỉ BHXH tự nguyện có mức đóng theo chuẩn nghèo",
        en: "Only voluntary social insurance has a contribution at the floor",
    },
};
/// It is of another scheme, or was replaced or ended already.
pub const NOT_REPLACEABLE: ProblemSpec = ProblemSpec {
    code: "support-rule-not-replaceable",
    status: 409,
    title: Text {
        vi: "Quy định cũ khác loại bảo hiểm, đã hết hoặc đã được thay thế",
        en: "The old rule is of another scheme, has ended or is replaced already",
    },
};
/// It ended, or is replaced.
pub const ENDED: ProblemSpec = ProblemSpec {
    code: "support-rule-ended",
    status: 409,
    title: Text {
        vi: "Quy định đã hết hoặc đã được thay thế", en: "The rule has ended or is replaced"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&BAD_VALUE, &LAYERS, &DATES, &AGES, &NO_FLOOR, &NOT_REPLACEABLE, &ENDED];
