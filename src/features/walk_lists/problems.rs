//! How walk lists can say no.
use super::holding::Cannot;
use crate::base::{ProblemSpec, Text};

/// Nothing is asked for.
pub const CRITERIA: ProblemSpec = ProblemSpec {
    code: "walk-list-criteria",
    status: 422,
    title: Text { vi: "Cần ít nhất một tiêu chí", en: "At least one criterion is needed" },
};
/// Nobody belongs on it.
pub const EMPTY: ProblemSpec = ProblemSpec {
    code: "walk-list-empty",
    status: 409,
    title: Text { vi: "Không có hộ nào theo tiêu chí này", en: "No household meets these criteria" },
};
/// Too many doors for one list.
pub const TOO_LONG: ProblemSpec = ProblemSpec {
    code: "walk-list-too-long",
    status: 409,
    title: Text {
        vi: "Danh sách quá 2.000 hộ, hãy chọn địa bàn nhỏ hơn hoặc đặt giới hạn",
        en: "More than 2,000 doors; choose a smaller area or set a limit",
    },
};
/// More households than are looked at for one list.
pub const AREA_TOO_LARGE: ProblemSpec = ProblemSpec {
    code: "walk-list-area-too-large",
    status: 409,
    title: Text {
        vi: "Địa bàn có quá 20.000 hộ, hãy chọn địa bàn nhỏ hơn",
        en: "The area has more than 20,000 households; choose a smaller one",
    },
};
/// Days the wrong way round.
pub const DATES: ProblemSpec = ProblemSpec {
    code: "walk-list-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "It ends before it starts" },
};
/// A start point or a seed where none belongs, or none where one does.
pub const ORDER: ProblemSpec = ProblemSpec {
    code: "walk-list-order",
    status: 422,
    title: Text {
        vi: "Thứ tự theo quãng đường cần điểm xuất phát; chỉ thứ tự bốc thăm có mã bốc thăm",
        en: "An order by distance needs a start point; only a drawn order has a seed",
    },
};
/// The list is closed.
pub const CLOSED: ProblemSpec = ProblemSpec {
    code: "walk-list-closed",
    status: 409,
    title: Text { vi: "Danh sách đã đóng", en: "The list is closed" },
};
/// Somebody walks it already.
pub const HELD: ProblemSpec = ProblemSpec {
    code: "walk-list-held",
    status: 409,
    title: Text {
        vi: "Danh sách đã có người nhận, hãy bàn giao", en: "Somebody walks this list; hand it over"
    },
};
/// Nobody walks it.
pub const NOT_HELD: ProblemSpec = ProblemSpec {
    code: "walk-list-not-held",
    status: 409,
    title: Text { vi: "Danh sách chưa có người nhận", en: "Nobody walks this list yet" },
};
/// The person walks it already.
pub const SAME_PERSON: ProblemSpec = ProblemSpec {
    code: "walk-list-same-person",
    status: 409,
    title: Text { vi: "Người này đang giữ danh sách", en: "This person walks the list already" },
};
/// A substitution without its last day, or a last day elsewhere.
pub const UNTIL: ProblemSpec = ProblemSpec {
    code: "walk-list-until",
    status: 422,
    title: Text {
        vi: "Làm thay cần ngày cuối, từ hôm nay trở đi; việc khác không có",
        en: "A substitution has a last day, today or later; nothing else has one",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] =
    &[&CRITERIA, &EMPTY, &TOO_LONG, &AREA_TOO_LARGE, &DATES, &ORDER, &CLOSED, &HELD, &NOT_HELD, &SAME_PERSON, &UNTIL];

impl Cannot {
    /// The refusal for it.
    pub(super) fn spec(self) -> &'static ProblemSpec {
        match self {
            Self::Held => &HELD,
            Self::NotHeld => &NOT_HELD,
            Self::SamePerson => &SAME_PERSON,
            Self::Until => &UNTIL,
        }
    }
}
