//! What belongs to no feature: liveness, readiness, metrics, the document and its page, explanations of refusals.
use std::sync::{Arc, atomic::Ordering};

use actix_web::{HttpRequest, HttpResponse, http::header, web};

use super::{Api, BASE, page, problem_answer, routes::lang_of};
use crate::base::{Error, ProblemSpec, problem::COMMON};

/// Registers the routes outside the table.
pub fn system_routes(
    config: &mut web::ServiceConfig,
    api: &Arc<Api>,
    problems: &'static [&'static [&'static ProblemSpec]],
) {
    let with = |api: &Arc<Api>| Arc::clone(api);
    let (ready, document, shown, counted) = (with(api), with(api), with(api), with(api));
    config
        .route("/healthz", web::get().to(|| async { HttpResponse::Ok().content_type("text/plain").body("ok") }))
        .route("/readyz", web::get().to(move |request: HttpRequest| readyz(Arc::clone(&ready), request)))
        .route("/metrics", web::get().to(move || metrics(Arc::clone(&counted))))
        .route(
            &format!("{BASE}/openapi.json"),
            web::get().to(move || {
                std::future::ready(HttpResponse::Ok().content_type("application/json").body((document.openapi)()))
            }),
        )
        .route("/api/docs", web::get().to(move || docs(Arc::clone(&shown))))
        .route("/problems/{code}", web::get().to(move |request: HttpRequest| explain(problems, request)))
        .default_service(web::to(|request: HttpRequest| {
            std::future::ready(problem_answer(Error::not_found(), lang_of(&request), "-"))
        }));
}

async fn readyz(api: Arc<Api>, request: HttpRequest) -> HttpResponse {
    match api.db.ready().await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain").body("ready"),
        Err(_) => problem_answer(Error::unavailable(), lang_of(&request), "-"),
    }
}

async fn metrics(api: Arc<Api>) -> HttpResponse {
    let mut out = String::from(
        "# HELP tungnha_answers_total Answers by hundreds of the status.\n# TYPE tungnha_answers_total counter\n",
    );
    for (hundred, counter) in api.answered.iter().enumerate().skip(1) {
        out.push_str(&format!("tungnha_answers_total{{class=\"{hundred}xx\"}} {}\n", counter.load(Ordering::Relaxed)));
    }
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(out)
}

async fn docs(api: Arc<Api>) -> HttpResponse {
    let document = serde_json::from_str((api.openapi)()).unwrap_or_default();
    HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .content_type("text/html; charset=utf-8")
        .body(page(&document))
}

async fn explain(problems: &'static [&'static [&'static ProblemSpec]], request: HttpRequest) -> HttpResponse {
    let code = request.match_info().get("code").unwrap_or_default();
    let found = problems.iter().copied().flatten().chain(COMMON).find(|spec| spec.code == code);
    match found {
        Some(spec) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(format!("{} ({})\n{}\n{}\n", spec.code, spec.status, spec.title.vi, spec.title.en)),
        None => problem_answer(Error::not_found(), lang_of(&request), "-"),
    }
}
