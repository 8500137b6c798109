//! What a handler gives back: a view as JSON, a created thing with its address, a file, or nothing.
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;

use crate::{
    base::{Error, Result, hex::hex},
    db::GivenAnswer,
};

/// Turns into a response.
pub trait Answer {
    /// The response.
    ///
    /// # Errors
    /// When the view cannot be written as JSON.
    fn into_response(self) -> Result<HttpResponse>;
}

fn json_text<T: Serialize>(view: &T) -> Result<String> {
    serde_json::to_string(view).map_err(Error::internal)
}

/// `ETag` of a row's version.
pub(super) fn etag(rev: i64) -> String {
    format!("\"{rev}\"")
}

/// 200 with a view.
#[derive(Debug)]
pub struct Json<T>(pub T);
impl<T: Serialize> Answer for Json<T> {
    fn into_response(self) -> Result<HttpResponse> {
        Ok(HttpResponse::Ok().content_type("application/json").body(json_text(&self.0)?))
    }
}

/// 200 with a view and the version it shows.
#[derive(Debug)]
pub struct Tagged<T>(pub i64, pub T);
impl<T: Serialize> Answer for Tagged<T> {
    fn into_response(self) -> Result<HttpResponse> {
        let body = json_text(&self.1)?;
        Ok(HttpResponse::Ok().insert_header((header::ETAG, etag(self.0))).content_type("application/json").body(body))
    }
}

/// 204.
#[derive(Debug)]
pub struct NoContent;
impl Answer for NoContent {
    fn into_response(self) -> Result<HttpResponse> {
        Ok(HttpResponse::NoContent().finish())
    }
}

/// 200 with a view that says nothing of any person, which the client may keep and ask for again; 304 when it has it.
#[derive(Debug)]
pub struct Unpersonal {
    tag: String,
    body: Option<String>,
}

impl Unpersonal {
    /// The view, unless it is among the versions that the caller has `seen`.
    ///
    /// # Errors
    /// When the view cannot be written as JSON.
    pub fn of<V: Serialize>(view: &V, seen: Option<&str>) -> Result<Self> {
        let body = json_text(view)?;
        let hash = hex(digest(&SHA256, body.as_bytes()).as_ref());
        let tag = format!("\"{}\"", hash.get(..24).unwrap_or(&hash));
        // A proxy that packs an answer may mark its tag as weak; the view is the same.
        let known = seen.is_some_and(|seen| seen.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
        Ok(Self { tag, body: (!known).then_some(body) })
    }
}
impl Answer for Unpersonal {
    fn into_response(self) -> Result<HttpResponse> {
        let status = if self.body.is_some() { StatusCode::OK } else { StatusCode::NOT_MODIFIED };
        let mut response = HttpResponse::build(status);
        response.insert_header((header::ETAG, self.tag));
        response.insert_header((header::CACHE_CONTROL, "private, no-cache"));
        response.insert_header((header::VARY, "authorization, accept-encoding"));
        Ok(match self.body {
            Some(body) => response.content_type("application/json").body(body),
            None => response.finish(),
        })
    }
}

/// What a creating action saved: where it is, which version, how it looks.
#[derive(Debug)]
pub struct Saved<V> {
    /// Path below the API's base, e.g. `/events/0198…`.
    pub path: String,
    /// The row's version, where it has one.
    pub rev: Option<i64>,
    /// How it looks.
    pub view: V,
}

/// 201 (or 200) with address, version and view; kept so that a repeated request gets the same bytes.
#[derive(Debug)]
pub struct Created(pub(super) GivenAnswer);

impl Created {
    pub(super) fn of<V: Serialize>(status: u16, saved: &Saved<V>) -> Result<Self> {
        Ok(Self(GivenAnswer {
            status: i32::from(status),
            location: (status == 201).then(|| format!("{}{}", super::BASE, saved.path)),
            etag: saved.rev.map(etag),
            body: json_text(&saved.view)?,
        }))
    }
}
impl Answer for Created {
    fn into_response(self) -> Result<HttpResponse> {
        let status =
            u16::try_from(self.0.status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::CREATED);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.0.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(etag) = self.0.etag {
            response.insert_header((header::ETAG, etag));
        }
        Ok(response.content_type("application/json").body(self.0.body))
    }
}

/// A file to save.
#[derive(Debug)]
pub struct Download {
    /// Suggested name, ASCII.
    pub file_name: String,
    /// Media type.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}
impl Answer for Download {
    fn into_response(self) -> Result<HttpResponse> {
        Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.file_name)))
            .content_type(self.media_type)
            .body(self.bytes))
    }
}
