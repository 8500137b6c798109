//! How a table comes in: its file waits for its turn and is read in a process of its own.
use std::{fs::File, time::Duration};

use tokio::sync::SemaphorePermit;

use super::{
    problems,
    read::{Brought, Sort, read},
};
use crate::{
    base::{Error, Result},
    intake::{Fault, Kind},
    rest::Ctx,
};

/// How long a file waits for its turn to be read.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The largest file, bytes.
pub const LARGEST: usize = 20 << 20;

/// What kind of file this media type means.
pub fn kind_of(media_type: &str) -> Kind {
    if media_type == "text/csv" { Kind::Csv } else { Kind::Xlsx }
}

/// Reads a file; while the permit is held, few others are read.
///
/// # Errors
/// `file-not-read`; `unavailable` when too many wait; an opaque failure when the reader cannot be started, which is no fault
/// of the file.
pub async fn bring(ctx: &Ctx, file: File, kind: Kind, sort: Sort) -> Result<(Brought, SemaphorePermit<'_>)> {
    let waited = tokio::time::timeout(LONGEST_WAIT, ctx.api.reading.acquire()).await;
    let room = waited.map_err(|_| Error::unavailable())?.map_err(Error::internal)?;
    let (program, seals) = (ctx.api.settings.reader.clone(), ctx.api.db.seals().clone());
    let reading = tokio::task::spawn_blocking(move || {
        read(&program, file, kind, sort, &seals)?.map_err(|found| match found.fault {
            Fault::Unreadable => Error::internal(format_args!("cannot start the reader {}", program.display())),
            _ => problems::not_read(found).into(),
        })
    });
    Ok((reading.await.map_err(Error::internal)??, room))
}
