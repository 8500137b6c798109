//! How sync can say no.
use crate::base::{ProblemSpec, Text};

/// The phone was taken out of use.
pub const DEVICE_REVOKED: ProblemSpec = ProblemSpec {
    code: "device-revoked",
    status: 403,
    title: Text { vi: "Điện thoại này đã bị thu hồi", en: "This phone was taken out of use" },
};
/// The id belongs to somebody else's phone.
pub const DEVICE_OF_ANOTHER: ProblemSpec = ProblemSpec {
    code: "device-of-another-user",
    status: 409,
    title: Text {
        vi: "Mã thiết bị này thuộc người dùng khác", en: "This device id belongs to another user"
    },
};
/// No operation.
pub const OP_MALFORMED: ProblemSpec = ProblemSpec {
    code: "op-malformed",
    status: 422,
    title: Text { vi: "Không đọc được thao tác này", en: "This operation cannot be read" },
};
/// A kind of record or of change that the server does not have.
pub const OP_UNKNOWN: ProblemSpec = ProblemSpec {
    code: "op-unknown",
    status: 422,
    title: Text {
        vi: "Máy chủ không có loại thao tác này; hãy cập nhật ứng dụng",
        en: "The server does not know this kind of operation; update the app",
    },
};
/// The id of the operation was used before, for something else.
pub const OP_ID_REUSED: ProblemSpec = ProblemSpec {
    code: "op-id-reused",
    status: 422,
    title: Text {
        vi: "Mã thao tác đã dùng cho nội dung khác", en: "This operation id was used for another content"
    },
};
/// The number of the operation was used before: a copied or reset local database.
pub const SEQ_REUSED: ProblemSpec = ProblemSpec {
    code: "seq-reused",
    status: 422,
    title: Text {
        vi: "Số thứ tự đã dùng: dữ liệu trên máy bị sao chép hoặc khôi phục",
        en: "This number was used: the phone's data was copied or reset",
    },
};
/// The record is no longer within the caller's areas: kept for a supervisor to decide.
pub const QUARANTINED: ProblemSpec = ProblemSpec {
    code: "quarantined",
    status: 403,
    title: Text {
        vi: "Địa bàn này không còn được giao cho bạn; thao tác chờ người phụ trách xem xét",
        en: "This area is no longer yours; the operation waits for a supervisor",
    },
};
/// It hangs on something that was refused: a payment on a promise, a promise on a quote.
pub const HANGS_ON_REFUSED: ProblemSpec = ProblemSpec {
    code: "hangs-on-refused",
    status: 409,
    title: Text {
        vi: "Việc mà thao tác này dựa vào đã bị từ chối; xem lý do ở đó",
        en: "What this hangs on was refused; see the reason there",
    },
};
/// Brought by a phone whose user could not sign in: kept for a supervisor to decide.
pub const HELD: ProblemSpec = ProblemSpec {
    code: "held-without-sign-in",
    status: 403,
    title: Text {
        vi: "Thao tác gửi khi không đăng nhập được; chờ người phụ trách xem xét",
        en: "Brought without a sign-in; the operation waits for a supervisor",
    },
};
/// Not signed by a phone that is known.
pub const SIGNATURE: ProblemSpec = ProblemSpec {
    code: "device-signature-wrong",
    status: 403,
    title: Text {
        vi: "Chữ ký không phải của điện thoại đã đăng ký",
        en: "The signature is not of a phone that is known",
    },
};
/// Too much of this phone waits for a decision.
pub const QUARANTINE_FULL: ProblemSpec = ProblemSpec {
    code: "quarantine-full",
    status: 409,
    title: Text {
        vi: "Quá nhiều thao tác của máy này chờ xem xét; giữ trên máy và báo người phụ trách",
        en: "Too many operations of this phone wait for a decision; keep them on it and tell the supervisor",
    },
};
/// Somebody already decided.
pub const SETTLED: ProblemSpec = ProblemSpec {
    code: "already-settled",
    status: 409,
    title: Text { vi: "Việc này đã được giải quyết", en: "This was already settled" },
};
/// A cursor of another server, epoch or person.
pub const CURSOR_RESET: ProblemSpec = ProblemSpec {
    code: "cursor-reset",
    status: 409,
    title: Text {
        vi: "Mốc đồng bộ không dùng được; hãy tải lại từ đầu",
        en: "This cursor cannot be used; pull from the beginning",
    },
};
/// The server was restored from a backup.
pub const ROLLED_BACK: ProblemSpec = ProblemSpec {
    code: "server-rolled-back",
    status: 409,
    title: Text {
        vi: "Máy chủ đã khôi phục từ bản sao lưu; hãy gửi lại thao tác còn giữ rồi tải lại từ đầu",
        en: "The server was restored from a backup; push what is kept again, then pull from the beginning",
    },
};

/// All of them.
pub const ALL: &[&ProblemSpec] = &[
    &DEVICE_REVOKED,
    &DEVICE_OF_ANOTHER,
    &OP_MALFORMED,
    &OP_UNKNOWN,
    &OP_ID_REUSED,
    &SEQ_REUSED,
    &QUARANTINED,
    &HANGS_ON_REFUSED,
    &HELD,
    &SIGNATURE,
    &QUARANTINE_FULL,
    &SETTLED,
    &CURSOR_RESET,
    &ROLLED_BACK,
];
