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

/// All of them.
pub const ALL: &[&ProblemSpec] = &[&STATE];
