//! How documents can say no.
use crate::base::{ProblemSpec, Text};

/// The issuer has a paper of this number and year.
pub const DOCUMENT_EXISTS: ProblemSpec = ProblemSpec {
    code: "document-already-exists",
    status: 409,
    title: Text {
        vi: "Cơ quan này đã có văn bản cùng số, cùng năm",
        en: "The issuer has a document of this number and year",
    },
};
/// A paper cannot carry out itself.
pub const CIRCLE: ProblemSpec = ProblemSpec {
    code: "document-implements-itself",
    status: 422,
    title: Text { vi: "Văn bản không thể triển khai chính nó", en: "A document cannot carry out itself" },
};
/// Dates the wrong way round.
pub const PERIOD: ProblemSpec = ProblemSpec {
    code: "document-period",
    status: 422,
    title: Text { vi: "Giai đoạn kết thúc trước khi bắt đầu", en: "The period ends before it starts" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&DOCUMENT_EXISTS, &CIRCLE, &PERIOD];
