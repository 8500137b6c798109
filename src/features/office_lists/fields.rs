//! Which column of an office's list holds what: pure, by the words of its heading. Names and numbers of people are read as in
//! rosters (`features::imports`); here is what only the office says.
use super::model::ListKind;
use crate::{
    base::{text::fold, text_enum::text_enum},
    features::imports::fields as roster,
};

text_enum! {
    /// What a column of an office's list can hold.
    pub enum Field as "OfficeListField" {
        /// The person's name.
        FullName = "full_name",
        /// Day, month or year of birth.
        Birth = "birth",
        /// Nam, nữ.
        Sex = "sex",
        /// CCCD.
        CitizenId = "citizen_id",
        /// Mã số BHXH.
        InsuranceNumber = "insurance_number",
        /// The number on a health insurance card.
        CardNumber = "card_number",
        /// Hamlet or address, as text.
        Place = "place",
        /// Which insurance.
        Scheme = "scheme",
        /// The number of the receipt.
        Receipt = "receipt",
        /// Whether it was issued or sent back.
        Answer = "answer",
        /// The day of the answer.
        AnsweredOn = "answered_on",
        /// Why it was sent back.
        Reason = "reason",
        /// The first month paid for.
        PaidFrom = "paid_from",
        /// The last day or month paid for.
        PaidTo = "paid_to",
        /// How many months.
        Months = "months",
        /// The money of it.
        Amount = "amount",
        /// Anything else.
        Note = "note",
    }
}

impl Field {
    /// What such a column is called in a list.
    pub fn heading(self) -> &'static str {
        match self {
            Self::FullName => "Họ và tên",
            Self::Birth => "Ngày sinh",
            Self::Sex => "Giới tính",
            Self::CitizenId => "Số CCCD",
            Self::InsuranceNumber => "Mã số BHXH",
            Self::CardNumber => "Số thẻ BHYT",
            Self::Place => "Địa chỉ",
            Self::Scheme => "Loại bảo hiểm",
            Self::Receipt => "Số biên lai",
            Self::Answer => "Kết quả",
            Self::AnsweredOn => "Ngày trả lời",
            Self::Reason => "Lý do",
            Self::PaidFrom => "Từ tháng",
            Self::PaidTo => "Đến tháng",
            Self::Months => "Số tháng",
            Self::Amount => "Số tiền",
            Self::Note => "Ghi chú",
        }
    }
}

/// Headings as they are compared: folded.
const HEADINGS: &[(Field, &[&str])] = &[
    (
        Field::Scheme,
        &[
            "loai bao hiem",
            "loai hinh",
            "loai hinh tham gia",
            "loai hinh bao hiem",
            "hinh thuc tham gia",
            "loai",
            "bao hiem",
        ],
    ),
    (Field::Receipt, &["so bien lai", "bien lai", "ma bien lai", "so bl", "so bien lai thu tien"]),
    (
        Field::Answer,
        &[
            "ket qua",
            "trang thai",
            "ket qua xu ly",
            "ket qua giai quyet",
            "tinh trang",
            "tinh trang ho so",
            "trang thai ho so",
        ],
    ),
    (
        Field::AnsweredOn,
        &[
            "ngay cap",
            "ngay cap the",
            "ngay cap so",
            "ngay tra loi",
            "ngay xu ly",
            "ngay tra ket qua",
            "ngay giai quyet",
        ],
    ),
    (
        Field::Reason,
        &["ly do", "ly do tra lai", "ly do tu choi", "ma loi", "noi dung loi", "nguyen nhan", "ly do khong cap"],
    ),
    (
        Field::PaidFrom,
        &["tu thang", "tu ngay", "dong tu thang", "tu thang nam", "gia tri tu", "gia tri the tu", "gia tri tu ngay"],
    ),
    (
        Field::PaidTo,
        &[
            "den thang",
            "den thang nam",
            "dong den thang",
            "ngay het han",
            "het han",
            "han",
            "ngay dao han",
            "dao han",
            "han dong",
            "han dong tiep",
            "gia tri den ngay",
            "ngay ket thuc",
        ],
    ),
    (Field::Months, &["so thang", "so thang dong", "thoi gian dong", "phuong thuc dong"]),
    (
        Field::Amount,
        &[
            "so tien",
            "so tien dong",
            "so tien phai dong",
            "tien dong",
            "so tien nguoi tham gia dong",
            "nguoi tham gia dong",
            "thanh tien",
            "so tien da dong",
            "muc dong",
        ],
    ),
    (Field::Place, &["dia chi thon", "xa phuong", "noi tham gia"]),
];

/// What a heading of a roster means here.
const FROM_ROSTERS: &[(roster::Field, Field)] = &[
    (roster::Field::FullName, Field::FullName),
    (roster::Field::Birth, Field::Birth),
    (roster::Field::Sex, Field::Sex),
    (roster::Field::CitizenId, Field::CitizenId),
    (roster::Field::InsuranceNumber, Field::InsuranceNumber),
    (roster::Field::CardNumber, Field::CardNumber),
    (roster::Field::Hamlet, Field::Place),
    (roster::Field::Address, Field::Place),
    (roster::Field::BhytTo, Field::PaidTo),
    (roster::Field::BhytHgdTo, Field::PaidTo),
    (roster::Field::BhxhTnTo, Field::PaidTo),
    (roster::Field::Note, Field::Note),
];

impl Field {
    /// As rosters call it, for what identifies a person. The number that the office issued identifies nobody yet.
    pub fn of_person(self, kind: ListKind) -> Option<roster::Field> {
        match self {
            Self::FullName => Some(roster::Field::FullName),
            Self::Birth => Some(roster::Field::Birth),
            Self::Sex => Some(roster::Field::Sex),
            Self::CitizenId => Some(roster::Field::CitizenId),
            Self::InsuranceNumber => Some(roster::Field::InsuranceNumber),
            Self::CardNumber if kind != ListKind::Answers => Some(roster::Field::CardNumber),
            _ => None,
        }
    }
}

/// What a heading stands for.
pub fn field_of(heading: &str) -> Option<Field> {
    let own = |text: &str| HEADINGS.iter().find(|(_, words)| words.contains(&text)).map(|(field, _)| *field);
    let bare = fold(heading.split('(').next().unwrap_or_default());
    let of_rosters = || {
        let meant = roster::field_of(heading)?;
        FROM_ROSTERS.iter().find(|(from, _)| *from == meant).map(|(_, to)| *to)
    };
    own(&fold(heading)).or_else(|| own(&bare)).or_else(of_rosters)
}

/// What each column holds; of two columns with one meaning the first.
pub fn guess(headings: &[String]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    headings
        .iter()
        .map(|heading| {
            let field = field_of(heading).filter(|field| !taken.contains(field))?;
            taken.push(field);
            Some(field)
        })
        .collect()
}

/// How many different things these headings stand for.
pub fn known(headings: &[String]) -> usize {
    guess(headings).iter().flatten().count()
}

/// What a list of this kind cannot be read without: one of each group of columns.
pub fn wanted(kind: ListKind) -> &'static [&'static [Field]] {
    use Field::*;
    const PEOPLE: &[Field] = &[CitizenId, InsuranceNumber, CardNumber, FullName];
    match kind {
        ListKind::Answers => &[&[CitizenId, InsuranceNumber, FullName], &[Answer, CardNumber, Reason]],
        ListKind::Expiries => &[PEOPLE, &[PaidTo]],
        ListKind::Participants => &[PEOPLE],
    }
}
