//! How enrolments can say no.
use serde_json::json;

use super::{caps::Limited, lifecycle::Step};
use crate::{
    base::{
        Day, Error, FieldIssue, Problem, ProblemSpec, Text,
        id::{EnrolmentId, OrganisationId},
        share::thousands,
    },
    features::quotes,
};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal, $vi:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: ProblemSpec = ProblemSpec { code: $code, status: $status, title: Text { vi: $vi, en: $en } };)*
        /// All of them, with those of the quote that is taken up.
        pub const ALL: &[&ProblemSpec] = &[$(&$name,)* &quotes::KEPT_UNKNOWN, &quotes::MEMBER_UNKNOWN, &quotes::ELSEWHERE];
    };
}

refusals! {
    /// This step may not follow that one.
    STEP = 409 "enrolment-step-not-allowed", "Hồ sơ không ở trạng thái cho phép bước này", "Where the enrolment stands does not allow this step";
    /// The person is signed up, or covered, for some of these months.
    OVERLAPS = 409 "enrolment-overlaps", "Người này đã có hồ sơ hoặc thẻ cho thời gian đó", "The person has an enrolment or a cover for some of that time";
    /// The form has gaps.
    DATA_MISSING = 422 "enrolment-data-missing", "Tờ khai TK1-TS còn thiếu thông tin", "The form TK1-TS is not complete";
    /// Less or more than the quote says.
    AMOUNT = 422 "payment-amount", "Số tiền khác số phải đóng trong báo giá", "The amount differs from what the quote asks";
    /// A day that cannot be.
    DAY = 422 "enrolment-day", "Ngày không hợp lệ cho bước này", "The day does not fit this step";
    /// The quote does not speak of this day.
    OUT_OF_DATE = 409 "quote-out-of-date", "Báo giá không còn đúng cho ngày đóng này, hãy báo giá lại", "The quote does not hold for this day of payment; quote anew";
    /// Died or moved away.
    PERSON_GONE = 409 "person-not-living-there", "Người này đã mất hoặc đã chuyển đi", "The person has died or moved away";
    /// One part of a quote is one person's.
    MEMBER_TAKEN = 409 "quote-member-taken", "Phần này của báo giá đã dùng cho hồ sơ khác, hãy báo giá lại", "Another enrolment holds this part of the quote; quote anew";
    /// Whoever stands before on the household's ladder did not join.
    PLACE_OPEN = 409 "quote-place-open", "Người xếp trước trong hộ chưa tham gia nên mức giảm này không còn đúng, hãy báo giá lại", "Whoever stands before in the household did not join, so this reduction no longer holds; quote anew";
    /// More months than the law gives one person.
    MONTHS_CAP = 409 "months-above-cap", "Vượt số tháng tối đa của một người", "More months than one person may have";
    /// Letters that only look like others make two receipts of one.
    RECEIPT_NUMBER = 422 "receipt-number", "Số biên lai chỉ gồm chữ A–Z không dấu, chữ số, dấu cách và - / . , phải có chữ số", "A receipt number is made of the letters A to Z, digits, spaces and - / . , with a digit among them";
    /// Papers that the office has seen stay.
    RECEIPT_FINAL = 409 "receipt-final", "Chỉ sửa được biên lai khi hồ sơ đã thu tiền hoặc đã nộp mà chưa có trả lời", "A receipt is corrected while the enrolment is paid or handed in and not answered";
    /// One number is one person's.
    CARD_TAKEN = 409 "card-number-taken", "Số thẻ, sổ này đã cấp cho người khác", "This number was issued to another person";
    /// Money that was brought is given back first.
    MONEY_HELD = 409 "instalments-held", "Còn giữ tiền góp của người dân, hãy ghi việc trả lại trước", "Instalments are still held; note first that they were given back";
    /// More than there is.
    RETURNED = 422 "instalment-not-held", "Số trả lại lớn hơn số tiền góp đang giữ", "More would be given back than is held";
    /// An amount of nothing.
    NO_MONEY = 422 "instalment-nothing", "Số tiền phải lớn hơn 0", "The amount is more than 0";
    /// Another sign-up has this receipt.
    RECEIPT_TAKEN = 409 "receipt-number-taken", "Số biên lai này đã dùng cho hồ sơ khác", "Another enrolment has this receipt number";
    /// There is none to correct.
    NO_RECEIPT = 409 "receipt-missing", "Hồ sơ chưa có biên lai", "The enrolment has no receipt";
    /// Only on the day it was entered.
    TOO_LATE = 409 "payment-final", "Chỉ hủy được khoản thu ghi trong ngày; sau đó phải hoàn tiền", "A payment is taken back on the day it was entered only; later it is refunded";
    /// Together more than what is to be paid.
    INSTALMENTS = 422 "instalments-exceed", "Tổng các lần góp vượt số phải đóng", "The instalments exceed what is to be paid";
    /// The months cannot be given back from there on.
    REFUND_MONTH = 422 "refund-month", "Tháng bắt đầu hoàn không đúng", "The refund cannot begin with this month";
    /// Not all of these can go together.
    BATCH = 422 "enrolment-batch", "Có hồ sơ không nộp chung đợt này được", "Some of these cannot be handed in together";
    /// It was answered already, or taken back.
    BATCH_ANSWERED = 409 "enrolment-batch-answered", "Đợt đã có trả lời hoặc đã rút", "The batch was answered or taken back already";
    /// Somebody of it moved away meanwhile.
    BATCH_ELSEWHERE = 409 "enrolment-batch-elsewhere", "Có hồ sơ của đợt đã chuyển sang địa bàn khác, cấp trên mới rút được đợt này", "Some of the batch lies in another area now; whoever sees both takes it back";
    /// The source is not there.
    SOURCE = 422 "enrolment-source", "Nguồn của hồ sơ không đúng", "The source of the enrolment does not fit";
    /// The new quote is for another scheme.
    OTHER_SCHEME = 422 "quote-for-another-scheme", "Báo giá mới phải cùng loại bảo hiểm", "The new quote is for another scheme";
    /// A longer time than is asked at once.
    FUNNEL_SPAN = 422 "funnel-span", "Khoảng thời gian từ 1 ngày đến 366 ngày", "The time asked for is one day to 366 days";
}

/// The refusal that names both steps.
pub fn step(from: Step, to: Step) -> Error {
    let vi = format!("Hồ sơ {}, không thể chuyển sang {}.", from.vi(), to.vi());
    STEP.because(vi, format!("From {from} to {to}."))
        .with(json!({ "from_step": from.as_str(), "to_step": to.as_str() }))
        .into()
}

/// The refusal that names the limit and how far it is passed.
pub fn months(what: Limited, cap: i32, above: i32) -> Error {
    let (vi, en) = match what {
        Limited::Missing => ("đóng bù một lần", "missing months"),
        Limited::Supported => ("được nhà nước hỗ trợ", "months supported by the state"),
    };
    MONTHS_CAP
        .because(
            format!("Một người có tối đa {cap} tháng {vi}; hồ sơ này vượt {above} tháng, hãy báo giá lại."),
            format!("One person has {cap} {en} at the most; this is {above} too many, quote anew."),
        )
        .with(json!({ "what": what.as_str(), "cap": cap, "above": above }))
        .into()
}

/// What stands against a sign-up, as far as the caller may know it.
#[derive(Debug, Clone)]
pub enum Against {
    /// A sign-up within the caller's scope.
    Known { id: EnrolmentId, organisation_id: OrganisationId, from: Day, to: Day },
    /// A sign-up of another organisation or area: that there is one, and no more.
    Elsewhere,
    /// A cover that the social security office told of.
    Cover { to: Day },
}

/// The refusal that names what stands against it.
pub fn overlaps(against: &Against) -> Error {
    match against {
        Against::Known { id, organisation_id, from, to } => OVERLAPS
            .because(
                format!("Đã có hồ sơ từ {} đến {}.", from.vi(), to.vi()),
                format!("There is an enrolment from {from} to {to}."),
            )
            .with(json!({
                "held": { "enrolment_id": id, "organisation_id": organisation_id, "from": from, "to": to },
                "held_elsewhere": false,
            })),
        Against::Elsewhere => OVERLAPS
            .because("Người này đã có hồ sơ ở nơi khác.", "The person has an enrolment elsewhere.")
            .with(json!({ "held_elsewhere": true })),
        Against::Cover { to } => OVERLAPS
            .because(
                format!("Cơ quan BHXH cho biết người này đang có thẻ, sổ đến {}.", to.vi()),
                format!("The social security office says the person is covered until {to}."),
            )
            .with(json!({ "covered_to": to, "held_elsewhere": false })),
    }
    .into()
}

/// What is wrong with each member of a batch, by its code.
const BATCH_FAULTS: [(&str, Text); 6] = [
    ("not-found", Text { vi: "Không tìm thấy hồ sơ ở địa bàn này", en: "No such enrolment in this area" }),
    ("twice", Text { vi: "Hồ sơ ghi hai lần", en: "Named twice" }),
    ("other-organisation", Text { vi: "Hồ sơ của tổ chức khác", en: "Another organisation's" }),
    ("other-scheme", Text { vi: "Hồ sơ của loại bảo hiểm khác", en: "Of another scheme" }),
    ("not-paid", Text { vi: "Hồ sơ chưa thu tiền hoặc đã nộp", en: "Not paid, or handed in already" }),
    ("paid-later", Text { vi: "Thu tiền sau ngày nộp", en: "Paid after the day of handing in" }),
];

/// What a fault of a member of a batch is called.
pub fn batch_fault(code: &str) -> Text {
    BATCH_FAULTS.iter().find(|(known, _)| *known == code).map_or(BATCH.title, |(_, text)| *text)
}

/// The refusal that names what the form still asks.
pub fn data_missing(fields: &[&'static super::form::Field]) -> Problem {
    DATA_MISSING.at(fields
        .iter()
        .map(|field| FieldIssue { pointer: field.pointer.into(), code: "missing", detail: field.name })
        .collect())
}

/// The refusal that names both amounts.
pub fn amount(payable_vnd: i64, amount_vnd: i64) -> Error {
    let (payable, given) = (thousands(payable_vnd), thousands(amount_vnd));
    let problem = AMOUNT.because(
        format!("Phải đóng {payable} đ, số ghi là {given} đ."),
        format!("{payable} đ are to be paid, {given} đ were entered."),
    );
    let errors = vec![FieldIssue { pointer: "/amount_vnd".into(), code: "wrong-amount", detail: AMOUNT.title }];
    Problem { errors, ..problem }.into()
}

/// The refusal of a day before what it follows, at its field.
pub fn day_before(pointer: &'static str, step: Step, before: Day) -> Error {
    let errors = vec![FieldIssue { pointer: pointer.into(), code: "too-early", detail: DAY.title }];
    let problem = DAY.because(
        format!("Không thể trước ngày {} ({}).", before.vi(), step.vi()),
        format!("Not before {before} ({step})."),
    );
    Problem { errors, ..problem }.into()
}

/// A day that does not fit, at its field, with the first day that fits where there is one, and the last.
pub fn day(pointer: &'static str, first: Option<Day>, last: Day) -> Error {
    let errors = vec![FieldIssue { pointer: pointer.into(), code: "out-of-range", detail: DAY.title }];
    let (vi, en) = match first {
        Some(first) => (format!("Từ ngày {} đến ngày {}.", first.vi(), last.vi()), format!("From {first} to {last}.")),
        None => (format!("Không sau ngày {}.", last.vi()), format!("Not after {last}.")),
    };
    Problem { errors, ..DAY.because(vi, en) }.into()
}
