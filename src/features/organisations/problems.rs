//! How organisations can say no.
use crate::base::{ProblemSpec, Text};

/// A body cannot stand above itself.
pub const OWN_ANCESTOR: ProblemSpec = ProblemSpec {
    code: "organisation-above-itself",
    status: 422,
    title: Text {
        vi: "Tổ chức không thể là cấp trên của chính mình", en: "A body cannot stand above itself"
    },
};
/// The territory line is there already.
pub const TERRITORY_EXISTS: ProblemSpec = ProblemSpec {
    code: "territory-already-exists",
    status: 409,
    title: Text { vi: "Địa bàn này đã được ghi", en: "This territory is recorded already" },
};
/// Dates the wrong way round.
pub const TERRITORY_DATES: ProblemSpec = ProblemSpec {
    code: "territory-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// The body looks after other areas.
pub const DOES_NOT_SERVE: ProblemSpec = ProblemSpec {
    code: "organisation-does-not-serve-area",
    status: 422,
    title: Text {
        vi: "Tổ chức không phụ trách địa bàn này", en: "The body does not look after this area"
    },
};
/// The caller acts for another body only.
pub const NOT_YOURS: ProblemSpec = ProblemSpec {
    code: "organisation-not-yours",
    status: 422,
    title: Text {
        vi: "Ông/bà chỉ được làm việc thay cho tổ chức của mình",
        en: "You may act for your own organisation only",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&OWN_ANCESTOR, &TERRITORY_EXISTS, &TERRITORY_DATES, &DOES_NOT_SERVE, &NOT_YOURS];
