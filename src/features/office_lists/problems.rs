//! How the office's lists can say no.
use serde_json::json;

use super::fields::Field;
use crate::base::{FieldIssue, Problem, ProblemSpec, Text};

/// Columns that the list cannot be read without are missing, or meanings were given that cannot be.
pub const COLUMNS: ProblemSpec = ProblemSpec {
    code: "office-list-columns",
    status: 422,
    title: Text {
        vi: "Tệp thiếu cột cần thiết, hoặc nghĩa của cột không hợp lệ",
        en: "Columns that are needed are missing, or a meaning is none",
    },
};
/// It is not at the stage where this can be done.
pub const STATE: ProblemSpec = ProblemSpec {
    code: "office-list-state",
    status: 409,
    title: Text {
        vi: "Danh sách không còn (hoặc chưa) làm được việc đó",
        en: "The list is not at the stage where that can be done",
    },
};
/// Something of it was entered.
pub const ENTERED: ProblemSpec = ProblemSpec {
    code: "office-list-entered",
    status: 409,
    title: Text {
        vi: "Đã áp dụng một phần danh sách, không rút lại được",
        en: "Something of the list was entered; it cannot be taken back",
    },
};
/// This kind of list enters nothing by itself.
pub const NOT_APPLIED: ProblemSpec = ProblemSpec {
    code: "office-list-enters-nothing",
    status: 409,
    title: Text {
        vi: "Danh sách đối chiếu không tự áp dụng, hãy xử lý từng dòng",
        en: "A list for reconciliation enters nothing; settle its rows",
    },
};
/// Rows are left open.
pub const LEFT: ProblemSpec = ProblemSpec {
    code: "office-list-rows-left",
    status: 409,
    title: Text { vi: "Còn dòng chưa xử lý", en: "Rows are not settled yet" },
};
/// It was settled, or waits to be entered.
pub const SETTLED: ProblemSpec = ProblemSpec {
    code: "office-list-row-settled",
    status: 409,
    title: Text { vi: "Dòng này đã xử lý", en: "This row is settled" },
};
/// That cannot be said of such a row.
pub const SETTLEMENT: ProblemSpec = ProblemSpec {
    code: "office-list-settlement",
    status: 422,
    title: Text {
        vi: "Không xử lý dòng này theo cách đó được", en: "Such a row cannot be settled that way"
    },
};
/// The list speaks of a month, or of a day, by its kind.
pub const DAY: ProblemSpec = ProblemSpec {
    code: "office-list-day",
    status: 422,
    title: Text {
        vi: "Danh sách hằng tháng cần tháng; danh sách khác cần ngày, không sau hôm nay",
        en: "A monthly list names its month, another one its day, and neither lies ahead",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&COLUMNS, &STATE, &ENTERED, &NOT_APPLIED, &LEFT, &SETTLED, &SETTLEMENT, &DAY];

/// The refusal that names a group of columns of which none is there.
pub fn columns_missing(any_of: &[Field]) -> Problem {
    let words: Vec<&str> = any_of.iter().map(|field| field.as_str()).collect();
    let issue = FieldIssue { pointer: "columns".into(), code: "missing", detail: COLUMNS.title };
    let headings = any_of.iter().map(|field| field.heading()).collect::<Vec<_>>().join(", ");
    let problem = COLUMNS.because(
        format!("Cần ít nhất một cột trong: {headings}."),
        format!("One of these columns is needed: {headings}."),
    );
    Problem { errors: vec![issue], ..problem }.with(json!({ "any_of": words }))
}

/// The refusal that says how many rows are left.
pub fn left(rows: i64) -> Problem {
    LEFT.because(format!("Còn {rows} dòng chưa xử lý."), format!("{rows} rows are not settled yet."))
        .with(json!({ "left": rows }))
}
