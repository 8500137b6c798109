//! How supervision can say no.
use crate::base::{ProblemSpec, Text};

/// Only steering committees have members here.
pub const NOT_A_COMMITTEE: ProblemSpec = ProblemSpec {
    code: "not-a-steering-committee",
    status: 422,
    title: Text {
        vi: "Tổ chức này không phải ban chỉ đạo", en: "The organisation is no steering committee"
    },
};
/// Dates the wrong way round.
pub const SUPERVISION_DATES: ProblemSpec = ProblemSpec {
    code: "supervision-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// An inspection is held before it has findings, and not in the future.
pub const INSPECTION_STATUS: ProblemSpec = ProblemSpec {
    code: "inspection-status",
    status: 422,
    title: Text {
        vi: "Đoàn kiểm tra chưa diễn ra hoặc đã kết thúc",
        en: "The inspection's status does not allow this",
    },
};
/// Nobody is praised.
pub const NOBODY_PRAISED: ProblemSpec = ProblemSpec {
    code: "nobody-praised",
    status: 422,
    title: Text {
        vi: "Cần ít nhất một tập thể hoặc cá nhân", en: "At least one collective or individual"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&NOT_A_COMMITTEE, &SUPERVISION_DATES, &INSPECTION_STATUS, &NOBODY_PRAISED];
