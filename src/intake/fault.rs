//! Every way a file can fail to be a table, with the sentence for the person who brought it.
use serde::{Deserialize, Serialize};

use crate::base::{Text, text_enum::text_enum};

text_enum! {
    /// What is wrong with a file.
    pub enum Fault {
        /// Not of the kind it was said to be, or damaged.
        NotATable = "not_a_table",
        /// An old or a locked workbook.
        OldOrLocked = "old_or_locked",
        /// Nothing in it.
        Empty = "empty",
        /// Rows, but none that names the columns.
        NoHeadings = "no_headings",
        /// Too many bytes.
        FileTooLarge = "file_too_large",
        /// Unpacks to far more than it looks.
        UnpacksTooLarge = "unpacks_too_large",
        /// Too many rows.
        TooManyRows = "too_many_rows",
        /// Too many columns.
        TooManyColumns = "too_many_columns",
        /// Too many cells.
        TooManyCells = "too_many_cells",
        /// Too much in one cell or row.
        CellTooLong = "cell_too_long",
        /// A line of text without an end.
        LineTooLong = "line_too_long",
        /// A quotation mark that nothing closes.
        QuoteLeftOpen = "quote_left_open",
        /// Rows that do not ascend.
        RowsOutOfOrder = "rows_out_of_order",
        /// Bytes that are no text in any encoding known here.
        NotText = "not_text",
        /// Reading took too much memory or time.
        TooHeavy = "too_heavy",
        /// The file or the reader could not be opened.
        Unreadable = "unreadable",
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFault {
    /// What.
    pub fault: Fault,
    /// The row of the sheet or the line of the file, from 1.
    pub line: Option<u32>,
}

impl Fault {
    /// This fault, of the file as a whole.
    pub fn now(self) -> TableFault {
        TableFault { fault: self, line: None }
    }
    /// This fault, at a row or line.
    pub fn at(self, line: u32) -> TableFault {
        TableFault { fault: self, line: Some(line) }
    }
    /// The fault as a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::NotATable => Text {
                vi: "Tệp không phải bảng tính đúng loại, hoặc đã hỏng",
                en: "The file is no table of this kind, or it is damaged",
            },
            Self::OldOrLocked => Text {
                vi: "Tệp Excel kiểu cũ hoặc có mật khẩu: hãy lưu lại thành .xlsx không mật khẩu",
                en: "An old or password-protected workbook: save it as .xlsx without a password",
            },
            Self::Empty => Text { vi: "Bảng không có dòng nào", en: "The table has no rows" },
            Self::NoHeadings => Text {
                vi: "Không tìm thấy dòng tên cột: cần một dòng như STT, Họ và tên, Mã số BHXH",
                en: "No row names the columns: one such as STT, Họ và tên, Mã số BHXH is needed",
            },
            Self::FileTooLarge => {
                Text { vi: "Tệp lớn quá 50 MB: hãy chia nhỏ", en: "The file is larger than 50 MB: divide it" }
            }
            Self::UnpacksTooLarge => Text {
                vi: "Tệp nén giải ra quá lớn hoặc quá nhiều phần",
                en: "The packed file unpacks to too much, or to too many parts",
            },
            Self::TooManyRows => {
                Text { vi: "Bảng có quá 200.000 dòng", en: "The table has more than 200,000 rows" }
            }
            Self::TooManyColumns => Text { vi: "Bảng có quá 200 cột", en: "The table has more than 200 columns" },
            Self::TooManyCells => {
                Text { vi: "Bảng có quá 2.000.000 ô", en: "The table has more than 2,000,000 cells" }
            }
            Self::CellTooLong => Text { vi: "Có ô hoặc dòng quá dài", en: "A cell or a row has too much in it" },
            Self::LineTooLong => Text {
                vi: "Có dòng dài không dứt: tệp này không phải CSV",
                en: "A line does not end: the file is no CSV",
            },
            Self::QuoteLeftOpen => Text {
                vi: "Dấu nháy kép mở ra mà không đóng lại",
                en: "A quotation mark is opened and never closed",
            },
            Self::RowsOutOfOrder => Text {
                vi: "Các dòng trong tệp không theo thứ tự",
                en: "The rows in the file are out of order",
            },
            Self::NotText => Text {
                vi: "Tệp có ký tự không đọc được",
                en: "The file has characters that cannot be read",
            },
            Self::TooHeavy => Text {
                vi: "Đọc tệp tốn quá nhiều bộ nhớ hoặc thời gian",
                en: "Reading the file took too much memory or time",
            },
            Self::Unreadable => Text { vi: "Không mở được tệp", en: "The file could not be opened" },
        }
    }
}
