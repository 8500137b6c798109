//! How visits and follow-ups can say no.
use std::borrow::Cow;

use crate::base::{Error, Problem, ProblemSpec, Text};

/// Nobody was met, yet people are named.
pub const NOBODY_MET: ProblemSpec = ProblemSpec {
    code: "visit-nobody-met",
    status: 422,
    title: Text {
        vi: "Kết quả này là không gặp ai, không ghi người được gặp", en: "With this outcome nobody was met"
    },
};
/// The person is none of this household, or not there at all.
pub const PERSON_ELSEWHERE: ProblemSpec = ProblemSpec {
    code: "person-not-of-household",
    status: 422,
    title: Text { vi: "Người này không thuộc hộ", en: "Nobody of this household" },
};
/// One person, one scheme, two answers.
pub const INTEREST_TWICE: ProblemSpec = ProblemSpec {
    code: "interest-twice",
    status: 422,
    title: Text {
        vi: "Một người có hai câu trả lời cho cùng một chính sách",
        en: "Two answers of one person for one scheme",
    },
};
/// A visit that was corrected already.
pub const ALREADY_AMENDED: ProblemSpec = ProblemSpec {
    code: "visit-already-amended",
    status: 409,
    title: Text {
        vi: "Lượt này đã được sửa, hãy sửa bản mới nhất",
        en: "Corrected already; correct the latest version",
    },
};
/// Days the wrong way round.
pub const WINDOW: ProblemSpec = ProblemSpec {
    code: "follow-up-window",
    status: 422,
    title: Text { vi: "Hạn hẹn kết thúc trước khi bắt đầu", en: "The window ends before it starts" },
};
/// The follow-up does not stand where this could be done to it.
pub const WRONG_STATUS: ProblemSpec = ProblemSpec {
    code: "follow-up-status",
    status: 409,
    title: Text { vi: "Trạng thái việc hẹn không cho phép", en: "The follow-up's status does not allow this" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] =
    &[&NOBODY_MET, &PERSON_ELSEWHERE, &INTEREST_TWICE, &ALREADY_AMENDED, &WINDOW, &WRONG_STATUS];

/// A visit that was not taken, and why. It never hurts the visits beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which refusal.
    pub spec: &'static ProblemSpec,
    /// The field at fault, as a JSON pointer into the visit.
    pub pointer: Cow<'static, str>,
    /// What is wrong with it.
    pub code: &'static str,
    /// One sentence.
    pub detail: Text,
}

impl Refused {
    /// This refusal at this field, in its own words.
    pub(super) fn at(spec: &'static ProblemSpec, pointer: impl Into<Cow<'static, str>>) -> Self {
        Self { spec, pointer: pointer.into(), code: spec.code, detail: spec.title }
    }
    /// This refusal at this field, in other words.
    pub(super) fn because(
        spec: &'static ProblemSpec,
        pointer: impl Into<Cow<'static, str>>,
        vi: &'static str,
        en: &'static str,
    ) -> Self {
        Self { detail: Text { vi, en }, ..Self::at(spec, pointer) }
    }
}
impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        refused.spec.field(refused.pointer, refused.code, refused.detail)
    }
}
impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Problem::from(refused).into()
    }
}
