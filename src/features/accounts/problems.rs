//! How accounts can say no.
use crate::base::{ProblemSpec, Text};

/// Somebody has this user name.
pub const USERNAME_TAKEN: ProblemSpec = ProblemSpec {
    code: "username-taken",
    status: 409,
    title: Text { vi: "Tên đăng nhập đã có người dùng", en: "The user name is taken" },
};
/// Nobody gives more than they have, nor anything to themselves.
pub const GRANT_TOO_HIGH: ProblemSpec = ProblemSpec {
    code: "grant-too-high",
    status: 403,
    title: Text {
        vi: "Không được giao quyền cao hơn quyền của mình", en: "A grant may not exceed your own"
    },
};
/// Not to oneself.
pub const GRANT_TO_SELF: ProblemSpec = ProblemSpec {
    code: "grant-to-self",
    status: 403,
    title: Text {
        vi: "Không được tự giao hoặc tự sửa quyền của mình", en: "Nobody grants to themselves"
    },
};
/// The password is too weak.
pub const WEAK_PASSWORD: ProblemSpec = ProblemSpec {
    code: "weak-password",
    status: 422,
    title: Text { vi: "Mật khẩu chưa đủ mạnh", en: "The password is too weak" },
};
/// The present password does not fit.
pub const WRONG_PASSWORD: ProblemSpec = ProblemSpec {
    code: "wrong-password",
    status: 422,
    title: Text { vi: "Mật khẩu hiện tại không đúng", en: "The present password is wrong" },
};
/// The link was used, is too old, or is not ours.
pub const LINK_NOT_GOOD: ProblemSpec = ProblemSpec {
    code: "link-not-good",
    status: 422,
    title: Text { vi: "Đường dẫn đã dùng hoặc hết hạn", en: "The link was used or is too old" },
};
/// A letter needs an address.
pub const NO_ADDRESS: ProblemSpec = ProblemSpec {
    code: "no-mail-address",
    status: 422,
    title: Text { vi: "Người dùng chưa có địa chỉ thư", en: "The user has no mail address" },
};
/// Dates the wrong way round.
pub const GRANT_DATES: ProblemSpec = ProblemSpec {
    code: "grant-dates",
    status: 422,
    title: Text { vi: "Ngày kết thúc trước ngày bắt đầu", en: "The grant ends before it starts" },
};
/// Of what belongs to an organisation a collecting role sees its own, and so without one nothing.
pub const GRANT_WITHOUT_ORGANISATION: ProblemSpec = ProblemSpec {
    code: "grant-without-organisation",
    status: 422,
    title: Text {
        vi: "Vai trò nhân viên thu phải gắn với một tổ chức dịch vụ thu",
        en: "A collector's grant names the collection organisation",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[
    &USERNAME_TAKEN,
    &GRANT_TOO_HIGH,
    &GRANT_TO_SELF,
    &WEAK_PASSWORD,
    &WRONG_PASSWORD,
    &LINK_NOT_GOOD,
    &NO_ADDRESS,
    &GRANT_DATES,
    &GRANT_WITHOUT_ORGANISATION,
];
