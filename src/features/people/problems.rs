//! How the register can say no.
use crate::base::{ProblemSpec, Text};

/// Households live in communes and hamlets.
pub const HOUSEHOLD_AREA: ProblemSpec = ProblemSpec {
    code: "household-area",
    status: 422,
    title: Text {
        vi: "Hộ phải thuộc một xã, phường hoặc thôn, ấp, khóm đang có",
        en: "A household lies in a commune or hamlet of today",
    },
};
/// A birth that has not happened.
pub const BIRTH_AHEAD: ProblemSpec = ProblemSpec {
    code: "birth-in-the-future",
    status: 422,
    title: Text { vi: "Ngày sinh ở tương lai", en: "The birth date lies in the future" },
};
/// Days the wrong way round, or a day that is not there yet.
pub const WRONG_DAYS: ProblemSpec = ProblemSpec {
    code: "register-days",
    status: 422,
    title: Text {
        vi: "Ngày chưa tới, hoặc ngày cuối trước ngày đầu",
        en: "A day that is still ahead, or an end before its start",
    },
};
/// The person belongs to another household.
pub const OTHER_HOUSEHOLD: ProblemSpec = ProblemSpec {
    code: "person-of-another-household",
    status: 422,
    title: Text { vi: "Người này không thuộc hộ này", en: "The person does not belong to this household" },
};
/// Ended once, and that stays.
pub const CLAIM_ENDED: ProblemSpec = ProblemSpec {
    code: "claim-already-ended",
    status: 409,
    title: Text { vi: "Việc thuộc nhóm đã kết thúc", en: "The claim has ended already" },
};
/// Withdrawn once, and that stays.
pub const CONSENT_WITHDRAWN: ProblemSpec = ProblemSpec {
    code: "consent-already-withdrawn",
    status: 409,
    title: Text { vi: "Đồng ý này đã được rút", en: "The consent was withdrawn already" },
};
/// Exactly one number is looked up.
pub const ONE_NUMBER: ProblemSpec = ProblemSpec {
    code: "look-up-by-one-number",
    status: 422,
    title: Text { vi: "Tra theo đúng một số", en: "Look up by exactly one number" },
};
/// There is nothing to reveal.
pub const NOTHING_THERE: ProblemSpec = ProblemSpec {
    code: "nothing-to-reveal",
    status: 409,
    title: Text { vi: "Chưa ghi thông tin này", en: "This was not recorded" },
};
/// A record that went into another one is not changed.
pub const PERSON_MERGED: ProblemSpec = ProblemSpec {
    code: "person-merged",
    status: 409,
    title: Text { vi: "Bản ghi này đã gộp vào bản ghi khác", en: "This record was merged into another one" },
};
/// Not with itself, not twice.
pub const CANNOT_MERGE: ProblemSpec = ProblemSpec {
    code: "persons-cannot-be-merged",
    status: 422,
    title: Text { vi: "Hai bản ghi này không gộp được", en: "These records cannot be merged" },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[
    &HOUSEHOLD_AREA,
    &BIRTH_AHEAD,
    &WRONG_DAYS,
    &OTHER_HOUSEHOLD,
    &CLAIM_ENDED,
    &CONSENT_WITHDRAWN,
    &ONE_NUMBER,
    &NOTHING_THERE,
    &PERSON_MERGED,
    &CANNOT_MERGE,
];
