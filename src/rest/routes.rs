//! The route table: method, path, permission, handler, documents. It feeds actix, OpenAPI and the tests.
use std::{future::Future, pin::Pin, sync::Arc, time::Instant};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
    web,
};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        RefOr, Schema,
        path::{Parameter, ParameterIn},
    },
};

use super::{Answer, Api, BASE, Call, Ctx, FromCall, problem_answer, request_log};
use crate::{
    access::{Actor, Admitted, Permission},
    base::{
        Error, Id, Lang, ProblemSpec, Result, of,
        problem::{INVALID, METHOD_NOT_ALLOWED, NOT_ALLOWED, NOT_SIGNED_IN},
    },
};

type Response = Pin<Box<dyn Future<Output = Result<HttpResponse>>>>;
type Run = Arc<dyn Fn(Call) -> Response>;
/// Schemas with their names.
type Schemas = Vec<(String, RefOr<Schema>)>;

/// One business thing: its routes and its refusals.
pub struct Feature {
    /// The folder's name.
    pub name: &'static str,
    /// Lists its routes.
    pub routes: fn(&mut Routes),
    /// Every way it can say no.
    pub problems: &'static [&'static ProblemSpec],
}

/// The routes of the program, in order.
#[derive(Default)]
pub struct Routes {
    feature: &'static str,
    list: Vec<Endpoint>,
}

/// One route with everything that is known of it.
pub struct Endpoint {
    /// The feature it belongs to.
    pub feature: &'static str,
    /// The method.
    pub method: Method,
    /// Path below the API's base, with `{id}`.
    pub path: &'static str,
    /// What it takes to call it.
    pub permission: Permission,
    /// The handler's name.
    pub operation: String,
    /// One sentence.
    pub summary: &'static str,
    /// Query parameters, made when somebody writes the document.
    pub(super) query: Option<fn() -> Vec<Parameter>>,
    /// Name and schema of the request body.
    pub body: Option<String>,
    /// Status, name of the answer's schema, media types other than JSON.
    pub answer: (u16, Option<String>, Vec<&'static str>),
    /// Refusals besides the common ones.
    pub problems: Vec<&'static ProblemSpec>,
    /// Whether a change needs `If-Match`.
    pub if_match: bool,
    /// Its largest body, bytes, where the usual limit is too small.
    pub body_limit: Option<usize>,
    /// Media types of the file it takes, where its body is no JSON.
    pub uploads: &'static [&'static str],
    /// Whether it leaves an audit line although it only reads: it hands out personal data by the file.
    pub audited: bool,
    /// Whether it is a question, although it is a `POST`: personal data stands in the body, never in an address.
    pub asks: bool,
    /// Schemas named by body, answer and query, made when somebody writes the document.
    schemas: Vec<fn(&mut Schemas)>,
    run: Run,
}

/// A handler: an async function of arguments that each take themselves out of the request.
pub trait Handler<Args>: 'static {
    /// Takes the arguments, runs, answers.
    fn run(&self, call: Call) -> Response;
}

macro_rules! handlers {
    ($(($($arg:ident),*)),+) => { $(
        impl<F, Fut, Ans, $($arg),*> Handler<($($arg,)*)> for F
        where
            F: Fn($($arg),*) -> Fut + Clone + 'static,
            Fut: Future<Output = Result<Ans>> + 'static,
            Ans: Answer,
            $($arg: FromCall + 'static),*
        {
            #[allow(non_snake_case, unused_mut, unused_variables, clippy::allow_attributes, reason = "one macro for every number of arguments")]
            fn run(&self, mut call: Call) -> Response {
                let handler = self.clone();
                Box::pin(async move {
                    $(let $arg = $arg::from_call(&mut call).await?;)*
                    handler($($arg),*).await?.into_response()
                })
            }
        }
    )+ };
}
handlers!((), (A), (A, B), (A, B, C), (A, B, C, D));

impl Routes {
    /// Starts the routes of a feature.
    pub fn feature(&mut self, name: &'static str) {
        self.feature = name;
    }
    /// Every route so far.
    pub fn list(&self) -> &[Endpoint] {
        &self.list
    }

    fn add<Args, H: Handler<Args>>(
        &mut self,
        method: Method,
        path: &'static str,
        permission: Permission,
        handler: H,
        status: u16,
    ) -> &mut Endpoint {
        let operation = std::any::type_name::<H>().rsplit("::").next().unwrap_or_default().to_owned();
        let if_match = method == Method::PATCH;
        self.list.push(Endpoint {
            feature: self.feature,
            method,
            path,
            permission,
            operation,
            summary: "",
            query: None,
            body: None,
            answer: (status, None, Vec::new()),
            problems: Vec::new(),
            if_match,
            body_limit: None,
            uploads: &[],
            audited: false,
            asks: false,
            schemas: Vec::new(),
            run: Arc::new(move |call| handler.run(call)),
        });
        let last = self.list.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "it was pushed one line above")]
        &mut self.list[last]
    }
    /// Reads something.
    pub fn get<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        self.add(Method::GET, path, permission, handler, 200)
    }
    /// Creates something.
    pub fn post<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        self.add(Method::POST, path, permission, handler, 201)
    }
    /// Does something to what exists.
    pub fn act<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        self.add(Method::POST, path, permission, handler, 200)
    }
    /// Reads what a body asks for that must not stand in an address.
    pub fn ask<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        let endpoint = self.add(Method::POST, path, permission, handler, 200);
        endpoint.asks = true;
        endpoint
    }
    /// Changes something; needs `If-Match`.
    pub fn patch<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        self.add(Method::PATCH, path, permission, handler, 200)
    }
    /// Ends something.
    pub fn delete<Args, H: Handler<Args>>(
        &mut self,
        path: &'static str,
        permission: Permission,
        handler: H,
    ) -> &mut Endpoint {
        self.add(Method::DELETE, path, permission, handler, 204)
    }
}

impl Endpoint {
    /// Whether a call changes something, or is remembered, and so leaves an audit line.
    pub fn changes(&self) -> bool {
        self.audited || (self.method != Method::GET && !self.asks)
    }
    /// Whether a repetition is known by its `Idempotency-Key`.
    pub fn knows_repetitions(&self) -> bool {
        self.method == Method::POST && self.permission != Permission::Public && !self.asks
    }
    /// One sentence for the document.
    pub fn summary(&mut self, summary: &'static str) -> &mut Self {
        self.summary = summary;
        self
    }
    /// Its query parameters.
    pub fn query<P: IntoParams>(&mut self) -> &mut Self {
        self.query = Some(|| P::into_params(|| Some(ParameterIn::Query)));
        self
    }
    /// A schema that only its query parameters name.
    pub fn names<T: ToSchema>(&mut self) -> &mut Self {
        self.name::<T>();
        self
    }
    /// Its request body.
    pub fn body<T: ToSchema>(&mut self) -> &mut Self {
        self.body = Some(self.name::<T>());
        self
    }
    /// The largest body it takes, where the usual limit is too small.
    pub fn body_up_to(&mut self, bytes: usize) -> &mut Self {
        self.body_limit = Some(bytes);
        self
    }
    /// The file it takes, of one of these media types.
    pub fn uploads(&mut self, media_types: &'static [&'static str]) -> &mut Self {
        self.uploads = media_types;
        self
    }
    /// It leaves an audit line although it only reads.
    pub fn leaves_a_line(&mut self) -> &mut Self {
        self.audited = true;
        self
    }
    /// What it answers.
    pub fn answers<T: ToSchema>(&mut self) -> &mut Self {
        self.answer.1 = Some(self.name::<T>());
        self
    }
    /// It answers nothing but that it was done.
    pub fn no_content(&mut self) -> &mut Self {
        self.answer.0 = 204;
        self
    }
    /// It answers a file of one of these media types.
    pub fn downloads(&mut self, media_types: &[&'static str]) -> &mut Self {
        self.answer.2 = media_types.to_vec();
        self
    }
    /// Its refusals besides the common ones.
    pub fn problems(&mut self, problems: &[&'static ProblemSpec]) -> &mut Self {
        self.problems.extend_from_slice(problems);
        self
    }
    fn name<T: ToSchema>(&mut self) -> String {
        self.schemas.push(|all| {
            T::schemas(all);
            all.push((schema_name::<T>(), T::schema()));
        });
        schema_name::<T>()
    }
    /// Its query parameters.
    pub fn parameters(&self) -> Vec<Parameter> {
        self.query.map(|made| made()).unwrap_or_default()
    }
    /// Every schema that its body, its answer and its query name.
    pub fn schemas(&self) -> Schemas {
        let mut all = Vec::new();
        self.schemas.iter().for_each(|add| add(&mut all));
        all
    }
}

/// `UserView`, `UserViewPage` for a page of them, `UserViewList` for a plain list: no two schemas share a name.
fn schema_name<T: ToSchema>() -> String {
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    match std::any::type_name::<T>().split_once('<') {
        None => T::name().into_owned(),
        Some((outer, inner)) => {
            let kind = if outer.ends_with("Page") { "Page" } else { "List" };
            format!("{}{kind}", last(inner.trim_end_matches('>')))
        }
    }
}

impl Routes {
    /// Registers every route with actix: one guarded function per route, 405 with `Allow` for other methods.
    pub fn register(&self, config: &mut web::ServiceConfig, api: &Arc<Api>) {
        let mut paths: Vec<&'static str> = self.list.iter().map(|e| e.path).collect();
        // Longer literal paths first: `/sessions/current` is not the id `current`.
        paths.sort_by_key(|path| (path.contains('{'), *path));
        paths.dedup();
        for path in paths {
            let mut resource = web::resource(format!("{BASE}{path}"));
            let mut allow = Vec::new();
            for endpoint in self.list.iter().filter(|e| e.path == path) {
                allow.push(endpoint.method.as_str().to_owned());
                let limit = endpoint.body_limit.unwrap_or(api.settings.body_limit);
                let (permission, uploads) = (endpoint.permission, endpoint.uploads);
                let way = Way { permission, path, limit, uploads, run: Arc::clone(&endpoint.run) };
                let api = Arc::clone(api);
                resource = resource.route(web::method(endpoint.method.clone()).to(
                    move |request: HttpRequest, payload: web::Payload| {
                        guarded(request, payload, Arc::clone(&api), way.clone())
                    },
                ));
            }
            let allow = allow.join(", ");
            resource = resource.default_service(web::to(move |request: HttpRequest| {
                let mut response = problem_answer(METHOD_NOT_ALLOWED.now().into(), lang_of(&request), "-");
                if let Ok(value) = header::HeaderValue::from_str(&allow) {
                    response.headers_mut().insert(header::ALLOW, value);
                }
                std::future::ready(response)
            }));
            config.service(resource);
        }
    }
}

/// The language a request asks for.
pub(super) fn lang_of(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    header.map(Lang::accepted).unwrap_or_default()
}

/// What a request has to pass, and where it leads.
#[derive(Clone)]
struct Way {
    permission: Permission,
    path: &'static str,
    limit: usize,
    uploads: &'static [&'static str],
    run: Run,
}

/// Checks token and permission, and only then lets the arguments be read and the handler run.
async fn guarded(
    request: HttpRequest,
    payload: web::Payload,
    api: Arc<Api>,
    Way { permission, path, limit, uploads, run }: Way,
) -> HttpResponse {
    let started = Instant::now();
    let (lang, request_id) = (lang_of(&request), Id::<of::Session>::new().to_string());
    let method = request.method().to_string();
    let outcome = async {
        let admitted = admit(&request, &api, permission).await?;
        let ctx = context(&request, Arc::clone(&api), admitted, permission, lang, request_id.clone())?;
        (run)(Call { request: request.clone(), payload: Some(payload), limit, uploads, ctx, body: None }).await
    };
    let mut response = outcome.await.unwrap_or_else(|error| problem_answer(error, lang, &request_id));
    let status = response.status().as_u16();
    api.count(status);
    request_log(&request_id, &method, path, status, started.elapsed().as_micros());
    if let Ok(value) = header::HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(header::HeaderName::from_static("x-request-id"), value);
    }
    response
}

async fn admit(request: &HttpRequest, api: &Arc<Api>, permission: Permission) -> Result<Admitted> {
    if permission == Permission::Public {
        return Ok(Admitted { actor: Actor::nobody(), writes: None });
    }
    let not_signed_in = || Error::from(NOT_SIGNED_IN.now());
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let says = token.and_then(|token| api.tokens.check(token, api.clock().now())).ok_or_else(not_signed_in)?;
    let (authenticate, today) = (api.authenticate, api.clock().today());
    let admitted = api.db.read(move |conn| authenticate(conn, &says, today)).await?.ok_or_else(not_signed_in)?;
    if !admitted.actor.may(permission) {
        return Err(NOT_ALLOWED.now().into());
    }
    Ok(admitted)
}

fn context(
    request: &HttpRequest,
    api: Arc<Api>,
    admitted: Admitted,
    permission: Permission,
    lang: Lang,
    request_id: String,
) -> Result<Ctx> {
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let idempotency_key = text(header::HeaderName::from_static("idempotency-key"));
    if idempotency_key.as_ref().is_some_and(|key| {
        !(8..=64).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    }) {
        return Err(INVALID
            .because(
                "Idempotency-Key gồm 8 đến 64 chữ cái, chữ số, - hoặc _.",
                "Idempotency-Key is 8 to 64 letters, digits, - or _.",
            )
            .into());
    }
    let route = format!("{} {}", request.method(), request.path());
    let peer = request.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default();
    let (if_match, seen) = (text(header::IF_MATCH), text(header::IF_NONE_MATCH));
    let Admitted { actor, writes } = admitted;
    Ok(Ctx { api, actor, writes, lang, request_id, peer, permission, route, idempotency_key, if_match, seen })
}
