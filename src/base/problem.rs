//! A refusal as a value: a word code, a status, a title in both languages. No HTTP here.
use std::borrow::Cow;

use super::lang::{Lang, Text};

/// A way the program can say no. Constants of this type stand in each feature's `problems.rs`.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemSpec {
    /// The word code, kebab-case, never reused for something else.
    pub code: &'static str,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// One short sentence.
    pub title: Text,
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldIssue {
    /// JSON pointer into the body, or the name of the query parameter.
    pub pointer: Cow<'static, str>,
    /// Word code.
    pub code: &'static str,
    /// One short sentence in both languages.
    pub detail: Text,
}

/// A refusal we mean, on its way to the client.
#[derive(Debug)]
pub struct Problem {
    /// Which refusal.
    pub spec: &'static ProblemSpec,
    /// What exactly, in Vietnamese and English; free of personal data.
    pub detail: Option<(String, String)>,
    /// Field by field, when the body was at fault.
    pub errors: Vec<FieldIssue>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u32>,
    /// What a program needs to know beside the code: an object, free of personal data.
    pub facts: Option<serde_json::Value>,
}

impl Problem {
    /// This refusal with what a program needs to know beside the code.
    pub fn with(self, facts: serde_json::Value) -> Self {
        Self { facts: Some(facts), ..self }
    }
    /// The detail in this language.
    pub fn detail_in(&self, lang: Lang) -> Option<&str> {
        self.detail.as_ref().map(|(vi, en)| if lang == Lang::Vi { vi.as_str() } else { en.as_str() })
    }
}

impl ProblemSpec {
    /// This refusal, without more words.
    pub fn now(&'static self) -> Problem {
        Problem { spec: self, detail: None, errors: Vec::new(), retry_after: None, facts: None }
    }
    /// This refusal with a sentence that says what exactly.
    pub fn because(&'static self, vi: impl Into<String>, en: impl Into<String>) -> Problem {
        Problem { detail: Some((vi.into(), en.into())), ..self.now() }
    }
    /// This refusal at these fields.
    pub fn at(&'static self, errors: Vec<FieldIssue>) -> Problem {
        Problem { errors, ..self.now() }
    }
    /// This refusal at one field.
    pub fn field(&'static self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) -> Problem {
        self.at(vec![FieldIssue { pointer: pointer.into(), code, detail }])
    }
}

macro_rules! common {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal, $vi:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: ProblemSpec = ProblemSpec { code: $code, status: $status, title: Text { vi: $vi, en: $en } };)*
        /// Refusals that belong to no single feature.
        pub const COMMON: &[&ProblemSpec] = &[$(&$name),*];
    };
}

common! {
    /// The bytes are not what they say they are.
    UNREADABLE = 400 "unreadable", "Không đọc được nội dung gửi lên", "The request could not be read";
    /// A cursor that this list did not give out.
    BAD_CURSOR = 400 "bad-cursor", "Con trỏ trang không hợp lệ", "Not a cursor of this list";
    /// No token, or one that is not good.
    NOT_SIGNED_IN = 401 "not-signed-in", "Chưa đăng nhập hoặc phiên đã hết hạn", "Not signed in, or the session is over";
    /// Signed in, but the role does not allow it.
    NOT_ALLOWED = 403 "not-allowed", "Vai trò của bạn không được làm việc này", "Your role does not allow this";
    /// Not there, or not for you: the same answer.
    NOT_FOUND = 404 "not-found", "Không tìm thấy", "Not found";
    /// The path is there, the method is not.
    METHOD_NOT_ALLOWED = 405 "method-not-allowed", "Đường dẫn không nhận phương thức này", "The path does not take this method";
    /// The answer cannot be given in that form.
    NOT_ACCEPTABLE = 406 "not-acceptable", "Không trả được định dạng này", "This format cannot be given";
    /// Somebody changed it in between.
    CHANGED_MEANWHILE = 412 "changed-meanwhile", "Dữ liệu đã được người khác sửa, hãy tải lại", "Changed by somebody else meanwhile; load it again";
    /// The body is larger than this route takes.
    TOO_LARGE = 413 "too-large", "Nội dung gửi lên quá lớn", "The request body is too large";
    /// The content type is not ours.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported-media-type", "Chỉ nhận application/json", "Only application/json is taken";
    /// Understood, but fields are wrong.
    INVALID = 422 "invalid", "Dữ liệu chưa hợp lệ", "Some fields are not valid";
    /// The same key came with another body.
    KEY_REUSED = 422 "idempotency-key-reused", "Idempotency-Key đã dùng cho nội dung khác", "Idempotency-Key was used with another body";
    /// An id sent by the client is taken.
    ALREADY_EXISTS = 409 "already-exists", "Đã có bản ghi với mã này", "There is already a record with this id";
    /// A change without `If-Match`.
    PRECONDITION_REQUIRED = 428 "precondition-required", "Thiếu If-Match", "If-Match is required";
    /// Too often.
    TOO_MANY_REQUESTS = 429 "too-many-requests", "Gửi quá nhiều lần, hãy thử lại sau", "Too many requests, try again later";
    /// Our fault.
    INTERNAL = 500 "internal", "Lỗi máy chủ", "Server error";
    /// Busy or the database is away.
    UNAVAILABLE = 503 "unavailable", "Máy chủ đang bận, hãy thử lại", "The server is busy, try again";
}
