//! How the funnel can say no.
use crate::base::{ProblemSpec, Text};

/// Users are told apart within a commune only, and for those who work with visits there.
pub const USERS: ProblemSpec = ProblemSpec {
    code: "funnel-by-user",
    status: 422,
    title: Text {
        vi: "Theo từng người chỉ xem được trong một xã, thôn mà bạn được xem các lượt đến nhà",
        en: "By user only within a commune or hamlet whose visits you may read",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&USERS];
