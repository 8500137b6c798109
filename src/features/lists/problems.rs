//! How lists can say no.
use crate::base::{ProblemSpec, Text};

/// The code is not in its list.
pub const UNKNOWN_CODE: ProblemSpec = ProblemSpec {
    code: "unknown-code",
    status: 422,
    title: Text { vi: "Mã không có trong danh mục", en: "The code is not in its list" },
};
/// The list has this code already.
pub const CODE_EXISTS: ProblemSpec = ProblemSpec {
    code: "code-already-exists",
    status: 409,
    title: Text { vi: "Danh mục đã có mã này", en: "The list has this code already" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&UNKNOWN_CODE, &CODE_EXISTS];
