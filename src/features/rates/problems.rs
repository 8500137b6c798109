//! How rates can say no.
use super::kinds::RateKind;
use crate::base::{Day, Problem, ProblemSpec, Text};

/// The law of that day says nothing.
pub const MISSING: ProblemSpec = ProblemSpec {
    code: "rate-missing",
    status: 422,
    title: Text { vi: "Chưa có mức quy định cho ngày này", en: "No rate is recorded for this day" },
};
/// The kind has no such key.
pub const BAD_KEY: ProblemSpec = ProblemSpec {
    code: "rate-key",
    status: 422,
    title: Text { vi: "Loại mức này không có khóa đó", en: "This kind of rate has no such key" },
};
/// The value is out of bounds, or not in the kind's unit.
pub const BAD_VALUE: ProblemSpec = ProblemSpec {
    code: "rate-value",
    status: 422,
    title: Text {
        vi: "Giá trị ngoài khoảng của loại mức này", en: "The value is out of the bounds of this kind"
    },
};
/// There is one for that day already, the same or one that can still be withdrawn.
pub const SAME_DAY: ProblemSpec = ProblemSpec {
    code: "rate-same-day",
    status: 409,
    title: Text {
        vi: "Đã có mức này từ cùng ngày: trùng giá trị, hoặc chưa có hiệu lực thì thu hồi mức cũ trước",
        en: "There is one from the same day: the same value, or one that has not begun and is withdrawn first",
    },
};
/// It begins in the past or takes the place of one that has begun, and nothing says why.
pub const LATE: ProblemSpec = ProblemSpec {
    code: "rate-late",
    status: 422,
    title: Text {
        vi: "Ngày hiệu lực đã qua hoặc sửa mức đang có hiệu lực: phải ghi lý do",
        en: "It begins in the past, or puts right one in force: say why",
    },
};
/// It has begun.
pub const BEGUN: ProblemSpec = ProblemSpec {
    code: "rate-begun",
    status: 409,
    title: Text {
        vi: "Mức đã có hiệu lực, không thu hồi được; nếu sai, nhập mức đúng từ cùng ngày, kèm lý do",
        en: "It is in force and cannot be withdrawn; where it is wrong, record the right one from the same day, with the reason",
    },
};
/// It is withdrawn.
pub const WITHDRAWN: ProblemSpec = ProblemSpec {
    code: "rate-withdrawn",
    status: 409,
    title: Text { vi: "Mức này đã được thu hồi", en: "It is withdrawn already" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&MISSING, &BAD_KEY, &BAD_VALUE, &SAME_DAY, &LATE, &BEGUN, &WITHDRAWN];

/// `rate-missing` with what and when.
pub fn missing(kind: RateKind, key: &str, day: Day) -> Problem {
    let means = kind.spec().map_or(Text { vi: "", en: "" }, |spec| spec.means);
    let key = if key.is_empty() { String::new() } else { format!(" ({key})") };
    MISSING.because(
        format!("{}{key}: chưa có mức vào ngày {}.", means.vi, day.vi()),
        format!("{}{key}: nothing is recorded for {day}.", means.en),
    )
}
