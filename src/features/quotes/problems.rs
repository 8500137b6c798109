//! How quotes can say no: one problem for each wrong fact, with its field and its figure.
use std::borrow::Cow;

use crate::base::{Day, FieldIssue, Problem, ProblemSpec, Text, problem::INVALID, share::thousands};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal, $vi:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: ProblemSpec = ProblemSpec { code: $code, status: $status, title: Text { vi: $vi, en: $en } };)*
        /// All of them.
        pub const ALL: &[&ProblemSpec] = &[$(&$name),*];
    };
}

refusals! {
    /// Below the poverty line.
    BELOW_FLOOR = 422 "income-below-floor", "Thu nhập thấp hơn mức thấp nhất", "The income is below the lowest";
    /// Above the multiple of the base salary.
    ABOVE_CEILING = 422 "income-above-ceiling", "Thu nhập cao hơn mức cao nhất", "The income is above the highest";
    /// Between two steps.
    OFF_STEP = 422 "income-off-step", "Thu nhập không đúng bậc", "The income is not on a step";
    /// Months that the method does not have.
    MONTHS_OF_METHOD = 422 "months-not-of-method", "Số tháng không đúng với phương thức đóng", "The method does not have so many months";
    /// More than may be paid at once.
    TOO_MANY_MISSING = 422 "too-many-missing-months", "Số tháng còn thiếu vượt mức được đóng một lần", "More missing months than may be paid at once";
    /// It is not said whether retirement age is reached.
    RETIREMENT_UNSAID = 422 "retirement-age-unsaid", "Đóng cho số tháng còn thiếu: phải khai đã đủ tuổi nghỉ hưu hay chưa", "Missing months: say whether retirement age is reached";
    /// Retirement age is not reached.
    NOT_RETIRED = 422 "retirement-age-not-reached", "Chưa đủ tuổi nghỉ hưu, chưa được đóng cho số tháng còn thiếu", "Retirement age is not reached; missing months cannot be paid yet";
    /// The period lies too far away.
    PERIOD_TOO_FAR = 422 "period-too-far", "Kỳ đóng quá xa ngày đóng", "The period is too far from the day of payment";
    /// A day further away than anybody pays.
    TOO_FAR = 422 "day-too-far", "Ngày quá xa trong tương lai", "The day is too far ahead";
    /// A card of so many months is not sold.
    CARD_MONTHS = 422 "card-months", "Thẻ hộ gia đình không có thời hạn này", "No household card has so many months";
    /// Two members of one name.
    MEMBER_TWICE = 422 "member-twice", "Hai thành viên trùng khóa", "Two members have the same key";
    /// The law leaves this group no choice.
    HOUSEHOLD_FORM = 422 "household-form-not-open", "Nhóm này không được chọn đóng theo hộ gia đình", "This group may not choose the household form";
    /// No group of the member is supported.
    SUPPORTED_FORM = 422 "supported-form-without-group", "Thành viên không thuộc nhóm được hỗ trợ", "The member belongs to no supported group";
    /// A field of the other scheme.
    NOT_FOR_SCHEME = 422 "field-not-for-scheme", "Trường này không dùng cho loại bảo hiểm đã chọn", "This field does not belong to the scheme";
    /// A former commune that did not become this one.
    NOT_FORMER = 422 "not-a-former-area", "Xã cũ không phải là một phần của địa bàn này", "The former area did not become a part of this one";
    /// Not yet of the age from which the scheme is open.
    TOO_YOUNG = 422 "too-young", "Chưa đủ 15 tuổi, chưa được tham gia BHXH tự nguyện", "Voluntary social insurance is open from fifteen years of age";
    /// Nobody of that age belongs to a group claimed.
    AGE_NOT_OF_GROUP = 422 "age-not-of-group", "Tuổi không phù hợp với nhóm đã khai", "Nobody of that age belongs to the group claimed";
    /// A group that the list does not have.
    UNKNOWN_GROUP = 422 "unknown-group", "Nhóm không có trong danh mục", "The group is not in the list";
    /// A dry run is of one change.
    ONE_CHANGE = 422 "one-change", "Chạy thử cần đúng một thay đổi: quy định mới, hoặc quy định kết thúc", "A dry run is of one change: a new rule, or the end of one";
}

/// There is no such kept quote in reach. Listed by the features whose routes ask for a promise.
pub const KEPT_UNKNOWN: ProblemSpec = ProblemSpec {
    code: "kept-quote-unknown",
    status: 404,
    title: Text { vi: "Không tìm thấy báo giá đã lưu", en: "No such kept quote" },
};
/// The kept quote has no such member. Listed by the features whose routes ask for a promise.
pub const MEMBER_UNKNOWN: ProblemSpec = ProblemSpec {
    code: "quote-member-unknown",
    status: 422,
    title: Text { vi: "Báo giá không có thành viên này", en: "The quote has no such member" },
};
/// The kept quote is of another area than the person's. Listed by the features whose routes ask for a promise.
pub const ELSEWHERE: ProblemSpec = ProblemSpec {
    code: "quote-for-another-area",
    status: 422,
    title: Text {
        vi: "Báo giá lập cho địa bàn khác; hãy lập báo giá ở nơi người này đang ở",
        en: "The quote is of another area; make one where the person lives",
    },
};

fn at(
    spec: &'static ProblemSpec,
    pointer: impl Into<Cow<'static, str>>,
    code: &'static str,
    said: (String, String),
) -> Problem {
    let errors = vec![FieldIssue { pointer: pointer.into(), code, detail: spec.title }];
    Problem { errors, ..spec.because(said.0, said.1) }
}

/// A field that this question needs.
pub fn needed(pointer: &'static str) -> Problem {
    INVALID.field(pointer, "missing", Text { vi: "Thiếu trường bắt buộc", en: "A required field is missing" })
}
pub fn below_floor(floor: i64, on: Day) -> Problem {
    let floor = thousands(floor);
    at(
        &BELOW_FLOOR,
        "/income_vnd",
        "below-floor",
        (
            format!("Mức thấp nhất ngày {} là {floor} đồng/tháng.", on.vi()),
            format!("The lowest on {on} is {floor} đồng a month."),
        ),
    )
}
pub fn above_ceiling(ceiling: i64, on: Day) -> Problem {
    let ceiling = thousands(ceiling);
    at(
        &ABOVE_CEILING,
        "/income_vnd",
        "above-ceiling",
        (
            format!("Mức cao nhất ngày {} là {ceiling} đồng/tháng.", on.vi()),
            format!("The highest on {on} is {ceiling} đồng a month."),
        ),
    )
}
pub fn off_step(floor: i64, step: i64) -> Problem {
    let (floor, step) = (thousands(floor), thousands(step));
    at(
        &OFF_STEP,
        "/income_vnd",
        "off-step",
        (format!("Mỗi bậc {step} đồng, tính từ {floor} đồng."), format!("Steps of {step} đồng from {floor} đồng.")),
    )
}
pub fn months_of_method(allowed: &[u32]) -> Problem {
    let list = allowed.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    at(
        &MONTHS_OF_METHOD,
        "/months",
        "not-of-method",
        (format!("Được đóng: {list} tháng."), format!("Taken: {list} months.")),
    )
}
pub fn too_many_missing(most: u32) -> Problem {
    at(&TOO_MANY_MISSING, "/months", "too-many", (format!("Tối đa {most} tháng."), format!("At most {most} months.")))
}
pub fn card_months(member: usize, sold: &[i32]) -> Problem {
    let list = sold.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let said = (format!("Được đóng: {list} tháng."), format!("Taken: {list} months."));
    at(&CARD_MONTHS, format!("/members/{member}/months"), "not-sold", said)
}
pub fn card_too_far(member: usize, days: i64) -> Problem {
    let said = (
        format!("Thẻ được bắt đầu chậm nhất {days} ngày sau ngày đóng."),
        format!("A card begins {days} days after the payment at the latest."),
    );
    at(&TOO_FAR, format!("/members/{member}/previous_cover_ended_on"), "too-far", said)
}
pub fn member_twice(member: usize) -> Problem {
    MEMBER_TWICE.field(format!("/members/{member}/key"), "twice", MEMBER_TWICE.title)
}
pub fn household_form(member: usize) -> Problem {
    HOUSEHOLD_FORM.field(format!("/members/{member}/form"), "not-open", HOUSEHOLD_FORM.title)
}
pub fn supported_form(member: usize) -> Problem {
    SUPPORTED_FORM.field(format!("/members/{member}/form"), "no-group", SUPPORTED_FORM.title)
}
pub fn unknown_group(pointer: String) -> Problem {
    UNKNOWN_GROUP.field(pointer, "unknown-group", UNKNOWN_GROUP.title)
}
