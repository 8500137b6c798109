//! How events can say no.
use crate::base::{ProblemSpec, Text};

/// The status does not allow it.
pub const WRONG_STATUS: ProblemSpec = ProblemSpec {
    code: "event-status",
    status: 409,
    title: Text {
        vi: "Trạng thái của sự kiện không cho phép việc này", en: "The event's status does not allow this"
    },
};
/// Dates the wrong way round.
pub const EVENT_DATES: ProblemSpec = ProblemSpec {
    code: "event-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// An event without a day needs words for when it was.
pub const NO_PERIOD: ProblemSpec = ProblemSpec {
    code: "event-without-period",
    status: 422,
    title: Text {
        vi: "Không có ngày thì phải ghi thời gian bằng lời", en: "Without a day, say in words when it was"
    },
};
/// A day that is not over yet.
pub const NOT_YET: ProblemSpec = ProblemSpec {
    code: "event-not-yet-over",
    status: 422,
    title: Text { vi: "Sự kiện chưa diễn ra, chưa chốt được", en: "The event is not over yet" },
};
/// An event is not merged with itself, nor twice.
pub const CANNOT_MERGE: ProblemSpec = ProblemSpec {
    code: "events-cannot-be-merged",
    status: 422,
    title: Text { vi: "Hai bản ghi này không gộp được", en: "These records cannot be merged" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&WRONG_STATUS, &EVENT_DATES, &NO_PERIOD, &NOT_YET, &CANNOT_MERGE];
