//! How campaigns can say no.
use crate::base::{ProblemSpec, Text};

/// The area has a campaign of this code.
pub const CAMPAIGN_EXISTS: ProblemSpec = ProblemSpec {
    code: "campaign-already-exists",
    status: 409,
    title: Text {
        vi: "Địa bàn đã có đợt vận động mang mã này", en: "The area has a campaign of this code"
    },
};
/// Dates the wrong way round.
pub const CAMPAIGN_DATES: ProblemSpec = ProblemSpec {
    code: "campaign-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&CAMPAIGN_EXISTS, &CAMPAIGN_DATES];
