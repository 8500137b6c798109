//! The OpenAPI 3.1 document, made from the route table: it cannot name a route that is not there, or miss one.
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::{BASE, Endpoint, Routes};
use crate::{
    access::Permission,
    base::{
        ProblemSpec,
        page::{CursorText, Limit},
        problem::{
            ALREADY_EXISTS, BAD_CURSOR, CHANGED_MEANWHILE, INTERNAL, INVALID, KEY_REUSED, NOT_ALLOWED, NOT_FOUND,
            NOT_SIGNED_IN, PRECONDITION_REQUIRED, TOO_LARGE, TOO_MANY_REQUESTS, UNAVAILABLE, UNREADABLE,
            UNSUPPORTED_MEDIA_TYPE,
        },
    },
};

/// The whole document.
pub fn document(routes: &Routes) -> Value {
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    schemas.insert("Problem".into(), problem_schema());
    schemas.insert(Limit::name().into_owned(), plain(&Limit::schema()));
    schemas.insert(CursorText::name().into_owned(), plain(&CursorText::schema()));
    for endpoint in routes.list() {
        for (name, schema) in endpoint.schemas() {
            schemas.entry(name).or_insert_with(|| plain(&schema));
        }
        paths
            .entry(format!("{BASE}{}", endpoint.path))
            .or_default()
            .insert(endpoint.method.as_str().to_lowercase(), operation(endpoint));
    }
    let tags: Vec<_> = {
        let mut names: Vec<_> = routes.list().iter().map(|e| e.feature).collect();
        names.dedup();
        names.into_iter().map(|name| json!({ "name": name })).collect()
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Từng Nhà",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Vận động tham gia BHXH, BHYT, BHTN: đến từng nhà, gặp từng người. Days are civil days in Asia/Ho_Chi_Minh; shares are percent rounded half-up to two places.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    })
}

fn plain(schema: &RefOr<Schema>) -> Value {
    let mut value = serde_json::to_value(schema).unwrap_or_default();
    tidy(&mut value);
    value
}

/// utoipa writes an optional reference as `oneOf [null, $ref]`; that is kept, but its integer formats promise
/// ranges that a reader would take for limits of ours.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("format").and_then(Value::as_str).is_some_and(|f| matches!(f, "int32" | "int64"))
                && map.contains_key("maximum")
            {
                map.remove("format");
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457. `code` says which refusal; docs/problems.md lists them all.",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string", "pattern": "^/problems/[a-z-]+$" },
            "title": { "type": "string" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "code": { "type": "string", "pattern": "^[a-z-]+$" },
            "detail": { "type": "string" },
            "errors": { "type": "array", "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": { "pointer": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" } },
                "additionalProperties": false,
            } },
            "facts": { "type": "object", "description": "What a program needs to know beside the code, where the refusal says so." },
        },
        "additionalProperties": false,
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut parameters: Vec<Value> = path_parameters(endpoint.path);
    let asked = endpoint.parameters();
    for parameter in &asked {
        let mut value = serde_json::to_value(parameter).unwrap_or_default();
        tidy(&mut value);
        parameters.push(value);
    }
    if endpoint.knows_repetitions() {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same key with the same body gets the same answer again and does nothing twice.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$" },
        }));
    }
    if endpoint.if_match {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version that is being changed.",
            "schema": { "type": "string", "pattern": "^\"[0-9]{1,9}\"$" },
        }));
    }
    let mut operation = json!({
        "tags": [endpoint.feature],
        "operationId": endpoint.operation,
        "summary": endpoint.summary,
        "description": format!("Right: `{}`. {}", endpoint.permission.word(), endpoint.permission.sentence().en),
        "security": if endpoint.permission == Permission::Public { json!([]) } else { json!([{ "bearer": [] }]) },
        "responses": responses(endpoint),
    });
    let Some(map) = operation.as_object_mut() else { return operation };
    if !endpoint.uploads.is_empty() {
        let file = json!({ "schema": { "type": "string", "format": "binary" } });
        let content: Map<String, Value> =
            endpoint.uploads.iter().map(|kind| ((*kind).to_owned(), file.clone())).collect();
        map.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    if !parameters.is_empty() {
        map.insert("parameters".into(), parameters.into());
    }
    if let Some(name) = &endpoint.body {
        map.insert(
            "requestBody".into(),
            json!({
                "required": true,
                "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } },
            }),
        );
    }
    operation
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names
        .map(|name| {
            let schema = match name {
                "id" => json!({ "type": "string", "format": "uuid" }),
                "format" => json!({ "type": "string", "enum": ["csv", "xlsx"] }),
                _ => json!({ "type": "string", "pattern": "^[a-z0-9_]{1,60}$" }),
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

fn responses(endpoint: &Endpoint) -> Value {
    let (status, name, files) = &endpoint.answer;
    let mut content = Map::new();
    if let Some(name) = name {
        content
            .insert("application/json".into(), json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } }));
    }
    for media_type in files {
        content.insert((*media_type).into(), json!({ "schema": { "type": "string", "format": "binary" } }));
    }
    let mut good = json!({ "description": endpoint.summary });
    if let Some(map) = good.as_object_mut() {
        if !content.is_empty() {
            map.insert("content".into(), content.into());
        }
        if *status == 201 {
            map.insert(
                "headers".into(),
                json!({ "Location": {
                "description": "Where the new thing is.", "required": true, "schema": { "type": "string" } } }),
            );
        }
    }
    let mut out = Map::new();
    out.insert(status.to_string(), good);
    for (status, specs) in refusals(endpoint) {
        let lines: Vec<_> = specs.iter().map(|spec| format!("`{}`: {}", spec.code, spec.title.en)).collect();
        out.insert(
            status.to_string(),
            json!({
                "description": lines.join("; "),
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            }),
        );
    }
    out.into()
}

/// Every refusal of a route by status: its own and those that follow from its shape.
pub(super) fn refusals(endpoint: &Endpoint) -> BTreeMap<u16, Vec<&'static ProblemSpec>> {
    let mut all: Vec<&'static ProblemSpec> = vec![&TOO_MANY_REQUESTS, &INTERNAL, &UNAVAILABLE];
    if endpoint.permission != Permission::Public {
        all.push(&NOT_SIGNED_IN);
        if endpoint.permission != Permission::SignedIn {
            all.push(&NOT_ALLOWED);
        }
    }
    if endpoint.path.contains('{') || endpoint.body.is_some() || endpoint.query.is_some() {
        all.push(&NOT_FOUND);
    }
    if endpoint.query.is_some() {
        all.extend([&INVALID, &BAD_CURSOR]);
    }
    if endpoint.body.is_some() || !endpoint.uploads.is_empty() {
        all.extend([&UNREADABLE, &TOO_LARGE, &UNSUPPORTED_MEDIA_TYPE, &INVALID]);
    }
    if endpoint.answer.0 == 201 {
        all.push(&ALREADY_EXISTS);
    }
    if endpoint.knows_repetitions() {
        all.extend([&INVALID, &KEY_REUSED]);
    }
    if endpoint.if_match {
        all.extend([&PRECONDITION_REQUIRED, &CHANGED_MEANWHILE]);
    }
    all.extend(endpoint.problems.iter().copied());
    let mut by_status: BTreeMap<u16, Vec<&'static ProblemSpec>> = BTreeMap::new();
    for spec in all {
        let list = by_status.entry(spec.status).or_default();
        if !list.contains(&spec) {
            list.push(spec);
        }
    }
    by_status
}

/// The page that shows the document to people, without any script from elsewhere.
pub fn page(document: &Value) -> String {
    let mut out = String::from(include_str!("docs_page.html"));
    let mut body = String::new();
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    for (path, methods) in paths {
        for (method, op) in methods.as_object().into_iter().flatten() {
            let text = |key: &str| op.get(key).and_then(Value::as_str).unwrap_or_default();
            let codes: String = op
                .get("responses")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(status, answer)| {
                    format!(
                        "<li><b>{status}</b> {}</li>",
                        escape(answer.get("description").and_then(Value::as_str).unwrap_or_default())
                    )
                })
                .collect();
            let parameters: String = op
                .get("parameters")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .map(|p| {
                    format!(
                        "<li><code>{}</code> ({})</li>",
                        escape(p.get("name").and_then(Value::as_str).unwrap_or_default()),
                        escape(p.get("in").and_then(Value::as_str).unwrap_or_default())
                    )
                })
                .collect();
            let request = op
                .pointer("/requestBody/content/application~1json/schema/$ref")
                .and_then(Value::as_str)
                .and_then(|r| r.rsplit('/').next())
                .map(|name| format!("<p>Nội dung gửi: <a href=\"#{0}\">{0}</a></p>", escape(name)))
                .unwrap_or_default();
            let answer = op
                .get("responses")
                .and_then(Value::as_object)
                .and_then(|all| all.values().find_map(|a| a.pointer("/content/application~1json/schema/$ref")))
                .and_then(Value::as_str)
                .and_then(|r| r.rsplit('/').next())
                .map(|name| format!("<p>Trả lời: <a href=\"#{0}\">{0}</a></p>", escape(name)))
                .unwrap_or_default();
            body.push_str(&format!(
                "<details><summary><span class=\"m {method}\">{}</span> <code>{}</code> {}</summary><p>{}</p><ul>{parameters}</ul>{request}{answer}<ul>{codes}</ul></details>",
                method.to_uppercase(), escape(path), escape(text("summary")), escape(text("description")),
            ));
        }
    }
    body.push_str("<h2>Cấu trúc dữ liệu · Schemas</h2>");
    for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        let shown = serde_json::to_string_pretty(schema).unwrap_or_default();
        body.push_str(&format!(
            "<details id=\"{0}\"><summary><code>{0}</code></summary><pre>{1}</pre></details>",
            escape(name),
            escape(&shown)
        ));
    }
    if let Some(at) = out.find("<!-- routes -->") {
        out.insert_str(at, &body);
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
