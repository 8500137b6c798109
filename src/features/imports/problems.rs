//! How imports can say no.
use crate::{
    base::{Problem, ProblemSpec, Text},
    intake::TableFault,
};

/// The file is no table that can be read.
pub const FILE_NOT_READ: ProblemSpec = ProblemSpec {
    code: "file-not-read",
    status: 422,
    title: Text { vi: "Không đọc được tệp này", en: "This file could not be read" },
};
/// People live in communes and hamlets.
pub const IMPORT_AREA: ProblemSpec = ProblemSpec {
    code: "import-area",
    status: 422,
    title: Text {
        vi: "Danh sách phải của một xã, phường hoặc thôn, ấp, khóm đang có",
        en: "A roster is of a commune or hamlet of today",
    },
};
/// A column that is not there, or a meaning given twice.
pub const IMPORT_COLUMNS: ProblemSpec = ProblemSpec {
    code: "import-columns",
    status: 422,
    title: Text {
        vi: "Không có cột này, hoặc hai cột cùng một nghĩa",
        en: "There is no such column, or two columns have one meaning",
    },
};
/// It is not at the stage where this can be done.
pub const IMPORT_STATE: ProblemSpec = ProblemSpec {
    code: "import-state",
    status: 409,
    title: Text {
        vi: "Lần nhập này không còn (hoặc chưa) làm được việc đó",
        en: "This import is not at the stage where that can be done",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&FILE_NOT_READ, &IMPORT_AREA, &IMPORT_COLUMNS, &IMPORT_STATE];

/// What is wrong with a file, in which line.
pub fn not_read(found: TableFault) -> Problem {
    let text = found.fault.text();
    let (vi, en) = match found.line {
        Some(line) => (format!("Dòng {line}: {}.", text.vi), format!("Line {line}: {}.", text.en)),
        None => (format!("{}.", text.vi), format!("{}.", text.en)),
    };
    FILE_NOT_READ.because(vi, en)
}
