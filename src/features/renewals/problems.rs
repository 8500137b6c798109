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

/// A later period of the person is paid.
pub const PAID_ON: ProblemSpec = ProblemSpec {
    code: "renewal-paid-on",
    status: 409,
    title: Text {
        vi: "Người này đã đóng cho kỳ sau rồi, không cần nhắc kỳ này nữa",
        en: "A later period of this person is paid; there is nothing to remind of here",
    },
};

/// All of them.
pub const ALL: &[&ProblemSpec] = &[&STATE, &ENDED, &PAID_ON];
