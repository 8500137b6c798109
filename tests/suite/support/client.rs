//! A client that speaks HTTP to the service in process: the same routes, guards and bodies as over a socket.
use std::{future::Future, pin::Pin, rc::Rc};

use actix_http::Request;
use actix_web::{
    App,
    dev::{Service, ServiceResponse},
    http::Method,
    test,
};
use serde_json::Value;
use tungnha::{app, rest::Api};

type Call = Rc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = ServiceResponse>>>>;

/// The service, ready to be called.
#[derive(Clone)]
pub struct Server {
    call: Call,
}

impl Server {
    /// Starts the service in process.
    pub async fn start(api: &std::sync::Arc<Api>) -> Self {
        let api = std::sync::Arc::clone(api);
        let service =
            Rc::new(test::init_service(App::new().wrap(app::headers()).configure(move |c| app::routes(c, &api))).await);
        let call: Call = Rc::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move { service.call(request).await.expect("the service answers").map_into_boxed_body() })
        });
        Self { call }
    }
    /// A client without a token.
    pub fn client(&self) -> Client {
        Client { server: self.clone(), token: None, headers: Vec::new() }
    }
}

/// Somebody who calls the API.
#[derive(Clone)]
pub struct Client {
    server: Server,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}", String::from_utf8_lossy(&self.bytes)))
    }
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
    /// Expects this status and gives the JSON.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }
    /// Expects this refusal.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        let body = self.clone().expect(status);
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        body
    }
}

/// Where addresses begin that are no route of the API.
const BESIDE_THE_API: &[&str] = &["/api/", "/problems/", "/field/", "/office/", "/assets/"];

impl Client {
    /// Brings a text as a file; the id of what became of it.
    pub async fn upload(&self, path: &str, text: &Value) -> String {
        let file = text.as_str().expect("a text").as_bytes().to_vec();
        let made = self.send("POST", path, Some(("text/csv", file))).await.expect(201);
        made["id"].as_str().expect("an id").to_owned()
    }
    /// The same client with this access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }
    /// The same client with one more header.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut next = self.clone();
        next.headers.push((name.to_owned(), value.to_owned()));
        next
    }
    /// Sends a request with these bytes.
    pub async fn send(&self, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let outside =
            BESIDE_THE_API.iter().any(|beside| path.starts_with(beside) || beside.strip_suffix('/') == Some(path));
        let uri = match outside || !path.starts_with('/') || path == "/" {
            true => path.to_owned(),
            false => format!("/api/v1{path}"),
        };
        let mut request =
            test::TestRequest::with_uri(&uri).method(Method::from_bytes(method.as_bytes()).expect("a method"));
        if let Some(token) = &self.token {
            request = request.insert_header(("authorization", format!("Bearer {token}")));
        }
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        if let Some((content_type, bytes)) = body {
            request = request.insert_header(("content-type", content_type)).set_payload(bytes);
        }
        let response = (self.server.call)(request.to_request()).await;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str().to_owned(), v.to_str().unwrap_or_default().to_owned()))
            .collect();
        let bytes = test::read_body(response).await.to_vec();
        Answer { status, headers, bytes }
    }
    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }
    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(("application/json", body.to_string().into_bytes()))).await
    }
    /// `PATCH` with JSON, on this version.
    pub async fn patch(&self, path: &str, etag: &str, body: Value) -> Answer {
        self.with_header("if-match", etag)
            .send("PATCH", path, Some(("application/json", body.to_string().into_bytes())))
            .await
    }
    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }
}
