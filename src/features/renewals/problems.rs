//! Refusals of renewals.
use crate::base::{ProblemSpec, Text};

/// Only what is due can be stopped or given to somebody, and only what was stopped is due again.
pub const STATE: ProblemSpec = ProblemSpec {
    code: "renewal-state",
    status: 409,
    title: Text {
        vi: "Việc gia hạn này không còn ở trạng thái cho phép làm vậy",
        en: "This renewal no longer stands where that is possible",
    },
};

/// Its sign-up was stopped or paid back with the social security office: there is nothing to be taken back here.
pub const ENDED: ProblemSpec = ProblemSpec {
    code: "renewal-ended",
    status: 409,
    title: Text {
        vi: "Hồ sơ đã dừng hoặc đã hoàn tiền; muốn tham gia tiếp phải lập hồ sơ mới",
        en: "The enrolment itself was stopped or refunded; going on takes a new one",
    },
};

/// All of them.
pub const ALL: &[&ProblemSpec] = &[&STATE, &ENDED];
