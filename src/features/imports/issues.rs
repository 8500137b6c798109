//! What can be said of a row, as closed words with their sentences. An error keeps the row out; a warning does not.
use serde::{Deserialize, Serialize};

use super::fields::Field;
use crate::base::{Text, identity::IdentityDoubt, text_enum::text_enum};

text_enum! {
    /// What is wrong with a row, or worth a look.
    pub enum IssueCode {
        /// No name.
        NameMissing = "name_missing",
        /// Text that is too long, or has signs that no text may have.
        TextWrong = "text_wrong",
        /// No identity number of its kind.
        NumberWrong = "number_wrong",
        /// A spreadsheet rounded the number.
        DigitsLost = "digits_lost",
        /// No telephone number of Viet Nam.
        PhoneWrong = "phone_wrong",
        /// No date.
        DateWrong = "date_wrong",
        /// A birth that has not happened.
        BirthAhead = "birth_ahead",
        /// Two people of the register have these numbers.
        NumbersOfTwo = "numbers_of_two",
        /// The number cannot be recorded here.
        NumberElsewhere = "number_elsewhere",
        /// Another row of the file has the number.
        NumberTwice = "number_twice",
        /// The register changed between the trial and the writing.
        ChangedMeanwhile = "changed_meanwhile",
        /// Zeros that a spreadsheet took away were put back.
        ZerosRestored = "zeros_restored",
        /// The number is written as it is today.
        PhoneConverted = "phone_converted",
        /// No hamlet of this name.
        HamletUnknown = "hamlet_unknown",
        /// No relation of this name.
        RelationUnknown = "relation_unknown",
        /// No group of this name.
        GroupUnknown = "group_unknown",
        /// Neither man nor woman was said.
        SexUnknown = "sex_unknown",
        /// The register says something else, and that stays.
        Differs = "differs",
        /// The same person stands in an earlier row.
        RowTwice = "row_twice",
        /// The first digits of the citizen number are no place.
        PlaceUnknown = "place_unknown",
        /// The citizen number names a century that has not begun.
        CenturyAhead = "century_ahead",
        /// The citizen number names the other sex.
        SexDiffers = "sex_differs",
        /// The citizen number names another year.
        BirthYearDiffers = "birth_year_differs",
    }
}

/// One thing about one row; never a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Issue {
    /// Which column, by what it holds.
    #[serde(rename = "f")]
    pub field: Option<Field>,
    /// What.
    #[serde(rename = "c")]
    pub code: IssueCode,
}

impl From<IdentityDoubt> for IssueCode {
    fn from(doubt: IdentityDoubt) -> Self {
        match doubt {
            IdentityDoubt::PlaceUnknown => Self::PlaceUnknown,
            IdentityDoubt::CenturyAhead => Self::CenturyAhead,
            IdentityDoubt::SexDiffers => Self::SexDiffers,
            IdentityDoubt::BirthYearDiffers => Self::BirthYearDiffers,
        }
    }
}

impl IssueCode {
    /// This, of the column that holds `field`.
    pub fn at(self, field: Field) -> Issue {
        Issue { field: Some(field), code: self }
    }
    /// Whether it keeps the row out.
    pub fn is_error(self) -> bool {
        use IssueCode::*;
        matches!(
            self,
            NameMissing
                | TextWrong
                | NumberWrong
                | DigitsLost
                | PhoneWrong
                | DateWrong
                | BirthAhead
                | NumbersOfTwo
                | NumberElsewhere
                | NumberTwice
                | ChangedMeanwhile
        )
    }
    /// As a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::NameMissing => Text { vi: "Thiếu họ tên", en: "The name is missing" },
            Self::TextWrong => Text {
                vi: "Văn bản quá dài hoặc có ký tự lạ",
                en: "The text is too long or has signs that no text has",
            },
            Self::NumberWrong => Text {
                vi: "CCCD gồm 12 chữ số; mã số BHXH 10; thẻ BHYT 10, 12 hoặc 15 ký tự",
                en: "A citizen number has 12 digits, a social insurance number 10, a health card 10, 12 or 15 characters",
            },
            Self::DigitsLost => Text {
                vi: "Excel đã làm tròn số này, mất chữ số: hãy nhập lại dạng văn bản",
                en: "A spreadsheet rounded this number and digits are lost: enter it again as text",
            },
            Self::PhoneWrong => {
                Text { vi: "Không phải số điện thoại Việt Nam", en: "Not a telephone number of Viet Nam" }
            }
            Self::DateWrong => Text {
                vi: "Ngày phải có dạng 20/3/1985, 3/1985 hoặc 1985",
                en: "A date looks like 20/3/1985, 3/1985 or 1985",
            },
            Self::BirthAhead => Text { vi: "Ngày sinh ở tương lai", en: "The birth date lies in the future" },
            Self::NumbersOfTwo => Text {
                vi: "Các số của dòng này thuộc về hai người khác nhau trong sổ",
                en: "The numbers of this row belong to two people of the register",
            },
            Self::NumberElsewhere => Text {
                vi: "Số này không ghi được ở đây: hãy kiểm tra lại số, nếu đúng thì báo cấp trên",
                en: "This number cannot be recorded here: check it, and if it is right tell the level above",
            },
            Self::NumberTwice => Text {
                vi: "Số này đã có ở dòng khác trong tệp",
                en: "Another row of the file has this number",
            },
            Self::ChangedMeanwhile => Text {
                vi: "Sổ đã thay đổi từ khi chạy thử: hãy nhập lại dòng này",
                en: "The register changed since the trial: bring this row again",
            },
            Self::ZerosRestored => Text {
                vi: "Đã thêm lại số 0 ở đầu mà bảng tính làm mất",
                en: "Leading zeros that a spreadsheet took away were put back",
            },
            Self::PhoneConverted => Text {
                vi: "Đã đổi số điện thoại sang dạng hiện nay",
                en: "The telephone number is written as it is today",
            },
            Self::HamletUnknown => Text {
                vi: "Chưa có thôn, ấp, khóm tên này: ghi vào xã, phường",
                en: "There is no hamlet of this name: recorded in the commune",
            },
            Self::RelationUnknown => Text {
                vi: "Không rõ quan hệ với chủ hộ: để trống",
                en: "The relation is not known: left empty",
            },
            Self::GroupUnknown => {
                Text { vi: "Không rõ nhóm đối tượng: để trống", en: "The group is not known: left empty" }
            }
            Self::SexUnknown => {
                Text { vi: "Không rõ giới tính: để trống", en: "The sex is not known: left empty" }
            }
            Self::Differs => Text {
                vi: "Khác với sổ: giữ như trong sổ",
                en: "Differs from the register: the register stays as it is",
            },
            Self::RowTwice => {
                Text { vi: "Người này đã có ở dòng trước", en: "The same person stands in an earlier row" }
            }
            Self::PlaceUnknown => IdentityDoubt::PlaceUnknown.text(),
            Self::CenturyAhead => IdentityDoubt::CenturyAhead.text(),
            Self::SexDiffers => IdentityDoubt::SexDiffers.text(),
            Self::BirthYearDiffers => IdentityDoubt::BirthYearDiffers.text(),
        }
    }
}
