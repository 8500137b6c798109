//! How media outputs can say no.
use crate::base::{ProblemSpec, Text};

/// Dates the wrong way round.
pub const MEDIA_PERIOD: ProblemSpec = ProblemSpec {
    code: "media-period",
    status: 422,
    title: Text { vi: "Giai đoạn kết thúc trước khi bắt đầu", en: "The period ends before it starts" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&MEDIA_PERIOD];
