//! What one person's line on a paper can say, and which words a layout calls that by.
use crate::{
    base::{Day, Text, birth::BirthDate, share::Percent, text_enum::text_enum},
    render::{Align, Value},
};

text_enum! {
    /// In which section of a paper a line stands.
    pub enum Move {
        /// Takes part for the first time, or again after a gap: "tăng mới".
        Started = "started",
        /// Goes on without a gap: "đóng tiếp".
        Continued = "continued",
        /// Stopped, or got money back: "giảm".
        Ended = "ended",
    }
}

/// What somebody else pays of a contribution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// As the law says it, or `None` where it names an amount, or several shares come together.
    pub percent: Option<Percent>,
    /// đồng.
    pub vnd: i64,
}

/// A person on a paper. Money is whole đồng; what is not known stays empty on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which section.
    pub movement: Move,
    /// As on the identity card.
    pub full_name: String,
    /// Ten digits; leading zeros count.
    pub insurance_number: Option<String>,
    /// Twelve digits.
    pub citizen_number: Option<String>,
    /// As far as it is known.
    pub birth: Option<BirthDate>,
    /// `male` or `female`.
    pub sex: Option<String>,
    /// Where the person lives.
    pub address: Option<String>,
    /// To the head of the household.
    pub relation: Option<String>,
    /// Where the person is first treated.
    pub clinic: Option<String>,
    /// The receipt.
    pub receipt: Option<(Day, String)>,
    /// The income that a voluntary contribution is a share of.
    pub income_vnd: Option<i64>,
    /// The base salary or reference level of a health card.
    pub base_vnd: Option<i64>,
    /// Months paid for; negative when they are given back.
    pub months: Option<i64>,
    /// The first month or day paid for.
    pub from: Option<Day>,
    /// All of it, before support.
    pub full_vnd: i64,
    /// What the person pays.
    pub payable_vnd: i64,
    /// The state's budget.
    pub state: Share,
    /// The local budget.
    pub local: Share,
    /// Others.
    pub other: Share,
    /// Whether the card is on paper; an electronic one otherwise.
    pub paper_card: Option<bool>,
    /// Which collector.
    pub collector_code: Option<String>,
    /// Kind of action, group, ethnicity, reason: what the form has no column for.
    pub note: String,
}

/// Something a column can show.
pub struct Field {
    /// The word that a layout names it by.
    pub word: &'static str,
    /// What it is.
    pub sentence: Text,
    /// Which side it leans to.
    pub align: Align,
    /// Whether a sum of it means something.
    pub sums: bool,
    show: fn(&Line) -> Value,
}

impl Field {
    /// The field with this word.
    pub fn named(word: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.word == word)
    }
    /// What the line says in it.
    pub fn of(&self, line: &Line) -> Value {
        (self.show)(line)
    }
}

fn words(text: Option<&str>) -> Value {
    Value::Text(text.unwrap_or_default().to_owned())
}

fn mark(said: Option<bool>, wanted: bool) -> Value {
    Value::Text(if said == Some(wanted) { "x" } else { "" }.to_owned())
}

fn share_percent(share: Share) -> Value {
    Value::Percent(share.percent.filter(|_| share.vnd != 0))
}

fn share_vnd(share: Share) -> Value {
    Value::Count(Some(share.vnd).filter(|vnd| *vnd != 0))
}

/// `11/2026`.
fn month(day: Day) -> String {
    let text = day.text();
    text.get(5..7).zip(text.get(0..4)).map(|(month, year)| format!("{month}/{year}")).unwrap_or_default()
}

macro_rules! fields {
    ($($word:literal $align:ident $sums:literal, $vi:literal, $en:literal, $show:expr;)*) => {
        /// Everything a layout may ask for.
        pub const FIELDS: &[Field] = &[$(Field {
            word: $word, sentence: Text { vi: $vi, en: $en }, align: Align::$align, sums: $sums, show: $show,
        }),*];
    };
}

fields! {
    "full_name" Left false, "Họ và tên", "Full name", |l| words(Some(&l.full_name));
    "insurance_number" Left false, "Mã số BHXH", "Social insurance number", |l| words(l.insurance_number.as_deref());
    "citizen_number" Left false, "Số định danh cá nhân/CCCD", "Citizen number", |l| words(l.citizen_number.as_deref());
    "birth" Left false, "Ngày sinh", "Birth date", |l| Value::Text(l.birth.map(BirthDate::vi).unwrap_or_default());
    "sex" Left false, "Giới tính", "Sex", |l| words(l.sex.as_deref().map(|sex| if sex == "female" { "Nữ" } else { "Nam" }));
    "address" Left false, "Địa chỉ", "Address", |l| words(l.address.as_deref());
    "relation" Left false, "Quan hệ với chủ hộ", "Relation to the head of the household", |l| words(l.relation.as_deref());
    "clinic" Left false, "Nơi đăng ký KCB ban đầu", "Where first treated", |l| words(l.clinic.as_deref());
    "receipt_day" Left false, "Ngày biên lai", "Day of the receipt", |l| Value::Text(l.receipt.as_ref().map(|(day, _)| day.vi()).unwrap_or_default());
    "receipt_number" Left false, "Số biên lai", "Number of the receipt", |l| words(l.receipt.as_ref().map(|(_, number)| number.as_str()));
    "income" Right false, "Mức thu nhập", "Income", |l| Value::Count(l.income_vnd);
    "base" Right false, "Mức lương cơ sở", "Base salary", |l| Value::Count(l.base_vnd);
    "months" Right false, "Số tháng", "Months", |l| Value::Count(l.months);
    "from_month" Left false, "Từ tháng, năm", "From month", |l| Value::Text(l.from.map(month).unwrap_or_default());
    "from_day" Left false, "Từ ngày", "From day", |l| Value::Text(l.from.map(Day::vi).unwrap_or_default());
    "full" Right true, "Số tiền phải đóng", "Whole amount", |l| Value::Count(Some(l.full_vnd));
    "payable" Right true, "Người tham gia đóng", "Paid by the person", |l| Value::Count(Some(l.payable_vnd));
    "state_percent" Right false, "NSNN hỗ trợ: tỷ lệ", "State support in percent", |l| share_percent(l.state);
    "state" Right true, "NSNN hỗ trợ: số tiền", "State support", |l| share_vnd(l.state);
    "local_percent" Right false, "NSĐP hỗ trợ: tỷ lệ", "Local support in percent", |l| share_percent(l.local);
    "local" Right true, "NSĐP hỗ trợ: số tiền", "Local support", |l| share_vnd(l.local);
    "other_percent" Right false, "Nguồn khác hỗ trợ: tỷ lệ", "Other support in percent", |l| share_percent(l.other);
    "other" Right true, "Nguồn khác hỗ trợ: số tiền", "Other support", |l| share_vnd(l.other);
    "electronic_card" Left false, "Thẻ điện tử", "Electronic card", |l| mark(l.paper_card, false);
    "paper_card" Left false, "Thẻ giấy", "Card on paper", |l| mark(l.paper_card, true);
    "collector" Left false, "Mã nhân viên thu", "Collector", |l| words(l.collector_code.as_deref());
    "note" Left false, "Ghi chú", "Note", |l| words(Some(&l.note));
}
