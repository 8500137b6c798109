//! Serves the two apps that Vite builds into `web/dist`: `/field/` for phones and `/office/` for desks.
//!
//! A release build carries them inside; a debug build reads them from the folder. Built without them, the program
//! says so at their addresses.
use std::borrow::Cow;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag},
    web,
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What Vite built: each file, and beside it the same packed as `.br` and `.gz`.
#[derive(RustEmbed)]
#[folder = "web/dist/"]
struct Built;

/// What is answered where the apps are not built in.
const MISSING: &str = include_str!("missing.html");
/// The apps, each with its only page.
const APPS: &[&str] = &["field", "office"];
/// How a file may be packed, best first: the word of the header, the end of the name.
const PACKED: &[(&str, &str)] = &[("br", ".br"), ("gzip", ".gz")];
/// Everything comes from here and nothing is run that stands in a page.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";
/// A phone may ask where it is and for nothing else.
const PERMISSIONS: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()";
/// Names of these files change with what is in them.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked for again before it is used.
const ASKED_AGAIN: &str = "no-cache";

/// Registers the addresses of the apps; `/` leads to the office.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/", web::get().to(|| to("/office/")));
    for app in APPS {
        let page = format!("/{app}/");
        config
            .route(&format!("/{app}"), web::get().to(move || to(page.clone())))
            .route(&format!("/{app}/{{file:.*}}"), web::get().to(answer));
    }
    config.route("/assets/{file:.*}", web::get().to(answer));
}

async fn to(address: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address.into())).finish()
}

async fn answer(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    let name = if path.ends_with('/') { Cow::from(format!("{path}index.html")) } else { path.into() };
    match Built::get(&name) {
        Some(file) => send(&name, file, &request),
        None if APPS.iter().any(|app| name == format!("{app}/index.html")) => {
            HttpResponse::ServiceUnavailable().content_type("text/html; charset=utf-8").body(MISSING)
        }
        None => HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("Không tìm thấy. Not found.\n"),
    }
}

fn send(name: &str, file: EmbeddedFile, request: &HttpRequest) -> HttpResponse {
    let hash: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = EntityTag::new_strong(hash);
    let kept = if name.starts_with("assets/") { FOREVER } else { ASKED_AGAIN };
    let is_known = said(request, header::IF_NONE_MATCH).any(|known| known == tag.to_string());
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CONTENT_TYPE, file.metadata.mimetype()))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::PERMISSIONS_POLICY, PERMISSIONS))
        .insert_header((header::CACHE_CONTROL, kept))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header(header::ETag(tag));
    if is_known {
        return answer.finish();
    }
    let packed = PACKED.iter().filter(|(word, _)| said(request, header::ACCEPT_ENCODING).any(|taken| taken == *word));
    let packed = packed.filter_map(|(word, end)| Some((word, Built::get(&format!("{name}{end}"))?))).next();
    match packed {
        Some((word, packed)) => answer.insert_header((header::CONTENT_ENCODING, *word)).body(packed.data.into_owned()),
        None => answer.body(file.data.into_owned()),
    }
}

/// What a header lists, without weights.
fn said(request: &HttpRequest, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let text = request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(',').map(|one| one.split(';').next().unwrap_or_default().trim())
}
