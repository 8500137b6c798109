//! How hand-overs can say no.
use super::lifecycle::State;
use crate::base::{Error, ProblemSpec, Text};

/// It does not stand where this could be done to it.
pub const STEP: ProblemSpec = ProblemSpec {
    code: "hand-over-step-not-allowed",
    status: 409,
    title: Text {
        vi: "Việc chuyển giao không ở trạng thái cho phép",
        en: "Where the hand-over stands does not allow this",
    },
};
/// The organisation has this household already.
pub const OPEN_ALREADY: ProblemSpec = ProblemSpec {
    code: "hand-over-open-already",
    status: 409,
    title: Text {
        vi: "Hộ này đã được chuyển giao cho tổ chức đó và chưa xong",
        en: "This household is with that organisation already",
    },
};
/// Nobody may be sent there.
pub const DO_NOT_CONTACT: ProblemSpec = ProblemSpec {
    code: "do-not-contact",
    status: 422,
    title: Text {
        vi: "Hộ hoặc người này yêu cầu không liên hệ",
        en: "The household or person asked not to be contacted",
    },
};
/// Neither said nor shown by the visit.
pub const WANTS_NOTHING: ProblemSpec = ProblemSpec {
    code: "hand-over-without-scheme",
    status: 422,
    title: Text {
        vi: "Chưa nêu chính sách hộ quan tâm và lượt đến nhà không ghi nhận",
        en: "No scheme is named, and the visit noted no interest",
    },
};
/// Somebody of another household.
pub const PERSON: ProblemSpec = ProblemSpec {
    code: "hand-over-person",
    status: 422,
    title: Text { vi: "Người này không thuộc hộ", en: "Nobody of this household" },
};
/// The day is past.
pub const DUE: ProblemSpec = ProblemSpec {
    code: "hand-over-due",
    status: 422,
    title: Text {
        vi: "Hạn phải từ hôm nay đến một năm sau", en: "The day lies between today and a year from now"
    },
};
/// What is to be handed on was not given back by that household.
pub const NOT_RETURNED: ProblemSpec = ProblemSpec {
    code: "hand-over-not-returned",
    status: 422,
    title: Text {
        vi: "Chỉ chuyển tiếp được việc chuyển giao đã bị trả lại của chính hộ này",
        en: "Only a returned hand-over of this household can be handed on",
    },
};
/// The organisation's own people give it back, the giver's side takes it back.
pub const NOT_THE_GIVER: ProblemSpec = ProblemSpec {
    code: "hand-over-not-given-by-you",
    status: 409,
    title: Text {
        vi: "Chỉ bên giao được rút; bên nhận thì trả lại kèm lý do",
        en: "Only the giving side withdraws; the receiving side returns it with the reason",
    },
};
/// Nobody is signed up for it at the door.
pub const NOT_SOLD: ProblemSpec = ProblemSpec {
    code: "hand-over-scheme",
    status: 422,
    title: Text {
        vi: "Chỉ chuyển giao để tham gia BHXH tự nguyện hoặc BHYT",
        en: "Hand-overs are for voluntary social insurance or health insurance",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] =
    &[&STEP, &OPEN_ALREADY, &DO_NOT_CONTACT, &WANTS_NOTHING, &NOT_SOLD, &PERSON, &DUE, &NOT_RETURNED, &NOT_THE_GIVER];

/// The refusal that names both states.
pub fn step(from: State, to: State) -> Error {
    STEP.because(
        format!("Việc chuyển giao {}, không thể thành {}.", from.vi(), to.vi()),
        format!("From {from} to {to}."),
    )
    .into()
}
