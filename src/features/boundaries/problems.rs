//! How maps can say no.
use crate::base::{ProblemSpec, Text};

/// A level that a map of this area does not draw.
pub const LEVEL_NOT_DRAWN: ProblemSpec = ProblemSpec {
    code: "map-level-not-drawn",
    status: 422,
    title: Text {
        vi: "Bản đồ của địa bàn này không vẽ cấp đó", en: "A map of this area does not draw that level"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&LEVEL_NOT_DRAWN];
