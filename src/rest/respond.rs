//! Refusals and failures as RFC 9457 `application/problem+json`; one log line per request.
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde_json::json;

use crate::base::{
    Error, Lang,
    problem::{INTERNAL, NOT_SIGNED_IN, Problem},
};

/// The response for a refusal or a failure. A failure's cause goes to the log, never to the client.
pub fn problem_answer(error: Error, lang: Lang, request_id: &str) -> HttpResponse {
    let problem = match error {
        Error::Problem(problem) => *problem,
        Error::Internal(cause) => {
            tracing::error!(request_id, cause, "a request failed");
            INTERNAL.now()
        }
    };
    let status = StatusCode::from_u16(problem.spec.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = problem.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if problem.spec == &NOT_SIGNED_IN {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    response
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .content_type("application/problem+json")
        .body(problem_body(&problem, lang).to_string())
}

fn problem_body(problem: &Problem, lang: Lang) -> serde_json::Value {
    let mut body = json!({
        "type": format!("/problems/{}", problem.spec.code),
        "title": lang.pick(problem.spec.title),
        "status": problem.spec.status,
        "code": problem.spec.code,
    });
    if let (Some(detail), Some(map)) = (problem.detail_in(lang), body.as_object_mut()) {
        map.insert("detail".into(), detail.into());
    }
    if let (false, Some(map)) = (problem.errors.is_empty(), body.as_object_mut()) {
        let errors: Vec<_> = problem
            .errors
            .iter()
            .map(|issue| json!({ "pointer": issue.pointer, "code": issue.code, "detail": lang.pick(issue.detail) }))
            .collect();
        map.insert("errors".into(), errors.into());
    }
    if let (Some(facts), Some(map)) = (&problem.facts, body.as_object_mut()) {
        map.insert("facts".into(), facts.clone());
    }
    body
}

/// One line per request: what, how it ended, how long. No query string, no body, no names.
pub fn request_log(request_id: &str, method: &str, route: &str, status: u16, micros: u128) {
    tracing::info!(request_id, method, route, status, micros, "request");
}
