//! How touches can say no.
use crate::base::{ProblemSpec, Text};

/// Nobody was at an event that was not held.
pub const NOT_HELD: ProblemSpec = ProblemSpec {
    code: "attendance-event-not-held",
    status: 409,
    title: Text {
        vi: "Chỉ ghi người dự cho sự kiện đã tổ chức và có ngày; sự kiện gộp thì ghi ở bản được giữ",
        en: "People are recorded at events that were held and have a day; of merged events at the one that is kept",
    },
};
/// Somebody asked to be left alone.
pub const DO_NOT_CONTACT: ProblemSpec = ProblemSpec {
    code: "message-do-not-contact",
    status: 422,
    title: Text {
        vi: "Người này hoặc hộ này đã đề nghị không liên hệ, không ghi tin nhắn gửi đến",
        en: "This person or household asked not to be contacted",
    },
};
/// A message of tomorrow.
pub const SENT_AHEAD: ProblemSpec = ProblemSpec {
    code: "message-day-ahead",
    status: 422,
    title: Text { vi: "Ngày gửi ở tương lai", en: "The day of sending is still ahead" },
};
/// A window is set before anybody can look at what it would do.
pub const WINDOW_BEGUN: ProblemSpec = ProblemSpec {
    code: "touch-window-begun",
    status: 422,
    title: Text {
        vi: "Số ngày mới chỉ được áp dụng từ sau hôm nay: không đổi sau khi đã xem số liệu",
        en: "A window begins after today: it is not changed once figures were seen",
    },
};
/// One window of a scheme begins on a day.
pub const WINDOW_SAME_DAY: ProblemSpec = ProblemSpec {
    code: "touch-window-same-day",
    status: 409,
    title: Text {
        vi: "Đã có số ngày của chính sách này áp dụng từ ngày đó",
        en: "A window of this scheme begins on that day already",
    },
};
/// Days the wrong way round, or too far apart.
pub const EXPOSURE_SPAN: ProblemSpec = ProblemSpec {
    code: "exposure-span",
    status: 422,
    title: Text {
        vi: "Khoảng thời gian từ 1 ngày đến 366 ngày", en: "The time asked for is one day to 366 days"
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] =
    &[&NOT_HELD, &DO_NOT_CONTACT, &SENT_AHEAD, &WINDOW_BEGUN, &WINDOW_SAME_DAY, &EXPOSURE_SPAN];
