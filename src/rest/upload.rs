//! A file as the body of a request: written to the disk as it comes, never held in memory, and gone with its value.
use std::{
    fs::{File, OpenOptions},
    io::{Seek, Write},
    os::unix::fs::OpenOptionsExt,
    time::{Duration, Instant},
};

use actix_web::{
    body::{BodyStream, MessageBody},
    http::header,
    web,
};
use aws_lc_rs::digest::{Context, SHA256};

use super::{Call, FromCall};
use crate::base::{
    Error, Id, Result,
    of::SyncOp,
    problem::{TOO_LARGE, UNREADABLE, UNSUPPORTED_MEDIA_TYPE},
};

/// Bytes gathered before they are written.
const PIECE: usize = 256 << 10;
/// A file may take so many times as long as a JSON body; each part of it no longer than one.
const PATIENCE: u32 = 10;

/// A file that came. It has no name in any folder, so it goes when this value or the program does.
#[derive(Debug)]
pub struct Upload {
    /// Its bytes, from the first on.
    pub file: File,
    /// What it says it is, without parameters, in small letters.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub hash: Vec<u8>,
}

impl FromCall for Upload {
    async fn from_call(call: &mut Call) -> Result<Self> {
        let said = call.request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let media_type = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !call.uploads.contains(&media_type.as_str()) {
            let kinds = call.uploads.join(", ");
            return Err(UNSUPPORTED_MEDIA_TYPE.because(format!("Chỉ nhận {kinds}."), format!("Only {kinds}.")).into());
        }
        let announced = call.request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
        if announced.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length > call.limit) {
            return Err(too_large(call.limit));
        }
        let payload = call.payload.take().ok_or_else(|| UNREADABLE.now())?;
        let mut body = std::pin::pin!(BodyStream::new(payload));
        let (limit, seconds) = (call.limit, Duration::from_secs(call.ctx.api.settings.body_seconds));
        let (began, mut length, mut gathered) = (Instant::now(), 0, web::BytesMut::new());
        let mut written = Written { file: unnamed_file()?, hash: Context::new(&SHA256) };
        loop {
            let too_slow = || UNREADABLE.because("Gửi quá chậm.", "The body came too slowly.");
            let next = std::future::poll_fn(|cx| body.as_mut().poll_next(cx));
            let part = tokio::time::timeout(seconds, next).await.map_err(|_| too_slow())?;
            let Some(part) = part else { break };
            let part = part.map_err(|_| UNREADABLE.now())?;
            if began.elapsed() > seconds * PATIENCE {
                return Err(too_slow().into());
            }
            length += part.len();
            if length > limit {
                return Err(too_large(limit));
            }
            gathered.extend_from_slice(&part);
            if gathered.len() >= PIECE {
                written = written.and(gathered.split().freeze()).await?;
            }
        }
        let Written { mut file, hash } = written.and(gathered.freeze()).await?;
        file.rewind().map_err(Error::internal)?;
        Ok(Self { file, media_type, hash: hash.finish().as_ref().to_vec() })
    }
}

fn too_large(limit: usize) -> Error {
    TOO_LARGE.because(format!("Tối đa {limit} byte."), format!("At most {limit} bytes.")).into()
}

struct Written {
    file: File,
    hash: Context,
}

impl Written {
    /// The same with these bytes behind it; the disk is waited for elsewhere.
    async fn and(mut self, bytes: web::Bytes) -> Result<Self> {
        let write = web::block(move || {
            self.hash.update(&bytes);
            self.file.write_all(&bytes).map(|()| self)
        });
        write.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

/// A new file for this process alone, in the system's folder for such, whose name is taken away at once.
///
/// # Errors
/// When the disk is full, or the folder is not to be written in.
pub fn unnamed_file() -> Result<File> {
    let path = std::env::temp_dir().join(format!("tungnha-{}", Id::<SyncOp>::new()));
    let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
    let file = made.map_err(Error::internal)?;
    std::fs::remove_file(&path).map_err(Error::internal)?;
    Ok(file)
}
