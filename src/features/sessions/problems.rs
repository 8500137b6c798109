//! How sessions can say no.
use crate::base::{ProblemSpec, Text};

/// User name and password do not fit, or the account is not active: one answer for all.
pub const WRONG_CREDENTIALS: ProblemSpec = ProblemSpec {
    code: "wrong-credentials",
    status: 401,
    title: Text { vi: "Tên đăng nhập hoặc mật khẩu không đúng", en: "User name or password is wrong" },
};
/// The refresh token is not good (any more).
pub const REFRESH_REFUSED: ProblemSpec = ProblemSpec {
    code: "refresh-token-refused",
    status: 401,
    title: Text {
        vi: "Phiên đăng nhập không còn hiệu lực, hãy đăng nhập lại",
        en: "The session is over; sign in again",
    },
};
/// An old refresh token came back after its successor was used: the session is closed for safety.
pub const REFRESH_REUSED: ProblemSpec = ProblemSpec {
    code: "refresh-token-reused",
    status: 401,
    title: Text {
        vi: "Mã làm mới đã bị dùng lại; phiên đã bị khóa để an toàn",
        en: "A refresh token was used again; the session was closed for safety",
    },
};
/// All of them.
pub const ALL: &[&ProblemSpec] = &[&WRONG_CREDENTIALS, &REFRESH_REFUSED, &REFRESH_REUSED];
