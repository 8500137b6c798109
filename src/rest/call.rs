//! One request on its way to its handler: who asks, in which language, with what.
use std::{fmt::Debug, ops::Deref, str::FromStr, sync::Arc, time::Duration};

use actix_web::{HttpRequest, http::header, web};
use serde::{Serialize, de::DeserializeOwned};

use super::{Api, Created, KeptJson, Saved, shape::Shape};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Day, Error, FieldIssue, Id, Lang, Moment, ProblemSpec, Result, Text,
        problem::{CHANGED_MEANWHILE, INVALID, PRECONDITION_REQUIRED, TOO_LARGE, UNREADABLE, UNSUPPORTED_MEDIA_TYPE},
    },
    db::{Conn, Repeat, Tx, Who},
};

/// A request after its permission was checked.
pub struct Call {
    pub(super) request: HttpRequest,
    pub(super) payload: Option<web::Payload>,
    pub(super) limit: usize,
    pub(super) uploads: &'static [&'static str],
    pub(super) ctx: Ctx,
    pub(super) body: Option<web::Bytes>,
}

/// What a handler knows besides its arguments.
#[derive(Clone)]
pub struct Ctx {
    /// The running service.
    pub api: Arc<Api>,
    /// Who asks.
    pub actor: Actor,
    /// The language of the answer.
    pub lang: Lang,
    /// The request's id.
    pub request_id: String,
    /// The address the request came from.
    pub peer: String,
    pub(super) writes: Option<i64>,
    pub(super) permission: Permission,
    pub(super) route: String,
    pub(super) idempotency_key: Option<String>,
    pub(super) if_match: Option<String>,
    /// The versions of the answer that the caller has, from `If-None-Match`.
    pub seen: Option<String>,
}

impl Ctx {
    /// The present instant.
    pub fn now(&self) -> Moment {
        self.api.clock().now()
    }
    /// The present civil day.
    pub fn today(&self) -> Day {
        self.api.clock().today()
    }
    /// Where the caller may do what this route is for.
    pub fn scope(&self) -> Scope {
        Scope::of(&self.actor, self.permission, self.today())
    }
    fn who(&self) -> Who {
        Who { actor: self.actor.clone(), request_id: self.request_id.clone() }
    }

    /// Runs a reading use case within the caller's scope.
    ///
    /// # Errors
    /// The use case's own.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Scope) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let scope = self.scope();
        self.api.db.read(move |conn| work(conn, &scope)).await
    }
    /// What questions of this kind found out since the last write; empty after the next one. Nothing for callers that were
    /// not looked up in the database.
    pub fn at_hand<T: Default + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.writes.and_then(|writes| self.api.at_hand.newest(writes, |_| Ok(T::default())).ok())
    }
    /// Answers a question for figures: with the answer kept from before when no write came since, else anew. `question`
    /// is all that the answer depends on besides route, language, day and scope.
    ///
    /// # Errors
    /// The use case's own.
    pub async fn read_kept<V: Serialize + Send + 'static>(
        &self,
        question: &impl Debug,
        work: impl FnOnce(&mut Conn, &Scope) -> Result<V> + Send + 'static,
    ) -> Result<KeptJson> {
        let scope = self.scope();
        let whole = format!("{} {:?} {scope:?} {question:?}", self.route, self.lang);
        if let Some(kept) = self.writes.and_then(|writes| self.api.kept.find(&whole, writes)) {
            return Ok(KeptJson(kept));
        }
        let view = self.api.db.read(move |conn| work(conn, &scope)).await?;
        let answer = web::Bytes::from(serde_json::to_vec(&view).map_err(Error::internal)?);
        if let Some(writes) = self.writes {
            self.api.kept.keep(whole, writes, answer.clone());
        }
        Ok(KeptJson(answer))
    }
    /// Runs a writing use case within the caller's scope, in one transaction.
    ///
    /// # Errors
    /// The use case's own.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx, &Scope) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let scope = self.scope();
        self.api.db.write(self.who(), move |tx| work(tx, &scope)).await
    }
    /// Runs a `POST` that creates something: 201 with address and version, the same answer when repeated.
    ///
    /// # Errors
    /// The use case's own; `idempotency-key-reused`.
    pub async fn create<T, V>(
        &self,
        body: Body<T>,
        work: impl FnOnce(&mut Tx, &Scope, T) -> Result<Saved<V>> + Send + 'static,
    ) -> Result<Created>
    where
        T: Send + 'static,
        V: Serialize,
    {
        self.answer_once(201, body.value, &body.bytes, work).await
    }
    /// Runs a `POST` that creates something out of `input`, which was made from `content`: what came, or its hash.
    ///
    /// # Errors
    /// The use case's own; `idempotency-key-reused`.
    pub async fn create_from<T, V>(
        &self,
        input: T,
        content: &[u8],
        work: impl FnOnce(&mut Tx, &Scope, T) -> Result<Saved<V>> + Send + 'static,
    ) -> Result<Created>
    where
        T: Send + 'static,
        V: Serialize,
    {
        self.answer_once(201, input, content, work).await
    }
    /// Runs a `POST` that changes something that exists: 200 with the view, the same answer when repeated.
    ///
    /// # Errors
    /// The use case's own; `idempotency-key-reused`.
    pub async fn act<T, V>(
        &self,
        body: Body<T>,
        work: impl FnOnce(&mut Tx, &Scope, T) -> Result<Saved<V>> + Send + 'static,
    ) -> Result<Created>
    where
        T: Send + 'static,
        V: Serialize,
    {
        self.answer_once(200, body.value, &body.bytes, work).await
    }

    async fn answer_once<T, V>(
        &self,
        status: u16,
        input: T,
        content: &[u8],
        work: impl FnOnce(&mut Tx, &Scope, T) -> Result<Saved<V>> + Send + 'static,
    ) -> Result<Created>
    where
        T: Send + 'static,
        V: Serialize,
    {
        let repeat = self.idempotency_key.as_ref().map(|key| {
            let user = self.actor.user_id.map(|id| id.to_string()).unwrap_or_default();
            Repeat::new(&user, &self.route, key, content)
        });
        self.write(move |tx, scope| {
            if let Some(answer) = repeat.as_ref().map(|r| tx.recall(r)).transpose()?.flatten() {
                return Ok(Created(answer));
            }
            let created = Created::of(status, &work(tx, scope, input)?)?;
            if let Some(repeat) = &repeat {
                tx.remember(repeat, &created.0)?;
            }
            Ok(created)
        })
        .await
    }

    /// The version the client says it has seen, from `If-Match`.
    ///
    /// # Errors
    /// `precondition-required` without one; `changed-meanwhile` when it is not one of ours.
    pub fn expected_rev(&self) -> Result<i64> {
        let tag = self.if_match.as_deref().ok_or_else(|| PRECONDITION_REQUIRED.now())?;
        let rev = tag.trim().strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
        rev.ok_or_else(|| CHANGED_MEANWHILE.now().into())
    }
}

/// An argument of a handler.
pub trait FromCall: Sized {
    /// Takes itself out of the request.
    ///
    /// # Errors
    /// A refusal that says what is wrong.
    fn from_call(call: &mut Call) -> impl Future<Output = Result<Self>>;
}

impl FromCall for Ctx {
    async fn from_call(call: &mut Call) -> Result<Self> {
        Ok(call.ctx.clone())
    }
}

/// The `{id}` of the path. Text that is no id is the same as an id of nothing.
pub struct PathId<K>(pub Id<K>);
impl<K> FromCall for PathId<K> {
    async fn from_call(call: &mut Call) -> Result<Self> {
        let text = call.request.match_info().get("id").unwrap_or_default();
        Id::from_str(text).map(Self).map_err(|_| Error::not_found())
    }
}

/// Another word of the path, by its position in the template: `{list}`, `{format}`.
pub struct PathText(pub String);
impl FromCall for PathText {
    async fn from_call(call: &mut Call) -> Result<Self> {
        let named = call.request.match_info().iter().find(|(name, _)| *name != "id").map(|(_, value)| value.to_owned());
        named.map(Self).ok_or_else(Error::not_found)
    }
}

fn invalid(pointer: String, code: &'static str, detail: Text) -> Error {
    INVALID.at(vec![FieldIssue { pointer: pointer.into(), code, detail }]).into()
}

/// Names the reason a reader gave. The reader's own words are English and may quote the input, so they are not shown.
fn reason(message: &str) -> (&'static str, Text) {
    let starts = |word: &str| message.starts_with(word);
    match () {
        () if starts("missing field") => {
            ("missing", Text { vi: "Thiếu trường bắt buộc", en: "A required field is missing" })
        }
        () if starts("unknown field") => {
            ("unknown-field", Text { vi: "Trường không có trong tài liệu", en: "Not a field of this request" })
        }
        () if starts("duplicate field") => {
            ("duplicate-field", Text { vi: "Trường bị lặp", en: "The field is given twice" })
        }
        () if starts("expected a day") => (
            "not-a-day",
            Text {
                vi: "Ngày phải có dạng 2026-11-25, từ 1900 đến 2199",
                en: "A day looks like 2026-11-25, from 1900 to 2199",
            },
        ),
        () if starts("expected an instant") => (
            "not-an-instant",
            Text {
                vi: "Thời điểm phải có dạng 2026-11-25T09:00:00+07:00",
                en: "An instant looks like 2026-11-25T09:00:00+07:00",
            },
        ),
        () if starts("expected a UUID") => {
            ("not-an-id", Text { vi: "Mã định danh phải là UUID", en: "An id is a UUID" })
        }
        () if starts("expected a month") => (
            "not-a-month",
            Text {
                vi: "Tháng phải có dạng 2026-11, từ 1900 đến 2199",
                en: "A month looks like 2026-11, from 1900 to 2199",
            },
        ),
        () if starts("expected a birth date") => (
            "not-a-birth-date",
            Text {
                vi: "Ngày sinh phải có dạng 1985-03-20, 1985-03 hoặc 1985",
                en: "A birth date looks like 1985-03-20, 1985-03 or 1985",
            },
        ),
        () if starts("expected an identity number") => (
            "not-an-identity-number",
            Text {
                vi: "CCCD gồm 12 chữ số; mã số BHXH 10; thẻ BHYT 10, 12 hoặc 15 ký tự",
                en: "A citizen number has 12 digits, a social insurance number 10, a health card 10, 12 or 15 characters",
            },
        ),
        () if starts("expected a telephone number") => (
            "not-a-telephone-number",
            Text {
                vi: "Số điện thoại Việt Nam, như 0901234567",
                en: "A telephone number of Viet Nam, such as 0901234567",
            },
        ),
        () if starts("expected one of") => {
            ("not-in-list", Text { vi: "Giá trị không có trong danh mục", en: "Not one of the values allowed" })
        }
        () if starts("at most") => ("too-long", Text { vi: "Văn bản quá dài", en: "The text is too long" }),
        () if starts("must not be empty") => ("empty", Text { vi: "Không được để trống", en: "Must not be empty" }),
        () if starts("control or direction") => (
            "forbidden-character",
            Text {
                vi: "Có ký tự điều khiển hoặc ký tự đổi chiều đọc",
                en: "Control or direction characters are not taken",
            },
        ),
        () if starts("too many combining") => {
            ("too-many-marks", Text { vi: "Quá nhiều dấu trên một chữ", en: "Too many combining marks on one letter" })
        }
        () => ("wrong-type", Text { vi: "Sai kiểu hoặc ngoài khoảng cho phép", en: "Wrong type, or out of range" }),
    }
}

/// The JSON body, checked field by field, with the bytes it was read from.
pub struct Body<T> {
    value: T,
    bytes: web::Bytes,
}
impl<T> Body<T> {
    /// The request itself.
    pub fn into_inner(self) -> T {
        self.value
    }
}
impl<T> Deref for Body<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
impl<T: DeserializeOwned> FromCall for Body<T> {
    async fn from_call(call: &mut Call) -> Result<Self> {
        let bytes = call.body_bytes().await?;
        let json =
            call.request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|v| {
                v.split(';').next().is_some_and(|t| t.trim().eq_ignore_ascii_case("application/json"))
            });
        if !json {
            return Err(UNSUPPORTED_MEDIA_TYPE.now().into());
        }
        let value = read_json(&bytes)?;
        Ok(Self { value, bytes })
    }
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        use serde_json::error::Category;
        if error.inner().classify() != Category::Data {
            return unreadable();
        }
        in_body(&error)
    })?;
    reader.end().map_err(|_| unreadable())?;
    let shape: Shape = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    if !shape.object || shape.list_in_list {
        return Err(invalid(String::new(), "wrong-type", LIST_FOR_OBJECT));
    }
    Ok(value)
}

/// Reads an object that came within a body, checked field by field like a body of its own.
///
/// # Errors
/// `invalid` at the field.
pub fn from_json<'v, T: serde::Deserialize<'v>>(
    fields: impl Iterator<Item = (&'v str, &'v serde_json::Value)> + Clone,
) -> Result<T> {
    if fields.clone().any(|(_, value)| has_list_in_list(value)) {
        return Err(invalid(String::new(), "wrong-type", LIST_FOR_OBJECT));
    }
    let object = serde::de::value::MapDeserializer::<_, serde_json::Error>::new(fields);
    serde_path_to_error::deserialize(object).map_err(|error| in_body(&error))
}

fn in_body(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let message = error.inner().to_string();
    let missed = missed(&message).map(|name| format!("/{name}")).unwrap_or_default();
    let (code, detail) = reason(&message);
    invalid(pointer(error.path()) + &missed, code, detail)
}

/// The name of a field that is not there: the path of a fault ends above it.
fn missed(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

const LIST_FOR_OBJECT: Text = Text {
    vi: "Cần một đối tượng JSON, không phải danh sách",
    en: "A JSON object is wanted, not a list",
};

/// Serde takes a list for an object, its fields by position; we do not. No list of ours holds lists.
fn has_list_in_list(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => items.iter().any(|item| item.is_array() || has_list_in_list(item)),
        serde_json::Value::Object(fields) => fields.values().any(has_list_in_list),
        _ => false,
    }
}

/// The place as a JSON pointer (RFC 6901): `/headcounts/0/count`.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        other => format!("/{}", other.to_string().replace('~', "~0").replace('/', "~1")),
    };
    path.iter().map(part).collect()
}

fn unreadable() -> Error {
    UNREADABLE
        .because(
            "Nội dung không phải JSON hợp lệ (UTF-8, lồng nhau tối đa 128 mức).",
            "Not valid JSON (UTF-8, nested 128 levels at the most).",
        )
        .into()
}

impl Call {
    async fn body_bytes(&mut self) -> Result<web::Bytes> {
        let Some(payload) = self.payload.take() else {
            return Ok(self.body.clone().unwrap_or_default());
        };
        let (limit, seconds) = (self.limit, self.ctx.api.settings.body_seconds);
        let too_large = |spec: &'static ProblemSpec| {
            spec.because(format!("Tối đa {limit} byte."), format!("At most {limit} bytes."))
        };
        let read = tokio::time::timeout(Duration::from_secs(seconds), payload.to_bytes_limited(limit)).await;
        let bytes = read
            .map_err(|_| UNREADABLE.because("Gửi quá chậm.", "The body came too slowly."))?
            .map_err(|_| too_large(&TOO_LARGE))?
            .map_err(|_| UNREADABLE.now())?;
        self.body = Some(bytes.clone());
        Ok(bytes)
    }
}

/// The query string, checked parameter by parameter.
pub struct Query<T>(pub T);
impl<T: DeserializeOwned> FromCall for Query<T> {
    async fn from_call(call: &mut Call) -> Result<Self> {
        let pairs = serde_urlencoded::Deserializer::new(form_pairs(call.request.query_string()));
        serde_path_to_error::deserialize(pairs).map(Self).map_err(|error| {
            let message = error.inner().to_string();
            let at = missed(&message).map_or_else(|| error.path().to_string(), str::to_owned);
            let (code, detail) = reason(&message);
            invalid(at, code, detail)
        })
    }
}

fn form_pairs(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}
